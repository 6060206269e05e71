"""Which pages have phrases near each other: read from the texts of the newest pages that have them at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from portal.catalogue.gin.asking import Asked
from portal.catalogue.gin.blocks import Blocks
from portal.catalogue.wanted import Column, Nearby, Phrase, SqlValue

MOST_LOOKED_AT = 200
"""Pages whose text is read for one question, 40 to 150 µs each. Where more have all the words, an older page
with the words near each other stands among those that have them anywhere."""

Rows = Callable[[str, list[SqlValue]], list[tuple[object, ...]]]


def near(asked: Asked, blocks: Iterable[Blocks], rows: Rows) -> Iterator[list[int]]:
    """Pages that answer, the last added first, block by block."""
    left = MOST_LOOKED_AT
    for some in blocks:
        sql, parameters = asked.sql(selected(asked), some)
        found = rows(f"{sql} ORDER BY w.id DESC LIMIT %s", [*parameters, left])
        yield kept(asked, found)
        left -= len(found)
        if left <= 0:
            return


def selected(asked: Asked) -> str:
    """What `kept` is to be given of each page: its number and the texts in which words are to stand near."""
    return ", ".join(("w.id", *(f"w.{one}" for one in _columns(asked))))


def kept(asked: Asked, found: Iterable[tuple[object, ...]]) -> list[int]:
    """The numbers of those pages that have the words near each other."""
    columns = _columns(asked)
    return [
        int(str(number))
        for number, *texts in found
        if all(is_near(str(texts[columns.index(part.phrases[0].column)]), part) for part in asked.near)
    ]


def _columns(asked: Asked) -> tuple[Column, ...]:
    return tuple(dict.fromkeys(part.phrases[0].column for part in asked.near))


def is_near(text: str, wanted: Nearby) -> bool:
    """Whether each phrase has a place with at most so many words from the first's end to the last."""
    words = text.split(" ")
    spans = [list(_places(words, phrase)) for phrase in wanted.phrases]
    if not all(spans):
        return False
    return any(_is_near(start, spans, wanted.apart) for places in spans for start, _ in places)


def _is_near(start: int, spans: Sequence[Sequence[tuple[int, int]]], apart: int) -> bool:
    first_end, last_start = 1 << 60, 0
    for places in spans:
        at = bisect_left(places, (start, 0))
        if at == len(places):
            return False
        last_start, first_end = max(last_start, places[at][0]), min(first_end, places[at][1])
    return last_start - first_end <= apart


def _places(words: Sequence[str], phrase: Phrase) -> Iterator[tuple[int, int]]:
    size = len(phrase.words)
    if size == 1 and phrase.is_prefix:
        yield from ((at, at + 1) for at, word in enumerate(words) if word.startswith(phrase.words[0]))
        return
    at = -1
    try:
        while True:
            at = words.index(phrase.words[0], at + 1)
            if size == 1 or _goes_on(words[at : at + size], phrase):
                yield at, at + size
    except ValueError:
        return


def _goes_on(here: Sequence[str], phrase: Phrase) -> bool:
    if len(here) < len(phrase.words) or list(here[:-1]) != list(phrase.words[:-1]):
        return False
    return here[-1].startswith(phrase.words[-1]) if phrase.is_prefix else here[-1] == phrase.words[-1]
