"""The children that draw pages for the screen, and the papers that they gave up.

A paper that made a child hang or die would do so again for each person who looks at it, and keep both
children from everybody else's pages; so it is remembered for a while as one that cannot be drawn.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import TypeVar

from portal.children import Children, NoTurn
from portal.pictures.drawing import draw_nothing
from records.errors import HosoError, PageFailed

log = logging.getLogger(__name__)

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

PLACES = 2
"""Pages drawn at once: an office's machine has two processors or four, and reading needs them too."""
SECONDS = 20.0
"""An A4 page takes 0.1 to 0.4 s; a colour plan of A0 some 5."""
MEMORY_BYTES = 1 << 30
SPOILED_SECONDS = 600.0
MOST_SPOILED = 1000

_children = Children(PLACES, memory_bytes=MEMORY_BYTES)
_spoiled: dict[Hashable, float] = {}
_lock = threading.Lock()


def draw(
    step: Callable[[Task], Outcome], task: Task, *, known_as: Hashable, seconds: float = SECONDS
) -> Outcome | None:
    """What a child draws; `None` for a page that cannot be drawn, now or a while ago (`known_as`).

    Raises `NoTurn` while all children are at work.
    """
    try:
        return ask(step, task, known_as=known_as, seconds=seconds)
    except NoTurn:
        raise
    except HosoError:
        return None


def ask(
    step: Callable[[Task], Outcome], task: Task, *, known_as: Hashable, seconds: float = SECONDS
) -> Outcome:
    """What a child makes of a paper, and what it has to say against it.

    Raises what `step` raises, `PageFailed` for a paper that made a child hang or die, now or a while ago, and
    `NoTurn` while all children are at work.
    """
    with _lock:
        if _spoiled.get(known_as, 0.0) > time.monotonic():
            raise PageFailed("given up a while ago")
    try:
        return _children.do(step, task, time_limit_seconds=seconds)
    except NoTurn:
        raise
    except PageFailed as error:
        # Too long or dead: the paper's fault as far as anybody can tell.
        log.warning("page %s was given up: %s", known_as, error.code)
        _remember(known_as)
        raise


def begin() -> None:
    """Starts a child before anybody waits for it: what draws takes a second or two to load, once."""
    _children.do(draw_nothing, None, time_limit_seconds=SECONDS)


def stop() -> None:
    """Gives the children back and forgets what was given up."""
    with _lock:
        _spoiled.clear()
    _children.stop()


def _remember(known_as: Hashable) -> None:
    with _lock:
        while len(_spoiled) >= MOST_SPOILED:
            _spoiled.pop(next(iter(_spoiled)))
        _spoiled[known_as] = time.monotonic() + SPOILED_SECONDS
