"""The address of a PostgreSQL server, as the setting `database.url` writes it.

`postgresql://user@host:5432/name?sslmode=verify-full` (libpq's connection URIs, without the password: an
address stands in files and messages that others read).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from records.errors import SettingInvalid

SCHEMES = ("postgresql", "postgres")
EXAMPLE = "postgresql://hoso@db.xa.local:5432/hoso"
EVERY_PARAMETER = ("host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "service")
"""Parameters of libpq that an address may carry; `host` names the folder of a socket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresqlServer:
    """A database on a PostgreSQL server. What is empty is left to libpq (`PGHOST`, `~/.pgpass` and so on)."""

    name: str
    user: str = ""
    host: str = ""
    port: str = ""
    password: str = field(default="", repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Further parameters of libpq, such as `sslmode`."""

    def __str__(self) -> str:
        at = f"{self.host or 'localhost'}{':' if self.port else ''}{self.port}"
        return f"{self.name} ({at})"


def server_of(url: str, password: str = "") -> PostgresqlServer:
    """The server that `url` names. Raises `SettingInvalid` with a sentence that says what is wrong."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _invalid(str(error)) from error
    if parts.scheme not in SCHEMES:
        raise _invalid(f"it must begin with postgresql://, not {parts.scheme or 'nothing'}")
    if parts.password is not None:
        raise _invalid("it must not hold the password; put that into a file named by "
                       "HOSO_DATABASE__PASSWORD_FILE")  # fmt: skip
    parameters = dict(parse_qsl(parts.query))
    for name in parameters:
        if name not in EVERY_PARAMETER:
            raise _invalid(f"{name} is not one of {', '.join(EVERY_PARAMETER)}")
    name = unquote(parts.path.lstrip("/"))
    if not name or "/" in name:
        raise _invalid("it must name one database after the last slash")
    socket = parameters.pop("host", "")
    return PostgresqlServer(
        name=name,
        user=unquote(parts.username or ""),
        host=socket or unquote(parts.hostname or ""),
        port=str(port or ""),
        password=password,
        parameters=parameters,
    )


def _invalid(why: str) -> SettingInvalid:
    return SettingInvalid(f"database.url: {why}; acceptable, for example: {EXAMPLE}")
