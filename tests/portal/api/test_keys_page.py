"""The page of keys: one's own, told once; administrators end any."""

from __future__ import annotations

import re

import pytest

from tests.portal.api.callers import Caller, caller
from tests.portal.persons import signed_in

pytestmark = pytest.mark.usefixtures("portal_data")


def test_a_key_made_on_the_page_is_shown_once_and_works() -> None:
    from django.test import Client

    client = signed_in("lan")
    page = client.post("/keys/", {"name": "Một cửa", "scope": ["records:read", "audit:read"], "days": "30"})
    [key] = re.findall(r"hoso_[0-9a-f]{12}_[\w-]{32}", page.content.decode())
    told = Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/me").json()
    assert told["scopes"] == ["records:read"], "a scope without its right cannot be had"
    assert key not in client.get("/keys/").content.decode()


def test_a_form_without_a_name_or_a_scope_makes_nothing() -> None:
    from portal.models import ApiToken

    client = signed_in("lan")
    assert client.post("/keys/", {"name": " ", "scope": ["records:read"]}).status_code == 400
    assert client.post("/keys/", {"name": "x", "scope": ["all"]}).status_code == 400
    assert not ApiToken.objects.exists()


def test_nobody_sees_or_ends_another_s_key() -> None:
    system, lan = caller("motcua"), signed_in("lan")
    assert system.token.handle not in lan.get("/keys/").content.decode()
    assert lan.post(f"/keys/{system.token.pk}/end").status_code == 404
    assert system.get("/me").status_code == 200


def test_a_person_ends_a_key_of_their_own() -> None:
    from django.contrib.auth.models import User

    client = signed_in("lan")
    system = Caller(User.objects.get(username="lan"))
    assert client.post(f"/keys/{system.token.pk}/end").status_code == 302
    assert system.get("/me").status_code == 401
