"""Administrative papers by Decree 30/2020/NĐ-CP, Appendix I, from the letterhead to the signer."""

from __future__ import annotations

from dataclasses import replace

from classifiers.record_type import Where
from classifiers.specimens import prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.letterheads import agency_lines, by_hand, number_spans
from classifiers.specimens.looks import Head
from classifiers.specimens.offices import Office, draw_office
from classifiers.specimens.sheet import MM_PER_POINT, Rule, Type
from classifiers.specimens.typesetting import Galley, Span, bold, italic, plain, value
from classifiers.specimens.wording import long_day

MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def open_galley(draft: Draft) -> Galley:
    """A4 with the decree's margins and sizes, varied within what it allows."""
    chance = draft.chance
    size = chance.choice((13.0, 13.5, 14.0, 14.0)) + draft.look.head.body_size
    margins = (chance.uniform(17, 22), chance.uniform(15, 18), chance.uniform(18, 22), chance.uniform(28, 33))
    return draft.open(Galley(base=Type(size=size), margins=margins, leading=chance.uniform(1.15, 1.32)))


def motto(galley: Galley, x: float, width: float, y: float, *, size: float = 13.0) -> float:
    """National heading and motto with its rule; gives the height of its end in mm."""
    with galley.within(x, width, y=y):
        galley.text(bold(NATION), align="centre", look=replace(galley.base, size=size - 0.5), fits=True)
        galley.text(bold(MOTTO), align="centre", look=replace(galley.base, size=size + 0.5))
        galley.rule_under(0.5 if width > 90 else 0.62)
        return galley.y


def letterhead(
    draft: Draft, office: Office, *, number: list[Span], subject: list[Span] | None = None
) -> None:
    """Issuer left, nation right; below them number left, place and date right.

    `subject` is set under the number, as official letters have it. `number` follows `Số: `.
    """
    galley, chance, head = draft.galley, draft.chance, draft.look.head
    full, top = galley.column, galley.y
    left = head.agency_share * full.width + chance.uniform(-4, 4)
    right = min(full.width + head.outwards - left, 92.0) + chance.uniform(-3, 3)
    x_left, x_right = full.x - head.outwards, full.x + full.width - right + 4
    size = head.size or chance.choice((12.5, 13.0))
    look = replace(galley.base, size=size)
    with galley.within(x_left, left, y=top):
        if office.parent:
            above = value("parent_agency", office.parent)
            galley.text(above, align=head.agency_align, look=look, fits=True)
        for line in agency_lines(galley, office.issuer, look, breaks=head.breaks):
            galley.text(bold(line, "issuing_agency"), align=head.agency_align, look=look, fits=True)
        galley.rule_under(0.36)
        end_left = galley.y
    end_right = motto(galley, x_right, right, top, size=size)
    below = max(end_left, end_right) + head.gap
    with galley.within(x_left, left, y=below):
        galley.text(
            "Số: ", *number_spans(draft, number), align=head.number_align, look=replace(look, size=13)
        )
        if subject:
            galley.text(*subject, align="centre", look=replace(look, size=12), leading=1.1)
        end_left = galley.y
    with galley.within(x_right, right, y=below):
        place_and_date(draft, office.place, align=head.day_align)
        galley.y = max(galley.y, end_left)
        below = galley.y
    galley.y = below + 5


def _head(galley: Galley) -> Head:
    return galley.look.head if galley.look is not None else Head()


def place_and_date(draft: Draft, place: str, *, align: str = "centre") -> None:
    """`Phú Lâm, ngày 05 tháng 3 năm 2026` in italics."""
    day = italic(long_day(draft.issued), "issue_date")
    draft.galley.text(
        italic(place, "issue_place"),
        italic(", "),
        *(by_hand(draft, day, f"{draft.issued.day:02d}") if draft.look.head.number_by_hand else [day]),
        align=align,
        look=replace(draft.galley.base, size=draft.look.head.day_size),
        fits=True,
    )


