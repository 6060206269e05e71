"""Finds fonts that hold every Vietnamese letter, and loads them at any size.

Decree 30/2020 asks for Times New Roman; Tinos has the same widths and every Vietnamese letter, and is
free. Where it is missing, another serif is taken, and where there is none the error says what to install:
a font without stacked marks would draw boxes and teach the classifier nonsense.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from records.errors import HosoError

PREFERRED = {
    "serif": ("Tinos", "Liberation Serif", "Times New Roman", "DejaVu Serif", "Noto Serif"),
    "sans": ("Arimo", "Liberation Sans", "Arial", "DejaVu Sans", "Noto Sans"),
    "mono": ("Cousine", "Liberation Mono", "Courier New", "DejaVu Sans Mono", "Noto Sans Mono"),
}
HAND = ("Patrick Hand", "Dancing Script", "Mali", "Itim", "Sriracha")
"""Free faces that look handwritten and whose newer editions hold every Vietnamese letter; none is packaged by
Debian 12 with all of them, so a slanted serif stands in where none is installed."""
STYLES = {
    (False, False): ("Regular", "Book", "Roman"),
    (True, False): ("Bold",),
    (False, True): ("Italic", "Oblique"),
    (True, True): ("Bold Italic", "Bold Oblique"),
}
VIETNAMESE = "ĂÂĐÊÔƠƯăâđêôơưÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬỀỂỄẾỆỒỔỖỐỘỜỞỠỚỢỪỬỮỨỰỲỶỸÝỴàảãáạằẳẵắặầẩẫấậềểễếệồổỗốộờởỡớợừửữứựỳỷỹýỵ"
INSTALL = "apt-get install fonts-croscore fontconfig"


@cache
def installed() -> dict[str, dict[str, Path]]:
    """Fonts whose fontconfig coverage includes Vietnamese: family to style to file."""
    program = shutil.which("fc-list")
    if program is None:
        return _from_folders()
    listed = subprocess.run(
        [program, ":lang=vi", "--format", "%{family[0]}|%{style[0]}|%{file}\n"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    families: dict[str, dict[str, Path]] = {}
    for row in sorted(listed.stdout.splitlines()):
        family, style, file = row.split("|", 2)
        families.setdefault(family, {}).setdefault(style, Path(file))
    return families


def _from_folders() -> dict[str, dict[str, Path]]:
    """The same without fontconfig, by the file names of the font packages that are known to fit."""
    families: dict[str, dict[str, Path]] = {}
    for folder in (Path("/usr/share/fonts"), Path("/usr/local/share/fonts")):
        for file in sorted(folder.rglob("*.ttf")):
            family, _, style = file.stem.partition("-")
            if family in {"Tinos", "Arimo", "Cousine"}:
                families.setdefault(family, {})[style.replace("BoldItalic", "Bold Italic")] = file
    return families


@cache
def font_file(family: str, bold: bool, italic: bool) -> Path:
    """File of the first installed font of the kind (`serif`, `sans`, `mono`, `hand`), or of that family.

    Raises `HosoError` with the line to type when no font with Vietnamese letters is installed.
    """
    have = installed()
    if family == "hand":
        for name in HAND:
            if "Regular" in have.get(name, {}):
                return have[name]["Regular"]
        return font_file("serif", bold, italic=True)
    for name in (
        *PREFERRED.get(family, (family,)),
        *(name for names in PREFERRED.values() for name in names),
    ):
        for style in STYLES[bold, italic]:
            if style in have.get(name, {}):
                return have[name][style]
    raise HosoError(
        f"no {family} font with every Vietnamese letter is installed",
        remedy_vi=f"Thiếu phông chữ tiếng Việt. Hãy chạy: {INSTALL}",
        remedy_en=f"No font with Vietnamese letters was found. Run: {INSTALL}",
    )


@lru_cache(maxsize=256)  # sizes vary from word to word where a hand is drawn: 1.3 GB were held unbounded
def load(family: str, bold: bool, italic: bool, pixels: float) -> ImageFont.FreeTypeFont:
    """The font at `pixels` to the em, laid out by the plain engine: the same on every machine."""
    return ImageFont.truetype(
        str(font_file(family, bold, italic)), pixels, layout_engine=ImageFont.Layout.BASIC
    )


def lacks(file: Path, letters: str = VIETNAMESE) -> str:
    """Letters of `letters` that the font draws as its missing-glyph box."""
    font = ImageFont.truetype(str(file), 32, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(font.getmask("\uffff"))
    return "".join(letter for letter in letters if bytes(font.getmask(letter)) == box)


MEASURING_PIXELS = 200.0


@cache
def width_in_ems(text: str, family: str, bold: bool, italic: bool) -> float:
    """Advance width of `text` in ems, measured large so that hinting hardly counts."""
    return float(load(family, bold, italic, MEASURING_PIXELS).getlength(text)) / MEASURING_PIXELS
