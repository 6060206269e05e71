"""The machine-readable zone on the back of an identity card, where its check digits all hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifiers.extraction.values import NO_END
from classifiers.record_type import FieldType, RecordType
from classifiers.testimony import Said, Source, Testimony, Verdict, codes_of, heard, payload_offer
from classifiers.validators import mrz
from classifiers.witnesses.cccd_qr import NUMBER, printed_day
from records import FieldValue, Page

LAST_DAY = "2099-12-31"
"""`991231` in the zone of a card that never expires."""
NAME_VI = "dòng máy đọc (MRZ)"


def testify(
    record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page]
) -> Sequence[Testimony]:
    """Number, birth, sex and expiry may be offered; the name, without marks and check digit, only agrees."""
    if all(rule.type is not FieldType.MRZ for rule in record_type.fields):
        return []
    zones = [
        (Source("mrz", NAME_VI, page.number, code.box, code.text), zone)
        for page, code in codes_of(list(pages), "mrz")
        if (zone := mrz.read(code.text)) is not None
    ]
    printed = fields[NUMBER].normalised if NUMBER in fields else ""
    matching = [entry for entry in zones if entry[1].number == printed]
    if not zones or (not matching and len(zones) > 1):
        return []
    source, zone = (matching or zones)[0]
    number = heard(record_type, fields, source, Said(NUMBER, zone.number))
    if number is not None and number.verdict is Verdict.CONTRADICTS:
        return [number]
    rest = (
        Said("full_name", "" if zone.is_cut else zone.name, has_marks=False),
        Said("date_of_birth", printed_day(zone.date_of_birth)),
        Said("sex", zone.sex),
        Said("expiry_date", _printed_expiry(zone.expiry_date)),
    )
    known = [heard(record_type, fields, source, said, is_same_paper=True) for said in rest]
    offers = payload_offer(record_type, FieldType.MRZ, source, fields, mrz.parse(source.payload).normalised)
    return [entry for entry in (number, *known, *offers) if entry is not None]


def _printed_expiry(iso: str) -> str:
    """The day as cards print it; what the zone gives as its last possible day is printed as no day at all."""
    return NO_END.capitalize() if iso == LAST_DAY else printed_day(iso)
