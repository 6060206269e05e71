"""Finds in one text what a query asked for, so that it can be shown: by letters, and by words on a page.

Only the few pages that are shown come here. What the index found by a phrase is marked as that phrase, not
wherever one of its words stands: in "nguyễn văn an" the "văn" of "văn bản" is no hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.catalogue.folding import Placed, Words, keyed, keys_of, placed
from portal.catalogue.query import Query, Term

SNIPPET_WORDS = 32
"""About two lines of a results page."""
_LEAD_WORDS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text that is shown as it is or marked."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words of a query stand among the words of a text."""

    spans: tuple[tuple[int, int], ...] = ()
    """First word and the one after the last, in order, none overlapping."""
    is_exact: bool = False
    """True when the marks are those that were typed."""


def find_in(words: Words, query: Query) -> Found:
    """The places of the query's words: as phrases where all stand together, else word by word.

    Exact marks are preferred to folded ones in each case. Where a word is missing, the others count.
    """
    for groups in (phrases_of(query.terms), query.terms):
        for is_exact in (True, False):
            spans = [list(_places(words, term, is_exact=is_exact)) for term in groups]
            if spans and all(spans):
                return Found(_merged(place for places in spans for place in places), is_exact)
    loose = [place for term in query.terms for place in _places(words, term, is_exact=False)]
    return Found(_merged(loose))


def phrases_of(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms with neighbouring plain words joined into phrases; quoted ones stay by themselves."""
    out: list[Term] = []
    for term in terms:
        last = out[-1] if out else None
        is_apart = last is None or last.is_quoted or term.is_quoted or last.is_prefix
        if last is None or is_apart or last.is_exact != term.is_exact:
            out.append(term)
        else:
            out[-1] = Term((*last.words, *term.words), is_prefix=term.is_prefix, is_exact=term.is_exact)
    return tuple(out)


def _places(words: Words, term: Term, *, is_exact: bool) -> Iterator[tuple[int, int]]:
    is_exact = is_exact or term.is_exact
    wanted = [keys_of(word)[0 if is_exact else 1] for word in term.words]
    keys = words.marked if is_exact else words.folded
    size = len(wanted)
    for start in _starts(keys, wanted[0], is_prefix=term.is_prefix and size == 1):
        here = keys[start : start + size]
        if here == wanted or (
            term.is_prefix
            and len(here) == size
            and here[:-1] == wanted[:-1]
            and here[-1].startswith(wanted[-1])
        ):
            yield start, start + size


def _starts(keys: Sequence[str], first: str, *, is_prefix: bool) -> Iterator[int]:
    if is_prefix:
        yield from (place for place, key in enumerate(keys) if key.startswith(first))
        return
    place = -1
    try:
        while True:
            place = keys.index(first, place + 1)
            yield place
    except ValueError:
        return


def _merged(places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def snippet(text: str, query: Query, parted: Placed | None = None) -> tuple[Part, ...]:
    """The passage of `text` that answers the query best, some 32 words, with the found words marked.

    `parted` are the words of `text` where somebody has them already.
    """
    words, places = parted or placed(text)
    if not places:
        return ()
    found = find_in(words, query)
    first = _best_start(found.spans)
    last = min(len(places), first + SNIPPET_WORDS)
    first = max(0, last - SNIPPET_WORDS) if last == len(places) else first
    begin = 0 if first == 0 else places[first][0]
    end = len(text) if last == len(places) else places[last - 1][1]
    parts = [Part("… ")] if begin > 0 else []
    at = begin
    for start, stop in found.spans:
        if start >= first and stop <= last:
            parts.append(Part(_flat(text[at : places[start][0]])))
            parts.append(Part(_flat(text[places[start][0] : places[stop - 1][1]]), is_hit=True))
            at = places[stop - 1][1]
    parts.append(Part(_flat(text[at:end])))
    if end < len(text):
        parts.append(Part(" …"))
    return tuple(part for part in parts if part.text)


def _best_start(spans: Sequence[tuple[int, int]]) -> int:
    """Where to begin so that the most found words fall into the passage."""
    best, best_words = 0, 0
    for index, (start, _) in enumerate(spans):
        within = [span for span in spans[index:] if span[1] <= start + SNIPPET_WORDS - _LEAD_WORDS]
        words = sum(stop - begin for begin, stop in within)
        if words > best_words:
            best, best_words = max(0, start - _LEAD_WORDS), words
    return best


def _flat(text: str) -> str:
    """One line, with the blank at either end kept so that marked and unmarked words do not run together."""
    flat = " ".join(text.split())
    if not flat:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{flat}{' ' if text[-1].isspace() else ''}"


def found_words(words: Sequence[str], query: Query) -> tuple[int, ...]:
    """Which of a page's words, by position, hold what the query asked for.

    A printed word may hold several words of a query, such as `15/QĐ-UBND`.
    """
    keys = [keyed(word) for word in words]
    marked = [key for one in keys for key in one.marked]
    folded = [key for one in keys for key in one.folded]
    owners = [position for position, one in enumerate(keys) for _ in one.marked]
    found = find_in(Words(marked, folded), query)
    return tuple(dict.fromkeys(owners[index] for start, end in found.spans for index in range(start, end)))
