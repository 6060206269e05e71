"""What is in work and what came of the last files; the first page that people see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.models import IntakeFile
from portal.outgoing.counts import count_outgoing
from portal.outgoing.permissions import is_clerk, may_sign
from portal.outgoing.waiting import for_signature
from portal.rights.asking import rights_of
from portal.rights.guarding import signed_in
from portal.rights.holding import Rights
from records import FileState, PageState

MOST_IN_WORK = 50
LAST_SETTLED = 12
_SETTLED = [state for state in FileState if state.is_settled]


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One file as the list of work shows it."""

    name: str
    folder: str
    state: str
    state_name: str
    is_settled: bool
    pages_done: int
    page_count: int | None
    percent: int
    record_id: str
    reason: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OutgoingTile:
    """How many outgoing documents wait for something, and where one sees them."""

    address: str
    count: int
    name: str


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Counts, the files in work, and the last ones that were settled."""
    return render(
        request, "portal/overview.html", {**_work(rights_of(request)), "outgoing": _outgoing(request)}
    )


@require_safe
@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """Only the part of the overview that changes; the page asks for it every two seconds."""
    return render(request, "portal/_work.html", {**_work(rights_of(request)), "outgoing": _outgoing(request)})


def _outgoing(request: HttpRequest) -> list[OutgoingTile]:
    """What waits on the outgoing road, for whose work it is: all for clerks, one's own for officials."""
    tiles = []
    if may_sign(request.user):
        own = for_signature(request.user).count()  # type: ignore[arg-type]  # the middleware lets only users in
        tiles.append(OutgoingTile("outgoing_signing", own, _("văn bản chờ tôi ký")))
    if is_clerk(request.user):
        counts = count_outgoing()
        tiles += [
            OutgoingTile("outgoing_clerk", counts.waiting_number, _("văn bản chờ cấp số")),
            OutgoingTile("outgoing_clerk", counts.waiting_signature, _("văn bản chờ ký")),
            OutgoingTile("outgoing_clerk", counts.waiting_seal, _("văn bản chờ đóng dấu")),
            OutgoingTile("outgoing_clerk", counts.waiting_level, _("văn bản chờ nâng mức")),
        ]
    return tiles


def _work(rights: Rights) -> dict[str, object]:
    files = rights.files().annotate(pages_done=Count("pages", filter=~Q(pages__state=PageState.WAITING)))
    in_work = files.exclude(state__in=_SETTLED).order_by("id")
    settled = files.filter(state__in=_SETTLED).order_by("-settled_at", "-id")
    records = rights.records().aggregate(
        filed=Count("pk", filter=Q(needs_review=False)), review=Count("pk", filter=Q(needs_review=True))
    )
    return {
        "filed": records["filed"],
        "review": records["review"],
        "rejected": rights.files().filter(state=FileState.REJECTED).count(),
        "in_work_total": in_work.count(),
        "in_work": [_row(file) for file in in_work[:MOST_IN_WORK]],
        "settled": [_row(file) for file in settled[:LAST_SETTLED]],
    }


def _row(file: IntakeFile) -> WorkRow:
    done: int = file.pages_done  # type: ignore[attr-defined]  # annotated above
    total = file.page_count
    return WorkRow(
        name=file.name,
        folder=file.folder,
        state=file.state,
        state_name=_("Chờ mặt kia") if _waits_alone(file) else state_name(FileState(file.state)),
        is_settled=FileState(file.state).is_settled,
        pages_done=min(done, total or 0),
        page_count=total,
        percent=round(100 * min(done, total) / total) if total else 0,
        record_id=file.record_id,
        reason=file.reason_vi,
        received_at=file.received_at,
    )


def _waits_alone(file: IntakeFile) -> bool:
    """Whether it is read, and waits for the file with the other side of its sheets."""
    is_half = file.side and file.state == FileState.READ and file.partner_id is None
    return bool(is_half and not IntakeFile.objects.filter(partner=file).exists())


def state_name(state: FileState) -> str:
    """The state as staff call it."""
    return {
        FileState.RECEIVED: _("Đã nhận"),
        FileState.READING: _("Đang đọc"),
        FileState.READ: _("Đang hoàn tất"),
        FileState.FILED: _("Đã lưu"),
        FileState.REVIEW: _("Chờ xem"),
        FileState.REJECTED: _("Bị từ chối"),
        FileState.DUPLICATE: _("Trùng"),
        FileState.REMOVED: _("Đã bỏ"),
    }[state]
