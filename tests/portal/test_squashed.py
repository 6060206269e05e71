"""A new database has its tables from one migration; one that went through them one by one has the same."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.configuration import DATABASE_NAME

pytestmark = pytest.mark.needs("sqlite")
SQUASHED = ("portal", "0001_squashed_0025")
LAST = ("portal", "0025_inbox_files_by_unit")


@pytest.fixture
def empty(portal_data: Path) -> Iterator[Path]:
    """The database of the process, without anything in it."""
    from django.db import connection

    path = portal_data / "empty.db"
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    yield path
    connection.close()
    connection.settings_dict["NAME"] = before


def contents(path: Path) -> dict[str, list[str]]:
    """What lies in the database: tables with their columns, indexes, triggers."""
    with sqlite3.connect(path) as opened:
        return {name: sorted(parts(sql)) for name, sql in opened.execute(_EVERYTHING)}


_EVERYTHING = "SELECT name, sql FROM sqlite_master WHERE tbl_name LIKE 'portal%' AND sql IS NOT NULL"


def parts(sql: str) -> list[str]:
    """A statement's parts: columns and constraints stand in the order in which they came."""
    without_default = re.sub(r" DEFAULT ''", "", sql.replace('"', ""))
    inside = without_default[without_default.find("(") + 1 : -1] if sql.startswith("CREATE TABLE") else sql
    return [part.strip() for part in re.split(r",(?![^(]*\))", inside)]


def test_a_database_that_stopped_on_the_way_comes_to_the_same_tables_indexes_and_guards(
    portal_data: Path, empty: Path
) -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    first = MigrationExecutor(connection)
    first.loader.replace_migrations = False
    first.loader.build_graph()
    first.migrate([("portal", "0003_rescan")])
    rest = MigrationExecutor(connection)
    rest.migrate(rest.loader.graph.leaf_nodes("portal"))

    at_once = contents(portal_data / DATABASE_NAME)
    assert len(at_once) > 100
    assert contents(empty) == at_once
    assert {LAST, SQUASHED} <= set(MigrationRecorder(connection).applied_migrations())
