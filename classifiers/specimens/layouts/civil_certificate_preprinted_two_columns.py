"""Pre-printed certificates of two people: the same labels in two columns side by side, common lines below."""

from __future__ import annotations

from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts import civil_certificate_preprinted as certificate
from classifiers.specimens.layouts.civil_certificate_preprinted import entry
from classifiers.specimens.typesetting import Column

Entries = list[tuple[str, str, str]]


def side_by_side(draft: Draft, left: Entries, right: Entries, *, gap: float = 6.0) -> None:
    """Sets both people's lines in columns of half the width, level row by row."""
    galley = draft.galley
    column, top = galley.column, galley.y
    width = (column.width - gap) / 2
    ends = []
    for x, entries in ((column.x, left), (column.x + width + gap, right)):
        galley.column, galley.y = Column(x, width), top
        galley.next_block()
        for part in entries:
            entry(draft, part)
        ends.append(galley.y)
    galley.column, galley.y = column, max(ends)
    galley.next_block()


def write(form: Form) -> None:
    """Any such certificate: drawn line by line, as one column."""
    certificate.write(form)
