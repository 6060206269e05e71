"""What a scan must be: letter 7197/BKHCN-CĐSQG of 29 November 2025 on digitising records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScanRule:
    """The rule as an office applies it; picklable, since it travels to worker processes."""

    dpi: float = 300.0
    """Dots per inch asked for; the letter allows 200 for ordinary short-term papers."""
    is_on: bool = True
    """False: nothing is measured."""


TOLERANCE = 0.97
"""Share of the resolution asked for that still meets it: drivers state 299 and 296 for 300."""
SHARP_SHARE = 0.77
"""Share of the resolution asked for to which edges must correspond; good scans reach 0.92, an enlarged
200-dpi scan 0.74 to 0.84."""
BLURRED_SHARE = 0.6
"""Below this share the page counts as out of focus rather than scanned too coarsely."""
SMEAR = 1.7
"""Edges so many times wider one way than the other: the paper or the telephone moved."""
STEEPEST_SKEW = 5.0
"""Degrees. The letter names none; feeders stay below 2, and straightening by more loses corners."""
