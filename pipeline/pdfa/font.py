"""The fonts of the invisible text: empty boxes, and a ToUnicode map right for any number of characters.

Each distinct character of the document gets a code of its own, so the map never runs out (simple fonts: 256)
and never collides; every code of a font shows the same box. The fonts differ in how far the box reaches below
the baseline (`DEPTHS`), which lets a line's words stand on one baseline although their ink slopes: poppler
orders words by baseline and marks them by box. `tests/tools/make_glyphless.py` made the font file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf

FONT_NAME = "HosoGlyphless"
GLYPH_WIDTH = 0.5
"""Ems that each character advances before horizontal scaling."""
DEPTHS = (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98)
"""Ems that the box of each font reaches below the baseline; the box is one em high. Neither end is nought:
poppler takes an ascent or descent of nought for a fault and puts its own in its place."""
PLAIN = DEPTHS.index(0.2)
"""The font of a word that stands on its own baseline."""
FONT_RESOURCE = "/HosoText"
"""Name of a font in a page's resources, before the number of its depth."""
THIN, WIDE = "  ", "   "
"""One code each that gives two and three spaces. Poppler drops single spaces but keeps several in one code as
a word: a gap so filled joins the halves of a line that it would take for columns."""
THIN_WIDTH, WIDE_WIDTH = 0.02, 30.0
"""Ems that they advance. A blank is a thin, a wide and a thin one: pdfium takes what stands within half the
last letter's width above or below for the same line, so that letter must not be as wide as the blank."""
BLANK_WIDTH = 2 * THIN_WIDTH + WIDE_WIDTH
"""Ems that a blank advances before horizontal scaling."""
_BLANKS = {THIN: (len(DEPTHS) + 1, THIN_WIDTH), WIDE: (len(DEPTHS) + 2, WIDE_WIDTH)}
"""Number of the glyph, and its width in ems."""
_FILE = Path(__file__).with_name("glyphless.ttf")
_MOST_ENTRIES = 100
"""Entries of one `bfchar` block (Adobe Technical Note 5411)."""


class CharacterCodes:
    """Gives every distinct character a two-byte code, in order of first use, and notes the fonts in use."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._depths: set[int] = set()

    def encode(self, text: str) -> str:
        """`text` as a hexadecimal PDF string without its brackets."""
        return "".join(map(self.encode_as_one, text))

    def blank(self) -> str:
        """A blank of `BLANK_WIDTH` ems, likewise."""
        return "".join(map(self.encode_as_one, (THIN, WIDE, THIN)))

    def encode_as_one(self, text: str) -> str:
        """All of `text` as one code."""
        return f"{self._codes.setdefault(text, len(self._codes) + 1):04X}"

    def font(self, depth: int) -> str:
        """The resource name of the font with the depth of that number."""
        self._depths.add(depth)
        return f"{FONT_RESOURCE}{depth}"

    @property
    def texts(self) -> Sequence[str]:
        """What the codes give, in their order; they begin at 1."""
        return tuple(self._codes)

    @property
    def depths(self) -> Sequence[int]:
        """Numbers of the fonts in use."""
        return sorted(self._depths)


def add_fonts(pdf: pikepdf.Pdf, codes: CharacterCodes) -> pikepdf.Object:
    """Writes the fonts in use into `pdf`: a resource dictionary of fonts over the one TrueType file."""
    program = _FILE.read_bytes()
    file = pdf.make_indirect(_packed(pdf, program, Length1=len(program)))
    to_unicode = pdf.make_indirect(_packed(pdf, _to_unicode(codes.texts)))
    named = {
        f"{FONT_RESOURCE}{depth}": _font(pdf, depth, codes.texts, file, to_unicode) for depth in codes.depths
    }
    return pdf.make_indirect(pikepdf.Dictionary(named))


def _font(
    pdf: pikepdf.Pdf, depth: int, texts: Sequence[str], file: pikepdf.Object, to_unicode: pikepdf.Object
) -> pikepdf.Object:
    low, high = round(-DEPTHS[depth] * 1000), round((1 - DEPTHS[depth]) * 1000)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/" + FONT_NAME),
        Flags=4,
        FontBBox=[0, low, round(GLYPH_WIDTH * 1000), high],
        ItalicAngle=0,
        Ascent=high,
        Descent=low,
        CapHeight=high,
        StemV=80,
        FontFile2=file,
    )
    # Glyph 0 is .notdef, which PDF/A forbids (ISO 19005-2, 6.2.11.8).
    glyphs = [0, *(_BLANKS.get(text, (depth + 1, 0.0))[0] for text in texts)]
    widths = [
        entry
        for code, text in enumerate(texts, 1)
        if text in _BLANKS
        for entry in (code, pikepdf.Array([round(_BLANKS[text][1] * 1000)]))
    ]
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name("/" + FONT_NAME),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=round(GLYPH_WIDTH * 1000),
        W=pikepdf.Array(widths),
        CIDToGIDMap=_packed(pdf, b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/" + FONT_NAME),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=to_unicode,
        )
    )


def _packed(pdf: pikepdf.Pdf, plain: bytes, **entries: int) -> pikepdf.Stream:
    stream = pikepdf.Stream(pdf, zlib.compress(plain, 9), **entries)
    stream.Filter = pikepdf.Name.FlateDecode
    return stream


def _to_unicode(texts: Sequence[str]) -> bytes:
    """The CMap from codes to UTF-16 (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
        *_blocks(texts),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines).encode("ascii")


def _blocks(texts: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(texts), _MOST_ENTRIES):
        block = texts[start : start + _MOST_ENTRIES]
        yield f"{len(block)} beginbfchar"
        for code, text in enumerate(block, start + 1):
            yield f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"
