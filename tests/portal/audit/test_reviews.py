"""The week's minutes: what they say, who closes them with what, and what is overdue."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from signing.verification import verify_file
from tests.portal.audit.writing import happened
from tests.portal.outgoing.offices import SigningOffice
from tests.portal.persons import make_person

MONDAY = date(2026, 11, 9)
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 30, tzinfo=HERE)


@pytest.fixture
def week(portal_data: Path) -> date:
    """A week with something of everything; Thursday is silent."""
    from portal.audit import Kind

    happened(at(9, 8), "lan", Kind.LOGIN)
    happened(at(9, 23), "hoa", Kind.LOGIN)
    for number in range(101):
        happened(at(10, 9), "hoa", Kind.RECORD_DOWNLOADED, object=f"record:{number}")
    for _ in range(6):
        happened(at(10, 10), "ai-do", Kind.LOGIN_FAILED)
    happened(at(11, 9), "quan_tri", Kind.GRANT_GIVEN, object="account:hoa")
    happened(at(13, 9), "quan_tri", Kind.AUDIT_READ, object="audit", as_administrator=True)
    happened(at(16, 9), "lan", Kind.LOGIN)
    return MONDAY


def text_of(path: Path) -> str:
    from pypdfium2 import PdfDocument

    pdf = PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_the_week_counts_what_happened_in_it_and_names_what_is_unusual(week: date) -> None:
    from portal.audit.weeks import week_figures

    found = week_figures(week)
    assert found.total == 111
    assert found.kinds[0] == ("record.downloaded", 101)
    assert [(event.actor, found.night_count) for event in found.night] == [("hoa", 1)]
    assert [(one.who, one.count) for one in found.downloads] == [("hoa", 101)]
    assert [(one.who, one.count) for one in found.failures] == [("ai-do", 6)]
    assert [event.object for event in found.rights] == ["account:hoa"]
    assert [one.who for one in found.administrators] == ["quan_tri"]
    assert found.silent_days == (date(2026, 11, 12),)


def test_finished_weeks_without_minutes_are_overdue(week: date) -> None:
    from portal.audit.reviewing import begin_review
    from portal.audit.weeks import unreviewed_weeks
    from portal.models import AuditReview

    today = date(2026, 11, 23)
    assert unreviewed_weeks(today) == [MONDAY, date(2026, 11, 16)]
    begin_review(MONDAY, by="lan", today=today)
    assert unreviewed_weeks(today)[0] == MONDAY
    AuditReview.objects.update(closed_at=at(23, 8))
    assert unreviewed_weeks(today) == [date(2026, 11, 16)]


def test_a_week_that_is_not_over_gets_no_minutes(week: date) -> None:
    from portal.audit.reviewing import begin_review
    from records.errors import OutOfTurn

    for monday, today in ((MONDAY, date(2026, 11, 15)), (date(2026, 11, 10), date(2026, 12, 1))):
        with pytest.raises(OutOfTurn):
            begin_review(monday, by="lan", today=today)


def test_minutes_without_a_certificate_are_confirmed_and_sealed_into_the_chain(
    week: date, portal_data: Path
) -> None:
    from portal.audit.checking import START, check_chain, head
    from portal.audit.checkpoints import kept_points
    from portal.audit.reviewing import Closing, begin_review, close_review, reviews_folder
    from portal.intake import durable
    from portal.models import AuditEvent
    from portal.outgoing.options import OutgoingOptions

    person = make_person("kiem-soat", "auditor")
    review = begin_review(week, by="kiem-soat", today=date(2026, 11, 23))
    point = head()
    closing = Closing(person, "10.0.0.7", "Hoa tải nhiều: đã hỏi.", review.version)
    closed = close_review(review, closing, portal_data, OutgoingOptions())
    path = reviews_folder(portal_data) / closed.file
    assert (closed.method, closed.sha256) == ("password", durable.digest_of(path))
    text = text_of(path)
    assert point.digest in text.replace(" ", "")
    assert "Hoa tải nhiều: đã hỏi." in text
    event = AuditEvent.objects.get(kind="audit.reviewed")
    assert event.details["sha256"] == closed.sha256
    assert event.details["head"] == {"event": point.event, "digest": point.digest}
    assert [one.name for one in path.parent.iterdir()] == ["2026-11-09.pdf"]
    points = kept_points(portal_data)
    assert point in points
    assert check_chain(START, points).fault is None


def test_minutes_are_signed_with_the_auditor_s_own_certificate(week: date, office: SigningOffice) -> None:
    from portal.audit.reviewing import Closing, begin_review, close_review, reviews_folder
    from signing.trust import TrustStore

    review = begin_review(week, by="chu_tich", today=date(2026, 11, 23))
    closing = Closing(office.people["chu_tich"], "", "", review.version, office.pin)
    closed = close_review(review, closing, office.data_dir, office.options)
    assert closed.method == "certificate"
    path = reviews_folder(office.data_dir) / closed.file
    verdict = verify_file(path, TrustStore.from_folder(office.pki.trust_folder()))
    assert [one.signer for one in verdict.signatures] == ["Nguyễn Văn Thử"]
    assert verdict.signatures[0].covers_whole_file
    assert closed.certificate_sha256 == office.pki.certificate("chairman").sha256.hex()


def test_a_wrong_pin_leaves_the_minutes_open(week: date, office: SigningOffice) -> None:
    from portal.audit.reviewing import Closing, begin_review, close_review, reviews_folder
    from records.errors import HosoError
    from signing.tokens import Pin

    review = begin_review(week, by="chu_tich", today=date(2026, 11, 23))
    closing = Closing(office.people["chu_tich"], "", "", review.version, Pin("sai"))
    with pytest.raises(HosoError):
        close_review(review, closing, office.data_dir, office.options)
    review.refresh_from_db()
    assert review.closed_at is None
    assert list(reviews_folder(office.data_dir).iterdir()) == []


def test_two_auditors_do_not_overwrite_each_other(week: date, portal_data: Path) -> None:
    from portal.audit.reviewing import Closing, begin_review, close_review, save_remarks
    from portal.models import AuditEvent
    from portal.outgoing.options import OutgoingOptions
    from records.errors import OutOfTurn

    review = begin_review(week, by="lan", today=date(2026, 11, 23))
    assert save_remarks(week, "của Lan", 1)
    assert not save_remarks(week, "của Hoa", 1)
    with pytest.raises(OutOfTurn):
        close_review(review, Closing(make_person("hoa"), "", "của Hoa", 1), portal_data, OutgoingOptions())
    review.refresh_from_db()
    assert (review.remarks, review.closed_at) == ("của Lan", None)
    assert not AuditEvent.objects.filter(kind="audit.reviewed").exists()


def test_the_minutes_are_pdf_a(week: date, portal_data: Path) -> None:
    from portal.audit.reviewing import Closing, begin_review, close_review, reviews_folder
    from portal.outgoing.options import OutgoingOptions

    review = begin_review(week, by="lan", today=date(2026, 11, 23))
    closed = close_review(review, Closing(make_person("lan"), "", "", 1), portal_data, OutgoingOptions())
    content = (reviews_folder(portal_data) / closed.file).read_bytes()
    assert re.search(rb"pdfaid:part\W+2", content)
