"""The fields bench compares what was understood with what is printed."""

from __future__ import annotations

from bench.fields import Outcome, Task, macro_f1, outcome_of, same, summary
from classifiers.specimens.strangers import CODE as STRANGER


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
    assert figures["type_surely_wrong"] == 1
    assert figures["type_unknown"] == 0.3333
    assert figures["filed_wrong"] == 2


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
