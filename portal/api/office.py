"""What a system asks before it begins: who it is, which types and units there are, how the office stands."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Count
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from classifiers.catalogue import load_record_types
from portal.api.entering import KeyOfASystem
from portal.api.scopes import Scope
from portal.api.shapes import ERRORS, MOST_LISTED, AuditList, AuditRow, Me, Numbers, ShortText, TypeRow
from portal.audit import Kind, note
from portal.models import ApiToken, AuditEvent, Unit
from portal.rights.asking import rights_of
from portal.rights.roles import Right

router = Router()


@router.get("/me", response={200: Me, **ERRORS}, summary="Whom the key stands for")
def me(request: HttpRequest) -> Me:
    """The key's account, scopes and roles."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]  # set when the key was looked at
    rights = rights_of(request)
    units = rights.units(Right.SEE)
    return Me(
        account=token.user.get_username(),
        scopes=token.scopes,
        roles=sorted({held.role.value for held in rights.held}),
        units=None if units is None else sorted(units),
    )


@router.get("/types", response={200: list[TypeRow], **ERRORS}, summary="Record types")
def types(request: HttpRequest) -> list[TypeRow]:  # noqa: ARG001  # ninja hands it in
    """The catalogue of record types."""
    return [
        TypeRow(
            code=one.code, name_vi=one.name_vi, name_en=one.name_en, group=one.group, sensitivity=one.level
        )
        for one in load_record_types().values()
    ]


@router.get("/units", response={200: list[str], **ERRORS}, summary="Units")
def units(request: HttpRequest) -> list[str]:
    """Folder names of the units at which the account may see records."""
    mine = rights_of(request).units(Right.SEE)
    names = Unit.objects.order_by("name").values_list("name", flat=True)
    return [name for name in names if mine is None or name in mine]


@router.get(
    "/numbers",
    response={200: Numbers, **ERRORS},
    summary="How the office stands",
    auth=KeyOfASystem(Scope.NUMBERS_READ),
)
def numbers(request: HttpRequest) -> Numbers:
    """Files by state and records by whether they wait for a person."""
    rights = rights_of(request)
    files = rights.files(Right.WATCH).order_by().values_list("state").annotate(Count("pk"))
    waiting = rights.records(Right.WATCH).order_by().values_list("needs_review").annotate(Count("pk"))
    records = dict(waiting)
    return Numbers(
        files={str(state): count for state, count in files},
        records={"filed": records.get(False, 0), "review": records.get(True, 0)},
    )


@router.get(
    "/audit",
    response={200: AuditList, **ERRORS},
    summary="The audit chain",
    auth=KeyOfASystem(Scope.AUDIT_READ),
)
def audit(
    request: HttpRequest,
    actor: ShortText = "",
    object: ShortText = "",  # noqa: A002  # the column's name
    before: Annotated[int, Field(ge=1, le=2**53)] | None = None,
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 100,
) -> AuditList:
    """Events that the account may read, the newest first; that they were read is an event itself."""
    at = rights_of(request).units(Right.AUDIT)
    events = AuditEvent.objects.order_by("-pk")
    if at is not None:
        events = events.filter(unit__in=sorted(at))
    for name, value in (("actor", actor), ("object", object)):
        events = events.filter(**{name: value}) if value else events
    if before is not None:
        events = events.filter(pk__lt=before)
    shown = list(events[: limit + 1])
    note(request, Kind.AUDIT_READ, count=min(limit, len(shown)))
    more = shown[limit - 1].pk if len(shown) > limit else None
    return AuditList(items=[_event(event) for event in shown[:limit]], next_before=more)


def _event(event: AuditEvent) -> AuditRow:
    names = ("id", "at", "actor", "address", "kind", "object", "unit", "details", "previous", "digest")
    return AuditRow(**{name: getattr(event, name) for name in names})
