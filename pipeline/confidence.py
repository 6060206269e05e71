"""How likely a reading of a spot is right, 0 to 1: one small logistic model votes and calibrates at once.

A recogniser's own confidence is no probability, and two recognisers' are not on one scale. The model weighs
what each reading says with how long the text is, whether it can be Vietnamese, and how the page reads as a
whole. Its numbers stand in `confidence.json`, fitted on drawn pages by `python -m training.fit_confidence`.
Language only ever decides between readings that were made; figures and codes get no bonus for looking right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NewType

from classifiers.syllables import is_improbable, is_syllable
from pipeline.spots import Spot

FIRST = "first"
"""The reading that the engine made of the page."""
HIGHEST = 0.999
"""No recognised word counts as sure as the file's own text."""
LOWEST = 0.01
ALIKE = str.maketrans({"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "."})
"""Signs that no reader is blamed for taking for each other."""
MODEL = Path(__file__).with_name("confidence.json")

Ways = NewType("Ways", str)
"""Names of the ways that read a line, joined by `+`: each set of them has weights of its own."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a word shares with its line and page."""

    page: float
    """Mean confidence of the first reading over the page's letters, 0 to 1."""
    line: float
    """The same over the line."""
    height: float
    """Of the line's picture, pixels."""
    reader: str = ""
    """Name of the engine of the first reading where its confidence is on a scale of its own."""


def ways_of(names: Sequence[str], reader: str = "") -> Ways:
    """The set's name; `reader` is that of `Surroundings`."""
    joined = "+".join(sorted(names))
    return Ways(f"{reader}:{joined}" if reader else joined)


def comparable(text: str) -> str:
    """The text with signs that look alike made one; two readings agree when these are equal."""
    return text.translate(ALIKE)


def features(spot: Spot, text: str, around: Surroundings) -> dict[str, float]:
    """What speaks for and against `text` being what stands at the spot."""
    letters = text.replace(" ", "")
    found = {
        "one": 1.0,
        "page": _logit(around.page),
        "line": _logit(around.line),
        "small": max(0.0, 40 - around.height) / 10,
        "length": math.log(max(1, len(letters))),
        "single": float(len(letters) == 1),
        "nothing": float(not letters),
        "several": float(" " in text),
        **_language(letters),
    }
    for way in spot.readings:
        said, sure = spot.text(way), _logit(spot.confidence(way))
        if comparable(said) == comparable(text):
            found[f"{way} says"], found[f"{way} says sure"] = 1.0, sure if said else 0.0
        elif said:
            found[f"{way} differs"], found[f"{way} differs sure"] = 1.0, sure
        else:
            found[f"{way} silent"] = 1.0
    return found


def _language(letters: str) -> dict[str, float]:
    core = letters.strip(".,;:!?()[]\"'-/")
    has_figure = any(map(str.isdigit, core))
    is_word = bool(core) and core.isalpha()
    return {
        "figures": float(has_figure),
        "mixed": float(has_figure and any(map(str.isalpha, core))),
        "signs": float(bool(letters) and not core),
        "syllable": float(is_word and is_syllable(core)),
        "improbable": float(is_word and is_improbable(core)),
        "odd case": float(is_word and not (core.islower() or core.isupper() or core.istitle())),
    }


def _logit(share: float) -> float:
    kept = min(max(share, 0.02), 0.995)
    return math.log(kept / (1 - kept))


def likelihood(spot: Spot, text: str, around: Surroundings) -> float:
    """The chance that `text` is right, 0 to 1; without a fitted model the readers' own confidence."""
    weights = numbers().get("weights", {}).get(ways_of(list(spot.readings), around.reader))
    if weights is None:
        said = [spot.confidence(way) for way in spot.readings if spot.text(way) == text and text]
        return max(said, default=0.0)
    total = sum(weights.get(name, 0.0) * value for name, value in features(spot, text, around).items())
    return min(max(1 / (1 + math.exp(-min(max(total, -30.0), 30.0))), LOWEST), HIGHEST)


@cache
def numbers() -> Mapping[str, Any]:
    """What was fitted, as it stands in the file; empty before the first fit."""
    return dict(json.loads(MODEL.read_text(encoding="utf-8"))) if MODEL.is_file() else {}
