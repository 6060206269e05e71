"""Takes a file out of work that was handed in by mistake, and tries one again that was refused or removed.

Both are changes of the file's own row, so that the day on which it came counts it once. A removal is sound
against the worker without a word between them: it takes only files whose completing cannot have begun, in
one transaction, and every step that ends on a removed file finds a state that is not its own and stops.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.counts.marking import mark_files
from portal.intake import durable, originals
from portal.intake.laying import one_mover
from portal.intake.ledger import Intake, release_other_side, shortage_is_told
from portal.models import IntakeFile, IntakePage
from records import FileState, record_id_for
from records.errors import SourceRefused, StoreFailed

RETRIABLE = (FileState.REJECTED, FileState.REMOVED)
TOO_LATE_VI = "Tệp này đã đọc xong hoặc đã thành hồ sơ nên không bỏ được nữa. Hãy mở hồ sơ để xử lý."
TOO_LATE_EN = "This file has been read, or is a record by now, and can no longer be removed. Open the record."
GONE_VI = "Tệp không còn ở “{place}”. Hãy gửi lại bản quét."
GONE_EN = "The file is no longer in {place}. Send the scan again."
NOT_RETRIABLE_VI = "Tệp này không bị từ chối và chưa bị bỏ, nên không cần thử lại."
NOT_RETRIABLE_EN = "This file is neither refused nor removed; there is nothing to try again."


def may_be_removed(file: IntakeFile) -> bool:
    """Whether the completing of the file cannot have begun, so that no record can come of it meanwhile."""
    if file.state in (FileState.RECEIVED, FileState.READING, FileState.REJECTED):
        return True
    if file.state != FileState.READ or not file.side or not file.page_count:
        return False
    other = file.partner or IntakeFile.objects.filter(partner=file).first()
    return other is None or other.state != FileState.READ


def remove(
    intake: Intake,
    file_id: int,
    *,
    by: str,
    because: str,
    noting: Callable[[IntakeFile], object] = lambda _: None,
) -> IntakeFile:
    """Takes a file out of work: the original into `removed/` beside who did it and why.

    Where the same bytes were handed in a second time meanwhile, that file takes its place. Raises
    `SourceRefused` when it is too late for that: the file is a record, or becomes one this moment. `noting`
    is called within the transaction.
    """
    with shortage_is_told(), one_mover:
        with transaction.atomic():
            file = IntakeFile.objects.select_for_update().get(pk=file_id)
            if not may_be_removed(file):
                raise SourceRefused("too late to remove", remedy_vi=TOO_LATE_VI, remedy_en=TOO_LATE_EN)
            _set_aside(intake, file, by, because)
            mark_files(Q(sha256=file.sha256))
            noting(file)
        intake.laying.fetch_or_owe(file)
        return file


def _set_aside(intake: Intake, file: IntakeFile, by: str, because: str) -> None:
    was_in_work, record_id = not FileState(file.state).is_settled, file.record_id
    if file.laid_in and not file.source_path:
        file.source_path = originals.path_to_text(intake.data_dir / file.laid_in)
    file.laid_in = intake.laying.free_place(originals.REMOVED, file)
    file.state, file.settled_at, file.record_id = FileState.REMOVED, timezone.now(), ""
    file.removed_by, file.removed_because = by[:150], because
    file.partner = None
    heir = _heir(file, record_id) if was_in_work else None
    if heir is not None and not heir.staged_path:
        heir.staged_path, file.staged_path = file.staged_path, ""
    file.save()
    if heir is not None:
        _begin(heir)
        heir.save()
    release_other_side(file)
    # Pages that still wait would count as owed for ever, and a step that ends late must find none.
    IntakePage.objects.filter(file=file).delete()


def _heir(file: IntakeFile, record_id: str) -> IntakeFile | None:
    """The first that was settled as its duplicate: the same paper in the right folder, say."""
    twins = IntakeFile.objects.filter(sha256=file.sha256, state=FileState.DUPLICATE, record_id=record_id)
    return twins.order_by("pk").first()


def retry(
    intake: Intake, file_id: int, *, noting: Callable[[IntakeFile], object] = lambda _: None
) -> IntakeFile:
    """Takes a refused or removed file as if it came now, from where it lies, mended there or not.

    Its row comes back, received or a duplicate. Raises `SourceRefused` when it is not there any more or still
    cannot be taken, `StoreFailed` when the disk is full or the file is being changed; all stays as it was.
    """
    with shortage_is_told(), one_mover:
        file = IntakeFile.objects.get(pk=file_id)
        _must_be_retriable(file)
        path = originals.path_from_text(file.source_path or str(intake.data_dir / file.laid_in))
        seen = durable.look(path)
        if seen is None:
            told = {"place": file.laid_in}
            raise SourceRefused("gone", remedy_vi=GONE_VI.format(**told), remedy_en=GONE_EN.format(**told))
        if refusal := intake.refusal(seen):
            raise refusal
        staged = intake.staging.stage(path)
        if staged is None:
            raise StoreFailed("a refused file is being changed")
        try:
            with transaction.atomic():
                file = IntakeFile.objects.select_for_update().get(pk=file_id)
                _must_be_retriable(file)
                IntakePage.objects.filter(file=file).delete()
                file.sha256, file.size_bytes = staged.sha256, staged.source.size_bytes
                file.source_path, file.staged_path = originals.path_to_text(path), staged.name
                file.retried_at = timezone.now()
                _begin(file)
                intake.enter(file, noting)
                mark_files(Q(pk=file.pk))
        except BaseException:
            intake.staging.remove(staged.name)
            raise
        intake.laying.fetch_or_owe(file, staged.source)
        return file


def _must_be_retriable(file: IntakeFile) -> None:
    if file.state not in RETRIABLE:
        raise SourceRefused("not retriable", remedy_vi=NOT_RETRIABLE_VI, remedy_en=NOT_RETRIABLE_EN)


def _begin(file: IntakeFile) -> None:
    """The row as that of a file which has just been received."""
    file.state, file.settled_at, file.page_count, file.attempts = FileState.RECEIVED, None, None, 0
    file.reason_code = file.reason_vi = file.reason_en = file.removed_by = file.removed_because = ""
    file.record_id = file.replaces or record_id_for(file.sha256)
    file.record_count = 0 if file.replaces else 1
    file.partner = None
