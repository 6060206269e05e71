"""Who may do what on the outgoing road, and what each person may see of a document.

Officials sign, clerks give numbers, seal and recall, administrators bind certificates and keep mandates; one
person may be several. Whoever is none of them hands documents in and sees their own.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Q, QuerySet

from portal.models import OutgoingDocument
from portal.rights.asking import rights_of
from portal.rights.roles import Right, Role

Person = AbstractBaseUser | AnonymousUser


def may_sign(person: Person) -> bool:
    """Whether documents may wait for this person's signature."""
    return rights_of(person).may(Right.SIGN)


def is_clerk(person: Person) -> bool:
    """Whether this person gives numbers, seals and recalls."""
    return rights_of(person).may(Right.CLERK)


def is_administrator(person: Person) -> bool:
    """Whether this person sets who signs with which certificate."""
    return rights_of(person).may(Right.ADMINISTER)


def seen_by(person: Person) -> QuerySet[OutgoingDocument]:
    """The documents that this person may see: one's own, those that one is to sign, all for a clerk."""
    documents = OutgoingDocument.objects.all()
    if is_clerk(person):
        return documents
    return documents.filter(Q(sender=person.get_username()) | Q(signers__user_id=person.pk)).distinct()


def officials() -> QuerySet[User]:
    """Accounts that may be asked to sign, by name."""
    signs = Q(grants__role=Role.OFFICIAL, grants__ended_at=None)
    return (
        User.objects.filter(signs, is_active=True).distinct().order_by("last_name", "first_name", "username")
    )
