"""Tinos, the metric twin of Times New Roman, for text laid on a page: measured, cut down, embedded.

Decree 30/2020 asks for Times New Roman in TCVN 6909 (Unicode). Only the letters in use are embedded, with a
ToUnicode map, so that every viewer draws them and finds them and the page stays PDF/A-2u. pyHanko's own
embedding reads the whole font again for every file (60 ms) and spaces fonts of 2048 units per em doubly; here
a cut is made once a process, in 1000 units per em, and handed to as many files as are signed.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from fontTools import subset, ttLib
from fontTools.ttLib.scaleUpem import scale_upem
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from records.errors import SigningRefused

FAMILIES = ("Tinos", "LiberationSerif")
"""Names of font files, best first. Liberation Serif 1.07 lacks Vietnamese letters and is passed over."""
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)
VIETNAMESE = (
    "ĂÂĐÊÔƠƯăâđêôơưẢẠẰẲẴẮẶẦẨẪẤẬẺẼẸỀỂỄẾỆỈỊỎỌỒỔỖỐỘỜỞỠỚỢỦỤỪỬỮỨỰỲỶỸỴảạằẳẵắặầẩẫấậẻẽẹềểễếệỉịỏọồổỗốộờởỡớợủụừửữứựỳỷỹỵ"
)
INSTALL = "apt-get install fonts-croscore"
UNITS_PER_EM = 1000
"""Of the embedded cut: the unit in which a PDF counts widths (ISO 32000-2, 9.2.4)."""
_NOT_FOR_PDF = (
    "GPOS",
    "GDEF",
    "GSUB",
    "DSIG",
    "kern",
    "name",
    "post",
    "OS/2",
    "cmap",
    "gasp",
    "VDMX",
    "hdmx",
    "LTSH",
)
_MOST_CUTS = 64
"""A cut is 3-20 KB."""


class Face(Enum):
    """Which cut of the family; the value is the end of its file's name."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"
    BOLD_ITALIC = "BoldItalic"


def width(text: str, size: float, face: Face = Face.REGULAR) -> float:
    """How wide `text` is, in points, at `size` points; a letter that the font lacks counts half an em."""
    advances, half = _advances(face), UNITS_PER_EM / 2
    letters = unicodedata.normalize("NFC", text)
    return sum(advances.get(ord(letter), half) for letter in letters) * size / UNITS_PER_EM


def lacking(text: str, face: Face = Face.REGULAR) -> tuple[str, ...]:
    """The letters of `text` that the font does not have, in their order."""
    advances = _advances(face)
    return tuple(letter for letter in text if ord(letter) not in advances)


