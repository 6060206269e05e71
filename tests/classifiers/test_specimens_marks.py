"""Codes on drawn papers decode, zones check, boxes are ticked as the truth says, and layouts are held out."""

from __future__ import annotations

import pytest
import zxingcpp

from classifiers.catalogue import load_record_types
from classifiers.specimens import Specimen, compose, draw, perfect_pages
from classifiers.specimens.variants import FRESH_FROM, HELD_OUT_FROM, TUNING, Variant, layout_variant, look_of
from classifiers.validators import cccd_qr
from classifiers.validators.mrz import check_digit

CARDS = ("cccd_chip_2021", "can_cuoc_2024")


def decoded(specimen: Specimen, dpi: float = 300) -> set[str]:
    """What zxing reads on the pictures of the sheets."""
    return {found.text for sheet in specimen.sheets for found in zxingcpp.read_barcodes(draw(sheet, dpi))}


@pytest.mark.parametrize("code", CARDS)
def test_the_code_of_a_card_decodes_to_its_holder(code: str) -> None:
    specimen = compose(code, 1)
    payload = specimen.truth["qr_payload"]
    assert payload in decoded(specimen)
    card = cccd_qr.read(payload)
    assert card is not None
    assert card.number == specimen.truth["id_number"]
    assert card.full_name.upper() == specimen.truth["full_name"]
    assert not cccd_qr.parse(payload).errors


@pytest.mark.parametrize("code", ["land_certificate_2024", "land_certificate_2009_2024"])
def test_the_code_of_a_land_certificate_decodes(code: str) -> None:
    specimen = compose(code, 2)
    truth = specimen.truth.get("qr_payload") or specimen.truth["barcode"]
    assert truth in decoded(specimen)


@pytest.mark.parametrize("code", CARDS)
def test_the_zone_of_a_card_has_three_lines_of_thirty_and_right_check_digits(code: str) -> None:
    for seed in range(6):
        specimen = compose(code, seed)
        zone = next(
            code.text for page in perfect_pages(specimen) for code in page.codes if code.kind == "mrz"
        )
        first, second, third = zone.split("\n")
        assert [len(line) for line in (first, second, third)] == [30, 30, 30]
        assert first[14] == check_digit(first[5:14])
        assert second[6] == check_digit(second[:6])
        assert second[14] == check_digit(second[8:14])
        assert second[29] == check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
        assert specimen.truth["id_number"] in first


def test_the_check_digit_is_that_of_the_standards_own_example() -> None:
    # ICAO Doc 9303-3, Appendix A: the date 27 July 1952 has check digit 3.
    assert check_digit("520727") == "3"


def test_a_ticked_box_is_in_the_truth_and_an_empty_one_is_not() -> None:
    seen = set()
    for seed in range(8):
        specimen = compose("guardianship_application", seed)
        boxes = [tick for page in perfect_pages(specimen) for tick in page.ticks]
        is_asked = specimen.truth.get("want_copy") == "true"
        assert len(boxes) == 2
        assert boxes[0].is_ticked == is_asked
        seen.add(is_asked)
    assert seen == {True, False}


def test_fields_filled_in_by_hand_are_known_and_printed_words_are_not_among_them() -> None:
    specimens = [compose("birth_application", seed) for seed in range(12)]
    by_hand = [specimen for specimen in specimens if specimen.handwritten]
    assert 0 < len(by_hand) < len(specimens)
    for specimen in by_hand:
        assert "child_full_name" in specimen.handwritten
        labels = [word for sheet in specimen.sheets for word in sheet.words if word.text == "Kính"]
        assert labels
        assert not any(word.is_handwritten for word in labels)


def test_held_out_looks_are_drawn_for_held_out_seeds_and_for_no_other() -> None:
    for code in load_record_types():
        for seed in (*range(200), HELD_OUT_FROM - 1):
            assert layout_variant(code, seed) in TUNING
        for seed in (HELD_OUT_FROM, HELD_OUT_FROM + 1, FRESH_FROM - 1):
            assert layout_variant(code, seed) is Variant.HELD_OUT
        for seed in (FRESH_FROM, FRESH_FROM + 99_999):
            assert layout_variant(code, seed) is Variant.FRESH


def test_every_look_that_learning_may_see_is_drawn_of_one_type() -> None:
    assert {layout_variant("guardianship_extract", seed) for seed in range(150)} == set(TUNING)


def test_two_papers_of_one_look_differ_in_its_measures() -> None:
    tabs = {look_of("birth_application", seed).tab for seed in range(200)}
    heads = {look_of("birth_application", seed).head for seed in range(200)}
    assert len(tabs) > 20
    assert len(heads) > 100


def test_an_identity_number_in_boxes_is_one_word() -> None:
    for seed in range(20):
        specimen = compose("land_registration_application", seed)
        number = specimen.truth.get("applicant_id_number") or specimen.truth.get("id_number")
        if number:
            assert any(word.text == number for page in perfect_pages(specimen) for word in page.words)
