"""Booklets; drawn like any form, its labels and values a line each."""

from __future__ import annotations

from classifiers.specimens.layouts.application_form import write

__all__ = ["write"]
