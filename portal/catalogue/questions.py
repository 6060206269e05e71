"""Turns a query into the questions that the index is asked, the strictest first.

For `nguyễn văn an`: together with these marks in a record named so; together with these marks; together
in any marks; near each other; then scattered, with these marks before any. A word with two spellings
(hoà, hòa) is asked for as typed before either. Type, unit, state and dates narrow every question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from portal.catalogue.describing import number_fields
from portal.catalogue.folding import fold, has_two_spellings, keys_of
from portal.catalogue.matching import phrases_of
from portal.catalogue.page_words import date_facets, state_facet, type_facet, unit_facet
from portal.catalogue.query import Query, Term
from portal.catalogue.ranges import FieldFilter, Span
from portal.catalogue.type_names import codes_named
from portal.catalogue.wanted import Column, Condition, Nearby, Phrase, Wanted
from portal.models import CatalogueRecord

NEAR_WORDS = 12
"""About a line and a half: a name and its date of birth, a street and its commune."""
MOST_NEARBY = 6
"""FTS5 compares every pair of places; beyond this many phrases nearness costs more than it tells."""
_NOTHING = Phrase(Column.FACETS, ("0nothing0",))


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask the index, and what its answers are worth."""

    wanted: Wanted
    is_exact: bool


def questions_of(query: Query) -> tuple[Question, ...]:
    """The questions for `query`, strictest first; a page answers to the first that fits."""
    narrowed = _narrowed(query)
    if not query.terms:
        return (Question(narrowed, is_exact=False),)
    out = []
    for extra, is_exact in _kinds(query.terms):
        wanted = Wanted(
            all_of=(*extra, *narrowed.all_of),
            any_of=narrowed.any_of,
            none_of=narrowed.none_of,
            conditions=narrowed.conditions,
        )
        if wanted not in [question.wanted for question in out]:
            out.append(Question(wanted, is_exact))
    return tuple(out)


def _kinds(terms: Sequence[Term]) -> Iterator[tuple[tuple[Phrase | Nearby, ...], bool]]:
    together = phrases_of(terms)
    named = _phrases(together, Column.NAMED)
    exact, folded = _phrases(together, Column.MARKED), _phrases(together, Column.FOLDED)
    spelled = _as_spelled(terms)
    if spelled:
        yield (*exact, *spelled, *named), True
        yield (*exact, *spelled), True
    yield (*exact, *named), True
    yield exact, True
    yield folded, False
    if len(together) == len(terms):
        return
    exact, folded = _phrases(terms, Column.MARKED), _phrases(terms, Column.FOLDED)
    if len(terms) <= MOST_NEARBY:
        yield (Nearby(exact, NEAR_WORDS),), True
        yield (Nearby(folded, NEAR_WORDS),), False
    yield exact, True
    yield folded, False


def _phrases(terms: Sequence[Term], column: Column) -> tuple[Phrase, ...]:
    which = 0 if column is Column.MARKED else 1
    return tuple(
        Phrase(column, tuple(keys_of(word)[which] for word in term.words), term.is_prefix) for term in terms
    )


def _as_spelled(terms: Sequence[Term]) -> tuple[Phrase, ...]:
    whole = [word for term in terms for word in (term.words[:-1] if term.is_prefix else term.words)]
    return tuple(Phrase(Column.SPELLED, (word,)) for word in whole if has_two_spellings(keys_of(word)[0]))


def _narrowed(query: Query) -> Wanted:
    """What every question asks besides the words: filters and excluded words."""
    received = _in_utc(query.received)
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
    return Wanted(
        all_of=tuple(all_of),
        any_of=tuple(group or (_NOTHING,) for group in any_of),
        none_of=tuple(_excluded(term) for term in query.excluded),
        conditions=tuple(_conditions(query, received)),
    )


def _excluded(term: Term) -> Phrase:
    # "-hủy" must not take out a person called Huy; "-huy" typed without marks takes out both.
    has_marks = any(keys_of(word)[0] != keys_of(word)[1] for word in term.words)
    return _phrases((term,), Column.MARKED if has_marks else Column.FOLDED)[0]


def _types(wanted: Sequence[str]) -> tuple[Phrase, ...]:
    codes = dict.fromkeys(code for text in wanted for code in codes_named(text))
    return tuple(Phrase(Column.FACETS, (type_facet(code),)) for code in codes)


def _units(part: str) -> tuple[Phrase, ...]:
    units = CatalogueRecord.objects.order_by("unit").values_list("unit", flat=True).distinct()
    return tuple(Phrase(Column.FACETS, (unit_facet(unit),)) for unit in units if part in fold(unit))


def _conditions(query: Query, received: tuple[datetime, datetime] | None) -> Iterator[Condition]:
    adapt = connection.ops
    for sign, day in ((">=", query.dated.first), ("<=", query.dated.last)):
        if day is not None:
            yield Condition(f"r.document_date {sign} %s", (adapt.adapt_datefield_value(day),))
    if received is not None:
        for sign, moment in zip((">=", "<"), received, strict=True):
            yield Condition(f"r.received_at {sign} %s", (adapt.adapt_datetimefield_value(moment),))
    for words in query.names:
        yield _field_holds("f.name LIKE %s", ("%name%",), words)
    for words in query.numbers:
        names = number_fields()
        yield _field_holds(f"f.name IN ({', '.join(['%s'] * len(names))})", names, words)
    for one in query.fields:
        yield _field_holds("f.name = %s", (one.name,), one.words) if one.words else _field_between(one)


def _field_holds(which: str, names: Sequence[str], words: Sequence[str]) -> Condition:
    sql = (
        "EXISTS (SELECT 1 FROM portal_fieldentry f WHERE f.record_id = r.record_id "  # noqa: S608  # constants
        f"AND {which} AND ' ' || f.folded || ' ' LIKE %s)"
    )
    folded = " ".join(keys_of(word)[1] for word in words)
    return Condition(sql, (*names, f"% {folded} %"))


def _field_between(one: FieldFilter) -> Condition:
    """A number or a day in the range; the list of records is made once and then looked up."""
    ranges, parameters = [], []
    numbers = one.numbers or (None, None)
    for sign, number in zip((">=", "<="), numbers, strict=True):
        if number is not None:
            ranges.append(("number", sign))
            parameters.append(connection.ops.adapt_decimalfield_value(number, 24, 4))
    days = one.days or Span()
    day_ranges, day_parameters = [], []
    for sign, day in ((">=", days.first), ("<=", days.last)):
        if day is not None:
            day_ranges.append(("date", sign))
            day_parameters.append(connection.ops.adapt_datefield_value(day))
    groups = [
        " AND ".join(f"f.{column} {sign} %s" for column, sign in group)
        for group in (ranges, day_ranges)
        if group
    ]
    sql = (
        f"r.record_id IN (SELECT f.record_id FROM portal_fieldentry f WHERE f.name = %s "  # noqa: S608
        f"AND ({' OR '.join(f'({group})' for group in groups)}))"
    )
    return Condition(sql, (one.name, *parameters, *day_parameters))


def _in_utc(span: Span) -> tuple[datetime, datetime] | None:
    """First moment and the one after the last of days in the office's time; `None` for an open span."""
    if span == Span():
        return None
    zone = timezone.get_default_timezone()
    first = datetime.combine(span.first or date(1900, 1, 1), time.min, tzinfo=zone)
    after = datetime.combine((span.last or date(2149, 12, 30)) + timedelta(days=1), time.min, tzinfo=zone)
    return first.astimezone(UTC), after.astimezone(UTC)
