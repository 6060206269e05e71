"""Outgoing papers of invented offices with blanks for number and date, and images to sign them with.

For tests, benchmarks and the demo alone. People, offices and decisions are invented, and the seal says MẪU
(specimen). Papers are laid out by Decree 30/2020, Appendix I, and are born-digital PDF/A-2u.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from signing.demo_documents.images import demo_images
from signing.demo_documents.layout import Heading, Letter, Signer
from signing.demo_documents.papers import (
    draw_appendix,
    draw_decision,
    draw_letter,
    draw_minutes,
    draw_proposal,
    draw_record,
)

__all__ = ["KINDS", "DemoLetter", "demo_images", "demo_letters"]

_DRAWN: dict[str, Callable[[random.Random, Heading], Letter]] = {
    "decision": draw_decision,
    "letter": draw_letter,
    "proposal": draw_proposal,
    "minutes": draw_minutes,
    "appendix": draw_appendix,
    "record": draw_record,
}
KINDS = tuple(_DRAWN)
"""Two-page quyết định; one-page công văn; tờ trình signed KT.; biên bản with two signers; phụ lục in a file
of its own; a paper that is complete with number and date, to be copied (SAO Y)."""
_CREATED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DemoLetter:
    """One paper and what stands on it."""

    path: Path
    kind: str
    """One of `KINDS`."""
    symbol: str
    """What stands after the number and its slash: `QĐ-UBND`."""
    subject: str
    signers: tuple[Signer, ...]
    agency: str
    place: str
    number: str
    """`15`; empty where a blank waits for it."""
    date: date | None
    """`None` where blanks wait for day and month."""
    pages: int


def demo_letters(
    folder: Path,
    *,
    count: int = 3,
    seed: int = 1,
    kinds: Sequence[str] = KINDS,
    number: str = "",
    date: date | None = None,
    blank: str = "      ",
) -> list[DemoLetter]:
    """Writes `count` papers into `folder`, no two alike, taking the kinds in turn; equal seeds, equal files.

    Where `number` or `date` is given, they stand on the paper already; else `blank` does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _made(folder, index, kinds[index % len(kinds)], seed, Heading(number, date, blank))
        for index in range(count)
    ]


def _made(folder: Path, index: int, kind: str, seed: int, heading: Heading) -> DemoLetter:
    if kind == "record":
        heading = replace(heading, number=heading.number or "27", date=heading.date or _CREATED.date())
    letter = _DRAWN[kind](random.Random(f"{seed}-{index}"), heading)  # noqa: S311  invented papers
    path = folder / f"{index + 1:03d}-{letter.file_stem}.pdf"
    path.write_bytes(letter.sheets.pdf(title=letter.title, created=_CREATED))
    return DemoLetter(
        path=path,
        kind=kind,
        symbol=letter.symbol,
        subject=letter.subject,
        signers=letter.signers,
        agency=letter.agency,
        place=letter.place,
        number=heading.number,
        date=heading.date,
        pages=letter.sheets.page_count,
    )
