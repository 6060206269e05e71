"""What speaks against a value that a person wants to keep: said, never forbidden."""

from __future__ import annotations

from collections.abc import Mapping

from classifiers.catalogue import load_record_types
from classifiers.extraction.values import judge
from portal.catalogue.row_fields import row_problem
from portal.corrections.changing import Changes, FieldChange
from portal.corrections.evidence import Action
from portal.corrections.outstanding import broken_rules
from records import Record


def problems(wanted: Changes, after: Record) -> Mapping[str, str]:
    """Why values look impossible that somebody typed or confirmed without giving a reason, by field.

    `after` is the record as it would become. What the field's own kind refuses comes before a relation that
    does not hold, such as dates out of order.
    """
    kind = load_record_types().get(after.record_type or "")
    if kind is None:
        return {}
    kept = {one.field: one for one in wanted.fields if one.action is not Action.CLEAR}
    found: dict[str, str] = {}
    for name, wish in kept.items():
        rule, value = kind.field(name), after.fields.get(name)
        if rule is not None and value is not None and not _is_explained(wish):
            errors = judge(rule, value.value).errors
            reason = errors[0] if errors else row_problem(rule, value.normalised) if rule.columns else ""
            if reason:
                found[name] = reason
    for relation, reason in broken_rules(kind, after.fields):
        touched = [name for name in relation.fields if name in kept]
        if touched and not any(_is_explained(kept[name]) for name in touched):
            found.setdefault(touched[0], reason)
    return found


def _is_explained(change: FieldChange) -> bool:
    return bool(change.reason.strip())
