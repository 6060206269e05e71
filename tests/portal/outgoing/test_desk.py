"""The desk in a real browser: a place that is dragged is signed, one PIN for three, a refusal, keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.portal.browsers import chromium
from tests.portal.outgoing.desks import ServedDesk, numbered, served_desk
from tests.portal.outgoing.offices import SigningOffice

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from portal.models import OutgoingDocument

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.slow]
POINTS_A_MM = 72 / 25.4


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def desk(office: SigningOffice, browser: Browser) -> Iterator[ServedDesk]:
    with served_desk(office, browser) as served:
        yield served
        for context in browser.contexts:
            context.close()


def _box_on(page: Page) -> dict[str, float]:
    """The own signature's box in points, from the page's upper left corner."""
    names = ("x", "y", "width", "height")
    stand = page.locator(".stand.own")
    return {name: float(stand.get_attribute(name) or "nan") for name in names}


def _widget(office: SigningOffice, document: OutgoingDocument, field: str) -> list[float]:
    """The rectangle of a signature's widget in the signed file."""
    path = office.desk.path(document.files.get(ordinal=0).current)
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for widget in page.get("/Annots", []):
                if str(widget.get("/T", "")) == field:
                    return [*(float(edge) for edge in widget["/Rect"]), float(page.mediabox[3])]
    raise AssertionError("no such field")


def _sign(page: Page, office: SigningOffice) -> None:
    page.fill("input[name=pin]", office.pki.pfx_password)
    page.get_by_role("button", name="Ký các văn bản đã chọn").click()
    page.locator(".batch-sum .badge", has_text="Xong").wait_for()


def test_the_place_where_it_is_dragged_is_where_it_is_signed(desk: ServedDesk) -> None:
    (document,) = numbered(desk.office, 1)
    page = desk.page("chu_tich", "/outgoing/signing/")
    page.keyboard.press("g")
    stand = page.locator(".stand.own")
    before, seen = _box_on(page), stand.bounding_box()
    assert seen is not None
    page.mouse.move(seen["x"] + 20, seen["y"] + 20)
    page.mouse.down()
    page.mouse.move(seen["x"] + 20, seen["y"] + 160, steps=5)
    with page.expect_response("**/placing/1") as answered:
        page.mouse.up()
    assert answered.value.status == 200, answered.value.text()
    after = _box_on(page)
    assert after["y"] > before["y"] + 40

    page.locator("input[name=document]").check()
    _sign(page, desk.office)
    left, bottom, right, top, height = _widget(desk.office, _fresh(document), "NguoiKy1")
    shown = (
        after["x"],
        height - after["y"] - after["height"],
        after["x"] + after["width"],
        height - after["y"],
    )
    assert (left, bottom, right, top) == pytest.approx(shown, abs=0.1)


def test_a_place_over_print_is_asked_about_and_can_be_put_back(desk: ServedDesk) -> None:
    (document,) = numbered(desk.office, 1)
    page = desk.page("chu_tich", "/outgoing/signing/")
    page.keyboard.press("g")
    before = _box_on(page)
    for _ in range(3):
        page.keyboard.press("Shift+ArrowUp")
    page.get_by_role("button", name="Vẫn đặt ở đây").wait_for()
    signer = document.signers.get()
    signer.refresh_from_db()
    assert signer.place is None
    page.get_by_role("button", name="Đưa về chỗ cũ").click()
    assert _box_on(page) == pytest.approx(before, abs=0.02)


def test_three_are_signed_by_keys_alone_with_one_pin(desk: ServedDesk) -> None:
    from axe_playwright_python.sync_playwright import Axe

    documents = numbered(desk.office, 3)
    page = desk.page("chu_tich", "/outgoing/signing/")
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    page.locator(".desk-open").first.focus()
    for number in range(3):
        page.keyboard.press("Space")
        if number < 2:
            page.keyboard.press("j")
    page.locator("[data-count]", has_text="3/3").wait_for()
    page.locator("input[name=pin]").focus()
    page.keyboard.type(desk.office.pki.pfx_password)
    page.keyboard.press("Enter")
    page.locator(".batch-sum .badge", has_text="Xong").wait_for()
    assert {_fresh(one).state for one in documents} == {"signed"}
    assert page.get_by_role("link", name="PDF đã ký").count() == 3


