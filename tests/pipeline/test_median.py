"""The quick median is the median."""

import numpy as np
import pytest

from pipeline.median import median_of


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9])
def test_the_median_is_that_of_numpy(count: int) -> None:
    values = np.random.default_rng(count).normal(size=count)
    assert median_of(values) == np.median(values)
