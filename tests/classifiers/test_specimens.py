"""Drawn papers say what they claim to say, the same every time, with boxes on the ink."""

from __future__ import annotations

import re

import numpy as np
import pytest

from classifiers.catalogue import load_record_types
from classifiers.specimens import compose, compose_stranger, draw, drawable_codes, perfect_pages
from classifiers.specimens.fonts import PREFERRED, font_file, lacks
from classifiers.specimens.sheet import PrintedCode, Sheet
from classifiers.specimens.stranger_kinds import HELD_OUT, TRAINED
from classifiers.specimens.strangers import KIND_COUNT
from classifiers.specimens.variants import HELD_OUT_FROM
from classifiers.validators.cccd import birth_year_of, sex_of

DEMONSTRATED = (
    "land_certificate_2024",
    "birth_certificate",
    "marriage_certificate",
    "death_extract",
    "marital_status_confirmation",
    "residence_confirmation_ct07",
    "building_permit",
    "household_business_certificate",
    "decision",
    "official_letter",
    "notice",
    "submission",
)


def test_the_same_seed_gives_the_same_paper_and_another_seed_another() -> None:
    first, again, other = compose("decision", 5), compose("decision", 5), compose("decision", 6)
    assert first == again
    assert first.text != other.text
    assert np.array_equal(np.asarray(draw(first.sheets[0], 60)), np.asarray(draw(again.sheets[0], 60)))


def test_every_record_type_can_be_drawn() -> None:
    assert set(drawable_codes()) == set(load_record_types())


@pytest.mark.parametrize("code", sorted(load_record_types()))
def test_truth_is_printed_on_the_paper(code: str) -> None:
    kind = load_record_types()[code]
    for seed in range(3):
        specimen = compose(code, seed)
        printed = " ".join(specimen.text.split())
        codes = {
            item.text for sheet in specimen.sheets for item in sheet.items if isinstance(item, PrintedCode)
        }
        for name, value in specimen.truth.items():
            rule = kind.field(name)
            assert rule is not None, name
            if rule.type.value == "checkbox" or rule.where.value == "derived":
                continue
            if rule.type.value in {"qr", "barcode"}:
                assert value in codes, (name, value)
                continue
            for line in value.split("\n"):
                assert all(word in printed for word in line.split()), (name, line)
            if rule.regex:
                assert re.fullmatch(rule.regex, " ".join(value.split())), (name, value)


@pytest.mark.parametrize("code", DEMONSTRATED)
def test_required_fields_of_the_demonstrated_types_are_always_filled_in(code: str) -> None:
    required = load_record_types()[code].required_fields
    for seed in range(8):
        truth = compose(code, seed).truth
        assert [name for name in required if not truth.get(name)] == []


def test_a_multi_word_value_is_printed_in_one_piece() -> None:
    specimen = compose("birth_certificate", 3)
    assert specimen.truth["child_full_name"] in specimen.text
    assert specimen.truth["child_dob_words"].split(",")[0] in specimen.text


def test_personal_numbers_agree_with_sex_and_year_of_birth() -> None:
    for seed in range(20):
        truth = compose("birth_certificate", seed).truth
        number = truth["child_personal_id"]
        assert sex_of(number) == truth["child_sex"]
        assert birth_year_of(number) == int(truth["child_date_of_birth"][-4:])


def test_district_is_printed_before_july_2025_and_never_after() -> None:
    seen = set()
    for seed in range(30):
        truth = compose("marital_status_confirmation", seed).truth
        year, month = int(truth["issue_date"][-4:]), int(truth["issue_date"].split()[3])
        has_district = (
            re.search(r"(huyện|quận|thị xã|thành phố) [^,]+, ", truth["person_residence"]) is not None
        )
        assert has_district == ((year, month) < (2025, 7))
        seen.add(has_district)
    assert seen == {True, False}


def test_word_boxes_hold_ink_and_the_ink_of_text_lies_in_the_boxes() -> None:
    specimen = compose("death_extract", 2)
    sheet = specimen.sheets[0]
    words_only = Sheet(sheet.width, sheet.height, tuple(sheet.words), sheet.paper)
    dark = np.asarray(draw(words_only, 150).convert("L")) < 200
    page = perfect_pages(specimen, 150, with_mark=True)[0]
    assert dark.shape == (page.height, page.width)
    covered = np.zeros_like(dark)
    for word in page.words:
        x0, y0, x1, y1 = (round(value) for value in word.box.as_list())
        assert dark[y0:y1, x0:x1].any(), word.text
        covered[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1] = True
    assert not (dark & ~covered).any()


def test_boxes_grow_with_the_resolution() -> None:
    specimen = compose("notice", 1)
    low, high = perfect_pages(specimen, 150)[0], perfect_pages(specimen, 300)[0]
    assert [word.text for word in low.words] == [word.text for word in high.words]
    for small, large in zip(low.words, high.words, strict=True):
        assert large.box.x0 == pytest.approx(small.box.x0 * 2, abs=5)
        assert large.box.height == pytest.approx(small.box.height * 2, abs=5)


def test_mark_of_invention_stands_on_every_sheet_but_is_no_part_of_the_text() -> None:
    specimen = compose("land_certificate_2024", 1)
    assert "GIẢ LẬP" not in specimen.text
    for page in perfect_pages(specimen, 100, with_mark=True):
        assert page.text.endswith("MẪU GIẢ LẬP")


def test_strangers_carry_no_truth_and_every_kind_of_them_can_be_drawn() -> None:
    for seed in range(2 * KIND_COUNT):
        stranger = compose_stranger(seed)
        assert not stranger.truth and len(stranger.text.split()) > 8


def test_strangers_that_measure_are_of_other_kinds_than_those_that_teach() -> None:
    taught = {title for kind in TRAINED for title in kind.title.split("|") if title}
    measured = {title for kind in HELD_OUT for title in kind.title.split("|") if title}
    assert not taught & measured
    for seed in range(HELD_OUT_FROM, HELD_OUT_FROM + len(HELD_OUT)):
        text = " ".join(compose_stranger(seed).text.split())
        assert not any(title in text for title in taught if "{" not in title), text[:200]


def test_every_font_that_is_chosen_holds_every_vietnamese_letter() -> None:
    for family in PREFERRED:
        for bold in (False, True):
            for italic in (False, True):
                assert lacks(font_file(family, bold, italic)) == ""
