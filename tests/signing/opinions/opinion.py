"""The shape in which every program's opinion is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one program says of one file."""

    tool: str
    passes: bool
    said: tuple[str, ...] = ()
    """What it found wrong, or a line for each signature that it checked."""
    checked: int = 0
    """Signatures or timestamps that it looked at; an opinion about none of them is worth nothing."""
