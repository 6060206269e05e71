"""Draws a line of text as a scanner at 300 dpi would see it clean, with a little of what stands around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from training.faces import MONO, SANS, SERIF, TIMES_LIKE, Face, load
from training.restacking import choose_stacking, put_tones, without_tones

SURROUND = 14
"""White pixels around the text before the picture is cut to its ink."""

RESTACKED = 0.45
"""Share of lines whose tones are set elsewhere than their face has them."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is set."""

    file: Path
    other_file: Path
    """Of the same family, for the words that are set apart."""
    pixels: int
    """Of the em; 54 is 13 points at 300 dpi."""


def choose_look(faces: Mapping[str, Face], chance: Random) -> Look:
    """A face and a size: half of the lines are set like Times."""
    draw = chance.random()
    group = TIMES_LIKE if draw < 0.48 else SERIF if draw < 0.68 else SANS if draw < 0.93 else MONO
    # Nearly every paper of the last twenty years is set in Times New Roman, of which Tinos is the likeness.
    wants_tinos = group is TIMES_LIKE and "Tinos" in faces and chance.random() < 0.5
    there = [name for name in group if name in faces] or sorted(faces)
    name = "Tinos" if wants_tinos else chance.choice(there)
    return look_of(faces[name], chance)


def look_of(face: Face, chance: Random) -> Look:
    bold, italic = chance.random() < 0.3, chance.random() < 0.2
    points = min(max(chance.gauss(12.8, 2.2), 7.5), 22)
    other = face.file(not bold, italic) if chance.random() < 0.7 else face.file(bold, not italic)
    return Look(face.file(bold, italic), other, round(points * 300 / 72))


def draw_line(text: str, look: Look, chance: Random) -> NDArray[np.uint8]:
    """The line in black on white with `SURROUND` pixels around it; (height, width)."""
    apart = chance.random() < 0.12
    words = text.split(" ")
    first = chance.randrange(len(words)) if apart else len(words)
    runs = [(" ".join(words[:first]), look.file), (" ".join(words[first:]), look.other_file)]
    runs = [(run, file) for run, file in runs if run]
    plain = load(look.file, look.pixels)
    gap = plain.getlength(" ") * (chance.uniform(0.75, 2.0) if chance.random() < 0.3 else 1.0)
    stretch = chance.random() < 0.3
    spaced = chance.uniform(0.05, 0.25) * look.pixels if chance.random() < 0.04 else 0.0
    base = SURROUND + round(1.15 * look.pixels)
    height = base + round(0.45 * look.pixels) + SURROUND
    width = sum(load(file, look.pixels).getlength(run) for run, file in runs)
    room = round(width * 1.05 + len(words) * gap + len(text) * spaced) + 2 * SURROUND
    image = Image.new("L", (room, height), 255)
    pen = ImageDraw.Draw(image)
    x = float(SURROUND)
    stacking = choose_stacking(chance) if chance.random() < RESTACKED else None
    for index, (run, file) in enumerate(runs):
        font = load(file, look.pixels)
        x += gap if index else 0
        for word in run.split(" ") if stretch else [run]:
            for part in word if spaced else [word]:
                shown = without_tones(part) if stacking else part
                pen.text((round(x), base), shown, font=font, fill=0, anchor="ls")
                if stacking:
                    put_tones(image, part, (round(x), base), file, look.pixels, stacking)
                x += font.getlength(shown) + spaced
            x += gap if stretch else 0
        x -= gap if stretch else 0
    _surroundings(pen, round(x), base, look, chance)
    return np.asarray(image.crop((0, 0, min(round(x) + SURROUND, image.width), height)), np.uint8)


def _surroundings(pen: ImageDraw.ImageDraw, end: int, base: int, look: Look, chance: Random) -> None:
    """What line cutting leaves of rules, leaders and neighbours."""
    draw = chance.random()
    if draw < 0.04:
        low, thick = base + round(look.pixels * chance.uniform(0.08, 0.2)), chance.randrange(1, 4)
        first = chance.randrange(SURROUND, end)
        pen.line((first, low, chance.randrange(first, end + 1), low), fill=0, width=thick)
    elif draw < 0.09:
        step, size = chance.randrange(5, 13), chance.randrange(1, 4)
        first = chance.randrange(SURROUND, end)
        low = base + chance.randrange(0, 6)
        for x in range(first, chance.randrange(first, end + 1), step):
            if chance.random() < 0.6:
                pen.rectangle((x, low, x + size, low + size), fill=0)
    elif draw < 0.16:
        font = load(look.file, look.pixels)
        for _ in range(chance.randrange(1, 4)):
            x, letter = chance.randrange(SURROUND, end), chance.choice("gyhđpợậ,ọÁỄldq")
            up = chance.random() < 0.5
            shift = round(look.pixels * chance.uniform(1.18, 1.32))
            pen.text((x, base - shift if up else base + shift), letter, font=font, fill=0, anchor="ls")
        # The neighbours' bodies are painted white when a line is cut; only their ends remain.
        pen.rectangle((0, 0, end + 99, base - round(1.14 * look.pixels)), fill=255)
        pen.rectangle((0, base + round(0.36 * look.pixels), end + 99, base + look.pixels), fill=255)
    elif draw < 0.18:
        x = chance.choice((SURROUND - 6, end + 3))
        pen.line((x, 0, x, 999), fill=0, width=chance.randrange(1, 4))
