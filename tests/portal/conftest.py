"""Fixtures of the portal's tests, without pytest-django.

- `portal_data`  -> Path: a fresh data directory with a migrated, empty database, in use for this test.
- `django_ready` (session) sets Django up once; `portal_data` asks for it, so tests hardly need it.

- `postgresql` (session) is a private PostgreSQL server with a migrated database; tests that ask for it are
  marked `needs("postgres")`. With HOSO_TEST_DATABASE=postgresql every test's `portal_data` lies there.

Django may be configured only once a process, so the path of the database is exchanged from test to test.
Models are imported inside tests or after asking for the fixture, never at the top of a test module:
importing them needs a configured Django.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.accounts.options import AccountOptions
from portal.configuration import DATABASE_NAME, PortalConfiguration, configure, migrate
from portal.database.migrating import one_at_a_time
from tests.portal.postgres import Migrated, migrated, private_server, used


@pytest.fixture(scope="session")
def django_ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Configures Django on a data directory of its own; returns its migrated database, to be copied."""
    configuration = PortalConfiguration(
        data_dir=tmp_path_factory.mktemp("portal"),
        secret_key="only-for-tests-only-for-tests-only-for-tests",
        allowed_hosts=("localhost", "testserver"),
        # Only the tests of accounts go through the second factor; elsewhere an administrator just is one.
        accounts=AccountOptions(asks_no_factor=True),
    )
    configure(configuration)
    _migrate_once(configuration, tmp_path_factory.getbasetemp())
    from django.conf import settings

    from tests.portal.quick_digest import QUICK_HASHERS

    settings.PASSWORD_HASHERS = QUICK_HASHERS
    return configuration.database_path


def _migrate_once(configuration: PortalConfiguration, folder: Path) -> None:
    """Migrates in the first process of a run that comes by; the others copy the database that came of it."""
    from django.db import connection

    of_the_run = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    kept = of_the_run / f"migrated-{DATABASE_NAME}"
    with one_at_a_time(of_the_run / ".migrating"):
        if not kept.exists():
            migrate(configuration)
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            shutil.copy(configuration.database_path, kept)
        else:
            shutil.copy(kept, configuration.database_path)


@pytest.fixture(scope="session")
def postgresql(django_ready: Path) -> Iterator[Migrated]:
    """A private PostgreSQL server with the portal's tables in a database that tests copy."""
    with private_server() as server:
        yield migrated(server)


@pytest.fixture
def portal_data(django_ready: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A fresh data directory; `settings.HOSO` and the database point at it while the test runs."""
    from django.conf import settings
    from django.db import connections

    data_dir = tmp_path / "data"
    data_dir.mkdir()
    before = settings.HOSO
    if os.environ.get("HOSO_TEST_DATABASE") == "postgresql":
        prepared: Migrated = request.getfixturevalue("postgresql")
        with prepared.server.fresh(prepared.template) as database, used(database):
            settings.HOSO = replace(settings.HOSO, data_dir=data_dir)
            yield data_dir
        return
    shutil.copy(django_ready, data_dir / DATABASE_NAME)
    connections.close_all()
    connections.databases["default"]["NAME"] = str(data_dir / DATABASE_NAME)
    settings.HOSO = replace(before, data_dir=data_dir)
    yield data_dir
    connections.close_all()
    connections.databases["default"]["NAME"] = str(django_ready)
    settings.HOSO = before
