"""PostgreSQL in which a transaction takes its turn at the beginning, as it does in SQLite.

Everything in the portal that first looks and then writes (the next link of the audit chain, the next number
of a book, whether a digest is known, whether a claim lives) was written for SQLite's BEGIN IMMEDIATE: from
its first statement on a transaction is the only one that writes. Here the first statement takes one lock of
the database for the transaction (pg_advisory_xact_lock), so the same holds, and two transactions can never
wait for each other. READ COMMITTED then shows each statement all that was committed before. Readers wait for
nobody. A single statement that writes outside a transaction gets one (docs/decisions/0090-postgresql.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base

WRITERS_LOCK = 0x486F736F_0001
"""Any number that no other program takes in the same database."""
_WRITES = ("INSERT", "UPDATE", "DELETE")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions take turns."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute_wrappers.append(_in_turn)

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # of no type there
        if not autocommit:
            self._take_turn()

    def _take_turn(self) -> None:
        # psycopg opens the transaction with this statement; the lock ends with it, however it ends.
        try:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_LOCK])
        except BaseException:
            # Django believes that no transaction has begun, so none may be left open.
            with self.wrap_database_errors:
                self.connection.rollback()
            super()._set_autocommit(True)  # type: ignore[misc]
            raise


def _in_turn(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Mapping[str, Any]
) -> Any:
    connection = context["connection"]
    if connection.in_atomic_block or not connection.get_autocommit() or not _writes(sql):
        return execute(sql, params, many, context)
    with transaction.atomic(using=connection.alias):
        return execute(sql, params, many, context)


def _writes(sql: Any) -> bool:
    return isinstance(sql, str) and sql.lstrip()[:6].upper() in _WRITES
