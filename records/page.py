"""A page as it was read: its size, how it was turned, and its words with their places and confidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any

from records.geometry import Box, Line
from records.printed_marks import PageCode, Tick


class TextOrigin(StrEnum):
    """Where a page's words come from."""

    RECOGNISED = "recognised"
    """Read from the picture by an OCR engine."""
    TEXT_LAYER = "text_layer"
    """The file's own text, judged trustworthy against the ink of the page."""
    NONE = "none"
    """A blank page, or one that could not be read."""


class PageImageKind(StrEnum):
    """What the page was made of in its source."""

    SCAN = "scan"
    """One picture that covers the page."""
    BORN_DIGITAL = "born_digital"
    """Text and drawing operators."""
    MIXED = "mixed"
    """Both, or several pictures."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read, in NFC, with its place on the upright page."""

    text: str
    box: Box
    """Pixels of the upright page at the page's dpi."""
    confidence: float
    """0 to 1."""
    line: int = 0
    """Number of its line on the page, in reading order, from 0."""
    block: int = 0
    """Number of its block (column, stamp, table cell) on the page, from 0."""
    baseline: Line | None = None
    """Its own piece of the line's baseline; `None` when unknown."""
    remark: str = ""
    """Why a reader should doubt it: `handwritten`, `stamp`, `disagreement` (two readings differ) or
    `improbable` (no Vietnamese syllable, number or code that is known); empty for a plain word."""
    other: str = ""
    """What another reading made of the same ink; empty when there is none or it is the same."""

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "text": self.text,
            "box": self.box.as_list(),
            "confidence": round(self.confidence, 4),
            "line": self.line,
            "block": self.block,
        }
        if self.baseline is not None:
            out["baseline"] = self.baseline.as_list()
        if self.remark:
            out["remark"] = self.remark
        if self.other:
            out["other"] = self.other
        return out

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Word:
        baseline = raw.get("baseline")
        return cls(
            text=unicodedata.normalize("NFC", str(raw["text"])),
            box=Box.from_list(raw["box"]),
            confidence=float(raw["confidence"]),
            line=int(raw.get("line", 0)),
            block=int(raw.get("block", 0)),
            baseline=Line.from_list(baseline) if baseline else None,
            remark=str(raw.get("remark", "")),
            other=unicodedata.normalize("NFC", str(raw.get("other", ""))),
        )


def mean_confidence(words: Iterable[Word]) -> float:
    """Mean of the words' confidence weighted by their letters, 0 to 1; 0 without a word."""
    sizes = [(len(word.text), word.confidence) for word in words]
    letters = sum(size for size, _ in sizes)
    return sum(size * sure for size, sure in sizes) / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class ScanFault:
    """Something measured on a page's image that falls below the rule for scanning."""

    code: str
    """A name for counting and filtering: `resolution`, `colour`, `scale`, `cut`, `focus` and so on."""
    reason: str
    """What is wrong and what to do about it, in Vietnamese, for the person who scanned the page."""

    def to_json(self) -> dict[str, str]:
        return {"code": self.code, "reason": self.reason}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> ScanFault:
        return cls(str(raw["code"]), str(raw["reason"]))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a source as it was read. Sizes are of the upright page at `dpi`."""

    number: int
    """Position in the source, from 1."""
    dpi: float
    """Resolution of `width` and `height`, dots per inch."""
    width: int
    """Pixels, upright."""
    height: int
    """Pixels, upright."""
    rotation: int = 0
    """Degrees clockwise, one of 0, 90, 180, 270, by which the source was turned to stand upright."""
    skew: float = 0.0
    """Degrees that the text slopes on the upright page; positive: it falls to the right (clockwise)."""
    is_blank: bool = False
    origin: TextOrigin = TextOrigin.RECOGNISED
    kind: PageImageKind = PageImageKind.SCAN
    words: tuple[Word, ...] = ()
    """In reading order; words of one line stand together."""
    warnings: tuple[str, ...] = field(default=())
    """What staff should know about this page, in Vietnamese."""
    faults: tuple[ScanFault, ...] = ()
    """Why the page should be scanned again; empty for a page that meets the rule."""
    estimated_accuracy: float | None = None
    """Share of the characters expected to be read right, 0 to 1; `None` where nothing was recognised."""
    likeness: str = ""
    """Perceptual hash of the upright page, 64 bits as 16 hexadecimal digits; empty when unknown."""
    separator: str = ""
    """What this separator sheet says; empty for an ordinary page."""
    codes: tuple[PageCode, ...] = ()
    """Machine-readable codes printed on the page, from top to bottom."""
    ticks: tuple[Tick, ...] = ()
    """Boxes to be ticked, from top to bottom."""

    @property
    def mean_confidence(self) -> float:
        """That of all words of the page."""
        return mean_confidence(self.words)

    def lines(self) -> Iterator[tuple[Word, ...]]:
        """The words line by line, in reading order."""
        for _, group in groupby(self.words, key=lambda word: (word.block, word.line)):
            yield tuple(group)

    @property
    def text(self) -> str:
        """The page's text in reading order, a line a line, blocks parted by an empty line."""
        out: list[str] = []
        block: int | None = None
        for line in self.lines():
            if block is not None and line[0].block != block:
                out.append("")
            block = line[0].block
            out.append(" ".join(word.text for word in line))
        return "\n".join(out)

    def summary(self) -> dict[str, Any]:
        """The page's entry in `record.json`: everything but its words."""
        return {
            "number": self.number,
            "dpi": round(self.dpi, 1),
            "width": self.width,
            "height": self.height,
            "rotation": self.rotation,
            "skew": round(self.skew, 2),
            "blank": self.is_blank,
            "mean_confidence": round(self.mean_confidence, 4),
            "origin": self.origin.value,
            "kind": self.kind.value,
            "warnings": list(self.warnings),
            "faults": [fault.to_json() for fault in self.faults],
            "estimated_accuracy": _rounded(self.estimated_accuracy),
            "likeness": self.likeness,
            "separator": self.separator,
        }

    def to_json(self) -> dict[str, Any]:
        """The page with its words and marks; what `words.json` and the ledger keep."""
        out = {**self.summary(), "words": [word.to_json() for word in self.words]}
        if self.codes:
            out["codes"] = [code.to_json() for code in self.codes]
        if self.ticks:
            out["ticks"] = [tick.to_json() for tick in self.ticks]
        return out

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Page:
        accuracy = raw.get("estimated_accuracy")
        return cls(
            number=int(raw["number"]),
            dpi=float(raw["dpi"]),
            width=int(raw["width"]),
            height=int(raw["height"]),
            rotation=int(raw.get("rotation", 0)),
            skew=float(raw.get("skew", 0.0)),
            is_blank=bool(raw.get("blank", False)),
            origin=TextOrigin(raw.get("origin", TextOrigin.RECOGNISED)),
            kind=PageImageKind(raw.get("kind", PageImageKind.SCAN)),
            words=tuple(Word.from_json(word) for word in raw.get("words", ())),
            warnings=tuple(raw.get("warnings", ())),
            faults=tuple(ScanFault.from_json(fault) for fault in raw.get("faults", ())),
            estimated_accuracy=None if accuracy is None else float(accuracy),
            likeness=str(raw.get("likeness", "")),
            separator=str(raw.get("separator", "")),
            codes=tuple(PageCode.from_json(code) for code in raw.get("codes", ())),
            ticks=tuple(Tick.from_json(tick) for tick in raw.get("ticks", ())),
        )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
