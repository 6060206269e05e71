"""The chance that a field's value is right, 0 to 1, from everything that was seen of it.

Extraction weighs reading, label and validator by hand, which is enough to choose between candidates but is
no probability: a value that is cut short or taken from the neighbouring field is read as surely as a right
one. A small logistic model puts the evidence together. Its numbers, and for each kind of field how sure a
value must be to be accepted without a person, stand in `calibration.json`, fitted on drawn and worn papers by
`python -m training.fit_fields` (docs/decisions/0033-confidence.md).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from classifiers.confidence import word_certainty
from classifiers.extraction.values import FORMED, MULTILINE, judge
from classifiers.record_type import FieldRule, RecordType
from records import Box, FieldValue, Page, Word

MODEL = Path(__file__).with_name("calibration.json")
HIGHEST = 0.999
HELD_BACK = 0.01
"""How far below the record's threshold a value is held whose kind asks for more than it has."""
REFUSED = 0.45
"""Confidence above which a value that its validator refused cannot stand."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was fitted."""

    weights: Mapping[str, float]
    """By name of the feature; empty before the first fit, and then nothing is changed."""
    asked: Mapping[str, float]
    """By kind of field: the chance of being right from which a value needs no person."""
    asked_of_others: float
    """The same for kinds that were too rare to be told apart."""


def calibrated(
    record_type: RecordType, fields: Mapping[str, FieldValue], pages: Sequence[Page], *, threshold: float
) -> dict[str, FieldValue]:
    """The fields with the chance that each is right as its confidence, 0 to 1.

    A value that is less sure than its kind must be stays below `threshold`, so that "at or over
    the threshold" means "accepted without a person" for every kind.
    """
    fitted = numbers()
    if not fitted.weights:
        return dict(fields)
    by_number = {page.number: page for page in pages}
    shared = Counter(_place(found) for found in fields.values())
    result = {}
    for name, found in fields.items():
        rule = record_type.field(name)
        page = by_number.get(found.page)
        if rule is None or page is None:
            result[name] = found
            continue
        seen = features(rule, found, words_of(found, page), is_shared=shared[_place(found)] > 1)
        result[name] = replace(found, confidence=_accepted(rule, found, likelihood(seen), threshold))
    return result


def likelihood(seen: Mapping[str, float]) -> float:
    """The chance that a value with these features is right, 0 to 1."""
    weights = numbers().weights
    total = sum(weights.get(name, 0.0) * value for name, value in seen.items())
    return min(1 / (1 + math.exp(-min(max(total, -30.0), 30.0))), HIGHEST)


def asked_of(rule: FieldRule) -> float:
    """The chance of being right from which a value of this kind is accepted without a person."""
    fitted = numbers()
    return fitted.asked.get(rule.type.value, fitted.asked_of_others)


def features(
    rule: FieldRule, found: FieldValue, words: Sequence[Word], *, is_shared: bool
) -> dict[str, float]:
    """What speaks for and against a value. `is_shared`: another field claims the same place on the page."""
    certainties = [word_certainty(word) for word in words] or [found.confidence]
    judged = judge(rule, found.value)
    is_formed = rule.type in FORMED
    how, _, _ = found.rule.partition(":")
    return {
        "one": 1.0,
        "said": _logit(found.confidence),
        "mean": _logit(sum(certainties) / len(certainties)),
        "worst": _logit(min(certainties)),
        "length": math.log(1 + len(found.value.split())),
        "remarked": float(any(word.remark for word in words)),
        "disputed": float(any(word.other for word in words)),
        "doubted": float(bool(found.doubt)),
        "refused": float(not judged.is_valid and not found.normalised),
        "odd": float(bool(judged.errors or judged.warnings)),
        "passed": float(is_formed and judged.is_valid),
        "shared": float(is_shared),
        "unplaced": float(not words),
        "several lines": float(rule.type in MULTILINE),
        "trailing": float(found.value.rstrip().endswith((",", "-", "–", "(", "/"))),
        f"how {how}": 1.0,
        f"kind {rule.type.value}": 1.0,
    }


def words_of(found: FieldValue, page: Page) -> list[Word]:
    """The words of the page that carry a value: inside its box, and among what was read there."""
    inside = [word for word in page.words if _holds(found.box, word.box.centre)]
    read = set(found.as_read.split())
    return [word for word in inside if word.text in read] or inside


@cache
def numbers() -> Numbers:
    """What was fitted, as it stands in the file; without weights before the first fit."""
    if not MODEL.is_file():
        return Numbers({}, {}, 0.0)
    raw = json.loads(MODEL.read_text(encoding="utf-8"))
    return Numbers(dict(raw["weights"]), dict(raw["asked"]), float(raw["asked_of_others"]))


def _accepted(rule: FieldRule, found: FieldValue, chance: float, threshold: float) -> float:
    # What a rule of extraction capped (cut off, refused, by hand) is not lifted over its cap by other signs.
    if found.doubt or not found.normalised:
        chance = min(chance, max(found.confidence, REFUSED))
    return chance if chance >= asked_of(rule) else min(chance, threshold - HELD_BACK)


def _place(found: FieldValue) -> tuple[int, float, float, float, float]:
    return (found.page, *found.box.as_list())  # type: ignore[return-value]


def _holds(box: Box, point: tuple[float, float]) -> bool:
    x, y = point
    return box.x0 - 1 <= x <= box.x1 + 1 and box.y0 - 1 <= y <= box.y1 + 1


def _logit(share: float) -> float:
    kept = min(max(share, 0.02), 0.995)
    return math.log(kept / (1 - kept))
