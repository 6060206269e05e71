"""What each step is given, and what its end means for the file: the work's rules, without its clockwork."""

from __future__ import annotations

import json
import logging
import shutil
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from archive import Archive
from pipeline.batches import BatchOptions
from portal.catalogue.index import Deposited
from portal.intake.folder_wishes import dpi_of, is_two_sided, keeps_scan, stays_whole
from portal.intake.ledger import Intake
from portal.jobs import entries
from portal.jobs.halves import Halves
from portal.jobs.options import WorkOptions
from portal.jobs.pausing import is_outside
from portal.jobs.plan import Job, Plan, StepKind
from portal.jobs.rescanning import RescanTask
from portal.jobs.sides import BackSides, collated_unread
from portal.jobs.work import (
    Completed,
    CompleteTask,
    Opened,
    OpenTask,
    PageRead,
    PageTask,
    Steps,
    complete_bare,
    seconds_for,
)
from portal.models import IntakeFile
from records import FileState, Record, RecordId
from records.errors import (
    BelowScanRule,
    EmptyFile,
    EngineCrashed,
    HosoError,
    SourceRefused,
)

log = logging.getLogger(__name__)

Order = tuple[Callable[[Any], object], Any, float]
"""A step, its task (each step has its own type) and its time limit in seconds."""

STATES = {
    StepKind.OPEN: FileState.RECEIVED,
    StepKind.PAGE: FileState.READING,
    StepKind.COMPLETE: FileState.READ,
}
"""In which state a step finds its file; in another, a person has removed it since the step was planned."""
_REFUSALS: tuple[type[SourceRefused], ...] = (SourceRefused, *SourceRefused.__subclasses__())
REFUSALS = {kind.__name__: kind for kind in _REFUSALS}
NOT_OPENED = "Không mở được tệp: bộ xử lý dừng hai lần. Hãy xem bản gốc, quét lại nếu cần."
NOT_COMPLETED = "Không lập được bản PDF tìm kiếm: bộ xử lý dừng hai lần. Hãy xem bản gốc và nhập tay."

KEEP_VI = "Giấy tờ cũ không quét lại được: thả lại tệp vào thư mục con “giữ nguyên” của inbox."
NOT_REPLACED = "Không đưa được bản quét lại vào hồ sơ: bộ xử lý dừng hai lần. Hồ sơ giữ như cũ; hãy quét lại."


