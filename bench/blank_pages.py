"""Blank pages with all that makes them look used, and faint ones with all that makes them look blank."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import cv2
import numpy as np
from PIL import Image, ImageDraw

from classifiers.specimens import compose, draw
from classifiers.specimens.damaging import BLUE_INK, fold_through, seal_over, signature_over, stamp_over
from classifiers.specimens.fonts import load

Pixels: TypeAlias = Any  # OpenCV's stubs widen every result; all pictures here are NDArray[np.uint8]
Chance: TypeAlias = np.random.Generator

CODES = ("decision", "notice", "official_letter", "building_permit", "submission")
RESOLUTIONS = (150, 200, 300)


def _paper(dpi: int, chance: Chance) -> Pixels:
    """Unprinted A4 with a shade of its own."""
    shade = np.array([248, 247, 243]) - chance.integers(0, 30)
    page = np.empty((round(11.69 * dpi), round(8.27 * dpi), 3), np.uint8)
    page[:] = shade
    return page


def _scanned(page: Pixels, chance: Chance) -> Pixels:
    """With uneven light and the sensor's noise."""
    height, width = page.shape[:2]
    light = cv2.resize((chance.random((3, 3)) * 22).astype(np.uint8), (width, height))
    page = cv2.subtract(page, cv2.merge([light] * 3))
    page = cv2.GaussianBlur(page, (0, 0), float(chance.uniform(0.4, 0.9)))
    patch = (chance.standard_normal((509, 613)) * chance.uniform(1, 6)).astype(np.int16)
    noise = np.tile(patch, (height // 509 + 1, width // 613 + 1))[:height, :width, None]
    return np.clip(page.astype(np.int16) + noise, 0, 255).astype(np.uint8)


@cache
def _full_page(number: int) -> Pixels:
    return np.asarray(draw(compose(CODES[number % len(CODES)], 400_000 + number).sheets[0], 150))


def _reverse(page: Pixels, chance: Chance, printed: Pixels | None, strength: float) -> Pixels:
    """`page` with what is `printed` on its back, mirrored and softened by 0.2 to 0.3 mm of paper."""
    back = _full_page(int(chance.integers(0, 5))) if printed is None else printed
    back = cv2.resize(back[:, ::-1], page.shape[1::-1], interpolation=cv2.INTER_AREA)
    soft = page.shape[1] / 8.27 * float(chance.uniform(0.008, 0.012))
    return cv2.subtract(page, cv2.convertScaleAbs(cv2.GaussianBlur(255 - back, (0, 0), soft), alpha=strength))


def _written(page: Pixels, dpi: int, chance: Chance, *, text: str, grey: int, points: float) -> Pixels:
    image = Image.fromarray(page)
    place = float(chance.uniform(0.12, 0.3)) * page.shape[1], float(chance.uniform(0.1, 0.85)) * page.shape[0]
    font = load("serif", False, False, points * dpi / 72)
    ImageDraw.Draw(image).text(place, text, font=font, fill=(max(0, int(page[0, 0, 0]) - grey),) * 3)
    return np.asarray(image)


def _speckled(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    page = page.copy()
    for _ in range(int(chance.integers(20, 250))):
        at = int(chance.integers(0, page.shape[1])), int(chance.integers(0, page.shape[0]))
        cv2.circle(
            page, at, int(chance.integers(0, max(2, dpi // 140))), (int(chance.integers(60, 190)),) * 3, -1
        )
    return page


def _holes(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    page = page.copy()
    for height in (148.5 - 40, 148.5 + 40):
        at = round(dpi * 12 / 25.4), round(dpi * height / 25.4)
        cv2.circle(page, at, round(dpi * 3 / 25.4), (int(chance.integers(15, 70)),) * 3, -1, cv2.LINE_AA)
    return page


def _bordered(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    page = page.copy()
    page[:, : round(dpi * chance.uniform(0.05, 0.3))] = chance.integers(5, 50)
    if chance.random() < 0.5:
        page[-round(dpi * chance.uniform(0.05, 0.25)) :] = chance.integers(5, 50)
    return page


def _lined(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    page = page.copy()
    colour = (120, 140, 190) if chance.random() < 0.5 else (150, 150, 150)
    tilt = int(chance.integers(-6, 7))
    for row in range(round(dpi * 0.8), page.shape[0] - round(dpi * 0.5), round(dpi * 8 / 25.4)):
        cv2.line(
            page,
            (round(dpi * 0.4), row),
            (page.shape[1] - round(dpi * 0.4), row + tilt),
            colour,
            max(1, dpi // 150),
        )
    return page


def _seal_behind(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    del dpi
    back = seal_over(np.full_like(page, 255), int(chance.integers(0, 1 << 30)))
    return _reverse(page, chance, back, float(chance.uniform(0.1, 0.5)))


def _pencil(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    image = page.copy()
    grey = (max(0, int(page[0, 0, 0]) - int(chance.integers(30, 90))),) * 3
    at = int(page.shape[1] * chance.uniform(0.1, 0.5)), int(page.shape[0] * chance.uniform(0.1, 0.9))
    cv2.putText(
        image,
        "da kiem tra 12/3",
        at,
        cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
        dpi / 200,
        grey,
        max(1, dpi // 150),
        cv2.LINE_AA,
    )
    return image


def _small_stamp(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    del dpi
    stamped = stamp_over(np.full_like(page, 255), int(chance.integers(0, 1 << 30)))
    return cv2.subtract(page, cv2.convertScaleAbs(255 - stamped, alpha=float(chance.uniform(0.25, 1.0))))


def _pale_signature(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    del dpi
    signed = signature_over(np.full_like(page, 255), int(chance.integers(0, 1 << 30)), BLUE_INK)
    return cv2.subtract(page, cv2.convertScaleAbs(255 - signed, alpha=float(chance.uniform(0.15, 0.7))))


def _one_bit(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    page = _written(
        np.full_like(page, 255), dpi, chance, text="Xác nhận đã nhận đủ hồ sơ gốc", grey=200, points=12
    )
    page = np.where(chance.random(page.shape[:2])[..., None] < 0.25, 255, page).astype(np.uint8)
    return np.where(page < 170, 0, 255).astype(np.uint8)


def _fold(page: Pixels, dpi: int, chance: Chance) -> Pixels:
    del dpi
    return fold_through(page, int(chance.integers(0, 1 << 30)), int(chance.integers(25, 110)))


def _through(low: float, high: float) -> Callable[[Pixels, int, Chance], Pixels]:
    return lambda page, _dpi, chance: _reverse(page, chance, None, float(chance.uniform(low, high)))


def _line(text: str, low: int, high: int, points: float) -> Callable[[Pixels, int, Chance], Pixels]:
    return lambda page, dpi, chance: _written(
        page, dpi, chance, text=text, grey=int(chance.integers(low, high)), points=points
    )


BLANK: dict[str, Callable[[Pixels, int, Chance], Pixels]] = {
    "clean": lambda page, _dpi, _chance: page,
    "specks": _speckled,
    "reverse, weak": _through(0.05, 0.15),
    "reverse, strong": _through(0.2, 0.45),
    "seal behind": _seal_behind,
    "fold": _fold,
    "punch holes": _holes,
    "scanner's border": _bordered,
    "lined paper": _lined,
}
FAINT: dict[str, Callable[[Pixels, int, Chance], Pixels]] = {
    "pale line": _line("Hồ sơ gồm 12 tờ, lưu tại Văn phòng Ủy ban nhân dân xã", 8, 30, 13),
    "paler paragraph title": _line("QUYẾT ĐỊNH", 10, 40, 14),
    "pale line, the back through": lambda page, dpi, chance: _line(
        "Hồ sơ gồm 12 tờ, lưu tại Văn phòng Ủy ban nhân dân xã", 40, 90, 13
    )(_through(0.05, 0.15)(page, dpi, chance), dpi, chance),
    "page number": _line("17", 60, 220, 13),
    "pencil": _pencil,
    "small stamp": _small_stamp,
    "pale signature": _pale_signature,
    "one faded line, 1-bit": _one_bit,
}


def blank_page(kind: str, seed: int) -> tuple[Pixels, int]:
    """A scan, RGB, and its resolution, of a page on which nothing is printed."""
    return _made(BLANK[kind], kind, seed)


def faint_page(kind: str, seed: int) -> tuple[Pixels, int]:
    """A scan, RGB, and its resolution, of a page with little and pale print."""
    return _made(FAINT[kind], kind, seed)


def _made(change: Callable[[Pixels, int, Chance], Pixels], kind: str, seed: int) -> tuple[Pixels, int]:
    chance = np.random.default_rng([seed, sum(kind.encode())])
    dpi = int(chance.choice(RESOLUTIONS))
    page = change(_paper(dpi, chance), dpi, chance)
    return (page if kind.endswith("1-bit") else _scanned(page, chance)), dpi
