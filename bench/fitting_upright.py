"""Fits the weights by which pieces of lines vote for up or down, and prints `pipeline/upright_weights.py`.

`python -m bench.fitting_upright [pages]`: logistic regression on drawn pages whose seeds lie below those held
out for measuring. Each piece is its own counterexample on its head, so the fit needs no second class.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from bench.lying_pages import lying_pages
from pipeline.enhance import EnhanceOptions, steps
from pipeline.ink import slope_of, turned
from pipeline.sheet import sheet_of
from pipeline.upright import lines_of, spread_of

FIRST_SEED = 1000
RIDGE = 1.0
"""Weight of the penalty on large weights."""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    shapes, weights = [], []
    lift = next(step for step in steps() if step.name == "lift_colour")
    for page in lying_pages(count, first_seed=FIRST_SEED):
        upright = turned(page.pixels, page.quarters)
        _, look = lift.apply(sheet_of(upright, page.dpi), EnhanceOptions()).looked_at()
        lines = lines_of(look.letters, slope_of(look.letters).degrees)
        found = [(spread_of(lines.picture, piece), piece.width) for piece in lines.pieces]
        seen = [(shape, width) for shape, width in found if shape is not None]
        # A page weighs the same however much stands on it, unless it is nearly empty.
        whole = max(sum(width for _, width in seen) / lines.letter_height, 20.0)
        shapes += [shape for shape, _ in seen]
        weights += [3 * width / lines.letter_height / whole for _, width in seen]
    print("WEIGHTS = (")
    for weight in fitted(np.array(shapes), np.array(weights)):
        print(f"    {weight:.2f},")
    print(")")


def fitted(shapes: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression without a constant by Newton's method; every row is an upright piece."""
    scale = shapes.std(axis=0) + 1e-6
    rows = shapes / scale
    found = np.zeros(rows.shape[1])
    for _ in range(60):
        missed = 1 / (1 + np.exp(rows @ found))
        gradient = RIDGE * found - (rows * (weights * missed)[:, None]).sum(axis=0)
        curve = (rows * (weights * missed * (1 - missed))[:, None]).T @ rows + RIDGE * np.eye(len(found))
        found = found - 0.7 * np.linalg.solve(curve, gradient)
    return np.asarray(found / scale, np.float64)


if __name__ == "__main__":
    main()
