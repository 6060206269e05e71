"""Forms that citizens fill in: form code, motto, title, addressee, labels with dotted leaders, signature."""

from __future__ import annotations

from dataclasses import replace

from classifiers.record_type import FieldRule, FieldType, Where
from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.nd30_admin import motto, signature_and_name
from classifiers.specimens.sheet import Type
from classifiers.specimens.typesetting import Galley, bold


def open_galley(draft: Draft, *, size: float = 13.0) -> Galley:
    chance = draft.chance
    draft.galley = Galley(
        base=Type(size=chance.choice((size - 0.5, size, size + 0.5))),
        margins=(chance.uniform(15, 20), chance.uniform(14, 18), 18, chance.uniform(22, 30)),
        leading=chance.uniform(1.3, 1.5),
    )
    draft.galley.leaders = draft.leaders
    return draft.galley


def heading(form: Form) -> None:
    """Form code at the right, motto and title centred."""
    galley, record_type, chance = form.draft.galley, form.record_type, form.draft.chance
    corner = form.at(Where.CORNER)
    if record_type.form_codes and not corner:
        galley.text(
            chance.choice(record_type.form_codes), align="right", look=replace(galley.base, size=11), after=1
        )
    galley.y = motto(galley, galley.column.x, galley.column.width, galley.y) + 5
    title = chance.choice(record_type.titles) if chance.random() < 0.4 else record_type.title
    galley.text(bold(title), align="centre", look=replace(galley.base, size=14.5), after=3)
    galley.next_block()


def signer(form: Form, role: str) -> None:
    """Place and date, the role in bold, a signature without seal and the name."""
    draft, galley = form.draft, form.draft.galley
    galley.need(48)
    galley.skip(3)
    full = galley.column
    rule: FieldRule | None = next(
        (rule for rule in form.at(Where.SIGNATURE) if rule.type is FieldType.PERSON_NAME), None
    )
    with galley.within(full.x + full.width - 86, 86):
        form.place_and_date(align="centre")
        galley.text(bold(role), align="centre")
        name = form.values.person("applicant").name
        signature_and_name(draft, "", name, look=galley.base, field=rule.name if rule else "", seals=False)


def write(form: Form) -> None:
    """Any application: heading, its fields on dotted lines, the applicant's signature."""
    open_galley(form.draft)
    heading(form)
    form.body()
    signer(form, form.draft.chance.choice(("Người yêu cầu", "Người làm đơn", "NGƯỜI KÊ KHAI")))
