"""Claims, drafts, notes and the order of work: what people have in hand before it is a version."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.portal.catalogued import add, make_record
from tests.portal.persons import make_person

if TYPE_CHECKING:
    from portal.rights.holding import Rights

pytestmark = pytest.mark.usefixtures("portal_data")
RECORD = "hs-" + "a" * 24


def rights(name: str = "lan", **place: str) -> Rights:
    from portal.rights.asking import rights_of

    return rights_of(make_person(name, **place))


def waiting(text: str, *, day: int, unit: str = "", doubts: int = 1, record_type: str = "decision") -> str:
    record = make_record(text, record_type=record_type, reasons=[f"lý do {n}" for n in range(doubts)])
    return add(record, received_at=f"2026-06-{day:02}T08:00:00+07:00", unit=unit)


def age_claim(record_id: str, minutes: float) -> None:
    from portal.models import ReviewClaim

    held = ReviewClaim.objects.get(pk=record_id)
    ReviewClaim.objects.filter(pk=record_id).update(seen_at=held.seen_at - timedelta(minutes=minutes))


def test_a_record_belongs_to_whoever_opened_it_first_until_they_are_gone() -> None:
    from portal.reviewing.claims import claim, claimed_by_others, live_claim

    assert claim(RECORD, "lan").person == "lan"
    assert claim(RECORD, "minh").person == "lan"
    assert (claimed_by_others("minh"), claimed_by_others("lan")) == ([RECORD], [])
    age_claim(RECORD, 4)
    assert live_claim(RECORD) is None
    assert claim(RECORD, "minh").person == "minh"


def test_a_page_that_shows_a_sign_of_life_keeps_its_claim() -> None:
    from portal.reviewing.claims import claim, live_claim, renewed

    claim(RECORD, "lan")
    age_claim(RECORD, 2.5)
    renewed(RECORD, "lan")
    age_claim(RECORD, 2.5)
    held = live_claim(RECORD)
    assert held is not None and held.person == "lan"


def test_who_takes_over_is_told_from_whom_and_the_first_learns_it_from_their_page() -> None:
    from portal.reviewing.claims import claim, release, renewed, take_over

    claim(RECORD, "lan")
    assert take_over(RECORD, "minh") == "lan"
    assert take_over(RECORD, "minh") == ""
    held = renewed(RECORD, "lan")
    assert held is not None and (held.person, held.taken_from) == ("minh", "lan")
    release(RECORD, "lan")
    assert claim(RECORD, "lan").person == "minh"


def test_a_draft_that_comes_twice_or_late_changes_nothing() -> None:
    from portal.reviewing.drafts import Draft, drop, keep, laid

    def send(value: str, number: int, tab: str = "one") -> None:
        draft = Draft("child_full_name", f"was-child_full_name=&value-child_full_name={value}", number)
        keep(RECORD, "lan", [draft], version="v1", tab=tab)

    def kept() -> str:
        found = laid(RECORD, "lan")
        return found.form["value-child_full_name"] if found else ""

    send("A", 1)
    send("B", 2)
    send("A", 1)
    assert kept() == "B"
    send("C", 1, tab="two")
    assert kept() == "C"
    assert laid(RECORD, "minh") is None
    drop(RECORD, "lan")
    assert kept() == ""


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"field": "subject", "form": "value-subject=x", "number": True},
        {"field": "subject", "form": "value-subject=x", "number": -1},
        {"field": "subject", "form": "value-signer_name=x", "number": 1},
        {"field": "subject", "form": "csrfmiddlewaretoken=x", "number": 1},
        {"field": "SUBJECT", "form": "", "number": 1},
        {"field": ":type", "form": "seen=x", "number": 1},
        {"field": "subject", "form": "value-subject=" + "x" * 200_001, "number": 1},
    ],
)
def test_what_is_no_draft_of_one_field_is_not_kept(raw: object) -> None:
    from portal.reviewing.drafts import draft_of

    assert draft_of(raw) is None


def test_the_next_record_follows_the_chosen_order_and_passes_over_what_others_are_on() -> None:
    from portal.reviewing.claims import claim
    from portal.reviewing.queue import Order, Wanted, following
    from portal.reviewing.queue import waiting as rows_waiting

    first = waiting("một", day=1, doubts=3)
    second = waiting("hai", day=2, doubts=1)
    third = waiting("ba", day=3, doubts=2)
    lan = rights()

    def order(order: Order) -> list[str]:
        return [row.pk for row in rows_waiting(lan, Wanted(order))]

    assert order(Order.OLDEST) == [first, second, third]
    assert order(Order.NEWEST) == [third, second, first]
    assert order(Order.QUICK) == [second, third, first]
    assert order(Order.HARD) == [first, third, second]
    here = rows_waiting(lan, Wanted()).get(pk=first)
    assert (found := following(lan, Wanted(), here)) is not None and found.pk == second
    claim(second, "minh")
    assert (found := following(lan, Wanted(), here)) is not None and found.pk == third
    assert (found := following(lan, Wanted(Order.QUICK), found)) is not None and found.pk == first


def test_a_record_that_was_left_comes_last_and_first_of_all_to_the_colleague_it_was_left_for() -> None:
    from portal.reviewing.leaving import leave, notes_on, settle
    from portal.reviewing.queue import Wanted, following

    first, second = waiting("một", day=1), waiting("hai", day=2)
    lan, minh = rights("lan"), rights("minh")
    leave(second, "lan", left_for="minh", note="Tên mẹ viết tay")
    assert (found := following(lan, Wanted(), None)) is not None and found.pk == first
    assert (found := following(minh, Wanted(), None)) is not None and found.pk == second
    assert [one.note for one in notes_on([first, second])[second]] == ["Tên mẹ viết tay"]
    leave(first, "lan")
    assert following(lan, Wanted(), None) is not None
    settle(second)
    assert not notes_on([second])


def test_the_queue_and_its_counts_hold_only_what_the_person_may_correct() -> None:
    from portal.reviewing.leaving import leave
    from portal.reviewing.queue import NO_TYPE, Wanted, counts, following
    from portal.reviewing.queue import waiting as rows_waiting

    mine = waiting("một", day=2, unit="Xã A")
    closed = waiting("hai", day=1, unit="Xã B")
    waiting("ba", day=3, unit="Xã A", record_type="birth_certificate")
    lan = rights(unit="Xã A", types=("decision",))  # type: ignore[arg-type]
    leave(closed, "minh", left_for="lan", note="xem giúp")
    assert [row.pk for row in rows_waiting(lan, Wanted())] == [mine]
    assert (found := following(lan, Wanted(), None)) is not None and found.pk == mine
    assert counts(lan, "unit") == [("Xã A", 1)]
    assert counts(lan, "record_type") == [("decision", 1)]
    assert not rows_waiting(lan, Wanted(record_type=NO_TYPE))


def test_colleagues_are_those_who_may_correct_this_record() -> None:
    from portal.models import CatalogueRecord
    from portal.reviewing.leaving import colleagues

    record_id = waiting("một", day=1, unit="Xã A")
    for name, unit in (("lan", "Xã A"), ("minh", "Xã A"), ("hoa", "Xã B")):
        make_person(name, unit=unit)
    make_person("ky", "official")
    row = CatalogueRecord.objects.get(pk=record_id)
    assert [one.username for one in colleagues(row, "lan")] == ["minh"]
