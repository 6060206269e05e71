"""A large catalogue on a PostgreSQL server out of a small drawn one: the server copies, as it is fastest.

Drawing takes some 5 ms of processor a page and putting it in as much, so a million would take hours. Of
some thousand drawn records each is copied again and again under identifiers, times of receipt and pages of
its own: page `p` of copy `n` has the words of another drawn page than page `p` of copy `n + 1`. So the rows,
their sizes and how common each word is are those of a large office; a full name comes again in every round.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bench.drawn_catalogue import FIRST_RECEIVED
from records import record_id_for

PAGES_A_RECORD = 10
MINUTES_APART = 17
_AT_ONCE = 2_000
"""Records a statement, so that the server's log of changes does not grow beyond measure."""

_DRAWN = (
    "CREATE TEMP TABLE drawn_records AS SELECT row_number() OVER (ORDER BY received_at, record_id) - 1"
    " AS place, record_id, received_at FROM portal_cataloguerecord",
    "CREATE UNIQUE INDEX ON drawn_records (place)",
    "CREATE TEMP TABLE drawn_pages AS SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, record_id"
    " FROM portal_cataloguepage",
    "CREATE UNIQUE INDEX ON drawn_pages (place)",
    "CREATE UNIQUE INDEX ON drawn_pages (id)",
    "CREATE TEMP TABLE copies (n integer PRIMARY KEY, record_id text, digest text, received_at timestamptz)",
    "ANALYZE drawn_records, drawn_pages",
)
_RECORD_COLUMNS = (
    "version, record_type, type_confidence, needs_review, reasons, title, title_folded, title_key,"
    " document_number, document_date, unit, sensitivity, doubt_count, document_code, needs_rescan, rescan_of,"
    " rescans, rescanned_at, record"
)
_RECORDS = (
    f"INSERT INTO portal_cataloguerecord (record_id, source_name, source_sha256, received_at, page_count,"  # noqa: S608  # names are constants
    f" {_RECORD_COLUMNS}) SELECT c.record_id, 'Scan_' || c.n || '.pdf', c.digest, c.received_at, %s,"
    f" {', '.join(f'r.{one.strip()}' for one in _RECORD_COLUMNS.split(','))}"
    " FROM copies c JOIN drawn_records d ON d.place = c.n %% %s"
    " JOIN portal_cataloguerecord r ON r.record_id = d.record_id WHERE c.n >= %s AND c.n < %s"
)
_PAGES = (
    "INSERT INTO portal_cataloguepage (id, record_id, number, text, added)"
    " SELECT %s::bigint + c.n::bigint * %s + k, c.record_id, k, p.text, p.added FROM copies c"
    " CROSS JOIN generate_series(1, %s) k"
    " JOIN drawn_pages d ON d.place = (c.n::bigint * 7 + k * 131) %% %s"
    " JOIN portal_cataloguepage p ON p.id = d.id"
    " WHERE c.n >= %s AND c.n < %s"
)
_FIELDS = (
    "INSERT INTO portal_fieldentry"
    " (record_id, name, value, normalised, folded, number, date, confidence, page)"
    " SELECT c.record_id, f.name, f.value, f.normalised, f.folded, f.number, f.date, f.confidence, f.page"
    " FROM copies c JOIN drawn_records d ON d.place = c.n %% %s"
    " JOIN portal_fieldentry f ON f.record_id = d.record_id WHERE c.n >= %s AND c.n < %s"
)
_WORDS = (
    "INSERT INTO portal_pagewords (id, marked, folded, spelled, named, facets)"
    " SELECT %s::bigint + c.n::bigint * %s + k, p.marked, p.folded, p.spelled, own.named,"
    " regexp_replace(own.facets, ' r[0-9]{4} r[0-9]{6}$',"
    " to_char(c.received_at AT TIME ZONE 'UTC', '\" r\"YYYY\" r\"YYYYMM'))"
    " FROM copies c CROSS JOIN generate_series(1, %s) k"
    " JOIN drawn_pages d ON d.place = (c.n::bigint * 7 + k * 131) %% %s"
    " JOIN portal_pagewords p ON p.id = d.id"
    " JOIN drawn_records r ON r.place = c.n %% %s"
    " JOIN LATERAL (SELECT w.named, w.facets FROM portal_pagewords w JOIN portal_cataloguepage q"
    "  ON q.id = w.id WHERE q.record_id = r.record_id AND q.number = 1) own ON true"
    " WHERE c.n >= %s AND c.n < %s"
)


def copy_up_to(pages: int, *, with_words: int | None = None) -> dict[str, Any]:
    """Copies what the catalogue holds until it has about `pages` pages; what came of it.

    With `with_words` only the newest so many pages are in the index of words.
    """
    from django.db import connection  # noqa: PLC0415

    from portal.catalogue.changes import note_changes  # noqa: PLC0415

    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        for sql in _DRAWN:
            cursor.execute(sql)
        cursor.execute("SELECT count(*) FROM drawn_records")
        records = cursor.fetchone()[0]
        cursor.execute("SELECT count(*), max(id) FROM drawn_pages")
        held, last = cursor.fetchone()
        count = -(-(pages - held) // PAGES_A_RECORD)
        # psycopg's own COPY, which Django's cursor passes on.
        with cursor.copy("COPY copies (n, record_id, digest, received_at) FROM STDIN") as into:
            for row in _named(count, begin=records):
                into.write_row(row)
        cursor.execute("ANALYZE copies")
        first_with_words = max(0, count - (with_words or pages) // PAGES_A_RECORD)
        for start in range(0, count, _AT_ONCE):
            end = min(count, start + _AT_ONCE)
            cursor.execute(_RECORDS, [PAGES_A_RECORD, records, start, end])
            cursor.execute(_PAGES, [last, PAGES_A_RECORD, PAGES_A_RECORD, held, start, end])
            cursor.execute(_FIELDS, [records, start, end])
            if end > first_with_words:
                begin = max(start, first_with_words)
                cursor.execute(_WORDS, [last, PAGES_A_RECORD, PAGES_A_RECORD, held, records, begin, end])
            print(f"{end} of {count} records copied, {time.perf_counter() - begun:.0f} s", flush=True)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('portal_cataloguepage', 'id'), max(id))"
            " FROM portal_cataloguepage"
        )
    note_changes([str(record_id_for(_digest(0)))])
    return {"copied_pages": count * PAGES_A_RECORD, "copy_seconds": round(time.perf_counter() - begun, 1)}


def _named(count: int, *, begin: int) -> Iterator[tuple[int, str, str, datetime]]:
    for number in range(count):
        digest = _digest(number)
        received = FIRST_RECEIVED + timedelta(minutes=MINUTES_APART * (begin + number))
        yield number, str(record_id_for(digest)), digest, received


def _digest(number: int) -> str:
    return hashlib.sha256(f"copy {number}".encode()).hexdigest()
