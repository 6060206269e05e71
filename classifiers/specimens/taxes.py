"""Invented tax codes whose check digit is right."""

from __future__ import annotations

from random import Random

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
"""Of the first nine digits; the tenth is 10 less the weighted sum's remainder by 11."""


def draw_tax_code(chance: Random) -> str:
    """Ten digits that satisfy the check; a remainder of 0 or a check digit of 10 has no code."""
    while True:
        digits = f"8{chance.randrange(10**8):08d}"
        rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
        if 1 <= rest <= 10 and 10 - rest < 10:
            return f"{digits}{10 - rest}"
