"""Pages in blocks by their numbers, each block a lexeme: the way to ask for the newest first.

A block of level 10 holds the pages whose numbers agree but for their last 10 bits. A step asks for up to
four blocks of one level; the next step for up to four of the next level, which are four times as large.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

LEVELS = tuple(range(10, 31, 2))
"""From 1,024 pages to a thousand million; one lexeme each for every page."""
_IN_NEXT = 4


@dataclass(frozen=True, slots=True)
class Blocks:
    """Neighbouring blocks of one level, `first` to `last`, both included."""

    level: int
    first: int
    last: int

    @property
    def lexemes(self) -> tuple[str, ...]:
        """What their pages hold."""
        return tuple(f"B{self.level}:{number}" for number in range(self.first, self.last + 1))


def steps(newest: int, *, grows: Callable[[], bool] = lambda: True) -> Iterator[Blocks]:
    """Blocks that together hold every page up to `newest`, the newest first.

    After each step `grows` is asked whether the next one may be four times as large.
    """
    end = ((newest >> LEVELS[0]) + 1) << LEVELS[0] if newest >= 0 else 0
    place = 0
    while end > 0:
        level = LEVELS[place]
        last = (end >> level) - 1
        first = last - last % _IN_NEXT
        yield Blocks(level, first, last)
        end = first << level
        if place + 1 < len(LEVELS) and grows():
            place += 1
