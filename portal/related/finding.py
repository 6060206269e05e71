"""Looks other papers up by what they share with one, each with the reasons why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from classifiers.places import is_same_commune
from portal.catalogue.describing import iso_day
from portal.catalogue.folding import fold
from portal.catalogue.search import search
from portal.models import AlikePages, CataloguePage, CatalogueRecord, FieldEntry
from portal.related import keys
from portal.rights.holding import Rights
from portal.rights.roles import Right
from records import FieldValue, Record
from records.errors import QueryInvalid

MOST_A_REASON = 40
MOST_SHOWN = 60
MOST_TEXT = 200_000
"""Letters of a record's text in which cited numbers are looked for."""


class Relation(StrEnum):
    """Why two papers belong together; the surest first."""

    SAME_FILE = "same_file"
    RESCAN = "rescan"
    ALIKE = "alike"
    DOSSIER = "dossier"
    PERSON = "person"
    CERTIFICATE = "certificate"
    PARCEL = "parcel"
    CITES = "cites"
    CITED_BY = "cited_by"


@dataclass(slots=True)
class Related:
    """One other paper and every reason why it is told."""

    row: CatalogueRecord
    reasons: list[tuple[Relation, str]] = field(default_factory=list)
    """With what both say, as printed on this one."""

    @property
    def first(self) -> Relation:
        return min((reason for reason, _ in self.reasons), key=list(Relation).index)


Found = Iterator[tuple[Relation, str, Iterable[str]]]
"""A reason, what is shared, and the records that share it."""


def related_to(row: CatalogueRecord, rights: Rights) -> list[Related]:
    """The papers that belong to this one and that may be seen, the surest relations first."""
    record = Record.from_json(row.record)
    ways: tuple[Callable[[_Asked], Found], ...] = (
        _same_sheets, _dossiers, _persons, _certificates, _parcels, _cited, _citing,
    )  # fmt: skip
    asked = _Asked(row, record, rights)
    told: dict[str, list[tuple[Relation, str]]] = {}
    for way in ways:
        for relation, shared, ids in way(asked):
            for record_id in ids:
                if record_id != row.record_id and (relation, shared) not in told.setdefault(record_id, []):
                    told[record_id].append((relation, shared))
    told.pop(row.record_id, None)
    rows = rights.records().filter(pk__in=list(told)).defer("record", "reasons", "rescans")
    found = [Related(one, told[one.record_id]) for one in rows]
    order = list(Relation)
    found.sort(key=lambda one: (order.index(one.first), -len(one.reasons), one.row.record_id))
    return found[:MOST_SHOWN]


@dataclass(frozen=True, slots=True)
class _Asked:
    row: CatalogueRecord
    record: Record
    rights: Rights

    @property
    def fields(self) -> dict[str, FieldValue]:
        return dict(self.record.fields)

    def entries(self, names: Iterable[str]) -> QuerySet[FieldEntry]:
        """Values of these fields on papers that may be seen."""
        entries = FieldEntry.objects.filter(name__in=list(names)).exclude(record_id=self.row.record_id)
        if not self.rights.covers_all(Right.SEE):
            # Row by row: SQLite would begin with all records that may be seen, and these are many.
            entries = entries.filter(
                Exists(self.rights.records().filter(pk=OuterRef("record_id")).order_by())
            )
        return entries


def _ids(entries: QuerySet[FieldEntry]) -> list[str]:
    return list(entries.order_by("record_id").values_list("record_id", flat=True).distinct()[:MOST_A_REASON])


def _same_sheets(asked: _Asked) -> Found:
    row, open_records = asked.row, asked.rights.records()
    same = open_records.filter(source_sha256=row.source_sha256)
    yield Relation.SAME_FILE, "", same.values_list("pk", flat=True)[:MOST_A_REASON]
    again = Q(rescan_of=row.record_id) | (Q(pk=row.rescan_of) if row.rescan_of else Q(pk__in=()))
    yield Relation.RESCAN, "", open_records.filter(again).values_list("pk", flat=True)[:MOST_A_REASON]
    pairs = AlikePages.objects.filter(Q(record_id=row.record_id) | Q(other_id=row.record_id))
    for record_id, other_id in pairs.values_list("record_id", "other_id")[:MOST_A_REASON]:
        yield Relation.ALIKE, "", [record_id, other_id]


