"""Reads a draft when it has come in: its type, subject and signer, and whether it can be signed at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.contrib.auth.models import User
from django.db import transaction

from portal.models import OutgoingDocument, OutgoingFile, OutgoingSigner
from portal.outgoing.document_types import (
    COPIES,
    DOCUMENT_TYPES,
    OFFICIAL_LETTER,
)
from portal.outgoing.ending import refuse
from portal.outgoing.events import SYSTEM, EventKind, note
from portal.outgoing.handing_in import URGENCIES
from portal.outgoing.moving import move_locked
from portal.outgoing.options import OutgoingAgency
from portal.outgoing.printing import trial_task
from portal.outgoing.states import DocumentState, TrialState
from portal.outgoing.steps import PaperRead, PaperTask, print_on, read_paper
from portal.outgoing.workshop import Workshop
from records.errors import NoSpace, PageFailed, PlaceNotFound, SigningRefused, SourceRefused
from signing.appearance.signers import is_same_person


@dataclass(frozen=True, slots=True)
class Fault:
    """Why number and date cannot be printed."""

    error: SigningRefused
    appendix: str
    """Name of the appendix on which they cannot; empty for the document itself."""

    @property
    def lacks_place(self) -> bool:
        """Whether the document itself only lacks a place, which somebody may show."""
        return not self.appendix and isinstance(self.error, PlaceNotFound)

    @property
    def reason_vi(self) -> str:
        return f"{self.appendix}: {self.error.remedy_vi}" if self.appendix else self.error.remedy_vi


def check(shop: Workshop, document: OutgoingDocument) -> None:
    """Fills what its author left out from its pages; a file that cannot be opened goes back to the sender.

    Where page 1 only shows no place for number and date, the document waits until somebody shows it.
    """
    reads: list[PaperRead] = []
    words: list[str] = []
    for file in document.files.all():
        name = shop.desk.new_name(".json")
        try:
            task = PaperTask(shop.desk.path(file.current), shop.options.reading, shop.desk.path(name))
            reads.append(shop.submit(read_paper, task))
        except SourceRefused as error:
            refuse(document.pk, by=SYSTEM, why=f"{file.name}: {error.remedy_vi}")
            return
        except PageFailed:
            # Reading helps, no more: a page that nobody can read can still be signed by who knows it.
            reads.append(PaperRead(page_count=0))
        words.append(name if reads[-1].has_words else "")
    described = _as_described(shop, document, reads[0])
    fault = _fault_in_printing(shop, described, [read.page_count for read in reads], words)
    # What a recogniser makes of a scan may be misread: a clerk judges that, and shows the place.
    if fault is not None and (fault.appendix or not (fault.lacks_place or words[0])):
        refuse(document.pk, by=SYSTEM, why=fault.reason_vi)
        return
    _write_down(reads, words, described, fault)


def try_again(shop: Workshop, document: OutgoingDocument) -> None:
    """Prints number and date on a copy once more, since somebody has changed what is said of the document."""
    files = list(document.files.all())
    fault = _fault_in_printing(
        shop, document, [file.page_count for file in files], [file.words for file in files]
    )
    tried = {name: getattr(document, name) for name in _TRIED}
    with transaction.atomic():
        # Changed again meanwhile, it is still owed a trial.
        held = OutgoingDocument.objects.filter(pk=document.pk, state=DocumentState.CHECKED)
        same = [
            one for one in held.select_for_update() if {name: getattr(one, name) for name in _TRIED} == tried
        ]
        if same:
            held.update(**_outcome(document, fault), attempts=0)
            if fault is not None:
                note(document.pk, EventKind.FAILED, SYSTEM, code=fault.error.code, reason=fault.reason_vi)


_TRIED = ("agency", "type_code", "unit", "number_place", "date_place")
"""What a trial depends on."""


def _outcome(document: OutgoingDocument, fault: Fault | None) -> dict[str, str]:
    if fault is None:
        state = TrialState.PASSED if document.type_code else TrialState.OWED
        return {"trial": state, "reason_code": "", "reason_vi": ""}
    state = TrialState.NO_PLACE if fault.lacks_place else TrialState.FAILED
    return {"trial": state, "reason_code": fault.error.code, "reason_vi": fault.reason_vi}


def said_by_symbol(symbol: str, agency: OutgoingAgency) -> tuple[str, str]:
    """Type and unit that a symbol names: `QĐ-UBND` a decision, `UBND-VP` a công văn of VP; else empty."""
    first, _dash, rest = symbol.partition("-")
    if first == agency.symbol:
        return OFFICIAL_LETTER, rest
    return (first, "") if rest == agency.symbol and first in DOCUMENT_TYPES else ("", "")


def _as_described(shop: Workshop, document: OutgoingDocument, read: PaperRead) -> OutgoingDocument:
    """The document with what its pages say where its author said nothing; not saved."""
    agency = shop.options.outgoing.agency(document.agency)
    document.type_code = document.type_code or said_by_symbol(read.symbol, agency)[0] or read.type_code
    document.unit = unit_of(document, read, agency)[:32]
    document.subject = document.subject or read.subject
    document.urgency = document.urgency or (read.urgency if read.urgency in URGENCIES else "")
    return document


def _fault_in_printing(
    shop: Workshop, document: OutgoingDocument, pages: Sequence[int], words: Sequence[str]
) -> Fault | None:
    """Why number and date could not be printed, tried before a number is spent on them."""
    if document.type_code in {"", *COPIES}:
        return None
    for file, count, name in zip(document.files.all(), pages, words, strict=True):
        target = shop.desk.new_name()
        file.document = document  # as described now, which need not be saved yet
        task = trial_task(shop.desk, shop.options.outgoing, file, shop.desk.path(target), words=name)
        try:
            shop.submit(print_on, task, pages=max(1, count))
        except NoSpace:
            raise
        except SigningRefused as error:
            return Fault(error, file.name if file.ordinal else "")
        finally:
            shop.desk.forget(target)
    return None


def unit_of(document: OutgoingDocument, read: PaperRead, agency: OutgoingAgency) -> str:
    """The drafting unit: as the sender says, as the page says, or the most usual one."""
    return document.unit or said_by_symbol(read.symbol, agency)[1] or agency.first_unit


def printed_prefix(read: Mapping[str, object], user: User, *, is_alone: bool) -> str:
    """Under which authority the page lets somebody sign: a lone signer, or one whose name stands there."""
    if is_alone:
        return str(read.get("prefix", ""))
    signers = read.get("signers")
    for one in signers if isinstance(signers, list | tuple) else ():
        if is_same_person(user.get_full_name(), str(one["name"])):
            return str(one["prefix"])
    return ""


def _write_down(
    reads: list[PaperRead], words: list[str], described: OutgoingDocument, fault: Fault | None
) -> None:
    as_read = asdict(reads[0])
    with transaction.atomic():
        held = OutgoingDocument.objects.select_for_update().get(pk=described.pk)
        for file, read, name in zip(held.files.all(), reads, words, strict=True):
            OutgoingFile.objects.filter(pk=file.pk).update(page_count=read.page_count, words=name)
        signers = list(held.signers.filter(prefix="").select_related("user"))
        is_alone = held.signers.count() == 1
        for signer in signers:
            prefix = printed_prefix(as_read, signer.user, is_alone=is_alone)
            OutgoingSigner.objects.filter(pk=signer.pk).update(prefix=prefix)
        move_locked(
            held,
            DocumentState.CHECKED,
            type_code=held.type_code or described.type_code,
            unit=held.unit or described.unit,
            subject=held.subject or described.subject,
            urgency=held.urgency or described.urgency,
            as_read=as_read,
            attempts=0,
            **_outcome(described, fault),
        )
        if (held.type_code, held.unit, held.agency) != (
            described.type_code,
            described.unit,
            described.agency,
        ):
            OutgoingDocument.objects.filter(pk=held.pk).update(trial=TrialState.OWED)
        pages = [read.page_count for read in reads]
        note(held.pk, EventKind.CHECKED, SYSTEM, type=held.type_code, pages=pages)
