"""Cuts a printed address into its pieces, small to large, each with the ways in which it names a unit.

Commas part pieces; where a paper or a recogniser left them out, unit words ("xã", "TP.") and dashes do. A
unit word counts only at the start of a piece: "Quang Tiến" holds "quan", "thị xã" holds "xã".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from classifiers.vietnamese import fold

LONG_KINDS = {
    "tinh": "Tỉnh",
    "thanh pho": "Thành phố",
    "quan": "Quận",
    "huyen": "Huyện",
    "thi xa": "Thị xã",
    "thi tran": "Thị trấn",
    "dac khu": "Đặc khu",
    "phuong": "Phường",
    "xa": "Xã",
}
SHORT_KINDS = {
    "tp": "Thành phố",
    "tx": "Thị xã",
    "tt": "Thị trấn",
    "t": "Tỉnh",
    "q": "Quận",
    "h": "Huyện",
    "p": "Phường",
    "f": "Phường",
    "x": "Xã",
}
# The range from À to Ỹ holds small letters and capitals by turns, so each is listed.
_CAPITAL = "".join(letter for code in range(0x41, 0x1F00) if (letter := chr(code)).isupper())
_SMALL = "".join(letter for code in range(0x61, 0x1F00) if (letter := chr(code)).islower())
_LONG = "|".join(LONG_KINDS)
_KIND = re.compile(
    rf"(?:(?P<long>{_LONG})(?:\s+|\s*[:.]\s*|(?=\d))"
    r"|(?P<two>tp|tx|tt|t\.\s?[pxt])\s+(?!\.)"
    r"|(?P<dotted>tp|t\.\s?p|tx|t\.\s?x|tt|t\.\s?t|[tqhpfx])\s*\.\s*"
    r"|(?P<one>[qpf])\s*(?=\d))(?=\S)"
)
# Where a comma was lost: a unit word in the middle with a capital or a figure behind it. "Tỉnh lộ" is a road.
_INNER = re.compile(
    rf"(?<=[\s.])(?:(?:[Tt]ỉnh|[Tt]hành [Pp]hố|[Qq]uận|[Hh]uyện|[Tt]hị [Xx]ã|[Tt]hị [Tt]rấn|[Đđ]ặc [Kk]hu"
    rf"|[Pp]hường|(?<![Tt]hị )[Xx]ã|T[PXpx]|[QHPX](?=\.))[. ]\s*)(?=[{_CAPITAL}0-9])"
    r"|(?<=\s)(?:TỈNH|THÀNH PHỐ|QUẬN|HUYỆN|THỊ XÃ|THỊ TRẤN|ĐẶC KHU|PHƯỜNG|(?<!THỊ )XÃ)\s+(?=\S)"
)
_COMMA = re.compile(rf"\s*[,;\n]\s*|(?<=[{_SMALL}]{{3}})\.\s+(?=[{_CAPITAL}])")
_DASH = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+")
# Names that hold a dash of their own, folded; all that the two lists have.
_DASHED = re.compile(
    r"ba ria\s*-\s*vung tau|phan rang\s*-\s*thap cham|thua thien\s*-\s*hue|van mieu\s*-\s*quoc tu giam"
    r"|phuong lien\s*-\s*trung tu|chan may\s*-\s*lang co"
    r"|(?:lam vien|xuan huong|cam ly|xuan truong|lang biang)\s*-\s*da lat"
)
_DETAIL = re.compile(
    r"(?:so|thon|xom|buon|plei|play|khom|khoi|khu|kp|to|tdp|duong|ngo|ngach|hem|can ho|chung cu|quoc lo|ql"
    r"|tinh lo|tl|benh vien|dai lo)\b|\d+(?!\d|[^\W\d_]{2})|[a-z]?\d+[/-]"
)
# Words that many names begin with once their marks are gone (Lạng, Trường, Phổ): with the right marks only.
_MARKED_DETAIL = re.compile(
    r"(?:ấp|bản|bon|làng|đội|phố|kiệt|tầng|t[oò][aà] nhà|trạm|cụm"
    r"|trường (?:tiểu|trung|mầm|mẫu|đại|cao|thcs|thpt))\b"
)
# A unit word that cannot be read: "xn Phú Lâm", "Tl. Sông Công".
_UNREAD_WORD = re.compile(rf"(?:[{_SMALL}]+[.,]?\s+|[{_CAPITAL}][{_SMALL}{_CAPITAL}]?\.\s*)(?=[{_CAPITAL}])")
_COUNTRY = re.compile(r"[\s,;.-]*(?:viet\s?nam|vn)\s*\.?$")
UNREAD = "?"
"""Kind of a piece whose unit word cannot be read."""
LONGEST = 400
"""Letters of an address that are looked at, from its end; no address is longer."""


@dataclass(frozen=True)
class Piece:
    """A part of the text between two commas."""

    text: str
    start: int
    """Where it begins in the whole text."""

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def readings(self) -> tuple[tuple[str, str], ...]:
        """Each way to take it: kind (empty when not said) and name; the whole as a name comes last."""
        kind, start = self._opening
        whole = ("", self.text)
        return ((kind, self.text[start:].strip()), whole) if start else (whole,)

    @property
    def name_start(self) -> int:
        """Where the name begins behind the unit word; 0 without one."""
        return self._opening[1]

    @cached_property
    def _opening(self) -> tuple[str, int]:
        if match := _KIND.match(self.folded):
            word = re.sub(r"[\s.]", "", match["dotted"] or match["two"] or match["one"] or "")
            return SHORT_KINDS[word] if word else LONG_KINDS[match["long"]], match.end()
        if misread := _misread_kind(self.folded, is_small=self.text[:1].islower()):
            return misread
        if unread := _UNREAD_WORD.match(self.text):
            return UNREAD, unread.end()
        return "", 0

    @property
    def kind(self) -> str:
        """The kind of unit that is printed, or nothing."""
        return "" if self.readings[0][0] == UNREAD else self.readings[0][0]

    @cached_property
    def is_detail(self) -> bool:
        """Whether it starts as house, street or hamlet do."""
        return bool(_DETAIL.match(self.folded) or _MARKED_DETAIL.match(self.text.lower()))

    def parted(self, at: int) -> tuple[Piece, Piece]:
        """Two pieces, the second from place `at` of this one's text."""
        return Piece(self.text[:at].strip(" .,-–"), self.start), Piece(self.text[at:], self.start + at)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of an address on one line, in their printed order; the name of the country is left out."""
    end = len(text)
    if country := _COUNTRY.search(fold(text)):
        end = country.start()
    found = _cut(Piece(text[:end], 0), _COMMA)
    found = [part for piece in found for part in _at_unit_words(piece)]
    if len(found) < 3:
        found = [part for piece in found for part in _at_dashes(piece)]
    return tuple(piece for piece in found if piece.text)


def _cut(piece: Piece, at: re.Pattern[str]) -> list[Piece]:
    parts, start = [], 0
    for match in at.finditer(piece.text):
        parts.append(_stripped(piece, start, match.start()))
        start = match.end()
    return [*parts, _stripped(piece, start, len(piece.text))]


def _stripped(piece: Piece, start: int, end: int) -> Piece:
    text = piece.text[start:end]
    left = len(text) - len(text.lstrip(" .:-–"))
    return Piece(text[left:].rstrip(" .:-–"), piece.start + start + left)


def _at_unit_words(piece: Piece) -> list[Piece]:
    bounds = [0]
    for match in _INNER.finditer(piece.text):
        start = match.start()
        before = piece.folded[:start].rstrip()
        word = before.rpartition(" ")[2]
        if piece.folded.startswith("xa", start) and Levenshtein.distance(word, "thi", score_cutoff=1) <= 1:
            start = len(before) - len(word)  # "thh xã" is a misread "thị xã"
        if start > bounds[-1]:
            bounds.append(start)
    return [_stripped(piece, start, end) for start, end in pairwise([*bounds, len(piece.text)])]


def _at_dashes(piece: Piece) -> list[Piece]:
    own = [range(match.start(), match.end()) for match in _DASHED.finditer(piece.folded)]
    parts, start = [], 0
    for match in _DASH.finditer(piece.text):
        if not any(match.start() in span for span in own):
            parts.append(_stripped(piece, start, match.start()))
            start = match.end()
    return [*parts, _stripped(piece, start, len(piece.text))]


def is_unit_word_misread(piece: Piece) -> bool:
    """Whether the piece is nothing but a unit word with a letter wrong, in capitals too: "TANH" of "TỈNH"."""
    return any(Levenshtein.distance(piece.folded, word, score_cutoff=1) <= 1 for word in LONG_KINDS)


def _misread_kind(folded: str, *, is_small: bool) -> tuple[str, int] | None:
    """A unit word with one letter misread, and its length with the space behind it.

    Short ones only in small letters: "Vinh Quang" is a name, "vỉnh Tây Ninh" is none.
    """
    shortest = 4 if is_small else 5
    words = folded.split(" ")
    for count in (2, 1):
        if len(words) > count:
            head = " ".join(words[:count])
            for word, kind in LONG_KINDS.items():
                if len(word) >= shortest and Levenshtein.distance(head, word, score_cutoff=1) <= 1:
                    return kind, len(head) + 1
    return None
