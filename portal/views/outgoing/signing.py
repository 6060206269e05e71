"""The official's page: what waits for my signature; one PIN for one or hundreds; and how a batch gets on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from portal.models import CertificateBinding, SigningBatch
from portal.outgoing.batches import Sitting, begin
from portal.outgoing.identities import binding_of, must_be_bound
from portal.outgoing.keys import is_at_work
from portal.outgoing.mandates import mandate_for
from portal.outgoing.permissions import is_clerk, may_sign
from portal.outgoing.relays import mailbox_of
from portal.outgoing.states import BatchState, ItemState
from portal.outgoing.token_sights import TokenSight, ask_for_otp, sight_of
from portal.outgoing.waiting import for_seal, for_signature
from portal.rights.guarding import signed_in
from portal.troubles import remedy_of
from portal.views.outgoing.held import asked_ids, only, tell, the_desk, the_options
from portal.views.outgoing.rows import DocumentRow, row_of
from records.errors import HosoError, NoMandate
from signing.tokens import Pin

MOST_SHOWN = 500
LONGEST_PIN = 256


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One document that waits for this person."""

    row: DocumentRow
    ordinal: int
    """Of this person among the signers."""
    fault: str
    """Why it could not be signed now, in Vietnamese: no mandate in force."""


@require_safe
@only(may_sign)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for this person's signature, urgent ones marked, with the place where each will stand."""
    person = _person(request)
    owed = list(for_signature(person).select_related("document__entry")[:MOST_SHOWN])
    rows = []
    for signer in owed:
        try:
            mandate_for(signer, signer.document.agency)
            fault = ""
        except NoMandate as error:
            fault = remedy_of(error)
        rows.append(WaitingRow(row_of(signer.document), signer.ordinal, fault))
    binding = binding_of(person)
    sight = sight_for(binding) if rows else None
    return render(
        request,
        "portal/outgoing/signing.html",
        {"rows": rows, "binding": binding, "sight": sight, "today": timezone.localdate()},
    )


@require_POST
@sensitive_post_parameters("pin")
@only(may_sign)
def sign(request: HttpRequest) -> HttpResponse:
    """Signs the ticked documents with one PIN; goes to the batch's page."""
    return begin_batch(request, asked_ids(request), agency="", back="outgoing_signing")


@require_POST
@sensitive_post_parameters("pin")
@only(is_clerk)
def seal(request: HttpRequest) -> HttpResponse:
    """Seals the ticked documents of one agency, or all of them, with one PIN."""
    agency = request.POST.get("agency", "")
    if agency not in {one.code for one in the_options().agencies}:
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
def batch_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """Only the part of a batch's page that changes."""
    return render(request, "portal/outgoing/_batch.html", _batch_context(request, key))


def sight_for(binding: CertificateBinding | None) -> TokenSight | None:
    """What is to be said of a binding's token before anybody signs; `None` where there is no such token."""
    token = the_options().tokens.get(binding.token) if binding else None
    return sight_of(token, is_at_work=is_at_work(token.name)) if token else None


@require_POST
@sensitive_post_parameters("pin")
@signed_in
def otp(request: HttpRequest) -> HttpResponse:
    """Has the service of a remote key send its one-time password, for a signature or for an agency's seal."""
    agency = request.POST.get("agency", "")
    if not (is_clerk(request.user) if agency else may_sign(request.user)):
        raise PermissionDenied
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
    items = list(held.items.select_related("file__document__entry"))
    settled = sum(item.state != ItemState.WAITING for item in items)
    return {
        "batch": held,
        "items": items,
        "total": len(items),
        "settled": settled,
        "percent": round(100 * settled / len(items)) if items else 100,
        "signed": sum(item.state == ItemState.SIGNED for item in items),
        "failed": sum(item.state == ItemState.FAILED for item in items),
        "is_running": held.state == BatchState.RUNNING,
        "is_in_own_computer": mailbox_of(key, held.by) is not None,
        "is_broken": held.state == BatchState.BROKEN,
    }


def _person(request: HttpRequest) -> User:
    person = request.user
    if not isinstance(person, User):  # the middleware lets nobody else in
        raise Http404("not signed in")
    return person
