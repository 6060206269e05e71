"""Signs or seals some or hundreds of documents with one token and one PIN, in a thread of this process.

Tokens hang on this machine, so the batch does too. The PIN is a value of the thread: it is in no session, no
row and no log, and it is forgotten when the batch ends. Each file's outcome is committed as it comes.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connections, transaction
from django.utils import timezone

from portal.models import (
    BatchItem,
    Mandate,
    OutgoingDocument,
    OutgoingFile,
    OutgoingSigner,
    SigningBatch,
)
from portal.outgoing import keys, outcomes, relays
from portal.outgoing.desk_folder import Desk
from portal.outgoing.identities import must_be_bound, must_be_own
from portal.outgoing.keys import Key, KeyElsewhere, key_elsewhere, key_of
from portal.outgoing.mandates import mandate_for
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.orders import Bench, order_for_agency, order_for_person, words_beside
from portal.outgoing.states import BatchState
from portal.outgoing.waiting import for_seal, for_signature
from records.errors import HosoError, MoreThanAsked, OutOfTurn
from records.faults import where
from signing.appearance import PageWord
from signing.batch import ENDS_THE_BATCH, NotSigned, sign_batch
from signing.orders import Signed, SignOrder
from signing.relay import RemoteHand
from signing.services import Services, open_services
from signing.tokens import Pin
from signing.trust import TrustStore

log = logging.getLogger(__name__)

MOST_FILES = 1000
BROKEN_VI = "Đợt ký bị ngắt giữa chừng (máy khởi động lại). Các tệp đã ký vẫn tốt; hãy ký tiếp phần còn lại."


@dataclass(slots=True)
class _Work:
    """What one batch is to do; lives in its thread alone."""

    batch: SigningBatch
    bench: Bench
    orders: list[SignOrder] = field(default_factory=list)
    items: dict[Path, BatchItem] = field(default_factory=dict)
    """By the target of its order."""
    signers: dict[Path, OutgoingSigner] = field(default_factory=dict)
    mandates: dict[Path, Mandate | None] = field(default_factory=dict)

    def add(self, item: BatchItem, order: SignOrder) -> None:
        self.orders.append(order)
        self.items[order.target] = item


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who signs what with which PIN."""

    person: User
    document_ids: Sequence[int]
    pin: Pin | None
    agency: str = ""
    """Set for the seal of that agency; empty for the person's own signature."""
    hand: RemoteHand | None = None
    """The key that the agent in the signer's own computer opened; `None` for a token of the settings."""
    announced: int = 0
    """With `hand`: how many signatures the person was told of before the PIN."""


def begin(desk: Desk, options: OutgoingOptions, sitting: Sitting) -> tuple[SigningBatch, threading.Thread]:
    """Claims the documents and begins to sign them in a thread; the batch's row tells how far it is.

    Documents that do not wait for this person any more are left out. Raises `NotYourCertificate`,
    `TokenAbsent` for a token that is busy or not in the settings, and `OutOfTurn` when nothing is left.
    """
    bench = Bench(desk, options, must_be_bound(sitting.person, sitting.agency))
    key = _key_for(bench, sitting)
    keys.take(key.name)
    try:
        work = _claimed(bench, sitting)
        thread = set_out(work.batch, key, partial(_sign, work, key))
    except BaseException:
        keys.give_back(key.name)
        raise
    return work.batch, thread


def set_out(batch: SigningBatch, key: Key, sign: Callable[[], HosoError | None]) -> threading.Thread:
    """Has `sign` do a batch's work in a thread, with a key taken for it; the batch's row tells the end.

    `sign` raises what stops it, or gives back what ended it before everything was tried.
    """
    if isinstance(key, KeyElsewhere):
        relays.lay_out(batch.key, batch.by, key.mailbox)
    thread = threading.Thread(target=_run, args=(batch, key, sign), name="signing batch", daemon=True)
    thread.start()
    return thread


def recover() -> None:
    """Ends batches that died with their process; to be called once at the start."""
    with transaction.atomic():
        broken = SigningBatch.objects.filter(state=BatchState.RUNNING)
        OutgoingDocument.objects.filter(batch__in=broken).update(batch=None)
        broken.update(state=BatchState.BROKEN, ended_at=timezone.now(), reason_vi=BROKEN_VI)


def _key_for(bench: Bench, sitting: Sitting) -> Key:
    if sitting.hand is None:
        return key_of(bench.options, bench.binding, sitting.pin)
    return key_elsewhere(bench.binding, sitting.hand, announced=sitting.announced)


