"""The auditor's pages: who may open them, what each auditor sees, and that reading is written down too."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.api.callers import caller
from tests.portal.audit.tampering import tamper
from tests.portal.audit.test_reviews import MONDAY, at
from tests.portal.audit.writing import happened
from tests.portal.catalogued import make_record
from tests.portal.persons import make_person, signed_in
from tests.portal.test_views import deposit

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("portal_data")
PAGES = ("/audit/", "/audit/export", "/audit/chain/", "/audit/reviews/", f"/audit/reviews/{MONDAY}/")


@pytest.fixture
def events() -> None:
    from portal.audit import Kind

    happened(at(9, 8), "lan", Kind.RECORD_VIEWED, object="record:hs-" + "a" * 24, unit="xa-a")
    happened(at(9, 9), "hoa", Kind.RECORD_VIEWED, object="record:hs-" + "b" * 24, unit="xa-b")
    happened(at(10, 9), "hoa", Kind.LOGIN, address="10.0.0.7")


@pytest.mark.parametrize("role", ["records_staff", "official", "clerk", "administrator"])
def test_nobody_but_auditors_opens_the_pages(role: str) -> None:
    client = signed_in("lan", role)
    assert {client.get(address).status_code for address in PAGES} == {403}


def test_a_visitor_is_led_to_signing_in() -> None:
    from django.test import Client

    assert {Client().get(address).status_code for address in PAGES} == {302}


def test_an_auditor_of_the_office_sees_everything(events: None) -> None:
    page = signed_in("kiem-soat", "auditor").get("/audit/").content.decode()
    assert "hs-" + "a" * 24 in page and "hs-" + "b" * 24 in page and "Đã đăng nhập" in page
    assert 'title="2026-11-09 01:30:00.000000 UTC"' in page
    assert "08:30:00 09/11/2026" in page


def test_an_auditor_of_a_unit_sees_its_events_alone_and_judges_neither_chain_nor_week(events: None) -> None:
    client = signed_in("kiem-soat", "auditor", unit="xa-a")
    page = client.get("/audit/").content.decode()
    assert "hs-" + "a" * 24 in page
    assert "hs-" + "b" * 24 not in page and "10.0.0.7" not in page
    wider = client.get("/audit/", {"unit": "xa-b"}).content.decode()
    assert "hs-" + "b" * 24 not in wider
    lines = b"".join(client.get("/audit/export", {"format": "jsonl"}).streaming_content).decode()
    assert {json.loads(line)["unit"] for line in lines.splitlines()} == {"xa-a"}
    assert {client.get(address).status_code for address in PAGES[2:]} == {403}


def test_reading_the_log_is_written_down_and_an_administrator_s_reading_as_such() -> None:
    from portal.models import AuditEvent

    client = signed_in("hai-vai", "auditor", "administrator")
    for address in ("/audit/", "/audit/", "/audit/chain/"):
        client.get(address)
    told = list(AuditEvent.objects.filter(kind="audit.read").values_list("actor", "object", "details"))
    assert told == [
        ("hai-vai", "audit", {"as_administrator": True}),
        ("hai-vai", "audit:chain", {"as_administrator": True}),
    ]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"who": "hoa"}, 2),
        ({"kind": "record.viewed"}, 2),
        ({"object": "hs-" + "a" * 24}, 1),
        ({"unit": "xa-b"}, 1),
        ({"address": "10.0.0.7"}, 1),
        ({"to": "2026-11-09"}, 2),
        ({"from": "2026-11-10", "to": "2026-11-10"}, 1),
        ({"from": "kein Tag", "kind": "<script>"}, None),
    ],
)
def test_filters_narrow(asked: dict[str, str], count: int | None, events: None) -> None:
    answer = signed_in("kiem-soat", "auditor").get("/audit/", asked)
    assert answer.status_code == 200
    if count is not None:
        assert answer.content.count(b"w-when") == count
    assert b"<script>" not in answer.content.replace(b"<script src=", b"")


@pytest.fixture
def auditor(portal_data: Path) -> Client:
    assert portal_data.is_dir()
    return signed_in("kiem-soat", "auditor")


def events_on(client: Client, **asked: str) -> int:
    answer = client.get("/audit/", asked)
    assert answer.status_code == 200
    return answer.content.count(b"w-when")


def test_whoever_knows_the_words_finds_who_searched_for_them(auditor: Client) -> None:
    clerk = signed_in("lan")
    clerk.get("/search/", {"q": "Nguyễn  Văn ẨN loại:giấy-khai-sinh", "unit": "Xã Phú Lâm"})
    clerk.get("/search/", {"q": "Trần Thị Bốn"})
    assert events_on(auditor, kind="searched") == 2
    for typed in ("nguyen van an", "NGUYỄN VĂN ẨN", '"nguyễn văn ẩn"'):
        assert events_on(auditor, searched=typed) == 1, typed
    assert events_on(auditor, searched="nguyễn văn") == 0
    assert events_on(auditor, searched="nguyễn văn ẩn", kind="login") == 0
    page = auditor.get("/audit/", {"kind": "searched"}).content.decode()
    assert "unit=Xã Phú Lâm" in page and "types" in page and "lời tìm #" in page
    assert "Nguyễn" not in page and "Bốn" not in page and "nguyen" not in page


def test_a_search_with_other_filters_is_another_search_and_its_pages_are_not(auditor: Client) -> None:
    clerk = signed_in("lan")
    for asked in ({"page": "1"}, {"page": "2"}, {"unit": "Xã A"}, {"unit": "Xã A", "page": "2"}):
        clerk.get("/search/", {"q": "thu hồi đất", **asked})
    clerk.get("/search/", {"unit": "Xã A"})
    assert events_on(auditor, searched="thu hồi đất") == 2
    assert events_on(auditor, kind="searched") == 3


def test_a_system_s_search_is_found_by_its_words_too(auditor: Client) -> None:
    caller("mot-cua").get("/records/?q=thu+h%E1%BB%93i")
    assert events_on(auditor, searched="Thu hồi") == 1


def test_a_paper_s_events_are_found_by_its_number(portal_data: Path, auditor: Client) -> None:
    from portal.models import CatalogueRecord

    record_id = deposit(portal_data, make_record("x"))
    CatalogueRecord.objects.filter(pk=record_id).update(document_number="152/QĐ-UBND")
    signed_in("lan").get(f"/records/{record_id}/")
    assert events_on(auditor, object="152/QĐ-UBND") == 1
    assert events_on(auditor, object="153/QĐ-UBND") == 0


def test_pages_go_on_where_the_last_one_ended_and_back_again() -> None:
    from portal.audit import Kind, note_by
    from portal.audit.reading import page_of
    from portal.models import AuditEvent

    numbers = [note_by("lan", Kind.SEARCHED, found=one).pk for one in range(7)]
    rows = AuditEvent.objects.all()
    first = page_of(rows, size=3)
    assert [event.pk for event in first.events] == numbers[:3:-1]
    assert first.newer is None
    second = page_of(rows, before=first.older, size=3)
    assert [event.pk for event in second.events] == numbers[3:0:-1]
    last = page_of(rows, before=second.older, size=3)
    assert ([event.pk for event in last.events], last.older) == (numbers[:1], None)
    back = page_of(rows, after=last.newer, size=3)
    assert [event.pk for event in back.events] == [event.pk for event in second.events]


@pytest.mark.needs("sqlite")
def test_a_filtered_page_walks_an_index_and_sorts_nothing(events: None) -> None:
    from portal.audit.reading import Filters, narrowed
    from portal.models import AuditEvent

    for asked in (
        Filters(),
        Filters(who="lan"),
        Filters(kind="login"),
        Filters(object="record:x"),
        Filters(unit="xa-a"),
        Filters(address="10.0.0.7"),
        Filters(first_day=date(2026, 11, 9), last_day=date(2026, 11, 9)),
        Filters(who="lan", first_day=date(2026, 11, 9)),
    ):
        plan = narrowed(AuditEvent.objects.all(), asked).order_by("-pk")[:50].explain()
        assert "TEMP B-TREE" not in plan, asked
        assert "SEARCH" in plan or asked == Filters()


def test_an_export_is_written_down_and_holds_what_was_there_before_it(events: None) -> None:
    from portal.models import AuditEvent

    client = signed_in("kiem-soat", "auditor")
    lines = b"".join(client.get("/audit/export", {"format": "csv", "who": "hoa"}).streaming_content).decode()
    assert lines.startswith("\ufeffSố,") and lines.count("\n") == 3
    event = AuditEvent.objects.get(kind="exported")
    assert (event.actor, event.details) == ("kiem-soat", {"format": "csv", "filters": ["who"]})


@pytest.mark.needs("sqlite")
def test_the_chain_s_page_names_the_first_bad_event(events: None, portal_data: Path) -> None:
    from portal.audit.keeper import ChainChecker
    from portal.models import AuditEvent

    client = signed_in("kiem-soat", "auditor")
    assert "Chưa kiểm tra lần nào" in client.get("/audit/chain/").content.decode()
    ChainChecker(portal_data).check(whole=True)
    assert "Không thấy sai lệch nào" in client.get("/audit/chain/").content.decode()
    first = AuditEvent.objects.order_by("pk").first()
    assert first is not None
    tamper(portal_data, "UPDATE portal_auditevent SET actor = 'khac' WHERE id = ?", first.pk)
    ChainChecker(portal_data).check(whole=True)
    page = client.get("/audit/chain/").content.decode()
    assert "không còn nguyên vẹn" in page and f"Sự kiện {first.pk}:" in page


def test_an_auditor_begins_a_check_and_is_told_when_one_runs_already(
    events: None, portal_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.audit.keeper import ChainChecker

    begun: list[bool] = []
    monkeypatch.setattr(ChainChecker, "_in_thread", lambda _self, whole: begun.append(whole))
    client = signed_in("kiem-soat", "auditor")
    page = client.post("/audit/chain/check", {"what": "whole"}, follow=True).content.decode()
    assert "Đã bắt đầu kiểm tra" in page and 'hx-trigger="every 2s"' in page
    again = client.post("/audit/chain/check", {"what": "rest"}, follow=True).content.decode()
    assert "Đang có một lần kiểm tra chạy rồi" in again
    assert begun == [True]


def test_minutes_are_closed_with_the_password_and_downloaded(events: None) -> None:
    from django.test import Client

    from portal.models import AuditReview

    person = make_person("kiem-soat", "auditor")
    person.set_password("mat-khau-Dung-1")
    person.save()
    client = Client()
    client.force_login(person)
    address = f"/audit/reviews/{MONDAY}/"
    assert "quá hạn" in client.get("/audit/reviews/").content.decode()
    wrong = client.post(address + "close", {"remarks": "đã xem", "version": "1", "password": "sai"})
    assert wrong.status_code == 422 and "đã xem" in wrong.content.decode()
    right = {"remarks": "đã xem", "version": "1", "password": "mat-khau-Dung-1"}
    page = client.post(address + "close", right, follow=True).content.decode()
    assert "Đã chốt biên bản tuần" in page
    assert AuditReview.objects.get().closed_by == "kiem-soat"
    pdf = client.get(address + "minutes.pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert client.post(address, {"remarks": "khác", "version": "2"}).status_code == 409


def test_remarks_are_kept_and_a_second_auditor_s_are_not_lost(events: None) -> None:
    lan, hoa = signed_in("lan", "auditor"), signed_in("hoa2", "auditor")
    address = f"/audit/reviews/{MONDAY}/"
    assert lan.post(address, {"remarks": "của Lan", "version": "1"}).status_code == 302
    page = hoa.post(address, {"remarks": "của Hoa", "version": "1"})
    assert page.status_code == 409
    assert "của Lan" in page.content.decode() and "của Hoa" in page.content.decode()


def test_a_week_that_is_no_week_is_not_there() -> None:
    client = signed_in("kiem-soat", "auditor")
    assert client.get("/audit/reviews/2026-11-10/").status_code == 404
    assert client.get("/audit/reviews/2026-13-45/").status_code == 404
    assert client.get(f"/audit/reviews/{MONDAY}/minutes.pdf").status_code == 404


def test_a_clock_that_once_ran_ahead_hides_nothing_that_came_after() -> None:
    from datetime import timedelta

    from portal.audit import Kind
    from portal.audit.reading import Filters, narrowed
    from portal.models import AuditEvent

    happened(at(9, 8) + timedelta(days=900), "lan", Kind.LOGIN)
    later = happened(at(9, 9), "lan", Kind.LOGOUT)
    found = narrowed(AuditEvent.objects.all(), Filters(last_day=date(2026, 11, 9)))
    assert later in found
