"""The list of accounts, and a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from classifiers.vietnamese import fold
from portal.accounts import changing
from portal.accounts.name_order import person_key
from portal.accounts.notices import role_name
from portal.accounts.options import FactorRule
from portal.configuration import current
from portal.models import Grant
from portal.rights.guarding import needs
from portal.rights.roles import Right, Role
from portal.troubles import remedy_of
from portal.views.paging import pager
from records.errors import HosoError

PAGE = 50
LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One account as the list shows it."""

    user: User
    roles: tuple[str, ...]
    has_factor: bool
    owes_factor: bool

    @property
    def name(self) -> str:
        return self.user.get_full_name() or self.user.get_username()

    @property
    def last_login(self) -> datetime | None:
        moment: datetime | None = self.user.last_login
        return moment


@needs(Right.ADMINISTER)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, by given name; narrowed by what is typed and by state."""
    asked = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    state = request.GET.get("state", "")
    users = sorted(
        _users(asked, state), key=lambda user: person_key(user.get_full_name() or user.get_username())
    )
    pages = pager(request, len(users), PAGE)
    shown = users[pages.first_item - 1 : pages.last_item] if users else []
    context = {"rows": _rows(shown), "pager": pages, "q": asked, "state": state}
    return render(request, "portal/people/accounts.html", context)


def _users(asked: str, state: str) -> list[User]:
    found = User.objects.select_related("state")
    if state in {"on", "off"}:
        found = found.filter(is_active=state == "on")
    wanted = fold(asked)
    return [one for one in found if wanted in fold(f"{one.get_full_name()} {one.get_username()}")]


def _rows(users: list[User]) -> list[Row]:
    numbers = [user.pk for user in users]
    roles: dict[int, set[str]] = {}
    for user_id, role in Grant.objects.filter(user_id__in=numbers, ended_at=None).values_list(
        "user_id", "role"
    ):
        roles.setdefault(user_id, set()).add(role)
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    factors = set(
        Authenticator.objects.filter(user_id__in=numbers, type__in=kinds).values_list("user_id", flat=True)
    )
    everybody = current().accounts.second_factor == FactorRule.EVERYBODY
    order = {role.value: place for place, role in enumerate(Role)}
    return [
        Row(
            user,
            tuple(
                role_name(one) for one in sorted(roles.get(user.pk, ()), key=lambda one: order.get(one, 99))
            ),
            has_factor=user.pk in factors,
            owes_factor=everybody or Role.ADMINISTRATOR in roles.get(user.pk, ()),
        )
        for user in users
    ]


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "POST"])
@reauthentication_required
def new_account(request: HttpRequest) -> HttpResponse:
    """The form; what was typed stays in it until the account is made."""
    typed = {name: request.POST.get(name, "").strip()[:150] for name in ("name", "full_name", "email")}
    if request.method == "POST":
        try:
            if typed["email"]:
                validate_email(typed["email"])
            made = changing.make_account(
                typed["name"], full_name=typed["full_name"], email=typed["email"], by=request.user
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except HosoError as error:
            messages.error(request, remedy_of(error))
        else:
            user = User.objects.get(username=made.user)
            context = {"made": made, "person": user, "why": _("Tài khoản mới đã sẵn sàng.")}
            return render(request, "portal/people/told_once.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/people/new.html", {"typed": typed}, status=status)
