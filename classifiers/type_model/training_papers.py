"""The papers that the type model is trained and scored on, drawn on both cores and counted at once.

Drawn specimens where a layout can draw the type, sketches from each type's own file, corrected papers, and
papers of no type; each read with a share of its letters wrong. Seeds below `HELD_OUT` train, those above it
fit the confidence or are scored, and papers of no type are then of other kinds. Seeds from `HELD_OUT_FROM` on
are for measurements elsewhere; an order of one is refused.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from classifiers.catalogue import load_record_types
from classifiers.record_type import RecordType
from classifiers.specimens import Specimen, compose, compose_stranger, drawable_codes, misread
from classifiers.specimens.rough_words import rough_pages
from classifiers.specimens.strangers import KIND_COUNT
from classifiers.specimens.variants import HELD_OUT_FROM
from classifiers.type_model.evidence import KnownTypes, weigh
from classifiers.type_model.examples import Example
from classifiers.type_model.learned import OTHER, row_of, tokens
from classifiers.type_model.memory import Row
from classifiers.type_model.paper import Paper
from classifiers.type_model.sketch import sketch_other, sketch_type
from records import Page

log = logging.getLogger(__name__)

HELD_OUT = 100_000
RATES = (0.0, 0.01, 0.03, 0.08)
"""Shares of letters misread; 1.5 % was measured on worn scans after enhancing, 8 % is a bad photograph."""
_EVERY_FOURTH = 4
"""Of the kinds of drawn strangers, those that are never learned from: what is scored must be strange."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How many papers of each kind."""

    specimens: int
    """Of each type that can be drawn."""
    sketches: int
    """Of each type; half as many where it can be drawn."""
    others: int
    """Sketches of papers of no type."""
    strangers: int = 0
    """Drawn papers of no type."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A paper once all that costs time is done: what it is, its counts, and its printed evidence."""

    code: str
    seed: int
    """-1 for a corrected paper."""
    rate: float
    """Of its letters that were misread."""
    row: Row
    """Counts, not yet weighed."""
    points: Mapping[str, float]
    """Of the printed evidence, a type; empty where only the counts were asked for."""


@dataclass(frozen=True, slots=True)
class Order:
    """A paper to be drawn; small enough to be handed to another process."""

    code: str
    seed: int
    is_drawn: bool
    rates: tuple[float, ...]
    """It is read once at each of these."""
    is_judged: bool
    folder: Path | None = None
    """Of the record types; the project's own when left out."""

    def __post_init__(self) -> None:
        if self.seed >= HELD_OUT_FROM:
            raise ValueError(f"seed {self.seed} is for measuring alone")


def orders(
    types: Mapping[str, RecordType],
    amount: Amount,
    *,
    start: int,
    rates: Callable[[int], Sequence[float]],
    is_judged: bool = True,
    folder: Path | None = None,
) -> Iterator[Order]:
    """What is to be drawn from seed `start` on; `rates` says at which rates the paper of a seed is read."""
    drawable = set(drawable_codes())

    def papers(code: str, count: int, *, is_drawn: bool) -> Iterator[Order]:
        for seed in range(start, start + count):
            yield Order(code, seed, is_drawn, tuple(rates(seed)), is_judged, folder)

    for code in types:
        if code in drawable:
            yield from papers(code, amount.specimens, is_drawn=True)
        sketches = amount.sketches // 2 if code in drawable else amount.sketches
        yield from papers(code, sketches, is_drawn=False)
    yield from papers(OTHER, amount.strangers, is_drawn=True)
    yield from papers(OTHER, amount.others, is_drawn=False)


def draw_all(wanted: Iterable[Order], jobs: int) -> list[Judged]:
    """Draws and counts; in child processes where `jobs` is more than 1."""
    todo = list(wanted)
    if jobs <= 1:
        return [judged for order in todo for judged in draw(order)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        try:
            return [judged for papers in pool.map(draw, todo, chunksize=24) for judged in papers]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def draw(order: Order) -> list[Judged]:
    """The paper of an order, once at each rate."""
    known = _known(order.folder) if order.is_judged else None
    pages = _pages(order)
    return [
        judge(order.code, misread(pages, rate, order.seed), order.seed, rate, known)
        for rate in order.rates
        if pages
    ]


def judge(
    code: str, pages: Sequence[Page], seed: int, rate: float, known: KnownTypes | None = None
) -> Judged:
    """Counts a paper and, given `known`, weighs what is printed on it."""
    paper = Paper.of(pages)
    points = {each.code: each.points for each in weigh(paper, known).values()} if known else {}
    return Judged(code, seed, rate, row_of(tokens(paper)), points)


def corrected_rows(corrected: Iterable[Example]) -> list[Judged]:
    """Corrected papers as they were read, and again with a few more letters wrong."""
    return [
        judge(each.code, misread(each.pages, rate, at), -1, rate)
        for at, each in enumerate(corrected)
        for rate in (0.0, 0.02)
    ]


def _pages(order: Order) -> tuple[Page, ...]:
    types, seed = load_record_types(order.folder), order.seed
    if order.code == OTHER:
        return rough_pages(_stranger(seed)) if order.is_drawn else sketch_other(seed, types)
    if not order.is_drawn:
        return sketch_type(types[order.code], seed)
    given = None if order.folder is None else types[order.code]
    try:
        return rough_pages(compose(order.code, seed, record_type=given))
    except (ValueError, KeyError, IndexError) as error:
        # One paper of thousands that cannot be drawn costs nothing; the type's own tests tell of it.
        log.warning("%s %d could not be drawn: %s", order.code, seed, type(error).__name__)
        return ()


def _stranger(seed: int) -> Specimen:
    """Of a kind that may be learned from, or, from `HELD_OUT` on, of one that may not."""
    kinds = [kind for kind in range(KIND_COUNT) if (kind % _EVERY_FOURTH == 0) == (seed >= HELD_OUT)]
    return compose_stranger(seed, kind=kinds[seed % len(kinds)])


@lru_cache(maxsize=1)
def _known(folder: Path | None) -> KnownTypes:
    return KnownTypes.of(load_record_types(folder))


def every_rate(_seed: int) -> Sequence[float]:
    """For scoring: each paper at all rates."""
    return RATES


def training_rates(seed: int) -> Sequence[float]:
    """For training: each paper at two rates, which go round with the seed."""
    return RATES[seed % 4], RATES[(seed + 2) % 4]


def one_rate(seed: int) -> Sequence[float]:
    """For the confidence: the rates go round with the seed."""
    return (RATES[seed % 4],)
