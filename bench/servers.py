"""What differs where the rows of a benchmark lie on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def database_bytes(folder: Path) -> int:
    """The size of the database, on the server or in the data directory `folder`."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        return sum(file.stat().st_size for file in folder.glob("hoso.db*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@contextmanager
def index_made_at_the_end() -> Iterator[None]:
    """A server makes the index over all pages at once several times as fast as page by page."""
    from django.db import connection  # noqa: PLC0415

    from portal.catalogue.backends import backend_for  # noqa: PLC0415
    from portal.catalogue.gin.table import INDEX  # noqa: PLC0415

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
    backend_for(connection).create()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
