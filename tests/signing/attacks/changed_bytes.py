"""One byte of a signed file is another: where, chosen so that every region is hit, and to what."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.signing.attacks.forging import der_length, gaps

_MARKS = {
    "header": rb"%PDF-1",
    "stream": rb"stream\n",
    "table": rb"\nxref\n",
    "trailer": rb"trailer\n",
    "startxref": rb"startxref\n\d+",
    "end": rb"%%EOF",
    "byte range": rb"/ByteRange \[[\d ]+\]",
    "entries of a signature": rb"/Type /(?:Sig|DocTimeStamp)\n/Filter",
    "proof": rb"/DSS|/VRI|/OCSPs|/CRLs",
    "field": rb"/FT /Tx",
}


@dataclass(frozen=True, slots=True)
class ChangedByte:
    """One byte to change."""

    region: str
    at: int
    to: int

    def applied(self, content: bytes) -> bytes:
        """The file with it."""
        return content[: self.at] + bytes([self.to]) + content[self.at + 1 :]


def changed_bytes(content: bytes, *, each: int, seed: int) -> list[ChangedByte]:
    """`each` changes in every region of the file, always the same ones for the same seed and layout.

    Half are a flipped bit, most often the one that turns letters into capitals; half are anything.
    """
    chance = random.Random(seed)
    found = []
    for region, positions in _regions(content):
        for at in chance.sample(positions, min(each, len(positions))):
            flipped = content[at] ^ chance.choice([0x20, 0x20, 1, 2, 4, 8, 16, 64])
            to = flipped if chance.random() < 0.5 else chance.choice([0, 10, 32, 48, 57, 65, 97, 255])
            found.append(ChangedByte(region, at, to if to != content[at] else content[at] ^ 1))
    return found


def _regions(content: bytes) -> Iterator[tuple[str, range]]:
    for name, pattern in _MARKS.items():
        matches = list(re.finditer(pattern, content))
        for match in matches[:1] + matches[-1:] if len(matches) > 1 else matches:
            yield name, range(match.start(), min(match.end() + 24, len(content)))
    for number, gap in enumerate(gaps(content), 1):
        first, last = gap.start + 1, gap.start + 1 + 2 * der_length(content, gap)
        yield f"frame of value {number}", range(first, first + 120)
        yield f"value {number}", range(first, last)
        yield f"end of value {number}", range(last - 200, last)
        yield f"padding {number}", range(last, gap.end - 1)
        yield f"brackets {number}", range(gap.start, gap.start + 1)
        yield f"brackets {number}", range(gap.end - 1, gap.end)
    yield "anywhere", range(len(content))
