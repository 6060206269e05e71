"""What every page of the auditor shares: it writes itself down, and shows only what the person may read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from portal.audit import Kind
from portal.audit.noting import note_look
from portal.audit.reading import sees_whole_chain
from portal.audit.weeks import unreviewed_weeks
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.missing import RightMissing
from portal.rights.roles import Right

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def note_reading(request: HttpRequest, what: str, **more: object) -> None:
    """Writes down that somebody read the log, and whether they administer too (QCVN 12:2026/BCA)."""
    is_administrator = rights_of(request).may(Right.ADMINISTER)
    extra = {"as_administrator": True} if is_administrator else {}
    note_look(request, Kind.AUDIT_READ, object=what, **extra, **more)


def whole_chain(view: View[Rest]) -> View[Rest]:
    """For those who read every event: an auditor of some units judges neither the chain nor the week."""

    @needs(Right.AUDIT)
    @wraps(view)
    def answer(request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
        if not sees_whole_chain(rights_of(request)):
            raise RightMissing(Right.AUDIT, is_whole_office=True)
        return view(request, *rest, **named)

    return answer


def frame(request: HttpRequest) -> dict[str, object]:
    """What the tabs show."""
    is_whole = sees_whole_chain(rights_of(request))
    return {"is_whole": is_whole, "overdue": len(unreviewed_weeks()) if is_whole else 0}
