"""The QR code of an identity card: number, older number, name, birth, sex, residence, day of issue.

On the front of the card of 2021, on the back of that of 2024. A sheet may show cards of several people: the
code that carries the printed number speaks, and where none does and there are several, none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifiers.record_type import FieldType, RecordType
from classifiers.testimony import Said, Source, Testimony, Verdict, codes_of, heard, payload_offer
from classifiers.validators import cccd_qr
from classifiers.validators.cccd_qr import CitizenCard
from records import FieldValue, Page

NUMBER = "id_number"
NAME_VI = "mã QR"
SEVERAL_VI = "Tờ này có mã QR của {count} thẻ căn cước, không mã nào mang số in đọc được"


def testify(
    record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page]
) -> Sequence[Testimony]:
    """Agreement, contradiction or offer for each of the code's seven parts that the type has a field for."""
    if record_type.field(NUMBER) is None or not _has_code(record_type):
        return []
    cards = [
        (Source("cccd_qr", NAME_VI, page.number, code.box, code.text), card)
        for page, code in codes_of(list(pages), "qr")
        if (card := cccd_qr.read(code.text)) is not None
    ]
    if not cards:
        return []
    printed = fields[NUMBER].normalised if NUMBER in fields else ""
    matching = [entry for entry in cards if entry[1].number == printed]
    if not matching and len({card.number for _, card in cards}) > 1:
        return [Testimony(Verdict.REMARKS, (NUMBER,), reason=SEVERAL_VI.format(count=len(cards)))]
    source, card = (matching or cards)[0]
    return _of_card(record_type, fields, source, card)


def _of_card(
    record_type: RecordType, fields: Mapping[str, FieldValue], source: Source, card: CitizenCard
) -> list[Testimony]:
    number = heard(record_type, fields, source, Said(NUMBER, card.number))
    offers = payload_offer(record_type, FieldType.QR, source, fields, card.number)
    if number is not None and number.verdict is Verdict.CONTRADICTS:
        # Another person's card, or a misread number: nothing else of it is taken for this paper's.
        return [number]
    known = [heard(record_type, fields, source, said, is_same_paper=True) for said in said_by(card)]
    return [entry for entry in (number, *known, *offers) if entry is not None]


def said_by(card: CitizenCard) -> tuple[Said, ...]:
    """The card's parts but its number, as the card prints them."""
    return (
        Said("full_name", card.full_name),
        Said("date_of_birth", printed_day(card.date_of_birth)),
        Said("sex", card.sex),
        Said("residence", card.residence),
        Said("issue_date", printed_day(card.issue_date)),
    )


def printed_day(iso: str) -> str:
    """`12/03/1985`, as cards print a date; empty for no date."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _has_code(record_type: RecordType) -> bool:
    return any(rule.type is FieldType.QR for rule in record_type.fields)
