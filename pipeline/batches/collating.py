"""Puts pages into order that a scanner without a duplex unit took in two goes.

The stack goes through once for its front sides, 1, 3, 5, is turned over as it lies and goes through again:
the back sides come last to first, 6, 4, 2.
"""

from __future__ import annotations

from collections.abc import Sequence

UNEVEN_VI = (
    "Số trang quét hai lượt bị lẻ ({count} trang): mặt trước và mặt sau không khớp, "
    "hãy kiểm tra thứ tự trang hoặc quét lại"
)


def collated(numbers: Sequence[int]) -> tuple[int, ...]:
    """Page numbers of a file, fronts and then backs in reverse, in the order of reading.

    With an odd count nobody can say which side is missing: the order stays, and `UNEVEN_VI` tells staff.
    """
    half, odd = divmod(len(numbers), 2)
    if odd:
        return tuple(numbers)
    fronts, backs = numbers[:half], numbers[half:]
    return tuple(number for pair in zip(fronts, reversed(backs), strict=True) for number in pair)
