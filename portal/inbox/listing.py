"""Files as the inbox lists them: how far each is, what is said of it, what may be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from portal.inbox.standing import Standing, with_standing
from portal.intake.setting_aside import may_be_removed
from portal.models import CatalogueRecord, IntakeFile, IntakePage
from portal.rights.holding import Rights
from portal.rights.roles import Right
from records import FileState, PageState


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file as a list shows it."""

    file: IntakeFile
    standing: Standing
    pages_done: int
    """Pages read or given up, of `file.page_count`."""
    reason: str
    """What is said of it, in the reader's language."""
    record_id: str
    """The record to open; empty where there is none, or none that the person may see."""
    can_remove: bool
    can_retry: bool

    @property
    def is_opened(self) -> bool:
        """Whether the number of its pages is known."""
        return bool(self.file.page_count)


def rows_of(files: Sequence[IntakeFile], rights: Rights) -> list[FileRow]:
    """Rows for files of `annotated`; three queries, however many files."""
    waiting = _waiting_pages(file.pk for file in files)
    # Looked up by number and asked one by one: with the rights in the question a database may begin there
    # and read every record of the unit.
    ids = {file.record_id for file in files if file.record_id}
    records = CatalogueRecord.objects.only("pk", "unit", "record_type", "sensitivity").filter(pk__in=ids)
    open_ids = {record.pk for record in records if rights.may_with(Right.SEE, record)}
    may_remove, may_retry = rights.may(Right.REMOVE), rights.may(Right.HAND_IN)
    return [
        FileRow(
            file=file,
            standing=Standing(file.standing),  # type: ignore[attr-defined]  # annotated
            pages_done=max(0, (file.page_count or 0) - waiting.get(file.pk, 0)),
            reason=reason_of(file),
            record_id=file.record_id if file.record_id in open_ids else "",
            can_remove=may_remove and rights.may_at(Right.REMOVE, file.unit) and may_be_removed(file),
            can_retry=may_retry and file.state in (FileState.REJECTED, FileState.REMOVED),
        )
        for file in files
    ]


def annotated(files: QuerySet[IntakeFile]) -> QuerySet[IntakeFile]:
    """The files with what `rows_of` needs."""
    return with_standing(files).select_related("partner")


def reason_of(file: IntakeFile) -> str:
    """Why it waits, was refused or was removed."""
    if file.state == FileState.REMOVED:
        return str(file.removed_because)
    if file.state == FileState.DUPLICATE:
        return ""  # it names a file that the reader may not know of
    is_english = get_language() == "en"
    return str(file.reason_en if is_english and file.reason_en else file.reason_vi)


def _waiting_pages(ids: Iterable[int]) -> dict[int, int]:
    counted = (
        IntakePage.objects.filter(state=PageState.WAITING, file__in=list(ids))
        .order_by()
        .values_list("file")
        .annotate(Count("pk"))
    )
    return dict(counted)
