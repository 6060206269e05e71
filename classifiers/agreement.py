"""Relations between a record's fields: what agrees makes both surer, what contradicts waits for a person.

Witnesses (`classifiers/witnesses`) are heard first: codes printed on the paper. Then the relations that are
listed in the record type (`rules`), which may rest on what a code said; here stands what each of them means.
A relation whose fields were not all read is left out: absence is no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from classifiers.confidence import agreed
from classifiers.record_type import Check, RecordRule, RecordType, Severity
from classifiers.row_checks import checked_rows
from classifiers.testimony import Testimony, Verdict, shown
from classifiers.validators import area, cccd, doc_number, number_words, tax_code
from classifiers.vietnamese import fold_words, neutral_key
from classifiers.witnesses import testimonies
from records import FieldValue, Page

CONTRADICTED = 0.5
"""Confidence above which a contradicted field cannot stay."""
PROVEN = 0.95
"""Confidence of a witness from which its agreement settles what was doubted about the reading."""
CONFIRMING = frozenset(
    {Check.WORDS_AGREE, Check.PERSON_ID, Check.SUM, Check.PARTS_SUM, Check.TAX_CODE, Check.SAME_YEAR}
)
"""Relations that hold by chance so rarely that holding makes the fields surer."""
TOLERANCE = Decimal("0.1")
"""Square metres by which the parts of an area may miss the whole: each is rounded to one place."""

Fields = Mapping[str, FieldValue]
Test = Callable[[RecordRule, list[FieldValue], RecordType], bool | None]


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """The fields after all relations, and what staff must or may know."""

    fields: dict[str, FieldValue]
    contradictions: tuple[str, ...] = ()
    """Reasons to wait for a person, in Vietnamese."""
    warnings: tuple[str, ...] = ()


def cross_check(record_type: RecordType, fields: Fields, pages: Sequence[Page] = ()) -> CrossCheck:
    """Hears every witness on `pages` and tests every relation of the type on the fields."""
    checked = dict(fields)
    contradictions: list[str] = []
    warnings: list[str] = []
    for said in testimonies(record_type, fields, pages):
        _hear(said, checked, contradictions, warnings)
    for rule in record_type.rules:
        present = [checked[name] for name in rule.fields if name in checked]
        holds = TESTS[rule.check](rule, present, record_type) if is_testable(rule, present) else None
        if holds is None:
            continue
        if holds:
            _confirm(rule, checked)
        elif rule.severity is Severity.ERROR:
            reason = _told(rule, present)
            contradictions.append(reason)
            _contradict(rule.fields, reason, checked)
        else:
            warnings.append(_told(rule, present))
    checked, told = checked_rows(record_type, checked)
    warnings += told
    return CrossCheck(checked, tuple(dict.fromkeys(contradictions)), tuple(dict.fromkeys(warnings)))


def is_testable(rule: RecordRule, present: list[FieldValue]) -> bool:
    """Whether enough of a relation's fields were read to say anything of it."""
    if rule.check in {Check.EXACTLY_ONE, Check.ORDERED}:
        return bool(present)
    if rule.check is Check.PERSON_ID:
        return len(present) >= 2
    return len(present) == len(rule.fields)


def _confirm(rule: RecordRule, fields: dict[str, FieldValue]) -> None:
    if rule.check not in CONFIRMING:
        return
    if rule.check is Check.WORDS_AGREE:
        figure, words = (fields[name] for name in rule.fields[:2])
        better = _alternative(figure, words)
        if better is not None:
            fields[rule.fields[0]] = replace(figure, normalised=better, doubt="")
    names = [name for name in rule.fields if name in fields]
    for name in names:
        others = max((fields[other].confidence for other in names if other != name), default=0.0)
        if not fields[name].doubt:
            fields[name] = replace(fields[name], confidence=agreed(fields[name].confidence, others))


def _hear(
    said: Testimony, fields: dict[str, FieldValue], contradictions: list[str], warnings: list[str]
) -> None:
    """What a witness said, done to the fields and told to staff."""
    if said.verdict is Verdict.CONTRADICTS:
        contradictions.append(said.reason)
        _contradict(said.fields, said.reason, fields)
        return
    if said.reason:
        warnings.append(said.reason)
    for name in said.fields:
        if said.verdict is Verdict.OFFERS and said.value is not None:
            fields[name] = said.value
        elif said.verdict is Verdict.AGREES and name in fields:
            fields[name] = _confirmed(fields[name], said.confidence)


def _confirmed(value: FieldValue, by: float) -> FieldValue:
    """A value that somebody who did not see its letters says too.

    A code proves what was read, whatever spoke against the reading; lesser witnesses settle no doubt.
    """
    if by >= PROVEN:
        return replace(value, confidence=max(by, agreed(value.confidence, by)), doubt="")
    return value if value.doubt else replace(value, confidence=agreed(value.confidence, by))


def _contradict(names: Sequence[str], reason: str, fields: dict[str, FieldValue]) -> None:
    for name in names:
        if name in fields:
            lower = min(fields[name].confidence, CONTRADICTED)
            fields[name] = replace(fields[name], confidence=lower, doubt=fields[name].doubt or reason)


def _told(rule: RecordRule, present: Sequence[FieldValue]) -> str:
    """The rule's sentence with the values that contradict each other."""
    values = [f"“{shown(value.value)}”" for value in present if value.value]
    return f"{rule.reason}: {', '.join(values)}" if len(values) > 1 else rule.reason