def _claimed(bench: Bench, sitting: Sitting) -> _Work:
    """Claims what still waits for this person and is in no other batch, and makes an order for each file."""
    with transaction.atomic():
        batch = SigningBatch.objects.create(
            key=uuid.uuid4(),
            by=sitting.person.get_username(),
            is_seal=bool(sitting.agency),
            begun_at=timezone.now(),
        )
        work = _Work(batch, bench)
        if sitting.agency:
            _claim_seals(work, sitting)
        else:
            _claim_signatures(work, sitting)
        if not batch.items.exists():
            raise OutOfTurn(
                "nothing to sign",
                remedy_vi="Không còn văn bản nào chờ ký trong các văn bản đã chọn. Hãy tải lại trang.",
                remedy_en="None of these documents waits for your signature any more. Load the page again.",
            )
        if sitting.hand is not None and len(work.orders) > sitting.announced:
            raise MoreThanAsked("more files wait than were announced to the person")
    return work


def _claim_signatures(work: _Work, sitting: Sitting) -> None:
    owed = for_signature(sitting.person).filter(document_id__in=sitting.document_ids, document__batch=None)
    for signer in owed[:MOST_FILES]:
        document = signer.document
        item = _hold(work, document.pk, document.files.get(ordinal=0))
        try:
            mandate = mandate_for(signer, document.agency)
            order = order_for_person(work.bench, signer)
        except HosoError as error:
            outcomes.not_signed(item, error)
            continue
        work.add(item, order)
        work.signers[order.target] = signer
        work.mandates[order.target] = mandate


def _claim_seals(work: _Work, sitting: Sitting) -> None:
    owed = for_seal(sitting.agency).filter(pk__in=sitting.document_ids, batch=None)
    for document in owed[:MOST_FILES]:
        for file in document.files.filter(sealed=False):
            item = _hold(work, document.pk, file)
            try:
                order = order_for_agency(work.bench, document, file)
            except HosoError as error:
                outcomes.not_signed(item, error)
            else:
                work.add(item, order)


def _hold(work: _Work, document_id: int, file: OutgoingFile) -> BatchItem:
    OutgoingDocument.objects.filter(pk=document_id).update(batch=work.batch)
    item: BatchItem = BatchItem.objects.create(batch=work.batch, file=file)
    return item


def _run(batch: SigningBatch, key: Key, sign: Callable[[], HosoError | None]) -> None:
    """The thread: opens services and token once, signs, and lets go of everything whatever happens."""
    ended: HosoError | None = None
    try:
        ended = sign()
    except HosoError as error:
        log.warning("batch %s ended: %s", batch.pk, error.code)
        ended = error
    except Exception as error:
        # Its message may hold what a token's library was given: the place is kept, the words are not.
        log.error("batch %s ended by a fault: %s", batch.pk, where(error))  # noqa: TRY400
        ended = HosoError(type(error).__name__)
    finally:
        key.let_go()
        keys.give_back(key.name)
        try:
            _end(batch, ended)
        finally:
            relays.take_in(batch.key)
            connections.close_all()


def _sign(work: _Work, key: Key) -> HosoError | None:
    if not work.orders:
        return None
    with ExitStack() as stack:
        services = stack.enter_context(services_of(work.bench.options))
        largest = work.bench.options.largest_bytes
        session = stack.enter_context(key.session(services, largest_bytes=largest))
        must_be_own(session.certificate, work.bench.binding)
        told = sign_batch(
            work.orders, session, on_outcome=partial(_write_down, work), words_of=partial(_words_of, work)
        )
    errors = (one.error for one in told if isinstance(one, NotSigned))
    return next((error for error in errors if isinstance(error, ENDS_THE_BATCH)), None)


def _words_of(work: _Work, order: SignOrder) -> Sequence[PageWord] | None:
    return words_beside(work.bench.desk, work.items[order.target].file)


@contextmanager
def services_of(options: OutgoingOptions) -> Iterator[Services | None]:
    """The line to timestamp and status services; `None` where the office names none."""
    if options.services is None or options.trust_folder is None:
        yield None
        return
    with open_services(options.services, TrustStore.from_folder(options.trust_folder)) as services:
        yield services


def _write_down(work: _Work, outcome: Signed | NotSigned) -> None:
    target = outcome.order.target
    item, signer = work.items[target], work.signers.get(target)
    try:
        if isinstance(outcome, NotSigned):
            if not outcome.is_untried:
                outcomes.not_signed(item, outcome.error)
        elif signer is not None:
            outcomes.person_signed(item, signer, outcome, work.bench.binding, work.mandates[target])
        else:
            outcomes.agency_signed(item, outcome, work.bench.binding)
    except HosoError as error:
        # The document has moved on meanwhile: what was signed is not used, and says so.
        work.bench.desk.forget(target.name)
        outcomes.not_signed(item, error)


def _end(batch: SigningBatch, error: HosoError | None) -> None:
    with transaction.atomic():
        outcomes.release(batch)
        SigningBatch.objects.filter(pk=batch.pk).update(
            state=BatchState.BROKEN if error else BatchState.DONE,
            ended_at=timezone.now(),
            reason_code=error.code if error else "",
            reason_vi=error.remedy_vi if error else "",
        )
