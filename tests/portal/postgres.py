"""A private PostgreSQL server on a socket in a temporary folder, and a fresh database on it for each test.

Nothing of it is written to disk for good; `initdb` refuses to run as root, so root runs it as `postgres`.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from portal.database.address import PostgresqlServer

_SETTINGS = (
    "listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off",
    "shared_buffers=64MB", "autovacuum=off", "max_connections=60",
)  # fmt: skip
_numbers = itertools.count(1)


def program(name: str) -> str | None:
    """A program of the server; Debian keeps them apart from the others, by version."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return shutil.which(name) or (str(debian[-1]) if debian else None)


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    folder: Path

    def database(self, name: str) -> PostgresqlServer:
        """The address of one of its databases."""
        return PostgresqlServer(name=name, user="postgres", host=str(self.folder))

    def run(self, sql: str) -> None:
        """Runs a statement outside every transaction, such as CREATE DATABASE."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as to:
            to.execute(sql.encode())

    @contextmanager
    def fresh(self, template: str = "template0", *, collation: str = "C") -> Iterator[PostgresqlServer]:
        """A database of its own, a copy of `template`."""
        name = f"test_{next(_numbers)}"
        locale = f"LC_COLLATE '{collation}' LC_CTYPE 'C.UTF-8'" if template == "template0" else ""
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' {locale} STRATEGY FILE_COPY")
        try:
            yield self.database(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def private_server() -> Iterator[Server]:
    """Starts a server and stops it in the end."""
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    before = as_postgres if os.geteuid() == 0 else []
    # Not in pytest's folder: the path of a socket may have 107 letters, and `postgres` may not look in there.
    folder = Path(tempfile.mkdtemp(prefix="hoso-pg-", dir="/tmp"))
    if before:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    asked = ("-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    made = [str(program("initdb")), "-D", str(data), *asked]
    subprocess.run([*before, *made], check=True, capture_output=True, cwd=folder)
    options = [part for one in _SETTINGS for part in ("-c", one)]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [*before, str(program("postgres")), "-D", str(data), "-k", str(folder), *options],
            stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
        try:
            server = Server(folder)
            _wait_for(server)
            yield server
        finally:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: Server) -> None:
    import psycopg

    for _ in range(200):
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the PostgreSQL server did not start")


@dataclass(frozen=True)
class Migrated:
    """A server with a database that has the portal's tables, to be copied."""

    server: Server
    template: str = "migrated"


def migrated(server: Server) -> Migrated:
    """Makes the tables once; Django must be configured."""
    from django.conf import settings

    from portal.configuration import migrate

    server.run(
        "CREATE DATABASE migrated TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    )
    with used(server.database("migrated")):
        migrate(settings.HOSO)
    return Migrated(server)


@contextmanager
def used(database: PostgresqlServer) -> Iterator[None]:
    """Lets Django use `database` in this process, for as long as the block takes."""
    from django.conf import settings
    from django.db import connections

    from portal.database.connecting import postgresql_settings

    before, configuration = connections.databases["default"], settings.HOSO
    connections.close_all()
    told = {**before, **postgresql_settings(database), "CONN_MAX_AGE": 0}
    connections.databases["default"] = told
    _forget_connections()
    settings.HOSO = replace(configuration, database=database)
    try:
        yield
    finally:
        connections.close_all()
        connections.databases["default"] = before
        _forget_connections()
        settings.HOSO = configuration


def _forget_connections() -> None:
    # A connection is of one kind of database; the next question makes one of the other kind.
    from django.db import connections

    if hasattr(connections._connections, "default"):
        del connections["default"]
