"""Born-digital pages set in fonts from before Unicode: they show Vietnamese and store Western letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageFont

from pipeline.legacy_text import Code, FontCode, in_unicode
from tests.pipeline.written import FONTS

POINTS = 13


@dataclass(frozen=True)
class Run:
    """Text in one font, side by side with the runs before it on its line."""

    text: str
    name: str = ".VnTime"
    code: Code = Code.TCVN3
    shows_capitals: bool = False
    stores: str = "western"
    """What the file says that is written: `western` letters, `private` ones (U+F0xx), `unicode`, or
    `first_used`, letters from A on in the order of their first use; `nothing`: the font is only named."""


def in_old_code(text: str, run: Run) -> list[tuple[str, str]]:
    """(stored letter, shown text) for each code that `text` is written with."""
    font = FontCode(run.code, run.shows_capitals)
    return [(stored, shown) for letter in text for stored, shown in _codes_of(letter, font)]


def _codes_of(letter: str, font: FontCode) -> Iterator[tuple[str, str]]:
    known = _inverse(font)
    if letter.isascii():
        yield (letter.lower() if font.shows_capitals else letter), letter
    elif letter in known:
        stored = known[letter]
        if len(stored) == 1:
            yield stored, letter
        else:
            marks = "".join(
                mark for mark in unicodedata.normalize("NFD", letter) if unicodedata.combining(mark)
            )
            yield stored[0], letter if stored[0] not in "aeouyAEOUY" else stored[0]
            yield stored[1], marks[-1]
    else:
        raise ValueError(letter)


@cache
def _inverse(font: FontCode) -> dict[str, str]:
    """Each Vietnamese letter to the one or two codes that give it."""
    western = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)]
    found = {in_unicode(letter, font)[0]: letter for letter in western if in_unicode(letter, font)[1]}
    if font.code is Code.VNI:
        for base in "aeouyôöAEOUYÔÖ":
            for mark in "øùûõïâàáåãäêèéúüë":
                turned, is_sure = in_unicode(base + (mark if base.islower() else mark.upper()), font)
                if is_sure and len(turned) == 1:
                    found.setdefault(turned, base + (mark if base.islower() else mark.upper()))
    return found


def old_pdf(path: Path, lines: Sequence[Sequence[Run]]) -> Path:
    """A page of `lines`; each font is embedded whole and says of its codes what old programs say."""
    pdf = pikepdf.new()
    fonts: dict[tuple[str, Code, bool, str], tuple[str, dict[int, tuple[str, str]]]] = {}
    content: list[str] = []
    for row, line in enumerate(lines):
        x = 72.0
        for run in line:
            key = (run.name, run.code, run.shows_capitals, run.stores)
            label, codes = fonts.setdefault(key, (f"F{len(fonts)}", {}))
            written = bytearray()
            for stored, shown in in_old_code(run.text, run):
                code = _code_for(codes, stored, shown)
                written.append(code)
            content.append(
                f"BT /{label} {POINTS} Tf {x:.2f} {760 - 22 * row} Td <{bytes(written).hex()}> Tj ET"
            )
            x += _width(run.text)
    resources = {f"/{label}": _font(pdf, key[0], codes, key[3]) for key, (label, codes) in fonts.items()}
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, 595, 842],
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(resources)),
        Contents=pdf.make_indirect(pikepdf.Stream(pdf, "\n".join(content).encode())),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.save(path)
    return path


def _code_for(codes: dict[int, tuple[str, str]], stored: str, shown: str) -> int:
    """The byte under which the letter is written; that of the old code wherever it can be."""
    byte = (
        stored.encode("cp1252")[0] if stored not in {"\x81", "\x8d", "\x8f", "\x90", "\x9d"} else ord(stored)
    )
    codes[byte] = (stored, shown)
    return byte


@cache
def _face() -> ImageFont.FreeTypeFont:
    path = next((path for path in FONTS if path.is_file()), None)
    if path is None:
        pytest.skip("needs a serif font: apt-get install fonts-croscore")
    return ImageFont.truetype(str(path), 1000)


def _width(text: str) -> float:
    return _face().getlength(text) * POINTS / 1000


def _font(pdf: pikepdf.Pdf, name: str, codes: dict[int, tuple[str, str]], stores: str) -> pikepdf.Object:
    """A simple TrueType font whose codes draw what is shown and map to what is stored."""
    if stores == "nothing":
        return _named_font(name)
    face = _face()
    widths = []
    differences: list[object] = []
    for code in range(32, 256):
        shown = codes.get(code, ("", ""))[1]
        is_mark = bool(shown) and unicodedata.combining(shown) != 0
        widths.append(0 if is_mark or not shown else round(face.getlength(shown)))
        if shown:
            differences += [code, pikepdf.Name(f"/uni{ord(shown):04X}")]
    program = pikepdf.Stream(pdf, Path(str(face.path)).read_bytes())
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(f"/{name}"),
        Flags=32,
        FontBBox=[-200, -300, 1200, 1000],
        ItalicAngle=0,
        Ascent=891,
        Descent=-216,
        CapHeight=662,
        StemV=80,
        FontFile2=pdf.make_indirect(program),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.TrueType,
            BaseFont=pikepdf.Name(f"/{name}"),
            FirstChar=32,
            LastChar=255,
            Widths=widths,
            FontDescriptor=pdf.make_indirect(descriptor),
            Encoding=pikepdf.Dictionary(
                Type=pikepdf.Name.Encoding,
                BaseEncoding=pikepdf.Name.WinAnsiEncoding,
                Differences=pikepdf.Array(differences),
            ),
            ToUnicode=pdf.make_indirect(pikepdf.Stream(pdf, _map(codes, stores))),
        )
    )


def _named_font(name: str) -> pikepdf.Object:
    """A font that is not in the file; viewers draw its codes as Western letters."""
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        BaseFont=pikepdf.Name(f"/{name}"),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def _map(codes: dict[int, tuple[str, str]], stores: str) -> bytes:
    """What the file says that each code means (ISO 32000-1, 9.10.3)."""
    rows = []
    for place, (code, (western, shown)) in enumerate(codes.items()):
        letter = {
            "unicode": shown,
            "private": chr(0xF000 + code),
            "western": western,
            "first_used": " " if shown == " " else chr(ord("A") + place % 26),
        }[stores]
        rows.append(f"<{code:02X}> <{letter.encode('utf-16-be').hex()}>")
    blocks = [rows[at : at + 90] for at in range(0, len(rows), 90)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Old def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{body}\nendcmap end end"
    ).encode()
