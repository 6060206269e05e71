"""Tells the words of stamps and of shown signatures from the text of the page, and sets them apart from it.

Three kinds of mark are known by their form, whatever they say: a seal or logo in colour; the lines of small
print beside one, as an electronic signature shows itself (Decree 30/2020, Appendix I); a frame as large as
an arrival stamp, which is 30 by 50 mm (Circular 07/2012/TT-BNV). What is printed beneath stays text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.handwriting import DOUBTFUL, STAMP, SURELY_READ
from pipeline.homography import compose, inverse, mapped, scaling
from pipeline.ink import Picture, turned
from pipeline.layout import in_reading_order
from pipeline.sheet import InkColours
from records import Box, Word, mean_confidence

VIEW_SIDE = 1200
"""Least longest side in pixels of the view in which frames are looked for: A4 at 100 dpi."""
INK = 0.75
"""Of the paper's brightness; what is darker is ink."""
FRAME_MM = ((30.0, 80.0), (14.0, 50.0))
"""Least and greatest width and height of a stamp's frame."""
UPRIGHT_MM = 7.0
"""Length of a straight piece of a frame's left or right side; letters are lower."""
SIDE_COVERED = 0.6
"""Share of a side of a frame that ink covers: rubber prints unevenly."""
FEWEST_SIDES = 3
HOLLOW = 0.4
"""Share of a frame that its own ink fills at most; photographs fill more."""
NEATEST = 0.85
"""Mean confidence of what stands in a frame, from which it is a box that was printed with the page."""
NEAR = 0.006
"""Gap that red ink is taken to close, as a share of the page's longer side: the letters of a seal's rim."""
MARK_MM = (8.0, 45.0)
"""Least and greatest side of a red seal or logo."""
SLENDER = 2.5
"""Sides of a mark differ by less than this factor."""
TIGHT = 1.1
"""Distance of the rows beside a mark, in heights of the page's print: on six real pages at 300 dpi signatures
are shown in rows of 26 to 48 pixels, print is 42 to 51 high and its rows stand 57 and more apart."""
FEWEST_ROWS = 5
"""Rows of a page that tell how large its print is."""
BESIDE, LEVEL = 1.5, 0.6
"""Distance of a row from the mark, in widths of the mark, and of its middle from the mark's, in heights."""
RUN_GAP = 2.0
"""Gap in heights of a word from which what stands on a row is no longer one run of words."""
FARTHEST = 6.0
"""Distance from a frame, in heights of a word, within which a row of print goes on beside it."""
INSIDE = 0.6
"""Share of a word that lies in a mark for the word to be part of it."""


