"""Signing in and keeping accounts in Chromium against the real server: codes, passkeys, axe, languages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.portal import browsers
from tests.portal.accounts.doors import OTHER_PASSWORD, PASSWORD, code_for, kinds, make_account

if TYPE_CHECKING:
    from portal.server import PortalServer

pytestmark = [
    pytest.mark.usefixtures("portal_data"),
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
SCREEN = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 683, "height": 384}
"""A screen of 1366 × 768 at 200 % (WCAG 2.2, 1.4.4)."""
SHOTS = os.environ.get("HOSO_SHOTS", "")
"""A folder for pictures of the pages, to be looked at."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def server(portal_data: Path) -> Iterator[PortalServer]:
    from portal.server import PortalServer

    with PortalServer("127.0.0.1", 0, threads=4) as serving:
        yield serving


@pytest.fixture
def window(chromium: Browser, server: PortalServer) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=SCREEN, base_url=f"http://localhost:{server.port}")
    context.set_default_timeout(60_000)
    yield context
    context.close()


def look(page: Page, name: str) -> None:
    """Nothing that axe calls serious, nothing wider than the window; a picture where somebody wants one."""
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == [], found
    for size, tag in ((SCREEN, ""), (PHONE, "-phone"), (ZOOMED, "-zoomed")):
        page.set_viewport_size(size)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}{tag}.png", full_page=tag != "")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name}{tag}"
    page.set_viewport_size(SCREEN)


def watch(page: Page) -> list[str]:
    """What the browser complains of, the content security policy's refusals above all."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def enter(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/login/"))


def test_the_first_day_of_an_offices_only_person(window: BrowserContext) -> None:
    make_account("quan_tri", "administrator", "records_staff", "clerk", must_change=True)
    page = window.new_page()
    told = watch(page)
    page.goto("/login/")
    look(page, "sign-in")
    enter(page, "quan_tri")
    look(page, "first-password")
    page.fill("#id_old", PASSWORD)
    page.fill("#id_new", "quantri")
    page.fill("#id_again", "quantri")
    page.keyboard.press("Enter")
    page.wait_for_selector(".fault, .wrong")
    assert told == [
        "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
    ]
    told.clear()
    look(page, "password-refused")
    page.fill("#id_old", PASSWORD)
    page.fill("#id_new", OTHER_PASSWORD)
    page.fill("#id_again", OTHER_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("body.office")
    page.goto("/account/")
    look(page, "my-account-without")
    page.click("text=Bật bằng điện thoại")
    look(page, "app")
    page.click("summary:has-text('Gõ khóa này')")
    secret = "".join(page.locator(".secret code").all_inner_texts())
    page.fill("#id_code", code_for(secret))
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    look(page, "recovery-codes")
    page.goto("/people/")
    look(page, "people-alone")
    assert told == []
    out_and_in_with_a_code(page, secret)


def out_and_in_with_a_code(page: Page, secret: str) -> None:
    page.click(".person summary")
    page.click("text=Đăng xuất")
    page.wait_for_selector("#id_username")
    page.fill("#id_username", "quan_tri")
    page.fill("#id_password", OTHER_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_code")
    look(page, "code")
    page.fill("#id_code", code_for(secret, step=1))  # the one after the code that switched it on
    page.keyboard.press("Enter")
    page.wait_for_selector("body.office")


def test_a_passkey_is_made_and_signs_in_without_a_password(window: BrowserContext) -> None:
    make_account("lan", "administrator", "records_staff")
    page = window.new_page()
    told = watch(page)
    put_in_key(window, page)
    enter(page, "lan")
    page.goto("/account/passkeys/add/")
    look(page, "passkey-add")
    page.fill("#id_name", "Máy bàn phòng Tư pháp")
    page.click("button:has-text('Tạo khóa')")
    page.wait_for_selector(".codes")
    page.goto("/account/")
    look(page, "my-account-with-passkey")
    assert page.request.get("/people/").status == 200
    page.click(".person summary")
    page.click("text=Đăng xuất")
    page.wait_for_selector("form[data-passkey]")
    page.click("text=Đăng nhập bằng khóa truy cập")
    page.wait_for_selector("body.office")
    assert page.request.get("/people/").status == 200
    assert [one["factor"] for one in kinds("login")] == [False, True]
    assert told == []
    password_then_touch(page)


def password_then_touch(page: Page) -> None:
    page.click(".person summary")
    page.click("text=Đăng xuất")
    enter(page, "lan")
    page.wait_for_selector("#id_code")
    page.click("button:has-text('Dùng khóa truy cập')")
    page.wait_for_selector("body.office")
    assert [one["factor"] for one in kinds("login")] == [False, True, True]


def put_in_key(window: BrowserContext, page: Page) -> None:
    """A key in the computer itself that opens by itself, as browsers' own tests have it (WebAuthn, 11)."""
    tools: Any = window.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def test_an_administrator_makes_an_account_gives_a_role_and_ends_it(window: BrowserContext) -> None:
    from portal.accounts import notices
    from portal.models import Notice
    from tests.portal.accounts.doors import give_app

    admin = make_account("quan_tri", "administrator")
    make_account("minh", "administrator")
    for number, name in enumerate(("Đỗ Thị Ánh", "Lê Văn Dũng", "Trần Thị Đào", "Nguyễn Văn Bình")):
        person = make_account(f"nv{number}", "records_staff")
        person.last_name = name
        person.save()
    secret = give_app(admin)
    page = window.new_page()
    told = watch(page)
    enter(page, "quan_tri")
    page.fill("#id_code", code_for(secret))
    page.keyboard.press("Enter")
    page.wait_for_selector("body.office")
    page.goto("/people/")
    look(page, "people")
    page.click("text=Thêm tài khoản")
    look(page, "people-new")
    page.fill("#full_name", "Giàng A Pháo")
    page.fill("#name", "phao")
    page.keyboard.press("Enter")
    page.wait_for_selector(".slip")
    look(page, "told-once")
    page.click("text=Giao vai trò cho người này")
    page.wait_for_selector("#role")
    look(page, "account-new")
    page.select_option("#role", "clerk")
    page.click("button:has-text('Giao vai trò')")
    page.wait_for_selector("button:has-text('Kết thúc')")
    look(page, "account-with-role")
    page.click("button:has-text('Kết thúc')")
    page.wait_for_selector("summary:has-text('Vai trò đã kết thúc')")
    page.goto("/account/notices/")
    look(page, "notices")
    page.goto("/people/units/")
    page.fill("#new-name", "Xã Phú Lâm")
    page.click("button:has-text('Thêm')")
    page.wait_for_selector("input[name=title]")
    look(page, "units")
    in_english(page)
    assert told == []
    assert {row.kind for row in Notice.objects.filter(user__username="minh")} >= {
        notices.NoticeKind.GRANT_GIVEN, notices.NoticeKind.GRANT_ENDED, notices.NoticeKind.ACCOUNT_MADE,
    }  # fmt: skip


def in_english(page: Page) -> None:
    """The same pages in English hold no Vietnamese but names."""
    page.click(".person summary")
    page.click("text=English")
    page.wait_for_selector("html[lang=en]")
    marks = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    for address in ("/people/new", "/account/", "/account/password/", "/account/app/"):
        page.goto(address)
        shown = page.inner_text("main")
        assert not marks.search(shown.replace("Giàng A Pháo", "")), (address, shown)
    for address, name in (("/people/", "people-en"), ("/account/", "my-account-en")):
        page.goto(address)
        look(page, name)
