"""The index in SQLite: a contentless FTS5 table, whose row numbers are the catalogue's page numbers.

Contentless, because the page's text is in the catalogue already: 209 MB rather than 500 MB for 100,000
pages of 300 words. The words arrive folded and parted by spaces, so the built-in tokenizer does and every
SQLite with FTS5 can read the file. No bm25: it reads the whole list of every word (37 ms for a common
name, 140 ms for a common word, on 100,000 pages), where asking for ever looser matches, newest first,
takes 1 to 15 ms a question (docs/decisions/0062-search-in-the-database.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.catalogue.wanted import Nearby, PageFound, PageWords, Phrase, Wanted

TABLE = "portal_pagewords"
_COLUMNS = "marked, folded, spelled, named, facets"

# CROSS JOIN keeps SQLite's planner from starting at the records: FTS5 then hands pages out newest first
# and stops at the limit. https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join
_FIND_BY_WORDS = f"""
    SELECT p.id, p.record_id, p.number, r.received_at FROM {TABLE} w
    CROSS JOIN portal_cataloguepage p ON p.id = w.rowid
    CROSS JOIN portal_cataloguerecord r ON r.record_id = p.record_id
    WHERE {TABLE} MATCH %s AND {{conditions}} ORDER BY w.rowid DESC LIMIT %s OFFSET %s
"""  # noqa: S608  # the table's name is a constant
_FIND_BY_RECORD = """
    SELECT p.id, p.record_id, p.number, r.received_at FROM portal_cataloguepage p
    CROSS JOIN portal_cataloguerecord r ON r.record_id = p.record_id
    WHERE {conditions} ORDER BY p.id DESC LIMIT %s OFFSET %s
"""


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
            (page.as_row() for page in pages),
        )

    def remove(self, pages: Iterable[PageWords]) -> None:
        # A contentless table is told what it forgets: https://www.sqlite.org/fts5.html#the_delete_command
        self._run_many(
            f"INSERT INTO {TABLE}({TABLE}, rowid, {_COLUMNS}) VALUES ('delete', %s, %s, %s, %s, %s, %s)",  # noqa: S608
            (page.as_row() for page in pages),
        )

    def find(self, wanted: Wanted, *, at_most: int, offset: int = 0) -> Sequence[PageFound]:
        match = match_expression(wanted)
        conditions = " AND ".join(f"({condition.sql})" for condition in wanted.conditions) or "1"
        parameters = [value for condition in wanted.conditions for value in condition.parameters]
        with self.connection.cursor() as cursor:
            if match:
                cursor.execute(
                    _FIND_BY_WORDS.format(conditions=conditions), [match, *parameters, at_most, offset]
                )
            else:
                cursor.execute(_FIND_BY_RECORD.format(conditions=conditions), [*parameters, at_most, offset])
            return [PageFound(*row) for row in cursor.fetchall()]

    def _run(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)

    def _run_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(sql, rows)


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
    words = " ".join(word.replace('"', "") for word in phrase.words)
    return f'"{words}"' + (" *" if phrase.is_prefix else "")


BACKEND = SqliteBackend
