"""Changes the chain behind the triggers, as somebody with the database file in hand could."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from portal.configuration import DATABASE_NAME

GUARDS = ("portal_audit_no_update", "portal_audit_no_delete")


def tamper(data_dir: Path, sql: str, *values: object, keep_guards: bool = True) -> None:
    """Takes the triggers away, runs `sql`, and (where told) puts them back as if nothing had been."""
    with sqlite3.connect(data_dir / DATABASE_NAME) as database:
        made = [
            database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
            for name in GUARDS
        ]
        for name in GUARDS:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(sql, values)
        for statement in made if keep_guards else ():
            database.execute(statement)
    database.close()
