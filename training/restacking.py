"""Sets the tone marks of a line elsewhere than its face does.

Faces disagree most in their marks: above ê Tinos sets the hook to the right of the hat, Times New Roman a
tiny one on top of it, where Tinos has only the tilde. A reader that knew the free faces alone took every ể of
real papers for ễ. So in a part of the lines the letters are set without their tone, and the tone's mark, cut
out of the same face, is put beside or on top, larger or smaller.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from training.faces import load

ACUTE, GRAVE, HOOK, TILDE = "\u0301", "\u0300", "\u0309", "\u0303"
TONES = (ACUTE, GRAVE, HOOK, TILDE)
HATS = ("\u0302", "\u0306")
WITHOUT_HORN = str.maketrans("ơưƠƯ", "ouOU")


@dataclass(frozen=True, slots=True)
class Stacking:
    """Where one line's marks go."""

    size: float
    """Of the mark, against the face's own."""
    beside: frozenset[str]
    """Tones that stand beside a hat; the others stand on it."""
    across: float
    """Shift to the right, ems."""
    gap: float
    """White between the letter and its mark, ems."""


def choose_stacking(chance: Random) -> Stacking:
    beside = frozenset(tone for tone in (ACUTE, GRAVE, HOOK) if chance.random() < 0.45)
    return Stacking(
        chance.uniform(0.7, 1.05), beside, chance.uniform(-0.02, 0.09), chance.uniform(-0.01, 0.05)
    )


def without_tones(text: str) -> str:
    """The text with every tone taken off that stands above its letter; as many signs as before."""
    return "".join(_parted(sign)[0] for sign in text)


def put_tones(
    image: Image.Image, text: str, origin: tuple[float, int], file: Path, pixels: int, stacking: Stacking
) -> None:
    """Draws the tones that `without_tones` took off onto the line set at `origin` (left, baseline)."""
    font = load(file, pixels)
    pen, bare = ImageDraw.Draw(image), without_tones(text)
    for index, sign in enumerate(text):
        base, tone = _parted(sign)
        if not tone:
            continue
        mark = _mark(file, pixels, tone, base.isupper())
        # The horn of ơ and ư is no place for a tone.
        place = _top(file, pixels, base.translate(WITHOUT_HORN))
        if mark is None or place is None:
            continue
        wide, high = (max(2, round(side * stacking.size)) for side in mark.size)
        mark = mark.resize((wide, high), Image.Resampling.BILINEAR)
        left, top, right = place
        x = origin[0] + font.getlength(bare[:index])
        is_hatted = any(hat in unicodedata.normalize("NFD", base) for hat in HATS)
        if is_hatted and tone in stacking.beside:
            at = x + left - 0.6 * wide if tone == GRAVE else x + right - 0.4 * wide
            height = origin[1] + top - 0.4 * high
        else:
            at = x + (left + right - wide) / 2 + stacking.across * pixels
            height = origin[1] + top - high - stacking.gap * pixels
        pen.bitmap((round(at), round(height)), mark, fill=0)


def _parted(sign: str) -> tuple[str, str]:
    """A letter and the tone above it: `ể` as `ê` and the hook; others as they are."""
    apart = unicodedata.normalize("NFD", sign)
    tone = next((part for part in apart if part in TONES), "")
    if not tone:
        return sign, ""
    base = unicodedata.normalize("NFC", apart.replace(tone, ""))
    return ("ı" if base == "i" else base), tone


@lru_cache(maxsize=4000)
def _mark(file: Path, pixels: int, tone: str, is_capital: bool) -> Image.Image | None:
    """The tone's mark alone, as the face sets it above an o."""
    font, letter = load(file, pixels), "O" if is_capital else "o"
    marked = unicodedata.normalize("NFC", letter + tone)
    top = font.getbbox(letter, anchor="ls")[1]
    ink = _drawn(font, marked, pixels).crop((0, 0, 3 * pixels, 2 * pixels + round(top)))
    box = ink.getbbox()
    return ink.crop(box) if box else None


@lru_cache(maxsize=20_000)
def _top(file: Path, pixels: int, base: str) -> tuple[float, float, float] | None:
    """Left end, upper edge and right end of a letter's upper part (of its hat), from its origin."""
    font = load(file, pixels)
    ink = _drawn(font, base, pixels)
    box = ink.getbbox()
    if box is None:
        return None
    upper = ink.crop((0, box[1], 3 * pixels, box[1] + max(2, pixels // 8))).getbbox() or box
    return upper[0] - pixels, box[1] - 2 * pixels, upper[2] - pixels


def _drawn(font: ImageFont.FreeTypeFont, text: str, pixels: int) -> Image.Image:
    """Ink of the text, white on black, its origin one em from the left and two from the top."""
    image = Image.new("L", (3 * pixels, 3 * pixels), 0)
    ImageDraw.Draw(image).text((pixels, 2 * pixels), text, font=font, fill=255, anchor="ls")
    return image
