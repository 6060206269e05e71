"""Hundreds of files under one PIN: a file that fails says why and stops nobody.

A few files are under way at once, so that the wait for a timestamp of one is work on another. A token
that goes away, is locked or refuses its PIN ends the batch: what was signed stays, the rest is untouched and
named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from records.errors import HosoError, PinWrong, TokenLocked, TokenRemoved
from signing.appearance import PageWord
from signing.orders import Signed, SignOrder
from signing.session import SigningSession

AT_ONCE = 4
"""Files under way; more only take memory, since one processor core does most of the work."""
ENDS_THE_BATCH = (TokenRemoved, PinWrong, TokenLocked)


@dataclass(frozen=True, slots=True)
class NotSigned:
    """A file that stays as it was, and why."""

    order: SignOrder
    error: HosoError
    is_untried: bool = False
    """The batch ended before its turn."""


Outcome = Signed | NotSigned


def sign_batch(
    orders: Iterable[SignOrder],
    session: SigningSession,
    *,
    on_outcome: Callable[[Outcome], None] | None = None,
    words_of: Callable[[SignOrder], Sequence[PageWord] | None] | None = None,
) -> tuple[Outcome, ...]:
    """Signs every order with the open session; the outcomes are in the order of the orders.

    `on_outcome` is called in the caller's thread as each is done; `words_of`, as each begins, for what was
    read on a scan without text of its own. Orders may not wait for each other: the target of one is no source
    of another.
    """
    waiting = list(orders)
    outcomes: dict[int, Outcome] = {}
    under_way: dict[Future[Signed], int] = {}
    end: HosoError | None = None
    started = 0

    def tell(number: int, outcome: Outcome) -> None:
        outcomes[number] = outcome
        if on_outcome is not None:
            on_outcome(outcome)

    try:
        while under_way or (end is None and started < len(waiting)):
            while end is None and started < len(waiting) and len(under_way) < AT_ONCE:
                order = waiting[started]
                under_way[session.start(order, words=words_of(order) if words_of else None)] = started
                started += 1
            for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                number = under_way.pop(done)
                outcome = _outcome(waiting[number], done)
                if isinstance(outcome, NotSigned) and isinstance(outcome.error, ENDS_THE_BATCH):
                    end = outcome.error
                tell(number, outcome)
    finally:
        for future in under_way:
            future.cancel()
    for number in range(started, len(waiting)):
        assert end is not None  # noqa: S101  only an end leaves orders unstarted
        tell(number, NotSigned(waiting[number], end, is_untried=True))
    return tuple(outcomes[number] for number in range(len(waiting)))


def _outcome(order: SignOrder, done: Future[Signed]) -> Outcome:
    try:
        return done.result()
    except HosoError as error:
        return NotSigned(order, error)
