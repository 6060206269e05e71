"""The index in PostgreSQL: one GIN index over the words of each page, asked block by block, newest first.

A GIN index knows no order, and a phrase asked by positions has every page with its words read again: minutes
for a common name among a million pages. So the index holds more than words, as lexemes that begin with a
letter of their column: `F:an` a word, `F=van an` two words that stand together, `F<ng` a beginning of up to
three letters, `B10:977` the block of 1,024 pages (and of 4,096 and so on) that the page lies in. A phrase is
its pairs; a question is put to the newest few blocks and to four times as many each time, until there is
enough. Only phrases of three words and more are compared with the page's text, and of pages that have all
their pairs. Nothing here needs an extension (docs/decisions/0090-postgresql.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.catalogue.backends import Keeps, first_kept
from portal.catalogue.gin import nearness
from portal.catalogue.gin.asking import Asked, asked_of, by_text
from portal.catalogue.gin.blocks import Blocks, steps
from portal.catalogue.gin.table import INDEX_SQL, LONGEST_TEXT, TABLE, TABLE_SQL
from portal.catalogue.wanted import PageWords, SqlValue, Wanted

_ROWS_A_STATEMENT = 200
MOST_KNOWN = 200
"""Pages whose texts are looked through instead of asking the index: some 40 µs each."""
FEW_FOUND = 2_500
"""After a step that found no more, the next one is four times as large: whoever counts looks at the clock
between two steps, and a step takes some 10 ms however large it is, and half a microsecond a page found."""


class PostgresqlBackend:
    """Full-text search with PostgreSQL's GIN index."""

    vendors = ("postgresql",)

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def create(self) -> None:
        for sql in (*TABLE_SQL, *INDEX_SQL):
            self._run(sql)

    def drop(self) -> None:
        self._run(f"DROP TABLE IF EXISTS {TABLE}")

    def add(self, pages: Iterable[PageWords]) -> None:
        rows = [
            (
                page.page_id,
                *(
                    words[:LONGEST_TEXT]
                    for words in (page.marked, page.folded, page.spelled, page.named, page.facets)
                ),
            )
            for page in pages
        ]
        for start in range(0, len(rows), _ROWS_A_STATEMENT):
            some = rows[start : start + _ROWS_A_STATEMENT]
            places = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(some))
            self._run(
                f"INSERT INTO {TABLE} (id, marked, folded, spelled, named, facets) VALUES {places}",  # noqa: S608
                [value for row in some for value in row],
            )

    def remove(self, pages: Iterable[PageWords]) -> None:
        self._run(f"DELETE FROM {TABLE} WHERE id = ANY(%s)", [[page.page_id for page in pages]])  # type: ignore[list-item]  # noqa: S608  # an array

    def find(self, wanted: Wanted, *, at_most: int, keeps: Keeps | None = None) -> list[int]:
        if wanted.known is not None and len(wanted.known) <= MOST_KNOWN:
            return first_kept(iter([self._of_known(wanted, wanted.known)]), at_most, keeps or list)
        asked = asked_of(wanted)
        if keeps is not None or asked.near:
            return first_kept(self._pieces(asked), at_most, keeps or list)
        found: list[int] = []
        for blocks in self._steps():
            sql, parameters = asked.sql("w.id", blocks)
            rows = self._rows(f"{sql} ORDER BY w.id DESC LIMIT %s", [*parameters, at_most - len(found)])
            found += [int(str(row[0])) for row in rows]
            if len(found) >= at_most:
                break
        return found

    def _of_known(self, wanted: Wanted, known: Sequence[int]) -> list[int]:
        if not known:
            return []
        asked = by_text(wanted)
        sql, parameters = asked.sql_of(nearness.selected(asked), known)
        return nearness.kept(asked, self._rows(f"{sql} ORDER BY w.id DESC", parameters))

    def each(self, wanted: Wanted) -> Iterator[list[int]]:
        yield from self._pieces(asked_of(wanted))

    def _pieces(self, asked: Asked) -> Iterator[list[int]]:
        if asked.near:
            yield from nearness.near(asked, self._steps(), self._rows)
            return
        count = 0

        def is_rare() -> bool:
            return count <= FEW_FOUND

        for blocks in self._steps(grows=is_rare):
            # As one value: to make a row of each of 60,000 numbers takes longer than to find them.
            sql, parameters = asked.sql("string_agg(int8send(w.id), ''::bytea)", blocks)
            [(packed,)] = self._rows(sql, parameters)
            numbers = np.frombuffer(bytes(packed or b""), dtype=">i8")  # type: ignore[call-overload]
            count = len(numbers)
            yield np.sort(numbers)[::-1].tolist()

    def _steps(self, *, grows: Callable[[], bool] = lambda: True) -> Iterator[Blocks]:
        return steps(self._newest, grows=grows)

    @cached_property
    def _newest(self) -> int:
        """The largest number of a page; asked once for the questions of one search."""
        newest = self._rows(f"SELECT max(id) FROM {TABLE}", [])[0][0]  # noqa: S608  # names are constants
        return -1 if newest is None else int(str(newest))

    def _run(self, sql: str, parameters: list[SqlValue] | None = None) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)

    def _rows(self, sql: str, parameters: list[SqlValue]) -> list[tuple[object, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())


BACKEND = PostgresqlBackend
