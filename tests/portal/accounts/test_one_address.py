"""The chain, the holds on guessing and the public page speak of the same machine behind a proxy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

PROXY = "127.0.0.1"
BEHIND = {
    "REMOTE_ADDR": PROXY,
    "HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.9",
    "HTTP_X_FORWARDED_PROTO": "https",
}


@pytest.fixture
def behind_a_proxy(portal_data: Path) -> Iterator[None]:
    from django.conf import settings

    before = settings.HOSO
    settings.HOSO = replace(before, is_behind_https=True)
    yield
    settings.HOSO = before


@pytest.mark.usefixtures("behind_a_proxy")
def test_a_failed_sign_in_and_a_typed_code_count_for_the_client_and_not_for_the_proxy() -> None:
    from django.test import Client

    from portal.accounts import throttling
    from portal.models import AuditEvent, GuessCount, PublicAttempt
    from portal.public.throttling import visitor_of

    client = Client()
    client.post("/login/", {"username": "khong-co", "password": "sai"}, **BEHIND)
    client.get("/kiem-tra/AAAA-BBBB-CCCC-DDDD", **BEHIND)
    assert AuditEvent.objects.latest("pk").address == "203.0.113.9"
    assert PublicAttempt.objects.get().visitor == visitor_of("203.0.113.9")
    held = throttling._key(throttling.BY_ADDRESS, "203.0.113.9")
    assert GuessCount.objects.filter(pk=held).exists()


def test_an_address_of_the_old_kind_is_one_whatever_socket_it_came_to(portal_data: Path) -> None:
    from portal.accounts.client_address import address_behind
    from portal.public.throttling import visitor_of

    wrapped = address_behind("::ffff:192.0.2.1", "")
    assert wrapped == "192.0.2.1"
    assert visitor_of(wrapped) != visitor_of(address_behind("::ffff:192.0.2.2", ""))


def test_one_line_s_many_new_addresses_are_one_household(portal_data: Path) -> None:
    from portal.accounts.client_address import household_of

    assert household_of("2001:db8:1:2::1") == household_of("2001:db8:1:2:ffff::9")
    assert household_of("2001:db8:1:2::1") != household_of("2001:db8:1:3::1")
    assert household_of("nothing") == "unknown"
