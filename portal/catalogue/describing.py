"""What a list shows of a record: its title, number and date, chosen among its fields by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from records import FieldValue, Record

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
_NUMBERS = (
    "doc_number",
    "registration_number",
    "extract_number",
    "permit_number",
    "certificate_number",
    "contract_number",
    "serial",
    "certificate_serial",
    "business_code",
    "enterprise_code",
    "registry_number",
    "notarial_number",
    "dossier_number",
    "dossier_code",
)
_DATES = (
    "issue_date",
    "registration_date",
    "contract_date",
    "signing_date",
    "sign_date",
    "written_date",
    "signing_place_date",
    "survey_date",
    "first_registered",
    "valid_from",
)
_SIGNERS = ("signer_name", "certifier_name", "informant_name")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?")


def title_of(record: Record) -> str:
    """Trích yếu, else the persons that the paper is about, else the file's name without its ending."""
    subject = _first(record.fields, _SUBJECTS)
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


def number_of(record: Record) -> str:
    """The paper's own number as printed; empty where none was read."""
    found = _first(record.fields, _NUMBERS)
    return " ".join(found.value.split())[:255] if found else ""


def date_of(record: Record) -> date | None:
    """Date of issue or registration; `None` where no whole date was read: a bare year is no date."""
    for name in _DATES:
        found = record.fields.get(name)
        day = iso_day(found.normalised) if found else None
        if day is not None:
            return day
    return None


def iso_day(text: str) -> date | None:
    """The day that `YYYY-MM-DD` names; `None` for anything else, a month or a year among it."""
    try:
        return date.fromisoformat(text) if len(text) == len("2024-01-31") else None
    except ValueError:
        return None


def plain_number(text: str) -> Decimal | None:
    """The number that a canonical value is; `None` for codes with leading zeros and anything else."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def number_fields() -> tuple[str, ...]:
    """Names of the fields that hold a paper's own number."""
    return _NUMBERS


def _first(fields: Mapping[str, FieldValue], names: Iterable[str]) -> FieldValue | None:
    return next((fields[name] for name in names if name in fields and fields[name].value.strip()), None)


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
