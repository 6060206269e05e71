"""The pages of one paper in a file of several, as planned before any record is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one paper."""

    pages: tuple[int, ...]
    """Their numbers in the source, in the order of reading."""
    record_type: str = ""
    """What its separator sheet says it is."""
    unit: str = ""
    doubts: tuple[str, ...] = ()
    """Why a person should look at how it was parted, in Vietnamese."""
    why: str = ""
    """What its pages say for parting it from those before, in Vietnamese; empty where nothing had to."""

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "pages": list(self.pages),
            "record_type": self.record_type,
            "unit": self.unit,
            "doubts": list(self.doubts),
        }
        return {**out, "why": self.why} if self.why else out

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Part:
        return cls(
            tuple(int(number) for number in raw["pages"]),
            str(raw["record_type"]),
            str(raw["unit"]),
            tuple(str(doubt) for doubt in raw["doubts"]),
            str(raw.get("why", "")),
        )
