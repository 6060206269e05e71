"""Sets drawn rows under the heads that papers print, in columns as wide as what stands in them needs."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from classifiers.specimens.draft import Draft
from classifiers.specimens.table_heads import GROUPS, draw_title
from classifiers.specimens.table_rows import Drawn
from classifiers.specimens.tables import Group, Table, draw_look, set_table
from classifiers.specimens.variants import HELD_OUT_FROM


def set_rows(
    draft: Draft, field: str, columns: tuple[str, ...], drawn: Drawn, *, size: float = 0.0, tall: float = 6.0
) -> None:
    """Sets a table of the field; `size` in points, by the number of columns where it is 0."""
    # A chance of its own, so that the paper's words do not hang on its heads.
    chance = Random(f"heads:{draft.code}:{draft.seed}:{field}")  # noqa: S311 (a drawing, not a secret)
    is_held_out = draft.seed >= HELD_OUT_FROM
    titles = tuple(draw_title(name, chance, is_held_out=is_held_out, among=columns) for name in columns)
    groups = _groups(columns) if chance.random() < 0.5 else ()
    table = Table(titles, drawn.rows, shares(titles, drawn.rows), columns, groups, drawn.total)
    points = size or (12.0 if len(columns) < 5 else 11.0 if len(columns) < 7 else 10.0)
    set_table(
        draft.galley, table, field=field, size=points, tall=tall, look=draw_look(draft, field, len(columns))
    )


def _groups(columns: Sequence[str]) -> tuple[Group, ...]:
    """Heads over several columns that stand beside each other in this table."""
    groups = []
    for title, members in GROUPS:
        inside = [index for index, name in enumerate(columns) if name in members]
        if len(inside) >= 2 and inside == list(range(inside[0], inside[-1] + 1)):
            groups.append(Group(title, inside[0], inside[-1]))
    return tuple(groups)


def shares(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Each column's share of the width: the longest word must fit, long text gets more and is wrapped."""
    weights = []
    for index, title in enumerate(titles):
        cells = [row[index] for row in rows]
        longest = max((len(word) for text in (title, *cells) for word in text.split()), default=1)
        fullest = max((len(text) for text in cells), default=1)
        weights.append(max(longest * 1.25 + 1.5, min(fullest * 1.1, 16 + fullest * 0.25), 4.0))
    return tuple(weight / sum(weights) for weight in weights)
