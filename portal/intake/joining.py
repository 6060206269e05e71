"""Joins photographs in a child process: what was sent as one may be anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.limits import Limits
from portal.children import Children, NoTurn
from portal.intake.photographs import Photograph, join
from records.errors import DamagedFile, PageFailed

FIRST_SECONDS = 30.0
SECONDS_EACH = 3.0
"""A photograph of 50 million pixels in HEIC takes about one on an old machine."""
MEMORY_BYTES = 2 << 30
NOT_JOINED_VI = "Không đọc được một ảnh trong các ảnh này. Hãy chụp lại, hoặc gửi từng ảnh riêng."
NOT_JOINED_EN = "One of these photographs cannot be read. Take it again, or send each one by itself."

_children = Children(1, memory_bytes=MEMORY_BYTES)


@dataclass(frozen=True, slots=True)
class JoinTask:
    """Make one PDF of photographs."""

    photographs: tuple[Photograph, ...]
    out: Path
    limits: Limits


def join_step(task: JoinTask) -> None:
    """Runs in the child."""
    join(task.photographs, task.out, task.limits)


def join_apart(photographs: Sequence[Photograph], out: Path, limits: Limits) -> None:
    """Writes the PDF. Raises `NotADocument`, `DamagedFile`, `TooLarge`, or `NoTurn` while others join."""
    seconds = FIRST_SECONDS + SECONDS_EACH * len(photographs)
    try:
        _children.do(join_step, JoinTask(tuple(photographs), out, limits), time_limit_seconds=seconds)
    except NoTurn:
        raise
    except PageFailed as error:
        raise DamagedFile(
            f"joining: {error.code}", remedy_vi=NOT_JOINED_VI, remedy_en=NOT_JOINED_EN
        ) from error
