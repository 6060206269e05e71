"""Other systems that call the interface in tests."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.portal.persons import make_person


class Caller:
    """A system with a key of `account`; `get` and the like answer Django's responses."""

    def __init__(self, account: Any, *scopes: str) -> None:
        from portal.api.scopes import Scope
        from portal.api.tokens import make_token

        made = make_token(account, "test", [Scope(scope) for scope in scopes or Scope], by="test")
        self.key, self.token = made.key, made.token
        self.client = Client(headers={"Authorization": f"Bearer {self.key}"})

    def __getattr__(self, verb: str) -> Any:
        call = getattr(self.client, verb)
        return lambda path, *rest, **named: call(f"/api/v1{path}", *rest, **named)


def caller(name: str, *roles: str, scopes: tuple[str, ...] = (), **where: Any) -> Caller:
    """A system that acts for a new account with `roles` (records staff when none is told)."""
    return Caller(make_person(name, *roles, **where), *scopes)