def frames_on(pixels: NDArray[np.uint8], dpi: float, rotation: int) -> tuple[Box, ...]:
    """Frames of the size of stamps, in pixels of the upright page.

    `pixels` is the page as it was scanned, (height, width) or (height, width, 3) RGB, which `rotation`
    degrees clockwise turn upright.
    """
    # Black, red, blue and violet are all dark in the green channel.
    one = pixels[..., 1] if pixels.ndim == 3 else pixels
    # Pixels left out, not averaged: a fifth of the time, and a rubber frame is three pixels wide and more.
    every = max(1, max(one.shape) // VIEW_SIDE)
    view = turned(one[::every, ::every], rotation // 90)
    scale = 1 / every
    paper = float(np.median(view[::8, ::8]))
    ink = cv2.threshold(view, INK * paper, 255, cv2.THRESH_BINARY_INV)[1]
    joined = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    per_mm = dpi * scale / 25.4
    # Most pages have no upright rule, and to see that costs a tenth of looking for frames.
    if not cv2.erode(joined, np.ones((max(3, round(UPRIGHT_MM * per_mm)), 1), np.uint8)).any():
        return ()
    coarse = np.ascontiguousarray(cv2.dilate(joined, np.ones((2, 2), np.uint8))[::2, ::2], np.uint8)
    return tuple(box.scaled(2 / scale) for box in _frames(coarse, per_mm / 2))


def _frames(ink: Picture, per_mm: float) -> Iterator[Box]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    (narrowest, widest), (lowest, highest) = FRAME_MM
    for piece in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[piece])
        is_stamp_sized = (
            narrowest <= width / per_mm <= widest and lowest <= height / per_mm <= highest and width > height
        )
        if not is_stamp_sized or area > HOLLOW * width * height:
            continue
        if _is_frame(labels[y : y + height, x : x + width] == piece):
            yield Box(x, y, x + width, y + height)


def _is_frame(mine: NDArray[np.bool_]) -> bool:
    rows, columns = mine.shape
    deep, wide = max(3, rows // 6), max(3, columns // 12)
    sides = (
        mine[:deep].any(axis=0),
        mine[-deep:].any(axis=0),
        mine[:, :wide].any(axis=1),
        mine[:, -wide:].any(axis=1),
    )
    return sum(float(side.mean()) >= SIDE_COVERED for side in sides) >= FEWEST_SIDES


def marks_of(inks: InkColours, dpi: float) -> tuple[Box, ...]:
    """Red seals and logos in pixels of the upright page, which has `dpi`."""
    # Every second pixel will do, at a quarter of the price: the strokes of a seal close up.
    red = np.ascontiguousarray(inks.red[::2, ::2])
    back = compose(inverse(inks.from_page), scaling(2.0, 2.0))
    near = max(3, round(max(red.shape) * NEAR)) | 1
    joined = np.asarray(cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8)), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for x, y, width, height, _ in stats[1:].tolist():
        corners = mapped(back, [(x, y), (x + width, y), (x, y + height), (x + width, y + height)])
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        shorter, longer = sorted(((x1 - x0) / dpi * 25.4, (y1 - y0) / dpi * 25.4))
        if MARK_MM[0] <= shorter and longer <= MARK_MM[1] and longer < SLENDER * shorter:
            found.append(Box(float(x0), float(y0), float(x1), float(y1)))
    # The star in the middle of a seal is no mark beside it.
    return tuple(box for box in found if not any(other != box and _holds(other, box) for other in found))


def _holds(outer: Box, inner: Box) -> bool:
    return outer.overlap(inner) >= INSIDE * inner.area and outer.area > inner.area


def set_apart(
    words: Sequence[Word], frames: Sequence[Box], marks: Sequence[Box], level: Sequence[Word] | None = None
) -> tuple[Word, ...]:
    """The words in reading order, those of stamps so remarked, each stamp in its block after the text.

    Only what stands above all text comes before it, since every reader of the rendition reads it first.
    All places are in pixels of the upright page; `words` come line by line, in any order. `level` are the
    words once more, one by one, where their lines run level.
    """
    level_of = dict(zip(map(id, words), words if level is None else level, strict=True))
    runs = list(_runs(words))
    print_height = _print_height(runs)
    owners: dict[int, int] = {}
    for number, mark in enumerate((*marks, *frames)):
        found = _in_frame(runs, mark) if number >= len(marks) else _around(runs, mark, print_height)
        owners |= {id(word): number for word in found if id(word) not in owners}
    owners |= {id(word): -1 for word in words if word.remark == STAMP and id(word) not in owners}
    text = [word for word in words if id(word) not in owners]
    stamps = [
        [word for word in words if owners.get(id(word)) == number] for number in sorted(set(owners.values()))
    ]
    head = [stamp for stamp in stamps if _is_above(stamp, text, level_of)]
    return _one_after_another(
        [
            _ordered([word for stamp in head for word in stamp], level_of, STAMP),
            _ordered(text, level_of),
            *(_ordered(stamp, level_of, STAMP) for stamp in stamps if stamp not in head),
        ]
    )


def _is_above(stamp: Sequence[Word], text: Sequence[Word], level_of: Mapping[int, Word]) -> bool:
    """Whether all of a stamp stands higher than the middle of the highest line of text."""
    if not text:
        return False
    tops = [level_of[id(word)].box for word in text]
    return max(level_of[id(word)].box.y1 for word in stamp) <= min((box.y0 + box.y1) / 2 for box in tops)


def _ordered(words: Sequence[Word], level_of: Mapping[int, Word], remark: str = "") -> list[Word]:
    ordered = in_reading_order(words, [level_of[id(word)] for word in words])
    return [replace(word, remark=remark) for word in ordered] if remark else list(ordered)


def _one_after_another(parts: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    out: list[Word] = []
    for part in parts:
        line, block = (out[-1].line + 1, out[-1].block + 1) if out else (0, 0)
        out += [replace(word, line=word.line + line, block=word.block + block) for word in part]
    return tuple(out)


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words side by side on one line without a wide gap."""
    for _, line in groupby(words, key=lambda word: (word.block, word.line)):
        run: list[Word] = []
        for word in sorted(line, key=lambda word: word.box.x0):
            if run and word.box.x0 - run[-1].box.x1 > RUN_GAP * word.box.height:
                yield run
                run = []
            run.append(word)
        yield run


def _print_height(runs: Sequence[Sequence[Word]]) -> float:
    """How high the page's rows of print are, pixels; 0 where there are too few to tell."""
    heights = [_height(run) for run in runs if len(run) > 2]
    return median(heights) if len(heights) >= FEWEST_ROWS else 0.0


def _height(run: Sequence[Word]) -> float:
    return median(word.box.height for word in run)


def _in_frame(runs: Sequence[Sequence[Word]], frame: Box) -> list[Word]:
    """The words of a stamp's frame, unless they read as well as what was printed with the page."""
    inside = [word for run in runs for word in _mostly(run, [w for w in run if _lies_in(w, frame)])]
    outside = [word for run in runs for word in run if not _lies_in(word, frame)]
    found = [word for word in inside if not _is_row_of_print(word, inside, outside, frame)]
    return found if mean_confidence(found) < NEATEST else []


def _is_row_of_print(word: Word, inside: Sequence[Word], outside: Sequence[Word], frame: Box) -> bool:
    """Whether a row goes on beyond the frame and reads surely within: the stamp was set upon it."""
    reach = FARTHEST * word.box.height
    return any(other.confidence >= SURELY_READ for other in inside if _is_level(other, word)) and any(
        _is_level(other, word) and -reach < max(other.box.x0 - frame.x1, frame.x0 - other.box.x1) < reach
        for other in outside
    )


def _is_level(word: Word, other: Word) -> bool:
    return abs(word.box.centre[1] - other.box.centre[1]) < 0.5 * other.box.height


def _around(runs: Sequence[Sequence[Word]], mark: Box, print_height: float) -> list[Word]:
    return [*_in_mark(runs, mark), *_beside(runs, mark, print_height)]


def _in_mark(runs: Sequence[Sequence[Word]], mark: Box) -> Iterator[Word]:
    """What was made of the mark's own ink: it never reads surely, print beneath it does."""
    for run in runs:
        yield from _mostly(run, [word for word in run if _lies_in(word, mark) and word.confidence < DOUBTFUL])


def _mostly(run: Sequence[Word], some: Sequence[Word]) -> Sequence[Word]:
    """`some` of a run where they are most of it; else it is print that runs on beneath a stamp."""
    return some if 2 * sum(word.box.width for word in some) > sum(word.box.width for word in run) else ()


def _lies_in(word: Word, box: Box) -> bool:
    return word.box.overlap(box) >= INSIDE * max(word.box.area, 1.0)


def _beside(runs: Sequence[Sequence[Word]], mark: Box, print_height: float) -> list[Word]:
    """The tight rows of small print that begin right of the mark, no higher and no lower than it."""
    rows = [run for run in runs if _begins_beside(Box.around(word.box for word in run), mark)]
    middles = sorted(Box.around(word.box for word in run).centre[1] for run in rows)
    steps = [below - above for above, below in pairwise(middles) if below - above > 0.2 * print_height]
    if not steps or median(steps) > TIGHT * print_height:
        return []
    block = Box.around(word.box for run in rows for word in run)
    within = [run for run in runs if _holds(block, Box.around(word.box for word in run))]
    return [word for run in (*rows, *within) for word in run]


def _begins_beside(run: Box, mark: Box) -> bool:
    is_near = mark.x0 <= run.x0 <= mark.x1 + BESIDE * mark.width and run.x1 > mark.x1
    return is_near and bool(abs(run.centre[1] - mark.centre[1]) <= LEVEL * mark.height)
