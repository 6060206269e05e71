"""How the wall calls those who reviewed: by name only before those who may know, and as the office wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.rights.holding import Rights
from portal.rights.roles import Right

NAMES, INITIALS, NUMBERS = "names", "initials", "numbers"
CODE_LENGTH = 20


def calling(wish: str, rights: Rights) -> str:
    """How people are called: `names` only before those who keep accounts or read the audit."""
    if wish == NAMES and not (rights.may(Right.ADMINISTER) or rights.may(Right.AUDIT)):
        return INITIALS
    return wish


def called(accounts: Iterable[str], how: str, me: str = "") -> dict[str, str]:
    """What each account is called; `accounts` in the order in which they are shown, `me` always known."""
    ordered = list(accounts)
    names = _names(ordered) if how != NUMBERS else {}
    found = {}
    for place, account in enumerate(ordered, start=1):
        told = _("Người %(number)s") % {"number": place}
        if how == NAMES:
            told = names.get(account, account)
        elif how == INITIALS:
            told = initials(names.get(account, account))
        found[account] = _("Tôi") if me and account == me else told
    return found


def code_of(account: str) -> str:
    """What an address holds of an account: nobody reads the name back from it, in a log or elsewhere."""
    return salted_hmac("portal.wall.person", account).hexdigest()[:CODE_LENGTH]


def initials(name: str) -> str:
    """First letters of a name's words: NGUYỄN VĂN AN is N.V.A."""
    return "".join(f"{word[0].upper()}." for word in name.split())


def _names(accounts: Iterable[str]) -> Mapping[str, str]:
    people = User.objects.filter(username__in=list(accounts))
    return {one.username: one.get_full_name() or one.username for one in people}
