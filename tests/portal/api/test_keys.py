"""Keys of other systems: told once, bounded by scope, right and time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.portal.api.callers import caller
from tests.portal.catalogued import add, make_record
from tests.portal.persons import make_person

pytestmark = pytest.mark.usefixtures("portal_data")


def test_a_key_says_whom_it_stands_for_and_is_kept_only_as_a_digest() -> None:
    from portal.models import ApiToken, AuditEvent

    system = caller("motcua", unit="xa-a", scopes=("records:read",))
    told = system.get("/me").json()
    assert told == {
        "account": "motcua", "scopes": ["records:read"], "roles": ["records_staff"], "units": ["xa-a"]
    }  # fmt: skip
    kept = ApiToken.objects.get()
    assert system.key.rpartition("_")[2] not in str(vars(kept))
    assert kept.last_used_at is not None
    event = AuditEvent.objects.get(kind="api.token")
    assert (event.object, event.details["what"]) == ("account:motcua", "made")


@pytest.mark.parametrize("key", ["", "hoso_x", "hoso_0123456789ab_wrong", "a" * 5000, "hoso__"])
def test_a_wrong_key_is_refused(key: str) -> None:
    from django.test import Client

    answer = Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "NoKey")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_an_ended_an_expired_and_a_switched_off_account_s_key_are_refused() -> None:
    from django.utils import timezone

    from portal.api.tokens import end_token
    from portal.models import ApiToken

    ended, expired, off = caller("a"), caller("b"), caller("c")
    end_token(ended.token, by="test")
    ApiToken.objects.filter(pk=expired.token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    off.token.user.is_active = False
    off.token.user.save()
    assert [one.get("/me").status_code for one in (ended, expired, off)] == [401, 401, 401]


def test_a_scope_without_the_right_and_a_right_without_the_scope_open_nothing() -> None:
    record = add(make_record("một", name="a.pdf"), unit="xa-a")
    only_files = caller("a", scopes=("files:read",))
    auditor = caller("b", "auditor", scopes=("records:correct", "records:read"))
    assert only_files.get(f"/records/{record}").status_code == 403
    assert auditor.get(f"/records/{record}").status_code == 200
    wish = {"version": "v1", "fields": []}
    answer = auditor.patch(f"/records/{record}", wish, content_type="application/json")
    assert answer.status_code == 403


def test_a_key_sees_no_more_than_its_account() -> None:
    here, there = (add(make_record(unit, name=f"{unit}.pdf"), unit=unit) for unit in ("xa-a", "xa-b"))
    system = caller("motcua", unit="xa-a")
    listed = system.get("/records/").json()
    assert ([one["record_id"] for one in listed["items"]], listed["total"]) == ([here], 1)
    found = system.get("/records/", {"q": "xa"}).json()
    assert [one["record_id"] for one in found["items"]] == [here]
    for below in ("", "/original", "/searchable.pdf", "/versions", "/pages/1"):
        assert system.get(f"/records/{there}{below}").status_code == 404, below
    for below in ("", "download/"):
        assert system.get(f"/documents/{below}{there}").status_code == 404, below


def test_a_person_s_session_opens_nothing_of_the_interface() -> None:
    from django.test import Client

    client = Client()
    client.force_login(make_person("lan"))
    assert client.get("/api/v1/me").status_code == 401


def test_an_administrator_s_key_does_not_administer() -> None:
    assert "administrator" not in caller("tri", "administrator").get("/me").json()["roles"]