def title(galley: Galley, heading: str, subject: str | None = None, *, rule: bool = True) -> None:
    """The kind of paper and its summary, bold and centred, with a short rule."""
    look = replace(galley.base, size=_head(galley).title_size)
    galley.next_block()
    galley.text(bold(heading), align="centre", look=look)
    if subject:
        column = galley.column
        with galley.within(column.x + 12, column.width - 24):
            galley.text(bold(subject, "subject"), align="centre", look=look, leading=1.12)
            if rule:
                galley.rule_under(0.3, gap=1.7)
    galley.skip(5)
    galley.next_block()


def paragraph(galley: Galley, *spans: Span | str, look: Type | None = None, after: float = 2.1) -> None:
    """A paragraph of the body: justified, first line indented, at least 6 pt below it."""
    head = _head(galley)
    gap = after * head.paragraph_gap / 2.1
    galley.text(*spans, align="justify", first=head.first_indent, after=gap, look=look)


def addressees(galley: Galley, names: list[str], field: str) -> None:
    """`Kính gửi:` with one addressee on its line, or several as a list."""
    galley.next_block()
    column = galley.column
    if len(names) == 1:
        galley.text("Kính gửi: ", value(field, names[0]), align="centre", after=4)
    else:
        galley.text("Kính gửi:", first=32, after=0.5)
        with galley.within(column.x + 46, column.width - 46):
            for index, name in enumerate(names):
                galley.text(
                    "- ", value(f"{field}#{index}", name), ";" if index < len(names) - 1 else ".", after=0.3
                )
        galley.skip(4)
    galley.next_block()


def closing(draft: Draft, office: Office, recipients: list[str], *, signer: str, gap: float = 4.0) -> None:
    """Recipients bottom left; authority, title, seal, signature and name bottom right; kept together."""
    galley, head = draft.galley, draft.look.head
    small = replace(galley.base, size=head.recipients_size)
    height = max(60.0, 8 + len(recipients) * 5.0)
    galley.need(height + gap)
    galley.skip(gap)
    top, full = galley.y, galley.column
    if recipients:
        with galley.within(full.x, 76, y=top):
            galley.text(Span("Nơi nhận:", bold=True, italic=True), look=replace(galley.base, size=12))
            for index, name in enumerate(recipients):
                end = "." if index == len(recipients) - 1 else ";"
                galley.text("- ", value(f"recipients#{index}", name), end, look=small, leading=1.1)
    right = head.signer_width
    with galley.within(full.x + full.width - right, right, y=top):
        look = replace(galley.base, size=13.5)
        for line in office.authority:
            galley.text(bold(line, "signer_authority"), align="centre", look=look)
        galley.text(bold(office.title, "signer_title"), align="centre", look=look)
        signature_and_name(draft, office.seal_text, signer, look=look)
    galley.y = max(galley.y, top + height)


def signature_and_name(
    draft: Draft, agency: str, signer: str, *, look: Type, field: str = "signer_name", seals: bool = True
) -> None:
    """The space for signature and seal, and the signer's name below it, in the present column."""
    galley = draft.galley
    middle = galley.column.x + galley.column.width / 2
    draft.sign(middle, galley.y + 4.5, agency, seals=seals)
    # 3 to 4 cm between the signer's title and name, as offices leave for signature and seal.
    galley.skip(28.0 + 2 * draft.chance.uniform(0, 4))
    galley.next_block()
    galley.text(bold(signer, field), align="centre", look=look)


def footing_rule(galley: Galley) -> None:
    """A thin rule across the column."""
    column = galley.column
    galley.add(Rule(column.x, galley.y, column.x + column.width, galley.y, width=0.2))
    galley.skip(2 * MM_PER_POINT)


def write(form: Form) -> None:
    """Any administrative type: letterhead, title, its fields in order, closing."""
    draft = form.draft
    galley = open_galley(draft)
    form.leader = False
    office = draw_office(draft.chance, draft.unit)
    number = form.at(Where.NUMBER_LINE)
    spans = [value(number[0].name, form.values.of(number[0]))] if number else [plain(".....")]
    letterhead(draft, office, number=spans)
    title(galley, form.record_type.title, rule=False)
    form.body()
    recipients = prose.draw_recipients(draft.chance, office.letter_unit)
    closing(draft, office, recipients, signer=draft.person().name)
