"""What the work reads from the ledger and writes into it; every function is one transaction.

A page's reading is committed the moment it is there, so that no crash can make a page be read twice.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.catalogue.index import Deposited, replace_records
from portal.counts.marking import mark_files
from portal.inbox.requests import close_by
from portal.models import IntakeFile, IntakePage
from portal.webhooks.happenings import Happening
from portal.webhooks.outbox import tell_of_record
from records import FileState, Page, PageState
from records.errors import HosoError
from records.identifiers import record_id_in

log = logging.getLogger(__name__)

UNSETTLED = tuple(state for state in FileState if not state.is_settled)
LONGEST_REASON = 4000
NOT_INDEXED = "Hồ sơ đã ở trong kho nhưng chưa vào được danh mục. Hãy báo người phụ trách kỹ thuật."


def unsettled_copies() -> Mapping[int, str]:
    """Files to which work is owed, the oldest first, each with its staged copy."""
    return dict(IntakeFile.objects.filter(state__in=UNSETTLED).values_list("pk", "staged_path"))


def waiting_numbers(file_id: int) -> Sequence[int]:
    """Pages of a file that are neither read nor given up."""
    waiting = IntakePage.objects.filter(file=file_id, state=PageState.WAITING)
    return list(waiting.values_list("number", flat=True))


def given_up(file_id: int) -> Mapping[int, tuple[str, str]]:
    """Pages that could not be read: number to the reason's code and its Vietnamese text."""
    failed = IntakePage.objects.filter(file=file_id, state=PageState.FAILED)
    return {
        number: (code, why) for number, code, why in failed.values_list("number", "reason_code", "reason_vi")
    }


def is_owed(file_id: int, state: FileState, copy: str) -> bool:
    """Whether the file still stands where a step for this state finds it: a person may have removed it.

    `copy` is the staged copy that the step read; a file that was put back has another one.
    """
    return IntakeFile.objects.filter(pk=file_id, state=state, staged_path=copy).exists()


def opened(file_id: int, page_count: int, seconds: float, *, copy: str) -> bool:
    """The file was opened: a waiting row for each of its pages; `False` when it was removed meanwhile."""
    with transaction.atomic():
        is_ours = IntakeFile.objects.filter(pk=file_id, state=FileState.RECEIVED, staged_path=copy).update(
            state=FileState.READING,
            page_count=page_count,
            attempts=0,
            reason_code="",
            reason_vi="",
            seconds=F("seconds") + seconds,
        )
        if not is_ours:
            return False
        pages = (IntakePage(file_id=file_id, number=number) for number in range(1, page_count + 1))
        IntakePage.objects.bulk_create(pages, batch_size=500, ignore_conflicts=True)
    return True


def page_read(file_id: int, number: int, reading: str, seconds: float, *, copy: str) -> None:
    """One page of a staged copy was read."""
    IntakePage.objects.filter(file=file_id, number=number, file__staged_path=copy).update(
        state=PageState.READ,
        reading=reading,
        seconds=F("seconds") + seconds,
        read_at=timezone.now(),
        reason_code="",
        reason_vi="",
    )


def page_failed(file_id: int, number: int, error: HosoError, *, most_attempts: int, copy: str) -> bool:
    """One page could not be read; `True` when it may be tried again, else it is given up with its reason."""
    with transaction.atomic():
        page = IntakePage.objects.filter(file=file_id, number=number, file__staged_path=copy).first()
        if page is None:
            return False  # the file was removed meanwhile
        page.attempts += 1
        page.reason_code, page.reason_vi = error.code, error.remedy_vi
        may_retry = bool(page.attempts < most_attempts)
        if not may_retry:
            page.state, page.read_at = PageState.FAILED, timezone.now()
        page.save(update_fields=["attempts", "reason_code", "reason_vi", "state", "read_at"])
    log.warning("intake %s page %s: %s (%s), attempt %s", file_id, number, error.code, error, page.attempts)
    return may_retry


def all_pages_settled(file_id: int) -> bool:
    """No page waits any more; `False` when the file was removed meanwhile."""
    reading = IntakeFile.objects.filter(pk=file_id, state=FileState.READING)
    return bool(reading.update(state=FileState.READ, attempts=0))


def given_up_unopened(file_id: int) -> bool:
    """The file could not even be opened, though nothing says that it is at fault; a person will look.

    `False` when it was removed meanwhile.
    """
    received = IntakeFile.objects.filter(pk=file_id, state=FileState.RECEIVED)
    return bool(received.update(state=FileState.READ, page_count=0))


def step_failed(file_id: int, error: HosoError) -> int:
    """Opening or completing failed; returns how often it has."""
    with transaction.atomic():
        IntakeFile.objects.filter(pk=file_id, state__in=UNSETTLED).update(
            attempts=F("attempts") + 1, reason_code=error.code, reason_vi=error.remedy_vi
        )
        attempts: int = IntakeFile.objects.values_list("attempts", flat=True).get(pk=file_id)
    log.warning("intake %s: %s (%s), attempt %s", file_id, error.code, error, attempts)
    return attempts


def write_readings(file_id: int, out: Path) -> None:
    """Writes what was read to `out`, a page a line, without ever holding all of it in memory."""
    readings = IntakePage.objects.filter(file=file_id, state=PageState.READ).order_by("number")
    with out.open("w", encoding="utf-8") as stream:
        for reading in readings.values_list("reading", flat=True).iterator(chunk_size=20):
            stream.write(reading + "\n")


