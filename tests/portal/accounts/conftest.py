"""The tests of accounts keep an office's rule: administrators need their second factor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def factor_asked(portal_data: object) -> Iterator[None]:
    """Administrators who need their second factor, as in an office."""
    from tests.portal.accounts.doors import options

    with options(asks_no_factor=False):
        yield
