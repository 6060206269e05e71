"""Tinos in a PDF that pikepdf writes: `signing/fonts.py` cuts it down, and here it is embedded and measured.

A character's code in the page's content is its UTF-16 code unit, so content can be written before it is known
which letters a document needs, reads as plain text, and its map to Unicode (ISO 32000-1, 9.10.3) can never go
astray. Papers share one cut of all letters an office writes, made once a process (about 12 KB a face).
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pikepdf

from signing.fonts import Face, FontCut, cut_for, lacking, width

_LATIN = "".join(map(chr, range(0x20, 0x7F)))
_VIETNAMESE = (
    "ĂÂĐÊÔƠƯÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ"
    "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)
_SIGNS = "\u00a0–—…“”‘’•°²³½×₫§«»"
OFFICE_LETTERS = frozenset(_LATIN + _VIETNAMESE + _SIGNS)
"""What each embedded face holds at least, unless it is cut down to what is used."""
_MISSING = "?"
_MOST_ENTRIES = 100
"""Entries of one `bfchar` block (Adobe Technical Note 5411)."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set."""

    size: float
    """Points."""
    face: Face = Face.REGULAR


@lru_cache(maxsize=8192)  # words repeat: measuring was half the time of drawing a paper
def width_of(text: str, style: Style) -> float:
    """Advance width of `text` in points."""
    return width(printable(text, style.face), style.size, style.face)


def printable(text: str, face: Face) -> str:
    """`text` composed (NFC), with a question mark for whatever the face cannot show."""
    if OFFICE_LETTERS.issuperset(text):  # all of them composed
        return text
    composed = unicodedata.normalize("NFC", text)
    absent = {letter for letter in set(composed) - OFFICE_LETTERS if ord(letter) > 0xFFFF}
    absent |= set(lacking("".join(set(composed) - OFFICE_LETTERS), face))
    return "".join(_MISSING if letter in absent else letter for letter in composed)


class FontShelf:
    """The faces that one PDF uses; remembers which characters each has drawn."""

    def __init__(self, prefix: str = "Tinos") -> None:
        self._prefix = prefix
        self._used: dict[Face, set[str]] = {}

    def name(self, face: Face) -> str:
        """The face's name in a page's resources."""
        self._used.setdefault(face, set())
        return f"/{self._prefix}{face.value}"

    def encode(self, text: str, face: Face) -> str:
        """`text` as a hexadecimal PDF string without brackets."""
        shown = printable(text, face)
        self._used.setdefault(face, set()).update(shown)
        return shown.encode("utf-16-be").hex().upper()

    def add_to(self, pdf: pikepdf.Pdf, *, only_used: bool = False) -> dict[str, pikepdf.Object]:
        """Writes the faces into `pdf`: their names in resources to font objects.

        `only_used` cuts each face down to the characters drawn: a few figures need not weigh 12 KB.
        """
        return {
            self.name(face): _font_object(pdf, face, used if only_used else used | OFFICE_LETTERS)
            for face, used in self._used.items()
        }


def _font_object(pdf: pikepdf.Pdf, face: Face, letters: frozenset[str] | set[str]) -> pikepdf.Object:
    """A composite font (ISO 32000-1, 9.7) whose codes are UTF-16 units."""
    cut = cut_for("".join(sorted(letters)), face)
    glyphs = {ord(letter): glyph for letter, glyph in sorted(cut.codes.items())}
    name = pikepdf.Name(f"/{cut.name}")
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=_descriptor(pdf, cut, name),
        DW=1000,
        W=_widths(cut, glyphs),
        CIDToGIDMap=_stream(pdf, _packed_map(tuple(glyphs.items()))),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=_stream(pdf, _packed_to_unicode(tuple(glyphs))),
        )
    )


def _widths(cut: FontCut, glyphs: dict[int, int]) -> list[object]:
    """The W array: the first code of each run of neighbours, then their widths (ISO 32000-1, 9.7.4.3)."""
    widths: list[object] = []
    run: list[int] = []
    for code, glyph in glyphs.items():
        if code - 1 not in glyphs:
            run = []
            widths += [code, run]
        run.append(cut.widths[glyph])
    return [pikepdf.Array(part) if isinstance(part, list) else part for part in widths]


def _descriptor(pdf: pikepdf.Pdf, cut: FontCut, name: pikepdf.Name) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=name,
            # ISO 32000-1, table 123: serif, symbolic (codes of no standard encoding), italic.
            Flags=0b110 | (0b1000000 if cut.is_italic else 0),
            FontBBox=list(cut.box),
            ItalicAngle=-16 if cut.is_italic else 0,
            Ascent=cut.ascent,
            Descent=cut.descent,
            CapHeight=662,
            StemV=140 if cut.is_bold else 84,
            FontFile2=_stream(pdf, cut.program, Length1=cut.length),
        )
    )


def _stream(pdf: pikepdf.Pdf, packed: bytes, **entries: int) -> pikepdf.Object:
    stream = pikepdf.Stream(pdf, packed, **entries)
    stream.Filter = pikepdf.Name.FlateDecode
    return pdf.make_indirect(stream)


@lru_cache(maxsize=64)
def _packed_map(glyphs: tuple[tuple[int, int], ...]) -> bytes:
    """The glyph of each code, two bytes each (ISO 32000-1, table 117, CIDToGIDMap)."""
    codes = bytearray(2 * (max(code for code, _ in glyphs) + 1))
    for code, glyph in glyphs:
        codes[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    return zlib.compress(bytes(codes), 9)


@lru_cache(maxsize=64)
def _packed_to_unicode(codes: tuple[int, ...]) -> bytes:
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
        *_blocks(codes),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return zlib.compress("\n".join(lines).encode("ascii"), 9)


def _blocks(codes: Sequence[int]) -> Iterator[str]:
    for start in range(0, len(codes), _MOST_ENTRIES):
        block = codes[start : start + _MOST_ENTRIES]
        yield f"{len(block)} beginbfchar"
        yield from (f"<{code:04X}> <{code:04X}>" for code in block)
        yield "endbfchar"
