"""Declares who may come to a view; a test walks every route and finds each with a declaration."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from portal.rights.asking import rights_of
from portal.rights.missing import RightMissing
from portal.rights.roles import Right

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
DECLARED = "hoso_needs"
"""Attribute of a guarded view: the rights of which one is needed; empty for whoever is signed in."""


def needs(*rights: Right) -> Callable[[View[Rest]], View[Rest]]:
    """Lets in whoever has one of `rights` somewhere; others get the page that says it is not theirs.

    What a person may see of it is asked record by record: `held_record`, `Rights.records`.
    """

    def guarded(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def answer(request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            held = rights_of(request)
            if not any(held.may(right) for right in rights):
                raise RightMissing(*rights)
            return view(request, *rest, **named)

        setattr(answer, DECLARED, rights)
        return answer

    return guarded


def signed_in(view: View[Rest]) -> View[Rest]:
    """Says that everybody with an account may come: the middleware has let nobody else through."""
    setattr(view, DECLARED, ())
    return view
