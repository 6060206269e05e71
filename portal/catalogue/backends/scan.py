"""No index at all: every page is read and compared, in whatever database the catalogue lies.

For a database that has no backend of its own yet, and for tests: it shows by the plainest means what the
others must find. 100,000 pages would take minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.catalogue.backends import Keeps, first_kept
from portal.catalogue.page_words import page_words
from portal.catalogue.wanted import Nearby, PageWords, Phrase, Wanted
from portal.models import CataloguePage


class ScanBackend:
    """Search by reading every page."""

    vendors = ()

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def create(self) -> None:
        """There is nothing to make."""

    def drop(self) -> None:
        """There is nothing to remove."""

    def add(self, pages: Iterable[PageWords]) -> None:
        """The pages are in the catalogue already."""

    def remove(self, pages: Iterable[PageWords]) -> None:
        """The pages leave with the catalogue's rows."""

    def find(self, wanted: Wanted, *, at_most: int, keeps: Keeps | None = None) -> list[int]:
        return first_kept(self.each(wanted), at_most, keeps or list)

    def each(self, wanted: Wanted) -> Iterator[list[int]]:
        allowed = self._allowed(wanted)
        for page in CataloguePage.objects.select_related("record").order_by("-pk").iterator():
            if page.pk not in allowed:
                continue
            entries = page.record.field_entries.order_by("name")
            words = next(page_words(page.record, [page], list(entries)))
            if _fits(words, wanted):
                yield [page.pk]

    def _allowed(self, wanted: Wanted) -> set[int]:
        """Pages whose record meets the conditions."""
        conditions = [f"({one.sql})" for one in wanted.of_records]
        conditions += [f"p.id IN ({one.sql})" for one in wanted.among]
        parameters = [value for one in (*wanted.of_records, *wanted.among) for value in one.parameters]
        sql = (
            "SELECT p.id FROM portal_cataloguepage p"  # noqa: S608  # conditions carry their parameters apart
            " JOIN portal_cataloguerecord r ON r.record_id = p.record_id"
            f" WHERE {' AND '.join(conditions) or '1 = 1'}"
        )
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return {row[0] for row in cursor.fetchall()}


def _fits(page: PageWords, wanted: Wanted) -> bool:
    return (
        all(_holds(page, part) for part in wanted.all_of)
        and all(any(_holds(page, phrase) for phrase in group) for group in wanted.any_of)
        and not any(_holds(page, phrase) for phrase in wanted.none_of)
    )


def _holds(page: PageWords, part: Phrase | Nearby) -> bool:
    if isinstance(part, Phrase):
        return any(True for _ in _starts(page, part))
    spans = [[(at, at + len(one.words)) for at in _starts(page, one)] for one in part.phrases]
    return all(spans) and any(_is_near(start, spans, part.apart) for places in spans for start, _ in places)


def _is_near(start: int, spans: list[list[tuple[int, int]]], apart: int) -> bool:
    """Whether each phrase has a place after `start` with so few words between the first and the last."""
    ends = []
    for places in spans:
        after = [(first, end) for first, end in places if first >= start]
        if not after:
            return False
        ends.append(min(after))
    first_end = min(end for first, end in ends)
    return max(first for first, _ in ends) - first_end <= apart


def _starts(page: PageWords, phrase: Phrase) -> Iterator[int]:
    words = getattr(page, phrase.column.value).split(" ")
    size = len(phrase.words)
    for start in range(len(words) - size + 1):
        here = words[start : start + size]
        last = here[-1].startswith(phrase.words[-1]) if phrase.is_prefix else here[-1] == phrase.words[-1]
        if last and here[:-1] == list(phrase.words[:-1]):
            yield start


BACKEND = ScanBackend
