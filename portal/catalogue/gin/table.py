"""The table of the pages' words, its index, and the function that makes lexemes of words.

The index is over the function, so that lexemes lie nowhere but in it; the words stay in the table, packed
out of line, because a phrase of three words is compared with them.
"""

from __future__ import annotations

from portal.catalogue.gin.blocks import LEVELS
from portal.catalogue.gin.lexemes import LETTERS, LONGEST_BEGINNING, LONGEST_WORD
from portal.catalogue.wanted import Column

TABLE = "portal_pagewords"
INDEX = "portal_pagewords_lexemes"
LONGEST_TEXT = 30_000
"""Letters of a column that are indexed: a dense page has 5,000, and a tsvector holds one MiB at most."""
LEXEMES = "portal_page_lexemes(w.id, w.marked, w.folded, w.spelled, w.named, w.facets)"
_ONLY_WORDS = (Column.SPELLED, Column.FACETS)


def _of_column(column: Column) -> str:
    letter = LETTERS[column]
    words = f"string_to_array({column}, ' ')"
    single = f"SELECT DISTINCT left(word, {LONGEST_WORD}) AS word FROM unnest({words}) word WHERE word <> ''"
    if column in _ONLY_WORDS:
        return f"SELECT '{letter}:' || word FROM ({single}) {column}_words"
    beginnings = ", ".join(f"('{letter}<' || left(word, {size}))" for size in range(1, LONGEST_BEGINNING + 1))
    return (
        f"SELECT lexeme FROM ({single}) {column}_words,"
        f" LATERAL (VALUES ('{letter}:' || word), {beginnings}) {column}_forms(lexeme)"
        f" UNION ALL SELECT '{letter}=' || left(first, {LONGEST_WORD}) || ' ' || left(second, {LONGEST_WORD})"
        f" FROM unnest({words}, ({words})[2:]) {column}_pairs(first, second)"
        " WHERE first <> '' AND second <> ''"
    )


def _lexemes() -> str:
    blocks = ", ".join(f"('B{level}:' || (page >> {level}))" for level in LEVELS)
    parts = [_of_column(column) for column in LETTERS]
    parts.append(f"SELECT lexeme FROM (VALUES {blocks}) blocks(lexeme)")
    return " UNION ALL ".join(parts)


TABLE_SQL = (
    # In PL/pgSQL, which keeps its plan over statements; an SQL function is planned for each INSERT.
    "CREATE OR REPLACE FUNCTION portal_page_lexemes("
    "page bigint, marked text, folded text, spelled text, named text, facets text) RETURNS tsvector"
    " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$ BEGIN RETURN (SELECT array_to_tsvector("
    f"array_agg(lexeme)) FROM ({_lexemes()}) every(lexeme)); END $$",
    f"CREATE TABLE IF NOT EXISTS {TABLE} (id bigint PRIMARY KEY,"
    ' marked text COLLATE "C" NOT NULL, folded text COLLATE "C" NOT NULL,'
    ' spelled text COLLATE "C" NOT NULL, named text COLLATE "C" NOT NULL, facets text COLLATE "C" NOT NULL)'
    # Long texts out of line: a block of the table then holds a hundred pages, and finding reads few blocks.
    " WITH (toast_tuple_target = 128)",
)
INDEX_SQL = (
    # Without the list of pending entries, which every search would read through from end to end.
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin"
    " (portal_page_lexemes(id, marked, folded, spelled, named, facets)) WITH (fastupdate = off)",
    # Nothing is planned by how common a lexeme is, and to count them takes minutes.
    f"ALTER INDEX {INDEX} ALTER COLUMN 1 SET STATISTICS 0",
)
