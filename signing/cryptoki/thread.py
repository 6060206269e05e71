"""All calls into one token maker's library go through one thread, and nobody waits for it without end.

python-pkcs11 initialises a library without asking it to lock (`C_Initialize` without arguments), which by
PKCS#11 2.40, clause 5.4 promises that one thread at a time calls it. The thread is a daemon: a library that
hangs, as they do when a reader is unplugged, keeps neither a batch nor the end of the program waiting.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from typing import Any, ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class NoAnswer(Exception):
    """The library has not returned in time."""


class LibraryThread:
    """Runs calls one after the other, in the order in which they were asked for."""

    def __init__(self, name: str) -> None:
        self._asked: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        threading.Thread(target=self._serve, name=f"pkcs11 {name}", daemon=True).start()

    def ask(
        self, call: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs
    ) -> Future[_Result]:
        """Puts a call in the line."""
        answer: Future[_Result] = Future()
        self._asked.put((answer, lambda: call(*given, **named)))
        return answer

    def wait(self, answer: Future[_Result], *, seconds: float) -> _Result:
        """What the call returned or raised; `NoAnswer` after `seconds`, while it goes on by itself."""
        try:
            return answer.result(seconds)
        except TimeoutError as error:
            if answer.done():
                raise
            raise NoAnswer from error

    async def wait_in_loop(self, answer: Future[_Result], *, seconds: float) -> _Result:
        """The same in an event loop."""
        try:
            async with asyncio.timeout(seconds) as limit:
                return await asyncio.wrap_future(answer)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise NoAnswer from error

    def _serve(self) -> None:
        while True:
            answer, call = self._asked.get()
            if not answer.set_running_or_notify_cancel():
                continue
            try:
                answer.set_result(call())
            except BaseException as error:
                answer.set_exception(error)
            # Neither a PIN nor a session outlives its call in this thread's frame.
            del answer, call


@cache
def thread_of(library: str) -> LibraryThread:
    """The one thread of that library in this process."""
    return LibraryThread(library)
