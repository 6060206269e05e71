"""What the page of a person whose key is in their own computer asks for: JSON, a step at a time.

The page announces what is to be signed, the person opens the key at the agent's window, the batch begins,
and the page goes back and forth with values and signatures until it ends.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.audit import Kind, note
from portal.messages_in_json import told_in_json
from portal.models import OutgoingFile, SigningBatch
from portal.outgoing import relays
from portal.outgoing.batches import MOST_FILES, Sitting, begin
from portal.outgoing.identities import must_be_bound, read_certificate
from portal.outgoing.offers import offer
from portal.outgoing.permissions import keeps, may_sign
from portal.outgoing.states import BatchState
from portal.outgoing.waiting import for_seal, for_signature
from portal.rights.asking import rights_of
from portal.rights.guarding import needs, signed_in
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.troubles import remedy_of
from portal.views.outgoing.held import asked_ids, the_desk, the_options
from records.errors import HosoError, OutOfTurn
from signing.relay import AT_ONCE, RemoteHand, read_hand

MOST_SHOWN = 500
"""Documents of one batch, as the lists of the desk have them."""
_MOST_BODY = 1 << 16
_MOST_CERTIFICATE = 1 << 14
"""In base64; a certificate takes 1 to 3 kB."""
_MOST_CHAIN = 6
_MOST_TITLES = 8


@require_POST
@needs(Right.SIGN, Right.CLERK)
def announce(request: HttpRequest) -> HttpResponse:
    """How many signatures the ticked documents take, by which certificate: shown before the PIN is typed."""
    person, agency = _signer(request)
    try:
        binding = must_be_bound(person, agency)
        files = _files(person, agency, _wanted(request, agency))
        if not files:
            raise _nothing_waits()
    except HosoError as error:
        return refused(error)
    titles = [file.document.entry.notation or file.name for file in files[:_MOST_TITLES]]
    documents = list(dict.fromkeys(file.document_id for file in files))
    return JsonResponse(
        {
            "signatures": len(files),
            "certificate": binding.sha256,
            "titles": titles,
            "documents": documents,
        }
    )


@require_POST
@needs(Right.SIGN, Right.CLERK)
def begin_here(request: HttpRequest) -> HttpResponse:
    """Begins the batch with the key that the agent has opened; answers where it goes on."""
    person, agency = _signer(request)
    try:
        sitting = Sitting(
            person,
            asked_ids(request),
            None,
            agency,
            hand_of(request),
            short_number(request.POST.get("signatures", ""), digits=4) or 0,
        )
        batch, _ = begin(the_desk(), the_options(), sitting)
    except HosoError as error:
        return refused(error)
    return JsonResponse({"batch": reverse("outgoing_batch", args=[batch.key])})


@require_POST
@signed_in
def turn(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes signatures in and gives out what else is to be signed, or says that the batch has ended."""
    mailbox = relays.mailbox_of(key, request.user.get_username())
    if mailbox is None:
        return _ended(request, key)
    try:
        brought = told_in_json(request, most_bytes=_MOST_BODY)
        signatures = _signatures(brought.get("signatures", []))
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"state": "malformed"}, status=400)
    mailbox.give(signatures)
    if code := brought.get("refused"):
        mailbox.end(relays.refusal(str(code)))
    with relays.patience() as seconds:
        items = mailbox.take(seconds=seconds, anew=brought.get("anew") is True)
    return JsonResponse(
        {
            "state": "running",
            "waited": seconds > 0,
            "items": [
                {
                    "number": one.number,
                    "digest": one.digest,
                    "message": base64.b64encode(one.message).decode(),
                }
                for one in items
            ],
        }
    )


