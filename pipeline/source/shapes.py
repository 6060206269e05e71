"""What an opened source looks like from outside: its kind, its pages, and a page's picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from records import PageImageKind, Word

Pixels = npt.NDArray[np.uint8]
"""`(H, W)` grey or `(H, W, 3)` RGB, 0 black to 255 white."""


class SourceKind(StrEnum):
    """The kinds of file that Hoso reads, told by content and never by the file's name."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    BMP = "bmp"
    GIF = "gif"
    HEIC = "heic"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a viewer shows it: /Rotate and EXIF orientation applied, stamps and notes drawn, on white."""

    pixels: Pixels
    """uint8, `(H, W)` grey or `(H, W, 3)` RGB."""
    dpi: float
    """Dots per inch of `pixels`, the same in both directions."""
    warnings: tuple[str, ...] = field(default=())
    """What staff should know about how it was drawn, in Vietnamese."""


class SourcePage(Protocol):
    """One page of an opened source; nothing of it is decoded before it is asked for."""

    @property
    def number(self) -> int:
        """Position in the source, from 1."""

    @property
    def kind(self) -> PageImageKind:
        """What the page is made of."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What staff should know about this page, in Vietnamese; whole only after `picture()`."""

    def picture(self, dpi: float | None = None) -> PagePicture:
        """The page as a viewer shows it, at `dpi` or, by default, at the resolution best for reading.

        Raises `PageFailed` when this page cannot be drawn, `SourceRefused` when the whole file cannot.
        """

    def own_words(self, dpi: float) -> tuple[Word, ...]:
        """The visible text of the file itself in reading order, in pixels of the picture at `dpi`."""


class OpenSource(Protocol):
    """An opened file. A context manager: leaving it closes the file."""

    @property
    def kind(self) -> SourceKind: ...

    @property
    def page_count(self) -> int: ...

    def page(self, number: int) -> SourcePage:
        """The page at `number`, from 1. `IndexError` outside; a page asked for closes the one before it."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
