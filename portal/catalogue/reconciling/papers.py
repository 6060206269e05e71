"""The records of the catalogue as the cross-check reads them: type and the fields that it compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from classifiers.catalogue import load_record_types
from portal.catalogue.reconciling.disagreement import Cited
from portal.catalogue.reconciling.roles import role_fields
from portal.models import CatalogueRecord, FieldEntry

OTHERS = frozenset(
    {
        "area_m2", "certificate_serial", "changes", "cited_serial", "contract_date", "death_date",
        "doc_number", "extract_number", "issue_date", "issuing_agency", "land_use_origin",
        "map_sheet_number", "notes", "parcel_address", "parcel_number", "parent_agency", "permit_number",
        "qr_payload", "registration_date", "registration_number", "registration_place", "serial",
        "signing_date", "signing_place_date", "subject", "written_date",
    }
)  # fmt: skip
"""Fields that rules compare, besides those that say who somebody is."""
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One field."""

    value: str
    normalised: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Paper:
    """One record."""

    record_id: str
    record_type: str
    fields: Mapping[str, Entry]

    def said(self, name: str) -> str:
        """The field in canonical form; empty where it was not read."""
        entry = self.fields.get(name)
        return entry.normalised if entry else ""

    def cited(self, *names: str) -> tuple[Cited, ...]:
        """The fields that were read among `names`, as evidence."""
        return tuple(
            Cited(self.record_id, name, " ".join(entry.value.split()), entry.confidence)
            for name in names
            if (entry := self.fields.get(name)) is not None
        )


def papers() -> Iterator[Paper]:
    """Every record that carries a field to compare, in the order of identifiers."""
    types = dict(CatalogueRecord.objects.values_list("record_id", "record_type"))
    names = OTHERS | {name for kind in load_record_types().values() for name in role_fields(kind)}
    rows = (
        FieldEntry.objects.filter(name__in=sorted(names))
        .order_by("record_id", "name")
        .values_list("record_id", "name", "value", "normalised", "confidence")
        .iterator(chunk_size=ROWS_AT_ONCE)
    )
    for record_id, group in groupby(rows, key=lambda row: row[0]):
        fields = {name: Entry(*rest) for _, name, *rest in group}
        yield Paper(record_id, types.get(record_id, ""), fields)
