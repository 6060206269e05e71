"""The portal served to a real browser in which somebody has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.portal.persons import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE_MS = 60_000


@contextmanager
def office(
    browser: Browser,
    *,
    width: int = 1366,
    height: int = 620,
    answers_fail: bool = False,
    has_touch: bool = False,
) -> Iterator[Page]:
    """A page of a browser in which a member of records staff has signed in; faults of scripts fail.

    So do answers that report a fault, unless those are what the test is about.
    """
    from portal.server import PortalServer

    client = signed_in("lan")
    with PortalServer("127.0.0.1", 0) as server:
        address = server.address
        context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=address,
            has_touch=has_touch,
            is_mobile=has_touch,
        )
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}]
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        yield page
        context.close()
        allowed = ("Failed to load resource", "Response Status Error Code") if answers_fail else ()
        told = [one for one in faults if not one.startswith(allowed)]
        assert told == [], told
