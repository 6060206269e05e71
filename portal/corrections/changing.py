"""Works out what a record becomes when a person changes it; writes nothing.

A value that a person typed or confirmed has confidence 1 and the rule `person:<account>`. Where it stands on
the page and how it was read stay with it, so that the evidence can still be followed to the ink.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from classifiers.catalogue import load_record_types
from classifiers.extraction.values import judge
from classifiers.record_type import FieldRule, FieldType, RecordType
from classifiers.understanding import understand_as
from portal.catalogue.row_fields import rows_from_text, text_of_rows
from portal.corrections.evidence import (
    Action,
    Correction,
    emptied_fields,
    is_type_by_person,
    seen_reasons,
)
from portal.corrections.locating import Place, located
from portal.corrections.outstanding import PERSON, broken_rules, is_by_person, outstanding
from records import FieldValue, Page, Record

LONGEST_VALUE = 2_000
LONGEST_TEXT = 20_000
"""Letters; for kinds that run over many lines."""
LONGEST_REASON = 500
LONG_KINDS = frozenset({FieldType.TEXT_MULTILINE, FieldType.LIST, FieldType.TABLE})
OUTSIDE = ""
"""Stands for "of no type in the catalogue", which a person may say for good."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a person wants of one field."""

    field: str
    action: Action
    """`EDIT`, `CONFIRM` or `CLEAR`."""
    value: str = ""
    """For `EDIT`: the new value as typed."""
    reason: str = ""
    """Why a value stays that looks impossible; empty otherwise."""
    place: Place | None = None
    """Where the person pointed to on the page, with what was read there; `None` for where it stood before."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a person wants of one record in one go."""

    fields: Sequence[FieldChange] = ()
    record_type: str | None = None
    """Code of the type that the person says it is, also when it was that already; `OUTSIDE` for a paper of no
    type; `None` to say nothing."""
    seen: Sequence[str] = ()
    """Reasons for review that the person has looked at."""

    @property
    def is_empty(self) -> bool:
        return not self.fields and self.record_type is None and not self.seen


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of it."""

    record: Record
    corrections: tuple[Correction, ...]
    """The new ones only; empty when everything was so already."""


def change(
    record: Record, earlier: Sequence[Correction], wanted: Changes, *, by: str, at: str, version: str
) -> Changed:
    """The record after `wanted`; `record` has its pages with words, `earlier` are its corrections so far.

    A field that neither type has is passed over. `version` is that of `record`, for example `v1`.
    """
    made: list[Correction] = []
    now = record
    if wanted.record_type is not None:
        now, correction = _with_type(now, wanted.record_type)
        made.append(correction)
    for one in wanted.fields:
        now, changed = _with_field(now, one, by)
        made += [changed] if changed else []
    made += [
        Correction("", "", Action.SEEN, reason=reason) for reason in wanted.seen if reason in record.reasons
    ]
    signed = tuple(replace(one, at=at, by=by, corrects=version) for one in made)
    every = (*earlier, *signed)
    reasons = outstanding(
        now,
        record,
        emptied=emptied_fields(every),
        seen=seen_reasons(every),
        is_type_settled=is_type_by_person(every),
    )
    return Changed(replace(now, reasons=reasons, needs_review=bool(reasons)), signed)


def carried_over(fresh: Record, before: Record, earlier: Sequence[Correction]) -> Record:
    """A record that was read anew (its paper scanned again), with what people had said of it.

    The type that a person gave stays, and so does every value that a person typed or confirmed.
    """
    if not earlier:
        return fresh
    now = fresh
    if is_type_by_person(earlier) and before.record_type and fresh.record_type != before.record_type:
        now, _ = _with_type(fresh, before.record_type)
    kept = {name: found for name, found in before.fields.items() if is_by_person(found)}
    emptied = emptied_fields(earlier)
    fields = {name: found for name, found in now.fields.items() if name not in emptied} | kept
    now = replace(now, fields=_in_order(now.record_type, fields))
    reasons = outstanding(now, fresh, emptied=emptied, is_type_settled=is_type_by_person(earlier))
    return replace(now, reasons=reasons, needs_review=bool(reasons))


def typed(text: str, rule: FieldRule | None) -> str:
    """What a person typed: NFC, no control signs, one line unless the kind has many, cut at the limit."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    plain = "".join(sign for sign in composed if sign == "\n" or unicodedata.category(sign)[0] != "C")
    if rule is not None and rule.type in LONG_KINDS:
        lines = (" ".join(line.split()) for line in plain.split("\n"))
        return "\n".join(line for line in lines if line)[:LONGEST_TEXT]
    return " ".join(plain.split())[:LONGEST_VALUE]


