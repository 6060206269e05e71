"""Keeps the tests of accounts quick: many of them sign in, and a password's digest is slow on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def quick_digests(portal_data: object) -> Iterator[None]:
    """A real digest of few rounds, and administrators who need their second factor, as in an office."""
    from django.test import override_settings

    from tests.portal.accounts.doors import options

    quick = ["tests.portal.accounts.quick_digest.QuickHasher"]
    with override_settings(PASSWORD_HASHERS=quick), options(asks_no_factor=False):
        yield
