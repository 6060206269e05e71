"""Files that could not be digitised, each with its reason and where it lies."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.models import IntakeFile
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.paging import pager
from records import FileState

FILES_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A refused file as the list shows it."""

    file: IntakeFile
    reason: str
    can_remove: bool
    answer: IntakeFile | None
    """The last new scan that somebody sent for it; refused ones are listed by themselves."""


@require_safe
@needs(Right.HAND_IN)
def rejected(request: HttpRequest) -> HttpResponse:
    """Refused files, the newest first."""
    files = rights_of(request).files(Right.HAND_IN).filter(state=FileState.REJECTED).order_by("-id")
    pages = pager(request, files.count(), FILES_A_PAGE)
    shown = files[max(0, pages.first_item - 1) : pages.last_item]
    is_english = get_language() == "en"
    rows = [
        RejectedRow(
            file,
            file.reason_en if is_english and file.reason_en else file.reason_vi,
            rights_of(request).may_at(Right.REMOVE, file.unit),
            _answer_to(file),
        )
        for file in shown
    ]
    return render(request, "portal/rejected.html", {"rows": rows, "pager": pages})


def _answer_to(file: IntakeFile) -> IntakeFile | None:
    answers = IntakeFile.objects.filter(answers=file).exclude(state=FileState.REJECTED)
    return answers.order_by("-pk").first()
