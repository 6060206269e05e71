"""One token opened once, one PIN, any number of files: the room's front door for signing.

`open_session` runs an event loop of its own in a thread, so that callers stay synchronous while waiting for
timestamps of one file overlaps with the work on others. The token itself signs one thing at a time.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError

from records.errors import NotSignable, ServiceUnavailable
from signing.cms import add_timestamp, digest_of_signature, prepare, room_for_signature, sign_digest
from signing.fields import fields_to_make, make_fields, own_field
from signing.fitness import VIETNAM, require_validity
from signing.orders import FieldPlace, Level, Signed, SignOrder
from signing.proofs import Proofs
from signing.services import Services
from signing.signable import SignablePdf, open_signable
from signing.tokens import NamedToken, OpenToken, Pin, open_token
from signing.turns import require_turn
from signing.writing import LARGEST_BYTES, Draft, draft_of, sweep

NO_SERVICE_VI = "Chưa cấu hình dịch vụ cấp dấu thời gian (signing.timestamp_urls)."


def now_in_vietnam() -> datetime:
    """The moment on this machine's clock, to the second, as signatures carry it."""
    return datetime.now(VIETNAM).replace(microsecond=0)


def name_of(certificate: x509.Certificate) -> str:
    """Common name of a certificate's owner; the last where there are several."""
    name: Any = certificate.subject.native.get("common_name", "")
    return str(name[-1] if isinstance(name, list) else name)


@contextmanager
def open_session(
    token: NamedToken,
    pin: Pin | None,
    *,
    services: Services | None = None,
    largest_bytes: int = LARGEST_BYTES,
    clock: Callable[[], datetime] = now_in_vietnam,
) -> Iterator[SigningSession]:
    """Opens the token for a batch; the PIN is tried once and forgotten at the end.

    Without `services` everything is signed B-B. Raises what `open_token` raises.
    """
    try:
        with ExitStack() as stack:
            opened = stack.enter_context(open_token(token, pin))
            loop = stack.enter_context(_running_loop())
            yield SigningSession(opened, loop, services=services, largest_bytes=largest_bytes, clock=clock)
    finally:
        if pin is not None:
            pin.forget()


class SigningSession:
    """Signs with one open token. Made by `open_session`."""

    def __init__(
        self,
        token: OpenToken,
        loop: asyncio.AbstractEventLoop,
        *,
        services: Services | None,
        largest_bytes: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._token = token
        self._loop = loop
        self._proofs = Proofs(services, token) if services is not None else None
        self._largest_bytes = largest_bytes
        self._clock = clock
        self._at_the_token = asyncio.Lock()
        self._swept: set[Path] = set()

    @property
    def signer_name(self) -> str:
        """Common name of the certificate."""
        return name_of(self._token.certificate)

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's, for whoever must know whether it is the right one before anything is signed."""
        return self._token.certificate

    @property
    def is_trial(self) -> bool:
        """Whether the token is a throwaway one, whose signatures are worth nothing."""
        return self._token.is_trial

    def sign(self, order: SignOrder, *, words: Sequence[Any] | None = None) -> Signed:
        """Signs one file; `words` are those of a scan without a text layer, as its reader gives them.

        Raises `SigningRefused` with the reason; then there is no target.
        """
        return self.start(order, words=words).result()

    def start(self, order: SignOrder, *, words: Sequence[Any] | None = None) -> Future[Signed]:
        """Begins one signature; several may be under way, each on a file of its own."""
        return asyncio.run_coroutine_threadsafe(self._sign(order, words), self._loop)

    async def _sign(self, order: SignOrder, words: Sequence[Any] | None) -> Signed:
        with ExitStack() as stack:
            self._sweep(order.target.parent)
            drafting = draft_of(order.source, order.target, largest_bytes=self._largest_bytes)
            draft = await asyncio.to_thread(stack.enter_context, drafting)
            signing = _Signing(self._token, self._proofs, self._at_the_token, at=self._clock())
            signed = await signing.of(order, draft, words)
            await asyncio.to_thread(draft.publish)
            return signed

    def _sweep(self, folder: Path) -> None:
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(folder)


@dataclass(frozen=True, slots=True)
class _Signing:
    """One signature on one draft."""

    token: OpenToken
    proofs: Proofs | None
    at_the_token: asyncio.Lock
    at: datetime

    async def of(self, order: SignOrder, draft: Draft, words: Sequence[Any] | None) -> Signed:
        """Signs the draft; raises `SigningRefused`."""
        require_validity(self.token.certificate, at=self.at)
        pdf = open_signable(draft.stream)
        require_turn(order.role, pdf, self.token.certificate)
        field = own_field(order, pdf)
        room, delayed_by = await self._room_for_timestamp(order.level)
        try:
            style = self._draw(order, pdf, field, words)
            prepared = await prepare(
                pdf.writer,
                draft,
                signer=self.token.signer,
                field=field,
                style=style,
                at=self.at,
                reserved_bytes=room + await room_for_signature(self.token.signer),
            )
        except (PdfError, SigningError) as error:
            raise NotSignable(f"{type(error).__name__}: {error}") from error
        async with self.at_the_token:
            content = await sign_digest(self.token.signer, prepared.digest, prepared.md_algorithm)
        level = Level.B_B
        if room:
            level, why = await self._prove(order.level, draft, pdf, prepared, content)
            delayed_by = why or delayed_by
        else:
            prepared.fill(content)
        return Signed(
            order,
            field,
            level,
            name_of(self.token.certificate),
            self.at,
            delayed_by="" if level.rank >= order.level.rank else delayed_by,
            is_trial=self.token.is_trial,
        )

    async def _room_for_timestamp(self, level: Level) -> tuple[int, str]:
        """Refuses the revoked before the token is used; bytes for a timestamp, or 0 and why there is none."""
        if self.proofs is None:
            return 0, NO_SERVICE_VI
        delayed_by = ""
        try:
            await self.proofs.check_signer()
        except ServiceUnavailable as error:
            delayed_by = error.remedy_vi
        if level is Level.B_B:
            return 0, ""
        try:
            return await self.proofs.room_for_timestamp(), delayed_by
        except ServiceUnavailable as error:
            return 0, error.remedy_vi

    def _draw(self, order: SignOrder, pdf: SignablePdf, field: str, words: Sequence[Any] | None) -> Any:  # noqa: ARG002
        """Makes all fields; answers how this one looks."""
        place: FieldPlace | None = order.place
        make_fields(pdf.writer, fields_to_make(order, pdf, own=(field, place), agency=None))
        return None

    async def _prove(
        self, wanted: Level, draft: Draft, pdf: SignablePdf, prepared: Any, content: Any
    ) -> tuple[Level, str]:
        """Timestamp, validation data, archive timestamp: as far as the services answer, never called more."""
        assert self.proofs is not None  # noqa: S101  asked beforehand
        try:
            over = digest_of_signature(content, prepared.md_algorithm)
            timestamp = await self.proofs.timestamp(over, prepared.md_algorithm)
        except ServiceUnavailable as error:
            prepared.fill(content)
            return Level.B_B, error.remedy_vi
        add_timestamp(content, timestamp)
        prepared.fill(content)
        if wanted is Level.B_T:
            return Level.B_T, ""
        signed_size = draft.size()
        earlier = tuple(old for old in pdf.signatures if str(old.sig_object_type) == "/DocTimeStamp")
        try:
            await self.proofs.lay_down(draft, wanted, earlier=earlier)
        except ServiceUnavailable as error:
            draft.cut(signed_size)
            return Level.B_T, error.remedy_vi
        return wanted, ""


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
