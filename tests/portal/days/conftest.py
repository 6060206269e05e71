"""One office and one browser for every day, and what several days begin with: read scans, an issued paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.days import papers, walking
from tests.portal.days.offices import RunningOffice, running_office


@pytest.fixture(scope="package")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    with running_office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="package")
def scanned(opened: RunningOffice, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Records staff dropped three scans on the inbox, and saw them read without loading the page again."""
    with opened.watched():
        page = opened.person("lan")
        walking.drop(page, papers.scans(tmp_path_factory.mktemp("scans")))
        page.locator("#sent-list li.good").nth(2).wait_for()
        for name in (papers.CLEAR, *papers.DOUBTFUL):
            row = page.locator("#work tr", has_text=name).first
            row.locator(".badge", has_text="Đã lưu").or_(row.locator(".badge", has_text="Chờ xem")).wait_for()


@pytest.fixture(scope="package")
def issued(opened: RunningOffice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter of the chairman's went out: handed in, numbered, signed and sealed. The archived PDF."""
    letters = papers.letters(tmp_path_factory.mktemp("issued"), seed=1)
    with opened.watched():
        walking.hand_in(opened, letters)
        walking.number(opened, letters)
        walking.sign(opened.person("chu_tich"), opened, letters)
        walking.seal(opened, letters)
        chairman = opened.person("chu_tich")
        line = f".my-list li:has-text('{letters[0].subject}')"
        walking.look_until(chairman, "/outgoing/", f"{line} .badge:has-text('Đã ban hành')")
        notation = chairman.locator(f"{line} b").first.inner_text()
    [path] = (opened.data_dir / "signed").rglob(f"{notation.replace('/', '-')}.pdf")
    return path


@pytest.fixture
def office(opened: RunningOffice) -> Iterator[RunningOffice]:
    """The office; whatever a browser complained of in this test fails it."""
    with opened.watched():
        yield opened
