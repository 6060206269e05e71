"""The administrator's page: who signs with which certificate, and who may sign for whom until when."""

from __future__ import annotations

import io
from datetime import date

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from PIL import Image

from portal.audit import Kind, note
from portal.days import day_of
from portal.models import CertificateBinding, Mandate
from portal.outgoing.identities import (
    MOST_CERTIFICATE_BYTES,
    OWN_COMPUTER,
    BoundTo,
    bind,
    read_certificate,
    unbind,
)
from portal.outgoing.offers import accept, decline
from portal.outgoing.permissions import holders_of, officials
from portal.outgoing.states import Prefix
from portal.rights.guarding import needs
from portal.rights.roles import Right, Role
from portal.short_numbers import ID_DIGITS, short_number
from portal.views.outgoing.held import tell, the_desk, the_options
from records.errors import HosoError, OutOfTurn

MOST_IMAGE_BYTES = 900_000
"""A seal of 36 mm at 600 dpi takes some 300 kB; the form as a whole stays below a megabyte."""
MOST_IMAGE_PIXELS = 16_000_000


@require_safe
@needs(Right.ADMINISTER)
def people(request: HttpRequest) -> HttpResponse:
    """Certificates and mandates in force, those that ended, and the forms for new ones."""
    today = timezone.localdate()
    return render(
        request,
        "portal/outgoing/people.html",
        {
            "bindings": CertificateBinding.objects.filter(ended_at=None).select_related("user"),
            "mandates": Mandate.objects.select_related("holder")[:200],
            "officials": officials(),
            "clerks": holders_of(Role.CLERK),
            "auditors": holders_of(Role.AUDITOR),
            "agencies": the_options().agencies,
            "tokens": list(the_options().tokens),
            "prefixes": [prefix.value for prefix in Prefix if prefix.needs_mandate],
            "today": today,
        },
    )


@require_POST
@needs(Right.ADMINISTER)
def bind_certificate(request: HttpRequest) -> HttpResponse:
    """Binds the sent certificate to an account, in place of the one before."""
    try:
        certificate = read_certificate(_sent(request, "certificate", MOST_CERTIFICATE_BYTES))
        bind(certificate, _bound_to(request), by=request.user.get_username())
    except HosoError as error:
        tell(request, error)
    else:
        messages.success(request, _("Đã gắn chứng thư số vào tài khoản."))
    return redirect("outgoing_people")


@require_POST
@needs(Right.ADMINISTER)
def decide_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Binds a certificate that somebody has shown from their own computer, or does not."""
    form = request.POST
    if form.get("do") != "bind":
        decline(offer_id)
        messages.success(request, _("Đã bỏ qua chứng thư được gửi."))
        return redirect("outgoing_people")
    try:
        image, by = _image(request), request.user.get_username()
        bound = accept(offer_id, sha256=form.get("sha256", ""), image=image, by=by)
    except HosoError as error:
        tell(request, error)
    else:
        about = f"account:{bound.user.get_username()}"
        note(request, Kind.ACCOUNT_CHANGED, object=about, what="certificate.bound", certificate=bound.sha256)
        messages.success(request, _("Đã gắn chứng thư số vào tài khoản."))
    return redirect("outgoing_people")


@require_POST
@needs(Right.ADMINISTER)
def end_binding(request: HttpRequest, binding_id: int) -> HttpResponse:
    """Takes a certificate away from an account."""
    unbind(binding_id, by=request.user.get_username())
    messages.success(request, _("Đã gỡ chứng thư số."))
    return redirect("outgoing_people")


@require_POST
@needs(Right.ADMINISTER)
def add_mandate(request: HttpRequest) -> HttpResponse:
    """Writes down a mandate with its document and dates."""
    form = request.POST
    try:
        holder = _person(form.get("holder", ""))
        begins_on, ends_on = _day(form.get("begins_on", "")), _day(form.get("ends_on", ""))
        prefix = Prefix(form.get("prefix", "")) if form.get("prefix") in set(Prefix) else Prefix.NONE
        position = " ".join(form.get("for_position", "").split())[:255]
        document = " ".join(form.get("document", "").split())[:255]
        is_sound = begins_on and position and document and prefix.needs_mandate
        if not is_sound or (ends_on and begins_on and ends_on < begins_on):
            raise _malformed()
        Mandate.objects.create(
            holder=holder,
            agency=the_options().agency(form.get("agency", "")).code,
            prefix=prefix,
            for_position=position,
            document=document,
            begins_on=begins_on,
            ends_on=ends_on,
            set_by=request.user.get_username(),
            set_at=timezone.now(),
        )
    except HosoError as error:
        tell(request, error)
    else:
        messages.success(request, _("Đã ghi văn bản giao ký thay."))
    return redirect("outgoing_people")


@require_POST
@needs(Right.ADMINISTER)
def end_mandate(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Revokes a mandate from now on; what was signed under it stays as it is."""
    Mandate.objects.filter(pk=mandate_id, ended_at=None).update(
        ended_at=timezone.now(), ended_by=request.user.get_username()
    )
    messages.success(request, _("Đã chấm dứt việc giao ký thay."))
    return redirect("outgoing_people")


def _bound_to(request: HttpRequest) -> BoundTo:
    form = request.POST
    agency = form.get("agency", "")
    token = form.get("token", "")
    token = OWN_COMPUTER if token == "@own-computer" else token  # noqa: S105  a choice of the form
    if token not in {OWN_COMPUTER, *the_options().tokens} or (
        agency and agency not in {one.code for one in the_options().agencies}
    ):
        raise _malformed()
    return BoundTo(_person(form.get("account", "")), token, agency, _image(request))


def _image(request: HttpRequest) -> str:
    """The sent picture on the desk: a PNG that shows a signature or a seal; empty when none was sent."""
    if "image" not in request.FILES:
        return ""
    content = _sent(request, "image", MOST_IMAGE_BYTES)
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            is_sound = picture.width * picture.height <= MOST_IMAGE_PIXELS
            if is_sound:
                picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        is_sound = False
    if not is_sound:
        raise OutOfTurn(
            "no PNG",
            remedy_vi="Ảnh chữ ký hoặc con dấu phải là tệp PNG nền trong suốt, dưới 900 kB.",
            remedy_en="The picture of a signature or seal is a PNG with transparent ground below 900 kB.",
        )
    return the_desk().keep([content], ".png").name


def _sent(request: HttpRequest, name: str, most: int) -> bytes:
    sent = request.FILES.get(name)
    if not isinstance(sent, UploadedFile) or (sent.size or 0) > most:
        raise _malformed()
    return sent.read(most)


def _person(text: str) -> User:
    number = short_number(text, digits=ID_DIGITS)
    person = User.objects.filter(pk=number, is_active=True).first() if number is not None else None
    if person is None:
        raise _malformed()
    return person


def _day(text: str) -> date | None:
    try:
        return day_of(text) if text else None
    except ValueError as error:
        raise _malformed() from error


def _malformed() -> OutOfTurn:
    return OutOfTurn(
        "a form that is not filled in rightly",
        remedy_vi="Thông tin chưa đủ hoặc chưa đúng. Hãy xem lại các ô rồi lưu.",
        remedy_en="Something is missing or not right. Look at the form again.",
    )
