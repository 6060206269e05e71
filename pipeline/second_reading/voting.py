"""Chooses between readings spot by spot, and says where the choice was not clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.confidence import FIRST, Surroundings, comparable, likelihood
from pipeline.ocr import LineRead
from pipeline.spots import Heard, Spot, spots_of
from records import Box, Word

DISAGREEMENT = "disagreement"
CLEAR = 0.9
"""A choice less likely than this between readings that differ is marked."""
WORTH_A_MENTION = 0.02
"""A reading less likely than this is not kept beside the chosen one."""
SURELY_THERE = 0.6
"""What the first reading did not see must be this likely to be added, and what it saw this unlikely to be
dropped: nobody can check a word that is gone."""
FEWER_WORDS = 0.5
"""A reading that runs together what the first one parted must be this likely: below it both are mostly wrong,
and the cells of a table had better stay apart."""
SHORT = 3
"""Letters; only noise of so few is dropped."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was settled on at one spot."""

    text: str
    confidence: float
    way: str
    """Whose reading it is; the first one's where several agree."""
    other: str
    """The likeliest of the readings that differ; empty when all agree."""


def voted(line: LineRead, others: Mapping[str, Sequence[Heard]], around: Surroundings) -> list[Word]:
    """The words of one line once its readings are weighed against each other."""
    if not line.words and not any(others.values()):
        return []
    first = [Heard(word.text, word.confidence, word.box.x0, word.box.x1) for word in line.words]
    by_place = {(word.box.x0, word.box.x1, word.text): word for word in line.words}
    out: list[Word] = []
    for spot in spots_of({FIRST: first, **others}):
        choice = chosen(spot, around)
        seen = [by_place[word.left, word.right, word.text] for word in spot.readings[FIRST]]
        out += _words(choice, spot, seen, line)
    return out


def chosen(spot: Spot, around: Surroundings) -> Choice:
    """The likeliest reading of a spot; the first one's spelling where others agree with it."""
    ways = [FIRST, *(way for way in spot.readings if way != FIRST)]
    texts = {comparable(spot.text(way)): way for way in reversed(ways)}
    offers = sorted(
        ((likelihood(spot, spot.text(way), around), ways.index(way), way) for way in texts.values()),
        key=lambda offer: (-offer[0], offer[1]),
    )
    best = next((offer for offer in offers if _may_stand(offer, spot)), offers[0])
    rivals = [offer for offer in offers if offer is not best and offer[0] >= WORTH_A_MENTION]
    other = next((spot.text(way) for _, _, way in rivals if spot.text(way)), "")
    return Choice(spot.text(best[2]), best[0], best[2], other)


def _may_stand(offer: tuple[float, int, str], spot: Spot) -> bool:
    """Whether this reading may be taken: words appear and vanish only for good reasons."""
    sure, _, way = offer
    said, seen = spot.text(way), spot.text(FIRST)
    if not said:
        is_dust = len(seen) <= SHORT and not any(map(str.isdigit, seen))
        return not seen or (sure >= SURELY_THERE and is_dust)
    if len(spot.readings[way]) < len(spot.readings[FIRST]):
        return sure >= FEWER_WORDS
    return bool(seen) or sure >= SURELY_THERE


def _words(choice: Choice, spot: Spot, seen: Sequence[Word], line: LineRead) -> list[Word]:
    if not choice.text:
        # What nobody but one weak reading saw, and what the vote takes for dust.
        return []
    heard = spot.readings[choice.way]
    remark = DISAGREEMENT if choice.other and choice.confidence < CLEAR else ""
    if len(heard) == len(seen):
        words = [replace(word, text=one.text) for word, one in zip(seen, heard, strict=True)]
    else:
        words = [_placed(one, seen, line) for one in heard]
    return [
        replace(word, confidence=choice.confidence, remark=word.remark or remark, other=choice.other)
        for word in words
    ]


def _placed(heard: Heard, seen: Sequence[Word], line: LineRead) -> Word:
    """A word that the first reading divided otherwise, or did not see: as high as its neighbours."""
    beside = seen or line.words
    top = median(word.box.y0 for word in beside) if beside else line.picture.top
    height = median(word.box.height for word in beside) if beside else line.picture.picture.shape[0]
    base = next((word.baseline for word in beside if word.baseline is not None), None)
    return Word(
        heard.text,
        Box(heard.left, top, heard.right, top + height),
        heard.confidence,
        line.picture.line,
        line.picture.block,
        None if base is None else base.between(heard.left, heard.right),
    )
