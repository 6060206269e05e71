"""The compliance gate on drawn pages: what share of spoilt scans it finds, and what it says of good ones."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import cv2
import numpy as np

from bench.drawn_pages import CODES
from bench.machine import keep
from bench.tables import percent, show
from classifiers.specimens import compose, draw, wear
from classifiers.specimens.variants import HELD_OUT_FROM
from pipeline.quality import ScanRule, faults_of
from records import Page

Pixels = Any  # OpenCV's stubs widen every result; all pictures here are NDArray[np.uint8]
cv2.setNumThreads(1)  # as workers do
GOOD = ("clean", "office", "worn")
WORN_DPI = 200.0


@dataclass(frozen=True, slots=True)
class Damage:
    """One way of spoiling a good office scan."""

    name: str
    code: str
    """The fault that the gate ought to name."""
    spoil: Callable[[Pixels], Pixels] = field(repr=False)
    dpi: float = 300.0
    """What the file states afterwards."""
    skew: float = 0.0
    needs_seal: bool = False


def damages() -> Iterator[Damage]:
    """Every way of spoiling, mildest first."""
    for deviation in (1.0, 1.5, 2.0, 3.0, 4.0):
        yield Damage(f"blurred {deviation} px", "focus", partial(_blurred, deviation=deviation))
    yield Damage("moved 9 px", "focus", _moved)
    for dpi in (200, 150, 100):
        for name, way in (("", cv2.INTER_CUBIC), (" by repeating", cv2.INTER_NEAREST)):
            yield Damage(f"enlarged from {dpi}{name}", "resolution", partial(_enlarged, dpi=dpi, way=way))
    yield Damage("scanned at 200", "resolution", partial(_resized, share=2 / 3), dpi=200)
    for share in (0.9, 0.8, 0.6, 0.5):
        yield Damage(f"sheet at {share:.0%}", "scale", partial(_resized, share=share))
    for share in (0.7, 0.5):
        yield Damage(f"copy at {share:.0%} on A4", "scale", partial(_copied_small, share=share))
    for side in ("left", "right", "bottom"):
        yield Damage(f"cut {side}", "cut", partial(_cut, side=side))
    yield Damage("corner missing", "corner", _without_corner)
    yield Damage("grey with seal", "colour", _grey, needs_seal=True)
    yield Damage("1 bit with seal", "colour", _one_bit, needs_seal=True)
    yield Damage("dark", "dark", partial(cv2.convertScaleAbs, alpha=0.4))
    yield Damage("pale", "light", partial(cv2.convertScaleAbs, alpha=0.15, beta=215))
    yield Damage("sloping 8°", "skew", np.asarray, skew=8.0)


@dataclass
class Tally:
    """What was said, by damage and by level of wear."""

    drawn: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    """Pages of a damage of which the gate named it."""
    told: Counter[str] = field(default_factory=Counter)
    """Pages of which it said anything."""
    said: dict[str, Counter[str]] = field(default_factory=lambda: {level: Counter() for level in GOOD})
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: {level: [] for level in GOOD})


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=24, help="papers drawn")
    parser.add_argument("--seed", type=int, default=HELD_OUT_FROM, help="first seed; held-out by default")
    parser.add_argument(
        "--good-only", action="store_true", help="spoil nothing: how often good scans are told"
    )
    parser.add_argument("--keep", action="store_true", help="write bench/results/gate-….json")


def run(options: argparse.Namespace) -> int:
    """Prints both tables."""
    tally = Tally()
    for index in range(options.pages):
        seed = options.seed + index
        for level, page in _good_pages(CODES[index % len(CODES)], seed):
            _judge_good(tally, level, page)
            if level == "office" and not options.good_only:
                _judge_spoilt(tally, page)
    _print(tally)
    if options.keep:
        keep("gate", _result(tally))
    return 0


def _judge_good(tally: Tally, level: str, page: Pixels) -> None:
    dpi = WORN_DPI if level == "worn" else 300.0
    rule = ScanRule(dpi=dpi)
    _asked(page, dpi, 0.0, rule)  # the page's memory is warm in a worker too, which has just decoded it
    codes, spent = _asked(page, dpi, 0.0, rule)
    tally.drawn[level] += 1
    tally.milliseconds[level].append(spent)
    tally.told[level] += bool(codes)
    tally.said[level].update(codes)


def _judge_spoilt(tally: Tally, page: Pixels) -> None:
    for damage in damages():
        if damage.needs_seal and not _has_red(page):
            continue
        codes, _ = _asked(_scanned(damage.spoil(page)), damage.dpi, damage.skew, ScanRule())
        tally.drawn[damage.name] += 1
        tally.found[damage.name] += damage.code in codes
        tally.told[damage.name] += bool(codes)


def _good_pages(code: str, seed: int) -> Iterator[tuple[str, Pixels]]:
    picture = draw(compose(code, seed).sheets[-1], 300)
    for level in GOOD:
        yield level, np.asarray(wear(picture, level, seed).convert("RGB"))


def _asked(page: Pixels, dpi: float, skew: float, rule: ScanRule) -> tuple[list[str], float]:
    """The codes of the faults, and the processor milliseconds that finding them took."""
    height, width = page.shape[:2]
    read = Page(number=1, dpi=dpi, width=width, height=height, skew=skew)
    start = time.process_time()
    faults = faults_of(page, read, rule)
    return [fault.code for fault in faults], (time.process_time() - start) * 1000


def _scanned(page: Pixels) -> Pixels:
    """As a scanner's file would hold it."""
    flag = cv2.IMREAD_GRAYSCALE if page.ndim == 2 else cv2.IMREAD_COLOR
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 85])[1], flag)


