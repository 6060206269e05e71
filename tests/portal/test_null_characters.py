"""U+0000 is refused where people and systems send it, and left out where papers hold it."""

from __future__ import annotations

import json

import pytest

from tests.portal.catalogued import add, make_field, make_record, search_all
from tests.portal.persons import signed_in

pytestmark = pytest.mark.usefixtures("portal_data")


@pytest.mark.parametrize(
    "address", ["/search/?q=a%00b", "/records/?unit=%00", "/audit/?actor=%00", "/records/?page=%00"]
)
def test_an_address_with_it_is_refused_in_words(address: str) -> None:
    answer = signed_in("nva", "records_staff", "auditor").get(address)
    assert answer.status_code == 400
    assert "U+0000" in answer.content.decode()


def test_a_form_with_it_is_refused_before_anything_is_kept() -> None:
    from portal.models import SavedSearch

    client = signed_in("nva", "records_staff")
    answer = client.post("/search/saved/keep", {"name": "tên\0", "address": "q=a"})
    assert answer.status_code == 400
    assert not SavedSearch.objects.exists()


def test_a_call_with_it_in_json_is_refused_but_an_escaped_backslash_is_not() -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    from portal.api.scopes import Scope
    from portal.api.tokens import make_token

    signed_in("nva", "records_staff")
    key = make_token(User.objects.get(username="nva"), "system", list(Scope), by="nva").key
    client = Client(headers={"authorization": f"Bearer {key}"})
    record_id = add(make_record("Quyết định"))
    for value, is_refused in (("a\0b", True), ("a\\u0000b", False)):
        body = json.dumps({"version": "v1", "fields": [], "note": value})
        answer = client.patch(f"/api/v1/records/{record_id}", body, content_type="application/json")
        assert ("U+0000" in answer.content.decode()) is is_refused
    assert client.get("/api/v1/records/?q=%00").json()["code"] == "Malformed"


def test_a_cookie_with_it_counts_as_none() -> None:
    from django.test import Client

    client = Client()
    client.cookies["sessionid"] = "abcdefgh\0ijkl"
    assert client.get("/").status_code == 302


def test_a_paper_with_it_is_found_shown_and_counted() -> None:
    record = make_record(
        "Quyết\0định số 5 về đất", name="giấy\0tờ.pdf", fields={"subject": make_field("về\0 đất", "về\0 đất")}
    )
    record_id = add(record, unit="xã\0 An")
    assert [hit.record_id for hit in search_all('"quyết định"').hits] == [record_id]
    page = signed_in("nva", "records_staff").get(f"/records/{record_id}/")
    assert page.status_code == 200
    assert "\0" not in page.content.decode()
