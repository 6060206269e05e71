"""Finds the unit that a piece of an address names, among the units of one parent only.

The cost of a match counts what was misread: one for a mark, two for a letter, more for another kind of unit.
Names of one province are often a letter apart, so every unit that is nearly as near is given too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from classifiers.places.pieces import UNREAD, Piece, is_unit_word_misread
from classifiers.places.units import Pool, Unit, folded_of, key_of

MARGIN = 2
"""Costs closer than a letter leave the reader in doubt."""
_LEVELS = (
    frozenset({"Tỉnh", "Thành phố"}),
    frozenset({"Huyện", "Quận", "Thị xã", "Thành phố"}),
    frozenset({"Xã", "Phường", "Thị trấn", "Đặc khu"}),
)
# What a unit may have been before it grew; papers keep the old word.
_GREW = {
    "Phường": {"Xã", "Thị trấn"},
    "Thị trấn": {"Xã"},
    "Đặc khu": {"Huyện"},
    "Thị xã": {"Huyện"},
    "Quận": {"Huyện", "Thị xã", "Thành phố"},
    "Thành phố": {"Huyện", "Thị xã", "Tỉnh"},
}
_GROWN, _OTHER_KIND = 1, 3
# Short forms that are no misreading; folded name to folded name.
_ALIASES = {
    "hcm": "hochiminh",
    "tphcm": "hochiminh",
    "brvt": "bariavungtau",
    "thuathienhue": "hue",
    "tthue": "hue",
    "daclac": "daklak",
    "dacnong": "daknong",
}
SHORTEST_PEELED = 3
"""Letters that a name must have to be found at the end of a piece without a comma before it."""
_NUMBER = re.compile(r"\b\d+\b")


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that a piece may name."""

    unit: Unit
    cost: int
    """0 when it is printed as the list has it."""
    name: str = ""
    """As read, without the unit word."""
    kind: str = ""
    """The unit word as read, in its full form; empty where none is printed."""

    @property
    def is_other_kind(self) -> bool:
        """Whether the paper says xã and the list phường, or the like."""
        return _differs(self.kind, self.unit.kind)


def take(pieces: tuple[Piece, ...], pool: Pool) -> list[tuple[Match, tuple[Piece, ...]]]:
    """The units that the last piece may name, likeliest first, each with the pieces that are left.

    Where the whole piece names none, its last words are tried: the comma may have been lost.
    """
    if not pieces or not pool:
        return []
    *before, last = pieces
    rest = tuple(before)
    if whole := match(last, pool):
        return [(found, rest) for found in whole]
    return _peeled(rest, last, pool)


def match(piece: Piece, pool: Pool) -> list[Match]:
    """The units that the piece as a whole may name, likeliest first; several when they are nearly as near."""
    found = [exact for way in piece.readings for exact in _exact(way, pool)]
    if all(one.kind == UNREAD for one in found) and not piece.is_detail:
        # Behind a unit word that is sure, only the name is compared: "tỉnh Tĩnh" is not Ninh Bình.
        ways = piece.readings[:1] if piece.kind else piece.readings
        found += [near for way in ways for near in _near(way, pool)]
    found.sort(key=lambda one: one.cost)
    return [one for one in found if one.cost < found[0].cost + MARGIN]


def _exact(way: tuple[str, str], pool: Pool) -> list[Match]:
    kind, name = way
    if kind and not _same_level(kind, pool.kinds):
        return []
    key = str(int(name)) if name.isdecimal() and len(name) < 4 else key_of(name)  # "Phường 04"
    alias = _ALIASES.get(folded_of(name))
    named = [unit for unit in pool if unit.folded == alias] if alias else pool.by_key.get(key, ())
    return [Match(unit, _kind_cost(kind, unit.kind), name, kind) for unit in named]


def _near(way: tuple[str, str], pool: Pool) -> list[Match]:
    """Units whose names differ by one or two letters, or by marks alone."""
    kind, name = way
    if kind and not _same_level(kind, pool.kinds):
        return []
    folded, key, numbers = folded_of(name), key_of(name), _NUMBER.findall(name)
    limit = 0 if len(folded) < 4 else 1 if len(folded) < 6 else 2
    if not folded or folded.isdecimal():
        return []
    near = process.extract(folded, pool.folded, scorer=Levenshtein.distance, score_cutoff=limit, limit=8)
    return [
        Match(unit, _cost(key, unit, int(letters)) + _kind_cost(kind, unit.kind), name, kind)
        for _, letters, at in near
        if _NUMBER.findall((unit := pool[at]).name) == numbers
    ]


def _cost(key: str, unit: Unit, letters: int) -> int:
    """Edits with marks and edits without: a mark counts one, a letter two.

    A name printed without any mark says nothing about marks: all of them count one together.
    """
    if key.isascii():
        return 2 * letters + int(not unit.key.isascii())
    edits = int(Levenshtein.distance(key, unit.key))
    return letters + (edits if letters else min(edits, 3))


def _peeled(rest: tuple[Piece, ...], last: Piece, pool: Pool) -> list[tuple[Match, tuple[Piece, ...]]]:
    for space in re.finditer(r"\s+", last.text):
        smaller, larger = last.parted(space.end())
        if len(larger.text) < SHORTEST_PEELED:
            break
        if space.end() <= last.name_start:  # "huyện Tiên Du" is no commune Tiên Du behind something else
            continue
        found = [exact for way in larger.readings for exact in _exact(way, pool)]
        # A longer name may end so: "Thôn Phú Lâm" is no commune Phú Lâm, "phường Trường Vinh" no Vinh.
        doubt = MARGIN + 1 if (smaller.is_detail or smaller.kind) and not larger.kind else 0
        if found:
            left = rest if is_unit_word_misread(smaller) else (*rest, smaller)
            return [(replace(one, cost=one.cost + doubt), left) for one in found]
    return []


def _same_level(kind: str, kinds: frozenset[str]) -> bool:
    return kind == UNREAD or any(kind in level and kinds <= level for level in _LEVELS)


def _differs(read: str, listed: str) -> bool:
    return bool(read) and read not in {listed, UNREAD}


def _kind_cost(read: str, listed: str) -> int:
    if read == UNREAD:  # it may have been the name's first word
        return _GROWN
    if not _differs(read, listed):
        return 0
    return _GROWN if read in _GREW.get(listed, ()) else _OTHER_KIND
