"""Finds who signs on a page: lines of authority and position, and the full name some centimetres below.

Decree 30/2020, Appendix I, part I, section II, point 7: authority and position in bold capitals on the
right half beside "Nơi nhận", then room for the signature, then the full name. Minutes and joint papers have
two such columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from signing.appearance.measures import points
from signing.appearance.paper import PageWord
from signing.appearance.shown_page import Rectangle

_GAP = 1.6
"""Parts two pieces of a line: a space of justified text is under one letter height."""
_STACKED = 2.4
"""Lines of one block stand no further apart, in line heights from foot to head."""
_COLUMN = points(28)
"""Middles of position and name differ by less than this: they are centred, in scans a little off."""
_NEAREST, _FARTHEST = points(9), points(75)
"""From the position's foot to the name's head."""
_PREFIX = re.compile(r"^(T\s?/?\s?M|K\s?/?\s?T|T\s?/?\s?L|TUQ|Q)\s?\.")
"""Thay mặt, ký thay, thừa lệnh, thừa ủy quyền, quyền (Art. 13)."""
_OFFICES = "|".join(
    (
        "CHU TICH|PHO CHU TICH|CHU TOA|CHU TRI|CHU NHIEM|PHO CHU NHIEM|CHU HO|GIAM DOC|PHO GIAM DOC",
        "TONG GIAM DOC|BO TRUONG|THU TRUONG|BI THU|PHO BI THU|THU TUONG|PHO THU TUONG|THU KY|THU QUY",
        "HIEU TRUONG|PHO HIEU TRUONG|CUC TRUONG|PHO CUC TRUONG|CHI CUC TRUONG|PHO CHI CUC TRUONG",
        "TONG CUC TRUONG|VU TRUONG|PHO VU TRUONG|VIEN TRUONG|PHO VIEN TRUONG|DOI TRUONG|PHO DOI TRUONG",
        "TRAM TRUONG|KE TOAN TRUONG|CHI HUY TRUONG|HAT TRUONG|DOAN TRUONG|HOI TRUONG|TO TRUONG|THON TRUONG",
        "TRUONG PHONG|PHO TRUONG PHONG|TRUONG BAN|PHO TRUONG BAN|TRUONG CONG AN|PHO TRUONG CONG AN",
        "TRUONG THON|TRUONG KHOA|TRUONG DOAN|TRUONG TRAM|TRUONG TO|TRUONG AP|TRUONG KHU|TRUONG BO PHAN",
        "TRUONG TIEU BAN|CHANH VAN PHONG|PHO CHANH VAN PHONG|CHANH THANH TRA|PHO CHANH THANH TRA|CHANH AN",
        "PHO CHANH AN|CONG CHUC|CAN BO|CHUYEN VIEN|VIEN CHUC|NGUOI KY|NGUOI LAP|NGUOI GHI|NGUOI VIET",
        "NGUOI DAI DIEN|NGUOI NHAN|NGUOI GIAO|NGUOI LAM CHUNG|NGUOI CHU TRI|NGUOI DUNG DAU|DAI DIEN",
        "THAM PHAN|KIEM SAT VIEN|THANH TRA VIEN|CHAP HANH VIEN|UY VIEN|LANH DAO|BAN GIAM DOC|HOI DONG",
        "UY BAN NHAN DAN",
    )
).split("|")
"""How lines of position begin."""
_ALIKE = 84
"""Of 100: one letter of seven read wrong."""
_RANK = re.compile(
    r"^(?:(?:GS|PGS|TS|THS|BS|CKI{1,2}|KS|CN|LS|DS|NGND|NGUT|ThS|Ths|TSKH|Dr|Ông|Bà|Đại tướng|Thượng tướng|"
    r"Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|Trung úy|Thiếu úy)[. ]\s?)+"
)
"""Ranks and degrees that may stand before a name (point 7 c)."""
_SPOILED = frozenset(".,;:/()")
"""Marks that no name holds."""
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
"""What a certificate may say behind a name: an office, or that it is a trial."""
_ASIDE = re.compile(r"^\(.*\)?$|^.*\)$")
"""What stands in brackets under a position: "(Ký, ghi rõ họ tên)"."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together on one line."""

    text: str
    box: Rectangle

    @property
    def middle(self) -> float:
        """Across the page."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def height(self) -> float:
        """Of its letters."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class SignerLines:
    """A place to sign as the page words it."""

    page: int
    position: Rectangle
    """All lines of authority and position, and what stands in brackets below them."""
    name: Rectangle | None
    """The full name; `None` when only the position is printed."""
    full_name: str = ""
    is_beside_recipients: bool = False
    """Whether "Nơi nhận" stands at its left, as on papers with one signer."""

    @property
    def middle(self) -> float:
        """The column's, halfway between the middles of position and name."""
        middles = [(box[0] + box[2]) / 2 for box in (self.position, self.name) if box is not None]
        return sum(middles) / len(middles)


