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
from classifiers.extraction.fields import REMARK_REASONS, Paper
from classifiers.extraction.values import FORMED, MULTILINE, judge
from classifiers.gating import must_be_sure
from classifiers.likely_form import form_signs
from classifiers.reasons import HOLDING, is_held, reason_for
from classifiers.record_type import FieldRule
from classifiers.surroundings import Around, Surroundings
from records import Box, FieldValue, Page, Word

MODEL = Path(__file__).with_name("calibration.json")
MUST, MAY, OTHERS = "must be sure", "may be unsure", "others"
"""Fields for which a record waits, fields that it only keeps; kinds too rare to be told apart."""
USUAL = 0.9
"""The threshold at which `asked` was fitted; another asks for more or less in proportion of the doubt."""
HIGHEST = 0.999
HELD_BACK = 0.01
"""How far below the record's threshold a value is held whose kind asks for more than it has."""
SETTLED = 0.95
"""Chance from which a value counts though a second reading of it differed: of 136 such values on scans of
office and worn wear 31 were wrong, of the 29 with this chance one."""
REFUSED = 0.45
"""Confidence above which a value that its validator refused cannot stand."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was fitted."""

    weights: Mapping[str, float]
    """By name of the feature; empty before the first fit, and then nothing is changed."""
    asked: Mapping[str, Mapping[str, float]]
    """By `MUST` or `MAY`, then by kind of field or `OTHERS`: the chance of being right from which a value
    needs no person, at the usual threshold."""


def calibrated(paper: Paper, fields: Mapping[str, FieldValue], *, threshold: float) -> dict[str, FieldValue]:
    """The fields with the chance that each is right as its confidence, 0 to 1.

    A value that is less sure than its kind must be stays below `threshold`, so that "at or over
    the threshold" means "accepted without a person" for every kind.
    """
    if not numbers().weights:
        return dict(fields)
    seen = evidence(paper, fields)
    result = dict(fields)
    for name, around in seen.items():
        rule = paper.record_type.field(name)
        if rule is not None:
            result[name] = _weighed(rule, fields[name], around, threshold)
    return result


def evidence(paper: Paper, fields: Mapping[str, FieldValue]) -> dict[str, Around]:
    """By name of the field, what speaks for and against its value; fields of no page or rule are left out."""
    by_number = {page.number: page for page in paper.pages}
    shared = Counter(_place(found) for found in fields.values())
    surroundings = Surroundings(paper.record_type, fields, paper)
    seen = {}
    for name, found in fields.items():
        rule, page = paper.record_type.field(name), by_number.get(found.page)
        if rule is not None and page is not None:
            around = surroundings.around(name)
            signs = {
                **features(rule, found, words_of(found, page), is_shared=shared[_place(found)] > 1),
                **around.signs,
                **form_signs(paper.record_type, rule, found.value),
            }
            seen[name] = Around(signs, around.orphans)
    return seen


def likelihood(seen: Mapping[str, float]) -> float:
    """The chance that a value with these features is right, 0 to 1."""
    weights = numbers().weights
    total = sum(weights.get(name, 0.0) * value for name, value in seen.items())
    return min(1 / (1 + math.exp(-min(max(total, -30.0), 30.0))), HIGHEST)


def chance_of(found: FieldValue, signs: Mapping[str, float]) -> float:
    """The chance that a value is right, 0 to 1, never above what some signs allow whatever the others say."""
    chance = likelihood(signs)
    if _is_for_a_person(signs, chance):
        chance = min(chance, HOLDING)
    if (found.doubt and not signs.get("warned") and not signs.get("read twice")) or not found.normalised:
        # What extraction capped (cut off, refused, by hand) stays there. A mere warning of the validator (a
        # district that was merged away before the list was drawn up) weighs like any other sign.
        return min(chance, max(found.confidence, REFUSED))
    return chance


def _is_for_a_person(signs: Mapping[str, float], chance: float) -> bool:
    return is_held(signs) or (bool(signs.get("read twice")) and chance < SETTLED)


def asked_of(rule: FieldRule, threshold: float = USUAL) -> float:
    """The chance of being right from which a value of this field is accepted without a person.

    Fields that hold their record up are asked for less than those that are merely kept as unsure: each of
    the former sends a whole record to a person.
    """
    by_kind = numbers().asked.get(MUST if must_be_sure(rule) else MAY, {})
    usual = by_kind.get(rule.type.value, by_kind.get(OTHERS, USUAL))
    return 1.0 - (1.0 - usual) * (1.0 - threshold) / (1.0 - USUAL)


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
        "read twice": float(found.doubt == REMARK_REASONS["disagreement"]),
        "warned": float(found.doubt in judged.warnings),
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
    read = set(found.as_read.split())
    # Few words of a page have the value's letters, so its box is sought among these first.
    told = [word for word in page.words if word.text in read and _holds(found.box, word.box.centre)]
    return told or [word for word in page.words if _holds(found.box, word.box.centre)]


@cache
def numbers() -> Numbers:
    """What was fitted, as it stands in the file; without weights before the first fit."""
    if not MODEL.is_file():
        return Numbers({}, {})
    raw = json.loads(MODEL.read_text(encoding="utf-8"))
    return Numbers(dict(raw["weights"]), {role: dict(kinds) for role, kinds in raw["asked"].items()})


def _weighed(rule: FieldRule, found: FieldValue, around: Around, threshold: float) -> FieldValue:
    """The value with its chance, and where that does not do, with the plainest reason for it."""
    chance = chance_of(found, around.signs)
    is_held_back = _is_for_a_person(around.signs, likelihood(around.signs))
    if is_held_back or chance < max(threshold, asked_of(rule, threshold)):
        chance = min(chance, threshold - HELD_BACK)
        return replace(
            found, confidence=chance, doubt=found.doubt or reason_for(around.signs, around.orphans)
        )
    return replace(found, confidence=chance)


def _place(found: FieldValue) -> tuple[int, float, float, float, float]:
    return (found.page, *found.box.as_list())  # type: ignore[return-value]


def _holds(box: Box, point: tuple[float, float]) -> bool:
    x, y = point
    return box.x0 - 1 <= x <= box.x1 + 1 and box.y0 - 1 <= y <= box.y1 + 1


def _logit(share: float) -> float:
    kept = min(max(share, 0.02), 0.995)
    return math.log(kept / (1 - kept))
