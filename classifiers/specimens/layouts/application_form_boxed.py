"""Application forms whose personal numbers stand in boxes; drawn like any application form."""

from __future__ import annotations

from classifiers.specimens.layouts.application_form import write

__all__ = ["write"]
