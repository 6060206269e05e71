"""The machine-readable zone of an identity card: three lines of 30 signs, TD1.

ICAO Doc 9303, part 5 (layout) and part 3, 4.9 (check digits, weights 7, 3, 1). On Vietnamese cards the number
of the paper is the last nine of the twelve digits, which stand whole among the optional data behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.validators import cccd
from classifiers.vietnamese import nfc

FIELD_TYPES = (FieldType.MRZ,)
LINES, LENGTH = 3, 30
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
"""All that a zone may hold."""
LONGEST = 400
"""Letters of a text that is looked at; three lines hold 92 with their ends."""
_VALUES = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_AS_FIGURE = str.maketrans("OQDILZSGBTA", "00011256874")
_AS_LETTER = str.maketrans("0125684", "OIZSGBA")
# By line: where only figures and where only letters may stand (ICAO Doc 9303-5, 4.2.2).
_FIGURES = ((14,), (0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 29), ())
_LETTERS = ((0, 1, 2, 3, 4), (7, 15, 16, 17), tuple(range(LENGTH)))
_NATION = "VNM"
_VIETNAMESE_FIGURES = (*range(5, 15), *range(15, 27))


@dataclass(frozen=True, slots=True)
class Zone:
    """What a zone says whose check digits all hold."""

    number: str
    """Twelve digits; empty where the card carries none."""
    date_of_birth: str
    """ISO 8601; empty when it is no whole date or its century is not told."""
    sex: str
    """`Nam` or `Nữ`; empty when not told."""
    expiry_date: str
    """ISO 8601; empty when the card never expires."""
    name: str
    """Family name first, capitals without marks; cut off where the line ended."""
    is_cut: bool
    """The name fills its line, so that its end may be missing."""


def parse(text: str) -> Parsed:
    """Reads three lines; canonical is the zone as repaired, its lines parted by line ends."""
    lines = repaired(text)
    if lines is None:
        return refused(nfc(text[:LONGEST]).strip(), "Dòng máy đọc (MRZ) sai số kiểm tra hoặc thiếu dòng")
    return Parsed(text.strip(), "\n".join(lines))


def read(text: str) -> Zone | None:
    """What the zone says; `None` when it is no TD1 zone or a check digit does not hold."""
    lines = repaired(text)
    if lines is None:
        return None
    first, second, third = lines
    number = first[15:27] if re.fullmatch(r"\d{12}", first[15:27]) else ""
    if number and first[2:5] == _NATION and number[3:] != first[5:14]:
        number = ""
    # Two digits of a year say no century; the twelve-digit number does.
    century = cccd.birth_year_of(number) // 100 * 100 if number else None
    born = _day(second[:6], century)
    family, _, given = third.rstrip("<").partition("<<")
    name = " ".join(part for part in (*family.split("<"), *given.split("<")) if part)
    sex = {"M": "Nam", "F": "Nữ"}.get(second[7], "")
    return Zone(number, born, sex, _day(second[8:14], 2000), name, not third.endswith("<"))


def repaired(text: str) -> tuple[str, str, str] | None:
    """The three lines with signs put right that their place does not allow; `None` unless every check holds.

    Only what the check digits then prove is changed: a figure where a letter must stand or the other way
    round, and how many fillers `<` stand in a row.
    """
    lines = [re.sub(r"\s", "", line).upper() for line in text[:LONGEST].splitlines() if line.strip()]
    if len(lines) != LINES or any(set(line) - set(SIGNS) for line in lines):
        return None
    for first in _forms(lines[0], 0):
        for second in _forms(lines[1], 1):
            if _holds(first, second):
                third = next(iter(_forms(lines[2], 2)), None)
                return None if third is None else (first, second, third)
    return None


def check_digit(text: str) -> str:
    """The check digit of a run of signs; ICAO Doc 9303-3, 4.9."""
    return str(sum(_VALUES[sign] * (7, 3, 1)[place % 3] for place, sign in enumerate(text)) % 10)


def _holds(first: str, second: str) -> bool:
    parts = (
        (first[5:14], first[14]),
        (second[:6], second[6]),
        (second[8:14], second[14]),
        (first[5:30] + second[:7] + second[8:15] + second[18:29], second[29]),
    )
    # By chance one wrong line of ten has a right digit; Vietnamese cards print their number twice.
    is_twice = first[2:5] != _NATION or not first[15:27].isdigit() or first[18:27] == first[5:14]
    return is_twice and all(check_digit(part) == digit for part, digit in parts)


def _forms(line: str, number: int) -> list[str]:
    """The line at its full length, each place with a sign that may stand there; none when it cannot be."""
    ways = [*_with_fillers(line, number), *_at_length(line)]
    return [placed for whole in ways if (placed := _placed(whole, number)) is not None]


def _with_fillers(line: str, number: int) -> list[str]:
    """The line with fillers where Vietnamese cards have nothing else, whatever signs they were taken for."""
    if number == 0 and (match := re.fullmatch(r"[ITJL1][DO0]V[NMH][NMH](.{22})..(.)", line)):
        return [f"IDVNM{match[1]}<<{match[2]}"]
    if number == 1 and (match := re.fullmatch(r"(.{15}VNM)\D*\d?(\d)", line)):
        return [f"{match[1]}{'<' * 11}{match[2]}"]
    if number == 2 and not line.endswith("<<") and (match := re.search(r"[KCSE<]{4,}$", line)):
        return [line[: match.start()].ljust(LENGTH, "<")[:LENGTH]]
    return []


def _at_length(line: str) -> list[str]:
    """The line itself, or all ways to give its fillers the number that makes it whole; two signs at most."""
    missing = LENGTH - len(line)
    runs = [match.span() for match in re.finditer("<+", line)]
    if missing == 0:
        return [line]
    # The closing fillers of a name are a long row that readers count badly.
    reach = 12 if line.endswith("<<") else 2
    if abs(missing) > reach:
        return []
    ways = []
    for start, end in reversed(runs):
        if end - start + missing >= 1:
            ways.append(line[:start] + "<" * (end - start + missing) + line[end:])
    return ways[:3]


def _placed(line: str, number: int) -> str | None:
    signs = list(line)
    figures = set(_FIGURES[number])
    if number == 0 and _NATION in line[2:5].translate(_AS_LETTER):
        figures |= set(_VIETNAMESE_FIGURES)
    for place in figures:
        signs[place] = signs[place].translate(_AS_FIGURE)
    for place in _LETTERS[number]:
        signs[place] = signs[place].translate(_AS_LETTER)
    if number == 0 and signs[0] in "TJL":
        signs[0] = "I"
    is_sound = all(signs[place].isdigit() or signs[place] == "<" for place in figures)
    is_sound = is_sound and not any(signs[place].isdigit() for place in _LETTERS[number])
    return "".join(signs) if is_sound else None


def _day(yymmdd: str, century: int | None) -> str:
    """The day in ISO 8601; empty for no date or when the century is not known."""
    if century is None or not yymmdd.isdigit():
        return ""
    try:
        return date(century + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:6])).isoformat()
    except ValueError:
        return ""
