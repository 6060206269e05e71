"""What the server does ahead spares the first person the work; faults of it stop nothing."""

from __future__ import annotations

from multiprocessing import active_children

import pytest

from tests.portal.catalogued import add, make_record

pytestmark = pytest.mark.usefixtures("portal_data")


def test_after_it_a_search_reads_the_cards_of_no_record() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal.catalogue.cards import current_cards
    from portal.making_ready import make_ready

    add(make_record("QUYẾT ĐỊNH", name="a.pdf", record_type="decision"), unit="xa-a")
    make_ready()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        cards = current_cards()
    assert len(cards) == 1
    assert [one["sql"] for one in asked.captured_queries if "portal_cataloguerecord" in one["sql"]] == []


def test_after_it_a_child_is_there_that_draws() -> None:
    from portal.making_ready import make_ready
    from portal.pictures import drawers

    drawers.stop()
    before = set(active_children())
    make_ready()
    begun = set(active_children()) - before
    assert len(begun) == 1
    drawers.stop()
    for child in begun:
        child.join(60)
        assert not child.is_alive()


def test_a_fault_is_told_and_the_thread_ends(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from portal import making_ready

    monkeypatch.setattr(making_ready, "PAGES", ("portal/there/is/none.html",))
    thread = making_ready.begin()
    thread.join(60)
    assert not thread.is_alive()
    assert "not everything was made ready" in caplog.text


def test_every_page_that_is_made_ready_is_there() -> None:
    from django.template.loader import get_template

    from portal.making_ready import PAGES

    assert all(get_template(name) for name in PAGES)
