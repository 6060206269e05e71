"""Papers with wording of their own: one file a record type, named for its code, with a function `write`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from classifiers.specimens.draft import Draft


class Paper(Protocol):
    """A record type's module."""

    def write(self, draft: Draft) -> None:
        """Sets the paper on the draft's galley."""


@cache
def papers() -> dict[str, Paper]:
    """Every record type with a paper of its own, by code."""
    return {
        found.name: cast("Paper", importlib.import_module(f"{__name__}.{found.name}"))
        for found in pkgutil.iter_modules(__path__)
    }
