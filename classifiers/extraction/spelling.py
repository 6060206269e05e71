"""Marks lost in recognition, mended by the document's own spelling and by official phrases.

"TỈNH QUANG NGAÃI" in a letterhead stands three lines above "Quảng Ngãi, ngày". A word that was read
unsurely takes the marks that the same letters carry, beside the same neighbour, elsewhere in the document.
Only marks, letter case and a doubled letter are ever touched, so a name can lose no syllable; names of
persons and numbers are not mended at all. What was read is kept in `as_read`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from classifiers.extraction.folding import fold
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.office_words import (
    EITHER_PHRASES,
    FORM_PHRASES,
    OFFICIAL_PHRASES,
    PLACE_PHRASES,
    PROVINCES,
)
from classifiers.validators import land_use
from records import Word

UNSURE_BELOW = 0.965
"""Chance of being right under which a word is easily mended; right words of clean pages lie above it."""
PRINTED = 0.9995
"""Confidence that no recognised word has, only a file's own text: such words are never mended."""
_DOUBLED = re.compile(r"([a-z])\1+")
OFFICIAL_WEIGHT = 3.0
"""An official phrase counts as much as three sure readings in the document."""
EITHER_TIMES = 20
"""How often a phrase counts that may be either of two: more than the lists hold it, so that none wins."""

Pair = tuple[str, str]


Pairs = Mapping[Pair, Mapping[Pair, float]]


def _pairs_of(phrases: Iterable[str]) -> Pairs:
    """Each pair of neighbours with its weight, the more the more phrases hold it."""
    pairs: dict[Pair, dict[Pair, float]] = defaultdict(lambda: defaultdict(float))
    for phrase in phrases:
        for left, right in pairwise(phrase.lower().replace(",", "").split()):
            pairs[_key(left), _key(right)][left, right] += OFFICIAL_WEIGHT
    return pairs


@lru_cache(maxsize=1)
def _official_pairs() -> Pairs:
    return _pairs_of((*OFFICIAL_PHRASES, *PROVINCES))


@lru_cache(maxsize=1)
def _form_pairs() -> Pairs:
    # Provinces are left out: a hamlet of the same letters is another place.
    names = (*land_use.CODES.values(), *land_use.OTHER_NAMES)
    either = EITHER_PHRASES * EITHER_TIMES
    return _pairs_of((*OFFICIAL_PHRASES, *FORM_PHRASES, *names, *either))


class Spelling:
    """How a document writes each pair of neighbouring words, weighted by recognition confidence."""

    def __init__(self, lines: Iterable[VisualLine], official: Pairs | None = None) -> None:
        self._official = _official_pairs() if official is None else official
        self._pairs: dict[Pair, dict[Pair, float]] = defaultdict(lambda: defaultdict(float))
        for line in lines:
            told = [(text := bare(word.text), _key(text), word.confidence) for word in line.words]
            for (left, left_key, left_sure), (right, right_key, right_sure) in pairwise(told):
                if left_key and right_key:
                    weight = min(left_sure, right_sure)
                    self._pairs[left_key, right_key][left, right] += weight * weight

    def mend(self, words: Sequence[Word]) -> tuple[list[str], frozenset[int]]:
        """The words' texts with marks put right, and the indices of those that were changed or confirmed."""
        texts = [word.text for word in words]
        settled: set[int] = set()
        for index in range(len(words) - 1):
            pair = words[index : index + 2]
            least = min(word.confidence for word in pair)
            written = bare(words[index].text), bare(words[index + 1].text)
            best = self._best(written, strongly=least >= UNSURE_BELOW) if least < PRINTED else None
            if best is None:
                continue
            for at in (index, index + 1):
                if words[at].confidence < PRINTED:
                    texts[at] = _respell(texts[at], best[at - index])
                if words[at].confidence < UNSURE_BELOW:
                    settled.add(at)
        return texts, frozenset(settled)

    def repeats(self, words: Sequence[Word]) -> tuple[int, int]:
        """How many pairs of neighbours stand elsewhere in the document too: written alike, and otherwise.

        A name that stands twice and is read alike twice is hardly misread.
        """
        alike = otherwise = 0
        for left, right in pairwise(words):
            written = bare(left.text), bare(right.text)
            votes = self._pairs.get((_key(written[0]), _key(written[1])), {})
            own = min(left.confidence, right.confidence) ** 2
            alike += votes.get(written, 0.0) > 1.5 * own
            otherwise += any(pair != written and weight > 0.25 for pair, weight in votes.items())
        return alike, otherwise

    def _best(self, written: Pair, *, strongly: bool) -> Pair | None:
        """The spelling that clearly outweighs the others for these letters; `None` when none does."""
        key = _key(written[0]), _key(written[1])
        votes: dict[Pair, float] = defaultdict(float)
        for source in (self._pairs.get(key, {}), self._official.get(key, {})):
            for pair, weight in source.items():
                votes[pair] += weight
        if not votes:
            return None
        best = max(votes, key=lambda pair: votes[pair])
        rivals = sum(votes.values()) - votes[best]
        needed, times = (OFFICIAL_WEIGHT, 3.0) if strongly else (1.5, 2.0)
        return best if votes[best] >= needed and votes[best] >= times * rivals else None


@lru_cache(maxsize=1)
def of_forms() -> Spelling:
    """The spelling of what is usually written into forms, whatever else the document says.

    A name that the document writes in two ways, such as Quí and Quý, may be two persons': its own spelling
    mends its head, never its blanks.
    """
    return Spelling((), _form_pairs())


@lru_cache(maxsize=1)
def of_places() -> Spelling:
    """The spelling of usual words in addresses; of names none."""
    return Spelling((), _pairs_of(PLACE_PHRASES))


@lru_cache(maxsize=16384)
def _key(text: str) -> str:
    """Folded letters, doubled ones once: stacked marks are often read as a second letter ("NGAÃI")."""
    return _DOUBLED.sub(r"\1", fold(text))


def bare(text: str) -> str:
    """A word in lower case without the signs around it."""
    return text.lower().strip(".,;:!?()[]“”\"'…-–_/|`^~‘’*")


def _respell(text: str, wanted: str) -> str:
    """`text` with its letters written as `wanted`, in its own letter case and with its own signs around."""
    core = bare(text)
    at = text.lower().find(core)
    if not core or at < 0 or len(text.lower()) != len(text):
        return text
    found = text[at : at + len(core)]
    if found.isupper() and (len(found) > 1 or len(wanted) == 1):
        shaped = wanted.upper()
    elif found[:1].isupper():
        shaped = wanted[:1].upper() + wanted[1:]
    else:
        shaped = wanted
    return text[:at] + shaped + text[at + len(core) :]