@require_POST
@needs(Right.SIGN, Right.CLERK, Right.AUDIT)
def show_certificate(request: HttpRequest) -> HttpResponse:
    """Lays the certificate in the person's own token before the administrator; also an auditor's."""
    person, agency = _signer(request, besides=Right.AUDIT)
    try:
        certificate = read_certificate(_octets(request.POST.get("certificate", "")))
        offered = offer(certificate, person, agency)
    except HosoError as error:
        return refused(error)
    note(
        request,
        Kind.ACCOUNT_CHANGED,
        object=f"account:{person.get_username()}",
        what="certificate.offered",
        certificate=offered.sha256,
    )
    return JsonResponse({"subject": offered.subject})


def _signer(request: HttpRequest, *, besides: Right = Right.SIGN) -> tuple[User, str]:
    """Who signs, and for which agency's seal; raises `RightMissing` or `Http404`.

    With `besides` a person without the right to sign documents may come too.
    """
    agency = request.POST.get("agency", "")
    person = request.user
    if not isinstance(person, User):  # the middleware lets nobody else in
        raise Http404("not signed in")
    may_come = may_sign(request) or rights_of(request).may(besides)
    if not (keeps(request, agency) if agency else may_come):
        raise RightMissing(Right.CLERK if agency else Right.SIGN)
    if agency and agency not in {one.code for one in the_options().agencies}:
        raise Http404("no such agency")
    return person, agency


def _wanted(request: HttpRequest, agency: str) -> Sequence[int]:
    if agency and request.POST.get("do") == "all":
        return list(for_seal(agency).values_list("pk", flat=True)[:MOST_SHOWN])
    return asked_ids(request)[:MOST_SHOWN]


def _files(person: User, agency: str, ids: Sequence[int]) -> list[OutgoingFile]:
    """What would be signed: the document itself by a person, each of its files by the agency."""
    if agency:
        waiting = for_seal(agency).filter(pk__in=ids, batch=None)
        files = OutgoingFile.objects.filter(document__in=waiting, sealed=False)
    else:
        owed = for_signature(person).filter(document_id__in=ids, document__batch=None)
        files = OutgoingFile.objects.filter(document__in=owed.values("document_id"), ordinal=0)
    return list(files.select_related("document__entry").order_by("document_id", "ordinal")[:MOST_FILES])


def hand_of(request: HttpRequest) -> RemoteHand:
    """What the agent said of the key that it opened, as the page hands it on; raises `CertificateUnfit`."""
    form = request.POST
    sent = [form.get("certificate", ""), *form.getlist("chain")[:_MOST_CHAIN]]
    return read_hand(
        [_octets(one) for one in sent],
        pkcs1_padding=form.get("pkcs1") == "true",
        is_trial=form.get("trial") == "true",
    )


def _octets(text: str) -> bytes:
    """What was sent in base64; nothing for anything else, which no reader of certificates takes."""
    try:
        return base64.b64decode(text, validate=True) if len(text) <= _MOST_CERTIFICATE else b""
    except (binascii.Error, ValueError):
        return b""


def _signatures(sent: object) -> dict[int, bytes]:
    if not isinstance(sent, list) or len(sent) > AT_ONCE:
        raise TypeError("no list of signatures")
    return {int(one["number"]): base64.b64decode(one["signature"], validate=True) for one in sent}


def _ended(request: HttpRequest, key: UUID) -> HttpResponse:
    batch = SigningBatch.objects.filter(key=key, by=request.user.get_username()).first()
    if batch is None:
        raise Http404("no such batch")
    return JsonResponse({"state": "ended", "well": batch.state == BatchState.DONE})


def refused(error: HosoError) -> JsonResponse:
    """What went wrong, for the page's script."""
    told = remedy_of(error)
    return JsonResponse({"code": error.code, "told": told}, status=409)


def _nothing_waits() -> OutOfTurn:
    return OutOfTurn(
        "nothing to sign",
        remedy_vi="Không còn văn bản nào chờ ký trong các văn bản đã chọn. Hãy tải lại trang.",
        remedy_en="None of these documents waits for your signature any more. Load the page again.",
    )
