"""Pre-printed certificates: a pale ground with a frame, values typed into the blanks on dotted lines."""

from __future__ import annotations

from dataclasses import replace

from classifiers.record_type import Where
from classifiers.specimens.arranging import set_entries, set_line
from classifiers.specimens.draft import Draft
from classifiers.specimens.entries import Entry, with_colon
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.nd30_admin import MOTTO, NATION, signature_and_name
from classifiers.specimens.looks import Entries
from classifiers.specimens.sheet import Colour, Pattern
from classifiers.specimens.typesetting import Column, Galley, Span, bold

GROUNDS: tuple[tuple[Colour, Colour], ...] = (
    ((226, 240, 226), (120, 168, 128)),
    ((250, 232, 234), (206, 130, 140)),
    ((228, 238, 248), (126, 156, 196)),
    ((248, 242, 222), (196, 170, 110)),
)
TYPED: Colour = (24, 26, 44)
TITLE_RED: Colour = (186, 28, 40)


def open_galley(draft: Draft, *, size: float = 13.0) -> Galley:
    chance = draft.chance
    draft.keep_lines()
    ground, frame = chance.choice(GROUNDS)
    galley = Galley(
        base=draft.type(chance.choice((size - 0.5, size, size + 0.5))),
        margins=(20, 20, 20, chance.uniform(22, 25)),
        leading=chance.uniform(1.5, 1.68),
        ground=Pattern(ground, chance.choice((24, 32, 40)), frame, chance.uniform(7, 10)),
        numbers_pages=False,
    )
    galley.leaders = draft.leaders
    draft.open(galley)
    # Its own leading already leaves room for a pen.
    galley.leading /= draft.look.widens
    return galley


def heading(
    draft: Draft, title: str, number: str, *, field: str = "registration_number", below: str = ""
) -> None:
    """National heading centred, number to the right, the title in red or black."""
    galley, chance = draft.galley, draft.chance
    galley.text(bold(NATION), align="centre", look=replace(galley.base, size=13), leading=1.25)
    galley.text(bold(MOTTO), align="centre", look=replace(galley.base, size=13.5), leading=1.25)
    galley.rule_under(0.3)
    galley.skip(3)
    galley.next_block()
    galley.text("Số: ", typed(field, number), align=chance.choice(("right", "right", "left")))
    galley.skip(5)
    galley.next_block()
    colour = chance.choice((TITLE_RED, TITLE_RED, galley.base.colour))
    galley.text(bold(title), align="centre", look=replace(galley.base, size=20, colour=colour), fits=True)
    if below:
        galley.text(bold(below), align="centre", look=replace(galley.base, size=13))
    galley.skip(6)
    galley.next_block()


def typed(field: str, text: str) -> Span:
    """A value put in by a printer: darker than the form, in the form's own face."""
    return Span(text, field, colour=TYPED)


def entry(draft: Draft, *parts: tuple[str, str, str], stops: tuple[float, ...] = ()) -> None:
    """A line of `(label, field, value)` parts on dotted leaders; `stops` are where each begins, as shares."""
    galley, look = draft.galley, draft.look
    if look.entries in {Entries.TABBED, Entries.HELD_OUT} and len(parts) == 1 and galley.column.width > 120:
        label, field, text = parts[0]
        one = Entry(with_colon(label, look), [typed(field, text or "")])
        set_entries(galley, [one], look, leader=True)
        return
    column, top, lowest = galley.column, galley.y, galley.y
    block = galley.block
    starts = stops or tuple(index / len(parts) for index in range(len(parts)))
    for (label, field, text), start, end in zip(parts, starts, (*starts[1:], 1.0), strict=True):
        gap = 2.0 if end < 1 else 0.0
        galley.column = Column(column.x + start * column.width, (end - start) * column.width - gap)
        galley.y = top
        one = Entry(with_colon(label, look), [typed(field, text or "")])
        set_line(galley, one, look, leader=True, after=0.0, breaks=False)
        lowest = max(lowest, galley.y)
        galley.block = block
    galley.column, galley.y = column, lowest


def signer_block(
    draft: Draft, title: str, signer: str, *, position: str = "", position_field: str = ""
) -> None:
    """`NGƯỜI KÝ …`, the position where it is printed, the signature with its seal and the name."""
    galley = draft.galley
    galley.skip(3)
    full, look = galley.column, replace(galley.base, size=12.5)
    with galley.within(full.x + full.width - 84, 84):
        galley.text(bold(title), align="centre", look=look, leading=1.25, fits=True)
        if position:
            galley.text(bold(position, position_field), align="centre", look=look, leading=1.25)
        agency = f"UBND {draft.unit.commune} - {draft.unit.province}"
        signature_and_name(draft, agency, signer, look=look)


def write(form: Form) -> None:
    """Any pre-printed certificate: heading with its number, its fields on dotted lines, the signer."""
    draft = form.draft
    open_galley(draft)
    numbers = form.at(Where.NUMBER_LINE)
    number = (
        form.values.of(numbers[0]) if numbers else f"{draft.chance.randrange(1, 900)}/{draft.issued.year}"
    )
    heading(draft, form.record_type.title, number, field=numbers[0].name if numbers else "")
    form.body()
    form.place_and_date()
    signer_block(draft, f"NGƯỜI KÝ {form.record_type.title}", draft.person().name)
