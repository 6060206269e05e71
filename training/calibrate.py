"""Finds the temperature at which confidence is true: `python -m training.calibrate --run runs/first`.

The network's scores are divided by it before they become chances (Guo et al., On Calibration of Modern Neural
Networks, ICML 2017). Tried on lines cut out of drawn papers that training did not hold, and on drawn lines.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from pipeline.line_reader import words_read
from training.export import load_trained
from training.network import ink_of
from training.supply import Batch, Order, PaperLines, bound, draw_batches

TRIED = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0, 1.15, 1.3)


def judged(
    batches: Sequence[Batch], scores: Sequence[NDArray[np.float32]], temperature: float
) -> NDArray[np.float64]:
    """(words, 2): how sure the reader was of each word at the temperature, and 1 where it was right."""
    seen = []
    for batch, found in zip(batches, scores, strict=True):
        raised = np.exp((found - found.max(axis=-1, keepdims=True)) / temperature)
        chances = raised / raised.sum(axis=-1, keepdims=True)
        for row, text in enumerate(batch.texts):
            words = words_read(chances[row], batch.pictures[row])
            read, truth = [word.text for word in words], text.split()
            right = {
                index
                for part in Levenshtein.opcodes(truth, read)
                if part.tag == "equal"
                for index in range(part.dest_start, part.dest_end)
            }
            seen += [(word.confidence, float(index in right)) for index, word in enumerate(words)]
    return np.array(seen)


def calibration_error(seen: NDArray[np.float64], parts: int = 15) -> float:
    """Mean distance of confidence and share of right words over `parts` parts of equal size."""
    ordered = seen[np.argsort(seen[:, 0])]
    means = [part.mean(axis=0) for part in np.array_split(ordered, parts) if len(part)]
    return float(np.mean([abs(sure - right) for sure, right in means]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--papers", type=Path, help="lines of papers that training did not hold")
    parser.add_argument("--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts")])
    parser.add_argument("--last", action="store_true", help="the last weights instead of averaged ones")
    options = parser.parse_args()
    batches = list(islice(draw_batches(Order(4242, tuple(options.fonts), 16, 60)), 12))
    if options.papers:
        papers = PaperLines(options.papers)
        lines = sorted(
            (papers.at(number) for number in range(len(papers))), key=lambda line: line[0].shape[1]
        )
        batches += [bound(lines[start : start + 16]) for start in range(0, len(lines), 16)]
    network = load_trained(options.run, averaged=not options.last)
    with torch.inference_mode():
        scores = [network(ink_of(torch.from_numpy(batch.pictures))).numpy() for batch in batches]
    for temperature in TRIED:
        seen = judged(batches, scores, temperature)
        near = seen[(seen[:, 0] > 0.85) & (seen[:, 0] < 0.95)]
        print(
            f"temperature {temperature}: calibration error {calibration_error(seen):.4f}, "
            f"{len(near)} words near 0.9, {near[:, 1].mean() if len(near) else 0:.3f} of them right"
        )


if __name__ == "__main__":
    main()
