"""A running office and the people who open it in Chromium; what their browsers complain of fails the test."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.portal.browsers import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[3]
SCREEN = (1366, 768)
PHONE = (390, 844)
ZOOMED = (683, 384)
"""A screen of 1366 × 768 at 200 % (WCAG 2.2, 1.4.4)."""
PATIENCE_MS = 120_000


@dataclass(slots=True)
class RunningOffice:
    """An office that works, as its people know it."""

    address: str
    passwords: dict[str, str]
    pin: str
    data_dir: Path
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def stranger(self, *, size: tuple[int, int] = SCREEN) -> Page:
        """A browser in which nobody has signed in."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=self.address, locale="vi-VN"
        )
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said))
        return page

    def person(self, name: str, password: str = "", *, size: tuple[int, int] = SCREEN) -> Page:
        """That person's browser, signed in through the page."""
        page = self.stranger(size=size)
        page.goto("/login/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", password or self.passwords[name])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    def _hear(self, page: Page, said: Any) -> None:
        if said.type == "error":
            self.complaints.append(f"{page.url}: {said.text}")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """What is opened inside is closed in the end; a browser that complained fails whoever opened it."""
        before, complaints = list(self._contexts), len(self.complaints)
        try:
            yield
        finally:
            for context in self._contexts[len(before) :]:
                context.close()
            del self._contexts[len(before) :]
            heard = self.complaints[complaints:]
            del self.complaints[complaints:]
        assert not heard, "\n".join(heard)


@contextmanager
def running_office(folder: Path) -> Iterator[RunningOffice]:
    """An office over a fresh data directory, and a browser before it."""
    data_dir = folder / "data"
    data_dir.mkdir()
    command = [sys.executable, "-m", "tests.portal.days.office_process", str(data_dir)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            told = json.loads(process.stdout.readline())
            with chromium() as browser:
                yield RunningOffice(told["address"], told["passwords"], told["pin"], data_dir, browser)
        finally:
            process.stdin.close()
            process.wait(60)
