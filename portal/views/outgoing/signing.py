"""The official's page: what waits for my signature; one PIN for one or hundreds; and how a batch gets on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from portal.fragments import fragment_of
from portal.models import BatchItem, CertificateBinding, OutgoingDocument, OutgoingSigner, SigningBatch
from portal.outgoing.batches import Sitting, begin
from portal.outgoing.events import EventKind
from portal.outgoing.identities import binding_of, must_be_bound
from portal.outgoing.keys import is_at_work
from portal.outgoing.looks import note_seen
from portal.outgoing.mandates import mandate_for
from portal.outgoing.permissions import keeps, may_sign
from portal.outgoing.relays import mailbox_of
from portal.outgoing.states import BatchState, ItemState, SignerState
from portal.outgoing.token_sights import TokenSight, ask_for_otp, sight_of
from portal.outgoing.waiting import for_seal, for_signature
from portal.rights.guarding import needs, signed_in
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.troubles import remedy_of
from portal.views.outgoing.held import asked_ids, tell, the_desk, the_options
from portal.views.outgoing.papers import paper_context
from portal.views.outgoing.rows import DocumentRow, rows_of, shown_name
from records.errors import HosoError, NoMandate
from signing.tokens import Pin

MOST_SHOWN = 500
LONGEST_PIN = 256
DAYS_SHOWN, LAST_BATCHES = timedelta(days=7), 4


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One document that waits for this person."""

    row: DocumentRow
    since: datetime
    """When it came to this person: printed, or signed by those before."""
    others: str
    """For whose signatures it waits besides."""
    fault: str
    """Why it could not be signed now: no mandate in force."""


@require_safe
@needs(Right.SIGN)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for this person's signature, urgent ones marked, with the place where each will stand."""
    person = _person(request)
    rows = _waiting_rows(person)
    binding = binding_of(person)
    sight = sight_for(binding) if rows else None
    context = {
        "rows": rows,
        "binding": binding,
        "sight": sight,
        "batches": last_batches(person, is_seal=False),
        **opened_paper(request, [one.row.document for one in rows]),
    }
    return render(request, "portal/outgoing/signing.html", context)


def opened_paper(request: HttpRequest, listed: Sequence[OutgoingDocument]) -> dict[str, object]:
    """The paper that lies open beside a list: the one asked for by `?paper=`, else the first."""
    asked = request.GET.get("paper", "")
    opened = next((one for one in listed if str(one.pk) == asked), listed[0] if listed else None)
    if opened is None:
        return {"opened": None}
    note_seen(request, opened.pk)
    return {"opened": opened.pk, **paper_context(request, opened)}


def last_batches(person: User, *, is_seal: bool) -> list[SigningBatch]:
    """This person's batches that run, and the last few of the week: whoever left finds them again."""
    since = timezone.now() - DAYS_SHOWN
    mine = SigningBatch.objects.filter(by=person.get_username(), is_seal=is_seal)
    counted = mine.annotate(
        total=Count("items"),
        signed=Count("items", filter=Q(items__state=ItemState.SIGNED)),
        failed=Count("items", filter=~Q(items__state=ItemState.SIGNED)),
    )
    with_documents = counted.filter(total__gt=0)  # one without is of an auditor's minutes
    return list(with_documents.filter(Q(state=BatchState.RUNNING) | Q(begun_at__gte=since))[:LAST_BATCHES])


def _waiting_rows(person: User) -> list[WaitingRow]:
    came = Q(document__events__kind__in=(EventKind.PRINTED, EventKind.SIGNED))
    owed = for_signature(person).select_related("document__entry", "user")
    owed = owed.prefetch_related("document__files", "document__signers__user")
    listed = list(owed.annotate(since=Max("document__events__at", filter=came))[:MOST_SHOWN])
    rows = zip(listed, rows_of(signer.document for signer in listed), strict=True)
    waiting = [
        WaitingRow(row, signer.since or row.at, _others(signer), _fault(signer)) for signer, row in rows
    ]
    return sorted(waiting, key=lambda one: (-one.row.haste, one.since))


def _others(signer: OutgoingSigner) -> str:
    others = (one for one in signer.document.signers.all() if one.pk != signer.pk)
    return ", ".join(shown_name(one) for one in others if one.state == SignerState.WAITING)


def _fault(signer: OutgoingSigner) -> str:
    try:
        mandate_for(signer, signer.document.agency)
    except NoMandate as error:
        return remedy_of(error)
    return ""


@require_POST
@sensitive_post_parameters("pin")
@needs(Right.SIGN)
def sign(request: HttpRequest) -> HttpResponse:
    """Signs the ticked documents with one PIN; goes to the batch's page."""
    return begin_batch(request, asked_ids(request), agency="", back="outgoing_signing")


