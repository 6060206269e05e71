"""Takes what the station's page says while somebody works: that they are there, and what they typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.audit import Kind, note
from portal.held_records import held_record
from portal.messages_in_json import told_in_json
from portal.reviewing import drafts as kept
from portal.reviewing.claims import claim, release, renewed, take_over
from portal.rights.guarding import needs
from portal.rights.roles import Right

LARGEST_MESSAGE = 2 << 20
"""Bytes of drafts that are taken at once."""
LONGEST_NAME = 32


@require_POST
@needs(Right.REVIEW)
def sign_of_life(request: HttpRequest, record_id: str) -> HttpResponse:
    """Renews the person's claim; says whose the record is now and at which version it stands."""
    row = held_record(request, record_id, Right.REVIEW)
    person = request.user.get_username()
    if "end" in request.POST:
        release(record_id, person)
        return JsonResponse({"mine": False})
    held = claim(record_id, person) if "begin" in request.POST else renewed(record_id, person)
    return JsonResponse(
        {
            "mine": held is None or held.person == person,
            "holder": held.person if held is not None else "",
            "version": row.version,
            "waits": row.needs_review,
        }
    )


@require_POST
@needs(Right.REVIEW)
def take(request: HttpRequest, record_id: str) -> HttpResponse:
    """Gives the record to the person who asks; the page of whoever had it tells them within seconds."""
    row = held_record(request, record_id, Right.REVIEW)
    before = take_over(record_id, request.user.get_username())
    if before:
        note(request, Kind.REVIEW_TAKEN_OVER, object=f"record:{record_id}", unit=row.unit, before=before)
        messages.success(request, _("Bạn đã nhận hồ sơ này từ %(who)s.") % {"who": before})
    return redirect("review", record_id)


@require_POST
@needs(Right.REVIEW)
def drafts(request: HttpRequest, record_id: str) -> HttpResponse:
    """Keeps what was typed: `{"version": "v1", "tab": "…", "drafts": [{"field", "form", "number"}]}`.

    Answers with the numbers that are safe now; sending the same again changes nothing.
    """
    row = held_record(request, record_id, Right.REVIEW)
    told = _told(request)
    if told is None:
        return JsonResponse({"refused": True}, status=400)
    version, tab, some = told
    kept.keep(record_id, request.user.get_username(), some, version=version, tab=tab)
    return JsonResponse({"saved": [[one.field, one.number] for one in some], "version": row.version})


@require_POST
@needs(Right.REVIEW)
def drop_drafts(request: HttpRequest, record_id: str) -> HttpResponse:
    """Gives up what the person had typed and not saved."""
    held_record(request, record_id, Right.REVIEW)
    kept.drop(record_id, request.user.get_username())
    messages.success(request, _("Đã bỏ bản nháp; hồ sơ hiện như đang lưu."))
    return redirect("review", record_id)


def _told(request: HttpRequest) -> tuple[str, str, list[kept.Draft]] | None:
    """What the message says; `None` for one that no page of ours sends."""
    try:
        told = told_in_json(request, most_bytes=LARGEST_MESSAGE)
        version, tab, listed = told["version"], told["tab"], told["drafts"]
    except (ValueError, KeyError):
        return None
    if not isinstance(listed, list) or len(listed) > kept.MOST_AT_ONCE:
        return None
    some = [draft for one in listed if (draft := kept.draft_of(one)) is not None]
    is_sound = (
        len(some) == len(listed)
        and isinstance(version, str)
        and version.startswith("v")
        and version[1:].isdecimal()
        and version.isascii()
        and len(version) <= 16
        and isinstance(tab, str)
        and 0 < len(tab) <= LONGEST_NAME
    )
    return (version, tab, some) if is_sound else None
