"""How sure a value is: what stands around it, how it is built, and what an office asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.changed import MISSED, OWN, tried
from classifiers.calibration import MAY, MUST, OTHERS, Numbers, asked_of, calibrated, evidence
from classifiers.catalogue import load_record_types
from classifiers.extraction.fields import Paper, fields_on, paper_of
from classifiers.gating import must_be_sure
from classifiers.likely_form import form_signs
from classifiers.reasons import is_held, reason_for
from classifiers.record_type import FieldRule, Where
from classifiers.surroundings import Around
from classifiers.understanding import field_doubts, understand_as
from records import Box, FieldValue, Page
from tests.classifiers.laid_out import Row, make_page


def make_field(value: str, normalised: str = "", *, confidence: float = 0.95) -> FieldValue:
    return FieldValue(value, normalised or value, confidence, 1, Box(0, 0, 10, 10), value, "label:…")


def birth_rule(name: str) -> FieldRule:
    rule = load_record_types()["birth_certificate"].field(name)
    assert rule is not None
    return rule


def around(code: str, field: str, *rows: Row) -> Around:
    """What is seen around a field's value on a page of these rows."""
    paper = paper_of(load_record_types()[code], [make_page(list(rows))])
    return evidence(paper, fields_on(paper))[field]


def signs(field: str, value: str) -> dict[str, float]:
    return form_signs(load_record_types()["birth_certificate"], birth_rule(field), value)


def test_a_line_that_nobody_claims_below_a_value_is_told_with_its_words() -> None:
    seen = around(
        "enterprise_certificate",
        "head_office",
        (300, [(300, "Địa chỉ trụ sở chính:"), (1000, "Số 15 đường Lê Lợi")]),
        (365, [(1000, "phường Lộc Trạch")]),
    )
    if seen.signs["lines"]:  # both lines were taken: nothing is left over
        assert not seen.orphans
    else:
        assert "phường Lộc Trạch" in reason_for(seen.signs, seen.orphans)


def test_a_value_between_its_label_and_the_next_is_explained_at_both_ends() -> None:
    seen = around(
        "birth_certificate",
        "child_sex",
        (300, [(300, "Giới tính:"), (560, "Nữ"), (900, "Dân tộc:"), (1150, "Kinh")]),
    )
    assert seen.signs["begins at label"] == 1.0
    assert seen.signs["ends at label"] == 1.0 or seen.signs["ends at gap"] == 1.0


@pytest.mark.parametrize(
    ("field", "value", "sign"),
    [
        ("child_full_name", "PHƯƠNG", "one syllable"),
        ("child_full_name", "ghi rõ", "begins small"),
        ("child_full_name", "NGUYỄN Gia MẪU", "mixed capitals"),
        ("child_full_name", "Giới tính", "is label"),
        ("registration_place", "UBND TỈNH HƯNG YÊN ỦY BAN NHÂN DÂN HUYỆN", "two agencies"),
        ("registration_place", "Ủy ban nhân dân huyện", "unit without name"),
        ("registration_place", "TRƯỜNG SƠN", "no agency word"),
        ("place_of_birth", "Bệnh viện huyên Tiên Du, tỉnh Bắc Ninh", "unlike print"),
    ],
)
def test_what_is_no_whole_value_shows_it(field: str, value: str, sign: str) -> None:
    assert signs(field, value)[sign] >= 0.5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("child_full_name", "NGUYỄN THỊ MỸ XUÂN"),
        ("child_full_name", "H'Hen Niê"),
        ("registration_place", "Ủy ban nhân dân xã Tiên Du, tỉnh Bắc Ninh"),
        ("place_of_birth", "Bệnh viện Đa khoa tỉnh Bắc Ninh"),
    ],
)
def test_whole_values_show_nothing_that_holds_them_back(field: str, value: str) -> None:
    assert not is_held(signs(field, value))


def weighed(
    name: str, found: FieldValue, fitted: Numbers, patch: pytest.MonkeyPatch, threshold: float = 0.9
) -> FieldValue:
    paper = Paper(
        load_record_types()["birth_certificate"], [Page(number=1, dpi=300, width=2480, height=3508)]
    )
    patch.setattr("classifiers.calibration.numbers", lambda: fitted)
    return calibrated(paper, {name: found}, threshold=threshold)[name]


def test_a_value_less_sure_than_its_kind_must_be_is_held_below_the_threshold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fitted = Numbers({"one": 3.0}, {MUST: {"person_name": 0.99, OTHERS: 0.9}})
    name = weighed("child_full_name", make_field("NGUYỄN GIA MẪU"), fitted, monkeypatch)
    assert name.confidence == pytest.approx(0.89)
    sex = weighed("child_sex", make_field("Nữ"), fitted, monkeypatch)
    assert sex.confidence == pytest.approx(0.9526, abs=0.001)


def test_a_field_that_holds_no_record_up_is_asked_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = Numbers({}, {MUST: {OTHERS: 0.9}, MAY: {OTHERS: 0.98}})
    monkeypatch.setattr("classifiers.calibration.numbers", lambda: fitted)
    kind = load_record_types()["birth_certificate"]
    optional = next(rule for rule in kind.fields if not must_be_sure(rule))
    assert asked_of(birth_rule("child_full_name")) == pytest.approx(0.9)
    assert asked_of(optional) == pytest.approx(0.98)
    assert asked_of(optional, 0.8) == pytest.approx(0.96)
    assert asked_of(optional, 0.95) == pytest.approx(0.99)


def test_half_a_name_is_held_however_well_it_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = weighed("child_full_name", make_field("PHƯƠNG"), Numbers({"one": 6.0}, {}), monkeypatch)
    assert found.confidence <= 0.85
    assert "một chữ" in found.doubt


def test_a_refused_value_is_not_lifted_by_other_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = replace(make_field("31/02/2021", confidence=0.45), doubt="Ngày này không có trong lịch")
    found = weighed("child_date_of_birth", refused, Numbers({"one": 6.0}, {}), monkeypatch)
    assert found.confidence == 0.45
    assert found.doubt == "Ngày này không có trong lịch"


def test_a_required_box_that_was_seen_unsurely_keeps_the_record() -> None:
    kind = load_record_types()["birth_application"]
    ticked = next(rule for rule in kind.fields if rule.where is Where.TICK)
    asking = kind.model_copy(update={"fields": (ticked.model_copy(update={"required": True}),)})
    unsure = make_field("true", confidence=0.6)
    assert field_doubts(asking, {ticked.name: unsure}, 0.9)
    assert not field_doubts(asking, {ticked.name: replace(unsure, confidence=0.95)}, 0.9)
    assert not field_doubts(asking, {}, 0.9)


@pytest.mark.parametrize("code", ["cccd_chip_2021", "birth_certificate", "death_extract"])
def test_a_paper_with_one_value_of_a_pair_changed_goes_to_a_person(code: str) -> None:
    outcomes = [outcome for seed in (300001, 300002) for _, outcome in tried(code, seed)]
    assert OWN in outcomes
    assert outcomes.count(MISSED) <= len(outcomes) // 4, outcomes


def test_understanding_a_paper_without_words_on_any_page_finds_no_field() -> None:
    kind = load_record_types()["birth_certificate"]
    assert understand_as(kind, [Page(number=1, dpi=300, width=2480, height=3508)]).fields == {}