@require_POST
@sensitive_post_parameters("pin")
@needs(Right.CLERK)
def seal(request: HttpRequest) -> HttpResponse:
    """Seals the ticked documents of one agency, or all of them, with one PIN."""
    agency = request.POST.get("agency", "")
    if agency not in {one.code for one in the_options().agencies} or not keeps(request, agency):
        raise Http404("no such agency")
    ids: Sequence[int] = asked_ids(request)
    if request.POST.get("do") == "all":
        ids = list(for_seal(agency).values_list("pk", flat=True)[:MOST_SHOWN])
    return begin_batch(request, ids, agency=agency, back="outgoing_clerk")


@sensitive_variables("text", "pin")
def begin_batch(request: HttpRequest, ids: Sequence[int], *, agency: str, back: str) -> HttpResponse:
    """Begins the batch in a thread that alone holds the PIN."""
    text = request.POST.get("pin", "")
    pin = Pin(text) if 0 < len(text) <= LONGEST_PIN else None
    try:
        batch, _thread = begin(the_desk(), the_options(), Sitting(_person(request), ids, pin, agency))
    except HosoError as error:
        if pin is not None:
            pin.forget()
        tell(request, error)
        return redirect(back)
    return redirect("outgoing_batch", batch.key)


@require_safe
@signed_in
def batch(request: HttpRequest, key: UUID) -> HttpResponse:
    """A batch with its progress bar; what it shows is fetched anew while it runs."""
    return render(request, "portal/outgoing/batch.html", _batch_context(request, key))


@require_safe
@signed_in
@fragment_of("outgoing_batch")
def batch_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """Only the part of a batch's page that changes."""
    return render(request, "portal/outgoing/_batch.html", {**_batch_context(request, key), "is_part": True})


def sight_for(binding: CertificateBinding | None) -> TokenSight | None:
    """What is to be said of a binding's token before anybody signs; `None` where there is no such token."""
    token = the_options().tokens.get(binding.token) if binding else None
    return sight_of(token, is_at_work=is_at_work(token.name)) if token else None


@require_POST
@sensitive_post_parameters("pin")
@needs(Right.SIGN, Right.CLERK)
def otp(request: HttpRequest) -> HttpResponse:
    """Has the service of a remote key send its one-time password, for a signature or for an agency's seal."""
    agency = request.POST.get("agency", "")
    if not (keeps(request, agency) if agency else may_sign(request)):
        raise RightMissing(Right.CLERK if agency else Right.SIGN)
    try:
        binding = must_be_bound(_person(request), agency)
        token = the_options().tokens.get(binding.token)
        if token is not None and ask_for_otp(token):
            messages.success(request, _("Dịch vụ đã gửi mã OTP cho người ký."))
        else:
            messages.info(request, _("Mã OTP lấy trên thiết bị hoặc ứng dụng của người ký."))
    except HosoError as error:
        tell(request, error)
    return redirect("outgoing_clerk" if agency else "outgoing_signing")


def _batch_context(request: HttpRequest, key: UUID) -> dict[str, object]:
    held = SigningBatch.objects.filter(key=key, by=request.user.get_username()).first()
    if held is None:
        raise Http404("no such batch")
    items = list(held.items.select_related("file__document__entry").order_by("pk"))
    is_running = held.state == BatchState.RUNNING
    again = [] if is_running else _to_try_again(request, held, items)
    agency = items[0].file.document.agency if held.is_seal and items else ""
    binding = binding_of(_person(request), agency) if again else None
    settled = sum(item.state != ItemState.WAITING for item in items)
    return {
        "batch": held,
        "items": items,
        "total": len(items),
        "settled": settled,
        "percent": round(100 * settled / len(items)) if items else 100,
        "signed": sum(item.state == ItemState.SIGNED for item in items),
        "failed": sum(item.state == ItemState.FAILED for item in items),
        "is_running": is_running,
        "has_reasons": any(item.reason_vi for item in items),
        "again": again,
        "agency": agency,
        "binding": binding,
        "sight": sight_for(binding) if binding else None,
        "is_in_own_computer": mailbox_of(key, held.by) is not None,
        "is_broken": held.state == BatchState.BROKEN,
    }


def _to_try_again(request: HttpRequest, held: SigningBatch, items: Sequence[BatchItem]) -> list[int]:
    """Documents of a batch that were not signed in it and still wait for this person."""
    ids = list(dict.fromkeys(one.file.document_id for one in items if one.state != ItemState.SIGNED))
    if not ids:
        return []
    if held.is_seal:
        waits = set(for_seal().filter(pk__in=ids, batch=None).values_list("pk", flat=True))
        return [one for one in ids if one in waits and keeps(request, items[0].file.document.agency)]
    owed = for_signature(_person(request)).filter(document_id__in=ids, document__batch=None)
    waits = set(owed.values_list("document_id", flat=True))
    return [one for one in ids if one in waits]


def _person(request: HttpRequest) -> User:
    person = request.user
    if not isinstance(person, User):  # the middleware lets nobody else in
        raise Http404("not signed in")
    return person
