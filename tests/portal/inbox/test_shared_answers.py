"""Many browsers that ask for the same have it made once; nobody gets another's token, or sees more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portal.jobs.dispatchers.inline import InlineDispatcher
from tests.portal.inbox.histories import make_worker
from tests.portal.inbox.test_page import HOA, LAM, hand_in
from tests.portal.persons import signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.jobs.worker import Worker

POLL = "/work/?seen=nothing-yet"


@pytest.fixture
def worker(portal_data: Path) -> Worker:
    return make_worker(portal_data)


def asked_by(session: str) -> HttpRequest:
    from django.http import HttpRequest

    request = HttpRequest()
    request.META["CSRF_COOKIE"] = session * 32
    return request


def test_it_is_made_once_for_all_who_see_the_same_and_again_when_it_is_old(portal_data: Path) -> None:
    from portal.inbox.shared_answers import KEPT_SECONDS, SharedAnswers

    assert portal_data.is_dir()
    now, made = [0.0], []

    def context() -> dict[str, object]:
        made.append(now[0])
        return {}

    answers = SharedAnswers(clock=lambda: now[0])
    template = "portal/inbox/_work.html"
    answers.answer(asked_by("a"), template, "as it is", context)
    answers.answer(asked_by("b"), template, "as it is", context)
    assert made == [0.0]
    answers.answer(asked_by("b"), template, "changed", context)
    assert made == [0.0, 0.0]
    now[0] = KEPT_SECONDS
    answers.answer(asked_by("a"), template, "as it is", context)
    assert made == [0.0, 0.0, KEPT_SECONDS]


def test_each_reader_has_a_token_of_their_own(worker: Worker) -> None:
    hand_in(worker, "hỏng.json", open="refuse")
    worker.drain(InlineDispatcher())
    tokens = []
    for account in ("lan", "mai"):
        body = signed_in(account).get(POLL).content.decode()
        found = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        assert found
        assert all(len(one) == 64 for one in found)
        tokens.append(found[0])
    assert tokens[0] != tokens[1]


def test_whoever_sees_less_never_gets_what_another_was_shown(worker: Worker) -> None:
    hand_in(worker, "của-lâm.json", LAM)
    hand_in(worker, "của-hòa.json", HOA)
    whole = signed_in("lan").get(POLL).content.decode()
    assert "của-lâm.json" in whole
    assert "của-hòa.json" in whole
    part = signed_in("hoa", unit=HOA).get(POLL).content.decode()
    assert "của-hòa.json" in part
    assert "của-lâm.json" not in part


def test_what_changes_shows_at_once(worker: Worker) -> None:
    lan = signed_in("lan")
    hand_in(worker, "một.json")
    assert "hai.json" not in lan.get(POLL).content.decode()
    hand_in(worker, "hai.json")
    assert "hai.json" in lan.get(POLL).content.decode()


def test_a_record_whose_level_was_raised_is_no_longer_linked(worker: Worker) -> None:
    from portal.catalogue.changes import note_changes
    from portal.models import CatalogueRecord

    hand_in(worker, "một.json", LAM, sure=True)
    worker.drain(InlineDispatcher())
    reader = signed_in("it-quyen", "official", unit=LAM, level=1)
    held = CatalogueRecord.objects.get()
    CatalogueRecord.objects.update(sensitivity=1)
    note_changes([held.pk])
    assert f"/records/{held.pk}" in reader.get(POLL).content.decode()
    CatalogueRecord.objects.update(sensitivity=4)
    note_changes([held.pk])
    assert f"/records/{held.pk}" not in reader.get(POLL).content.decode()
