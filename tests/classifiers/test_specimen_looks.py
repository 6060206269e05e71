"""Every look keeps its words on the sheet and apart, prints its truth, and is made of real places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from classifiers.places import read_address
from classifiers.specimens import Specimen, compose, perfect_pages
from classifiers.specimens.looks import Dots, Entries, Head
from classifiers.specimens.places import TWO_LEVELS_FROM, bare, draw_unit
from classifiers.specimens.sheet import Rule
from classifiers.specimens.tuning_looks import LOOKS
from classifiers.specimens.variants import FRESH_FROM, TUNING, Variant, layout_variant, look_of
from records import Page, Word

FORMS = ("birth_application", "land_financial_info_slip", "social_assistance_declaration")
OTHERS = (
    "decision",
    "birth_certificate",
    "guardianship_extract",
    "cccd_chip_2021",
    "cmnd_9",
    "health_insurance_card",
    "school_record",
    "household_book",
    "birth_register",
)


def seeds_in(variant: Variant, code: str) -> Iterator[int]:
    """Seeds that give a paper of the type in this look."""
    first = {Variant.HELD_OUT: 700_000, Variant.FRESH: FRESH_FROM}.get(variant, 20_000)
    return (seed for seed in range(first, first + 500) if layout_variant(code, seed) is variant)


def overlapping(words: tuple[Word, ...]) -> list[tuple[str, str]]:
    """Words whose ink lies over each other's by more than descenders and marks reach."""
    found: list[tuple[str, str]] = []
    near: list[Word] = []
    for word in sorted(words, key=lambda word: word.box.x0):
        near = [other for other in near if other.box.x1 > word.box.x0 + 2]
        for other in near:
            deep = min(other.box.y1, word.box.y1) - max(other.box.y0, word.box.y0)
            if deep > 0.4 * min(other.box.height, word.box.height):
                found.append((other.text, word.text))
        near.append(word)
    return found


def lies_inside(word: Word, page: Page) -> bool:
    return word.box.x0 >= 0 and word.box.x1 <= page.width and word.box.y0 >= 0 and word.box.y1 <= page.height


def test_words_over_each_other_are_told() -> None:
    page = perfect_pages(compose("decision", 3), 100)[0]
    first, second = page.words[:2]
    assert overlapping(page.words) == []
    assert overlapping((*page.words, Word("x", first.box, 1.0, second.line, second.block)))


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("code", FORMS + OTHERS)
def test_words_lie_on_the_sheet_and_beside_each_other(code: str, variant: Variant) -> None:
    specimen = compose(code, next(seeds_in(variant, code)))
    for page in perfect_pages(specimen, 100):
        assert [word.text for word in page.words if not lies_inside(word, page)] == []
        assert overlapping(page.words) == []


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("code", FORMS)
def test_what_a_look_prints_holds_the_truth(code: str, variant: Variant) -> None:
    specimen = compose(code, next(seeds_in(variant, code)))
    printed = specimen.text
    rules = {name: text for name, text in specimen.truth.items() if text not in {"true", "false"}}
    assert [word for text in rules.values() for word in text.split() if word not in printed] == []
    assert len(specimen.truth) > 4


def drawn_with(code: str, **wanted: object) -> Specimen:
    """The first paper for tuning whose look has these properties."""
    for seed in range(20_000, 21_000):
        look = look_of(code, seed)
        if all(getattr(look, name) == value for name, value in wanted.items()):
            return compose(code, seed)
    raise AssertionError(f"no look has {wanted}")


def test_values_at_a_tab_stop_stand_below_each_other() -> None:
    specimen = drawn_with("birth_application", entries=Entries.TABBED)
    starts: dict[str, float] = {}
    for word in specimen.sheets[0].words:
        if word.pieces[0].field:
            starts.setdefault(word.pieces[0].field, round(word.x, 1))
    assert Counter(starts.values()).most_common(1)[0][1] >= 5


def test_a_grid_has_rules_and_a_stack_of_labels_has_values_below_them() -> None:
    grid = drawn_with("birth_application", entries=Entries.CELLS, is_open=False)
    upright = [item for item in grid.sheets[0].items if isinstance(item, Rule) and item.x0 == item.x1]
    assert len(upright) > 10
    stack = drawn_with("birth_application", entries=Entries.ABOVE)
    words = stack.sheets[0].words
    label = next(word for word in words if word.text.startswith("yêu") and not word.pieces[0].field)
    name = next(word for word in words if word.pieces[0].field == "applicant_full_name")
    assert name.baseline > label.baseline + 1


def test_typed_dots_run_around_a_value() -> None:
    specimen = drawn_with("birth_certificate", dots=Dots.AROUND)
    dotted = [word.text for word in specimen.sheets[0].words if "....." in word.text]
    assert any(text.startswith(".....") and text.strip(".") for text in dotted)


def test_a_form_that_was_put_back_into_the_printer_has_values_off_its_line() -> None:
    seeds = (seed for seed in range(20_000, 21_000) if look_of("birth_application", seed).filling.rise > 0.3)
    specimen = next(one for seed in seeds if not (one := compose("birth_application", seed)).handwritten)
    pieces = [piece for word in specimen.sheets[0].words for piece in word.pieces]
    filled = [piece.type.rise for piece in pieces if piece.field == "child_full_name"]
    assert filled and all(rise > 0.3 for rise in filled)


def test_pages_of_a_folded_form_lie_beside_each_other() -> None:
    seeds = (seed for seed in range(20_000, 22_000) if look_of("land_registration_application", seed).two_up)
    specimen = next(
        one for seed in seeds if (one := compose("land_registration_application", seed)).sheets[0].width > 300
    )
    right = [word for word in specimen.sheets[0].words if word.x > 210]
    left = [word for word in specimen.sheets[0].words if word.x <= 200 and not word.is_mark]
    assert right and left
    assert min(word.block for word in right) > max(word.block for word in left)


def test_agencies_names_are_broken_on_some_letterheads_and_numbers_written_by_hand_on_some() -> None:
    heads = [look_of("decision", seed).head for seed in range(20_000, 20_200)]
    assert {head.breaks for head in heads} == {True, False}
    by_hand = [seed for seed in range(20_000, 20_060) if look_of("decision", seed).head.number_by_hand]
    specimen = compose("decision", by_hand[0])
    assert "doc_number" in specimen.handwritten
    assert "/QĐ" in specimen.truth["doc_number"]
    assert Head().number_by_hand is False


def test_every_tuning_look_has_its_function() -> None:
    assert set(LOOKS) == {variant.value for variant in TUNING}


def test_units_are_real_and_of_their_day() -> None:
    chance = Random(4)
    for day in (date(2024, 3, 1), TWO_LEVELS_FROM):
        for _ in range(20):
            unit = draw_unit(chance, day)
            address = read_address(unit.written)
            assert address.commune is not None and address.province is not None, unit.written
            assert bool(unit.district) == (day < TWO_LEVELS_FROM)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("xã Phú Lâm", "Phú Lâm"), ("thị trấn Lim", "Lim"), ("quận 3", "Quận 3"), ("thành phố Huế", "Huế")],
)
def test_a_unit_without_its_kind_keeps_it_where_only_a_number_is_left(name: str, expected: str) -> None:
    assert bare(name) == expected
