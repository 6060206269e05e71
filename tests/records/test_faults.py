"""Where an error arose can be told without its words."""

from __future__ import annotations

from records.faults import where


def _read(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise KeyError(f"no number: {text}") from error


def test_kinds_and_places_are_told_and_no_words() -> None:
    try:
        _read("Nguyễn Văn Thử")
    except KeyError as error:
        told = where(error)
    assert told.startswith("KeyError at test_faults.py:")
    assert "; from ValueError at test_faults.py:" in told
    assert "Nguyễn" not in told


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert where(ValueError("secret")) == "ValueError at an unknown place"
