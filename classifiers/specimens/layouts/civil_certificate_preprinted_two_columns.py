"""Pre-printed certificates of two people: the same labels in two columns side by side, common lines below."""

from __future__ import annotations

from classifiers.record_type import FieldRule, Where
from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import SET_BY_LAYOUT, Form
from classifiers.specimens.layouts import civil_certificate_preprinted as certificate
from classifiers.specimens.layouts.civil_certificate_preprinted import entry
from classifiers.specimens.typesetting import Column

Entries = list[tuple[str, str, str]]


def side_by_side(draft: Draft, left: Entries, right: Entries, *, gap: float = 6.0) -> None:
    """Sets both people's lines in columns of half the width, level row by row."""
    galley = draft.galley
    column, top = galley.column, galley.y
    width = (column.width - gap) / 2
    ends = []
    for x, entries in ((column.x, left), (column.x + width + gap, right)):
        galley.column, galley.y = Column(x, width), top
        galley.next_block()
        for part in entries:
            entry(draft, part)
        ends.append(galley.y)
    galley.column, galley.y = column, max(ends)
    galley.next_block()


def write(form: Form) -> None:
    """Any such certificate: its first two sections side by side, the others below in one column."""
    draft = form.draft
    certificate.open_galley(draft, size=12.0)
    numbers = form.at(Where.NUMBER_LINE)
    number = form.values.of(numbers[0]) if numbers else ""
    certificate.heading(draft, form.record_type.title, number, field=numbers[0].name if numbers else "")
    people, common = _parted(form)
    if draft.look.people_below:
        # Forms of 2011 name one person below the other.
        for rule in (*people[0], *people[1]):
            entry(draft, _part(form, rule))
    else:
        side_by_side(draft, *([_part(form, rule) for rule in rules] for rules in people))
    draft.galley.skip(1)
    _common(form, common)
    certificate.signer_block(draft, f"NGƯỜI KÝ {form.record_type.title}", draft.person().name)


def _parted(form: Form) -> tuple[tuple[list[FieldRule], list[FieldRule]], list[FieldRule]]:
    """Fields of the first section, of the second, and all others, in their order."""
    names = [section.name for section in form.record_type.sections][:2]
    body = [rule for rule in form.record_type.fields if rule.where not in SET_BY_LAYOUT]
    first, second = ([rule for rule in body if rule.section == name] for name in names)
    return (first, second), [rule for rule in body if rule.section not in names]


def _common(form: Form, rules: list[FieldRule]) -> None:
    """Lines of one value, short ones of a person three to a line."""
    short = [rule for rule in rules if rule.name.endswith(("_sex", "_ethnicity", "_nationality"))]
    for rule in rules:
        if rule not in short:
            entry(form.draft, _part(form, rule))
        elif rule is short[0]:
            entry(form.draft, *(_part(form, each) for each in short))


def _part(form: Form, rule: FieldRule) -> tuple[str, str, str]:
    label = rule.labels[0] if rule.labels else ""
    return f"{label}:", rule.name, form.values.of(rule)
