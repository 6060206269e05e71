"""The public page and the auditor's pages in Chromium: files, keyboard, axe, languages, small screens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.portal import browsers
from tests.portal.audit.tampering import tamper
from tests.portal.outgoing.offices import SigningOffice
from tests.portal.persons import make_person
from tests.portal.public.papers import issued

if TYPE_CHECKING:
    from portal.server import PortalServer

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
SCREEN, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
ZOOMED = {"width": 683, "height": 384}
SHOTS = os.environ.get("HOSO_SHOTS", "")
"""A folder for pictures of the pages, to be looked at."""
PATIENCE_MS = 90_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def server(office: SigningOffice) -> Iterator[PortalServer]:
    from portal.server import PortalServer

    with PortalServer("127.0.0.1", 0, threads=4) as serving:
        yield serving


@pytest.fixture
def window(chromium: Browser, server: PortalServer) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=SCREEN, base_url=f"http://localhost:{server.port}")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def signed_in(window: BrowserContext, server: PortalServer, *roles: str) -> Page:
    from django.test import Client

    client = Client()
    person = make_person("kiem-soat", *roles)
    person.last_name = "Đỗ Thị Soát"
    person.set_password("mat-khau-Dung-1")
    person.save()
    client.force_login(person)
    value = client.cookies["sessionid"].value
    window.add_cookies([{"name": "sessionid", "value": value, "url": f"http://localhost:{server.port}"}])
    return window.new_page()


def look(page: Page, name: str) -> None:
    """No serious fault for axe, nothing wider than the screen; pictures where somebody asked for them."""
    for size, shape in ((SCREEN, "wide"), (ZOOMED, "zoomed"), (PHONE, "phone")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{shape}.png", full_page=shape != "wide")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (name, shape, wider)
    page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == [], name


def english(page: Page) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    page.reload()


def test_a_citizen_checks_a_file_and_a_code(
    office: SigningOffice, window: BrowserContext, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(
        1
    ) as apart:  # Playwright's loop runs in this thread, where verifying needs its own
        document = apart.submit(issued, office).result()
    page = window.new_page()
    page.goto("/kiem-tra/")
    look(page, "public-form")
    page.keyboard.press("Tab")  # without a mouse: to the code, and there
    page.get_by_label("Mã trên giấy").fill(document.proof_code.lower())
    page.keyboard.press("Enter")
    page.get_by_text("Cơ quan đã ban hành văn bản này").wait_for()
    look(page, "public-code")
    page.set_input_files("#paper", office.data_dir / document.laid_in)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_text("đúng từng byte với bản mà cơ quan đang lưu").wait_for()
    look(page, "public-result")
    with page.expect_download() as got:
        page.get_by_role("button", name="Tải báo cáo (PDF)").click()
    assert got.value.suggested_filename == "bao-cao-kiem-tra.pdf"
    if SHOTS:
        got.value.save_as(Path(SHOTS) / "report.pdf")
    changed = bytearray((office.data_dir / document.laid_in).read_bytes())
    changed[2000] ^= 1
    (tmp_path / "sua.pdf").write_bytes(bytes(changed))
    page.goto("/kiem-tra/")
    page.set_input_files("#paper", tmp_path / "sua.pdf")
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("heading", name="Văn bản đã bị sửa sau khi ký").wait_for()
    look(page, "public-changed")
    page.goto("/kiem-tra/AAAA-BBBB-CCCC-DDDD")
    look(page, "public-unknown")
    page.goto(f"/kiem-tra/{document.proof_code}")
    english(page)
    page.get_by_text("The office has issued this document").wait_for()
    look(page, "public-code-en")


def test_an_auditor_reads_checks_and_closes_the_week(
    office: SigningOffice, window: BrowserContext, server: PortalServer
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from portal.audit import Kind
    from portal.audit.keeper import ChainChecker
    from portal.audit.weeks import monday_of
    from portal.models import AuditEvent
    from tests.portal.audit.writing import happened

    monday = monday_of(timezone.localdate()) - timedelta(days=7)
    first = timezone.make_aware(timezone.datetime(monday.year, monday.month, monday.day, 8, 15))  # type: ignore[attr-defined]
    # The office's people were made just now; a week that is over is written behind them all the same.
    for hour, actor, kind in (
        (0, "soan_thao", Kind.LOGIN), (1, "soan_thao", Kind.SEARCHED), (2, "chu_tich", Kind.RECORD_VIEWED),
        (15, "van_thu", Kind.LOGIN), (26, "quan_tri", Kind.GRANT_GIVEN), (30, "van_thu", Kind.SEALED),
    ):  # fmt: skip
        happened(
            first + timedelta(hours=hour),
            actor,
            kind,
            object="record:hs-" + "a" * 24,
            address="10.0.0.7",
            found=3,
        )
    page = signed_in(window, server, "auditor")
    page.goto("/audit/")
    look(page, "audit-events")
    page.goto("/audit/?who=van_thu")
    page.get_by_role("heading", name="Việc van_thu đã làm").wait_for()
    page.goto("/audit/chain/")
    page.get_by_role("button", name="Kiểm tra lại toàn bộ").click()
    page.get_by_text("Không thấy sai lệch nào").wait_for()
    page.get_by_role("button", name="Kiểm tra phần mới", disabled=False).wait_for()
    look(page, "audit-chain")
    page.goto("/audit/reviews/")
    page.goto(f"/audit/reviews/{monday}/")
    look(page, "audit-week")
    page.get_by_label("Nhận xét của người rà soát").fill("Đã hỏi văn thư về lần đăng nhập đêm.")
    page.get_by_label("Mật khẩu của bạn").fill("mat-khau-Dung-1")
    page.get_by_role("button", name="Xác nhận và chốt").click()
    page.get_by_text("Đã chốt biên bản tuần").wait_for()
    look(page, "audit-closed")
    if SHOTS:
        with page.expect_download() as got:
            page.get_by_role("link", name="Biên bản (PDF)").click()
        got.value.save_as(Path(SHOTS) / "minutes.pdf")
    page.goto("/audit/reviews/")
    look(page, "audit-reviews")
    victim = AuditEvent.objects.filter(kind="searched").get()
    tamper(office.data_dir, "UPDATE portal_auditevent SET actor = 'khac' WHERE id = ?", victim.pk)
    ChainChecker(office.data_dir).check(whole=True)
    page.goto("/audit/chain/")
    page.get_by_text("Nhật ký không còn nguyên vẹn").wait_for()
    look(page, "audit-broken")
    english(page)
    look(page, "audit-broken-en")
    page.goto("/audit/")
    look(page, "audit-events-en")
    page.goto(f"/audit/reviews/{monday}/")
    look(page, "audit-closed-en")
