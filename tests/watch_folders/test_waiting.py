"""The waiting room on its own: no clock, no disk."""

from __future__ import annotations

from watch_folders.looking import Footprint
from watch_folders.waiting import Outcome, WaitingRoom

SMALL, LARGE = Footprint(1, 1, 7), Footprint(2, 2, 7)


def make_room() -> WaitingRoom:
    return WaitingRoom(lambda footprint: 2.0 if footprint.size_bytes else 60.0)


def test_a_file_is_due_when_it_stood_still_and_a_change_begins_anew() -> None:
    room = make_room()
    room.see("a", SMALL, 0.0)
    room.see("a", SMALL, 1.9)
    assert room.due(1.99) == [] and room.due(2.0) == [("a", SMALL)]
    room.see("a", LARGE, 2.0)
    assert room.due(3.9) == [] and room.due(4.0) == [("a", LARGE)]
    assert room.next_due() == 4.0


def test_an_empty_file_waits_longer() -> None:
    room = make_room()
    room.see("a", Footprint(0, 1, 7), 0.0)
    assert room.due(59.0) == [] and room.due(60.0) != []


def test_an_offered_file_is_not_due_and_a_taken_one_never_again() -> None:
    room = make_room()
    room.see("a", SMALL, 0.0)
    room.offer("a")
    assert room.due(9.0) == [] and room.next_due() is None
    room.settle("a", SMALL, Outcome.TAKEN, 9.0)
    room.see("a", SMALL, 10.0)
    assert room.due(99.0) == [] and "a" in room
    room.miss("a")
    room.see("a", SMALL, 100.0)
    assert room.due(102.0) == [("a", SMALL)]


def test_an_outcome_of_what_the_file_was_does_not_count_for_what_it_is() -> None:
    room = make_room()
    room.see("a", SMALL, 0.0)
    room.offer("a")
    room.see("a", LARGE, 3.0)
    room.settle("a", SMALL, Outcome.TAKEN, 3.1)
    assert room.due(5.0) == [("a", LARGE)]


def test_refusals_are_retried_with_growing_pauses_up_to_five_minutes() -> None:
    room = make_room()
    room.see("a", SMALL, 0.0)
    pauses = []
    now = 2.0
    for _refusal in range(12):
        room.offer("a")
        room.settle("a", SMALL, Outcome.REFUSED, now)
        due = room.next_due()
        assert due is not None
        pauses.append(due - now)
        now = due
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert room.counts() == (1, 1, 0)


def test_files_are_due_in_the_order_they_came_then_by_name() -> None:
    room = make_room()
    for name, when in (("c", 0.0), ("b", 1.0), ("a", 1.0)):
        room.see(name, SMALL, when)
    assert [path for path, _footprint in room.due(9.0)] == ["c", "a", "b"]


def test_what_was_not_seen_for_a_while_waits_its_full_time_again() -> None:
    room = make_room()
    room.see("a", SMALL, 0.0)
    room.restart(100.0)
    assert room.due(101.9) == [] and room.due(102.0) == [("a", SMALL)]


def test_only_what_is_present_is_kept() -> None:
    room = make_room()
    room.see("a", SMALL, 0.0)
    room.see("b", SMALL, 0.0)
    room.keep_only(["b", "c"])
    assert [path for path, _footprint in room.due(9.0)] == ["b"]
