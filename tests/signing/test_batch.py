"""Many files under one PIN: what fails says why and stops nobody, a token that goes away ends the batch."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.errors import NoSpace, NotSignable, PinWrong, TokenRemoved
from signing.batch import NotSigned, sign_batch
from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki
from signing.orders import Level, Role, Signed, SignOrder
from signing.session import open_session
from signing.tokens import NamedToken, Pin
from signing.writing import PREFIX, SUFFIX
from tests.signing.faults import fault_tokens, faulty_token
from tests.signing.sessions import intact, leftovers, token_of

TRIAL = NamedToken("trial", "throwaway")


@pytest.fixture(autouse=True)
def faults() -> Iterator[None]:
    with fault_tokens():
        yield


@pytest.fixture
def orders(tmp_path: Path) -> list[SignOrder]:
    letters = demo_letters(tmp_path / "letters", kinds=("letter",), count=6)
    return [
        SignOrder(letter.path, tmp_path / "out" / letter.path.name, Role.PERSON, Level.B_B)
        for letter in letters
    ]


def in_words(order: SignOrder) -> str:
    """The order as a child's program writes it."""
    return f"SignOrder(Path({str(order.source)!r}), Path({str(order.target)!r}), Role.PERSON, Level.B_B)"


def test_a_file_that_fails_stops_nobody(orders: list[SignOrder]) -> None:
    orders[2].source.write_bytes(b"no PDF")
    told: list[object] = []
    with open_session(TRIAL, None) as session:
        outcomes = sign_batch(orders, session, on_outcome=told.append)
    assert [type(outcome) for outcome in outcomes] == [Signed] * 2 + [NotSigned] + [Signed] * 3
    assert [outcome.order for outcome in outcomes] == orders
    assert {id(outcome) for outcome in told} == {id(outcome) for outcome in outcomes}
    refused = outcomes[2]
    assert isinstance(refused, NotSigned)
    assert isinstance(refused.error, NotSignable)
    assert not refused.is_untried


def test_outcomes_are_told_in_the_caller_s_thread(orders: list[SignOrder]) -> None:
    threads = []
    with open_session(TRIAL, None) as session:
        sign_batch(orders, session, on_outcome=lambda _: threads.append(threading.current_thread()))
    assert set(threads) == {threading.current_thread()}


def test_a_token_pulled_out_ends_the_batch_and_the_rest_is_untouched(
    pki: DemoPki, orders: list[SignOrder], tmp_path: Path
) -> None:
    token, pin = faulty_token(pki, "removed", after=2)
    with open_session(token, pin) as session:
        outcomes = sign_batch(orders, session)
    signed = [outcome for outcome in outcomes if isinstance(outcome, Signed)]
    rest = [outcome for outcome in outcomes if isinstance(outcome, NotSigned)]
    assert len(signed) == 2
    assert all(isinstance(outcome.error, TokenRemoved) for outcome in rest)
    assert len(rest) == len(orders) - 2
    assert len(signed) + len(rest) == len(orders)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        outcome.order.target.name for outcome in signed
    }
    assert all(intact(outcome.order.target) == {"NguoiKy1": True} for outcome in signed)


def test_a_wrong_pin_is_tried_once(pki: DemoPki) -> None:
    from signing.tokens import token_kinds

    token, pin = faulty_token(pki, "pin_wrong")
    before = token_kinds()["faulty"].openings  # type: ignore[attr-defined]
    with pytest.raises(PinWrong), open_session(token, pin):
        pass
    assert token_kinds()["faulty"].openings == before + 1  # type: ignore[attr-defined]


def test_two_orders_for_one_target_give_one_whole_file(orders: list[SignOrder]) -> None:
    twice = [orders[0], SignOrder(orders[1].source, orders[0].target, Role.PERSON, Level.B_B)]
    with open_session(TRIAL, None) as session:
        outcomes = sign_batch(twice, session)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotSigned", "Signed"]
    assert intact(orders[0].target) == {"NguoiKy1": True}


def test_an_interrupted_batch_leaves_whole_files_alone(orders: list[SignOrder], tmp_path: Path) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_session(TRIAL, None) as session:
        sign_batch(orders, session, on_outcome=stop)
    targets = list((tmp_path / "out").glob("*.pdf"))
    assert 0 < len(targets) < len(orders)
    assert all(intact(target) == {"NguoiKy1": True} for target in targets)
    assert leftovers(tmp_path) == []


def test_a_full_disk_is_told_and_leaves_nothing(orders: list[SignOrder], tmp_path: Path) -> None:
    """The child may write no file beyond 20 kB, as on a disk that is full."""
    program = f"""
import resource, signal
from pathlib import Path
from records.errors import NoSpace
from signing.orders import Level, Role, SignOrder
from signing.session import open_session
from signing.tokens import NamedToken
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
with open_session(NamedToken("trial", "throwaway"), None) as session:
    try:
        session.sign({in_words(orders[0])})
    except NoSpace as error:
        print(error.detail)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "File too large" in done.stdout
    assert not orders[0].target.exists()
    assert leftovers(tmp_path) == []


def test_a_folder_that_may_not_be_written_is_told(orders: list[SignOrder]) -> None:
    blocked = orders[0].target.parent
    blocked.write_bytes(b"a file where a folder should be")
    with open_session(TRIAL, None) as session, pytest.raises(NoSpace):
        session.sign(orders[0])


def test_what_a_killed_process_left_is_taken_away_by_the_next(
    orders: list[SignOrder], tmp_path: Path
) -> None:
    """A large file is signed beside its target; the child is killed in the middle of that."""
    program = f"""
import os, signal
from pathlib import Path
from signing import writing
from signing.orders import Level, Role, SignOrder
from signing.session import open_session
from signing.tokens import NamedToken
writing.IN_MEMORY_BYTES = 0
writing.Draft.publish = lambda draft: os.kill(os.getpid(), signal.SIGKILL)
with open_session(NamedToken("trial", "throwaway"), None) as session:
    session.sign({in_words(orders[0])})
"""
    died = subprocess.run([sys.executable, "-c", program], check=False)
    assert died.returncode == -9
    assert len(leftovers(tmp_path)) == 1
    assert not orders[0].target.exists()
    with open_session(TRIAL, None) as session:
        session.sign(orders[0])
    assert leftovers(tmp_path) == []
    assert intact(orders[0].target) == {"NguoiKy1": True}


def test_what_another_process_still_writes_is_left_alone(orders: list[SignOrder]) -> None:
    import fcntl

    orders[0].target.parent.mkdir()
    busy = orders[0].target.parent / f"{PREFIX}busy{SUFFIX}"
    with busy.open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with open_session(TRIAL, None) as session:
            session.sign(orders[0])
        assert busy.exists()


def test_a_large_file_is_signed_beside_its_target(
    orders: list[SignOrder], monkeypatch: pytest.MonkeyPatch, pki: DemoPki
) -> None:
    monkeypatch.setattr("signing.writing.IN_MEMORY_BYTES", 0)
    with open_session(token_of(pki, "chairman"), Pin(pki.pfx_password)) as session:
        session.sign(orders[0])
    assert intact(orders[0].target) == {"NguoiKy1": True}
    assert orders[0].target.read_bytes().startswith(orders[0].source.read_bytes())
