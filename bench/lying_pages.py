"""Pages that lie any way on the glass: turned by quarters, askew by up to 15°, of kinds that mislead.

Whole papers of every record type, a few lines on an empty sheet, pages all in capitals, landscape tables and
cards; at every level of wear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from classifiers.specimens import LEVELS, compose, draw, drawable_codes, wear
from classifiers.specimens.draft import FIRST_DAY, LAST_DAY, MARK, draw_working_day
from classifiers.specimens.people import draw_person
from classifiers.specimens.places import draw_home, draw_unit
from classifiers.specimens.prose import BODIES
from classifiers.specimens.sheet import PrintedWord, Sheet, Type
from classifiers.specimens.tables import Table, set_table
from classifiers.specimens.typesetting import Galley, bold, plain

DPI = 200
"""Of the drawing; at 300 a page costs twice as much to draw and is told upright as well."""
WEARS = ("clean", "office", "worn", "poor")
STEEPEST = 15.0
"""Degrees; wearing adds up to 2.5 of its own."""
FEWEST_LETTERS = 40
"""A page of fewer letters, such as a back with a signature alone, is not drawn: nobody could judge it."""


Kind = Callable[[Random, int], tuple[str, Sheet]]
"""Draws up a sheet, and names its record type or nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class LyingPage:
    """A page and how it lies."""

    pixels: NDArray[np.uint8]
    """(height, width, 3), RGB."""
    dpi: float
    kind: str
    """A name of `KINDS`."""
    code: str
    """Record type; empty for what is composed here."""
    wear: str
    quarters: int
    """Quarter turns anticlockwise in which it lies: as many clockwise set it upright."""
    degrees: float
    """Skew of the upright page, clockwise positive, with what wearing added."""
    seed: int


