"""The faces that lines are drawn in: of Debian's font packages, those with every Vietnamese letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont

LETTERS = "ăâđêôơưĂÂĐÊÔƠƯàảãáạằẳẵắặầẩẫấậềểễếệồổỗốộờởỡớợừửữứựỳỷỹýỵÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬỀỂỄẾỆỒỔỖỐỘỜỞỠỚỢỪỬỮỨỰỲỶỸÝỴ"
TIMES_LIKE = ("Tinos", "Liberation Serif", "FreeSerif", "Doulos SIL", "Linux Libertine O", "Noto Serif")
SERIF = (
    "Charis SIL",
    "CMU Serif",
    "DejaVu Serif",
    "EB Garamond",
    "Gentium Plus",
    "Gentium Book Plus",
    "TeX Gyre Schola",
    "TeX Gyre Pagella",
    "TeX Gyre Bonum",
    "Vollkorn",
    "CMU Concrete",
    "Latin Modern Roman",
    "Junicode Two Beta",
    "Noto Serif Display",
    "Roboto Slab",
)
SANS = (
    "Arimo",
    "Arimo",
    "Liberation Sans",
    "DejaVu Sans",
    "FreeSans",
    "Noto Sans",
    "Open Sans",
    "Roboto",
    "Roboto Condensed",
    "TeX Gyre Heros",
    "TeX Gyre Heros Cn",
    "Linux Biolinum O",
    "Inter",
    "Lato",
    "CMU Bright",
    "CMU Sans Serif",
    "Latin Modern Sans",
    "TeX Gyre Adventor",
    "Noto Sans Display",
    "Andika",
    "Cantarell",
    "Manrope",
)
MONO = (
    "Cousine",
    "CMU Typewriter Text",
    "TeX Gyre Cursor",
    "Liberation Mono",
    "FreeMono",
    "Noto Mono",
    "Noto Sans Mono",
    "Latin Modern Mono",
    "JetBrains Mono",
)
UNSEEN = ("TeX Gyre Termes", "Carlito")
"""Kept for measuring: a face like Times, and one like Calibri. No line of training is drawn in them."""
STYLES = {
    (False, False): ("Regular", "Book", "Roman", "Medium", "12 Regular", "10 Regular"),
    (True, False): ("Bold", "Semibold", "10 Bold"),
    (False, True): ("Italic", "Oblique", "12 Italic", "10 Italic", "10 Oblique"),
    (True, True): (
        "Bold Italic",
        "Bold Oblique",
        "BoldItalic",
        "BoldOblique",
        "Semibold Italic",
        "10 Bold Italic",
    ),
}


@dataclass(frozen=True, slots=True)
class Face:
    """One family and the files of its styles, by (is bold, is italic)."""

    family: str
    files: dict[tuple[bool, bool], Path]

    def file(self, bold: bool, italic: bool) -> Path:
        """The file of the style, or of the plain one where the family lacks it."""
        return self.files.get((bold, italic)) or self.files[False, False]


def find_faces(folders: Sequence[Path]) -> dict[str, Face]:
    """Every family in the folders whose plain style holds all Vietnamese letters, by its name."""
    found: dict[str, dict[tuple[bool, bool], Path]] = {}
    wanted = {*TIMES_LIKE, *SERIF, *SANS, *MONO, *UNSEEN}
    for file in sorted(path for folder in folders for path in folder.rglob("*.[to]tf")):
        try:
            font = TTFont(file, lazy=True)
            letters = font.getBestCmap() or {}
        except (TTLibError, OSError):
            continue
        family = font["name"].getBestFamilyName() or ""
        style = font["name"].getBestSubFamilyName() or ""
        if family not in wanted or any(ord(letter) not in letters for letter in LETTERS):
            continue
        for look, names in STYLES.items():
            if style in names:
                found.setdefault(family, {}).setdefault(look, file)
    return {name: Face(name, files) for name, files in found.items() if (False, False) in files}


@lru_cache(maxsize=600)
def load(file: Path, pixels: int) -> ImageFont.FreeTypeFont:
    """The font at `pixels` to the em."""
    return ImageFont.truetype(str(file), pixels, layout_engine=ImageFont.Layout.BASIC)
