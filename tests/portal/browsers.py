"""A real Chromium for tests, one a test file: no two of Playwright's loops may run in a thread."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
WHOLE = "/usr/bin/chromium"
"""Debian's Chromium with all its windows."""
SHELL = "chromium-headless-shell"
"""Chromium without windows, profiles and extensions: the same engine at a third of the processor's time."""


@contextmanager
def chromium(*more: str, is_whole: bool = False) -> Iterator[Browser]:
    """A browser with further arguments; `is_whole` where a test is about what the shell leaves out.

    Nobody is asked in the shell whether a page may reach this machine's own addresses, for one.
    """
    from playwright.sync_api import sync_playwright

    path = WHOLE if is_whole else shutil.which(SHELL) or WHOLE
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; the tests' own queries are made between its turns.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()
