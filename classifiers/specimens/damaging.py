"""Single damages done to a picture of a page, each the same for the same seed, to measure what undoes them.

`wearing` ages a page as a whole; here one thing at a time happens to it. Every function takes an RGB picture,
(height, width, 3), and a seed, and returns a new picture of the same size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import cv2
import numpy as np
from PIL import Image

from classifiers.specimens.wearing import wear

Pixels: TypeAlias = Any  # OpenCV's stubs widen every result; all pictures here are NDArray[np.uint8]

RED_INK, VIOLET_INK, BLUE_INK = (200, 30, 45), (95, 60, 165), (30, 50, 160)


def seal_over(page: Pixels, seed: int) -> Pixels:
    """A round red seal of 35 mm pressed over the text, at any place of the lower half."""
    chance = np.random.default_rng([seed, 1])
    height, width = page.shape[:2]
    radius = round(width * 35 / 2 / 210)
    middle = int(width * chance.uniform(0.25, 0.75)), int(height * chance.uniform(0.5, 0.85))
    ink = np.zeros((height, width), np.uint8)
    thick = max(2, radius // 16)
    cv2.circle(ink, middle, radius, 255, thick, cv2.LINE_AA)
    cv2.circle(ink, middle, round(radius * 0.68), 255, max(1, thick // 2), cv2.LINE_AA)
    for number in range(26):
        angle = number / 26 * 2 * np.pi
        at = (
            round(middle[0] + radius * 0.84 * np.cos(angle)),
            round(middle[1] + radius * 0.84 * np.sin(angle)),
        )
        cv2.rectangle(ink, (at[0] - thick, at[1] - thick), (at[0] + thick, at[1] + thick * 2), 255, -1)
    _star(ink, middle, radius * 0.4)
    return _printed(page, ink, RED_INK, chance)


def stamp_over(page: Pixels, seed: int, colour: tuple[int, int, int] = VIOLET_INK) -> Pixels:
    """A framed incoming stamp of 50 by 25 mm with three lines, over the text of the upper half."""
    chance = np.random.default_rng([seed, 2])
    height, width = page.shape[:2]
    size = round(width * 50 / 210), round(width * 25 / 210)
    left, top = int(width * chance.uniform(0.1, 0.6)), int(height * chance.uniform(0.15, 0.5))
    ink = np.zeros((height, width), np.uint8)
    cv2.rectangle(ink, (left, top), (left + size[0], top + size[1]), 255, max(2, width // 500))
    for number, words in enumerate(("DEN", "So: 1027", "Ngay 12/3")):
        foot = top + round(size[1] * (0.3 + 0.3 * number))
        scale = size[1] / 110
        cv2.putText(ink, words, (left + size[0] // 8, foot), 0, scale, 255, max(1, width // 800), cv2.LINE_AA)
    return _printed(page, ink, colour, chance)


def signature_over(page: Pixels, seed: int, colour: tuple[int, int, int] = BLUE_INK) -> Pixels:
    """Loops of a pen over the text of the lower half."""
    chance = np.random.default_rng([seed, 3])
    height, width = page.shape[:2]
    turns = np.linspace(0, 5 * np.pi, 160)
    left, middle = width * chance.uniform(0.15, 0.5), height * chance.uniform(0.55, 0.85)
    x = left + turns / turns[-1] * width * 0.28 + np.cos(turns * 1.3) * width * 0.03
    y = (
        middle
        + np.sin(turns + chance.uniform(0, 6)) * height * 0.02 * chance.uniform(0.5, 1.2, 160).cumsum() / 80
    )
    ink = np.zeros((height, width), np.uint8)
    cv2.polylines(ink, [np.stack([x, y], 1).astype(np.int32)], False, 255, max(2, width // 600), cv2.LINE_AA)
    return _printed(page, ink, colour, chance)


def reverse_through(page: Pixels, seed: int, back: Pixels | None = None, strength: float = 0.3) -> Pixels:
    """The page printed on the back, mirrored and softened by the paper; its own text where none is given."""
    chance = np.random.default_rng([seed, 4])
    soft = page.shape[1] / 8.27 / 300 * 3.0 * float(chance.uniform(0.8, 1.2))
    mirrored = np.ascontiguousarray((page if back is None else back)[:, ::-1])
    return cv2.subtract(
        page, cv2.convertScaleAbs(cv2.GaussianBlur(255 - mirrored, (0, 0), soft), alpha=strength)
    )


def fold_through(page: Pixels, seed: int, depth: int = 110) -> Pixels:
    """A dark crease a quarter of a millimetre wide across the page, a little off level."""
    chance = np.random.default_rng([seed, 5])
    height, width = page.shape[:2]
    middle, tilt = int(height * chance.uniform(0.3, 0.7)), int(chance.integers(-8, 9))
    crease = np.zeros((height, width), np.uint8)
    cv2.line(crease, (0, middle), (width, middle + tilt), depth, max(1, width // 700), cv2.LINE_AA)
    return cv2.subtract(page, cv2.merge([cv2.GaussianBlur(crease, (0, 0), 0.7)] * 3))


def folded_small(page: Pixels, seed: int, depth: int = 170, bare: float = 0.4) -> Pixels:
    """Folded in eight, as kept in a pocket: three level folds and one upright, on which toner has flaked off.

    A crease is darker than its paper by up to `depth` grey levels; beside it, up to `bare` mm to either side,
    little is left of what was printed, here more and there less.
    """
    chance = np.random.default_rng([seed, 8])
    height, width = page.shape[:2]
    per_mm = width / 210
    creases, worn = np.zeros((2, height, width), np.uint8)
    for number in range(4):
        lean = chance.integers(-8, 9)
        if number < 3:
            middle = height * ((number + 1) / 4 + chance.uniform(-0.03, 0.03))
            ends = np.array([[0, middle], [width, middle + lean]])
        else:
            middle = width * chance.uniform(0.45, 0.55)
            ends = np.array([[middle, 0], [middle + lean, height]])
        share = np.linspace(0, 1, 60)[:, None]
        path = ends[0] + (ends[1] - ends[0]) * share + chance.normal(0, 0.08 * per_mm, (60, 2))
        reach = bare * per_mm * chance.uniform(0.2, 1.0, 59)
        for start, end, far in zip(path[:-1], path[1:], reach, strict=True):
            corners = tuple(map(int, start)), tuple(map(int, end))
            cv2.line(worn, *corners, 255, max(1, round(2 * far)), cv2.LINE_AA)
            cv2.line(
                creases, *corners, int(depth * chance.uniform(0.5, 1)), max(1, width // 900), cv2.LINE_AA
            )
    left = cv2.merge([255 - cv2.convertScaleAbs(cv2.GaussianBlur(worn, (0, 0), 0.8), alpha=0.85)] * 3)
    flaked = 255 - cv2.multiply(255 - page, left, scale=1 / 255)
    return cv2.subtract(flaked, cv2.merge([cv2.GaussianBlur(creases, (0, 0), 0.7)] * 3))


def faded_toner(page: Pixels, seed: int, kept: float = 0.35, streaks: int = 5) -> Pixels:
    """Printed by an empty cartridge: `kept` of the ink, in grains; a third of that in upright streaks."""
    chance = np.random.default_rng([seed, 9])
    height, width = page.shape[:2]
    level = np.full(width, kept, np.float32)
    for _ in range(streaks):
        middle, reach = int(chance.uniform(0.08, 0.92) * width), width / 210 * chance.uniform(0.8, 3)
        level *= 1 - 0.67 * np.exp(-(((np.arange(width) - middle) / reach) ** 2)).astype(np.float32)
    grains = cv2.GaussianBlur(chance.standard_normal((509, 613)).astype(np.float32), (0, 0), 0.7)
    grains = 1 + 0.25 * grains / float(grains.std())
    tiled = np.tile(grains, (height // 509 + 1, width // 613 + 1))[:height, :width]
    left = np.clip(255 * level[None, :] * tiled, 0, 255).astype(np.uint8)
    return 255 - cv2.multiply(255 - page, cv2.merge([left] * 3), scale=1 / 255)


def needle_print(page: Pixels, seed: int, dots: float = 180.0, worn: float = 0.5) -> Pixels:
    """Printed by 24 needles, `dots` an inch both ways (drafts have 120), through a worn ribbon.

    Every line lost up to `worn` of its ink; one needle in twenty-four does not strike at all.
    """
    chance = np.random.default_rng([seed, 10])
    height, width = page.shape[:2]
    dpi = width / 8.27
    grid = round(width * dots / dpi), round(height * dots / dpi)
    struck = cv2.resize(page.min(axis=2), grid, interpolation=cv2.INTER_AREA) < 140
    struck[int(chance.integers(0, 24)) :: 24] = False
    ink = np.zeros((height, width), np.uint8)
    rows, columns = np.nonzero(struck)
    at = ((rows + 0.5) * dpi / dots).astype(int), ((columns + 0.5) * dpi / dots).astype(int)
    ink[np.minimum(at[0], height - 1), np.minimum(at[1], width - 1)] = 255
    size = max(3, round(dpi * 0.2 / 25.4) | 1)
    ink = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    lines = np.repeat(chance.uniform(1 - worn, 1, height // round(dpi / 6) + 1), round(dpi / 6))[:height]
    inked = np.clip(cv2.GaussianBlur(ink, (0, 0), 0.6) * lines[:, None], 0, 255).astype(np.uint8)
    return cv2.merge([255 - inked] * 3)


def ruled_through(page: Pixels, seed: int) -> Pixels:
    """Level rules at the feet of a third of the lines and three upright ones, through what stands there."""
    chance = np.random.default_rng([seed, 6])
    height, width = page.shape[:2]
    ink = (page.min(axis=2) < 140).sum(axis=1)
    feet = np.flatnonzero((ink[:-1] > width / 40) & (ink[1:] < ink[:-1] * 0.6))
    ruled = page.copy()
    for foot in feet[::3]:
        row = int(foot) + int(chance.integers(-3, 6))
        ends = (int(width * 0.08), row), (int(width * 0.95), row + int(chance.integers(-3, 4)))
        cv2.line(ruled, *ends, (30, 30, 30), int(chance.integers(2, 5)))
    for _ in range(3):
        column = int(width * chance.uniform(0.15, 0.9))
        cv2.line(ruled, (column, int(height * 0.1)), (column, int(height * 0.8)), (30, 30, 30), 2)
    return ruled


def salt_and_pepper(page: Pixels, seed: int, share: float = 0.01) -> Pixels:
    """Lone pixels turned black and white, `share` of the page each."""
    chance = np.random.default_rng([seed, 7]).random(page.shape[:2])
    spoilt = page.copy()
    spoilt[chance < share] = 0
    spoilt[chance > 1 - share] = 255
    return spoilt


def fax(page: Pixels, seed: int, lines: float = 98.0, lost: float = 0.004) -> Pixels:
    """Sent by telefax at 204 dots across and `lines` down an inch (ITU-T T.4: 98 or 196); 1-bit, as large.

    A share `lost` of its lines came over broken: runs of black and white where print was.
    """
    chance = np.random.default_rng([seed, 11])
    height, width = page.shape[:2]
    dpi = width / 8.27
    dots = round(width * 204 / dpi), round(height * lines / dpi)
    grey = cv2.resize(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dots, interpolation=cv2.INTER_AREA)
    sent = cv2.threshold(grey, 150, 255, cv2.THRESH_BINARY)[1]
    for row in np.flatnonzero(chance.random(dots[1]) < lost):
        ends = np.sort(chance.integers(0, dots[0], 2 * int(chance.integers(3, 20))))
        sent[row] = 255
        for first, last in zip(ends[::2], ends[1::2], strict=True):
            sent[row, first : min(last, first + 40)] = 0
    whole = cv2.resize(sent, (width, height), interpolation=cv2.INTER_NEAREST)
    return cv2.merge([whole] * 3)


def damaged(image: Image.Image, seed: int) -> Image.Image:
    """An office scan of a drawing at 300 dpi with one damage, chosen and placed by the seed."""
    damage = DAMAGES[seed % len(DAMAGES)]
    page: Pixels = np.asarray(image.convert("RGB"))
    if damage in AFTER_THE_SCAN:
        scan = np.asarray(wear(image, "office", seed))
        done = Image.fromarray(AFTER_THE_SCAN[damage](scan, seed))
        done = done.convert("1") if damage.startswith("fax") else done
    else:
        hurt = Image.fromarray(BEFORE_THE_SCAN[damage](page, seed))
        hurt.info["dpi"] = (300, 300)
        done = wear(hurt, "office", seed)
    done.info["dpi"] = (300, 300)
    return done


BEFORE_THE_SCAN: dict[str, Callable[[Pixels, int], Pixels]] = {
    "folds": folded_small,
    "back": lambda page, seed: reverse_through(page, seed, strength=0.45),
    "faded toner": faded_toner,
    "needle print": needle_print,
}
"""What happens to the paper."""
AFTER_THE_SCAN: dict[str, Callable[[Pixels, int], Pixels]] = {
    "fax, standard": fax,
    "fax, fine": lambda page, seed: fax(page, seed, lines=196.0),
    "salt and pepper": lambda page, seed: salt_and_pepper(page, seed, 0.03),
}
"""What happens to the picture."""
DAMAGES = ("fax, standard", "folds", "back", "faded toner", "salt and pepper", "fax, fine", "needle print")


def _star(ink: Pixels, middle: tuple[int, int], radius: float) -> None:
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2 == 0, radius, radius * 0.4)
    points = np.stack([middle[0] + reach * np.cos(angles), middle[1] + reach * np.sin(angles)], 1)
    cv2.fillPoly(ink, [points.astype(np.int32)], 255, cv2.LINE_AA)


def _printed(page: Pixels, ink: Pixels, colour: tuple[int, int, int], chance: np.random.Generator) -> Pixels:
    """Ink laid over the page as it is in truth: light passes both, so each channel is multiplied."""
    patchy = chance.integers(170, 256, (ink.shape[0] // 24 + 1, ink.shape[1] // 24 + 1)).astype(np.uint8)
    even = cv2.resize(patchy, ink.shape[::-1], interpolation=cv2.INTER_LINEAR)
    amount = cv2.multiply(cv2.GaussianBlur(ink, (0, 0), 0.8), even, scale=1 / 255)
    channels = []
    for channel, value in zip(cv2.split(page), colour, strict=True):
        passed = 255 - cv2.multiply(amount, np.full_like(amount, 255 - value), scale=1 / 255)
        channels.append(cv2.multiply(channel, passed, scale=1 / 255))
    return cv2.merge(channels)
