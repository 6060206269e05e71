"""What the clerk sees before numbers are given is what is given, or the page says where it is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.portal.outgoing.papers import make_document
from tests.portal.persons import make_person, signed_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

    from portal.models import OutgoingDocument

pytestmark = pytest.mark.usefixtures("portal_data")


@pytest.fixture
def official() -> User:
    return make_person("chu_tich", "official")


def ready(official: User, **changes: object) -> OutgoingDocument:
    """A draft that lacks nothing, of the office's agency."""
    from portal.configuration import current
    from portal.models import OutgoingSigner

    document = make_document(agency=current().outgoing.agencies[0].code, **changes)
    OutgoingSigner.objects.create(document=document, ordinal=1, user=official)
    return document


def foreseen(clerk: Client) -> dict[str, str]:
    """What the list shows, by the name under which the form sends it along."""
    page = clerk.get("/outgoing/clerk/?part=number").content.decode()
    return dict(re.findall(r'name="(shown-\d+)" value="([^"]+)"', page))


def notation(document: OutgoingDocument) -> str:
    from portal.models import BookEntry

    return BookEntry.objects.get(document=document).notation


def test_two_drafts_are_foreseen_two_numbers_and_get_them(official: User) -> None:
    clerk = signed_in("van_thu", "clerk")
    documents = [ready(official), ready(official, type_code="TB"), ready(official)]
    shown = foreseen(clerk)
    assert [one.split("/")[0] for one in shown.values()] == ["01", "01", "02"]
    ticked = [one.pk for one in reversed(documents)]
    answer = clerk.post("/outgoing/clerk/numbers", {"document": ticked, **shown}, follow=True)
    assert [notation(one) for one in documents] == list(shown.values())
    text = answer.content.decode()
    assert (f"Đã cấp số: {', '.join(shown.values())}." in text, "Khác số dự kiến" in text) == (True, False)


def test_a_number_other_than_the_one_shown_is_told(official: User) -> None:
    clerk = signed_in("van_thu", "clerk")
    _first, second = ready(official), ready(official)
    shown = foreseen(clerk)
    told = {"document": second.pk, **shown}
    text = clerk.post("/outgoing/clerk/numbers", told, follow=True).content.decode()
    assert notation(second).startswith("01/")
    assert f"{notation(second)} (dự kiến là {shown[f'shown-{second.pk}']})" in text


def test_a_draft_that_lacks_something_takes_no_number_from_those_behind_it(official: User) -> None:
    from portal.outgoing.number_books import foreseen_number, foreseen_numbers
    from portal.outgoing.waiting import lacks

    unready = [ready(official, subject=""), ready(official, trial="no_place"), ready(official, type_code="")]
    behind = ready(official)
    assert all(list(lacks(one)) for one in unready)
    assert foreseen_numbers(2026).numbers == {behind.pk: 1}
    assert foreseen_number(behind, 2026) == 1


def bearing(notation: str, **kept: object) -> str:
    """A record of this year with that number and no issuer told."""
    from django.utils import timezone

    from portal.models import CatalogueRecord
    from tests.portal.catalogued import add, make_field, make_record

    day = timezone.localdate()
    fields = {
        "doc_number": make_field(notation),
        "issue_date": make_field(f"{day:%d/%m/%Y}", day.isoformat()),
    }
    made = add(make_record("QUYẾT ĐỊNH", name=f"{notation}.pdf".replace("/", "-"), fields=fields))
    CatalogueRecord.objects.filter(pk=made).update(title=f"Giấy {notation}", **kept)
    return str(made)


def test_records_that_bear_the_numbers_already_are_found_by_one_question(official: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clerk = signed_in("van_thu", "clerk")
    for _ in range(4):
        ready(official)
    shown = list(foreseen(clerk).values())
    first, third = bearing(shown[0]), bearing(shown[2])
    with CaptureQueriesContext(connection) as asked:
        page = clerk.get("/outgoing/clerk/?part=number").content.decode()
    assert re.findall(r'class="problem small">[^<]+<a href="/records/([^/]+)/"', page) == [first, third]
    assert len([one for one in asked.captured_queries if "document_number" in one["sql"]]) == 1


def test_a_record_that_the_clerk_may_not_see_is_told_without_its_name(official: User) -> None:
    clerk = signed_in("van_thu", "clerk", level=2)
    ready(official)
    (shown,) = foreseen(clerk).values()
    closed = bearing(shown, sensitivity=4)
    page = clerk.get("/outgoing/clerk/?part=number").content.decode()
    assert "với một hồ sơ mà bạn không được xem" in page
    assert closed not in page and f"Giấy {shown}" not in page
