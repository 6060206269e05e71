"""The machine-readable zone of an identity card: three lines of thirty signs (ICAO Doc 9303-5, TD1).

Vietnamese cards give the last nine of the twelve figures as the document's number and all twelve behind it.
"""

from __future__ import annotations

import re
from datetime import date

from classifiers.specimens.people import Person
from classifiers.validators.mrz import LENGTH, check_digit
from classifiers.vietnamese import fold

NEVER = "991231"
"""Expiry of a card without one, as its holder is over 60; the form is from memory."""


def zone(person: Person, number: str, expires: date | None) -> tuple[str, str, str]:
    """The three lines for the holder of the card `number`; `expires` is `None` where it never does."""
    document = number[3:]
    first = f"IDVNM{document}{check_digit(document)}{number}<<{check_digit(number)}"
    born = f"{person.born:%y%m%d}"
    until = f"{expires:%y%m%d}" if expires is not None else NEVER
    sex = "F" if person.is_woman else "M"
    dates = f"{born}{check_digit(born)}{sex}{until}{check_digit(until)}VNM"
    second = dates.ljust(LENGTH - 1, "<")
    whole = check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    surname, *given = re.sub("[^A-Z ]", "", fold(person.name).upper()).split()
    third = f"{surname}<<{'<'.join(given)}"[:LENGTH].ljust(LENGTH, "<")
    return first, second + whole, third