def _blurred(page: Pixels, deviation: float) -> Pixels:
    return cv2.GaussianBlur(page, (0, 0), deviation)


def _moved(page: Pixels) -> Pixels:
    return cv2.blur(page, (1, 9))


def _resized(page: Pixels, share: float) -> Pixels:
    return cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def _enlarged(page: Pixels, dpi: float, way: int) -> Pixels:
    size = page.shape[1], page.shape[0]
    return cv2.resize(_resized(page, dpi / 300), size, interpolation=way)


def _copied_small(page: Pixels, share: float) -> Pixels:
    """What a copier makes of it: the page reduced on a white sheet of the old size."""
    sheet = np.full_like(page, 250)
    small = _resized(page, share)
    top, left = (page.shape[0] - small.shape[0]) // 2, (page.shape[1] - small.shape[1]) // 2
    sheet[top : top + small.shape[0], left : left + small.shape[1]] = small
    return sheet


def _cut(page: Pixels, side: str) -> Pixels:
    """Laid askew on the glass: the writing runs over the edge, and beyond the other there is white."""
    height, width = page.shape[:2]
    rows, columns = np.nonzero(page[::8, ::8, 1] < 120)
    right, left = int(np.percentile(columns, 95)) * 8 - 90, int(np.percentile(columns, 5)) * 8 + 90
    # Through the middle of a line in the last third of what is written, as a page fed short is cut.
    written = np.bincount(rows, minlength=height // 8)
    first, last = int(np.percentile(rows, 40)), int(np.percentile(rows, 80)) + 1
    line = (first + int(np.argmax(written[first:last]))) * 8
    moved = {"left": (-left, 0), "right": (width - right, 0), "bottom": (0, height - line)}[side]
    shift = np.array([[1.0, 0, moved[0]], [0, 1, moved[1]]])
    return cv2.warpAffine(page, shift, (width, height), borderValue=(250, 250, 250))


def _without_corner(page: Pixels) -> Pixels:
    spoilt = page.copy()
    width = page.shape[1]
    cv2.fillConvexPoly(spoilt, np.array([[width, 0], [width - 260, 0], [width, 310]]), (30, 30, 32))
    return spoilt


def _grey(page: Pixels) -> Pixels:
    return cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)


def _one_bit(page: Pixels) -> Pixels:
    return cv2.threshold(_grey(page), 165, 255, cv2.THRESH_BINARY)[1]


def _has_red(page: Pixels) -> bool:
    """Whether a seal is on the page: enough red in one place, and not only a red title."""
    small = page[::8, ::8].astype(np.int16)
    red = (small[..., 0] - np.maximum(small[..., 1], small[..., 2])) > 50
    return bool(cv2.blur(red.astype(np.float32), (41, 41)).max() > 0.12)


def _print(tally: Tally) -> None:
    show(
        "Spoilt scans",
        ("damage", "expected", "pages", "found", "any fault"),
        [
            (
                kind.name,
                kind.code,
                str(count),
                percent(tally.found[kind.name] / count),
                percent(tally.told[kind.name] / count),
            )
            for kind in damages()
            if (count := tally.drawn[kind.name])
        ],
    )
    show(
        "Good scans",
        ("level", "pages", "falsely told", "least ms", "median ms", "said"),
        [
            (
                level,
                str(tally.drawn[level]),
                percent(tally.told[level] / tally.drawn[level]),
                f"{min(tally.milliseconds[level]):.1f}",
                f"{np.median(tally.milliseconds[level]):.1f}",
                ", ".join(f"{code} {count}" for code, count in tally.said[level].items()),
            )
            for level in GOOD
        ],
    )


def _result(tally: Tally) -> dict[str, Any]:
    spoilt = {
        kind.name: {
            "expected": kind.code,
            "pages": tally.drawn[kind.name],
            "found": tally.found[kind.name],
            "any": tally.told[kind.name],
        }
        for kind in damages()
    }
    good = {
        level: {
            "pages": tally.drawn[level],
            "told": tally.told[level],
            "said": dict(tally.said[level]),
            "least_ms": round(min(tally.milliseconds[level]), 1),
            "median_ms": round(float(np.median(tally.milliseconds[level])), 1),
        }
        for level in GOOD
    }
    return {"spoilt": spoilt, "good": good}