class Settling:
    """Turns the ledger's rows into steps and the steps' ends into rows."""

    def __init__(
        self, options: WorkOptions, archive: Archive, intake: Intake, plan: Plan, steps: Steps
    ) -> None:
        self._options = options
        self._archive = archive
        self._intake = intake
        self._plan = plan
        self._steps = steps
        self._halves = Halves(plan, options.other_side_seconds, self._reject)

    def admit(self) -> None:
        """Plans every file to which work is owed and that is not planned yet, and pairs those that wait."""
        owed = entries.unsettled_copies()
        for file_id in self._plan:
            if owed.get(file_id) != self._plan.copy_of(file_id):
                self._plan.forget(file_id)  # a person has removed it, and may have put it back since
        for file_id in owed:
            if file_id not in self._plan:
                self._plan_file(IntakeFile.objects.get(pk=file_id))
        self._halves.settle()

    def clear_work(self) -> None:
        """Removes what interrupted steps left in their folders."""
        shutil.rmtree(self._intake.staging.work_root, ignore_errors=True)

    def order(self, job: Job) -> Order | None:
        """The step for a job, ready to be run; `None` when the file was removed and nothing is owed to it."""
        file = IntakeFile.objects.get(pk=job.file_id)
        if file.state != STATES[job.kind] or file.staged_path != job.copy:
            self._plan_anew(job.file_id)
            return None
        path = self._intake.staging.path(file.staged_path)
        limits = self._options.limits
        if job.kind is StepKind.OPEN:
            return self._steps.open_file, OpenTask(path, limits), limits.page_seconds
        if job.kind is StepKind.PAGE:
            return self._steps.read_page, self._page_task(file, job.number), limits.page_seconds
        if file.replaces:
            rescan = self._rescan(file)
            return self._steps.replace_pages, rescan, seconds_for(limits, file.page_count or 0)
        completion = self._completion(file)
        return self._steps.complete, completion, seconds_for(limits, completion.page_count)

    def _page_task(self, file: IntakeFile, number: int) -> PageTask:
        reading = self._options.reading
        dpi = dpi_of(file.folder)
        if dpi is not None:
            reading = replace(reading, rule=replace(reading.rule, dpi=dpi))
        return PageTask(self._intake.staging.path(file.staged_path), number, reading)

    def settle(self, job: Job, ended: Future[object]) -> None:
        """Writes down what became of a step. May be called again when it raised."""
        if not self._is_still_owed(job):
            return
        error = ended.exception()
        if error is None:
            self._went_well(job, ended.result())
        elif is_outside(error):
            self._plan.again(job)
        else:
            self._failed(job, error if isinstance(error, HosoError) else EngineCrashed(type(error).__name__))

    def _is_still_owed(self, job: Job) -> bool:
        """Whether a step that ended says something of its file as it is now; nobody removes a record."""
        if job.kind is StepKind.COMPLETE or entries.is_owed(job.file_id, STATES[job.kind], job.copy):
            return True
        if self._plan.copy_of(job.file_id) == job.copy:
            self._plan_anew(job.file_id)
        return False

    def _plan_anew(self, file_id: int) -> None:
        """A person has removed the file, and may have put it back since: what is planned for it is void."""
        self._plan.forget(file_id)
        file = IntakeFile.objects.filter(pk=file_id, state__in=entries.UNSETTLED).first()
        if file is not None:
            self._plan_file(file)

    def _plan_file(self, file: IntakeFile) -> None:
        self._plan.leave(file.pk, file.staged_path)
        if file.state == FileState.RECEIVED:
            self._plan.to_open(file.pk)
        elif file.state == FileState.READING:
            self._plan.to_read(file.pk, ())
            self._plan_rest(file.pk)
        else:
            self._plan_completing(file)

    def _plan_completing(self, file: IntakeFile) -> None:
        if file.side and file.page_count:
            self._plan.leave(file.pk, file.staged_path)  # until its other side is there: `Halves`
        else:
            self._plan.to_complete(file.pk)

    def _plan_rest(self, file_id: int) -> None:
        waiting = entries.waiting_numbers(file_id)
        if waiting:
            self._plan.to_read(file_id, waiting)
        else:
            self._pages_settled(file_id)

    def _went_well(self, job: Job, outcome: object) -> None:
        if isinstance(outcome, Opened):
            if outcome.page_count < 1:
                self._reject(job.file_id, EmptyFile("no page"))
                return
            if entries.opened(job.file_id, outcome.page_count, outcome.seconds, copy=job.copy):
                self._plan.to_read(job.file_id, range(1, outcome.page_count + 1))
            else:
                self._plan_anew(job.file_id)
        elif isinstance(outcome, PageRead):
            entries.page_read(job.file_id, job.number, outcome.text, outcome.seconds, copy=job.copy)
            self._page_settled(job)
        elif isinstance(outcome, Completed):
            self._file(job.file_id, outcome)

    def _failed(self, job: Job, error: HosoError) -> None:
        if job.kind is StepKind.PAGE:
            self._page_failed(job, error)
        elif isinstance(error, SourceRefused):
            self._reject(job.file_id, error)
        elif entries.step_failed(job.file_id, error) < self._options.most_attempts:
            self._plan.again(job)
        elif IntakeFile.objects.values_list("replaces", flat=True).get(pk=job.file_id):
            self._reject(job.file_id, SourceRefused(error.code, remedy_vi=NOT_REPLACED))
        elif job.kind is StepKind.OPEN:
            if entries.given_up_unopened(job.file_id):
                self._file_bare(job.file_id, NOT_OPENED)
            else:
                self._plan_anew(job.file_id)
        else:
            self._file_bare(job.file_id, NOT_COMPLETED)

    def _page_failed(self, job: Job, error: HosoError) -> None:
        # What is wrong with the page itself will be so the next time too.
        most = 1 if isinstance(error, SourceRefused) else self._options.most_attempts
        if entries.page_failed(job.file_id, job.number, error, most_attempts=most, copy=job.copy):
            self._plan.again(job)
        else:
            self._page_settled(job)

    def _page_settled(self, job: Job) -> None:
        if self._plan.page_done(job):
            self._pages_settled(job.file_id)

    def _pages_settled(self, file_id: int) -> None:
        refusal = self._refusal_of_every_page(file_id) or self._refusal_of_scan(file_id)
        if refusal is not None:
            self._reject(file_id, refusal)
            return
        if not entries.all_pages_settled(file_id):
            self._plan_anew(file_id)
            return
        self._plan_completing(IntakeFile.objects.get(pk=file_id))
        self._halves.settle()

    def _refusal_of_every_page(self, file_id: int) -> SourceRefused | None:
        """The reason to refuse a file of which no page could even be looked at."""
        failed = entries.given_up(file_id)
        page_count = IntakeFile.objects.values_list("page_count", flat=True).get(pk=file_id)
        if not failed or len(failed) != page_count:
            return None
        if any(code not in REFUSALS for code, _ in failed.values()):
            return None
        code, why = failed[min(failed)]
        return REFUSALS[code]("every page", remedy_vi=why)

    def _refusal_of_scan(self, file_id: int) -> SourceRefused | None:
        """The reason to give a file back whose pages are below the rule, where the office wants that."""
        if not self._options.returns_faults:
            return None
        if keeps_scan(IntakeFile.objects.values_list("folder", flat=True).get(pk=file_id)):
            return None
        faults = entries.scan_faults(file_id)
        if not faults:
            return None
        return BelowScanRule("", remedy_vi="\n".join((BelowScanRule.remedy_vi, *faults, KEEP_VI)))

    def _reject(self, file_id: int, error: SourceRefused) -> None:
        self._intake.reject(file_id, error)
        self._plan.forget(file_id)

    def _completion(self, file: IntakeFile, *doubts: str) -> CompleteTask:
        folder = self._intake.staging.work_folder(f"{file.pk}-{uuid.uuid4().hex[:8]}")
        readings = self._readings(file, folder)
        unread = self._unread(file)
        backs = self._backs(file, folder)
        if backs is not None:
            sides, unread_backs = backs
            unread = collated_unread(unread, unread_backs, sides)
        return CompleteTask(
            path=self._intake.staging.path(file.staged_path),
            name=file.name,
            sha256=file.sha256,
            record_id=file.record_id,
            page_count=(file.page_count or 0) * (2 if backs else 1),
            received_at=file.received_at,
            intake=entries.intake_json(file),
            readings=readings,
            unread=unread,
            folder=folder,
            backs=backs[0] if backs else None,
            hint=file.hint or None,
            batch=BatchOptions(
                splits_at_blanks=self._options.splits_at_blanks,
                is_two_sided=is_two_sided(file.folder) and not file.side,
                splits_papers=self._options.splits_papers and not stays_whole(file.folder),
            ),
            compact=self._options.compact,
            trust_folder=self._options.trust_folder,
            accepts_faults=keeps_scan(file.folder),
            threshold=self._options.threshold,
            types=self._options.types,
            limits=self._options.limits,
            archive=self._archive,
            doubts=doubts,
        )

    def _readings(self, file: IntakeFile, folder: Path) -> Path:
        readings = folder / f"readings-{file.pk}.jsonl"
        entries.write_readings(file.pk, readings)
        return readings

    def _unread(self, file: IntakeFile) -> Mapping[int, str]:
        return {number: why for number, (_, why) in entries.given_up(file.pk).items()}

    def _backs(self, file: IntakeFile, folder: Path) -> tuple[BackSides, Mapping[int, str]] | None:
        """The back sides that belong to `file`, and which of their pages could not be read."""
        backs = entries.backs_of(file)
        if backs is None:
            return None
        sides = BackSides(
            path=self._intake.staging.path(backs.staged_path),
            name=backs.name,
            sha256=backs.sha256,
            page_count=backs.page_count or 0,
            readings=self._readings(backs, folder),
        )
        return sides, self._unread(backs)

    def _rescan(self, file: IntakeFile) -> RescanTask:
        folder = self._intake.staging.work_folder(f"{file.pk}-{uuid.uuid4().hex[:8]}")
        return RescanTask(
            path=self._intake.staging.path(file.staged_path),
            name=file.name,
            sha256=file.sha256,
            record_id=file.replaces,
            page=file.replaces_page,
            sent_by=file.sent_by,
            received_at=timezone.localtime(file.received_at),
            readings=self._readings(file, folder),
            unread=self._unread(file),
            folder=folder,
            accepts_faults=keeps_scan(file.folder),
            threshold=self._options.threshold,
            types=self._options.types,
            limits=self._options.limits,
            archive=self._archive,
            compact=self._options.compact,
        )

    def _file_bare(self, file_id: int, doubt: str) -> None:
        task = self._completion(IntakeFile.objects.get(pk=file_id), doubt)
        self._file(file_id, complete_bare(task))

    def _file(self, file_id: int, completed: Completed) -> None:
        """The records lie in the archive: into the catalogue with them, and out of staging."""
        try:
            made = [self._as_archived(*held) for held in completed.versions.items()]
            staged = entries.filed(file_id, made, completed.seconds)
        except Exception as error:
            if is_outside(error):
                raise
            log.exception("intake %s: archived but not indexed", file_id)
            told = error if isinstance(error, HosoError) else HosoError(type(error).__name__)
            staged = entries.archived_unindexed(file_id, told, completed.seconds)
        backs_ids = IntakeFile.objects.filter(partner=file_id).values_list("pk", flat=True)
        for name in staged:
            self._intake.staging.remove(name)
        self._clear(file_id)
        for settled_id in (file_id, *backs_ids):
            self._plan.forget(settled_id)

    def _as_archived(self, record_id: str, version: int) -> Deposited:
        # Read back and not passed on: what is indexed is then what a rebuild would find.
        raw, words, intake = (
            json.loads(self._archive.read(record_id, name))
            for name in ("record.json", "words.json", "intake.json")
        )
        return Deposited(RecordId(record_id), f"v{version}", Record.from_json(raw, words), intake)

    def _clear(self, file_id: int) -> None:
        for folder in self._intake.staging.work_root.glob(f"{file_id}-*"):
            shutil.rmtree(folder, ignore_errors=True)
