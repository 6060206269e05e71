"""What a search backend is asked for, in words that any full-text index understands."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
class Condition:
    """A piece of SQL that every database of the catalogue understands, with its parameters."""

    sql: str
    parameters: tuple[SqlValue, ...] = ()


SqlValue = str | int | float | None
"""What a parameter of a condition may be, after Django has adapted it to the database."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pages that hold all of `all_of`, one of each group of `any_of`, and none of `none_of`."""

    all_of: tuple[Phrase | Nearby, ...] = ()
    any_of: tuple[tuple[Phrase, ...], ...] = ()
    none_of: tuple[Phrase, ...] = ()
    of_records: tuple[Condition, ...] = ()
    """Each holds of the page's record, called `r`."""
    among: tuple[Condition, ...] = ()
    """Each selects the numbers of some few thousand pages; the page is one of them."""
    known: tuple[int, ...] | None = None
    """The only pages that can hold all this, if that is known; a backend may look at them alone."""

    def also(self, *parts: Phrase | Nearby) -> Wanted:
        """The same with these parts wanted too."""
        return replace(self, all_of=(*parts, *self.all_of))
