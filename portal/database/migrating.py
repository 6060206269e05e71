"""One process at a time brings the tables up; on a server also: is it one that Hoso can use?"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError, connection

from portal.database.address import PostgresqlServer
from records.errors import SettingInvalid

MIGRATING_LOCK = 0x486F736F_0002
_NOT_BY_BYTES = (
    "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
    " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0"
    " AND NOT a.attisdropped AND l.collname <> 'C' ORDER BY 1, 2"
)


_FOR_PATTERNS = (
    "SELECT DISTINCT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " JOIN pg_opclass o ON o.oid = ANY (i.indclass) WHERE c.relnamespace = current_schema()::regnamespace"
    " AND o.opcname IN ('varchar_pattern_ops', 'text_pattern_ops') AND c.relname LIKE %s ORDER BY 1"
)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Processes of one machine take turns."""
    # The lock is the kernel's, so that a process that dies while it migrates leaves nothing locked.
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def one_at_a_time_on(server: PostgresqlServer) -> Iterator[None]:
    """Processes of all machines that use this server's database take turns.

    Raises `SettingInvalid` when the server does not answer or keeps text in another form than UTF-8.
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise SettingInvalid(
            f"the database {server} cannot be opened: {error}",
            remedy_vi=f"Không mở được cơ sở dữ liệu {server}. Hãy kiểm tra máy chủ PostgreSQL, tên, mật khẩu "
            "và database.url.",
            remedy_en=f"The database {server} cannot be opened. Look at the PostgreSQL server, the name, the "
            "password and database.url.",
        ) from error
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        if (encoding := cursor.fetchone()[0]) != "UTF8":
            raise SettingInvalid(f"the database {server} keeps text as {encoding}; create it with UTF8")
        # However long another machine migrates, this one waits: the lock ends with its connection.
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING_LOCK])
    try:
        yield
    finally:
        connection.close()  # which ends lock and setting


def compare_by_bytes() -> None:
    """Lets every text column be compared by its bytes, as SQLite does.

    Keys of order (`collation.vietnamese_key`) are made for that, and a server's language would put them in
    another order, different from machine to machine. Nothing happens to columns that are so already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT datcollate FROM pg_database WHERE datname = current_database()")
        if cursor.fetchone()[0] in {"C", "POSIX"}:
            return
        cursor.execute(_NOT_BY_BYTES)
        wrong: dict[str, list[str]] = {}
        for table, column, kind in cursor.fetchall():
            wrong.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {kind} COLLATE "C"')
        for table, changes in wrong.items():
            cursor.execute(f'ALTER TABLE "{table}" {", ".join(changes)}')


def drop_second_indexes() -> None:
    """Drops what Django makes beside each index of a text column for beginnings of it (LIKE 'x%').

    Text that compares by bytes needs no second one (PostgreSQL, 11.10 Operator Classes); of the
    24 indexes over records they were seven. Migrations that look for them drop IF EXISTS.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOR_PATTERNS, ["%\\_like"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
