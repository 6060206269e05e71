"""The inbox in a real browser: files dropped, a connection that breaks, two tabs, photographs, progress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.portal.browsers import chromium
from tests.portal.inbox.histories import make_worker
from tests.portal.inbox.test_handing_in import photograph, scan
from tests.portal.persons import make_person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from portal.server import PortalServer

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
DROP = """([files, folder]) => {
  const carried = new DataTransfer();
  for (const [name, text, kind] of files) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: kind, lastModified: 1 }));
  }
  const drop = document.getElementById("drop");
  for (const what of ["dragover", "drop"])
    drop.dispatchEvent(new DragEvent(what, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def server(portal_data: Path) -> Iterator[PortalServer]:
    from portal.server import PortalServer

    assert portal_data.is_dir()
    with PortalServer("127.0.0.1", 0) as running:
        yield running


@pytest.fixture
def desk(browser: Browser, server: PortalServer) -> Iterator[BrowserContext]:
    """A person's browser, signed in; any word of the browser's console that says error fails the test."""
    from django.test import Client

    client = Client()
    client.force_login(make_person("lan"))
    address = f"http://localhost:{server.port}"
    context = browser.new_context(base_url=address, viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    context.set_default_timeout(60_000)
    yield context
    context.close()


def drop(page: Page, files: list[tuple[str, bytes, str]]) -> None:
    import base64

    told = [[name, base64.b64encode(content).decode(), kind] for name, content, kind in files]
    page.evaluate(DROP, [told, ""])


def rows(page: Page) -> Any:
    return page.locator("#sent-list li")


def test_dropped_files_are_sent_and_what_no_reader_takes_is_refused(
    desk: BrowserContext, portal_data: Path
) -> None:
    from portal.models import IntakeFile

    page = desk.new_page()
    page.goto("/")
    drop(
        page,
        [
            ("một.pdf", scan(1), "application/pdf"),
            ("hai.pdf", scan(2, more=3 << 20), "application/pdf"),
            ("bảng lương.docx", b"PK\x03\x04" + b"x" * 5000, "application/msword"),
        ],
    )
    page.locator("#sent-list li.good").nth(1).wait_for()
    page.locator("#sent-list li.bad").wait_for()
    assert "không được hỗ trợ" in page.locator("#sent-list li.bad .told").inner_text()
    assert set(IntakeFile.objects.values_list("name", "sent_by")) == {("một.pdf", "lan"), ("hai.pdf", "lan")}
    page.locator("#work .file", has_text="hai.pdf").wait_for()
    assert not list((portal_data / "receiving").iterdir())


def test_a_connection_that_breaks_in_the_middle_goes_on_by_itself(
    desk: BrowserContext, portal_data: Path
) -> None:
    from portal.models import IntakeFile

    page = desk.new_page()
    page.goto("/")
    broken: list[str] = []

    def cut(route: Any) -> None:
        """The third and fourth piece never arrive, and of the sixth the answer is lost."""
        count = len(broken) + 1
        broken.append(route.request.headers.get("upload-offset", ""))
        if count in (3, 4):
            route.abort()
        elif count == 6:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/piece", cut)
    content = scan(3, more=5 << 20)
    drop(page, [("lớn.pdf", content, "application/pdf")])
    page.locator("#sent-list li.warm").wait_for()
    assert not IntakeFile.objects.exists()
    page.locator("#sent-list li.good").wait_for()
    file = IntakeFile.objects.get()
    assert (portal_data / file.laid_in).read_bytes() == content
    assert broken[1] != broken[0] and broken[2] == broken[3], "it went on where it was"


def test_a_file_goes_on_in_another_tab_where_the_first_was_closed(
    desk: BrowserContext, portal_data: Path
) -> None:
    from portal.models import IntakeFile

    content = scan(4, more=3 << 20)
    first = desk.new_page()
    first.goto("/")
    sent: list[str] = []
    first.route("**/piece", lambda route: route.continue_() if not sent else route.abort())
    first.on("response", lambda answer: sent.append(answer.url) if answer.url.endswith("/piece") else None)
    drop(first, [("dở.pdf", content, "application/pdf")])
    first.locator("#sent-list li.warm").wait_for()
    first.close()
    second = desk.new_page()
    offsets: list[str] = []
    second.on("request", lambda asked: offsets.append(asked.headers.get("upload-offset", "")))
    second.goto("/")
    drop(second, [("dở.pdf", content, "application/pdf")])
    second.locator("#sent-list li.good").wait_for()
    assert str(1 << 20) in offsets and "0" not in offsets
    assert (portal_data / IntakeFile.objects.get().laid_in).read_bytes() == content


def test_the_same_file_in_two_tabs_at_once_is_taken_once(desk: BrowserContext) -> None:
    from portal.models import IntakeFile

    content = scan(5, more=2 << 20)
    tabs = [desk.new_page(), desk.new_page()]
    for tab in tabs:
        tab.goto("/")
    for tab in tabs:
        drop(tab, [("hai tab.pdf", content, "application/pdf")])
    for tab in tabs:
        tab.locator("#sent-list li progress[hidden]").wait_for(state="attached")
    assert IntakeFile.objects.exclude(state="duplicate").count() == 1


def test_photographs_are_put_in_order_and_sent_as_one_paper(desk: BrowserContext) -> None:
    from portal.models import IntakeFile

    page = desk.new_page()
    page.goto("/")
    page.set_input_files(
        "#pick-photographs",
        [{"name": f"{at}.jpg", "mimeType": "image/jpeg", "buffer": photograph(at)} for at in range(4)],
    )
    page.get_by_role("button", name="Bỏ ảnh này: Ảnh chụp 4").click()
    assert page.locator("#photograph-list li").count() == 3
    page.locator("#photograph-list li").nth(2).get_by_role("button", name="Lên trước").click()
    page.locator("#send-photographs").click()
    page.locator("#sent-list li.good").wait_for()
    file = IntakeFile.objects.get()
    assert file.name.startswith("Ảnh chụp") and file.name.endswith(".pdf")
    assert page.locator("#photographs").is_hidden()


def test_the_page_follows_the_work_and_keeps_what_is_open(desk: BrowserContext, portal_data: Path) -> None:
    from portal.jobs import entries
    from tests.portal.faults import steps as faults

    worker = make_worker(portal_data)
    for unit, name in (("Xã A", "sổ.json"), ("Xã B", "khác.json")):
        path = portal_data / "inbox" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(faults.make_scan(pages=120, tag=name))
        file = worker.intake.take(path, unit=unit)
        assert file is not None
        entries.opened(file.pk, 120, 0.1, copy=file.staged_path)
    page = desk.new_page()
    page.goto("/")
    page.get_by_text("trang 0/120").first.wait_for()
    entries.page_read(file.pk, 1, "{}", 0.1, copy=file.staged_path)
    page.get_by_text("trang 1/120").wait_for()
    page.locator("#by-unit summary").click()
    entries.page_read(file.pk, 2, "{}", 0.1, copy=file.staged_path)
    page.wait_for_timeout(2500)
    assert page.locator("#by-unit").get_attribute("open") is not None


@pytest.mark.parametrize("width", [1366, 683, 390])
def test_no_page_of_the_inbox_has_a_serious_fault_of_access(
    desk: BrowserContext, portal_data: Path, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    from tests.portal.inbox.test_page import some_day

    some_day(make_worker(portal_data))
    page = desk.new_page()
    page.set_viewport_size({"width": width, "height": 768})
    for address in (
        "/",
        "/inbox/files/",
        "/rejected/",
        "/rescan/",
        "/inbox/scanner-room/",
        "/inbox/files/3/remove",
    ):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        serious = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    first_load = page.goto("/")
    assert first_load is not None
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".filter((one) => !/\\.webp$/.test(one.name)).reduce((sum, one) => sum + one.decodedBodySize, 0)"
    )
    assert sizes < 150_000, "a first page of at most 150 kB, scripts and sheets included"


def test_everything_is_reached_and_sent_by_the_keyboard_alone(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/")
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"pick-files", "pick-folder", "pick-photographs", "send-hint"} <= set(seen)
