"""Turns what is wanted into SQL over the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.catalogue.gin.blocks import Blocks
from portal.catalogue.gin.lexemes import is_whole, query_of, quoted
from portal.catalogue.gin.table import LEXEMES, TABLE
from portal.catalogue.wanted import Condition, Nearby, Phrase, SqlValue, Wanted


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, but for the blocks that it is put to."""

    query: tuple[str, ...]
    """In the language of tsquery; every part holds of each page."""
    conditions: tuple[Condition, ...]
    of_records: tuple[Condition, ...]
    near: tuple[Nearby, ...]
    """What is left to be looked at on the pages that hold all its words."""

    def sql(self, selected: str, blocks: Blocks) -> tuple[str, list[SqlValue]]:
        """A statement that selects from the pages of `blocks`, and its parameters."""
        # Two questions to the index, which joins their answers: as one it walks through the blocks
        # page by page (26 ms instead of 2 for a rare name in 65,000 pages).
        within = " | ".join(quoted(lexeme) for lexeme in blocks.lexemes)
        asked = (within, " & ".join(self.query)) if self.query else (within,)
        by_index = [Condition(f"{LEXEMES} @@ %s::tsquery", (one,)) for one in asked]
        return self._statement(selected, by_index)

    def sql_of(self, selected: str, pages: Sequence[int]) -> tuple[str, list[SqlValue]]:
        """The same from these pages, without the index; for what `by_text` makes."""
        numbers = ", ".join(str(int(one)) for one in pages)
        return self._statement(selected, [Condition(f"w.id IN ({numbers})")])

    def _statement(self, selected: str, pages: Sequence[Condition]) -> tuple[str, list[SqlValue]]:
        rows = f"{TABLE} w"
        if self.of_records:
            rows += (
                " JOIN portal_cataloguepage p ON p.id = w.id"
                " JOIN portal_cataloguerecord r ON r.record_id = p.record_id"
            )
        every = (*pages, *self.conditions, *self.of_records)
        where = " AND ".join(f"({one.sql})" for one in every)
        parameters = [value for one in every for value in one.parameters]
        return f"SELECT {selected} FROM {rows} WHERE {where}", parameters  # noqa: S608  # conditions carry theirs


def asked_of(wanted: Wanted) -> Asked:
    """The question for what is wanted."""
    phrases = [part for part in wanted.all_of if isinstance(part, Phrase)]
    near = tuple(part for part in wanted.all_of if isinstance(part, Nearby))
    query = [query_of(one) for one in (*phrases, *(one for part in near for one in part.phrases))]
    conditions = [_stands(one) for one in phrases if not is_whole(one)]
    for group in wanted.any_of:
        query.append("(" + " | ".join(f"({query_of(one)})" for one in group) + ")")
        if not all(map(is_whole, group)):
            conditions.append(_joined(group))
    whole = [one for one in wanted.none_of if is_whole(one)]
    query += [f"!({query_of(one)})" for one in whole]
    for one in wanted.none_of:
        if not is_whole(one):
            held = _stands(one)
            conditions.append(Condition(f"NOT ({held.sql})", held.parameters))
    conditions += [Condition(f"w.id IN ({one.sql})", one.parameters) for one in wanted.among]
    return Asked(tuple(query), tuple(conditions), wanted.of_records, near)


def by_text(wanted: Wanted) -> Asked:
    """The question for what is wanted as put to a few pages, whose texts are looked through."""
    phrases = [part for part in wanted.all_of if isinstance(part, Phrase)]
    conditions = [_stands(one) for one in phrases]
    conditions += [_joined(group) for group in wanted.any_of]
    for one in wanted.none_of:
        held = _stands(one)
        conditions.append(Condition(f"NOT ({held.sql})", held.parameters))
    conditions += [Condition(f"w.id IN ({one.sql})", one.parameters) for one in wanted.among]
    near = tuple(part for part in wanted.all_of if isinstance(part, Nearby))
    return Asked((), tuple(conditions), wanted.of_records, near)


def _stands(phrase: Phrase) -> Condition:
    """The words stand so in the page's text; they hold letters and digits only, so nothing needs escaping."""
    end = "" if phrase.is_prefix else " "
    words = " ".join(phrase.words).replace("\\", "").replace("%", "").replace("_", "")
    return Condition(f"' ' || w.{phrase.column} || ' ' LIKE %s", (f"% {words}{end}%",))


def _joined(group: Iterable[Phrase]) -> Condition:
    every = [_stands(one) for one in group]
    sql = " OR ".join(f"({one.sql})" for one in every)
    return Condition(sql, tuple(value for one in every for value in one.parameters))
