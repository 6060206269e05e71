"""The index in SQLite: a contentless FTS5 table, whose row numbers are the catalogue's page numbers.

Contentless, because the page's text is in the catalogue already: 209 MB rather than 500 MB for 100,000
pages of 300 words. The words arrive folded and parted by spaces, so the built-in tokenizer does and every
SQLite with FTS5 can read the file. No bm25: it reads the whole list of every word (37 ms for a common
name, 140 ms for a common word, on 100,000 pages), where asking for ever looser matches, newest first,
takes 1 to 15 ms a question (docs/decisions/0062-search-in-the-database.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.catalogue.backends import Keeps, first_kept
from portal.catalogue.wanted import Column, Condition, Nearby, PageWords, Phrase, SqlValue, Wanted

TABLE = "portal_pagewords"
_ROWS_AT_FIRST, _ROWS_AT_ONCE = 300, 2_000
_COLUMNS = "marked, folded, spelled, named, facets"

_LETTERS = {Column.MARKED: "ɱ", Column.FOLDED: "", Column.SPELLED: "ʂ", Column.NAMED: "ɳ", Column.FACETS: "ƒ"}
"""Put before each word of a column. FTS5 keeps one list a word for all columns; so each column has its own,
and asking for "an" as typed does not read through every page with ẩn, án or ân."""


class SqliteBackend:
    """Full-text search with SQLite's FTS5."""

    vendors = ("sqlite",)

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def create(self) -> None:
        self._run(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5({_COLUMNS}, content='', "
            "columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )

    def drop(self) -> None:
        self._run(f"DROP TABLE IF EXISTS {TABLE}")

    def add(self, pages: Iterable[PageWords]) -> None:
        self._run_many(
            f"INSERT INTO {TABLE}(rowid, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608
            (_row(page) for page in pages),
        )

    def remove(self, pages: Iterable[PageWords]) -> None:
        # A contentless table is told what it forgets: https://www.sqlite.org/fts5.html#the_delete_command
        self._run_many(
            f"INSERT INTO {TABLE}({TABLE}, rowid, {_COLUMNS}) VALUES ('delete', %s, %s, %s, %s, %s, %s)",  # noqa: S608
            (_row(page) for page in pages),
        )

    def find(self, wanted: Wanted, *, at_most: int, keeps: Keeps | None = None) -> list[int]:
        if keeps is not None:
            return first_kept(self.each(wanted), at_most, keeps)
        select, parameters = _selected(wanted)
        with self.connection.cursor() as cursor:
            cursor.execute(f"{select} LIMIT %s", [*parameters, at_most])
            return [row[0] for row in cursor.fetchall()]

    def each(self, wanted: Wanted) -> Iterator[list[int]]:
        # FTS5 works out row by row what is fetched, so whoever stops asking has saved the rest.
        with self.connection.cursor() as cursor:
            cursor.execute(*_selected(wanted))
            size = _ROWS_AT_FIRST
            while rows := cursor.fetchmany(size):
                yield [row[0] for row in rows]
                size = _ROWS_AT_ONCE

    def _run(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)

    def _run_many(self, sql: str, rows: Iterable[tuple[SqlValue, ...]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(sql, list(rows))


def _selected(wanted: Wanted) -> tuple[str, list[SqlValue]]:
    """The question in SQL, newest first and without a limit, and its parameters."""
    match = match_expression(wanted)
    rows = f"{TABLE} w" if match else "portal_cataloguepage w"
    number = "w.rowid" if match else "w.id"
    conditions = [Condition(f"{TABLE} MATCH %s", (match,))] if match else []
    if wanted.of_records:
        # CROSS JOIN keeps the planner from starting at the records: FTS5 then hands pages out newest
        # first and stops at the limit (sqlite.org/optoverview.html, manual control using CROSS JOIN).
        rows += (
            f" CROSS JOIN portal_cataloguepage p ON p.id = {number}"
            " CROSS JOIN portal_cataloguerecord r ON r.record_id = p.record_id"
        )
        conditions += wanted.of_records
    # The plus keeps FTS5 from being asked anew for each number: 17 ms rather than 79 ms for 3,000.
    conditions += [Condition(f"+{number} IN ({one.sql})", one.parameters) for one in wanted.among]
    where = " AND ".join(f"({condition.sql})" for condition in conditions) or "1"
    parameters: list[SqlValue] = [value for condition in conditions for value in condition.parameters]
    sql = f"SELECT {number} FROM {rows} WHERE {where} ORDER BY {number} DESC"  # noqa: S608
    return sql, parameters


def match_expression(wanted: Wanted) -> str:
    """FTS5's query for `wanted`; empty when it asks for no word.

    Every word is put in quotation marks and holds letters and digits only, so no operator can come in.
    """
    parts = [_part(part) for part in wanted.all_of]
    parts += ["(" + " OR ".join(_part(phrase) for phrase in group) + ")" for group in wanted.any_of]
    positive = " AND ".join(parts)
    if not positive or not wanted.none_of:
        return positive
    return f"({positive}) NOT ({' OR '.join(_part(phrase) for phrase in wanted.none_of)})"


def _part(part: Phrase | Nearby) -> str:
    if isinstance(part, Phrase):
        return f"{{{part.column}}} : {_quoted(part)}"
    inside = " ".join(_quoted(phrase) for phrase in part.phrases)
    return f"{{{part.phrases[0].column}}} : NEAR({inside}, {part.apart})"


def _quoted(phrase: Phrase) -> str:
    words = _lettered(phrase.column, " ".join(word.replace('"', "") for word in phrase.words))
    return f'"{words}"' + (" *" if phrase.is_prefix else "")


def _row(page: PageWords) -> tuple[SqlValue, ...]:
    return (
        page.page_id,
        _lettered(Column.MARKED, page.marked),
        _lettered(Column.FOLDED, page.folded),
        _lettered(Column.SPELLED, page.spelled),
        _lettered(Column.NAMED, page.named),
        _lettered(Column.FACETS, page.facets),
    )


def _lettered(column: Column, words: str) -> str:
    letter = _LETTERS[column]
    return letter + words.replace(" ", f" {letter}") if letter and words else words


BACKEND = SqliteBackend
