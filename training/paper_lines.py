"""Cuts lines out of drawn papers the way the product does, with what is printed on them.

`python -m training.paper_lines --out papers.npz --pages 75 --sheets 60`: papers are composed and sheets of
lines in all faces laid out (`training/sheets.py`), drawn, worn and enhanced; `pipeline.lines` finds the
lines and cuts them, and each is matched with the words whose boxes lie in it. A line that holds other ink
than its words', or a part of a word, is left out.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from classifiers.specimens import compose, draw, drawable_codes, perfect_pages, wear
from classifiers.specimens.variants import HELD_OUT_FROM
from classifiers.specimens.wearing import LEVELS
from pipeline.enhance import enhance
from pipeline.line_reader.fitting import fitted
from pipeline.lines import LinePicture, line_pictures
from records import Box
from training.faces import UNSEEN, find_faces
from training.sheets import Placed, draw_sheet
from training.wording import Wording, readable

log = logging.getLogger("training.paper_lines")

OTHER_INK = 0.06
"""Share of a picture's inked columns that may lie outside of its words."""


def known_lines(code: str, seed: int, level: str) -> Iterator[tuple[NDArray[np.uint8], str]]:
    """The pictures of the lines of a drawn paper's first page, and what each says."""
    specimen = compose(code, seed)
    words = [
        (word.text, word.box, word.baseline.y0 if word.baseline else word.box.y1)
        for word in perfect_pages(specimen, 300)[0].words
    ]
    yield from cut_out(draw(specimen.sheets[0], 300), words, level, seed)


def cut_out(
    clean: Image.Image, words: Sequence[Placed], level: str, seed: int
) -> Iterator[tuple[NDArray[np.uint8], str]]:
    """Wears the page and cuts it into lines; those of which it is known what they say."""
    worn = wear(clean, level, seed)
    page = enhance(np.asarray(worn.convert("RGB")), float(worn.info["dpi"][0]))
    to_grey = np.linalg.inv(page.to_upright) @ _worn_from_clean(clean, worn, level, seed)
    placed = _placed(words, to_grey)
    for picture in line_pictures(page.grey):
        text = _words_in(picture, placed)
        if text is not None:
            yield picture.picture, text


def _worn_from_clean(clean: Image.Image, worn: Image.Image, level: str, seed: int) -> NDArray[np.float64]:
    """The (3, 3) map that wearing moved every pixel by: a scale, then a turn about the middle."""
    scale, amount = worn.width / clean.width, LEVELS[level]
    turn = np.eye(3)
    if amount is not None:
        # The first number that wearing draws is the skew.
        angle = np.random.default_rng([seed, sum(level.encode())]).uniform(-amount.skew, amount.skew)
        turn[:2] = cv2.getRotationMatrix2D((worn.width / 2, worn.height / 2), -angle, 1.0)
    return turn @ np.diag([scale, scale, 1.0])


def _placed(words: Sequence[Placed], to_grey: NDArray[np.float64]) -> list[Placed]:
    """Words of the clean page brought to the enhanced picture."""
    found = []
    for text, box, base in words:
        points = np.array([(box.x0, box.y0, 1), (box.x1, box.y1, 1), ((box.x0 + box.x1) / 2, base, 1)])
        points = points @ to_grey.T
        (x0, y0), (x1, y1), (_, foot) = (points[:, :2] / points[:, 2:]).tolist()
        found.append((text, Box(x0, y0, x1, y1), foot))
    return found


def _words_in(picture: LinePicture, placed: Sequence[Placed]) -> str | None:  # noqa: PLR0911 - a reason each
    """What the picture says, or `None` when that cannot be told for sure."""
    height, width = picture.picture.shape
    x0, y0, x1, y1 = picture.left, picture.top, picture.left + width, picture.top + height
    inside = [
        (text, box, foot)
        for text, box, foot in placed
        if box.x0 < x1 and box.x1 > x0 and y0 < (box.y0 + box.y1) / 2 < y1 and y0 < foot < y1 + 3
    ]
    inside.sort(key=lambda word: word[1].x0)
    if not inside:
        return None
    feet = np.array([foot for _, _, foot in inside])
    if np.ptp(feet) > 0.15 * height + 0.006 * width:
        return None
    if any(box.x0 < x0 - 4 or box.x1 > x1 + 4 for _, box, _ in inside):
        return None
    if any(before[1].x1 > after[1].x0 + 8 for before, after in pairwise(inside)):
        return None
    _, ink = cv2.threshold(picture.picture, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    inked = ink.sum(axis=0) > 1
    covered = np.zeros(width, bool)
    for _, box, _ in inside:
        covered[max(0, int(box.x0 - x0) - 4) : max(0, int(box.x1 - x0) + 5)] = True
        if not inked[max(0, int(box.x0 - x0)) : max(0, int(box.x1 - x0)) + 1].any():
            return None
    if float((inked & ~covered).sum()) > OTHER_INK * max(1.0, float(inked.sum())):
        return None
    text = " ".join(text for text, _, _ in inside)
    return text if readable(text) == text else None


def keep(path: Path, lines: Sequence[tuple[NDArray[np.uint8], str]]) -> None:
    """Writes fitted pictures and texts into one file: pictures side by side, (columns, 36)."""
    pixels = np.concatenate([picture.T for picture, _ in lines])
    ends = np.cumsum([picture.shape[1] for picture, _ in lines])
    unfinished = path.with_suffix(".new.npz")
    np.savez(unfinished, pixels=pixels, ends=ends, texts=np.array([text for _, text in lines]))
    unfinished.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--sheets", type=int, default=0, help="sheets of unconnected lines in all faces")
    parser.add_argument("--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts")])
    parser.add_argument("--seed", type=int, default=300_000)
    parser.add_argument("--levels", nargs="+", default=["office", "worn", "poor", "worn", "clean", "poor"])
    options = parser.parse_args()
    if options.seed + options.pages + options.sheets > HELD_OUT_FROM:
        parser.error(f"seeds from {HELD_OUT_FROM} on are held out for measuring")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    cv2.setNumThreads(1)
    codes = drawable_codes()
    lines: list[tuple[NDArray[np.uint8], str]] = []
    faces, wording = {}, Wording(200 if options.sheets else 0)
    if options.sheets:
        faces = {name: face for name, face in find_faces(options.fonts).items() if name not in UNSEEN}
    for index in range(options.pages + options.sheets):
        level, seed = options.levels[index % len(options.levels)], options.seed + index
        if index < options.sheets:
            found = list(cut_out(*draw_sheet(faces, wording, Random(seed)), level, seed))
        else:
            found = list(known_lines(codes[index * 7 % len(codes)], seed, level))
        lines += [(fitted(picture), text) for picture, text in found]
        log.info("page %d %s: %d lines, %d in all", index, level, len(found), len(lines))
        if index % 10 == 9 or index == options.pages + options.sheets - 1:
            keep(options.out, lines)


if __name__ == "__main__":
    main()
