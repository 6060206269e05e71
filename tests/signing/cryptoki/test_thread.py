"""One thread a library: calls in their order, waits that end, and a library that hangs keeps nobody."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from signing.cryptoki.thread import LibraryThread, NoAnswer, thread_of

ROOT = Path(__file__).resolve().parents[3]


def test_calls_run_one_after_the_other_in_one_thread() -> None:
    thread, seen = LibraryThread("test"), []

    def note(number: int) -> None:
        time.sleep(0.001 * (5 - number))
        seen.append((number, threading.current_thread()))

    answers = [thread.ask(note, number) for number in range(5)]
    for answer in answers:
        thread.wait(answer, seconds=60)
    assert [number for number, _ in seen] == list(range(5))
    assert len({runner for _, runner in seen}) == 1
    assert seen[0][1] is not threading.current_thread()


def test_an_error_comes_to_whoever_waits_and_the_thread_goes_on() -> None:
    thread = LibraryThread("test")
    with pytest.raises(ZeroDivisionError):
        thread.wait(thread.ask(divmod, 1, 0), seconds=60)
    assert thread.wait(thread.ask(divmod, 7, 2), seconds=60) == (3, 1)


def test_a_call_that_times_out_by_itself_is_no_silence() -> None:
    thread = LibraryThread("test")

    def fail() -> None:
        raise TimeoutError("the library's own")

    with pytest.raises(TimeoutError, match="the library's own"):
        thread.wait(thread.ask(fail), seconds=60)


def test_waiting_ends_while_the_call_goes_on() -> None:
    thread, released = LibraryThread("test"), threading.Event()
    answer = thread.ask(released.wait, 10)
    with pytest.raises(NoAnswer):
        thread.wait(answer, seconds=0.05)

    async def wait_in_loop() -> bool:
        return await thread.wait_in_loop(thread.ask(released.wait, 10), seconds=0.05)

    with pytest.raises(NoAnswer):
        asyncio.run(wait_in_loop())
    released.set()
    assert answer.result(5)


def test_a_call_whose_caller_has_gone_before_its_turn_is_never_made() -> None:
    thread, released, made = LibraryThread("test"), threading.Event(), []
    blocking = thread.ask(released.wait, 10)

    async def lose_patience() -> None:
        await thread.wait_in_loop(thread.ask(made.append, 1), seconds=0.05)

    with pytest.raises(NoAnswer):
        asyncio.run(lose_patience())
    released.set()
    thread.wait(blocking, seconds=60)
    thread.wait(thread.ask(int), seconds=60)
    assert made == []


def test_a_library_has_one_thread() -> None:
    assert thread_of("/một/thư/viện.so") is thread_of("/một/thư/viện.so")


def test_a_library_that_hangs_does_not_keep_the_program_from_ending() -> None:
    program = (
        "import time; from signing.cryptoki.thread import thread_of; thread_of('x').ask(time.sleep, 600)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=60)
