"""Lets a request in by its key, if that has the scope, and its account the right, that is needed."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from portal.api.scopes import RIGHT_FOR, Scope
from portal.api.tokens import token_of
from portal.models import ApiToken
from portal.rights.asking import act_for, rights_of
from portal.rights.roles import Role

_KEPT = "_hoso_token"
NOT_BY_KEY = frozenset({Role.ADMINISTRATOR})
"""Accounts and rights are kept by people with a second factor, never by a system."""


class KeyOfASystem(HttpBearer):
    """`Authorization: Bearer hoso_…`, with `scope` where one is asked for."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The key's row; the request then acts for its account, with its rights."""
        held = entered(request, token)
        if held is None:
            return None
        act_for(request, held.user, without=NOT_BY_KEY)
        if self._scope is not None and not _may(request, held, self._scope):
            raise HttpError(403, f"this key has no {self._scope.value}")
        return held


def _may(request: HttpRequest, token: ApiToken, scope: Scope) -> bool:
    right = RIGHT_FOR[scope]
    return scope in token.scopes and (right is None or rights_of(request).may(right))


def entered(request: HttpRequest, key: str) -> ApiToken | None:
    """The row of the key that a request carries, asked for once."""
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, token_of(key))
    held: ApiToken | None = getattr(request, _KEPT)
    return held


def has_key(request: HttpRequest) -> bool:
    """Whether a request carries a key in force; for what must be decided before its body is read."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    return kind == "Bearer" and entered(request, key) is not None
