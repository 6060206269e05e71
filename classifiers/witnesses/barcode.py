"""The barcode MX.MN.ST of a land certificate of 2009 to 2024: commune, year of the dossier, dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifiers.record_type import FieldType, RecordType
from classifiers.testimony import Source, Testimony, Verdict, codes_of, payload_offer
from classifiers.validators import barcode
from records import FieldValue, Page

NAME_VI = "mã vạch"
YEAR_VI = "Mã vạch là của hồ sơ năm {barcode}, Giấy chứng nhận lại ký năm {issued}"
LONGEST_WAIT = 5
"""Years between filing a dossier and signing its certificate that ask for no remark."""


def testify(
    record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page]
) -> Sequence[Testimony]:
    """The code as the field's value, and a remark when its year cannot be that of the certificate.

    The year is that of the dossier, so it is a little before the day of signing, never after it.
    """
    if all(rule.type is not FieldType.BARCODE for rule in record_type.fields):
        return []
    codes = [
        (Source("barcode", NAME_VI, page.number, code.box, code.text), parsed.normalised)
        for page, code in codes_of(list(pages), "code128", "code39")
        if (parsed := barcode.parse(code.text)).is_valid
    ]
    if len(codes) != 1:
        return []
    source, digits = codes[0]
    offers = payload_offer(record_type, FieldType.BARCODE, source, fields, digits)
    day = fields["issue_date"].normalised if "issue_date" in fields else ""
    filed = 2000 + barcode.year_of(digits)
    if day[:4].isdigit() and not filed <= int(day[:4]) <= filed + LONGEST_WAIT:
        reason = YEAR_VI.format(barcode=filed, issued=day[:4])
        return [*offers, Testimony(Verdict.REMARKS, ("issue_date",), reason=reason)]
    return offers
