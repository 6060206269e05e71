"""A page for a fault of ours names an incident that stands in the log, and neither holds what was in hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.portal.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("portal_data")


def test_an_incident_is_told_to_the_reader_and_to_the_log_without_the_fault_s_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from portal.views.failures import failed

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    try:
        int("NGUYỄN VĂN AN")
    except ValueError:
        page = failed(request).content.decode()
    incident = re.search(r"mã sự cố ([0-9A-F]{6})", page)
    assert incident and incident[1] in caplog.text
    assert "NGUYỄN" not in page + caplog.text


def test_a_page_that_is_not_theirs_names_the_right_the_role_and_whom_to_ask(portal_data: Path) -> None:
    signed_in("tri", "administrator")
    page = signed_in("mai", "records_staff").get("/audit/")
    told = page.content.decode()
    assert page.status_code == 403
    assert "Trang này cần quyền đọc nhật ký, của vai trò kiểm tra, kiểm toán." in told
    assert "hãy nhờ quản trị viên: tri." in told


def test_who_has_the_right_in_some_units_learns_that_the_page_is_the_whole_office_s(
    portal_data: Path,
) -> None:
    page = signed_in("tri", "administrator", unit="xa-a").get("/settings/")
    assert page.status_code == 403
    assert "chỉ ở một số đơn vị" in page.content.decode()


def test_who_has_the_right_elsewhere_learns_that_it_does_not_reach_here(portal_data: Path) -> None:
    """Bare refusals say nothing: neither which right, nor whom to ask."""
    from tests.portal.catalogued import add, make_record

    record_id = add(make_record("Quyết định"), unit="xa-a")
    make_person("khac", unit="xa-b")
    signed_in("tri", "administrator")
    below = signed_in("a", "records_staff", "administrator", unit="xa-a", level=2)
    address = f"/records/{record_id}/level"
    asked = [
        (address, {"level": "4", "why": "x"}, "kiểm tra và sửa hồ sơ của bạn không đến mức bảo vệ 4"),
        ("/wall/screens/make", {"name": "x"}, "quản trị của bạn chỉ ở một số đơn vị"),
        ("/wall/screens/make", {"name": "x", "unit": "xa-b"}, "không gồm hồ sơ, văn bản hoặc đơn vị này"),
        ("/wall/screens/make", {"name": "x", "unit": "khong-co"}, "không gồm hồ sơ, văn bản hoặc đơn vị này"),
    ]
    for path, sent, said in asked:
        answer = below.post(path, sent)
        told = answer.content.decode()
        assert answer.status_code == 403, path
        assert said in told, path
        assert "hãy nhờ quản trị viên: tri." in told


def test_an_administrator_of_the_whole_office_is_told_that_a_unit_is_not_there(portal_data: Path) -> None:
    answer = signed_in("tri", "administrator").post("/wall/screens/make", {"name": "x", "unit": "khong-co"})
    assert answer.status_code == 404


def test_the_same_in_english(portal_data: Path) -> None:
    client = signed_in("mai", "records_staff")
    client.post("/language/", {"language": "en"})
    assert "needs the right to read the audit log" in client.get("/audit/").content.decode()


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [("vi", "Không mở được cách này", "chưa được ghi"), ("en", "It cannot be opened this way", "not saved")],
)
def test_an_address_for_forms_that_is_opened_is_a_page_with_a_way_on(
    language: str, title: str, told: str
) -> None:
    """As after signing in anew in the middle of sending a form; the page was blank."""
    client = signed_in("mai", "records_staff")
    client.cookies["django_language"] = language
    answer = client.get("/inbox/uploads/begin", headers={"accept": "text/html"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert title in page and told in page and 'href="/"' in page
    assert client.get("/inbox/uploads/begin", headers={"accept": "application/json"}).content == b""


def test_a_page_of_a_failure_leads_back_to_the_portal_s_own_page_and_to_no_other() -> None:
    client = signed_in("mai", "records_staff")
    here = {"host": "testserver", "referer": "http://testserver/records/?q=gi%E1%BA%A5y"}
    assert 'href="/records/?q=gi%E1%BA%A5y"' in client.get("/nowhere/", headers=here).content.decode()
    for elsewhere in ("http://evil.test/records/", "http://testserver//evil.test/", "javascript:alert(1)"):
        page = client.get("/nowhere/", headers={"host": "testserver", "referer": elsewhere}).content.decode()
        assert "Về trang trước" not in page, elsewhere


def test_a_visitor_is_led_to_sign_in_and_to_the_check_of_documents() -> None:
    from django.test import Client

    page = Client().get("/nowhere/").content.decode()
    assert 'href="/login/"' in page and 'href="/kiem-tra/"' in page
    assert "Về trang tổng quan" not in page


def test_a_name_that_is_not_the_portal_s_is_told_what_to_do() -> None:
    from django.test import Client

    answer = Client().get("/login/", headers={"host": "cu.xa.test"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "portal.allowed_hosts" in page and "cu.xa.test" not in page


def test_a_database_that_does_not_answer_is_a_page_of_words_that_asks_nothing_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from django.db import OperationalError, connection

    client = signed_in("mai", "records_staff")
    client.raise_request_exception = False

    def gone(*_: object) -> object:
        raise OperationalError("no such table: portal_NGUYEN")

    with connection.execute_wrapper(gone):
        answer = client.get("/records/", headers={"accept": "text/html"})
    page = answer.content.decode()
    incident = re.search(r"mã sự cố ([0-9A-F]{6})", page)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Máy chủ chưa mở được dữ liệu" in page
    assert incident and incident[1] in caplog.text and "NGUYEN" not in page
