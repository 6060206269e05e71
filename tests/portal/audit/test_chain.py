"""The audit chain: each event holds the one before, and the database changes none of them."""

from __future__ import annotations

import pytest

from tests.portal.catalogued import add, make_record
from tests.portal.persons import signed_in

pytestmark = pytest.mark.usefixtures("portal_data")


def test_each_event_is_bound_to_the_one_before() -> None:
    from portal.audit import Kind, note_by
    from portal.audit.chain import digest_of

    first = note_by("lan", Kind.LOGIN, address="10.0.0.7")
    second = note_by("lan", Kind.SEARCHED, found=3)
    second.refresh_from_db()
    assert (first.previous, second.previous) == ("", first.digest)
    names = ("at", "actor", "address", "kind", "object", "unit", "details", "previous")
    assert second.digest == digest_of(**{name: getattr(second, name) for name in names})


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_an_event(verb: str) -> None:
    from django.db import DatabaseError, transaction

    from portal.audit import Kind, note_by
    from portal.models import AuditEvent

    note_by("lan", Kind.LOGIN)
    events = AuditEvent.objects.all()
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        events.update(actor="khac") if verb == "update" else events._raw_delete("default")
    assert AuditEvent.objects.get().actor == "lan"


def test_looking_at_a_record_page_by_page_is_one_look_and_a_download_another() -> None:
    from portal.models import AuditEvent

    record = add(make_record("một", "hai", name="a.pdf"), unit="xa-a")
    client = signed_in("lan")
    for address in ("", "?page=2", "pages/1.webp"):
        client.get(f"/records/{record}/{address}")
    told = AuditEvent.objects.filter(object=f"record:{record}").values_list(
        "kind", "actor", "unit", "address"
    )
    assert list(told) == [("record.viewed", "lan", "xa-a", "127.0.0.1")]


def test_a_search_is_written_down_without_its_words() -> None:
    from portal.models import AuditEvent

    signed_in("lan").get("/search/", {"q": "nguyễn văn ân"})
    event = AuditEvent.objects.get(kind="searched")
    assert event.details == {"found": 0, "words": 3, "letters": 13, "filters": []}
