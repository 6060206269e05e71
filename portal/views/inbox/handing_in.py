"""Takes what people send: in pieces that survive a dropped connection, or by a plain form without script."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pipeline.source.kind import kind_of
from portal.catalogue.type_names import type_names
from portal.configuration import current
from portal.inbox.acts import errand_of, limits, the_intake
from portal.inbox.places import WISHES, as_one_paper, folder_for
from portal.intake import photographs
from portal.intake.joining import join_apart
from portal.intake.receiving import PIECE_BYTES, Receiving, Upload, WrongOffset
from portal.intake.uploads import take_received, take_upload
from portal.models import IntakeFile
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.troubles import remedy_of
from portal.views.inbox.telling import said, tell
from records.errors import HosoError, SourceRefused, StoreFailed

Rest = ParamSpec("Rest")
MOST_PLAIN = 50
"""Files of one plain form."""


def _told_as_json(
    view: Callable[Concatenate[HttpRequest, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Answers refusals as the sending script reads them: 409 with the right offset, 422, 503 for now."""

    @wraps(view)
    def answer(request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponse:
        try:
            return view(request, *rest, **named)
        except WrongOffset as wrong:
            return JsonResponse({"offset": wrong.offset}, status=409)
        except SourceRefused as refused:
            return JsonResponse({"state": "refused", "told": remedy_of(refused)}, status=422)
        except StoreFailed as failed:
            return JsonResponse({"told": remedy_of(failed)}, status=503)

    return answer


@require_POST
@needs(Right.HAND_IN)
@_told_as_json
def begin(request: HttpRequest) -> HttpResponse:
    """Says what is to come; the answer names the upload and the offset at which to go on."""
    unit, hint, folder = _asked_place(request)
    upload = Upload(
        id="",
        account=request.user.get_username(),
        name=request.POST.get("name", "")[:1000] or "ban-quet",
        size_bytes=short_number(request.POST.get("size", ""), digits=15) or 0,
        unit=unit,
        hint=hint,
        folder=folder,
        stamp=request.POST.get("stamp", "")[:40],
    )
    begun = _receiving().begin(upload)
    return JsonResponse({"id": begun.id, "offset": begun.offset, "piece": PIECE_BYTES}, status=201)


@require_POST
@needs(Right.HAND_IN)
@_told_as_json
def piece(request: HttpRequest, upload_id: str) -> HttpResponse:
    """The next bytes, at most `PIECE_BYTES`, which begin at `Upload-Offset`."""
    offset = short_number(request.headers.get("Upload-Offset", ""), digits=15)
    if offset is None:
        return JsonResponse({"told": "Upload-Offset"}, status=400)
    content = request.read(PIECE_BYTES + 1)
    if not content or len(content) > PIECE_BYTES:
        return JsonResponse({"told": "piece"}, status=400)
    return JsonResponse({"offset": _receiving().append(_held(request, upload_id), offset, content)})


@require_GET
@needs(Right.HAND_IN)
def state(request: HttpRequest, upload_id: str) -> HttpResponse:
    """How many bytes are there, or what became of the file."""
    taken = _taken(request, upload_id)
    if taken is not None:
        return JsonResponse(_outcome(request, taken))
    return JsonResponse({"offset": _held(request, upload_id).offset})


@require_POST
@needs(Right.HAND_IN)
@_told_as_json
def finish(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Every byte is there: into the ledger with the file. Asked twice, it answers the same."""
    taken = _taken(request, upload_id)
    if taken is None:
        try:
            taken = _take(request, _held(request, upload_id))
        except WrongOffset:
            taken = _taken(request, upload_id)  # another tab that sends the same file may have been quicker
            if taken is None:
                raise
    return JsonResponse(_outcome(request, taken))


def _take(request: HttpRequest, upload: Upload) -> IntakeFile:
    errand = errand_of(request, upload=upload.id)
    place = {"folder": upload.folder, "unit": upload.unit, "hint": upload.hint}
    with _receiving().whole(upload) as path:
        kind_of(path)
        return take_received(the_intake(), upload.name, path, **place, errand=errand)


@require_POST
@needs(Right.HAND_IN)
@_told_as_json
def join(request: HttpRequest) -> HttpResponse:
    """Several photographs that have come whole become one file, in the order of the form."""
    ids = list(dict.fromkeys(request.POST.getlist("upload")))  # one twice would wait for itself
    first = _taken(request, ids[0]) if ids else None
    if first is not None:
        return JsonResponse(_outcome(request, first))
    uploads = [_held(request, one) for one in ids[: photographs.MOST_PHOTOGRAPHS + 1]]
    if not uploads:
        raise Http404("no upload")
    receiving = _receiving()
    lead = uploads[0]
    place = current().data_dir / "receiving" / uuid.uuid4().hex
    try:
        place.mkdir(parents=True)
        out = place / "part"
        with contextlib.ExitStack() as stack:
            # In one order, whatever that of the pages: two tabs never wait for each other.
            in_turn = sorted(uploads, key=lambda one: one.id)
            paths = {one.id: stack.enter_context(receiving.whole(one)) for one in in_turn}
            shots = [photographs.Photograph(paths[one.id], one.name) for one in uploads]
            join_apart(shots, out, limits())
            name = request.POST.get("name", "").strip()[:120] or _photograph_name()
            taken = take_received(
                the_intake(),
                f"{name}.pdf",
                out,
                folder=as_one_paper(lead.folder),
                unit=lead.unit,
                hint=lead.hint,
                errand=errand_of(request, upload=lead.id, photographs=len(uploads)),
            )
    except WrongOffset:
        quicker = _taken(request, lead.id)  # another tab has joined the same ones
        if quicker is None:
            raise
        return JsonResponse(_outcome(request, quicker))
    finally:
        _clear(place)
    return JsonResponse(_outcome(request, taken))


@require_POST
@needs(Right.HAND_IN)
def cancel(request: HttpRequest, upload_id: str) -> HttpResponse:
    """The person does not want to send it after all; nothing of it stays."""
    _receiving().forget(_held(request, upload_id))
    return HttpResponse(status=204)


@require_POST
@needs(Right.HAND_IN)
def plain(request: HttpRequest) -> HttpResponse:
    """The same without script: all files of one form, or one paper of several photographs."""
    sent = [one for one in request.FILES.getlist("scan") if isinstance(one, UploadedFile) and one.name]
    if not sent:
        messages.error(request, _("Chưa chọn tệp nào. Hãy chọn tệp rồi gửi lại."))
    elif request.POST.get("one_paper"):
        _plain_paper(request, sent)
    else:
        for one in sent[:MOST_PLAIN]:
            _plain_one(request, one)
        if len(sent) > MOST_PLAIN:
            messages.error(
                request, _("Mỗi lần gửi tối đa %(most)s tệp; các tệp sau chưa gửi.") % {"most": MOST_PLAIN}
            )
    return redirect("overview")


def _plain_one(request: HttpRequest, sent: UploadedFile) -> None:
    unit, hint, folder = _asked_place(request)
    errand = errand_of(request)
    name = str(sent.name)
    try:
        _must_be_readable(sent)
        taken = take_upload(
            the_intake(), name, sent.chunks(), folder=folder, unit=unit, hint=hint, errand=errand
        )
    except HosoError as error:
        messages.error(request, f"{name}: {remedy_of(error)}")
        return
    tell(request, taken)


def _plain_paper(request: HttpRequest, sent: list[UploadedFile]) -> None:
    unit, hint, folder = _asked_place(request)
    place = current().data_dir / "receiving" / uuid.uuid4().hex
    try:
        place.mkdir(parents=True)
        held = []
        for number, one in enumerate(sent):
            path = place / str(number)
            with path.open("xb") as stream:
                stream.writelines(one.chunks())
            held.append(photographs.Photograph(path, str(one.name)))
        join_apart(held, place / "part", limits())
        taken = take_received(
            the_intake(),
            f"{_photograph_name()}.pdf",
            place / "part",
            folder=as_one_paper(folder),
            unit=unit,
            hint=hint,
            errand=errand_of(request, photographs=len(sent)),
        )
    except HosoError as error:
        messages.error(request, remedy_of(error))
        return
    finally:
        _clear(place)
    tell(request, taken)


def _must_be_readable(sent: UploadedFile) -> None:
    """What no reader takes is refused while the person is there, and nothing of it is kept."""
    place = current().data_dir / "receiving" / uuid.uuid4().hex
    try:
        place.mkdir(parents=True)
        head = place / "part"
        head.write_bytes(sent.read(4096))
        sent.seek(0)
        kind_of(head)
    finally:
        _clear(place)


def _clear(place: Path) -> None:
    for path in place.glob("*"):
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        place.rmdir()


def _asked_place(request: HttpRequest) -> tuple[str, str, str]:
    """Unit, hint and folder that the form names; 404 for a unit that is not the person's."""
    unit = request.POST.get("unit", "")[:255]
    if not rights_of(request).may_at(Right.HAND_IN, unit):
        raise Http404("no such unit")
    hint = request.POST.get("hint", "")
    if hint and hint not in dict(type_names()):
        raise Http404("no such type")
    wishes = [wish for wish in request.POST.getlist("wish") if wish in WISHES]
    return unit, hint, folder_for(unit, hint, wishes, request.POST.get("folder", "")[:800])


def _receiving() -> Receiving:
    return Receiving(current().data_dir, limits())


def _held(request: HttpRequest, upload_id: str) -> Upload:
    held = _receiving().held(request.user.get_username(), upload_id)
    if held is None:
        raise Http404("no such upload")
    return held


def _taken(request: HttpRequest, upload_id: str) -> IntakeFile | None:
    """The file that an upload became; an earlier answer may have been lost on the way."""
    if len(upload_id) != 32:
        return None
    return IntakeFile.objects.filter(upload=upload_id, sent_by=request.user.get_username()).first()


def _outcome(request: HttpRequest, taken: IntakeFile) -> dict[str, object]:
    """What the sending script shows beside the file."""
    told, link = said(request, taken)
    return {"state": str(taken.state), "told": told, "link": link, "file": taken.pk}


def _photograph_name() -> str:
    return timezone.localtime().strftime("Ảnh chụp %Y-%m-%d %H.%M.%S")
