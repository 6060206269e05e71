"""The agency inside a document's number against the agency at the head of the paper.

Decree 30/2020/NĐ-CP, Appendix III: `15/QĐ-UBND` is a decision of the people's committee, `07/NQ-HĐND` a
resolution of the people's council. Departments are abbreviated by their initials. Where the two merely look
unlike nothing is said: offices abbreviate as they like, and a unit of an agency signs under its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from classifiers.record_type import RecordType
from classifiers.testimony import Testimony, Verdict, shown
from classifiers.vietnamese import fold, fold_words, nfc
from records import FieldValue, Page

NUMBER, AGENCY = "doc_number", "issuing_agency"
KNOWN = {"UBND": ("uy ban nhan dan", "ubnd"), "HĐND": ("hoi dong nhan dan", "hdnd")}
CONFIDENCE = 0.8
"""That a number whose agency is the letterhead's was read right, as far as this alone can tell."""


def testify(
    record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page]
) -> Sequence[Testimony]:
    """Agreement where the code is the agency's, contradiction where council and committee are exchanged."""
    del record_type, pages
    if NUMBER not in fields or AGENCY not in fields:
        return []
    codes = re.split(r"[/-]", nfc(fields[NUMBER].normalised))[2:] or re.split(
        r"[/-]", nfc(fields[NUMBER].normalised)
    )
    agency = fields[AGENCY].value
    named = {code for code, names in KNOWN.items() if any(_holds(agency, name) for name in names)}
    said = {code for code in codes if code in KNOWN}
    if said & named or any(_initials(agency) == fold(code) for code in codes if len(code) >= 4):
        return [Testimony(Verdict.AGREES, (NUMBER,), CONFIDENCE)]
    if said and named:
        reason = (
            f"Số, ký hiệu “{shown(fields[NUMBER].value)}” là của {' và '.join(sorted(said))}, "
            f"khác cơ quan ban hành “{shown(agency)}”"
        )
        return [Testimony(Verdict.CONTRADICTS, (NUMBER, AGENCY), reason=reason)]
    return []


def _holds(agency: str, name: str) -> bool:
    return f" {name} " in f" {fold_words(agency)} "


def _initials(agency: str) -> str:
    """First letters of the agency's words, `và` left out: `stnmt`."""
    return "".join(word[0] for word in fold_words(agency).split() if word != "va")
