"""What a search backend is asked for, in words that any full-text index understands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """The texts that the index holds of each page."""

    MARKED = "marked"
    """The page's words with their marks, in one spelling."""
    FOLDED = "folded"
    """The same without marks, đ as d."""
    SPELLED = "spelled"
    """Only the words that have two spellings, as written."""
    NAMED = "named"
    """Title and field values of the page's record, without marks."""
    FACETS = "facets"
    """One word for each of the record's type, unit, state, and month and year of its dates."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the index holds of one page: words parted by single spaces, column by column."""

    page_id: int
    marked: str
    folded: str
    spelled: str
    named: str
    facets: str

    def as_row(self) -> tuple[int, str, str, str, str, str]:
        return self.page_id, self.marked, self.folded, self.spelled, self.named, self.facets


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together in this order in one column; letters and digits only."""

    column: Column
    words: tuple[str, ...]
    is_prefix: bool = False
    """The last word may go on."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """Phrases of one column with at most `apart` words between the first and the last."""

    phrases: tuple[Phrase, ...]
    apart: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pages that hold all of `all_of`, one of each group of `any_of`, and none of `none_of`."""

    all_of: tuple[Phrase | Nearby, ...] = ()
    any_of: tuple[tuple[Phrase, ...], ...] = ()
    none_of: tuple[Phrase, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of SQL on the page's record (`r`), with its parameters, that every backend can run."""

    sql: str
    parameters: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page that holds what was wanted, with what puts it in order."""

    page_id: int
    record_id: str
    number: int
    received_at: str
    """As the database compares it: text in ISO order or the database's own time."""
