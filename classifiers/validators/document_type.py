"""Kinds of administrative documents and their abbreviations (Decree 30/2020/NĐ-CP, Appendix III)."""

from __future__ import annotations

from functools import cache

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.validators.doc_number import ABBREVIATIONS
from classifiers.vietnamese import clean, fold_words

FIELD_TYPES: tuple[FieldType, ...] = ()  # chosen by the field's name
FIELD_NAMES = ("document_type", "doc_type")
WITHOUT_ABBREVIATION = ("Công văn", "Thư công")


def parse(text: str) -> Parsed:
    """Reads a kind of document by name or abbreviation; canonical by name. Case tells CT from CTr."""
    value = clean(text)
    if value in ABBREVIATIONS:
        return Parsed(value, ABBREVIATIONS[value])
    known = _by_words().get(fold_words(value))
    return Parsed(value, known) if known else refused(value, "Không có trong các loại văn bản hành chính")


def abbreviation_of(name: str) -> str:
    """`QĐ` for "Quyết định"; empty for an official letter, which has none, and for what is no kind."""
    words = fold_words(name)
    return next((short for short, full in ABBREVIATIONS.items() if fold_words(full) == words), "")


@cache
def _by_words() -> dict[str, str]:
    return {fold_words(name): name for name in (*ABBREVIATIONS.values(), *WITHOUT_ABBREVIATION)}