def pieces_of(words: Iterable[PageWord]) -> list[Piece]:
    """The words of one page as pieces of lines, from the top down."""
    lines: list[list[PageWord]] = []
    for word in sorted(words, key=lambda word: -_level(word.box)):
        for line in reversed(lines[-4:]):
            if _same_line(line[-1].box, word.box):
                line.append(word)
                break
        else:
            lines.append([word])
    return [piece for line in lines for piece in _parted(sorted(line, key=lambda word: word.box[0]))]


def signers_of(page: int, words: Sequence[PageWord], width: float) -> list[SignerLines]:
    """Every place to sign on a page, from right to left; `width` is the page's in points.

    Positions without a name count only on a page where no position has one.
    """
    pieces = pieces_of(words)
    recipients = [piece for piece in pieces if folded(piece.text).startswith("NOI NHAN")]
    found = []
    for block in _position_blocks(pieces):
        position = _around(piece.box for piece in block)
        name = _name_below(position, block, pieces)
        beside = any(
            piece.box[2] < position[0] and abs(piece.box[3] - position[3]) < points(20)
            for piece in recipients
        )
        on_the_right = (position[0] + position[2]) / 2 > width * 0.45
        if name is not None or (beside and on_the_right):
            found.append(
                SignerLines(
                    page,
                    position,
                    name.box if name else None,
                    name.text if name else "",
                    beside and on_the_right,
                )
            )
    named = [signer for signer in found if signer.name is not None]
    return sorted(named or found, key=lambda signer: -signer.middle)


def folded(text: str) -> str:
    """Capitals without marks, single spaces: for comparing what is read badly."""
    bare = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).split())


def is_same_person(certificate: str, printed: str) -> bool:
    """Whether a certificate's name is the printed one, but for a title before it and lost marks."""
    a, b = (folded(_RANK.sub("", _IN_BRACKETS.sub("", name))) for name in (certificate, printed))
    return bool(a and b) and (a == b or f" {a}".endswith(f" {b}") or f" {b}".endswith(f" {a}"))


def _position_blocks(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Stacked lines of authority and position, the lowest last."""
    blocks: list[list[Piece]] = []
    for piece in pieces:
        block = next((block for block in blocks if _is_under(block[-1], piece)), None)
        if block is not None and (_is_capitals(piece.text) or _ASIDE.match(piece.text)):
            block.append(piece)
        elif _is_position(piece.text):
            blocks.append([piece])
    return blocks


def _is_position(text: str) -> bool:
    if not _is_capitals(text):
        return False
    plain = folded(text)
    return bool(_PREFIX.match(plain)) or any(
        fuzz.ratio(plain[: len(office)], office) >= _ALIKE for office in _OFFICES
    )


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 2 and sum(letter.isupper() for letter in letters) >= 0.85 * len(letters)


def _is_under(above: Piece, piece: Piece) -> bool:
    gap = above.box[1] - piece.box[3]
    return abs(above.middle - piece.middle) < _COLUMN and -above.height < gap < _STACKED * above.height


def _name_below(position: Rectangle, block: Sequence[Piece], pieces: Sequence[Piece]) -> Piece | None:
    """The first words under the position in its column, when they are a name and leave room to sign."""
    middle = (position[0] + position[2]) / 2
    under = [
        piece
        for piece in pieces
        if piece not in block
        and piece.box[3] < position[1] + 1
        and abs(piece.middle - middle) < _COLUMN
        and position[1] - piece.box[3] < _FARTHEST
    ]
    for piece in under:
        if _is_name(piece.text):
            return piece if position[1] - piece.box[3] >= _NEAREST else None
        if len(piece.text) > 3:  # shorter ones are specks that a recogniser read
            return None
    return None


def _is_name(text: str) -> bool:
    """Two to seven words with great initials and nothing but letters; a recogniser may spoil one of them."""
    name = _RANK.sub("", text.strip(" .,;"))
    words = name.split()
    if not 2 <= len(words) <= 7 or _is_position(name) or not _SPOILED.isdisjoint(name):
        return False
    letters = sum(letter.isalpha() for letter in name)
    great = sum(word[0].isupper() for word in words)
    return letters >= 0.85 * len(name.replace(" ", "")) and great >= len(words) - (len(words) > 2)


def _level(box: Rectangle) -> float:
    return (box[1] + box[3]) / 2


def _same_line(a: Rectangle, b: Rectangle) -> bool:
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return shared > 0.5 * min(a[3] - a[1], b[3] - b[1])


def _parted(line: Sequence[PageWord]) -> list[Piece]:
    pieces: list[list[PageWord]] = []
    for word in line:
        height = word.box[3] - word.box[1]
        if pieces and word.box[0] - pieces[-1][-1].box[2] < _GAP * max(height, 8):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [
        Piece(" ".join(word.text for word in words), _around(word.box for word in words)) for words in pieces
    ]


def _around(boxes: Iterable[Rectangle]) -> Rectangle:
    every = list(boxes)
    return (
        min(box[0] for box in every),
        min(box[1] for box in every),
        max(box[2] for box in every),
        max(box[3] for box in every),
    )
