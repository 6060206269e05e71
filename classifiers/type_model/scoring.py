"""How points become confidence, and how well papers that nothing was trained on are told."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from sklearn.metrics import f1_score

from classifiers.type_model.guess import NAMED_FROM, shares_of
from classifiers.type_model.learned import OTHER, LearnedModel
from classifiers.type_model.training_papers import Judged

log = logging.getLogger(__name__)

SURE = 0.9
"""Confidence from which a record may file itself."""
TEMPERATURES = (1.0, 1.2, 1.5, 1.8)
UNKNOWNS = (3.0, 3.5, 4.0)
"""Drawn papers would have 5, under which a type written yesterday and a real letter get only 0.8."""
WRONG_COSTS = 12.0
"""Most that one paper may add to the surprise, so that no odd one decides alone."""


@dataclass(frozen=True, slots=True)
class Score:
    """How a set of papers was judged at one rate of misread letters."""

    rate: float
    papers: int
    """Of a known type."""
    macro_f1: float
    """Over the types, each counted the same; papers of no type count where they were given one."""
    sure: float
    """Share that got their type with confidence 0.9 or more."""
    unknown: float
    """Share that got no type: a person looks."""
    surely_wrong: int
    """Papers, of no type included, that got a wrong type with 0.9 or more: the outcome to avoid."""
    strangers: int
    """Papers of no type."""
    strangers_unknown: float
    """Share of these that were left without a type."""


def calibrate(model: LearnedModel, held_out: Sequence[Judged]) -> tuple[float, float]:
    """The temperature and the points of "none of these" under which held-out papers are least surprising.

    The temperature stays at 1 or above: drawn papers are clearer than those of life, and being sure is to be
    earned.
    """
    judged = [(each.code, _points(model, each)) for each in held_out]
    return min(
        product(TEMPERATURES, UNKNOWNS),
        key=lambda pair: sum(_surprise(code, points, *pair) for code, points in judged),
    )


def _points(model: LearnedModel, paper: Judged) -> dict[str, float]:
    shifts = model.shifts(model.row(paper.row), paper.points)
    return {code: points + shifts[code] for code, points in paper.points.items()}


def _surprise(code: str, points: Mapping[str, float], temperature: float, unknown: float) -> float:
    scaled = np.array([*points.values(), unknown]) / temperature
    own = unknown if code == OTHER else points[code]
    total = float(np.log(np.exp(scaled - scaled.max()).sum()) + scaled.max())
    return min(total - own / temperature, WRONG_COSTS)


def score(model: LearnedModel, papers: Sequence[Judged], rate: float) -> Score:
    """Judges the papers that were read at `rate`."""
    said, truth = [], []
    sure = wrong = 0
    for paper in (each for each in papers if each.rate == rate):
        code, confidence = _named(model, paper)
        said.append(code)
        truth.append(paper.code)
        if code != OTHER and confidence >= SURE:
            sure += code == paper.code
            wrong += code != paper.code
            if code != paper.code:
                log.info("rate %.2f: %s taken for %s (%.3f)", rate, paper.code, code, confidence)
    known = [(right, given) for right, given in zip(truth, said, strict=True) if right != OTHER]
    strangers = [given for right, given in zip(truth, said, strict=True) if right == OTHER]
    types = sorted({right for right, _ in known})
    return Score(
        rate=rate,
        papers=len(known),
        macro_f1=float(f1_score(truth, said, labels=types, average="macro", zero_division=0)),
        sure=sure / max(len(known), 1),
        unknown=sum(given == OTHER for _, given in known) / max(len(known), 1),
        surely_wrong=wrong,
        strangers=len(strangers),
        strangers_unknown=strangers.count(OTHER) / max(len(strangers), 1),
    )


def confusions(model: LearnedModel, papers: Sequence[Judged]) -> dict[tuple[str, str], int]:
    """How often a type was named another or none (`other`), the most frequent first."""
    counted: dict[tuple[str, str], int] = {}
    for paper in papers:
        code, _ = _named(model, paper)
        if code != paper.code:
            counted[paper.code, code] = counted.get((paper.code, code), 0) + 1
    return dict(sorted(counted.items(), key=lambda item: -item[1]))


def _named(model: LearnedModel, paper: Judged) -> tuple[str, float]:
    points = _points(model, paper)
    shares = shares_of(points, model.temperature, model.unknown_points)
    code = max(points, key=lambda each: points[each])
    return (code, shares[code]) if shares[code] >= NAMED_FROM else (OTHER, shares[None])
