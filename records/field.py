"""A field value and the evidence that an auditor can follow back to the ink."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.geometry import Box


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value of a record's field: what was read, where, by which rule, and how sure we are."""

    value: str
    """The value as printed, cleaned of label and leaders."""
    normalised: str
    """The value in its canonical form: dates ISO 8601, numbers without separators, names in display case."""
    confidence: float
    """0 to 1; at or over the record's threshold it counts as accepted without a person."""
    page: int
    """Page of the source, from 1."""
    box: Box
    """Pixels of the upright page."""
    as_read: str
    """The text exactly as recognised, before any cleaning."""
    rule: str
    """How it was found, for example `label:Họ, chữ đệm, tên`."""
    doubt: str = ""
    """Why a person should look, in Vietnamese; empty when there is no reason."""

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "value": self.value,
            "normalised": self.normalised,
            "confidence": round(self.confidence, 4),
            "page": self.page,
            "box": self.box.as_list(),
            "as_read": self.as_read,
            "rule": self.rule,
        }
        if self.doubt:
            out["doubt"] = self.doubt
        return out

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> FieldValue:
        return cls(
            value=str(raw["value"]),
            normalised=str(raw["normalised"]),
            confidence=float(raw["confidence"]),
            page=int(raw["page"]),
            box=Box.from_list(raw["box"]),
            as_read=str(raw["as_read"]),
            rule=str(raw["rule"]),
            doubt=str(raw.get("doubt", "")),
        )
