"""What stands around words that may be a printed label: it tells one from the same words in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.extraction.finding import text_of
from classifiers.extraction.folding import fold
from classifiers.extraction.lines import COLUMN_GAP
from records import Word

SHORT = 5
"""Labels of at most this many folded letters must be exact: one letter off is another word."""
LONG_FIGURE = 9
"""Figures of the shortest personal number: behind "số" at the front of a line they are one."""
ITEM_MARK = re.compile(
    r"^(?:[IVX]{1,4}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/]?$|^\[\d{1,2}[a-z]?(?:\.\d)?\]$|^[-–+*•]$|^\W+$"
)
"""Also `[04]`: tax forms number their blanks so (TT 80/2021/TT-BTC)."""
UNITS = frozenset({"xa", "phuong", "thitran", "huyen", "quan", "thixa", "thanhpho", "tinh"})
"""Labels that are words of every address too: without a colon they are part of one."""
BRACKETED = re.compile(r"^\s*\([^():]*\)\s*[:;]")
"""An explanation between a label and its colon: `Tên hộ kinh doanh (ghi bằng chữ in hoa):`."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a match: enough to tell a label from the same words inside a sentence."""

    label: str
    found: str
    """The words on the label's first line that the match covers."""
    at: Word
    """The word in which the match begins."""
    before: Sequence[Word]
    rest: str
    """What is glued to the match's last word."""
    behind: Sequence[Word]

    @property
    def read(self) -> str:
        return self.at.text

    @property
    def has_colon(self) -> bool:
        """Whether a colon follows, perhaps behind an explanation in brackets."""
        if self.rest.lstrip(")").startswith((":", ";")):
            return True
        if not self.rest.strip(").,") and self.behind and self.behind[0].text[:1] in ":;":
            return True
        return bool(self.behind) and BRACKETED.match(f"{self.rest} {text_of(self.behind)}") is not None

    @property
    def opens(self) -> bool:
        """Whether the match opens its line or the cell in which it stands, an item mark before it aside."""
        return len(self.in_cell) <= 2 and all(ITEM_MARK.match(word.text) for word in self.in_cell)

    @property
    def in_cell(self) -> Sequence[Word]:
        """The words between white and the match; small words go on with a sentence, its blank is white."""
        if not self.label[:1].isupper() or len(fold(self.label)) <= SHORT:
            return self.before
        words = (*self.before, self.at)
        starts = [
            index
            for index in range(1, len(words))
            if words[index].box.x0 - words[index - 1].box.x1 > COLUMN_GAP * words[index].box.height
        ]
        return self.before[max(starts, default=0) :]

    @property
    def stands_inside(self) -> bool:
        """Whether the type writes the label in small letters, as print does behind another value."""
        # One word alone, such as "phường", is a word of addresses too.
        is_long = len(fold(self.label)) > SHORT and len(self.label.split()) >= 2
        # "số CCCD" is small print too.
        return (self.label[:1].islower() and is_long) or self.follows_number

    @property
    def follows_number(self) -> bool:
        """Whether it is a small word between a number, or its empty blank, and who gave it: `12/GBT do`."""
        is_word = self.label.islower() and self.read.strip(",.") == self.label and not self.rest.strip(",.")
        before = self.before[-1].text if self.before else ""
        return is_word and (any(map(str.isdigit, before)) or before.endswith((":", "…", "..")))

    @property
    def is_sentence(self) -> bool:
        """Whether these are the same words inside a sentence: no colon, not first, small for capital."""
        if self.opens or not self.label[:1].isupper() or not self.read[:1].islower():
            return False
        return not self.has_colon or self._ends_phrase

    @property
    def _ends_phrase(self) -> bool:
        """Whether a small word leads into the words: `Đất trồng cây lâu năm: 20,5 m²` names no trees."""
        before = self.before[-1].text
        return before.isalpha() and before.islower()

    @property
    def is_title(self) -> bool:
        """Whether the words are in capitals and the label is not: `SỔ HỘ KHẨU` is no `Hồ sơ hộ khẩu số`."""
        return len(self.label.split()) > 1 and not self.label.isupper() and self.found.isupper()

    @property
    def is_capital_word(self) -> bool:
        """Whether a label of one word in small letters was found in capitals."""
        is_word = " " not in self.label and len(fold(self.label)) > SHORT
        return is_word and not self.label.isupper() and self.found.isupper()

    @property
    def is_small_print(self) -> bool:
        """Whether a heading's words open a sentence: `Bên A ủy quyền cho Bên B nộp hồ sơ`."""
        is_heading = self.label.isupper() and not self.found.isupper()
        return is_heading and not self.has_colon and bool(self.behind)

    @property
    def is_longer_label(self) -> bool:
        """Whether a longer label begins so that is not of this type: `Địa chỉ thường trú:`."""
        if self.has_colon or not self.opens or self.before:
            return False
        return _colon_later(self.rest, self.behind)

    @property
    def is_mere_word(self) -> bool:
        """Whether a short label is only a word: neither colon nor figure behind it, or in small letters."""
        if fold(self.label) in UNITS:
            return not self.has_colon
        if len(fold(self.label)) > SHORT or self.follows_number:
            return False
        figure = self.rest if any(map(str.isdigit, self.rest)) else self.behind[0].text if self.behind else ""
        if not self.has_colon and not self.opens and not any(map(str.isdigit, figure)):
            return True
        is_number = self.label.isupper() and self.opens and len(figure) >= LONG_FIGURE and figure.isdigit()
        # The small capitals of old identity cards are read as small letters: "số 148000571".
        return self.label[:1].isupper() and not is_number and not self.read.lstrip("([\"'-–+")[:1].isupper()


def _colon_later(rest: str, following: Sequence[Word]) -> bool:
    """Whether a colon stands one to three small words behind: `Địa chỉ` in `Địa chỉ thường trú:`."""
    near = [rest, *(word.text for word in following[:3])]
    for index, text in enumerate(near):
        if ":" in text:
            return index > 0 and all(part.islower() for part in near[1:index]) and text.rstrip(":").islower()
    return False
