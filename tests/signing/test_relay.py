"""A key in another computer: a batch signs through the mailbox, and whoever goes away ends it cleanly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import signing.relay
from records.errors import CertificateUnfit
from signing.batch import NotSigned, sign_batch
from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki
from signing.orders import Level, Role, Signed, SignOrder
from signing.relay import AGENT_GONE, Mailbox, RemoteHand, ToSign, read_hand, relayed
from signing.session import session_with
from signing.tokens import Pin, open_token
from tests.signing.sessions import intact, leftovers, token_of

Answer = Callable[[tuple[ToSign, ...]], None]


def _orders(folder: Path, count: int) -> list[SignOrder]:
    target = folder / "signed"
    target.mkdir()
    letters = demo_letters(folder / "letters", count=count, seed=3, kinds=("decision",))
    return [
        SignOrder(source=one.path, target=target / one.path.name, role=Role.PERSON, level=Level.B_B)
        for one in letters
    ]


@contextmanager
def _browser(
    mailbox: Mailbox, pki: DemoPki, *, who: str = "chairman", leaves_after: int = 1000
) -> Iterator[list[int]]:
    """Takes and gives as the signer's browser does, with that official's key; how many each time."""
    taken: list[int] = []
    stop = threading.Event()

    def work() -> None:
        import asyncio

        with open_token(token_of(pki, who), Pin(pki.pfx_password)) as token:
            while not stop.is_set() and sum(taken) < leaves_after:
                items = mailbox.take(seconds=0.1)
                if items:
                    taken.append(len(items))
                    sign = token.signer.async_sign_raw
                    mailbox.give({one.number: asyncio.run(sign(one.message, one.digest)) for one in items})

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield taken
    finally:
        stop.set()
        thread.join()


def _signed(orders: list[SignOrder], hand: RemoteHand, mailbox: Mailbox) -> tuple[Signed | NotSigned, ...]:
    with session_with(relayed(hand, mailbox)) as session:
        return sign_batch(orders, session)


def test_a_batch_is_signed_by_a_key_elsewhere(pki: DemoPki, tmp_path: Path) -> None:
    orders, mailbox = _orders(tmp_path, 6), Mailbox(6)
    with _browser(mailbox, pki) as taken:
        outcomes = _signed(orders, RemoteHand(pki.certificate("chairman")), mailbox)
    assert [type(one) for one in outcomes] == [Signed] * 6
    assert all(intact(order.target) == {"NguoiKy1": True} for order in orders)
    assert sum(taken) == 6


def test_a_browser_that_goes_away_ends_the_batch_and_leaves_nothing_half_signed(
    pki: DemoPki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing.relay, "BROWSER_SECONDS", 0.6)
    orders, mailbox = _orders(tmp_path, 6), Mailbox(6)
    with _browser(mailbox, pki, leaves_after=2) as taken:
        outcomes = _signed(orders, RemoteHand(pki.certificate("chairman")), mailbox)
    signed = [one for one in outcomes if isinstance(one, Signed)]
    lost = [one for one in outcomes if isinstance(one, NotSigned)]
    assert len(signed) == sum(taken)
    assert {one.error.code for one in lost} == {"TokenRemoved"}
    assert all("Trang ký trên máy người ký đã đóng" in one.error.remedy_vi for one in lost)
    assert sorted(
        path.name for path in (tmp_path / "signed").iterdir() if not path.name.startswith(".")
    ) == sorted(one.order.target.name for one in signed)
    assert leftovers(tmp_path) == []


def test_a_signature_by_another_key_is_not_used_and_ends_the_batch(pki: DemoPki, tmp_path: Path) -> None:
    orders, mailbox = _orders(tmp_path, 5), Mailbox(5)
    with _browser(mailbox, pki, who="vice_chairman"):
        outcomes = _signed(orders, RemoteHand(pki.certificate("chairman")), mailbox)
    assert {one.error.code for one in outcomes if isinstance(one, NotSigned)} == {"TokenRemoved"}
    assert all(
        "không phải của chứng thư" in one.error.remedy_vi for one in outcomes if isinstance(one, NotSigned)
    )
    assert [path for path in (tmp_path / "signed").iterdir() if not path.name.startswith(".")] == []


def test_what_the_agent_says_ends_it_with_its_own_words(pki: DemoPki, tmp_path: Path) -> None:
    orders, mailbox = _orders(tmp_path, 1), Mailbox(1)
    mailbox.end(AGENT_GONE)
    (outcome,) = _signed(orders, RemoteHand(pki.certificate("chairman")), mailbox)
    assert isinstance(outcome, NotSigned)
    assert "Chương trình ký" in outcome.error.remedy_vi


def test_no_more_is_asked_for_than_was_announced(pki: DemoPki, tmp_path: Path) -> None:
    orders, mailbox = _orders(tmp_path, 3), Mailbox(2)
    with _browser(mailbox, pki) as taken:
        outcomes = _signed(orders, RemoteHand(pki.certificate("chairman")), mailbox)
    assert sum(taken) <= 2
    assert any(isinstance(one, NotSigned) for one in outcomes)


def test_a_token_that_never_answers_is_given_up(
    pki: DemoPki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing.relay, "SIGNATURE_SECONDS", 0.3)
    (outcome,) = _signed(_orders(tmp_path, 1), RemoteHand(pki.certificate("chairman")), Mailbox(1))
    assert isinstance(outcome, NotSigned)
    assert "hai phút" in outcome.error.remedy_vi


def test_a_page_that_was_loaded_again_gets_what_is_unanswered() -> None:
    mailbox = Mailbox(3)
    first = mailbox.put(b"one", "sha256")
    mailbox.put(b"two", "sha256")
    assert [one.message for one in mailbox.take()] == [b"one", b"two"]
    assert mailbox.take() == ()
    mailbox.give({1: b"s", 9: b"nobody waits for this"})
    assert first.result() == b"s"
    assert [one.message for one in mailbox.take(anew=True)] == [b"two"]


def test_a_taker_waits_until_something_lies_there() -> None:
    mailbox = Mailbox(1)
    threading.Timer(0.05, lambda: mailbox.put(b"one", "sha256")).start()
    # One that waited to the end of its time would run into the test's own limit.
    assert len(mailbox.take(seconds=3600)) == 1


@pytest.mark.parametrize("sent", [[], [b""], [b"\x30\x00"], [b"x" * 4000]])
def test_what_is_no_certificate_is_refused(sent: list[bytes]) -> None:
    with pytest.raises(CertificateUnfit):
        read_hand(sent)
