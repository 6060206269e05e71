"""Composes a specimen of a record type: by its own paper where there is one, else by its template."""

from __future__ import annotations

from dataclasses import replace

from classifiers.catalogue import load_record_types
from classifiers.specimens.draft import Draft
from classifiers.specimens.papers import papers
from classifiers.specimens.sheet import Specimen


def compose(code: str, seed: int) -> Specimen:
    """An invented paper of the record type `code`; the same code and seed always give the same paper.

    Its truth has the names of the type's own fields and no others. Raises `KeyError` for a code that
    cannot be drawn; `drawable_codes` lists those that can.
    """
    draft = Draft.begin(code, seed)
    papers()[code].write(draft)
    specimen = draft.finish()
    names = {rule.name for rule in load_record_types()[code].fields}
    return replace(specimen, truth={name: text for name, text in specimen.truth.items() if name in names})


def drawable_codes() -> tuple[str, ...]:
    """Codes of every record type that can be drawn, sorted."""
    return tuple(sorted(papers()))