def _alternative(figure: FieldValue, words: FieldValue) -> str | None:
    """The other reading of a figure such as `1.041` when that is what the words say."""
    wanted = _decimal(words.normalised)
    if wanted is None or _decimal(figure.normalised) == wanted:
        return None
    return next((text for text in area.parse(figure.value).alternatives if _decimal(text) == wanted), None)


def _words_agree(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    figure, words = present[0], present[1]
    if not figure.normalised or not words.normalised:
        return None
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", figure.normalised):
        return _same_date(figure.normalised, words.normalised)
    wanted = _decimal(words.normalised)
    wanted = number_words.to_number(words.value) if wanted is None else wanted
    number = _decimal(figure.normalised)
    if wanted is None or number is None:
        return None
    return number == wanted or _alternative(figure, words) is not None


def _same_date(one: str, other: str) -> bool:
    """Equal as far as both are precise."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _ordered(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    dates = [found for value in present if (found := _iso(value))]
    if len(dates) < 2:
        return None
    return all(_not_after(left, right) for left, right in pairwise(dates))


def _not_after(left: str, right: str) -> bool:
    shared = min(len(left), len(right))
    return left[:shared] <= right[:shared]


def _iso(value: FieldValue) -> str | None:
    return value.normalised if re.fullmatch(r"\d{4}(-\d{2}){0,2}", value.normalised) else None


def _same_year(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    year = re.search(r"/((?:19|20)\d{2})(?:/|$)", present[0].normalised)
    day = _iso(present[1])
    return None if year is None or day is None else year[1] == day[:4]


def _person_id(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    digits = next((m[0] for v in present[:1] if (m := re.search(r"\d{12}", v.normalised))), None)
    if digits is None:
        return None
    agree: list[bool] = []
    for value in present[1:]:
        if value.normalised in {"Nam", "Nữ"}:
            agree.append(cccd.sex_of(digits) == value.normalised)
        elif (day := _iso(value)) is not None:
            agree.append(cccd.birth_year_of(digits) == int(day[:4]))
    return all(agree) if agree else None


def _years_apart(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    first, second = _iso(present[0]), _iso(present[1])
    if first is None or second is None or rule.years is None:
        return None
    if len(first) == 10 and len(second) == 10:
        born, then = date.fromisoformat(first), date.fromisoformat(second)
        had_birthday = (then.month, then.day) >= (born.month, born.day)
        return then.year - born.year - (not had_birthday) >= rule.years
    return int(second[:4]) - int(first[:4]) >= rule.years


def _sum(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    numbers = [_decimal(value.normalised) for value in present]
    if any(number is None for number in numbers):
        return None
    whole, *parts = (number for number in numbers if number is not None)
    return abs(whole - sum(parts)) <= TOLERANCE


def _parts_sum(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    whole = _decimal(present[0].normalised)
    parts = [
        parsed
        for text in re.findall(r"(\d[\d.,]*)\s*m(?![^\W\d_])", present[1].value)
        if (parsed := _area(text))
    ]
    if whole is None or not parts:
        return None
    return abs(whole - sum(parts)) <= TOLERANCE


def _area(text: str) -> Decimal | None:
    return _decimal(area.parse(text.rstrip(".,")).normalised)


def _at_most(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    first, second = _decimal(present[0].normalised), _decimal(present[1].normalised)
    return None if first is None or second is None else first <= second


def _differ(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    first, second = present[0].normalised, present[1].normalised
    return None if not first or not second else first != second


def _same_name(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    return neutral_key(present[0].value) == neutral_key(present[1].value) or fold_words(
        present[0].value
    ) == fold_words(present[1].value)


def _exactly_one(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    return len([value for value in present if value.normalised]) == 1


def _in_period(rule: RecordRule, present: list[FieldValue], record_type: RecordType) -> bool | None:
    del rule
    day, period = _iso(present[0]), record_type.in_use
    if day is None or period is None:
        return None
    until = period.until.isoformat() if period.until else "9999-12-31"
    return _not_after(period.since.isoformat(), day) and _not_after(day, until)


def _tax_code(rule: RecordRule, present: list[FieldValue], _: RecordType) -> bool | None:
    del rule
    digits = re.sub(r"\D", "", present[0].normalised)
    return tax_code.has_check_digit(digits[:10]) if len(digits) in {10, 13} else None


def _abbreviation(rule: RecordRule, present: list[FieldValue], record_type: RecordType) -> bool | None:
    del rule
    wanted = record_type.doc_abbreviation
    found = re.search(r"/([^\W\d_]+)", present[0].normalised or present[0].value)
    if wanted is None or found is None:
        return None
    # A code that is no type's at all is an agency's or misread; only another type's contradicts.
    return True if found[1] == wanted else False if found[1] in doc_number.ABBREVIATIONS else None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


TESTS: Mapping[Check, Test] = {
    Check.WORDS_AGREE: _words_agree,
    Check.ORDERED: _ordered,
    Check.SAME_YEAR: _same_year,
    Check.PERSON_ID: _person_id,
    Check.YEARS_APART: _years_apart,
    Check.SUM: _sum,
    Check.PARTS_SUM: _parts_sum,
    Check.AT_MOST: _at_most,
    Check.DIFFER: _differ,
    Check.SAME_NAME: _same_name,
    Check.EXACTLY_ONE: _exactly_one,
    Check.IN_PERIOD: _in_period,
    Check.TAX_CODE: _tax_code,
    Check.ABBREVIATION: _abbreviation,
}
"""What each relation means: true when it holds, false when it is broken, `None` when it cannot be told."""
