"""One account: what it is, its roles now and before, and what an administrator does about it."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from classifiers.catalogue import load_record_types
from portal.accounts import changing, sessions
from portal.accounts.notices import role_name
from portal.accounts.passwords import state_of
from portal.catalogue.type_names import type_name, type_names
from portal.models import Grant, Unit
from portal.models.people import HIGHEST_LEVEL, USUAL_LEVEL
from portal.people import Account
from portal.rights.guarding import needs
from portal.rights.roles import Right, Role
from portal.views.people.units import MOST_OFFERED, unit_named


@needs(Right.ADMINISTER)
@require_safe
def account(request: HttpRequest, number: int) -> HttpResponse:
    """The account's page."""
    person = _person(number)
    grants = Grant.objects.filter(user=person).select_related("unit")
    context = {
        "person": person,
        "state": state_of(person),
        "held": [_shown(one) for one in grants if one.ended_at is None],
        "ended": [_shown(one) for one in grants if one.ended_at is not None],
        "factors": list(Authenticator.objects.filter(user=person)),
        "sessions": sessions.of_person(person),
        "is_own": person.pk == request.user.pk,
        "roles": [(role.value, role_name(role.value)) for role in Role],
        "names": list(Unit.objects.values_list("name", flat=True)[:MOST_OFFERED]),
        "types": type_names(),
        "levels": range(1, HIGHEST_LEVEL + 1),
        "usual_level": USUAL_LEVEL,
    }
    return render(request, "portal/people/account.html", context)


def _shown(grant: Grant) -> tuple[str, Grant, list[str]]:
    return role_name(grant.role), grant, [type_name(code) for code in grant.types]


def _person(number: int) -> User:
    person: User = get_object_or_404(User, pk=number)
    return person


def _done(request: HttpRequest, number: int, change: Callable[[], object], words: str) -> HttpResponse:
    try:
        change()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    return redirect("people_account", number)


@needs(Right.ADMINISTER)
@require_POST
@reauthentication_required
def password(request: HttpRequest, number: int) -> HttpResponse:
    """A password for one sign-in, shown once."""
    person = _person(number)
    try:
        made: Account = changing.reset_password(person, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people_account", number)
    context = {"made": made, "person": person, "why": _("Đã đặt mật khẩu dùng một lần.")}
    return render(request, "portal/people/told_once.html", context)


@needs(Right.ADMINISTER)
@require_POST
@reauthentication_required
def factor(request: HttpRequest, number: int) -> HttpResponse:
    """Takes the second factors away."""
    person = _person(number)
    words = _("Đã gỡ xác thực bước hai. Lần đăng nhập tới, người này bật lại.")
    return _done(request, number, lambda: changing.reset_factor(person, by=request.user), words)


@needs(Right.ADMINISTER)
@require_POST
@reauthentication_required
def off(request: HttpRequest, number: int) -> HttpResponse:
    """Switches the account off."""
    person = _person(number)
    return _done(
        request, number, lambda: changing.switch_off(person, by=request.user), _("Đã khóa tài khoản.")
    )


@needs(Right.ADMINISTER)
@require_POST
@reauthentication_required
def on(request: HttpRequest, number: int) -> HttpResponse:
    """Switches the account on again."""
    person = _person(number)
    return _done(
        request, number, lambda: changing.switch_on(person, by=request.user), _("Đã mở lại tài khoản.")
    )


@needs(Right.ADMINISTER)
@require_POST
@reauthentication_required
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Gives a role: where, for which types, up to which level."""
    person = _person(number)

    def change() -> None:
        role, unit, types, level = _asked(request)
        changing.give_role(person, role, unit=unit, types=types, level=level, by=request.user)

    return _done(request, number, change, _("Đã giao vai trò và báo cho người này."))


@needs(Right.ADMINISTER)
@require_POST
@reauthentication_required
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Ends a role."""
    grant = get_object_or_404(Grant.objects.select_related("user", "unit"), pk=number)
    words = _("Đã kết thúc vai trò và báo cho người này.")
    return _done(request, grant.user_id, lambda: changing.end_role(grant, by=request.user), words)


def _asked(request: HttpRequest) -> tuple[Role, Unit | None, list[str], int]:
    form = request.POST
    known = load_record_types()
    types = [code for code in form.getlist("types")[: len(known)] if code in known]
    unit = unit_named(form.get("unit", ""))
    if form.get("role") not in set(Role):
        raise ValidationError(_("Hãy chọn một vai trò."))
    level = form.get("level", "")
    if level not in {str(one) for one in range(1, HIGHEST_LEVEL + 1)}:
        raise ValidationError(_("Hãy chọn mức nhạy cảm từ 1 đến 4."))
    return Role(form["role"]), unit, types, int(level)
