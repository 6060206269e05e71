"""How papers of each layout template are furnished, and how a type with no paper of its own is drawn.

One file a template, named for it. A member has `write`, which composes any record type of that template
from its labels and fields alone; files in `papers/` use the same furniture with the type's own wording.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from classifiers.specimens.form_filling import Form


class Layout(Protocol):
    """A template's module."""

    def write(self, form: Form) -> None:
        """Sets the record type's paper on the form's draft."""


@cache
def layouts() -> dict[str, Layout]:
    """Every template that can be drawn, by name."""
    return {
        found.name: cast("Layout", importlib.import_module(f"{__name__}.{found.name}"))
        for found in pkgutil.iter_modules(__path__)
    }
