"""One office and one browser for the days of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.portal.days.offices import RunningOffice, running_office


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    with running_office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def office(opened: RunningOffice) -> Iterator[RunningOffice]:
    """The office; whatever a browser complained of in this test fails it."""
    opened.complaints.clear()
    yield opened
    opened.close_browsers()
    assert opened.complaints == []
