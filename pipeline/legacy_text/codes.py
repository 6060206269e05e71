"""The codes of Vietnamese before Unicode, and text in them turned into Unicode.

A PDF hands out the text of such a font as Western letters (Windows-1252) or, from fonts with a symbol map,
as private characters U+F020 to U+F0FF. Both lead back to the byte, and the byte to the letter.

TCVN3 is VN3 of TCVN 5712:1993 ("ABC"), with the capitals that its superset VN2 adds; VNI is VNI for Windows
(VNI Software); VISCII is RFC 1456; VPS is that of the Vietnamese Professionals Society; 1258 is Microsoft's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from classifiers.syllables import is_syllable


class Code(StrEnum):
    """How a font numbers its letters."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"
    VPS = "vps"
    VISCII = "viscii"
    WINDOWS_1258 = "windows-1258"


@dataclass(frozen=True, slots=True)
class FontCode:
    """How a font is read."""

    code: Code = Code.UNICODE
    shows_capitals: bool = False
    """True of fonts that draw capitals at the codes of small letters: `.VnTimeH`."""


def in_unicode(text: str, font: FontCode) -> tuple[str, bool]:
    """`text` of a font as it shows, in NFC, and whether each of its letters is known to the font's code."""
    if font.code is Code.UNICODE:
        return unicodedata.normalize("NFC", text), True
    raw = "".join(_western(letter) for letter in text)
    turned, is_sure = _vni(raw) if font.code is Code.VNI else _by_letters(raw, _TABLES[font.code])
    turned = unicodedata.normalize("NFC", turned)
    if font.code is Code.TCVN3 and "-" in turned:
        turned = _with_horned_u(turned)
    return (turned.upper() if font.shows_capitals else turned), is_sure


def _western(letter: str) -> str:
    """The character at the letter's byte in Windows-1252, whichever way the PDF wrote it."""
    number = ord(letter)
    if 0xF020 <= number <= 0xF0FF:
        number -= 0xF000
    if number < 0x100:
        return bytes([number]).decode("cp1252", "replace") if 0x80 <= number not in _GAPS else chr(number)
    return letter


_GAPS = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
"""Bytes that Windows-1252 leaves free."""


def _table(first: int, letters: str) -> dict[str, str]:
    """Letters at the bytes from `first` on; `_` where there is none."""
    return {
        _western(chr(first + step)): letter for step, letter in enumerate(letters.split()) if letter != "_"
    }


_TCVN3 = {
    "\xa0": " ",
    **_table(0xA1, "Ă Â Ê Ô Ơ Ư Đ ă â ê ô ơ ư đ Ằ"),
    **_table(0xB5, "à ả ã á ạ Ẳ ằ ẳ ẵ ắ Ẵ"),
    **_table(0xC0, "Ắ Ầ Ẩ Ẫ Ấ Ề ặ ầ ẩ ẫ ấ ậ è Ể ẻ ẽ"),
    **_table(0xD0, "é ẹ ề ể ễ ế ệ ì ỉ Ễ Ế Ồ ĩ í ị ò"),
    **_table(0xE0, "Ổ ỏ õ ó ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ù"),
    **_table(0xF0, "Ỗ ủ ũ ú ụ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ Ố"),
}
_VISCII = {
    **_table(0x80, "Ạ Ắ Ằ Ặ Ấ Ầ Ẩ Ậ Ẽ Ẹ Ế Ề Ể Ễ Ệ Ố"),
    **_table(0x90, "Ồ Ổ Ỗ Ộ Ợ Ớ Ờ Ở Ị Ỏ Ọ Ỉ Ủ Ũ Ụ Ỳ"),
    **_table(0xA0, "Õ ắ ằ ặ ấ ầ ẩ ậ ẽ ẹ ế ề ể ễ ệ ố"),
    **_table(0xB0, "ồ ổ ỗ Ỡ Ơ ộ ờ ở ị Ự Ứ Ừ Ử ơ ớ Ư"),
    **_table(0xC0, "À Á Â Ã Ả Ă ẳ ẵ È É Ê Ẻ Ì Í Ĩ ỳ"),
    **_table(0xD0, "Đ ứ Ò Ó Ô ạ ỷ ừ ử Ù Ú ỹ ỵ Ý ỡ ư"),
    **_table(0xE0, "à á â ã ả ă ữ ẫ è é ê ẻ ì í ĩ ỉ"),
    **_table(0xF0, "đ ự ò ó ô õ ỏ ọ ụ ù ú ũ ủ ý ợ Ữ"),
}
_VPS = {
    **_table(0x80, "À Ả Ã Ấ Ầ Ẩ ọ ỗ Ă ế ề ể ệ Ắ Ằ Ẳ"),
    **_table(0x90, "Ế _ _ Ề Ể Ễ Ố Ồ Ổ Ỗ ý ỷ ỵ Ớ Ờ Ở"),
    **_table(0xA1, "ắ ằ ẳ ẵ ặ Ỡ ớ Ù ờ ở ỡ Ũ Ứ ợ Ừ"),
    **_table(0xB0, "ổ Ử Ỳ Ỹ Í Ì ộ Ỉ Ĩ Ó ử ữ Ò Ỏ Õ ự"),
    **_table(0xC0, "ầ Á Â ấ ẩ ẫ ậ đ ẻ É Ê ẹ ỉ ễ ị ỹ"),
    **_table(0xD0, "Ư Ủ ồ ố Ô ỏ ơ È ừ ứ Ú ũ ư Ý Ẻ _"),
    **_table(0xE0, "à á â ã ả ạ ă _ è é ê ẽ ì í _ ĩ"),
    **_table(0xF0, "_ Đ ò ó ô õ _ Ơ ụ ù ú ủ _ Ỷ Ẽ ỳ"),
}
_WINDOWS_1258 = {
    _western(chr(byte)): bytes([byte]).decode("cp1258")
    for byte in (*range(0xC0, 0x100),)
    if bytes([byte]).decode("cp1258", "ignore")
}
_TABLES: Mapping[Code, Mapping[str, str]] = {
    Code.TCVN3: _TCVN3,
    Code.VISCII: _VISCII,
    Code.VPS: _VPS,
    Code.WINDOWS_1258: _WINDOWS_1258,
}

