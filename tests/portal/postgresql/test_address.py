"""The setting that names a server is read whole or refused with a sentence."""

from __future__ import annotations

import pytest

from portal.database.address import server_of
from records.errors import SettingInvalid


def test_an_address_names_server_account_database_and_how_it_is_secured() -> None:
    server = server_of("postgresql://hoso@db.xa.local:5433/ho_so?sslmode=verify-full", "bí mật")
    assert (server.user, server.host, server.port, server.name) == ("hoso", "db.xa.local", "5433", "ho_so")
    assert server.parameters == {"sslmode": "verify-full"}


def test_a_socket_is_named_by_its_folder() -> None:
    assert server_of("postgresql:///hoso?host=/run/postgresql").host == "/run/postgresql"


def test_the_password_is_never_shown() -> None:
    server = server_of("postgresql://hoso@db/hoso", "only-we-know")
    assert "only-we-know" not in f"{server} {server!r}"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://db/hoso", "must begin with postgresql://"),
        ("postgresql://hoso:secret@db/hoso", "must not hold the password"),
        ("postgresql://db", "one database"),
        ("postgresql://db/a/b", "one database"),
        ("postgresql://db:port/hoso", "[Pp]ort"),
        ("postgresql://db/hoso?options=-c+fsync%3Doff", "options is not one of"),
    ],
)
def test_what_cannot_be_used_is_refused_with_an_example(url: str, told: str) -> None:
    with pytest.raises(SettingInvalid, match=told) as refused:
        server_of(url)
    assert "postgresql://hoso@db.xa.local:5432/hoso" in str(refused.value)
    assert "secret" not in str(refused.value)
