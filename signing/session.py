"""One token opened once, one PIN, any number of files: the room's front door for signing.

`open_session` runs an event loop of its own in a thread, so that callers stay synchronous while waiting for
timestamps of one file overlaps with the work on others. The token itself signs one thing at a time.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from asn1crypto import x509

from records.errors import HosoError, SigningRefused
from records.faults import where
from signing.appearance import PageWord
from signing.approval import Approver
from signing.fitness import VIETNAM
from signing.orders import Signed, SignOrder
from signing.proofs import Proofs
from signing.services import Services
from signing.tokens import NamedToken, OpenToken, Pin, open_token
from signing.writing import LARGEST_BYTES, draft_of, sweep

logger = logging.getLogger(__name__)


def now_in_vietnam() -> datetime:
    """The moment on this machine's clock, to the second, as signatures carry it."""
    return datetime.now(VIETNAM).replace(microsecond=0)


@contextmanager
def open_session(
    token: NamedToken,
    pin: Pin | None,
    *,
    services: Services | None = None,
    largest_bytes: int = LARGEST_BYTES,
    seal_mm: float | None = None,
    clock: Callable[[], datetime] = now_in_vietnam,
) -> Iterator[SigningSession]:
    """Opens the token for a batch; the PIN is tried once and forgotten at the end.

    Without `services` everything is signed B-B. `seal_mm` is the width of a seal whose image does not say it.
    Raises what `open_token` raises.
    """
    try:
        with (
            open_token(token, pin) as opened,
            session_with(
                opened, services=services, largest_bytes=largest_bytes, seal_mm=seal_mm, clock=clock
            ) as session,
        ):
            yield session
    finally:
        if pin is not None:
            pin.forget()


@contextmanager
def session_with(
    opened: OpenToken,
    *,
    services: Services | None = None,
    largest_bytes: int = LARGEST_BYTES,
    seal_mm: float | None = None,
    clock: Callable[[], datetime] = now_in_vietnam,
) -> Iterator[SigningSession]:
    """As `open_session`, with a token that is open already, such as one in another computer."""
    with _running_loop() as loop:
        proofs = Proofs(services, opened) if services is not None else None
        approver = Approver(opened, proofs, seal_mm=seal_mm)
        yield SigningSession(opened, loop, approver, largest_bytes=largest_bytes, clock=clock)


class SigningSession:
    """Signs with one open token. Made by `open_session`."""

    def __init__(
        self,
        token: OpenToken,
        loop: asyncio.AbstractEventLoop,
        approver: Approver,
        *,
        largest_bytes: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._token = token
        self._loop = loop
        self._approver = approver
        self._largest_bytes = largest_bytes
        self._clock = clock
        self._swept: set[Path] = set()

    @property
    def signer_name(self) -> str:
        """Common name of the certificate."""
        return self._approver.signer_name

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's, for whoever must know whether it is the right one before anything is signed."""
        return self._token.certificate

    @property
    def is_trial(self) -> bool:
        """Whether the token is a throwaway one, whose signatures are worth nothing."""
        return self._token.is_trial

    def sign(self, order: SignOrder, *, words: Sequence[PageWord] | None = None) -> Signed:
        """Signs one file; `words` are those of a scan without a text layer, as its reader gives them.

        Raises `SigningRefused` with the reason; then there is no target.
        """
        return self.start(order, words=words).result()

    def start(self, order: SignOrder, *, words: Sequence[PageWord] | None = None) -> Future[Signed]:
        """Begins one signature; several may be under way, each on a file of its own."""
        return asyncio.run_coroutine_threadsafe(self._sign(order, words), self._loop)

    async def _sign(self, order: SignOrder, words: Sequence[PageWord] | None) -> Signed:
        try:
            return await self._signed(order, words)
        except HosoError:
            raise
        except Exception as error:  # hostile files raise many kinds; one of them never stops the others
            logger.error("signing failed without a known cause: %s", where(error))  # noqa: TRY400
            raise SigningRefused(f"unexpected: {type(error).__name__}") from error

    async def _signed(self, order: SignOrder, words: Sequence[PageWord] | None) -> Signed:
        with ExitStack() as stack:
            self._sweep(order.target.parent)
            drafting = draft_of(order.source, order.target, largest_bytes=self._largest_bytes)
            draft = await asyncio.to_thread(stack.enter_context, drafting)
            signed = await self._approver.sign(order, draft, at=self._clock(), words=words)
            await asyncio.to_thread(draft.publish)
            return signed

    def _sweep(self, folder: Path) -> None:
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(folder)


@contextmanager
def _running_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread, stopped with all that it was doing when it is left."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="signing", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(_cancelled(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _cancelled() -> None:
    running = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
