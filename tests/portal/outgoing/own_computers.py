"""The desk served to a real browser, whose computer has a signing agent with a SoftHSM token behind it.

The portal is addressed by a name over plain http, which is no secure context: the hardest of the cases in
docs/decisions/0080.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signing.tokens import NamedToken
from tests.portal import browsers
from tests.portal.outgoing.offices import SigningOffice
from tests.signing.agent.agents import RunningAgent, running_agent

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from portal.models import OutgoingDocument, SigningBatch
    from portal.server import PortalServer

NAME = "hoso.xa.test"
PATIENCE_MS = 20_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium as officials have it, for which every `.test` name is this machine."""
    with browsers.chromium("--host-resolver-rules=MAP *.test 127.0.0.1", is_whole=True) as browser:
        yield browser


@dataclass(slots=True)
class OwnComputer:
    """An official at their computer: browser, agent, the desk's page."""

    office: SigningOffice
    agent: RunningAgent
    portal: PortalServer
    browser: Browser
    context: BrowserContext
    token: NamedToken

    @property
    def origin(self) -> str:
        return f"http://{NAME}:{self.portal.port}"

    def page(self, path: str = "/outgoing/signing/") -> Page:
        """The desk's page in a new tab."""
        page = self.context.new_page()
        page.goto(self.origin + path)
        return page

    def press(self, page: Page, button: str = "Ký các văn bản đã chọn") -> Page:
        """Ticks all unless something is ticked, and presses the button that opens the agent's window."""
        boxes = page.locator("input[name=document][type=checkbox]")
        if boxes.count() and not page.locator("input[name=document]:checked").count():
            page.locator("input[data-ticks]").first.check()
        with page.expect_popup() as opened:
            page.get_by_role("button", name=button).click()
        return opened.value

    def pair(self, window: Page) -> None:
        """Types the code that the agent shows."""
        window.locator("#code").wait_for(timeout=PATIENCE_MS)
        window.wait_for_timeout(100)
        window.fill("#code", self.agent.code)
        window.get_by_role("button", name="Ghép").click()

    def type_pin(self, window: Page, pin: str) -> None:
        """Types the PIN and signs."""
        window.locator("#pin-field").wait_for(timeout=PATIENCE_MS)
        window.fill("#pin-field", pin)
        window.locator("#pin-do").click()

    def bind(self, account: str = "chu_tich", who: str = "chairman") -> None:
        """As an administrator has done before."""
        from portal.outgoing.identities import OWN_COMPUTER, BoundTo, bind

        bind(
            self.office.pki.certificate(who),
            BoundTo(self.office.people[account], OWN_COMPUTER),
            by="quan_tri",
        )

    def ended(self, page: Page, documents: Sequence[OutgoingDocument]) -> SigningBatch:
        """The batch after it has ended, with the documents as they are now."""
        from portal.models import SigningBatch

        for _ in range(300):
            batch = SigningBatch.objects.order_by("-pk").first()
            if batch is not None and batch.ended_at is not None:
                for document in documents:
                    document.refresh_from_db()
                return batch
            page.wait_for_timeout(100)
        raise AssertionError("the batch did not end")

    def wait_until_shut(self, page: Page) -> None:
        """Returns once the agent has put the key away."""
        for _ in range(200):
            if self.agent.key._open is None:
                return
            page.wait_for_timeout(100)
        raise AssertionError("the key is still open")


@contextmanager
def own_computer(
    office: SigningOffice, browser: Browser, folder: Path, token: NamedToken, *, account: str = "chu_tich"
) -> Iterator[OwnComputer]:
    """That account's computer; the portal and the agent run in this process."""
    from django.conf import settings
    from django.test import Client, override_settings

    from portal.server import PortalServer

    with ExitStack() as stack:
        agent = stack.enter_context(running_agent(folder / "config", token))
        before = settings.HOSO
        office.options = replace(office.options, agent_port=agent.server.port)
        stack.enter_context(override_settings(ALLOWED_HOSTS=[NAME, "testserver"]))
        settings.HOSO = replace(before, outgoing=office.options)
        stack.callback(lambda: setattr(settings, "HOSO", before))
        portal = stack.enter_context(PortalServer("127.0.0.1", 0))
        client = Client()
        client.force_login(office.people[account])
        context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
        context.set_default_navigation_timeout(4 * PATIENCE_MS)  # a first page loads half the portal
        stack.callback(context.close)
        cookie: Any = {
            "name": "sessionid",
            "value": client.cookies["sessionid"].value,
            "domain": NAME,
            "path": "/",
        }
        context.add_cookies([cookie])
        yield OwnComputer(office, agent, portal, browser, context, token)
