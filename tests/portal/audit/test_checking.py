"""What is done to the chain behind the database's back is found, at its first event, and named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.portal.audit.tampering import tamper

pytestmark = pytest.mark.needs("sqlite")  # whose file is changed behind the portal's back

Events = list[int]


@pytest.fixture
def events(portal_data: Path) -> Events:
    """Twelve events of two people."""
    from portal.audit import Kind, note_by

    return [
        note_by("lan" if number % 2 else "hoa", Kind.RECORD_VIEWED, object=f"record:{number}", page=number).pk
        for number in range(12)
    ]


def found() -> tuple[str, int | None] | None:
    from portal.audit.checking import check_chain

    fault = check_chain().fault
    return None if fault is None else (fault.kind.value, fault.event)


def test_a_chain_that_nobody_touched_is_whole(events: Events) -> None:
    from portal.audit.checking import check_chain, head

    checked = check_chain()
    assert (checked.fault, checked.count, checked.good) == (None, 12, head())


@pytest.mark.parametrize(
    "column",
    ["at = '2020-01-01 00:00:00'", "actor = 'khac'", "address = '10.0.0.9'", "kind = 'login'",
     "object = ''", "unit = 'xa-b'", "details = '{\"page\": 5}'", "details = 'no json'", "digest = 'ff'"],
)  # fmt: skip
def test_any_value_that_was_changed_is_found_at_its_event(
    column: str, events: Events, portal_data: Path
) -> None:
    tamper(portal_data, f"UPDATE portal_auditevent SET {column} WHERE id = ?", events[4])  # noqa: S608
    assert found() == ("changed", events[4])


def test_an_event_that_was_taken_out_is_found_at_the_one_behind_it(events: Events, portal_data: Path) -> None:
    tamper(portal_data, "DELETE FROM portal_auditevent WHERE id = ?", events[4])
    assert found() == ("unbound", events[5])


def test_an_event_that_was_put_before_the_first_is_found(events: Events, portal_data: Path) -> None:
    tamper(
        portal_data,
        "INSERT INTO portal_auditevent SELECT 0, at, actor, address, kind, object, unit, details, "
        "previous, 'x' FROM portal_auditevent WHERE id = ?",
        events[0],
    )
    assert found() == ("changed", 0)


def test_a_row_that_cannot_be_read_is_named(events: Events, portal_data: Path) -> None:
    tamper(portal_data, "UPDATE portal_auditevent SET at = 'gestern' WHERE id = ?", events[7])
    assert found() == ("unreadable", events[7])


def test_a_cut_off_tail_shows_against_a_checkpoint(events: Events, portal_data: Path) -> None:
    from portal.audit.checking import START, check_chain, head
    from portal.audit.checkpoints import add_checkpoint, kept_points

    add_checkpoint(portal_data, head())
    tamper(portal_data, "DELETE FROM portal_auditevent WHERE id > ?", events[8])
    assert found() is None  # of the chain alone nobody could tell
    fault = check_chain(START, kept_points(portal_data)).fault
    assert fault is not None
    assert (fault.kind.value, fault.event) == ("cut_off", events[11])


def test_a_chain_that_was_made_anew_shows_against_a_checkpoint(events: Events, portal_data: Path) -> None:
    from portal.audit import Kind, note_by
    from portal.audit.checking import START, check_chain, head
    from portal.audit.checkpoints import add_checkpoint, kept_points

    add_checkpoint(portal_data, head())
    tamper(portal_data, "DELETE FROM portal_auditevent WHERE id > ?", events[8])
    tamper(portal_data, "UPDATE sqlite_sequence SET seq = ? WHERE name = 'portal_auditevent'", events[8])
    for number in range(3):
        note_by("lan", Kind.LOGIN, number=number)
    fault = check_chain(START, kept_points(portal_data)).fault
    assert fault is not None
    assert (fault.kind.value, fault.event) == ("replaced", events[11])


def test_triggers_that_were_taken_away_are_missed(events: Events, portal_data: Path) -> None:
    tamper(portal_data, "SELECT 1", keep_guards=False)
    assert found() == ("unguarded", None)


def test_a_check_goes_on_from_where_the_last_one_ended(events: Events, portal_data: Path) -> None:
    from portal.audit import Kind, note_by
    from portal.audit.keeper import ChainChecker, chain_state

    checker = ChainChecker(portal_data)
    whole = checker.check(whole=False)
    assert whole is not None and whole.count == 12  # nothing was checked before, so it was the whole chain
    assert chain_state().whole_at is not None
    last = note_by("lan", Kind.LOGOUT)
    rest = checker.check(whole=False)
    assert rest is not None and rest.count == 1
    assert chain_state().checked_event == last.pk


def test_a_fault_is_kept_for_the_page_until_a_check_finds_none(events: Events, portal_data: Path) -> None:
    from portal.audit.keeper import ChainChecker, chain_state

    checker = ChainChecker(portal_data)
    checker.check(whole=True)
    tamper(portal_data, "UPDATE portal_auditevent SET actor = 'khac' WHERE id = ?", events[3])
    checker.check(whole=True)
    assert (chain_state().fault, chain_state().fault_event) == ("changed", events[3])
    actor = "lan" if 3 % 2 else "hoa"
    tamper(portal_data, "UPDATE portal_auditevent SET actor = ? WHERE id = ?", actor, events[3])
    checker.check(whole=True)
    assert (chain_state().fault, chain_state().fault_event) == ("", None)


def test_one_check_at_a_time_and_a_dead_one_stands_in_nobody_s_way(events: Events, portal_data: Path) -> None:
    from django.utils import timezone

    from portal.audit.keeper import ChainChecker
    from portal.models import ChainState

    checker = ChainChecker(portal_data)
    assert checker._claim(whole=True)
    assert checker.check(whole=True) is None
    ChainState.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    assert checker.check(whole=True) is not None


def test_what_is_new_is_checked_every_hour_and_everything_every_week() -> None:
    from datetime import UTC, datetime

    from portal.audit.keeper import due_check
    from portal.models import ChainState

    now = datetime(2026, 11, 22, 8, tzinfo=UTC)
    day, minutes = timedelta(days=1), timedelta(minutes=10)
    assert due_check(ChainState(), now=now) is True
    assert due_check(ChainState(whole_at=now - day, checked_at=now - minutes), now=now) is None
    assert due_check(ChainState(whole_at=now - day, checked_at=now - day), now=now) is False
    assert due_check(ChainState(whole_at=now - 8 * day, checked_at=now - day), now=now) is True


def test_a_checkpoint_is_written_once_a_day_and_half_a_line_is_passed_over(
    events: Events, portal_data: Path
) -> None:
    from portal.audit.checkpoints import checkpoints_path, kept_points
    from portal.audit.keeper import ChainChecker

    for _ in range(2):
        ChainChecker(portal_data).check(whole=True)
    path = checkpoints_path(portal_data)
    assert [point.event for point in kept_points(portal_data)] == [events[11]]
    with path.open("a") as stream:
        stream.write('{"at": "2026-11-')
    assert [point.event for point in kept_points(portal_data)] == [events[11]]


def test_each_fault_is_a_sentence_of_its_own(django_ready: Path) -> None:
    from portal.audit.checking import FaultKind
    from portal.audit.words import fault_in_words

    told = {fault_in_words(kind) for kind in FaultKind}
    assert len(told) == len(FaultKind)
    assert all(one[0].isupper() and one.endswith(".") and not one.startswith("Đã") for one in told)