def _with_type(record: Record, code: str) -> tuple[Record, Correction]:
    """The record as of this type; its fields are found anew when it was another, but for people's own."""
    before = {"record_type": record.record_type, "type_confidence": round(record.type_confidence, 4)}
    after = {"record_type": code or None, "type_confidence": 1.0}
    now = replace(record, record_type=code or None, type_confidence=1.0)
    if now.record_type != record.record_type:
        kind = load_record_types().get(code)
        kept = {
            name: found
            for name, found in record.fields.items()
            if is_by_person(found) and (kind is None or kind.field(name))
        }
        read = understand_as(kind, _read(record.pages), threshold=record.threshold) if kind else None
        fields = {**(read.fields if read else {}), **kept}
        now = replace(now, fields=_in_order(code, fields), edition=read.edition if read else "")
    return now, Correction("", "", Action.TYPE, before=before, after=after)


def _with_field(record: Record, wanted: FieldChange, by: str) -> tuple[Record, Correction | None]:
    kind = load_record_types().get(record.record_type or "")
    rule = kind.field(wanted.field) if kind else None
    before = record.fields.get(wanted.field)
    if rule is None and before is None:
        return record, None
    after = _after(record.pages, rule, before, wanted, by)
    if after == before and wanted.action is not Action.CLEAR:
        return record, None
    fields = {name: found for name, found in record.fields.items() if name != wanted.field}
    if after is not None:
        fields[wanted.field] = after
    where = after or before
    correction = Correction(
        at="",
        by="",
        action=wanted.action,
        field=wanted.field,
        before=_json(before),
        after=_json(after),
        page=where.page if where else 0,
        box=where.box.as_list() if where else (),
        reason=wanted.reason,
    )
    settled = _relieved(kind, fields) if kind else fields
    return replace(record, fields=_in_order(record.record_type, settled)), correction


def _after(
    pages: Sequence[Page], rule: FieldRule | None, before: FieldValue | None, wanted: FieldChange, by: str
) -> FieldValue | None:
    """The field's new value; `None` for none."""
    if wanted.action is Action.CLEAR:
        return None
    if wanted.action is Action.CONFIRM:
        confirmed = replace(before, confidence=1.0, rule=PERSON + by, doubt="") if before else None
        return _placed(confirmed, wanted.place)
    value = typed(wanted.value, rule)
    if not value:
        return None
    normalised = (judge(rule, value).normalised if rule else "") or value
    if rule is not None and rule.columns and (rows := rows_from_text(rule, value)):
        value, normalised = text_of_rows(rule, rows), rows
    place = located(value, pages, near=before)
    typed_value = FieldValue(
        value=value,
        normalised=normalised,
        confidence=1.0,
        page=place.page,
        box=place.box,
        as_read=before.as_read if before else place.as_read,
        rule=PERSON + by,
    )
    return _placed(typed_value, wanted.place)


def _placed(found: FieldValue | None, place: Place | None) -> FieldValue | None:
    """The value with the evidence that a person drew a box around."""
    if found is None or place is None:
        return found
    return replace(found, page=place.page, box=place.box, as_read=place.as_read)


def _relieved(kind: RecordType, fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """Takes back the doubt that a broken relation cast on values, where it now holds."""
    broken = {rule.reason for rule, _ in broken_rules(kind, fields)}
    holding = tuple(rule.reason for rule in kind.rules if rule.reason not in broken)
    return {
        name: replace(found, doubt="") if found.doubt.startswith(holding) else found
        for name, found in fields.items()
    }


def _in_order(code: str | None, fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """The fields in the order of the type's file, as extraction gives them."""
    kind = load_record_types().get(code or "")
    names = [rule.name for rule in kind.fields if rule.name in fields] if kind else []
    return {name: fields[name] for name in (*names, *(name for name in fields if name not in names))}


def _read(pages: Sequence[Page]) -> list[Page]:
    return [page for page in pages if page.words or page.codes or page.ticks]


def _json(found: FieldValue | None) -> dict[str, Any] | None:
    return found.to_json() if found is not None else None
