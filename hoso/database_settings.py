"""Where the rows lie: in a file of the data directory, or on a PostgreSQL server."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.database.address import EXAMPLE, PostgresqlServer, server_of
from records.errors import SettingInvalid


def _an_address(url: str) -> str:
    try:
        if url:
            server_of(url)
    except SettingInvalid as error:
        # The setting is named and an example given by whoever explains the fault.
        raise ValueError(str(error).removeprefix("database.url: ").partition(";")[0]) from error
    return url


class DatabaseSettings(BaseModel):
    """The database of accounts, records, numbers and the audit chain."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, AfterValidator(_an_address)] = Field("", examples=[EXAMPLE])
    """A PostgreSQL server, without the password; empty: SQLite in the data directory."""
    password: str = Field("", repr=False, examples=["HOSO_DATABASE__PASSWORD_FILE=/run/secrets/db"])
    """Of the server's account; empty where libpq finds it itself (`~/.pgpass`, a certificate, a socket)."""

    @property
    def server(self) -> PostgresqlServer | None:
        """The server, `None` for SQLite."""
        return server_of(self.url, self.password) if self.url else None
