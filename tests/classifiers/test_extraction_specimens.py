"""Round trips: what is printed on a drawn paper is found again on its pages."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

import pytest
from rapidfuzz import fuzz

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from classifiers.specimens import Specimen, compose, misread, perfect_pages
from classifiers.specimens.variants import Variant, layout_variant
from records import FieldValue

CODES = (
    "birth_certificate",
    "building_permit",
    "death_extract",
    "decision",
    "household_business_certificate",
    "land_certificate_2024",
    "marital_status_confirmation",
    "marriage_certificate",
    "notice",
    "official_letter",
    "residence_confirmation_ct07",
    "submission",
)
"""The types with papers written by hand; others are drawn from their outline."""
PLAIN = (Variant.FIRST, Variant.SECOND)
"""Looks in which every label has its value behind it; on all others `bench fields` measures the rules."""
AUTHORITY = re.compile(r"^TM\.\s*")


def plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", AUTHORITY.sub("", text)).lower()
    return re.sub(r"[\W_]+", " ", composed).strip()


def printed(specimen: Specimen) -> dict[str, str]:
    """The truth that a reader can find: `-/-` stands for an empty blank."""
    kind = load_record_types()[specimen.code]
    return {
        name: text
        for name, text in specimen.truth.items()
        if (rule := kind.field(name)) is not None and not rule.columns and text != "-/-"
    }


def is_right(found: FieldValue | None, truth: str) -> bool:
    return found is not None and plain(truth) in {plain(found.value), plain(found.normalised)}


@pytest.mark.parametrize("code", CODES)
def test_fields_of_a_drawn_paper_are_found_again(code: str) -> None:
    missed, total = [], 0
    for seed in islice((seed for seed in range(200) if layout_variant(code, seed) in PLAIN), 2):
        specimen = compose(code, seed)
        found = extract(load_record_types()[code], perfect_pages(specimen))
        for name, truth in printed(specimen).items():
            total += 1
            if not is_right(found.get(name), truth):
                missed.append((seed, name))
    assert len(missed) <= 0.02 * total, missed


def test_most_fields_are_still_located_when_one_letter_in_fifty_is_misread() -> None:
    located = total = 0
    for code in CODES:
        specimen = compose(code, 1)
        found = extract(load_record_types()[code], misread(perfect_pages(specimen), 0.02, 1))
        for name, truth in printed(specimen).items():
            total += 1
            value = found.get(name)
            located += value is not None and fuzz.ratio(plain(truth), plain(value.value)) >= 80
    assert located >= 0.9 * total, (located, total)


def test_every_value_lies_on_its_page() -> None:
    specimen = compose("land_certificate_2024", 2)
    pages = {page.number: page for page in perfect_pages(specimen)}
    for value in extract(load_record_types()[specimen.code], tuple(pages.values())).values():
        page = pages[value.page]
        assert 0 <= value.box.x0 < value.box.x1 <= page.width
        assert 0 <= value.box.y0 < value.box.y1 <= page.height
        assert 0.0 <= value.confidence <= 1.0