def wrapped(text: str, most: float, size: float, face: Face = Face.REGULAR) -> tuple[str, ...]:
    """`text` broken between words into lines of `most` points; a longer word keeps its line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, face) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class FontCut:
    """The letters of one text in one face, ready to embed as a Type 0 font with Identity-H codes."""

    name: str
    """PostScript name with its six-letter prefix, made from the letters: the same cut has the same name."""
    program: bytes
    """The TrueType program, deflated."""
    length: int
    """Of the program before it was deflated."""
    codes: Mapping[str, int]
    """The two-byte code of each letter."""
    widths: tuple[int, ...]
    """Advance of every code from 0, in thousandths of an em."""
    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    is_bold: bool
    is_italic: bool

    def shown(self, text: str) -> bytes:
        """`text` as the hexadecimal string that `Tj` takes, for example `<00030011>`.

        Raises `KeyError` for a letter that is not in the cut.
        """
        letters = unicodedata.normalize("NFC", text)
        return b"<" + "".join(f"{self.codes[letter]:04X}" for letter in letters).encode() + b">"

    def to_unicode(self) -> bytes:
        """The map from codes back to letters (ISO 32000-2, 9.10.3)."""
        pairs = [
            f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, code in self.codes.items()
        ]
        blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        maps = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
        return "\n".join((_CMAP_HEAD, *maps, _CMAP_TAIL)).encode("ascii")

    def embed(self, writer: BasePdfFileWriter) -> generic.IndirectObject:
        """Adds the font to a file that is being written; the reference goes into a `/Font` resource."""
        names = {"/Type": "/Font", "/BaseFont": f"/{self.name}"}
        descendant = _named(names, Subtype="/CIDFontType2", CIDToGIDMap="/Identity")
        descendant["/CIDSystemInfo"] = generic.DictionaryObject(
            {
                generic.NameObject("/Registry"): generic.pdf_string("Adobe"),
                generic.NameObject("/Ordering"): generic.pdf_string("Identity"),
                generic.NameObject("/Supplement"): generic.NumberObject(0),
            }
        )
        descendant["/FontDescriptor"] = writer.add_object(self._descriptor(writer))
        descendant["/W"] = generic.ArrayObject([generic.NumberObject(0), _numbers(self.widths)])
        font = _named(names, Subtype="/Type0", Encoding="/Identity-H")
        font["/DescendantFonts"] = generic.ArrayObject([writer.add_object(descendant)])
        to_unicode = generic.StreamObject(stream_data=self.to_unicode())
        to_unicode.compress()
        font["/ToUnicode"] = writer.add_object(to_unicode)
        return writer.add_object(font)

    def _descriptor(self, writer: BasePdfFileWriter) -> generic.DictionaryObject:
        made = _named({"/Type": "/FontDescriptor", "/FontName": f"/{self.name}"})
        program = generic.StreamObject(
            {
                generic.NameObject("/Filter"): generic.NameObject("/FlateDecode"),
                generic.NameObject("/Length1"): generic.NumberObject(self.length),
            },
            encoded_data=self.program,
        )
        made["/FontFile2"] = writer.add_object(program)
        made["/FontBBox"] = _numbers(self.box)
        every = (1 << len(self.widths)) - 1 << -len(self.widths) % 8
        held = generic.StreamObject(stream_data=every.to_bytes((len(self.widths) + 7) // 8, "big"))
        made["/CIDSet"] = writer.add_object(held)  # PDF/A-1 asks for it (ISO 19005-1, 6.3.5)
        # ISO 32000-2, table 121: bit 2 serif, bit 3 symbolic (codes of no standard encoding), bit 7 italic.
        numbers = {
            "/Flags": 0b110 | (0b1000000 if self.is_italic else 0),
            "/Ascent": self.ascent,
            "/Descent": self.descent,
            "/CapHeight": 662,  # of Times and its twins
            "/ItalicAngle": -16 if self.is_italic else 0,
            "/StemV": 140 if self.is_bold else 84,
        }
        for key, value in numbers.items():
            made[key] = generic.NumberObject(value)
        return made


@lru_cache(maxsize=_MOST_CUTS)
def _cut(letters: str, face: Face) -> FontCut:
    font = ttLib.TTFont(font_file(face))
    glyphs = font.getBestCmap()
    options = subset.Options(layout_closure=False, hinting=False, notdef_outline=True)
    options.drop_tables += list(_NOT_FOR_PDF)
    cutter = subset.Subsetter(options=options)
    cutter.populate(glyphs=[glyphs[ord(letter)] for letter in letters])
    cutter.subset(font)
    scale_upem(font, UNITS_PER_EM)
    stream = io.BytesIO()
    font.save(stream)
    program, order, head = stream.getvalue(), font.getGlyphOrder(), font["head"]
    number = {glyph: code for code, glyph in enumerate(order)}
    return FontCut(
        name=f"{_prefix(letters)}+{font_file(face).stem}",
        program=zlib.compress(program, 9),
        length=len(program),
        codes={letter: number[glyphs[ord(letter)]] for letter in letters},
        widths=tuple(font["hmtx"][glyph][0] for glyph in order),
        ascent=font["hhea"].ascent,
        descent=font["hhea"].descent,
        box=(head.xMin, head.yMin, head.xMax, head.yMax),
        is_bold="Bold" in face.value,
        is_italic="Italic" in face.value,
    )


def cut_for(text: str, face: Face = Face.REGULAR) -> FontCut:
    """The letters of `text` and all figures, cut out of the font; made once a process for the same letters.

    Figures are always in it, so that texts that differ by a number or a time share one cut.

    Raises `SigningRefused` when the font is not installed or lacks a letter.
    """
    letters = "".join(sorted({*unicodedata.normalize("NFC", text), *"0123456789 "} - {"\n"}))
    absent = lacking(letters, face)
    if absent:
        named = ", ".join(f"U+{ord(letter):04X}" for letter in absent)
        raise SigningRefused(
            f"{font_file(face).name} lacks {named}",
            remedy_vi=f"Phông chữ không có ký tự {named}. Hãy bỏ ký tự đó khỏi dòng chữ cần in.",
            remedy_en=f"The font has no {named}. Leave that character out of the text.",
        )
    return _cut(letters, face)


@cache
def font_file(face: Face = Face.REGULAR) -> Path:
    """The file of the font; raises `SigningRefused` with the line to type when none is installed."""
    for family in FAMILIES:
        for file in _files_named(f"{family}-{face.value}.ttf"):
            if _holds_vietnamese(file):
                return file
    raise SigningRefused(
        f"no {' or '.join(FAMILIES)} {face.value} with every Vietnamese letter is installed",
        remedy_vi=f"Thiếu phông chữ Tinos để in chữ lên văn bản. Hãy chạy: {INSTALL}",
        remedy_en=f"The font Tinos is missing, with which text is printed. Run: {INSTALL}",
    )


def _files_named(name: str) -> list[Path]:
    found = [file for folder in FOLDERS if folder.is_dir() for file in sorted(folder.rglob(name))]
    return found or _listed(name)


def _listed(name: str) -> list[Path]:
    """Fonts in folders of fontconfig's own settings."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    answer = subprocess.run(
        [program, "--format", "%{file}\n"], capture_output=True, text=True, check=False, timeout=60
    )
    return [Path(line) for line in sorted(answer.stdout.splitlines()) if Path(line).name == name]


def _holds_vietnamese(file: Path) -> bool:
    with ttLib.TTFont(file, lazy=True) as font:
        return all(ord(letter) in font.getBestCmap() for letter in VIETNAMESE)


@cache
def _advances(face: Face) -> Mapping[int, float]:
    """Advance of each letter in thousandths of an em."""
    with ttLib.TTFont(font_file(face), lazy=True) as font:
        per_em = UNITS_PER_EM / font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        return {code: advances[glyph][0] * per_em for code, glyph in font.getBestCmap().items()}


def _prefix(letters: str) -> str:
    digest = hashlib.sha256(letters.encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _named(entries: Mapping[str, str], **more: str) -> generic.DictionaryObject:
    both = {**entries, **{f"/{key}": value for key, value in more.items()}}
    return generic.DictionaryObject(
        {generic.NameObject(key): generic.NameObject(value) for key, value in both.items()}
    )


def _numbers(values: tuple[int, ...]) -> generic.ArrayObject:
    return generic.ArrayObject([generic.NumberObject(value) for value in values])


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
