"""A record's title, chosen among its fields by their names: what lists and a PDF's title bar show."""

from __future__ import annotations

import re
from pathlib import PurePath

from records.record import Record

LONGEST_TITLE = 300
_SUBJECTS = ("subject", "title")
_PEOPLE: tuple[tuple[str, ...], ...] = (
    ("husband_full_name", "wife_full_name"),
    ("child_full_name",),
    ("deceased_full_name",),
    ("deceased_name",),
    ("groom_full_name", "bride_full_name"),
    ("ward_full_name",),
    ("person_full_name",),
    ("full_name",),
    ("holder_name",),
    ("owner_lines",),
    ("owners",),
    ("owner_name",),
    ("user_name",),
    ("enterprise_name",),
    ("business_name",),
    ("household_business_name",),
    ("head_name",),
    ("taxpayer_name",),
    ("applicant_full_name",),
    ("applicant_name",),
    ("party_a", "party_b"),
)
"""Whom a paper is about, the surest sign first; a husband and his wife are named together."""
_SIGNERS = ("signer_name", "certifier_name", "informant_name")


def title_of(record: Record) -> str:
    """Trích yếu, else the persons that the paper is about, else the file's name without its ending."""
    subject = next(
        (
            record.fields[name]
            for name in _SUBJECTS
            if name in record.fields and record.fields[name].value.strip()
        ),
        None,
    )
    if subject is not None:
        return _shown(subject.normalised or subject.value)
    for names in _PEOPLE:
        people = [_people(record.fields[name].normalised) for name in names if name in record.fields]
        if any(people):
            return _cut(" – ".join(person for person in people if person))
    for name, found in record.fields.items():
        if name.endswith("_name") and name not in _SIGNERS and found.normalised.strip():
            return _shown(found.normalised)
    return _cut(PurePath(record.source.name).stem or record.source.name)


def _shown(text: str) -> str:
    return _cut(" ".join(text.split()))


def _people(text: str) -> str:
    """Names only: what follows a comma is a number, a year of birth or an address."""
    parts = (" ".join(part.partition(",")[0].split()) for part in re.split(r"[;\n]", text))
    return _cut("; ".join(part for part in parts if part))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
