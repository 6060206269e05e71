"""The desk served to a real browser, for one account at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.portal.outgoing.offices import AGENCY, SigningOffice

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from portal.models import OutgoingDocument

PATIENCE_MS = 20_000


@dataclass(slots=True)
class ServedDesk:
    """A portal in this process, and a browser that looks at it."""

    office: SigningOffice
    origin: str
    browser: Browser

    def context(
        self, account: str, *, size: tuple[int, int] = (1366, 768), language: str = "vi"
    ) -> BrowserContext:
        """A browser signed in as `account`."""
        from django.test import Client

        client = Client()
        client.force_login(self.office.people[account])
        width, height = size
        context = self.browser.new_context(locale="vi-VN", viewport={"width": width, "height": height})
        values = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
        cookies: list[Any] = [
            {"name": name, "value": value, "domain": "localhost", "path": "/"}
            for name, value in values.items()
        ]
        context.add_cookies(cookies)
        return context

    def page(self, account: str, path: str, **asked: Any) -> Page:
        """One page in a new browser context."""
        page = self.context(account, **asked).new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(self.origin + path)
        return page


@contextmanager
def served_desk(office: SigningOffice, browser: Browser) -> Iterator[ServedDesk]:
    """Serves the office's desk on this machine."""
    from django.conf import settings
    from django.test import override_settings

    from portal.server import PortalServer

    before = settings.HOSO
    settings.HOSO = replace(before, outgoing=office.options)
    try:
        with (
            override_settings(ALLOWED_HOSTS=["localhost", "testserver"]),
            PortalServer("127.0.0.1", 0) as portal,
        ):
            yield ServedDesk(office, f"http://localhost:{portal.port}", browser)
    finally:
        settings.HOSO = before


def numbered(office: SigningOffice, count: int, **said: Any) -> list[OutgoingDocument]:
    """So many decisions that wait for the chairman's signature."""
    from portal.outgoing.number_books import allocate

    made = [office.hand_in(office.letter(seed=seed), **said) for seed in range(1, count + 1)]
    office.keeper().drain()
    for one in made:
        allocate(one.pk, AGENCY, by="van_thu")
    office.keeper().drain()
    return made
