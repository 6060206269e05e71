"""Papers whose type is known: drawn, or corrected by a person; and the plain file in which these travel.

One line a paper, JSON (docs/reference/model-card-types.md tells the keys). Nothing of a picture is kept, and
of the words only those that the type model looks at.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from classifiers.type_model.learned import OTHER
from records import Page
from records.errors import ExamplesRefused

SCHEMA_VERSION = 1
PAGES_KEPT, WORDS_KEPT = 3, 900
"""What `Paper` looks at, and no more."""
MOST_A_TYPE = 60
"""The newest of each type: with more, an office's common type would outweigh all drawn papers."""
LONGEST_LINE = 2 << 20
MOST_LINES = 50_000


@dataclass(frozen=True, slots=True)
class Example:
    """A paper and what it is."""

    code: str
    """Of the record type; `other` for a paper of none."""
    pages: tuple[Page, ...]
    record_id: str = ""
    """Of the archive, for a corrected paper."""
    corrected_at: str = ""
    """ISO 8601; empty for a drawn paper."""


def corrected_papers(rows: Iterable[Example], codes: Collection[str]) -> tuple[Example, ...]:
    """What may be learned from: the last correction of each record, the newest of each type.

    `rows` are records whose type a person set or confirmed, in any order: the type that the person chose, the
    record's pages as read, its identifier and when; `other` for a paper that is of no type. Left out are
    papers without words and types outside `codes`. Given back in the order of their time.
    """
    last: dict[str, Example] = {}
    for at, row in enumerate(rows):
        key = row.record_id or f"#{at}"
        if key not in last or last[key].corrected_at <= row.corrected_at:
            last[key] = row
    of_type: dict[str, list[Example]] = defaultdict(list)
    for row in sorted(last.values(), key=lambda each: (each.corrected_at, each.record_id)):
        kept = replace(row, pages=_without_pictures(row.pages))
        if row.code in {*codes, OTHER} and any(page.words for page in kept.pages):
            of_type[row.code].append(kept)
    chosen = [row for rows_of_type in of_type.values() for row in rows_of_type[-MOST_A_TYPE:]]
    return tuple(sorted(chosen, key=lambda each: (each.corrected_at, each.record_id)))


def _without_pictures(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The first pages with words, with the words and codes that the type is told by."""
    read = [page for page in pages if page.words][:PAGES_KEPT]
    return tuple(
        replace(page, words=page.words[:WORDS_KEPT], warnings=(), faults=(), likeness="", ticks=())
        for page in read
    )


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """Writes a line a paper, and says how many; the file must be kept like the records themselves."""
    count = 0
    with path.open("w", encoding="utf-8") as lines:
        for example in examples:
            told = {
                "schema": SCHEMA_VERSION,
                "type": example.code,
                "record": example.record_id,
                "corrected_at": example.corrected_at,
                "pages": [page.to_json() for page in _without_pictures(example.pages)],
            }
            lines.write(json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n")
            count += 1
    return count


def read_examples(path: Path) -> Iterator[Example]:
    """The papers of a file that `write_examples` wrote, or another that follows its form.

    Raises `ExamplesRefused`, with the number of the line, for one that does not.
    """
    try:
        with path.open("rb") as lines:
            for number in range(1, MOST_LINES + 2):
                line = lines.readline(LONGEST_LINE + 1)
                if not line:
                    return
                if number > MOST_LINES or len(line) > LONGEST_LINE:
                    raise ExamplesRefused(
                        f"{path.name}:{number}: over the limit of lines or of a line's length"
                    )
                if line.strip():
                    yield _example(line, f"{path.name}:{number}")
    except OSError as error:
        raise ExamplesRefused(f"{path.name}: not readable ({type(error).__name__})") from error


def _example(line: bytes, place: str) -> Example:
    try:
        told = json.loads(line)
        if told["schema"] != SCHEMA_VERSION:
            raise ExamplesRefused(f"{place}: schema {told['schema']!r} is not {SCHEMA_VERSION}")
        pages = tuple(Page.from_json(page) for page in told["pages"][:PAGES_KEPT])
        return Example(
            str(told["type"]),
            _without_pictures(pages),
            str(told.get("record", "")),
            str(told.get("corrected_at", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ExamplesRefused(f"{place}: not a paper with its type ({type(error).__name__})") from error