_SIGNS = frozenset("‘’“”–—…•†‡‰€‹›™«»§°±·×÷©®²³\u00ad")
"""Signs that Windows fonts keep at their places where the code has no letter there."""


def _by_letters(raw: str, table: Mapping[str, str]) -> tuple[str, bool]:
    out: list[str] = []
    is_sure = True
    for letter in raw:
        turned = letter if letter.isascii() else table.get(letter)
        is_sure &= turned is not None or letter in _SIGNS
        out.append(letter if turned is None else turned)
    return "".join(out), is_sure


_HYPHENED = re.compile(r"(?<!\d)([^\W\d_]*)-([^\W\d_]*)")


def _with_horned_u(text: str) -> str:
    """The text with ư for hyphens that make a syllable with the letters around them: `tr-ờng`.

    The byte of ư in TCVN3, 0xAD, is a second hyphen in the encoding that PDF gives Western fonts (ISO
    32000-1, annex D.2), so both come out as hyphens.
    """
    at = 0
    while (found := _HYPHENED.search(text, at)) is not None:
        before, after = found.groups()
        is_letter = bool(before or after) and is_syllable(f"{before}ư{after}")
        dash = found.start() + len(before)
        text = f"{text[:dash]}ư{text[dash + 1 :]}" if is_letter else text
        at = found.start() if is_letter else dash + 1
    return text


_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    **dict(zip("øùûõï", (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT), strict=True)),
    "â": _HAT,
    **dict(zip("àáåãä", (_HAT + tone for tone in (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)), strict=True)),
    "ê": _BREVE,
    **dict(zip("èéúüë", (_BREVE + tone for tone in (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)), strict=True)),
}
"""Written after the letter that bears them; capitals of the same codes after capitals."""
_VNI_LETTERS = dict(zip("ñôöæóòíìî", "đơưỉĩịíìỵ", strict=True))
_PLAIN, _HATTED, _BREVED = "aeouyôö", "aeo", "a"
_VNI_LETTER = re.compile(
    f"[{_PLAIN}{_PLAIN.upper()}][øùûõïØÙÛÕÏ]"
    f"|[{_HATTED}{_HATTED.upper()}][âàáåãäÂÀÁÅÃÄ]"
    f"|[{_BREVED}{_BREVED.upper()}][êèéúüëÊÈÉÚÜË]"
    "|."
)


def _vni(raw: str) -> tuple[str, bool]:
    out: list[str] = []
    is_sure = True
    for found in _VNI_LETTER.findall(raw):
        letter, mark = found[0], found[1:]
        small = letter.lower()
        turned = _VNI_LETTERS.get(small, small)
        is_sure &= letter.isascii() or small in _VNI_LETTERS or letter in _SIGNS
        out.append(
            (turned.upper() if letter.isupper() else turned) + (_VNI_MARKS[mark.lower()] if mark else "")
        )
    return "".join(out), is_sure
