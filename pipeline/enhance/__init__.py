"""Making a page readable, one step a file, each run only when the page needs it.

A step is a module attribute `step` in `pipeline/enhance/<name>.py`; steps run by `order`. A step that finds
nothing to do returns the very sheet it was given, so that a clean page pays for a look and no more.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from pipeline.ink import Picture
from pipeline.sheet import ColourPicture, Sheet, sheet_of
from pipeline.spread import parts_of

__all__ = ["EnhanceOptions", "Enhanced", "Step", "enhance", "enhance_parts", "steps"]

UPRIGHT_FROM = 20
"""Order of `turn_upright`; only a page that stands upright can be told from two."""

Enhanced = Sheet
"""What `enhance` gives back: the grey picture to recognise and the way from it to the upright page."""


@dataclass(frozen=True, slots=True)
class EnhanceOptions:
    """What may be done to a page."""

    without: frozenset[str] = frozenset()
    """Names of steps to leave out."""
    readability: Callable[[Picture], float] | None = field(default=None, compare=False)
    """Says how well a strip of text reads, 0 to 1; asked only when the page may stand on its head."""
    rotation: int | None = None
    """Degrees clockwise, a multiple of 90, by which the page is turned because a person said so."""


@runtime_checkable
class Step(Protocol):
    """One improvement of a page."""

    name: str
    """The name of its file."""
    order: int
    """Steps run from the lowest to the highest."""

    def apply(self, sheet: Sheet, options: EnhanceOptions) -> Sheet:
        """The improved sheet, or the same object when the page does not need the step."""
        ...


@cache
def steps() -> Sequence[Step]:
    """Every step of this folder in the order in which they run."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    found = [cast(Step, importlib.import_module(f"{__name__}.{name}").step) for name in names]
    return tuple(sorted(found, key=lambda step: (step.order, step.name)))


def enhance(
    pixels: Picture | ColourPicture | NDArray[np.uint8], dpi: float, options: EnhanceOptions | None = None
) -> Enhanced:
    """A picture of a page, (height, width) or (height, width, 3) RGB, made ready for recognition."""
    options = options or EnhanceOptions()
    return _through(sheet_of(pixels, dpi), steps(), options)


def enhance_parts(
    pixels: Picture | ColourPicture | NDArray[np.uint8], dpi: float, options: EnhanceOptions | None = None
) -> tuple[Enhanced, ...]:
    """The same, the two pages of an opened book each for itself, left and right; else one sheet alone.

    Both lead to the one upright page, which is the whole picture. Leave out `spread` to have no page cut.
    """
    options = options or EnhanceOptions()
    whole = [step for step in steps() if step.order <= UPRIGHT_FROM]
    sheet = _through(sheet_of(pixels, dpi), whole, options)
    parts = (sheet,) if "spread" in options.without else parts_of(sheet)
    # Cut apart, what is left of the gutter lies at the edge of each page.
    rest = [
        step for step in steps() if step.order > UPRIGHT_FROM or (len(parts) > 1 and step.name == "borders")
    ]
    return tuple(_through(part, rest, options) for part in parts)


def _through(sheet: Sheet, chosen: Sequence[Step], options: EnhanceOptions) -> Sheet:
    for step in chosen:
        if step.name not in options.without:
            sheet = step.apply(sheet, options)
    return sheet
