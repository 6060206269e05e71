"""An earlier revision of a file, as pyHanko sees it, without walking through fonts that nobody changed.

To judge what came after a signature pyHanko first lists every path from the trailer to every object of the
signed revision, by every page: for a letter in four embedded fonts most of that is their tables of widths,
50 ms of processor time, though only paths to objects that were changed later are ever asked for. A font from
which no changed object can be reached has no such path and is passed by.

What can be reached is read from the bytes by a scanner that knows no more of the format than fonts need. At
anything else (comments, escapes, object streams, other generations) it gives up, and pyHanko walks.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver

_MOST_BYTES = 1 << 16
"""Of a dictionary or array that is scanned; font tables take some kilobytes."""
_MOST_OBJECTS = 64
"""Of one font; more are left to pyHanko."""
_HEADER = re.compile(rb"(\d{1,10}) 0 obj(?=[ \n\r<\[])")
_TOKEN = re.compile(
    rb"[ \t\n\r\f]*(<<|>>|\[|\]|/[A-Za-z0-9+.,_-]*|\([A-Za-z0-9 ._+-]*\)|<[0-9A-Fa-f]*>|[A-Za-z0-9+.-]+)"
)
_PLAIN = re.compile(rb"[+-]?[0-9]*\.?[0-9]*|true|false|null")
_CLOSING = {b"<<": b">>", b"[": b"]"}


class QuickResolver(HistoricalResolver):
    """Answers as pyHanko's does for every object that was changed after this revision."""

    def __init__(self, reader: Any, revision: int) -> None:
        super().__init__(reader, revision)
        self._is_listing_paths = False
        self._is_aside: dict[generic.Reference, bool] = {}

    def _load_reverse_xref_cache(self) -> None:
        self._is_listing_paths = True
        try:
            super()._load_reverse_xref_cache()  # type: ignore[no-untyped-call]
        finally:
            self._is_listing_paths = False

    def __call__(self, ref: generic.Reference) -> Any:
        """The object; while paths are listed, nothing in place of an unchanged font."""
        if self._is_listing_paths and ref not in self.cache and self._stands_aside(ref):
            return generic.NullObject()
        return super().__call__(ref)

    def _stands_aside(self, ref: generic.Reference) -> bool:
        known = self._is_aside.get(ref)
        if known is None:
            known = self._is_aside[ref] = self._is_unchanged_font(ref)
        return known

    def _is_unchanged_font(self, ref: generic.Reference) -> bool:
        """Whether it is a font, and neither it nor anything that it leads to was changed later."""
        seen: set[int] = set()
        waiting = [ref.idnum]
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            found = self._scanned(generic.Reference(number, 0, self.reader))
            if found is None or len(seen) > _MOST_OBJECTS:
                return False
            references, is_font = found
            if number == ref.idnum and (ref.generation or not is_font):
                return False
            waiting += references
        return True

    def _scanned(self, ref: generic.Reference) -> tuple[list[int], bool] | None:
        """What an unchanged object refers to and whether it is a font; `None` where that cannot be said."""
        entries = self.reader.xrefs
        try:
            if entries.get_last_change(ref) > self.revision:
                return None
        except KeyError:
            return None
        offset = entries.get_historical_ref(ref, self.revision)
        return scan(self.reader.stream, offset, ref.idnum) if isinstance(offset, int) else None


def scan(stream: BinaryIO, offset: int, number: int) -> tuple[list[int], bool] | None:
    """Numbers of the objects to which the dictionary or array at `offset` refers, and whether it is a font.

    `None` for what holds anything but plain names, numbers, strings and references of generation 0.
    """
    stream.seek(offset)
    window = stream.read(_MOST_BYTES)
    header = _HEADER.match(window)
    if header is None or int(header[1]) != number:
        return None
    tokens = _tokens(window, header.end())
    references = _references(tokens)
    return None if references is None else (references, (b"/Type", b"/Font") in pairwise(tokens))


def _tokens(window: bytes, at: int) -> list[bytes]:
    """The object's tokens; none where it is not whole, not well formed or not plain."""
    tokens: list[bytes] = []
    closing: list[bytes] = []
    while found := _TOKEN.match(window, at):
        at, token = found.end(), found[1]
        if token in _CLOSING and (closing or not tokens):
            closing.append(_CLOSING[token])
        elif not closing:
            return tokens if token in {b"endobj", b"stream"} else []
        elif token in {b">>", b"]"} and closing.pop() != token:
            return []
        tokens.append(token)
    return []


def _references(tokens: list[bytes]) -> list[int] | None:
    """`None` where something stands that is no value that fonts have."""
    found = []
    for place, token in enumerate(tokens):
        if token == b"R":
            number, generation = tokens[place - 2 : place] if place > 1 else (b"", b"")
            if generation != b"0" or not number.isdigit():
                return None
            found.append(int(number))
        elif token[:1] not in b"/(<>[]" and not _PLAIN.fullmatch(token):
            return None
    return found if tokens else None