def _shared(asked: _Asked, relation: Relation, names: tuple[str, ...]) -> Found:
    for value in dict.fromkeys(asked.fields[name].value for name in names if name in asked.fields):
        if key := fold(value)[:255]:
            yield relation, value, _ids(asked.entries(names).filter(folded=key))


def _dossiers(asked: _Asked) -> Found:
    return _shared(asked, Relation.DOSSIER, keys.DOSSIERS)


def _certificates(asked: _Asked) -> Found:
    yield from _shared(asked, Relation.CERTIFICATE, keys.SERIALS)
    yield from _shared(asked, Relation.CERTIFICATE, keys.REGISTRY)


def _persons(asked: _Asked) -> Found:
    for one in keys.persons(asked.fields):
        told = one.name or one.number
        if one.number:
            entries = asked.entries(keys.identity_fields()).filter(folded=one.number)
            yield Relation.PERSON, told, _ids(entries)
        if one.born and one.name:
            yield Relation.PERSON, told, _born_as(asked, one)


def _born_as(asked: _Asked, person: keys.Person) -> list[str]:
    """Papers that name somebody so, born then, in fields of one person."""
    named = asked.entries(keys.name_fields()).filter(folded=fold(person.name)[:255])
    day: date | None = iso_day(person.born)
    if day is None and not (person.born.isdigit() and len(person.born) == 4):
        return []
    births = FieldEntry.objects.filter(_birth_fields())
    births = births.filter(date=day) if day else births.filter(number=int(person.born))
    pairs = named.filter(record_id__in=births.values("record_id")).values_list("record_id", "name")
    candidates = list(pairs[: 3 * MOST_A_REASON])
    born = set(births.filter(record_id__in={one for one, _ in candidates}).values_list("record_id", "name"))
    return [
        record_id
        for record_id, name in candidates
        if any((record_id, _whose(name) + end) in born for end in keys.BIRTHS)
    ]


def _birth_fields() -> Q:
    names = {_whose(name) + end for name in keys.name_fields() for end in keys.BIRTHS}
    return Q(name__in=sorted(names))


def _whose(name: str) -> str:
    return next((name[: -len(end)] for end in keys.NAME_ENDINGS if name.endswith(end)), name + "_")


def _parcels(asked: _Asked) -> Found:
    parcel, sheet = (asked.fields.get(name) for name in (keys.PARCEL, keys.SHEET))
    if parcel is None or sheet is None:
        return
    on_sheet = FieldEntry.objects.filter(name=keys.SHEET, folded=fold(sheet.value)[:255])
    entries = asked.entries((keys.PARCEL,)).filter(folded=fold(parcel.value)[:255])
    ids = _ids(entries.filter(record_id__in=on_sheet.values("record_id")))
    units = dict(CatalogueRecord.objects.filter(pk__in=ids).values_list("pk", "unit"))
    places = dict(
        FieldEntry.objects.filter(record_id__in=ids, name="parcel_address").values_list("record_id", "value")
    )
    here = asked.fields.get("parcel_address")
    # Each commune counts its sheets and parcels from 1.
    same = [
        one
        for one in ids
        if (_is_here(here, places.get(one)) if here and one in places else units.get(one) == asked.row.unit)
    ]
    yield Relation.PARCEL, f"{parcel.value} / {sheet.value}", same


def _is_here(here: FieldValue | None, there: str | None) -> bool:
    return here is not None and there is not None and is_same_commune(here.value, there) is not False


def _cited(asked: _Asked) -> Found:
    texts = CataloguePage.objects.filter(record_id=asked.row.record_id).values_list("text", flat=True)
    numbers = keys.cited_numbers("\n".join(texts)[:MOST_TEXT])
    own = asked.row.document_number
    wanted = [number for number in numbers if number != own]
    held = asked.rights.records().filter(document_number__in=wanted).values_list("pk", "document_number")
    for record_id, number in held[:MOST_A_REASON]:
        yield Relation.CITES, number, [record_id]


def _citing(asked: _Asked) -> Found:
    number = asked.row.document_number
    if "/" not in number or '"' in number:
        return
    try:
        hits = search(f'"{number}"', rights=asked.rights).hits
    except QueryInvalid:
        return
    yield Relation.CITED_BY, number, list(dict.fromkeys(hit.record_id for hit in hits))[:MOST_A_REASON]