def test_one_is_sent_back_with_a_reason_beside_the_paper(desk: ServedDesk) -> None:
    first, second = numbered(desk.office, 2)
    page = desk.page("chu_tich", "/outgoing/signing/")
    page.keyboard.press("j")
    page.locator(f"#paper[data-document='{second.pk}']").wait_for()
    page.keyboard.press("r")
    page.keyboard.type("Sai căn cứ ở điểm 2.")
    page.get_by_role("button", name="Trả lại người trình").click()
    page.get_by_text("Đã trả lại văn bản").wait_for()
    assert (_fresh(first).state, _fresh(second).state) == ("signing", "refused")
    assert page.url.endswith("/outgoing/signing/")
    sender = desk.page("soan_thao", "/outgoing/")
    sender.get_by_role("link", name="Sửa và trình lại").click()
    assert "Sai căn cứ ở điểm 2." in sender.content()
    assert sender.locator("input[name=subject]").input_value() == second.subject


def _drag(page: Page, by: int) -> dict[str, float]:
    """Drags the own mark down (or up) by so many pixels; where it then stands."""
    seen = page.locator(".stand.own").bounding_box()
    assert seen is not None
    page.mouse.move(seen["x"] + 20, seen["y"] + 20)
    page.mouse.down()
    page.mouse.move(seen["x"] + 20, seen["y"] + 20 + by, steps=5)
    page.mouse.up()
    return _box_on(page)


def test_a_place_that_was_not_confirmed_outlives_clicks_and_other_papers_and_is_asked_about_before_signing(
    desk: ServedDesk,
) -> None:
    first, second = numbered(desk.office, 2)
    page = desk.page("chu_tich", "/outgoing/signing/")
    page.keyboard.press("g")
    before = _box_on(page)
    put = _drag(page, -200)
    anyway = page.get_by_role("button", name="Vẫn đặt ở đây")
    anyway.wait_for()
    assert put["y"] < before["y"] - 40
    page.locator(".desk-open").first.click()  # the paper that is open already
    page.wait_for_timeout(300)
    assert _box_on(page) == pytest.approx(put) and anyway.is_visible()

    page.locator(".desk-open").nth(1).click()
    page.locator(f"#paper[data-document='{second.pk}']").wait_for()
    assert not anyway.is_visible()
    page.locator(".desk-item input").first.check()
    page.fill("input[name=pin]", desk.office.pki.pfx_password)
    page.get_by_role("button", name="Ký các văn bản đã chọn").click()
    page.get_by_text("chưa lưu được vị trí").wait_for()
    page.locator(f"#paper[data-document='{first.pk}']").wait_for()
    assert _fresh(first).state == "signing"
    assert _box_on(page) == pytest.approx(put)
    with page.expect_response("**/placing/1"):
        anyway.click()
    page.get_by_text("Đã lưu vị trí").wait_for()
    assert page.locator("input[name=pin]").input_value()  # nothing is typed twice
    page.get_by_role("button", name="Ký các văn bản đã chọn").click()
    page.locator(".batch-sum .badge", has_text="Xong").wait_for()
    left, _bottom, _right, top, height = _widget(desk.office, _fresh(first), "NguoiKy1")
    assert (left, height - top) == pytest.approx((put["x"], put["y"]), abs=0.1)


def test_what_keys_moved_is_kept_though_another_paper_is_opened_at_once(desk: ServedDesk) -> None:
    first, second = numbered(desk.office, 2)
    page = desk.page("chu_tich", "/outgoing/signing/")
    page.keyboard.press("g")
    page.keyboard.press("ArrowRight")
    put = _box_on(page)
    with page.expect_response("**/placing/1") as answered:
        page.locator(".desk-open").nth(1).click()
    assert answered.value.status == 200
    page.locator(f"#paper[data-document='{second.pk}']").wait_for()
    assert page.locator(".place-told").is_hidden()
    page.locator(".desk-open").first.click()
    page.locator(f"#paper[data-document='{first.pk}']").wait_for()
    assert _box_on(page) == pytest.approx(put, abs=0.02)


def _fresh(document: OutgoingDocument) -> OutgoingDocument:
    document.refresh_from_db()
    return document
