"""Types of administrative documents and their codes: Decree 30/2020/NĐ-CP, Art. 7 and Appendix III, I."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from classifiers.validators.doc_number import ABBREVIATIONS

OFFICIAL_LETTER = "CV"
"""Stands for the công văn, which has no code on paper, in books and addresses."""
_COPY_NAMES = {"SY": "Bản sao y", "TrS": "Bản trích sao", "SL": "Bản sao lục"}
COPIES = frozenset(_COPY_NAMES)
DOCUMENT_TYPES: Mapping[str, str] = MappingProxyType(
    {OFFICIAL_LETTER: "Công văn", **ABBREVIATIONS, **_COPY_NAMES}
)
"""Code to name, in the order of the decree; the three forms of copies have numbers of their own (Art. 26)."""
OF_RECORD_TYPE: Mapping[str, str] = MappingProxyType(
    {
        "official_letter": OFFICIAL_LETTER,
        "resolution": "NQ",
        "decision": "QĐ",
        "land_allocation_decision": "QĐ",
        "land_recovery_decision": "QĐ",
        "land_purpose_change_decision": "QĐ",
        "social_allowance_decision": "QĐ",
        "merit_person_decision": "QĐ",
        "directive": "CT",
        "notice": "TB",
        "plan": "KH",
        "report": "BC",
        "minutes": "BB",
        "submission": "TTr",
        "invitation": "GM",
        "authorization_letter": "GUQ",
    }
)
"""What reading a page says (codes of `classifiers/record_types`) to the code that its number carries."""


def format_number(number: int) -> str:
    """A number as it is written: below 10 with a leading 0 (Appendix I, II.3)."""
    return f"{number:02d}"


def symbol_of(type_code: str, agency_symbol: str, unit: str) -> str:
    """The symbol: `QĐ-UBND`; of a công văn the agency and the drafting unit, `UBND-VP` (Appendix I, II.3)."""
    if type_code == OFFICIAL_LETTER:
        return f"{agency_symbol}-{unit}" if unit else agency_symbol
    return f"{type_code}-{agency_symbol}"
