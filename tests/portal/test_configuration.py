"""Django is set up in code, once a process, and the database keeps its promises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portal.configuration import configure, current, migrate
from records.errors import SettingInvalid


def pragma(name: str) -> object:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_committed_rows_survive_a_power_cut_by_the_databases_settings(portal_data: Path) -> None:
    full = 2
    assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", full, 1)
    assert pragma("busy_timeout") == 30_000


def test_each_test_has_a_database_of_its_own(portal_data: Path) -> None:
    from portal.models import IntakeFile

    assert current().data_dir == portal_data
    assert not IntakeFile.objects.exists()


def test_the_same_configuration_may_be_given_again_but_no_other(portal_data: Path) -> None:
    configure(current())
    with pytest.raises(SettingInvalid, match="already serves"):
        configure(replace(current(), data_dir=portal_data / "other"))


def test_migrating_twice_changes_nothing(portal_data: Path) -> None:
    migrate(current())


def test_no_migration_is_missing(portal_data: Path) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "portal", check=True, dry_run=True, verbosity=0)
