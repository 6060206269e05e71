"""Trains the learned half of the type model and fits how points become confidence.

`hoso train` calls it for an office; `python -m classifiers.type_model.train` makes the model that is shipped
and its card, docs/reference/model-card-types.md.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from classifiers.catalogue import load_record_types
from classifiers.record_type import RecordType
from classifiers.type_model.examples import Example
from classifiers.type_model.fitting import fit
from classifiers.type_model.learned import MODEL_FILE, LearnedModel
from classifiers.type_model.model_card import Training, card, counted, table_of
from classifiers.type_model.scoring import calibrate, confusions, score
from classifiers.type_model.storing import save
from classifiers.type_model.training_papers import (
    HELD_OUT,
    RATES,
    Amount,
    Order,
    corrected_rows,
    draw_all,
    every_rate,
    one_rate,
    orders,
    training_rates,
)

log = logging.getLogger(__name__)

SCORED = 2 * HELD_OUT
"""Seeds from here on are scored."""
SHIPPED_CARD = Path(__file__).parents[2] / "docs" / "reference" / "model-card-types.md"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is drawn; the whole stays under two minutes on two cores."""

    training: Amount = field(
        default_factory=lambda: Amount(specimens=10, sketches=8, others=250, strangers=160)
    )
    """Each read at two rates. Ten papers of a type have most of the looks in which it is drawn."""
    fitting: Amount = field(default_factory=lambda: Amount(specimens=1, sketches=4, others=60, strangers=40))
    """For the confidence; each read at one rate."""
    scoring: Amount = field(default_factory=lambda: Amount(specimens=2, sketches=2, others=50, strangers=50))
    """Each read at every rate."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A new model, not yet in use."""

    model: LearnedModel
    training: Training

    @property
    def card(self) -> str:
        return card(self.model, self.training)


def train(
    corrected: Sequence[Example] = (),
    *,
    jobs: int = 1,
    plan: Plan | None = None,
    types_folder: Path | None = None,
    on_step: Callable[[str], None] = log.info,
) -> Trained:
    """Trains, calibrates and scores; writes nothing. `on_step` is told in Vietnamese what is being done."""
    plan, began = plan or Plan(), time.monotonic()
    types = load_record_types(types_folder)
    on_step(f"Vẽ hồ sơ của {len(types)} loại để học và để chấm")
    papers = draw_all(_orders(types, plan, types_folder), jobs)
    drawn = [paper for paper in papers if paper.seed < HELD_OUT]
    on_step(f"Học từ {len(drawn)} hồ sơ vẽ và {len(corrected)} hồ sơ đã sửa")
    learned = fit(drawn, corrected_rows(corrected))
    on_step("Ước lượng độ tin cậy và chấm trên hồ sơ chưa học")
    held_out = [paper for paper in papers if HELD_OUT <= paper.seed < SCORED]
    temperature, unknown_points = calibrate(learned, held_out)
    learned = replace(learned, temperature=temperature, unknown_points=unknown_points)
    scored = [paper for paper in papers if paper.seed >= SCORED]
    training = Training(
        drawn=counted([paper.code for paper in drawn]),
        corrected=counted([paper.code for paper in corrected]),
        scores=[score(learned, scored, rate) for rate in RATES],
        confused=confusions(learned, scored),
        seconds=time.monotonic() - began,
    )
    return Trained(learned, training)


def _orders(types: Mapping[str, RecordType], plan: Plan, folder: Path | None) -> Iterator[Order]:
    yield from orders(types, plan.training, start=0, rates=training_rates, is_judged=False, folder=folder)
    yield from orders(types, plan.fitting, start=HELD_OUT, rates=one_rate, folder=folder)
    yield from orders(types, plan.scoring, start=SCORED, rates=every_rate, folder=folder)


def main() -> None:
    """Makes the shipped model and its card anew."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    trained = train(jobs=len(os.sched_getaffinity(0)))
    save(trained.model, MODEL_FILE.parent)
    SHIPPED_CARD.write_text(trained.card, encoding="utf-8")
    log.info("%s", table_of(trained.training.scores))
    log.info("%.0f s", trained.training.seconds)


if __name__ == "__main__":
    main()
