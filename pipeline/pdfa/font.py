"""The font of the invisible text: one empty glyph, and a ToUnicode map right for any number of characters.

Each distinct character of the document gets a code of its own, so the map never runs out (simple fonts: 256)
and never collides; every code shows the same empty glyph. The font file next to this module was made for this
purpose and holds nothing but that glyph, half an em wide.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf

FONT_NAME = "HosoGlyphless"
GLYPH_WIDTH = 0.5
"""Ems that each character advances before horizontal scaling."""
ASCENT, DESCENT = 0.8, -0.2
"""Ems above and below the baseline that a viewer marks when the text is selected."""
_FILE = Path(__file__).with_name("glyphless.ttf")
_GLYPH = b"\x00\x01"
"""Glyph 1; glyph 0 is .notdef, which PDF/A forbids (ISO 19005-2, 6.2.11.8)."""
_MOST_ENTRIES = 100
"""Entries of one `bfchar` block (Adobe Technical Note 5411)."""


class CharacterCodes:
    """Gives every distinct character a two-byte code, in order of first use."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def encode(self, text: str) -> str:
        """`text` as a hexadecimal PDF string without its brackets."""
        codes = self._codes
        return "".join(f"{codes.setdefault(character, len(codes) + 1):04X}" for character in text)

    @property
    def characters(self) -> Sequence[str]:
        """The characters in the order of their codes, which begin at 1."""
        return tuple(self._codes)


def add_font(pdf: pikepdf.Pdf, codes: CharacterCodes) -> pikepdf.Object:
    """Writes the font and its maps into `pdf`: a Type 0 font over the glyphless TrueType file."""
    characters = codes.characters
    program = _FILE.read_bytes()
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/" + FONT_NAME),
        Flags=4,
        FontBBox=[0, round(DESCENT * 1000), round(GLYPH_WIDTH * 1000), round(ASCENT * 1000)],
        ItalicAngle=0,
        Ascent=round(ASCENT * 1000),
        Descent=round(DESCENT * 1000),
        CapHeight=round(ASCENT * 1000),
        StemV=80,
        FontFile2=_packed(pdf, program, Length1=len(program)),
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name("/" + FONT_NAME),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=round(GLYPH_WIDTH * 1000),
        CIDToGIDMap=_packed(pdf, _GLYPH * (len(characters) + 1)),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/" + FONT_NAME),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=_packed(pdf, _to_unicode(characters)),
        )
    )


def _packed(pdf: pikepdf.Pdf, plain: bytes, **entries: int) -> pikepdf.Stream:
    stream = pikepdf.Stream(pdf, zlib.compress(plain, 9), **entries)
    stream.Filter = pikepdf.Name.FlateDecode
    return stream


def _to_unicode(characters: Sequence[str]) -> bytes:
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
        *_blocks(characters),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines).encode("ascii")


def _blocks(characters: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(characters), _MOST_ENTRIES):
        block = characters[start : start + _MOST_ENTRIES]
        yield f"{len(block)} beginbfchar"
        for code, character in enumerate(block, start + 1):
            yield f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"
