"""Outgoing documents: hand in, follow, fetch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import File, Form, Path, Router, Status, UploadedFile
from pydantic import Field, StringConstraints

from portal.api.entering import KeyOfASystem
from portal.api.files import Number
from portal.api.scopes import Scope
from portal.api.shapes import (
    AS_FILE,
    CHANGE_ERRORS,
    ERRORS,
    MOST_LISTED,
    OutgoingList,
    OutgoingRow,
    OutgoingSaid,
    ShortText,
)
from portal.models import OutgoingDocument
from portal.outgoing.ending import recall
from portal.outgoing.handing_in import MOST_APPENDICES, Handed, Paper, hand_in
from portal.outgoing.permissions import keeps, officials, seen_by
from portal.outgoing.states import DocumentState
from portal.views.outgoing import document as document_view
from portal.views.outgoing.held import the_desk, the_options
from records.errors import HosoError, OutOfTurn, StoreFailed

router = Router()
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]


@router.get(
    "/", response={200: OutgoingList, **ERRORS}, summary="Documents", auth=KeyOfASystem(Scope.OUTGOING_READ)
)
def listed(
    request: HttpRequest,
    state: ShortText = "",
    before: Number | None = None,
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 50,
) -> OutgoingList:
    """Documents that the account sent, signs or keeps as a clerk, the newest first."""
    documents = seen_by(request).select_related("entry").order_by("-pk")
    if state:
        documents = documents.filter(state=state)
    if before is not None:
        documents = documents.filter(pk__lt=before)
    shown = list(documents[: limit + 1])
    more = shown[limit - 1].pk if len(shown) > limit else None
    return OutgoingList(items=[row_of(one) for one in shown[:limit]], next_before=more)


@router.post(
    "/",
    response={201: OutgoingRow, **CHANGE_ERRORS},
    summary="Hand a document in",
    auth=KeyOfASystem(Scope.OUTGOING_SEND),
)
def send(
    request: HttpRequest,
    main: File[UploadedFile],
    said: Form[OutgoingSaid],
    appendix: File[list[UploadedFile]] = [],  # noqa: B006  # ninja copies it
) -> Status[OutgoingRow]:
    """A PDF that is to be numbered, signed and sealed; `signer` are accounts in the order of signing."""
    desk, options = the_desk(), the_options()
    kept: list[Paper] = []
    try:
        for sent in (main, *appendix[: MOST_APPENDICES + 1]):
            kept.append(Paper(_name(sent), desk.keep(iter(sent.chunks()))))
        handed = Handed(
            agency=options.agency(said.agency or _first_agency()).code,
            by=request.user.get_username(),
            type_code=said.type_code,
            subject=said.subject,
            signers=_signers(said.signer),
        )
        document = hand_in(desk, kept[0], kept[1:], handed)
    except (HosoError, OSError) as error:
        desk.forget(*(paper.kept.name for paper in kept))
        if isinstance(error, OSError):
            raise StoreFailed(f"an upload could not be written: {error.strerror}") from error
        raise
    return Status(201, row_of(document))


@router.get(
    "/{document_id}",
    response={200: OutgoingRow, **ERRORS},
    summary="One document",
    auth=KeyOfASystem(Scope.OUTGOING_READ),
)
def one(request: HttpRequest, document_id: Path[Number]) -> OutgoingRow:
    """Where a document stands."""
    return row_of(_held(request, document_id))


@router.get(
    "/{document_id}/file",
    response=ERRORS,
    openapi_extra=AS_FILE,
    summary="The file as it stands",
    auth=KeyOfASystem(Scope.OUTGOING_READ),
)
def file(request: HttpRequest, document_id: Path[Number]) -> HttpResponseBase:
    """The document with its number and the signatures that it has by now."""
    _held(request, document_id)
    return document_view.file(request, document_id, 0)


@router.post(
    "/{document_id}/recall",
    response={200: OutgoingRow, **CHANGE_ERRORS},
    summary="Take a document back",
    auth=KeyOfASystem(Scope.OUTGOING_SEND),
)
def take_back(request: HttpRequest, document_id: Path[Number], why: Form[Reason]) -> OutgoingRow:
    """Takes a document back before it is sealed: its sender, or a clerk."""
    held = _held(request, document_id)
    if held.sender != request.user.get_username() and not keeps(request, held.agency):
        raise Http404("not to be ended by this account")
    if DocumentState(held.state).is_settled or held.state == DocumentState.SEALED:
        raise OutOfTurn("it has been issued or ended")
    recall(document_id, by=request.user.get_username(), why=why)
    return row_of(_held(request, document_id))


def _held(request: HttpRequest, document_id: int) -> OutgoingDocument:
    held = seen_by(request).select_related("entry").filter(pk=document_id).first()
    if held is None:
        raise Http404("no such document")
    return held


def _name(sent: UploadedFile) -> str:
    return (sent.name or "").replace("\\", "/").rpartition("/")[2]


def _first_agency() -> str:
    agencies = the_options().agencies
    if not agencies:
        raise OutOfTurn("no agency is in the settings")
    return agencies[0].code


def _signers(accounts: Sequence[str]) -> tuple[object, ...]:
    known = {user.get_username(): user for user in officials()}
    if strangers := [one for one in accounts if one not in known]:
        raise OutOfTurn(f"{len(strangers)} of the signers are no officials")
    return tuple(known[one] for one in dict.fromkeys(accounts))


def row_of(document: OutgoingDocument) -> OutgoingRow:
    """A document as the interface shows it."""
    entry = getattr(document, "entry", None)
    return OutgoingRow(
        id=document.pk,
        state=str(document.state),
        notation=entry.notation if entry is not None else "",
        type_code=document.type_code,
        subject=document.subject,
        agency=document.agency,
        urgency=document.urgency,
        received_at=document.received_at,
        settled_at=document.settled_at,
        record_id=document.record_id,
        reason_vi=document.reason_vi,
    )
