"""What still keeps a record from being filed after people have looked: the reasons, worked out anew.

A record's reasons are sentences. Those that follow from its type and fields are made again from what it says
now; the others (a page that was not read, a scan below the rule) stay until somebody has seen to them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from classifiers.agreement import cross_check
from classifiers.catalogue import load_record_types
from classifiers.record_type import RecordRule, RecordType, Severity
from classifiers.understanding import UNKNOWN_TYPE, UNSURE_TYPE, field_doubts, label_vi
from records import FieldValue, Record

FAULT_REASON = "Cần quét lại: "
"""Begins the reasons for review that pages below the rule give their record."""
PERSON = "person:"
"""Begins the rule of a value that a person typed or confirmed."""


def is_by_person(found: FieldValue) -> bool:
    """Whether a person stands for the value."""
    return found.rule.startswith(PERSON)


def outstanding(
    record: Record,
    before: Record,
    *,
    emptied: Collection[str] = (),
    seen: Collection[str] = (),
    is_type_settled: bool = False,
) -> tuple[str, ...]:
    """Why `record` must still wait, in Vietnamese; empty when nothing is left.

    `before` is the record whose reasons are to be brought up to date, `emptied` the fields that a person said
    the paper does not carry, `seen` the reasons that somebody has looked at.
    """
    kind = load_record_types().get(record.record_type or "")
    stay = [
        reason
        for reason in lasting(before)
        if reason not in seen and not _is_answered(reason, before.fields, record.fields)
    ]
    if not is_type_settled:
        stay = [*_type_reasons(before), *stay]
    if kind is None:
        return tuple(dict.fromkeys(stay))
    doubts = field_doubts(kind, record.fields, record.threshold, absent=emptied)
    broken = broken_rules(kind, record.fields)
    contradictions = [reason for rule, reason in broken if not _is_settled(rule, record.fields)]
    return tuple(dict.fromkeys((*stay, *contradictions, *doubts)))


def lasting(record: Record) -> list[str]:
    """The record's reasons that follow neither from its type nor from its fields."""
    kind = load_record_types().get(record.record_type or "")
    relations = tuple(rule.reason for rule in kind.rules) if kind else ()
    openings = tuple(f"{label_vi(rule)}: " for rule in kind.fields) if kind else ()
    missing = {f"Không tìm thấy: {label_vi(rule)}" for rule in kind.fields} if kind else set()
    made = (UNKNOWN_TYPE, UNSURE_TYPE, *relations, *openings)
    return [reason for reason in record.reasons if reason not in missing and not reason.startswith(made)]


def may_be_seen(reason: str) -> bool:
    """Whether looking is enough; a scan below the rule is scanned again or kept, by forms of its own."""
    return not reason.startswith(FAULT_REASON)


def broken_rules(kind: RecordType, fields: Mapping[str, FieldValue]) -> Sequence[tuple[RecordRule, str]]:
    """The relations that do not hold and that a record should wait for, each with its sentence."""
    errors = [rule for rule in kind.rules if rule.severity is Severity.ERROR]
    return [
        (rule, reason)
        for rule in errors
        for reason in cross_check(kind.model_copy(update={"rules": (rule,)}), fields).contradictions
    ]


def _is_answered(reason: str, before: Mapping[str, FieldValue], now: Mapping[str, FieldValue]) -> bool:
    """Whether people have stood for, or taken out, every value on which the reason cast doubt."""
    doubted = [name for name, found in before.items() if found.doubt == reason]
    return bool(doubted) and all(name not in now or is_by_person(now[name]) for name in doubted)


def _is_settled(rule: RecordRule, fields: Mapping[str, FieldValue]) -> bool:
    """A relation that the paper itself breaks, as a person found who looked at every value of it."""
    return all(is_by_person(fields[name]) for name in rule.fields if name in fields)


def _type_reasons(record: Record) -> list[str]:
    return [reason for reason in record.reasons if reason.startswith((UNKNOWN_TYPE, UNSURE_TYPE))]
