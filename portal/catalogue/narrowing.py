"""Turns the filters of a query into what every question to the index asks besides its words.

Type, unit, state and the months of the dates are words of the index; what remains (days within a month,
names in fields of names, ranges of numbers) is left to conditions on the records that the words leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from portal.catalogue.describing import number_fields
from portal.catalogue.folding import fold, keys_of
from portal.catalogue.page_words import date_facets, state_facet, type_facet, unit_facet
from portal.catalogue.query import Query, Term
from portal.catalogue.questions import phrases
from portal.catalogue.ranges import FieldFilter, Span
from portal.catalogue.type_names import codes_named
from portal.catalogue.wanted import Column, Condition, Phrase, SqlValue, Wanted
from portal.models import CatalogueRecord

MOST_LISTED = 3000
_NOTHING = Phrase(Column.FACETS, ("0nothing0",))


def narrowed(query: Query, *, days_by_row: bool = True) -> Wanted:
    """What every question asks besides its words: the filters and the excluded words of `query`.

    Without `days_by_row` dates are asked for by months only: whoever has the card file looks there.
    """
    received = in_utc(query.received)
    any_of = [_types(query.types)] if query.types else []
    any_of += [_units(part) for part in query.units]
    any_of += [date_facets("d", query.dated.first, query.dated.last)] if query.dated != Span() else []
    if received is not None:
        any_of.append(date_facets("r", received[0].date(), received[1].date()))
    all_of = (
        [Phrase(Column.FACETS, (state_facet(query.needs_review),))] if query.needs_review is not None else []
    )
    for words in (*query.names, *query.numbers, *(one.words for one in query.fields if one.words)):
        all_of.append(Phrase(Column.NAMED, tuple(keys_of(word)[1] for word in words)))
    by_row = [*(_days(query, received) if days_by_row else ()), *_held_in_fields(query)]
    ranges = [_field_between(one) for one in query.fields if not one.words]
    return Wanted(
        all_of=tuple(all_of),
        any_of=tuple(group or (_NOTHING,) for group in any_of),
        none_of=tuple(_excluded(term) for term in query.excluded),
        of_records=(*by_row, *(one for one, is_narrow in ranges if not is_narrow)),
        among=tuple(one for one, is_narrow in ranges if is_narrow),
    )


def _excluded(term: Term) -> Phrase:
    # "-hủy" must not take out a person called Huy; "-huy" typed without marks takes out both.
    has_marks = any(keys_of(word)[0] != keys_of(word)[1] for word in term.words)
    return phrases((term,), Column.MARKED if has_marks else Column.FOLDED)[0]


def _types(wanted: Sequence[str]) -> tuple[Phrase, ...]:
    codes = dict.fromkeys(code for text in wanted for code in codes_named(text))
    return tuple(Phrase(Column.FACETS, (type_facet(code),)) for code in codes)


def _units(part: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(Column.FACETS, (unit_facet(unit),)) for unit in _every_unit() if part in fold(unit))


def _every_unit() -> Iterator[str]:
    """From one to the next in the index: DISTINCT would read an entry for each record."""
    units = CatalogueRecord.objects.order_by("unit").values_list("unit", flat=True)
    unit = units.filter(unit__gt="").first()
    while unit:
        yield unit
        unit = units.filter(unit__gt=unit).first()


def _days(query: Query, received: tuple[datetime, datetime] | None) -> Iterator[Condition]:
    adapt = connection.ops
    for sign, day in ((">=", query.dated.first), ("<=", query.dated.last)):
        if day is not None:
            yield Condition(f"r.document_date {sign} %s", (adapt.adapt_datefield_value(day),))
    if received is not None:
        for sign, moment in zip((">=", "<"), received, strict=True):
            yield Condition(f"r.received_at {sign} %s", (adapt.adapt_datetimefield_value(moment),))


def _held_in_fields(query: Query) -> Iterator[Condition]:
    for words in query.names:
        yield _field_holds("f.name LIKE %s", ("%name%",), words)
    for words in query.numbers:
        names = number_fields()
        yield _field_holds(f"f.name IN ({', '.join(['%s'] * len(names))})", names, words)
    for one in query.fields:
        if one.words:
            yield _field_holds("f.name = %s", (one.name,), one.words)


def _field_holds(which: str, names: Sequence[str], words: Sequence[str]) -> Condition:
    sql = (
        "EXISTS (SELECT 1 FROM portal_fieldentry f WHERE f.record_id = r.record_id "  # noqa: S608  # constants
        f"AND {which} AND ' ' || f.folded || ' ' LIKE %s)"
    )
    folded = " ".join(keys_of(word)[1] for word in words)
    return Condition(sql, (*names, f"% {folded} %"))


def _field_between(one: FieldFilter) -> tuple[Condition, bool]:
    """A field's number or day in the range, and whether few enough records have it to list their pages.

    Listed, a rare range meets a common word in 20 ms; looked up record by record, a common range does.
    """
    adapt = connection.ops
    low, high = one.numbers or (None, None)
    days = one.days or Span()
    ends = (
        ("number", adapt.adapt_decimalfield_value(low, 24, 4), adapt.adapt_decimalfield_value(high, 24, 4)),
        ("date", adapt.adapt_datefield_value(days.first), adapt.adapt_datefield_value(days.last)),
    )
    ranges, parameters = [], [one.name]
    for column, first, last in ends:
        bounds = [(sign, end) for sign, end in ((">=", first), ("<=", last)) if end is not None]
        if bounds:
            ranges.append("(" + " AND ".join(f"f.{column} {sign} %s" for sign, _ in bounds) + ")")
            parameters += [end for _, end in bounds]
    held = f"portal_fieldentry f WHERE f.name = %s AND ({' OR '.join(ranges)})"
    if _count(f"SELECT 1 FROM {held}", parameters) > MOST_LISTED:  # noqa: S608  # names are constants
        sql = f"EXISTS (SELECT 1 FROM {held} AND f.record_id = r.record_id)"  # noqa: S608
        return Condition(sql, tuple(parameters)), False
    pages = f"SELECT p.id FROM portal_cataloguepage p WHERE p.record_id IN (SELECT f.record_id FROM {held})"  # noqa: S608
    return Condition(pages, tuple(parameters)), True


def _count(select: str, parameters: Sequence[SqlValue]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM ({select} LIMIT {MOST_LISTED + 1}) AS listed",  # noqa: S608
            list(parameters),
        )
        return int(cursor.fetchone()[0])


def in_utc(span: Span) -> tuple[datetime, datetime] | None:
    """First moment and the one after the last of days in the office's time; `None` for an open span."""
    if span == Span():
        return None
    zone = timezone.get_default_timezone()
    first = datetime.combine(span.first or date(1900, 1, 1), time.min, tzinfo=zone)
    after = datetime.combine((span.last or date(2149, 12, 30)) + timedelta(days=1), time.min, tzinfo=zone)
    return first.astimezone(UTC), after.astimezone(UTC)
