"""Civil-status extracts and confirmations: agency block of up to three lines, label and value a line each."""

from __future__ import annotations

from dataclasses import replace

from classifiers.record_type import Where
from classifiers.specimens.arranging import set_entries, set_line
from classifiers.specimens.draft import Draft
from classifiers.specimens.entries import Entry, entry_parts, with_colon
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.nd30_admin import motto, place_and_date, signature_and_name
from classifiers.specimens.looks import Entries, Look
from classifiers.specimens.places import bare
from classifiers.specimens.typesetting import Galley, Span, bold, value


def open_galley(draft: Draft) -> Galley:
    chance = draft.chance
    draft.keep_lines()
    return draft.open(
        Galley(
            base=draft.form_type(chance.choice((13.0, 13.5, 14.0))),
            margins=draft.form_margins(
                chance.uniform(16, 22), chance.uniform(15, 19), 18, chance.uniform(25, 32)
            ),
            leading=chance.uniform(1.28, 1.5),
        )
    )


def letterhead(draft: Draft, place: str, number: Span, *, number_label: str = "Số: ") -> None:
    """Province, district while there was one, and commune on the left; motto, place and date on the right."""
    galley, unit = draft.galley, draft.unit
    full, top = galley.column, galley.y
    look = replace(galley.base, size=12.5)
    left, right = 72.0, 94.0
    with galley.within(full.x - 6, left, y=top):
        if unit.district:
            galley.text(value("parent_agency", unit.district.upper()), align="centre", look=look)
        elif draft.chance.random() < 0.5:
            galley.text(value("parent_agency", unit.province.upper()), align="centre", look=look)
        short = draft.chance.random() < 0.5
        if short:
            galley.text(bold(f"UBND {unit.commune.upper()}", "issuing_agency"), align="centre", look=look)
        else:
            galley.text(bold("ỦY BAN NHÂN DÂN", "issuing_agency"), align="centre", look=look)
            galley.text(bold(unit.commune.upper(), "issuing_agency"), align="centre", look=look)
        galley.rule_under(0.3)
        end = galley.y
    below = max(end, motto(galley, full.x + full.width - right + 2, right, top, size=12.5)) + 2
    with galley.within(full.x - 6, left, y=below):
        galley.text(number_label, number, align="centre", look=replace(look, size=13))
    with galley.within(full.x + full.width - right + 2, right, y=below):
        place_and_date(draft, place)
    galley.skip(6)


def heading(galley: Galley, title: str, *, below: tuple[str, ...] = (), size: float = 15.0) -> None:
    galley.next_block()
    galley.text(bold(title), align="centre", look=replace(galley.base, size=size))
    for line in below:
        galley.text(bold(line), align="centre", look=replace(galley.base, size=13))
    galley.skip(5)
    galley.next_block()


def entry(galley: Galley, *parts: tuple[str, str, str], leader: bool = False) -> None:
    """A line of `(label, field, value)` parts; two or more share the line at even stops, as forms do."""
    look = galley.look or Look()
    if look.entries in {Entries.TABBED, Entries.HELD_OUT} and len(parts) == 1:
        label, field, text = parts[0]
        set_entries(galley, [Entry(*entry_parts(with_colon(label, look), field, text))], look, leader=leader)
        return
    column, top, lowest = galley.column, galley.y, galley.y
    block = galley.block
    share = column.width / len(parts)
    for index, (label, field, text) in enumerate(parts):
        galley.column = type(column)(column.x + index * share, share - (2 if index < len(parts) - 1 else 0))
        galley.y = top
        one = Entry(with_colon(label, look), [value(field, text)])
        set_line(galley, one, look, leader=leader, after=0.0, breaks=False)
        lowest = max(lowest, galley.y)
        galley.block = block
    galley.column, galley.y = column, lowest + look.gap


def signer_block(
    draft: Draft, title: str, position: str | tuple[str, ...], signer: str, *, position_field: str = ""
) -> None:
    """`NGƯỜI KÝ …` and the position over the signature and name, bottom right."""
    galley = draft.galley
    galley.need(50)
    galley.skip(5)
    full, look = galley.column, replace(galley.base, size=13)
    with galley.within(full.x + full.width - 84, 84):
        galley.text(bold(title), align="centre", look=look, fits=True)
        for line in (position,) if isinstance(position, str) else position:
            galley.text(bold(line, position_field), align="centre", look=look)
        signature_and_name(draft, f"UBND {draft.unit.commune} - {draft.unit.province}", signer, look=look)


def write(form: Form) -> None:
    """Any extract: agency block, number, title, its fields, the signer."""
    draft = form.draft
    galley = open_galley(draft)
    form.leader = False
    numbers = form.at(Where.NUMBER_LINE)
    name = numbers[0].name if numbers else ""
    mark = draft.chance.choice(form.record_type.number_marks or ("/TL",))
    number = value(name, f"{draft.chance.randrange(1, 700)}/{draft.issued.year}{mark}")
    letterhead(draft, bare(draft.unit.commune), number)
    full_title = draft.chance.choice(form.record_type.titles)
    copy = ("(BẢN SAO)",) if mark.endswith("-BS") and "BẢN SAO" not in full_title else ()
    below = ("(BẢN SAO)",) if "(BẢN SAO)" in full_title else copy
    heading(galley, full_title.removesuffix(" (BẢN SAO)"), below=below)
    if below and form.record_type.field("is_copy") is not None:
        draft.extra_truth["is_copy"] = "true"
    form.body()
    signer_block(
        draft, "NGƯỜI KÝ TRÍCH LỤC", draft.chance.choice(("CHỦ TỊCH", "PHÓ CHỦ TỊCH")), draft.person().name
    )
