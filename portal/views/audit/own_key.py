"""Minutes are signed with a key in the auditor's own computer: the page announces them, and sets out."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts.client_address import client_address
from portal.audit.reviewing import (
    LONGEST_REMARKS,
    Closing,
    asked_version,
    begin_review,
    begin_signing,
    must_be_open,
)
from portal.configuration import current
from portal.outgoing.identities import must_be_bound
from portal.outgoing.keys import key_elsewhere
from portal.views.audit.reading import whole_chain
from portal.views.outgoing.own_computer import hand_of, refused
from records.errors import HosoError


@require_POST
@sensitive_post_parameters("password")
@whole_chain
def announce(request: HttpRequest, week: date) -> HttpResponse:
    """One signature, on these minutes: shown in the agent's window before the PIN is typed."""
    try:
        binding = must_be_bound(_person(request))
        held = begin_review(week, by=request.user.get_username())
        must_be_open(held, asked_version(request.POST.get("version", "")))
    except HosoError as error:
        return refused(error)
    title = _("Biên bản rà soát nhật ký tuần từ %(day)s") % {"day": f"{week:%d/%m/%Y}"}
    told = {"signatures": 1, "certificate": binding.sha256, "titles": [title], "documents": []}
    return JsonResponse(told)


@require_POST
@sensitive_post_parameters("password")
@whole_chain
def begin(request: HttpRequest, week: date) -> HttpResponse:
    """Sets out with the key that the agent has opened; answers where it goes on."""
    person, form = _person(request), request.POST
    try:
        binding = must_be_bound(person)
        held = begin_review(week, by=person.get_username())
        closing = Closing(
            person,
            client_address(request),
            form.get("remarks", "")[:LONGEST_REMARKS],
            asked_version(form.get("version", "")),
            key=key_elsewhere(binding, hand_of(request), announced=1),
        )
        begin_signing(held, closing, current().data_dir, current().outgoing)
    except HosoError as error:
        return refused(error)
    return JsonResponse({"batch": reverse("audit_review", args=[week])})


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # the middleware lets nobody else in
        raise Http404("not signed in")
    return request.user
