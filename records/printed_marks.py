"""What a page shows besides words, read from its picture: machine-readable codes and boxes to tick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.geometry import Box

LONGEST_CODE = 4296
"""Characters; no QR code holds more (ISO/IEC 18004, version 40-L, alphanumeric)."""


@dataclass(frozen=True, slots=True)
class PageCode:
    """A machine-readable code and what it says."""

    kind: str
    """`qr`, `code128`, `code39`, `datamatrix`, `pdf417` or `mrz`."""
    text: str
    """As decoded, not normalised; the lines of a machine-readable zone are parted by line ends."""
    box: Box
    """Pixels of the upright page."""

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "text": self.text, "box": self.box.as_list()}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> PageCode:
        return cls(str(raw["kind"]), str(raw["text"])[:LONGEST_CODE], Box.from_list(raw["box"]))


@dataclass(frozen=True, slots=True)
class Tick:
    """A small printed box that is there to be ticked."""

    box: Box
    """Its frame, in pixels of the upright page."""
    is_ticked: bool
    """Only a real mark counts: a box that is empty or merely dirty is not ticked."""
    confidence: float
    """0 to 1, that `is_ticked` is right."""

    def to_json(self) -> dict[str, Any]:
        return {
            "box": self.box.as_list(),
            "ticked": self.is_ticked,
            "confidence": round(self.confidence, 4),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Tick:
        return cls(Box.from_list(raw["box"]), bool(raw["ticked"]), float(raw["confidence"]))
