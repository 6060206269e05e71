"""Who may do what on the outgoing road, and what each person may see of a document.

Officials sign, clerks give numbers, seal and recall, administrators bind certificates and keep mandates; one
person may be several. Whoever is none of them hands documents in and sees their own. A clerk whose role is
held at a unit keeps the documents of the agency of that name: once issued they are that unit's records.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from portal.catalogue.folding import fold
from portal.configuration import current
from portal.models import OutgoingDocument, Unit
from portal.rights.asking import rights_of
from portal.rights.roles import Right, Role

Asker = HttpRequest | AbstractBaseUser | AnonymousUser
"""A request keeps its rights once they were asked for; an account asks the database each time."""


def may_sign(asker: Asker) -> bool:
    """Whether documents may wait for this person's signature."""
    return rights_of(asker).may(Right.SIGN)


def is_clerk(asker: Asker) -> bool:
    """Whether this person gives numbers, seals and recalls, for some agency at least."""
    return rights_of(asker).may(Right.CLERK)


def kept_agencies(asker: Asker) -> frozenset[str] | None:
    """Codes of the agencies whose documents this person keeps as a clerk; `None` for all that there are.

    Where the office has a single agency, whoever is a clerk anywhere is its clerk.
    """
    rights = rights_of(asker)
    units, agencies = rights.units(Right.CLERK), current().outgoing.agencies
    if units is None or (rights.may(Right.CLERK) and len(agencies) == 1):
        return None
    named = Unit.objects.filter(name__in=units).values_list("name", "title") if units else ()
    names = {fold(name) for pair in named for name in pair if name}
    return frozenset(one.code for one in agencies if fold(one.name) in names)


def keeps(asker: Asker, agency: str) -> bool:
    """Whether this person is a clerk of the agency with that code."""
    kept = kept_agencies(asker)
    return kept is None or agency in kept


def of_kept(documents: QuerySet[OutgoingDocument], asker: Asker) -> QuerySet[OutgoingDocument]:
    """Those of `documents` that this person keeps as a clerk."""
    kept = kept_agencies(asker)
    return documents if kept is None else documents.filter(agency__in=kept)


def seen_by(asker: Asker) -> QuerySet[OutgoingDocument]:
    """The documents that this person may see: one's own, those to sign, all that a clerk keeps."""
    documents, kept = OutgoingDocument.objects.all(), kept_agencies(asker)
    if kept is None:
        return documents
    person = asker.user if isinstance(asker, HttpRequest) else asker
    own = Q(sender=person.get_username()) | Q(signers__user_id=person.pk)
    return documents.filter(own | Q(agency__in=kept)).distinct()


def officials() -> QuerySet[User]:
    """Accounts that may be asked to sign, by name."""
    return holders_of(Role.OFFICIAL)


def holders_of(role: Role) -> QuerySet[User]:
    """Accounts in use that hold a role anywhere, by name."""
    held = Q(grants__role=role, grants__ended_at=None)
    return (
        User.objects.filter(held, is_active=True).distinct().order_by("last_name", "first_name", "username")
    )
