"""The fields bench compares what was understood with what is printed."""

from __future__ import annotations

from bench import regex_baseline
from bench.field_scores import Outcome, Task, macro_f1, summary
from bench.fields import outcome_of
from bench.same_value import is_as_printed, same
from classifiers.catalogue import load_record_types
from classifiers.specimens.strangers import CODE as STRANGER
from tests.portal.catalogued import make_field


def make_outcome(code: str = "notice", answered: str = "notice", **overrides: object) -> Outcome:
    values: dict[str, object] = {
        "task": Task(code, 1, "worn"),
        "answered": answered,
        "type_confidence": 0.95,
        "files_itself": True,
        "right": 4,
        "read": 5,
        "printed": 5,
        "sure": 4,
        "sure_and_wrong": 0,
    }
    return Outcome(**{**values, **overrides})  # type: ignore[arg-type]


def test_values_are_the_same_but_for_spaces_and_closing_marks() -> None:
    assert same("Lâu  dài.", "Lâu dài")
    assert not same("LÂU DÀI", "Lâu dài")
    assert not same("Hương", "Hường")


def test_a_surely_wrong_type_is_counted_and_not_knowing_is_not() -> None:
    figures = summary([make_outcome(answered="report"), make_outcome(answered=""), make_outcome()])
    assert figures["type_surely_wrong"] == 0.3333
    assert figures["filed_as_another_type"] == 2
    assert figures["filed_fields_right"] == 1.0


def test_macro_f1_weighs_types_alike() -> None:
    many = [make_outcome() for _ in range(9)]
    assert macro_f1([*many, make_outcome("report", "notice")]) < 0.5


def test_an_exact_paper_is_understood() -> None:
    outcome = outcome_of(Task("decision", 700_123, "exact"), 0.9)
    assert outcome.answered == "decision"
    assert outcome.right >= outcome.printed - 1


def test_a_stranger_has_no_fields_to_read() -> None:
    outcome = outcome_of(Task(STRANGER, 700_125, "exact"), 0.9)
    assert outcome.printed == outcome.read == 0


def test_a_value_is_right_when_its_canonical_form_is() -> None:
    kind = load_record_types()["birth_certificate"]
    name, day = kind.field("child_full_name"), kind.field("child_date_of_birth")
    assert name is not None and day is not None
    assert is_as_printed(day, make_field("7/5/2022", "2022-05-07"), "07/05/2022")
    assert not is_as_printed(day, make_field("7/6/2022", "2022-06-07"), "07/05/2022")
    assert not is_as_printed(name, make_field("TRẦN QUÍ", "Trần Quí"), "TRẦN QUÝ")


def test_patterns_find_title_label_number_and_day() -> None:
    text = "Số: 12/QĐ-UBND\nAn Phú, ngày 05 tháng 3 năm 2024\nQUYẾT ĐỊNH\nHọ, chữ đệm, tên: LÒ THỊ MÂY ....."
    assert regex_baseline.type_in(text) == "decision"
    found = regex_baseline.fields_in(text, load_record_types()["decision"])
    assert found["doc_number"] == "12/QĐ-UBND"
    assert found["issue_date"] == "ngày 05 tháng 3 năm 2024"
    child = regex_baseline.fields_in(text, load_record_types()["birth_certificate"])
    assert child["child_full_name"] == "LÒ THỊ MÂY"


def test_the_patterns_are_measured_on_the_same_paper() -> None:
    outcome = outcome_of(Task("birth_certificate", 700_124, "exact"), 0.9, with_baseline=True)
    assert outcome.baseline["answered"] == "birth_certificate"
    assert 0 < outcome.baseline["right"] <= outcome.printed
    assert "regex_field_f1" in summary([outcome])
