"""Many records quickly: a few hundred composed papers, with names and figures drawn anew for each record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from classifiers.specimens import compose, drawable_codes, perfect_pages
from classifiers.specimens.people import draw_full_name
from portal.catalogue.index import Deposited
from records import Box, FieldValue, Page, Record, Source, Word, record_id_for

FIRST_RECEIVED = datetime(2022, 1, 3, 8, 0, tzinfo=UTC)
UNITS = (
    "xã An Phú",
    "phường Tân Lập",
    "xã Đông Sơn",
    "Văn phòng UBND tỉnh",
    "phòng Kinh tế",
    *(f"xã số {number}" for number in range(1, 31)),
)
"""A small province: every unit has about one record in 35."""
NAME_FIELDS = re.compile(r"(full_name|_name|name)$")
PLACE = Box(0, 0, 10, 10)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A composed paper from which many records are made."""

    code: str
    pages: tuple[Page, ...]
    truth: dict[str, str]
    names: tuple[str, ...]


def patterns(count: int) -> list[Pattern]:
    """`count` papers of all types."""
    made = []
    codes = drawable_codes()
    for index in range(count):
        specimen = compose(codes[index % len(codes)], 800_000 + index)
        names = [
            text
            for name, text in specimen.truth.items()
            if NAME_FIELDS.search(name) and len(text.split()) > 1
        ]
        pages = perfect_pages(specimen, 100)
        made.append(Pattern(specimen.code, pages, dict(specimen.truth), tuple(dict.fromkeys(names))))
    return made


def deposited(pages: int, *, kinds: int = 400, longest: int | None = None) -> Iterator[Deposited]:
    """Records that together have at least `pages` pages, none more than `longest`; the same every time."""
    chance = Random("catalogue")
    drawn = [one for one in patterns(kinds) if longest is None or len(one.pages) <= longest]
    made = index = 0
    while made < pages:
        pattern = chance.choice(drawn)
        yield _record(pattern, index, chance)
        made += len(pattern.pages)
        index += 1


def _record(pattern: Pattern, index: int, chance: Random) -> Deposited:
    spoken: dict[str, str] = {}
    for name in pattern.names:
        new = draw_full_name(chance, is_woman=chance.random() < 0.5, ethnicity="Kinh")
        spoken[name] = new.upper() if name.isupper() else new
    digest = f"{chance.getrandbits(256):064x}"
    fields = {
        name: _field(_renewed(text, spoken, chance))
        for name, text in pattern.truth.items()
        if text and "\n" not in text and len(text) < 200
    }
    record = Record(
        source=Source(f"Scan_{index:06d}.pdf", digest, len(pattern.pages)),
        record_type=pattern.code,
        type_confidence=0.99,
        needs_review=chance.random() < 0.1,
        threshold=0.9,
        pages=tuple(_page(page, spoken, chance) for page in pattern.pages),
        fields=fields,
    )
    received = FIRST_RECEIVED + timedelta(minutes=17 * index)
    intake = {"received_at": received.isoformat(), "unit": chance.choice(UNITS)}
    return Deposited(record_id_for(digest), "v1", record, intake)


def _renewed(text: str, names: dict[str, str], chance: Random) -> str:
    """The text with its names exchanged and the last figures of its numbers drawn anew."""
    for old, new in names.items():
        text = text.replace(old, new)
    return re.sub(
        r"(?<=\d{3})\d+", lambda found: f"{chance.randrange(10 ** len(found[0])):0{len(found[0])}d}", text
    )


def _page(page: Page, names: dict[str, str], chance: Random) -> Page:
    text = _renewed(page.text, names, chance)
    words = tuple(
        Word(word, PLACE, 0.97, line=number)
        for number, line in enumerate(text.split("\n"))
        for word in line.split()
    )
    return Page(page.number, page.dpi, page.width, page.height, words=words)


def _field(text: str) -> FieldValue:
    date = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text) or re.fullmatch(
        r"ngày (\d{2}) tháng (\d{1,2}) năm (\d{4})", text
    )
    normalised = f"{date[3]}-{int(date[2]):02d}-{date[1]}" if date else text
    return FieldValue(text, normalised, 0.95, 1, PLACE, text, "drawn")
