"""Fits the numbers by which readings are weighed: `python -m training.fit_confidence [--pages N]`.

Draws papers of seeds that nothing is measured on, wears them, reads them as the product does, tells right
words from wrong ones by their place on the paper, and writes `pipeline/confidence.json`: logistic weights
for each set of ways of reading, and the numbers of the estimate of a page's accuracy. To be run anew when
enhancing, an engine or the line recogniser changes; 120 pages take some four minutes of one core.
"""

from __future__ import annotations

import argparse
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.drawn_pages import JPEG_QUALITY, without_mark
from bench.errors import compare
from classifiers.specimens import compose, draw, drawable_codes, perfect_pages, wear
from pipeline.accuracy import LEAST, Evidence, evidence_of
from pipeline.confidence import (
    FIRST,
    MODEL,
    Surroundings,
    Ways,
    comparable,
    features,
    numbers,
    ways_of,
)
from pipeline.enhance import EnhanceOptions, enhance
from pipeline.ocr import LineRead, get_engine, lines_of
from pipeline.reading import ReadingOptions, readability
from pipeline.second_reading import reader_of, readings_of, settled, surroundings, ways
from pipeline.second_reading.voting import chosen
from pipeline.sheet import Sheet
from pipeline.spots import Heard, Spot, spots_of
from records import Box, Page, Word

FIRST_SEED = 320_000
"""Seeds below 700,000 are for fitting; those above are for measuring alone."""
CHECK_SEED = 350_000
LEVELS = ("clean", "office", "worn", "poor", "worn", "poor")
"""Worn and poor pages hold most of the errors, so they come twice."""
RIDGE = 2.0
"""Strength of the pull towards 0 on every weight, in samples."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadPage:
    """One drawn page as it was read before any vote, with what it says."""

    level: str
    reader: str
    truth: str
    sheet: Sheet
    lines: Sequence[LineRead]
    others: Sequence[Mapping[str, tuple[Heard, ...]]]
    unaided: Sequence[Mapping[str, tuple[Heard, ...]]]
    """What `others` would be without our own recogniser, as where ONNX Runtime is missing."""
    printed: Sequence[Sequence[Heard]]
    """For each line the words printed there, places in pixels of the sheet."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading of one spot."""

    ways: Ways
    features: Mapping[str, float]
    is_right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--check", type=int, default=24, help="pages of other seeds to report on")
    options = parser.parse_args()
    pages = [read_drawn(FIRST_SEED + number) for number in range(options.pages)]
    # Weights of the engines that did not read stay.
    weights = {**numbers().get("weights", {})}
    weights |= {ways: fitted(samples) for ways, samples in by_ways(pages).items()}
    keep({"weights": weights})
    page_weights = accuracy_weights(pages)
    keep({"weights": weights, "accuracy": page_weights})
    report([read_drawn(CHECK_SEED + number) for number in range(options.check)])


