"""Makes `pipeline/pdfa/glyphless.ttf`, the font of the invisible text. Needs fontTools; run once, by hand.

Glyph n (from 1) is a box one em high and half an em wide that reaches below the baseline by the n-th of
`pipeline.pdfa.font.DEPTHS`; the last two are a thin and a wide one. They are never painted (text mode 3). But
a reader that takes a letter's place from its outline (pdfium) drops words of one letter, and marks nothing,
where the outline is empty.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from pipeline.pdfa.font import DEPTHS, FONT_NAME, GLYPH_WIDTH, PLAIN, THIN_WIDTH, WIDE_WIDTH

UNITS = 1000
OUT = Path(__file__).resolve().parents[2] / "pipeline" / "pdfa" / "glyphless.ttf"
SECONDS_SINCE_1904 = 3_786_912_000
"""1 January 2024, fixed so that the same script makes the same file."""


def main() -> None:
    boxes = {".notdef": (0.0, GLYPH_WIDTH)}
    boxes |= {f"box{number}": (depth, GLYPH_WIDTH) for number, depth in enumerate(DEPTHS, 1)}
    boxes |= {"thin": (DEPTHS[PLAIN], THIN_WIDTH), "wide": (DEPTHS[PLAIN], WIDE_WIDTH)}
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(list(boxes))
    builder.setupCharacterMap({0x20: "box1"})
    builder.setupGlyf({name: _box(depth, round(width * UNITS)) for name, (depth, width) in boxes.items()})
    builder.setupHorizontalMetrics({name: (round(width * UNITS), 0) for name, (_, width) in boxes.items()})
    builder.setupHorizontalHeader(ascent=UNITS, descent=-UNITS)
    builder.setupNameTable({"familyName": FONT_NAME, "styleName": "Regular", "psName": FONT_NAME})
    builder.setupOS2(sTypoAscender=UNITS, sTypoDescender=-UNITS, usWinAscent=UNITS, usWinDescent=UNITS)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = SECONDS_SINCE_1904
    builder.font.recalcTimestamp = False
    builder.save(OUT)


def _box(depth: float, width: int) -> object:
    low, high = round(-depth * UNITS), round((1 - depth) * UNITS)
    pen = TTGlyphPen(None)
    pen.moveTo((0, low))
    for corner in ((0, high), (width, high), (width, low)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    main()
