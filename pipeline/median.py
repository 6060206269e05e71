"""The median of a few numbers: what is asked a thousand times a page, word by word and row by row.

For a dozen numbers NumPy's own takes ten times as long as sorting them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def median_of(values: NDArray[np.float64]) -> float:
    """The middle one of at least one value, or the mean of the two in the middle."""
    ordered, middle = np.sort(values), len(values) // 2
    return float(ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2)