def scan_faults(file_id: int) -> Sequence[str]:
    """Why pages of a file should be scanned again, in the order of its pages."""
    readings = IntakePage.objects.filter(file=file_id, state=PageState.READ).order_by("number")
    texts = readings.values_list("reading", flat=True).iterator(chunk_size=20)
    pages = (Page.from_json(json.loads(text)) for text in texts)
    return [fault.reason for page in pages for fault in page.faults]


def intake_json(file: IntakeFile) -> Mapping[str, object]:
    """What the archive keeps of how a file came: `intake.json`."""
    told = {
        "received_at": timezone.localtime(file.received_at).isoformat(timespec="seconds"),
        "unit": file.unit,
        "hint": file.hint,
        "folder": file.folder,
        "name": file.name,
    }
    scanned_again = record_id_in(file.name)
    return {
        **told,
        **({"sent_by": file.sent_by} if file.sent_by else {}),
        **({"document_code": file.document_code} if file.document_code else {}),
        **({"rescan_of": scanned_again} if scanned_again else {}),
        **({"sources": [_told(file), _told(backs)]} if (backs := backs_of(file)) else {}),
    }


def _told(half: IntakeFile) -> Mapping[str, object]:
    """One of the two files of a record, in the order in which `original/` holds them: fronts, backs."""
    return {"name": half.name, "sha256": half.sha256, "pages": half.page_count}


def backs_of(file: IntakeFile) -> IntakeFile | None:
    """The file of back sides that becomes one record with `file`."""
    return IntakeFile.objects.filter(partner=file).first()


def waiting_halves() -> list[IntakeFile]:
    """Files with one side of sheets, opened, whose other side is not known yet, the oldest first."""
    halves = IntakeFile.objects.filter(state__in=UNSETTLED, partner=None, page_count__gt=0).exclude(side="")
    return list(halves.exclude(backs__isnull=False).order_by("pk"))


def pair(fronts_id: int, backs_id: int) -> None:
    """The two files are one stack from now on."""
    with transaction.atomic():
        both = IntakeFile.objects.select_for_update().filter(pk__in=(fronts_id, backs_id))
        if both.filter(state__in=UNSETTLED).count() < len((fronts_id, backs_id)):
            return  # one was removed meanwhile; the other waits on
        fronts = both.get(pk=fronts_id)
        IntakeFile.objects.filter(pk=backs_id).update(
            partner=fronts, record_id=fronts.record_id, record_count=0, reason_vi=""
        )
        IntakeFile.objects.filter(pk=fronts_id).update(reason_vi="")


def say_why_waiting(reasons: Mapping[int, str]) -> None:
    """Tells staff what each half still waits for; writes only what changed."""
    for file in IntakeFile.objects.filter(pk__in=list(reasons)):
        if file.reason_vi != reasons[file.pk]:
            waiting = IntakeFile.objects.filter(pk=file.pk, state__in=UNSETTLED)
            waiting.update(reason_vi=reasons[file.pk])


def whole_pairs() -> Sequence[int]:
    """Files of front sides that are read, and their back sides too."""
    ready = IntakeFile.objects.filter(state=FileState.READ, backs__state=FileState.READ)
    return list(ready.values_list("pk", flat=True))


def filed(file_id: int, made: Sequence[Deposited], seconds: float) -> Sequence[str]:
    """The file's records are in the archive: into the catalogue with them, and its readings go, all at once.

    Returns the names of the staged files, its own and that of its back sides, which nothing names any more.
    """
    with transaction.atomic():
        file = IntakeFile.objects.get(pk=file_id)
        replace_records(made)
        for one in made:
            waits = one.record.needs_review
            tell_of_record(Happening.RECORD_IN_REVIEW if waits else Happening.RECORD_FILED, one.record_id)
        needs_review = any(one.record.needs_review for one in made)
        state = FileState.REVIEW if needs_review else FileState.FILED
        IntakeFile.objects.filter(pk=file_id).update(record_count=0 if file.replaces else len(made))
        reasons = tuple(_reasons(made))
        if file.replaces:
            close_by(file)
        staged = _settle_with_backs(file, state, "", reasons, seconds)
        mark_files(Q(pk=file_id) | Q(partner=file_id))
        return staged


def _reasons(made: Sequence[Deposited]) -> Iterable[str]:
    """Why the file's records wait, each once."""
    return dict.fromkeys(reason for one in made for reason in one.record.reasons)


def archived_unindexed(file_id: int, error: HosoError, seconds: float) -> Sequence[str]:
    """The record is in the archive but the catalogue would not have it; a person and `rebuild` must look."""
    with transaction.atomic():
        file = IntakeFile.objects.get(pk=file_id)
        reason = (
            "Hồ sơ đã ở trong kho lưu trữ nhưng chưa vào được danh mục. Hãy báo người phụ trách kỹ thuật."
        )
        return _settle_with_backs(file, FileState.REVIEW, error.code, (reason,), seconds)


def _settle_with_backs(
    file: IntakeFile, state: FileState, code: str, reasons: Sequence[str], seconds: float
) -> Sequence[str]:
    staged = [_settle(file, state, code, reasons, seconds)]
    backs = backs_of(file)
    return [*staged, _settle(backs, state, code, reasons, 0.0)] if backs else staged


def _settle(file: IntakeFile, state: FileState, code: str, reasons: Iterable[str], seconds: float) -> str:
    staged = str(file.staged_path)
    # Only these columns: the original may be on its way from the inbox in another thread.
    IntakeFile.objects.filter(pk=file.pk).update(
        state=state,
        settled_at=timezone.now(),
        reason_code=code,
        reason_vi="\n".join(reasons)[:LONGEST_REASON],
        staged_path="",
        seconds=F("seconds") + seconds,
    )
    IntakePage.objects.filter(file=file.pk).update(reading="")
    return staged
