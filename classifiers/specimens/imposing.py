"""Lays pages side by side on sheets of twice the width, as folded forms and two-page copies are scanned."""

from __future__ import annotations

from dataclasses import replace

from classifiers.specimens.sheet import Item, Outline, Pattern, PrintedWord, Rule, RuledLeaf


def two_up(pages: list[list[Item]], width: float) -> list[list[Item]]:
    """The pages in twos, the second of each pair `width` mm to the right; an odd one keeps its half."""
    pairs = [pages[index : index + 2] for index in range(0, len(pages), 2)]
    return [[*pair[0], *(_beside(pair[0], pair[1], width) if len(pair) == 2 else ())] for pair in pairs]


def _beside(left: list[Item], right: list[Item], width: float) -> list[Item]:
    """The right page's items at their place; its lines and blocks follow those of the left page."""
    words = [item for item in left if isinstance(item, PrintedWord)]
    lines = max((word.line for word in words), default=-1) + 1
    blocks = max((word.block for word in words), default=-1) + 1
    moved = (shifted(item, width) for item in right if not isinstance(item, Pattern))
    return [
        replace(item, line=item.line + lines, block=item.block + blocks)
        if isinstance(item, PrintedWord)
        else item
        for item in moved
    ]


def shifted(item: Item, across: float) -> Item:
    """The item `across` mm further to the right; grounds of a whole sheet stay."""
    if isinstance(item, (Pattern, RuledLeaf)):
        return item
    if isinstance(item, Rule):
        return replace(item, x0=item.x0 + across, x1=item.x1 + across)
    if isinstance(item, Outline):
        return replace(item, points=tuple((x + across, y) for x, y in item.points))
    return replace(item, x=item.x + across)
