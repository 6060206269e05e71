"""Finds the two files of a stack that a scanner without a duplex unit took in two goes.

Pairs are made by name ("Tập 3 trước.pdf", "Tập 3 sau.pdf") in a folder `hai mặt`, and by order in a folder
`hai tệp` within it, where scanners name files by themselves. Both files must have the same number of pages;
where that does not hold, or more than one answer is possible, all wait and say why. Pure.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.catalogue.folding import fold, words_of
from portal.intake.folder_wishes import holds_two_files, is_two_sided

ALONE_VI = {
    "front": "Đang chờ tệp mặt sau của “{name}”: hãy thả tệp mặt sau, {pages} trang, vào cùng thư mục.",
    "back": "Đang chờ tệp mặt trước của “{name}”: hãy thả tệp mặt trước, {pages} trang, vào cùng thư mục.",
    "either": "Đang chờ tệp thứ hai của tập quét hai lượt “{name}” ({pages} trang).",
}
UNEVEN_VI = (
    "Chưa ghép được hai mặt: “{name}” có {pages} trang, {others}. Hai tệp phải có cùng số trang; "
    "hãy quét lại mặt bị thiếu (kể cả mặt trắng) rồi thả vào cùng thư mục."
)
SEVERAL_VI = (
    "Chưa ghép được hai mặt: có nhiều tệp cùng có thể là mặt kia của “{name}”. "
    "Hãy đặt tên từng cặp, ví dụ “Tập 1 trước” và “Tập 1 sau”."
)
GIVEN_BACK_VI = (
    "Không ghép được hai mặt trong {minutes:.0f} phút nên tệp được trả lại, không mất gì. {why} "
    "Thả lại cả hai tệp cùng lúc; tệp đã đủ hai mặt thì bỏ chữ “trước”, “sau” khỏi tên."
)


class Side(StrEnum):
    """Which sides of the sheets a file holds."""

    FRONT = "front"
    BACK = "back"
    EITHER = "either"
    """One of two files whose names do not say: the first that came has the fronts."""


_SIDES = {"trước": Side.FRONT, "truoc": Side.FRONT, "sau": Side.BACK}
"""As words are spelt, not folded: the name Sáu would be the word sau."""


@dataclass(frozen=True, slots=True)
class Half:
    """A file that waits for its other side."""

    file_id: int
    """Grows in the order of receipt."""
    name: str
    folder: str
    side: Side
    page_count: int

    @property
    def stack(self) -> str:
        """What its name says besides the side: the same for both files."""
        return _told_by(self.name)[1]


@dataclass(frozen=True, slots=True)
class Matched:
    """Which files belong together, and why the others wait."""

    pairs: tuple[tuple[int, int], ...] = ()
    """File of front sides, file of back sides."""
    waiting: Mapping[int, str] = field(default_factory=dict)
    """File to the reason in Vietnamese."""


def side_of(folder: str, name: str) -> Side | None:
    """Which sides a file in this folder below the inbox holds; `None` for a file that is whole."""
    if not is_two_sided(folder):
        return None
    side, _ = _told_by(name)
    return side or (Side.EITHER if holds_two_files(folder) else None)


def _told_by(name: str) -> tuple[Side | None, str]:
    """The side that a file's name tells, and the rest of the name, folded."""
    stem = unicodedata.normalize("NFC", name.rpartition(".")[0] or name)
    words = [word for word in words_of(stem) if fold(word) != "mat"]
    for word, rest in ((words[-1], words[:-1]), (words[0], words[1:])) if words else ():
        if word in _SIDES:
            return _SIDES[word], fold(" ".join(rest))
    return None, fold(" ".join(words))


def match(halves: Iterable[Half]) -> Matched:
    """Pairs the halves that fit together beyond doubt."""
    stacks: dict[tuple[str, str], list[Half]] = defaultdict(list)
    for half in sorted(halves, key=lambda half: half.file_id):
        by_order = half.side is Side.EITHER
        stacks[half.folder, "" if by_order else f"={half.stack}"].append(half)
    pairs: list[tuple[int, int]] = []
    waiting: dict[int, str] = {}
    for stack in stacks.values():
        found = list(_by_order(stack) if stack[0].side is Side.EITHER else _by_name(stack))
        pairs += [(front.file_id, back.file_id) for front, back in found]
        paired = {half.file_id for pair in found for half in pair}
        rest = [half for half in stack if half.file_id not in paired]
        waiting.update((half.file_id, _why(half, rest)) for half in rest)
    return Matched(tuple(pairs), waiting)


def _by_name(stack: Sequence[Half]) -> Iterator[tuple[Half, Half]]:
    for count in sorted({half.page_count for half in stack}):
        fronts = [half for half in stack if half.page_count == count and half.side is Side.FRONT]
        backs = [half for half in stack if half.page_count == count and half.side is Side.BACK]
        if len(fronts) == len(backs) == 1:
            yield fronts[0], backs[0]


def _by_order(stack: Sequence[Half]) -> Iterator[tuple[Half, Half]]:
    """The first with the second, the third with the fourth; where two do not fit, none after them is sure."""
    for front, back in zip(stack[::2], stack[1::2], strict=False):
        if front.page_count != back.page_count:
            return
        yield front, back


def _why(half: Half, rest: Sequence[Half]) -> str:
    others = [other for other in rest if other is not half and _may_pair(half, other)]
    told = {"name": half.name, "pages": half.page_count}
    if not others:
        return ALONE_VI[half.side].format(**told)
    if any(other.page_count == half.page_count for other in others):
        return SEVERAL_VI.format(**told)
    listed = ", ".join(f"“{other.name}” có {other.page_count} trang" for other in others[:3])
    return UNEVEN_VI.format(others=listed, **told)


def _may_pair(half: Half, other: Half) -> bool:
    return half.side is Side.EITHER or half.side is not other.side
