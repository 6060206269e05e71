"""Weights by which pieces of lines vote for up or down, fitted by `bench/fitting_upright.py`."""

BINS = 24
"""Heights at which a piece of a line is looked at; half of them are compared with the other half."""
WEIGHTS = (
    -35.99,
    41.93,
    -4.74,
    8.61,
    24.51,
    6.20,
    -9.36,
    -2.06,
    -0.08,
    9.82,
    -10.01,
    3.08,
    12.41,
    -3.52,
    -14.16,
    34.55,
    -10.30,
    -22.46,
    -12.85,
    -6.87,
    -9.85,
    11.19,
    1.53,
    10.10,
)
"""For ink, then for strokes: one for each height from the top to the middle, in units of the differences."""
