"""Who may do what on the outgoing road: three groups, and what each person may see of a document.

`ky` signs, `van_thu` gives numbers, seals and recalls, `quan_tri` binds certificates and keeps mandates. One
person may be in several. Whoever is in none hands documents in and sees their own.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission, User
from django.db.models import Q, QuerySet

from portal.models import OutgoingDocument

Person = AbstractBaseUser | AnonymousUser
GROUPS = {
    "ky": ("sign_outgoing",),
    "van_thu": ("clerk_outgoing",),
    "quan_tri": ("administer_signing",),
}
"""Name of the group to its permissions; names appear in `hoso account --group`."""


def make_groups(**_: Any) -> None:
    """Makes the three groups after each migration; what an office has added to them stays."""
    for name, codes in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="portal", codename__in=codes)
        )


def may_sign(person: Person) -> bool:
    """Whether documents may wait for this person's signature."""
    return _may(person, "sign_outgoing")


def is_clerk(person: Person) -> bool:
    """Whether this person gives numbers, seals and recalls."""
    return _may(person, "clerk_outgoing")


def is_administrator(person: Person) -> bool:
    """Whether this person sets who signs with which certificate."""
    return _may(person, "administer_signing")


def seen_by(person: Person) -> QuerySet[OutgoingDocument]:
    """The documents that this person may see: one's own, those that one is to sign, all for a clerk."""
    documents = OutgoingDocument.objects.all()
    if is_clerk(person):
        return documents
    return documents.filter(Q(sender=person.get_username()) | Q(signers__user_id=person.pk)).distinct()


def officials() -> QuerySet[User]:
    """Accounts that may be asked to sign, by name."""
    held = Q(groups__permissions__codename="sign_outgoing") | Q(user_permissions__codename="sign_outgoing")
    return (
        User.objects.filter(held, is_active=True).distinct().order_by("last_name", "first_name", "username")
    )


def _may(person: Person, code: str) -> bool:
    return bool(getattr(person, "is_active", False)) and person.has_perm(f"portal.{code}")  # type: ignore[union-attr]
