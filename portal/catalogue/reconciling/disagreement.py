"""What a cross-check tells: which records say what, and why that cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SURE = 0.9
"""Confidence below which a difference may be a misread letter: it is told as a warning, not as an error."""
MOST_CITED = 12
"""Records named in one disagreement."""
UNSURE_VI = " (có chỗ đọc chưa chắc)"


class Severity(StrEnum):
    ERROR = "error"
    """Cannot be: at least one of the papers, or its reading, is wrong."""
    WARNING = "warning"
    """Should be looked at; a misread value may be the cause."""
    INFO = "info"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One value that takes part."""

    record_id: str
    field: str
    value: str
    """As printed."""
    confidence: float

    def to_json(self) -> dict[str, Any]:
        return {
            "record_id": self.record_id,
            "field": self.field,
            "value": self.value,
            "confidence": round(self.confidence, 4),
        }


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Records that cannot all be right."""

    rule: str
    """A name for counting: `person_name`, `person_birth`, `signed_after_death`, `land_parcel` and so on."""
    severity: Severity
    sentence_vi: str
    cited: tuple[Cited, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "sentence": self.sentence_vi,
            "records": sorted({one.record_id for one in self.cited}),
            "values": [one.to_json() for one in self.cited],
        }


def disagreement(rule: str, sentence_vi: str, cited: Iterable[Cited]) -> Disagreement:
    """An error, or a warning where one of the values was not read surely."""
    every = tuple(cited)[:MOST_CITED]
    if all(one.confidence >= SURE for one in every):
        return Disagreement(rule, Severity.ERROR, sentence_vi, every)
    return Disagreement(rule, Severity.WARNING, sentence_vi + UNSURE_VI, every)
