"""What Django is told of the database."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from portal.database.address import PostgresqlServer
from records.errors import SettingInvalid

LOCK_WAIT_SECONDS = 30
KEPT_CONNECTION_SECONDS = 600
"""A thread of the server goes on with its connection: opening one costs some 2 ms of each answer, most of
it for reading the names of all tables again, and its cache would be empty; on a server a process, 5 ms."""

# A committed ledger row is the promise that a file is safe, so it must survive a power cut: in WAL mode only
# synchronous=FULL syncs the log at every commit (https://www.sqlite.org/pragma.html#pragma_synchronous).
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;"
)
"""The cache is 16 MB a connection instead of 2: the index's upper pages and the newest rows stay in it."""
# The same promise where a server was told to be hasty; and nobody waits longer for a lock than in SQLite.
POSTGRESQL_START = f"-c synchronous_commit=on -c lock_timeout={LOCK_WAIT_SECONDS}s -c jit=off"


def sqlite_settings(path: Path) -> dict[str, Any]:
    """A database in a file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": KEPT_CONNECTION_SECONDS,
        "OPTIONS": {
            "timeout": LOCK_WAIT_SECONDS,
            # A transaction that reads first and then writes would fail at once, without waiting, if another
            # had written between (SQLITE_BUSY_SNAPSHOT); IMMEDIATE takes its turn at the beginning.
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_START,
        },
    }


def postgresql_settings(server: PostgresqlServer) -> dict[str, Any]:
    """A database on a server. Raises `SettingInvalid` where the library that talks to it is missing."""
    if find_spec("psycopg") is None:
        raise SettingInvalid(
            "database.url asks for PostgreSQL, but psycopg is not installed; run: "
            "pip install 'hoso[postgresql]'",
            remedy_vi="Chưa cài thư viện nối với PostgreSQL. Hãy chạy: pip install 'hoso[postgresql]'",
            remedy_en="The library for PostgreSQL is missing. Run: pip install 'hoso[postgresql]'",
        )
    return {
        "ENGINE": "portal.database.one_writer",
        "NAME": server.name,
        "USER": server.user,
        "PASSWORD": server.password,
        "HOST": server.host,
        "PORT": server.port,
        "CONN_MAX_AGE": KEPT_CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": POSTGRESQL_START, **server.parameters},
    }
