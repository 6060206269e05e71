"""Forms that citizens fill in: form code, motto, title, addressee, labels with dotted leaders, signature.

Notices of hospitals and communes on such forms have an agency's block with their number, and its seal.
"""

from __future__ import annotations

from dataclasses import replace

from classifiers.record_type import FieldRule, FieldType, Where
from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.nd30_admin import motto, place_and_date, signature_and_name
from classifiers.specimens.places import bare
from classifiers.specimens.typesetting import Galley, bold, value

FILLED_IN_BY_HAND = 0.4
"""Share of the forms that somebody filled in with a pen; the others were typed or printed from a program."""


def open_galley(draft: Draft, *, size: float = 13.0) -> Galley:
    chance = draft.chance
    galley = Galley(
        base=draft.form_type(chance.choice((size - 0.5, size, size + 0.5))),
        margins=draft.form_margins(
            chance.uniform(15, 20), chance.uniform(14, 18), 18, chance.uniform(22, 30)
        ),
        leading=chance.uniform(1.3, 1.5),
    )
    galley.leaders = draft.leaders
    return draft.open(galley)


def heading(form: Form) -> None:
    """Form code at the right, motto and title centred, the number below where one is printed."""
    galley, record_type, chance = form.draft.galley, form.record_type, form.draft.chance
    corner = form.at(Where.CORNER)
    if record_type.form_codes and not corner:
        galley.text(
            chance.choice(record_type.form_codes), align="right", look=replace(galley.base, size=11), after=1
        )
    galley.y = motto(galley, galley.column.x, galley.column.width, galley.y) + 5
    _title(form)
    for rule in form.at(Where.NUMBER_LINE):
        galley.text(
            f"{rule.labels[0]}: ",
            value(rule.name, form.values.of(rule)),
            align=form.draft.look.number_align,
            after=2,
        )
    galley.next_block()


def _title(form: Form) -> None:
    galley, record_type, chance = form.draft.galley, form.record_type, form.draft.chance
    title = chance.choice(record_type.titles) if chance.random() < 0.4 else record_type.title
    galley.next_block()
    galley.text(bold(title), align="centre", look=replace(galley.base, size=14.5), after=3)
    galley.next_block()


def agency_heading(form: Form) -> None:
    """The issuer at the left over its number, motto, place and day at the right, the title below."""
    draft, galley = form.draft, form.draft.galley
    full, top = galley.column, galley.y
    issuer = form.at(Where.LETTERHEAD_LEFT)[-1]
    look = replace(galley.base, size=12.5)
    # The agency's name is printed even where number and day are written in.
    pen, galley.pen = galley.pen, None
    with galley.within(full.x - 4, 70, y=top):
        galley.text(bold(form.values.of(issuer), issuer.name), align="centre", look=look)
        galley.rule_under(0.3)
        end = galley.y
    galley.pen = pen
    below = max(end, motto(galley, full.x + full.width - 94, 94, top, size=12.5)) + 2
    with galley.within(full.x - 4, 70, y=below):
        for rule in form.at(Where.NUMBER_LINE):
            galley.text(f"{rule.labels[0]}: ", value(rule.name, form.values.of(rule)), align="centre")
    with galley.within(full.x + full.width - 94, 94, y=below):
        place_and_date(draft, bare(draft.unit.commune))
    galley.skip(6)
    _title(form)


def signer(form: Form, role: str) -> None:
    """Place and date, the role in bold, a signature without seal and the name."""
    draft, galley = form.draft, form.draft.galley
    galley.need(48)
    galley.skip(3)
    full = galley.column
    rule: FieldRule | None = next(
        (rule for rule in form.at(Where.SIGNATURE) if rule.type is FieldType.PERSON_NAME), None
    )
    with galley.within(full.x + full.width - 106, 106):
        form.place_and_date(align="right")
    with galley.within(full.x + full.width - 86, 86):
        galley.text(bold(role), align="centre")
        name = form.values.person("applicant").name
        signature_and_name(draft, "", name, look=galley.base, field=rule.name if rule else "", seals=False)


def two_signers(form: Form, left: str, right: str, agency: str) -> None:
    """Somebody of the house at the left, its head with the seal at the right."""
    draft, galley = form.draft, form.draft.galley
    galley.need(56)
    galley.skip(3)
    full = galley.column
    if not form.at(Where.LETTERHEAD_LEFT):
        with galley.within(full.x + full.width - 86, 86):
            form.place_and_date(align="centre")
    top = galley.y
    for x, width, role, is_sealed in ((full.x, 70, left, False), (full.x + full.width - 86, 86, right, True)):
        with galley.within(x, width, y=top):
            galley.text(bold(role), align="centre")
            name = draft.person().name
            signature_and_name(draft, agency, name, look=galley.base, field="", seals=is_sealed)


def write(form: Form) -> None:
    """Any application: heading, its fields on dotted lines, the applicant's signature."""
    galley = open_galley(form.draft)
    is_agency = bool(form.at(Where.LETTERHEAD_LEFT))
    galley.pen = form.draft.pen(share=FILLED_IN_BY_HAND)
    if galley.pen is not None and galley.leaders is None:
        # Nobody writes by hand on a form without lines to write on.
        galley.leaders = form.draft.ruled
    (agency_heading if is_agency else heading)(form)
    form.body()
    roles = [
        anchor for anchor in form.record_type.anchors if anchor.startswith(("Người đỡ đẻ", "Thủ trưởng"))
    ]
    if len(roles) == 2:
        hospital = f"BỆNH VIỆN {bare(form.draft.unit.province).upper()}"
        two_signers(form, roles[0], roles[1], hospital)
    elif is_agency:
        two_signers(form, "Người ghi giấy", "THỦ TRƯỞNG ĐƠN VỊ", form.draft.unit.committee.upper())
    else:
        signer(form, form.draft.chance.choice(("Người yêu cầu", "Người làm đơn", "NGƯỜI KÊ KHAI")))