def lying_pages(count: int, *, first_seed: int, kinds: tuple[str, ...] = ()) -> Iterator[LyingPage]:
    """`count` pages, each from a seed of its own from `first_seed` on; the same seed gives the same page."""
    chosen = kinds or tuple(KINDS)
    for seed in range(first_seed, first_seed + count):
        chance = Random(seed)
        kind = chosen[seed % len(chosen)]
        code, sheet = _with_enough(KINDS[kind], chance, seed)
        level = WEARS[seed // len(chosen) % len(WEARS)]
        quarters, degrees = chance.randrange(4), chance.uniform(-STEEPEST, STEEPEST)
        picture = wear(draw(sheet, DPI), level, seed)
        pixels = askew(np.asarray(picture.convert("RGB")), degrees)
        pixels = np.ascontiguousarray(np.rot90(pixels, quarters))
        skew = degrees + _skew_of_wear(level, seed)
        yield LyingPage(pixels, picture.info["dpi"][0], kind, code, level, quarters, skew, seed)


def _with_enough(
    kind: Callable[[Random, int], tuple[str, Sheet]], chance: Random, seed: int
) -> tuple[str, Sheet]:
    while True:
        code, sheet = kind(chance, seed)
        if sum(len(word.text) for word in sheet.words if not word.is_mark) >= FEWEST_LETTERS:
            return code, sheet


def _skew_of_wear(level: str, seed: int) -> float:
    """Degrees by which `wear` skewed the page: the first chance that it takes."""
    amount = LEVELS[level]
    if amount is None:
        return 0.0
    return float(np.random.default_rng([seed, sum(level.encode())]).uniform(-amount.skew, amount.skew))


def askew(pixels: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The whole page turned clockwise by `degrees` on a ground of its own paper."""
    height, width = pixels.shape[:2]
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0), np.float64)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = int(np.ceil(width * cosine + height * sine)), int(np.ceil(width * sine + height * cosine))
    turn[:, 2] += np.array([(size[0] - width) / 2, (size[1] - height) / 2])
    paper: Any = [float(np.median(pixels[..., channel])) for channel in range(3)]
    turned = cv2.warpAffine(
        pixels, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
    )
    return np.asarray(turned, np.uint8)


def _whole(chance: Random, seed: int) -> tuple[str, Sheet]:
    codes = drawable_codes()
    code = codes[chance.randrange(len(codes))]
    return code, chance.choice(compose(code, seed).sheets)


def _sparse(chance: Random, seed: int) -> tuple[str, Sheet]:
    """From three to eight lines of a paper."""
    code, sheet = _whole(chance, seed)
    lines = sorted({(word.block, word.line) for word in sheet.words if not word.is_mark})
    count = chance.randint(3, 8)
    first = chance.randrange(max(1, len(lines) - count))
    kept = set(lines[first : first + count])
    items = (word for word in sheet.words if (word.block, word.line) in kept)
    return code, replace(sheet, items=tuple(items))


def _capitals(chance: Random, seed: int) -> tuple[str, Sheet]:
    code, sheet = _whole(chance, seed)
    items = (_in_capitals(item) if isinstance(item, PrintedWord) else item for item in sheet.items)
    return code, replace(sheet, items=tuple(items))


def _in_capitals(word: PrintedWord) -> PrintedWord:
    # Capitals are wider by a third, so they are set smaller, lest the words run into each other.
    pieces = tuple(
        piece._replace(text=piece.text.upper(), type=replace(piece.type, size=0.74 * piece.type.size))
        for piece in word.pieces
    )
    return replace(word, pieces=pieces)


def _landscape(chance: Random, _: int) -> tuple[str, Sheet]:
    """A ruled table of people on a landscape sheet."""
    galley = Galley(base=Type(size=12), size=(297.0, 210.0), margins=(15, 15, 15, 20))
    day = draw_working_day(chance, FIRST_DAY, LAST_DAY)
    unit = draw_unit(chance, day)
    galley.text(bold("DANH SÁCH HỘ GIA ĐÌNH NHẬN HỖ TRỢ"), align="centre")
    rows = []
    for number in range(chance.randint(6, 14)):
        person = draw_person(chance, day)
        money = f"{chance.randint(2, 90)}.{chance.randint(100, 999)}.000"
        born = f"{person.born:%d/%m/%Y}"
        rows.append((str(number + 1), person.name, born, person.id_number, draw_home(chance, unit), money))
    titles = ("STT", "Họ và tên", "Ngày sinh", "Số định danh", "Nơi thường trú", "Số tiền (đồng)")
    set_table(galley, Table(titles, tuple(rows), (0.05, 0.2, 0.11, 0.15, 0.36, 0.13)), size=11)
    _mark(galley)
    return "", galley.sheets()[0]


def _card(chance: Random, _: int) -> tuple[str, Sheet]:
    """A card of 86 × 54 mm (ISO/IEC 7810 ID-1) of a reading room: small type, few words."""
    galley = Galley(base=Type(size=7.0, family="sans"), size=(85.6, 54.0), margins=(4, 4, 4, 26))
    day = draw_working_day(chance, FIRST_DAY, LAST_DAY)
    person, unit = draw_person(chance, day), draw_unit(chance, day)
    galley.text(bold("THẺ ĐỌC TÀI LIỆU"), align="centre")
    for label, text in (
        ("Họ và tên", person.printed),
        ("Ngày sinh", f"{person.born:%d/%m/%Y}"),
        ("Giới tính", person.sex),
        ("Số định danh", person.id_number),
        ("Nơi thường trú", draw_home(chance, unit)),
        ("Nội dung", chance.choice(BODIES)[:60]),
    ):
        galley.text(plain(f"{label}: "), bold(text))
    _mark(galley)
    return "", galley.sheets()[0]


def _mark(galley: Galley) -> None:
    galley.place(MARK, 5, galley.size[1] - 2.5, Type(size=5, family="sans"), is_mark=True)


KINDS: dict[str, Kind] = {
    "whole": _whole,
    "sparse": _sparse,
    "capitals": _capitals,
    "landscape": _landscape,
    "card": _card,
}
