"""Trains the learned half of the type model and fits how points become confidence; `python -m
classifiers.type_model.train`.

Papers are drawn specimens where there are some and sketches of every type, read with 0 to 8 % of letters
wrong, and
papers of no type. Seeds below `HELD_OUT` train; those above fit the confidence and are scored. A minute on
one core.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import skops.io
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from classifiers.catalogue import load_record_types
from classifiers.record_type import RecordType
from classifiers.specimens import compose, drawable_codes, misread, perfect_pages
from classifiers.type_model.guess import TypeModel
from classifiers.type_model.learned import (
    DIGEST_FILE,
    FEATURES,
    MODEL_FILE,
    OTHER,
    LearnedModel,
    row_of,
    tokens,
)
from classifiers.type_model.paper import Paper
from classifiers.type_model.sketch import sketch_other, sketch_type
from records import Page

log = logging.getLogger(__name__)

SPECIMENS_EACH, SKETCHES_EACH, OTHERS = 12, 40, 600
HELD_OUT = 100_000
RATES = (0.0, 0.01, 0.03, 0.08)
"""Shares of letters misread; 1.5 % was measured on worn scans after enhancing, 8 % is a bad photograph."""


@dataclass(frozen=True, slots=True)
class Example:
    """A paper and what it is."""

    code: str
    """`other` for a paper of no type."""
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How a set of papers was judged at one rate of misread letters."""

    rate: float
    papers: int
    macro_f1: float
    named: float
    """Share of papers of a known type that got a type with confidence 0.9 or more."""
    confidently_wrong: int
    """Papers that got a wrong type with confidence 0.9 or more: the outcome to avoid."""


def examples(
    types: Mapping[str, RecordType], *, start: int, specimens: int, sketches: int, others: int
) -> Iterator[Example]:
    """Invented papers, unspoiled, from seed `start` on."""
    drawn = set(drawable_codes())
    for code, record_type in types.items():
        for seed in range(start, start + (specimens if code in drawn else 0)):
            yield Example(code, perfect_pages(compose(code, seed)))
        for seed in range(start, start + (sketches // 2 if code in drawn else sketches)):
            yield Example(code, sketch_type(record_type, seed))
    for seed in range(start, start + others):
        yield Example(OTHER, sketch_other(seed))


def fit(training: Sequence[Example]) -> LearnedModel:
    """Fits the linear model on papers of which each is misread at a rate drawn by lot; not yet calibrated."""
    chance = Random(7)  # noqa: S311 - a drawing of lots for training
    rows = [
        row_of(tokens(Paper.of(misread(example.pages, chance.choice(RATES), at))))
        for at, example in enumerate(training)
    ]
    starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns = np.concatenate([columns for columns, _ in rows])
    values = np.concatenate([values for _, values in rows])
    table = csr_matrix((values, columns, starts), shape=(len(rows), FEATURES), dtype=np.float32)
    weighing = TfidfTransformer().fit(table)
    classifier = LogisticRegression(C=30.0, max_iter=120, class_weight="balanced", tol=1e-3)
    classifier.fit(weighing.transform(table), [example.code for example in training])
    return LearnedModel(
        classes=tuple(str(code) for code in classifier.classes_),
        coefficients=classifier.coef_.astype(np.float32),
        intercept=classifier.intercept_.astype(np.float32),
        idf=weighing.idf_.astype(np.float32),
        temperature=1.0,
        unknown_points=0.0,
    )


def calibrate(model: TypeModel, held_out: Sequence[Example]) -> tuple[float, float]:
    """The temperature and the points of "none of these" under which held-out papers are least surprising.

    The temperature stays at 1 or above: drawn papers are clearer than those of life, and being sure is to be
    earned.
    """
    judged = [(example.code, _points(model, example)) for example in held_out]
    return min(
        product((1.0, 1.2, 1.5, 1.8), (2.0, 2.5, 3.0, 3.5, 4.0)),
        key=lambda pair: sum(_surprise(code, points, *pair) for code, points in judged),
    )


def _points(model: TypeModel, example: Example) -> dict[str, float]:
    cases = model.cases(Paper.of(example.pages))
    return {code: case.points for code, case in cases.items()}


def _surprise(code: str, points: Mapping[str, float], temperature: float, unknown: float) -> float:
    scaled = np.array([*points.values(), unknown]) / temperature
    own = unknown if code == OTHER else points[code]
    total = float(np.log(np.exp(scaled - scaled.max()).sum()) + scaled.max())
    return min(total - own / temperature, 12.0)


def score(model: TypeModel, held_out: Sequence[Example], rate: float) -> Score:
    """Judges held-out papers with `rate` of their letters misread."""
    said: list[str] = []
    named = wrong = 0
    for at, example in enumerate(held_out):
        guess = model.guess(misread(example.pages, rate, at))
        said.append(guess.code or OTHER)
        if guess.code is not None and guess.confidence >= 0.9:
            named += guess.code == example.code
            if guess.code != example.code:
                wrong += 1
                log.info(
                    "rate %.2f: %s taken for %s (%.3f)", rate, example.code, guess.code, guess.confidence
                )
    truth = [example.code for example in held_out]
    known = sum(code != OTHER for code in truth)
    f1 = float(f1_score(truth, said, average="macro", zero_division=0))
    return Score(rate, len(truth), f1, named / max(known, 1), wrong)


def save(learned: LearnedModel, folder: Path) -> Path:
    """Writes the model and, beside it, its digest and calibration."""
    model_file, digest_file = folder / MODEL_FILE.name, folder / DIGEST_FILE.name
    # Three decimal digits are enough for a weight and halve the file.
    arrays = {
        "coefficients": learned.coefficients.astype(np.float16),
        "intercept": learned.intercept,
        "idf": learned.idf,
    }
    skops.io.dump(arrays, model_file, compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    said = {
        "sha256": hashlib.sha256(model_file.read_bytes()).hexdigest(),
        "temperature": learned.temperature,
        "unknown_points": learned.unknown_points,
        "types": list(learned.classes),
    }
    digest_file.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return model_file


def train(folder: Path = MODEL_FILE.parent) -> list[Score]:
    """Trains, calibrates, saves into `folder` and scores on held-out papers."""
    types = load_record_types()
    training = list(examples(types, start=0, specimens=SPECIMENS_EACH, sketches=SKETCHES_EACH, others=OTHERS))
    log.info("%d papers to train on", len(training))
    learned = fit(training)
    log.info("fitted on %d kinds of paper", len(learned.classes))
    held_out = list(examples(types, start=HELD_OUT, specimens=3, sketches=6, others=120))
    spoiled = [Example(each.code, misread(each.pages, RATES[at % 4], at)) for at, each in enumerate(held_out)]
    temperature, unknown_points = calibrate(TypeModel(types, learned), spoiled)
    learned = replace(learned, temperature=temperature, unknown_points=unknown_points)
    save(learned, folder)
    log.info("temperature %.1f, unknown %.1f", temperature, unknown_points)
    model = TypeModel(types, learned)
    fresh = list(examples(types, start=2 * HELD_OUT, specimens=4, sketches=6, others=150))
    scores = [score(model, fresh, rate) for rate in RATES]
    for each in scores:
        log.info("%s", each)
    return scores


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    train()
