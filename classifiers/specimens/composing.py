"""Composes a specimen of a record type: by its own paper where there is one, else by its template."""

from __future__ import annotations

from dataclasses import replace

from classifiers.catalogue import load_record_types
from classifiers.editions import edition_on, printed_by
from classifiers.record_type import RecordType
from classifiers.specimens.draft import FIRST_DAY, LAST_DAY, Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts import layouts
from classifiers.specimens.papers import papers
from classifiers.specimens.sheet import Specimen
from classifiers.specimens.titles_tell import told_by_title
from classifiers.specimens.values import Values


def compose(code: str, seed: int, *, record_type: RecordType | None = None) -> Specimen:
    """An invented paper of the record type `code`; the same code and seed always give the same paper.

    Its truth has the names of the type's own fields and no others. `record_type` is the type where it is
    not in the project's own catalogue. Raises `KeyError` for a code that is in no catalogue.
    """
    kind = record_type or load_record_types()[code]
    draft = begin(kind, seed)
    if code in papers() and record_type is None:
        papers()[code].write(draft)
    else:
        edition = edition_on(kind, draft.issued)
        printed = printed_by(kind, edition) if edition is not None else kind
        layouts()[kind.layout.value].write(Form(draft, printed, Values(draft)))
    specimen = draft.finish()
    names = {rule.name for rule in kind.fields}
    specimen = replace(specimen, truth={**specimen.truth, **told_by_title(kind, specimen)})
    return replace(
        specimen,
        truth={name: text for name, text in specimen.truth.items() if name in names},
        rows={name: rows for name, rows in specimen.rows.items() if name in names},
    )


def begin(kind: RecordType, seed: int) -> Draft:
    """A draft dated within the period in which such papers were issued."""
    first, last = FIRST_DAY, LAST_DAY
    if kind.in_use is not None:
        first = kind.in_use.since if kind.in_use.until else max(first, kind.in_use.since)
        last = min(last, kind.in_use.until or last)
    return Draft.begin(kind.code, seed, first=first, last=last)


def drawable_codes() -> tuple[str, ...]:
    """Codes of every record type that can be drawn, sorted."""
    return tuple(code for code, kind in load_record_types().items() if kind.layout.value in layouts())
