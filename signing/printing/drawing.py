"""Text and lines on one page, as the operators of a content stream."""

from __future__ import annotations

from collections.abc import Sequence

from signing.printing.faces import FontShelf, Style, width_of

POINTS_PER_MM = 72 / 25.4


class Drawing:
    """What is drawn on one page; points, origin bottom left; black unless said otherwise."""

    def __init__(self, shelf: FontShelf) -> None:
        self._shelf = shelf
        self._operators: list[str] = []

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        style: Style,
        *,
        stretch: float = 0.0,
        squeeze: float = 1.0,
    ) -> float:
        """Draws `text` from `x` on; gives where it ends.

        `stretch` points are added to every space, for lines that fill their measure; `squeeze` below 1 makes
        letters narrower.
        """
        if not text:
            return x
        shown = self._shown(text, style, stretch)
        font = f"{self._shelf.name(style.face)} {style.size:.6g} Tf"
        if squeeze != 1.0:
            font += f" {100 * squeeze:.4g} Tz"
        self._operators.append(f"BT {font} 1 0 0 1 {x:.3f} {baseline:.3f} Tm {shown} ET")
        return x + (width_of(text, style) + stretch * text.count(" ")) * squeeze

    def centred(self, middle: float, baseline: float, text: str, style: Style) -> None:
        """Draws `text` around the abscissa `middle`."""
        self.text(middle - width_of(text, style) / 2, baseline, text, style)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, width: float = 0.6, grey: float = 0.0
    ) -> None:
        """Draws a straight line; `grey` 0 is black, 1 is white."""
        x0, y0, x1, y1 = *start, *end
        self._operators.append(f"q {grey:.3g} G {width:.3g} w {x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S Q")

    def fill(self, boxes: Sequence[tuple[float, float, float, float]], *, grey: float = 0.0) -> None:
        """Fills boxes (left, bottom, right, top) as one path, so that neighbours show no seam."""
        path = " ".join(f"{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re" for x0, y0, x1, y1 in boxes)
        self._operators.append(f"q {grey:.3g} g {path} f Q")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn."""
        return not self._operators

    def content(self) -> bytes:
        """The operators, within a saved graphics state that begins in black."""
        return ("q 0 g 0 G\n" + "\n".join(self._operators) + "\nQ\n").encode("ascii")

    def _shown(self, text: str, style: Style, stretch: float) -> str:
        if not stretch:
            return f"<{self._shelf.encode(text, style.face)}> Tj"
        # Tw never counts for two-byte codes (ISO 32000-1, 9.3.3), so spaces are widened one by one.
        step = f"{-1000 * stretch / style.size:.2f}"
        words = [self._shelf.encode(f"{word} ", style.face) for word in text.split(" ")[:-1]]
        last = self._shelf.encode(text.rsplit(" ", maxsplit=1)[-1], style.face)
        pieces = " ".join(f"<{word}> {step}" for word in words)
        return f"[{pieces} <{last}>] TJ"
