"""Draws batches of lines in a process of its own, so that drawing and learning share two cores."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.line_reader.alphabet import NUMBER_OF
from pipeline.line_reader.fitting import HEIGHT, fitted
from training.drawing import choose_look, draw_line
from training.faces import UNSEEN, find_faces
from training.wearing import LEVELS, SHARES, wear_line
from training.wording import Wording

WIDTHS = 16
"""A batch is padded to a multiple of this many pixels, so that fewer shapes have to be prepared."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of nearly one width."""

    pictures: NDArray[np.uint8]
    """(lines, 36, width), padded on the right with white."""
    targets: NDArray[np.int64]
    """Numbers of all signs of all lines, one after another."""
    lengths: NDArray[np.int64]
    """Signs in each line."""
    widths: NDArray[np.int64]
    """Pixels of each line before padding."""
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What to draw."""

    seed: int
    fonts: tuple[Path, ...]
    batch: int
    longest: int
    """Most signs a line."""
    papers: Path | None = None
    """Lines cut out of drawn papers (`python -m training.paper_lines`), mixed in."""
    share_of_papers: float = 0.4


def draw_batches(order: Order) -> Iterator[Batch]:
    """Batches without end; the same order always draws the same ones."""
    cv2.setNumThreads(1)
    chance = Random(order.seed)
    faces = {name: face for name, face in find_faces(order.fonts).items() if name not in UNSEEN}
    wording = Wording()
    papers = PaperLines(order.papers) if order.papers else None
    while True:
        lines: list[tuple[NDArray[np.uint8], str]] = []
        while len(lines) < order.batch * 16:
            if papers is not None and chance.random() < order.share_of_papers:
                lines.append(papers.line(chance, order.longest))
                continue
            text = wording.line(chance, chance.randrange(3, order.longest + 1))
            if not text:
                continue
            clean = draw_line(text, choose_look(faces, chance), chance)
            lines.append((fitted(wear_line(clean, chance.choices(LEVELS, SHARES)[0], chance)), text))
        # Lines of like width share a batch: less padding to compute.
        lines.sort(key=lambda line: line[0].shape[1] + chance.random() * 24)
        # Every line is learnt from twice: drawing it takes a quarter of the time that learning does.
        starts = [*range(0, len(lines), order.batch)] * 2
        chance.shuffle(starts)
        for start in starts:
            yield bound(lines[start : start + order.batch])


def bound(lines: list[tuple[NDArray[np.uint8], str]]) -> Batch:
    """Lines put side by side in one batch."""
    widths = np.array([picture.shape[1] for picture, _ in lines], np.int64)
    width = -(-int(widths.max()) // WIDTHS) * WIDTHS
    pictures = np.full((len(lines), HEIGHT, width), 255, np.uint8)
    for row, (picture, _) in enumerate(lines):
        pictures[row, :, : picture.shape[1]] = picture
    texts = tuple(text for _, text in lines)
    targets = np.array([NUMBER_OF[sign] for text in texts for sign in text], np.int64)
    return Batch(pictures, targets, np.array([len(text) for text in texts], np.int64), widths, texts)


class PaperLines:
    """Lines cut out of drawn papers, kept in one file."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as kept:
            self._ink, self._ends = kept["pixels"], kept["ends"]
            self._texts = [str(text) for text in kept["texts"]]

    def __len__(self) -> int:
        return len(self._texts)

    def at(self, number: int) -> tuple[NDArray[np.uint8], str]:
        """The fitted picture of a line and what it says."""
        start = self._ends[number - 1] if number else 0
        columns = self._ink[start : self._ends[number]]
        return np.ascontiguousarray(columns.T), self._texts[number]

    def line(self, chance: Random, longest: int) -> tuple[NDArray[np.uint8], str]:
        """Any line no longer than asked, its light, its size and its width changed a little."""
        while True:
            picture, text = self.at(chance.randrange(len(self)))
            if len(text) <= longest:
                return _varied(picture, chance), text


def _varied(picture: Any, chance: Random) -> NDArray[np.uint8]:
    above, below = (max(0, chance.randrange(-3, 3)) for _ in range(2))
    width = max(8, round(picture.shape[1] * chance.uniform(0.93, 1.06) * HEIGHT / (HEIGHT + above + below)))
    if above + below:
        picture = cv2.copyMakeBorder(picture, above, below, 0, 0, cv2.BORDER_CONSTANT, value=255)
    picture = cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.convertScaleAbs(picture, alpha=chance.uniform(0.93, 1.08)), np.uint8)


def supplied(order: Order, *, ahead: int = 24) -> Generator[Batch, None, None]:
    """The same batches, drawn ahead in another process."""
    context = get_context("fork")
    queue: Any = context.Queue(maxsize=ahead)
    worker = context.Process(target=_fill, args=(queue, order), daemon=True)
    worker.start()
    try:
        while True:
            yield queue.get()
    finally:
        worker.terminate()


def _fill(queue: Any, order: Order) -> None:
    for batch in draw_batches(order):
        queue.put(batch)
