"""Here every test's `portal_data` lies on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.portal.postgres import Migrated, used


@pytest.fixture
def portal_data(postgresql: Migrated, tmp_path: Path) -> Iterator[Path]:
    """A fresh data directory, whose rows lie in a database of their own."""
    from django.conf import settings

    data_dir = tmp_path / "data"
    data_dir.mkdir()
    with postgresql.server.fresh(postgresql.template) as database, used(database):
        settings.HOSO = replace(settings.HOSO, data_dir=data_dir)
        yield data_dir
