"""What a list shows of a record beside its title: number and date, chosen among its fields by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from records import FieldValue, Record

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
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?")


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
