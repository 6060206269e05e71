"""The QR code of a land certificate of 2024: only what can be recognised in it, whatever its form.

Circular 10/2024/TT-BTNMT, Article 14 asks for the code; what it holds depends on the software of the province
and is nowhere laid down. So nothing is taken by its place: a serial has a form of its own, and parcel, map
sheet and area count only behind their printed labels. After a change a second code stands beside the entry;
what differs between the codes of one certificate is not told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from classifiers.record_type import FieldType, RecordType
from classifiers.testimony import Said, Source, Testimony, codes_of, heard, payload_offer
from classifiers.validators import cccd_qr, gcn_code
from classifiers.vietnamese import fold, nfc
from records import FieldValue, Page

NAME_VI = "mã QR"
SERIAL = re.compile(r"(?<![A-ZĐ0-9])[A-ZĐ]{2} ?\d{8}(?![A-ZĐ0-9])")
_LABELLED = {
    "parcel_number": re.compile(r"thua(?: dat)?(?: so)?\W{1,4}(\d{1,5}(?:[-/]\d{1,4})?)(?![\w/-])"),
    "map_sheet_number": re.compile(r"to ban do(?: so)?\W{1,4}(\d{1,4}(?:[-/]\d{1,4})?)(?![\w/-])"),
    "area_m2": re.compile(r"dien tich\W{1,4}(\d[\d.]*(?:,\d{1,2})?)(?=\s*m(?:2|²)?\b|\W|$)"),
}


def testify(
    record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page]
) -> Sequence[Testimony]:
    """What all codes of the certificate say alike."""
    has_code = any(rule.type is FieldType.QR for rule in record_type.fields)
    if not has_code or record_type.field("serial") is None:
        return []
    sources = [
        Source("land_qr", NAME_VI, page.number, code.box, code.text)
        for page, code in codes_of(list(pages), "qr")
        if cccd_qr.read(code.text) is None
    ]
    said: dict[str, set[str]] = {}
    for source in sources:
        for name, text in recognised(source.payload).items():
            said.setdefault(name, set()).add(text)
    if not sources:
        return []
    clear = {name: texts.pop() for name, texts in said.items() if len(texts) == 1}
    known = [heard(record_type, fields, sources[0], Said(name, text)) for name, text in clear.items()]
    offers = payload_offer(record_type, FieldType.QR, sources[0], fields, sources[0].payload)
    return [entry for entry in (*known, *offers) if entry is not None]


def recognised(payload: str) -> dict[str, str]:
    """Field names and values that the payload holds beyond doubt."""
    text = nfc(payload)
    found = {"serial": set(SERIAL.findall(text)), "certificate_code": set(gcn_code.found_in(text))}
    folded = fold(text)
    for name, pattern in _LABELLED.items():
        found[name] = {text[match.start(1) : match.end(1)] for match in pattern.finditer(folded)}
    return {name: values.pop() for name, values in found.items() if len(values) == 1}