def keep(fit: Mapping[str, object]) -> None:
    MODEL.write_text(json.dumps(fit, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    numbers.cache_clear()


def read_drawn(seed: int) -> ReadPage:
    """Draws, wears, enhances and reads the first page of a paper."""
    codes = sorted(drawable_codes())
    level = LEVELS[seed % len(LEVELS)]
    paper = compose(codes[(seed * 7) % len(codes)], seed)
    scan = io.BytesIO()
    worn = wear(draw(paper.sheets[0], 300), level, seed)
    worn.save(scan, "JPEG", quality=JPEG_QUALITY[level])
    return read_scan(Image.open(scan), worn.info["dpi"][0], perfect_pages(paper, 300)[0], level)


def read_scan(scan: Image.Image, dpi: float, perfect: Page, level: str) -> ReadPage:
    engine, options = get_engine("auto"), ReadingOptions()
    asked = EnhanceOptions(readability=partial(readability, engine=engine, options=options))
    sheet = enhance(np.asarray(scan.convert("RGB")), dpi, asked)
    lines = lines_of(engine, sheet.grey, dpi=sheet.dpi, options=options.recognition)
    again = ways(engine, options.recognition, sheet.dpi)
    reader = reader_of(engine)
    # Without our own recogniser Tesseract is left to itself, and without Tesseract our own.
    others, unaided = readings_of(lines, again), readings_of(lines, () if reader else again[-1:])
    printed = _printed(perfect, sheet, lines)
    sheet, _ = sheet.looked_at()
    # The full picture is not needed again, and a hundred of them would not fit into memory.
    bare = replace(sheet, grey=np.broadcast_to(np.uint8(255), sheet.grey.shape), colour=None, inks=None)
    return ReadPage(level, reader, perfect.text, bare, lines, others, unaided, printed)


def _printed(perfect: Page, sheet: Sheet, lines: Sequence[LineRead]) -> list[list[Heard]]:
    """The words of the paper by the lines in whose pictures they lie."""
    found: list[list[Heard]] = [[] for _ in lines]
    for word, (x, y), half in _placed(perfect, sheet):
        near = [
            (abs(_height_at(line, x) - y), number) for number, line in enumerate(lines) if _holds(line, x, y)
        ]
        if near:
            found[min(near)[1]].append(Heard(word.text, 1.0, x - half, x + half))
    return [sorted(words, key=lambda word: word.left) for words in found]


def _placed(perfect: Page, sheet: Sheet) -> Iterator[tuple[Word, tuple[float, float], float]]:
    """Each printed word with its middle and half its width in pixels of the sheet, where the scan lay."""
    scale = sheet.page_width / perfect.width
    middle = np.array([sheet.page_width / 2, sheet.page_height / 2])
    angle = np.radians(sheet.skew)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for word in perfect.words:
        x, y = turn @ (np.array(word.box.centre) * scale - middle) + middle
        point = sheet.box_from_page(Box(x, y, x, y))
        yield word, point.centre, word.box.width * scale * sheet.scale / 2


def _holds(line: LineRead, x: float, y: float) -> bool:
    rows, columns = line.picture.picture.shape
    across, down = x - line.picture.left, y - line.picture.top
    return bool(-4 <= across <= columns + 4 and 0 <= down <= rows)


def _height_at(line: LineRead, x: float) -> float:
    """Where the middle of a line's words stands at `x`."""
    centres = sorted(word.box.centre for word in line.words)
    if not centres:
        return float(line.picture.top + line.picture.picture.shape[0] / 2)
    return float(np.interp(x, [across for across, _ in centres], [down for _, down in centres]))


def by_ways(pages: Sequence[ReadPage]) -> dict[Ways, list[Sample]]:
    found: dict[Ways, list[Sample]] = defaultdict(list)
    for page in pages:
        for sample in _samples(page):
            found[sample.ways].append(sample)
        for sample in _samples(replace(page, others=page.unaided)):
            if page.reader or sample.ways != FIRST:
                found[sample.ways].append(sample)
    return found


def _samples(page: ReadPage) -> Iterator[Sample]:
    """Every reading of every spot and whether it is what the paper says."""
    for spot, around, printed in _spots(page):
        here = ways_of(list(spot.readings), page.reader)
        for text in {comparable(spot.text(way)): spot.text(way) for way in spot.readings}.values():
            yield Sample(here, features(spot, text, around), comparable(text) == printed)


def _spots(page: ReadPage) -> Iterator[tuple[Spot, Surroundings, str]]:
    around = surroundings(page.lines, page.reader)
    for line, others, place, printed in zip(page.lines, page.others, around, page.printed, strict=True):
        first = [Heard(word.text, word.confidence, word.box.x0, word.box.x1) for word in line.words]
        for spot in spots_of({FIRST: first, **others}):
            yield spot, place, comparable(_printed_at(spot, printed))


def _printed_at(spot: Spot, printed: Sequence[Heard]) -> str:
    every = [word for words in spot.readings.values() for word in words]
    left, right = min(word.left for word in every), max(word.right for word in every)
    inside = [
        word
        for word in printed
        if min(word.right, right) - max(word.left, left) > 0.4 * min(word.right - word.left, right - left)
    ]
    return " ".join(word.text for word in inside)


def fitted(samples: Sequence[Sample]) -> dict[str, float]:
    """Weights of a logistic regression with a ridge, by Newton's method."""
    names = sorted({name for sample in samples for name in sample.features})
    seen = np.array([[sample.features.get(name, 0.0) for name in names] for sample in samples])
    right = np.array([sample.is_right for sample in samples], np.float64)
    weights = _newton(seen, right)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def _newton(seen: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.zeros(seen.shape[1])
    ridge = RIDGE * np.eye(len(weights))
    for _ in range(30):
        sure = 1 / (1 + np.exp(-np.clip(seen @ weights, -30, 30)))
        slope = seen.T @ (sure - right) + ridge @ weights
        curve = (seen * (sure * (1 - sure))[:, None]).T @ seen + ridge
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def accuracy_weights(pages: Sequence[ReadPage]) -> dict[str, float]:
    """How much each kind of evidence counts, so that the estimate meets the truth; none below 0."""
    rows, wrong = [], []
    for page in pages:
        evidence, true = _evidence(page)
        rows.append(evidence.as_row())
        wrong.append(1 - true)
    names = list(rows[0])
    weights = _not_negative(np.array([[row[name] for name in names] for row in rows]), np.array(wrong))
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def _not_negative(seen: NDArray[np.float64], wrong: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.optimize import nnls  # noqa: PLC0415 - needed here alone

    # A page that is mostly lost must not outweigh the many near 98 %, where the estimate decides.
    weight = 1 / (0.03 + wrong)
    return np.asarray(nnls(seen * weight[:, None], wrong * weight)[0], np.float64)


def _evidence(page: ReadPage) -> tuple[Evidence, float]:
    words = settled(page.lines, page.others, page.reader)
    read = without_mark(" ".join(word.text for word in words))
    true = max(0.0, 1 - compare(page.truth, read).rates()["character_error"])
    return evidence_of([page.sheet.to_page(word) for word in words], page.sheet), true


def report(pages: Sequence[ReadPage]) -> None:
    """Errors before and after the vote, and how far confidence is from the truth."""
    sure: list[float] = []
    right: list[bool] = []
    errors: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    gaps: list[float] = []
    flags: dict[str, int] = defaultdict(int)
    for page in pages:
        before = " ".join(word.text for line in page.lines for word in line.words)
        after = " ".join(word.text for word in settled(page.lines, page.others, page.reader))
        counted = errors[page.level]
        first, then = compare(page.truth, without_mark(before)), compare(page.truth, without_mark(after))
        counted[0] += first.letters_wrong
        counted[1] += then.letters_wrong
        counted[2] += then.letters
        for spot, around, printed in _spots(page):
            choice = chosen(spot, around)
            if choice.text:
                sure.append(choice.confidence)
                right.append(comparable(choice.text) == printed)
        evidence, true = _evidence(page)
        gaps.append(abs(evidence.accuracy() - true))
        flags[f"true {_side(true)}, said {_side(evidence.accuracy())}"] += 1
    for level, (first_wrong, then_wrong, letters) in errors.items():
        print(f"{level}: {first_wrong / letters:.4%} before, {then_wrong / letters:.4%} after")
    for low, high, count, mean, share in reliability(np.array(sure), np.array(right)):
        print(f"said {low:.2f} to {high:.2f}: {count} words, said {mean:.3f}, right {share:.3f}")
    print(f"expected calibration error {calibration_error(np.array(sure), np.array(right)):.4f}")
    print(f"estimated accuracy: mean gap {np.mean(gaps):.4f}, {dict(flags)}")


def _side(accuracy: float) -> str:
    return f"{'under' if accuracy < LEAST else 'over'} {LEAST:.0%}"


BINS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 1.0)


def reliability(
    sure: NDArray[np.float64], right: NDArray[np.bool_]
) -> Iterator[tuple[float, float, int, float, float]]:
    """Bin by bin: bounds, words, mean confidence, share that is right."""
    for low, high in pairwise(BINS):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            yield low, high, int(inside.sum()), float(sure[inside].mean()), float(right[inside].mean())


def calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean over the words of how far their bin's confidence is from its share that is right."""
    return sum(count * abs(mean - share) for _, _, count, mean, share in reliability(sure, right)) / len(sure)


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
