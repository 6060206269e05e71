"""The fields of a record as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldRule
from portal.catalogue.row_fields import ShownTable, filled_columns, is_of_rows, table_of
from records import FieldValue, Record


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as the record's page shows it."""

    name: str
    label: str
    value: str
    canonical: str
    """The canonical form where it says something else than the value."""
    percent: int | None
    """Confidence; `None` for a required field that was not found."""
    is_sure: bool
    page: int
    is_here: bool
    """True when its evidence is on the page that is shown."""
    as_read: str
    rule: str
    doubt: str
    table: ShownTable | None = None
    """The rows of a list or table that has columns."""

    @property
    def by(self) -> str:
        """Account of the person who stands for the value; empty for the machine."""
        return self.rule.removeprefix("person:") if self.rule.startswith("person:") else ""


def field_rows(record: Record, labels: dict[str, str], number: int) -> list[FieldRow]:
    """Fields in the order of the paper, those that should be there and are not among them."""
    known = load_record_types().get(record.record_type or "")
    required = known.required_fields if known else ()
    names = [name for name in labels if name in record.fields or name in required]
    names += [name for name in record.fields if name not in labels]
    return [_field_row(name, labels.get(name, name), record, number) for name in names]


def percent(confidence: float) -> int:
    """Confidence as whole percent."""
    # Rounded down: 89.6 % is below a threshold of 90 % and must not look as if it were not.
    return int(confidence * 100 + 1e-6)


def _field_row(name: str, label: str, record: Record, number: int) -> FieldRow:
    found = record.fields.get(name)
    kind = load_record_types().get(record.record_type or "")
    rule = kind.field(name) if kind else None
    if found is None:
        return FieldRow(name, label, "", "", None, False, 0, False, "", "", _("Chưa đọc được"))
    return FieldRow(
        name=name,
        label=label,
        value=found.value,
        canonical=_canonical(found) if not is_of_rows(rule) else "",
        percent=percent(found.confidence),
        is_sure=found.confidence >= record.threshold,
        page=found.page,
        is_here=found.page == number,
        as_read=found.as_read,
        rule=found.rule,
        doubt=found.doubt,
        table=_table(rule, found),
    )


def _table(rule: FieldRule | None, found: FieldValue) -> ShownTable | None:
    """The rows to be shown, without empty columns; `None` for fields of another kind and for plain text."""
    if rule is None or not rule.columns:
        return None
    table = filled_columns(table_of(rule, found.normalised))
    return table if table.rows else None


def _canonical(found: FieldValue) -> str:
    same = " ".join(found.value.split()).casefold() == " ".join(found.normalised.split()).casefold()
    return "" if same else found.normalised
