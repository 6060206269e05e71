"""What stays as long as the served portal is set aside: no answer waits while it is looked through."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from portal import garbage


class Ring:
    """Holds itself: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_python_does() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_there_is_not_looked_through_again() -> None:
    held = [Ring() for _ in range(50)]
    garbage.spare_what_stays()
    assert gc.get_freeze_count() > len(held)
    assert not any(one in held for one in gc.get_objects() if isinstance(one, Ring))


def test_rings_that_come_later_are_still_freed() -> None:
    garbage.spare_what_stays()
    later = weakref.ref(Ring())
    gc.collect()
    assert later() is None


def test_rings_of_before_are_not_kept_for_good() -> None:
    before = weakref.ref(Ring())
    garbage.spare_what_stays()
    assert before() is None


def test_a_process_that_goes_on_without_its_portal_looks_through_everything_again() -> None:
    held = Ring()
    garbage.spare_what_stays()
    garbage.spare_nothing()
    assert gc.get_freeze_count() == 0
    gone = weakref.ref(held)
    del held
    gc.collect()
    assert gone() is None
