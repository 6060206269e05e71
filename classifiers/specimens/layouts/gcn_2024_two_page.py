"""Land certificates on the two-page form in use since 1 August 2024: pink ground, numbered items."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from classifiers.record_type import FieldType
from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.nd30_admin import MOTTO, NATION
from classifiers.specimens.payloads import land
from classifiers.specimens.sheet import BLACK, Colour, Pattern, PrintedCode, Type, truth_of
from classifiers.specimens.typesetting import Galley, bold

PINK: Colour = (250, 226, 230)
PINK_FRAME: Colour = (214, 140, 152)
TITLE_RED: Colour = (196, 24, 40)
TITLE = ("GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN", "GẮN LIỀN VỚI ĐẤT")


def open_galley(draft: Draft) -> Galley:
    chance = draft.chance
    draft.keep_lines()
    return draft.open(
        Galley(
            base=draft.type(chance.choice((12.5, 13.0, 13.5))),
            margins=(20, 20, 22, 22),
            leading=chance.uniform(1.3, 1.45),
            ground=Pattern(PINK, 26, PINK_FRAME, 8.0),
            numbers_pages=False,
        )
    )


def code(draft: Draft) -> None:
    """The QR code of 2 x 2 cm at the top right of the first page, which says what the paper says.

    Set when all else is: its payload is gathered from what is printed. Circular 10/2024/TT-BTNMT, Article 14.
    """
    galley = draft.galley
    chance = Random(f"code:{draft.code}:{draft.seed}")  # noqa: S311 (a drawing, not a secret)
    right = galley.column.x + galley.column.width
    text = land(truth_of(galley.sheets()), chance)
    galley.pages[0].append(PrintedCode("qr", text, right - 20, galley.top, 20, 20, "qr_payload"))


def front(draft: Draft) -> None:
    """Motto and title; the code's place at the right stays free."""
    galley = draft.galley
    full = galley.column
    with galley.within(full.x + 20, full.width - 40, y=galley.top):
        galley.text(bold(NATION), align="centre", look=replace(galley.base, size=13), leading=1.25)
        galley.text(bold(MOTTO), align="centre", look=replace(galley.base, size=13.5), leading=1.25)
        galley.rule_under(0.4)
    galley.y = galley.top + 30
    for index, line in enumerate(TITLE):
        look = Type(size=20 if index == 0 else 15, colour=TITLE_RED)
        galley.text(bold(line), align="centre", look=look, leading=1.25)
    galley.skip(6)
    galley.next_block()


def serial_at_foot(draft: Draft, serial: str) -> None:
    """The blank's own number, printed in red or black at the foot of the first page."""
    galley = draft.galley
    look = replace(galley.base, size=15, colour=draft.chance.choice((TITLE_RED, BLACK)))
    galley.y = galley.size[1] - galley.bottom - 8
    galley.next_block()
    galley.text(
        bold(serial, "serial"), align=draft.chance.choice(("centre", "right")), look=look, breaks_page=False
    )


def write(form: Form) -> None:
    """Any certificate of this form, from its labels alone."""
    open_galley(form.draft)
    front(form.draft)
    form.leader = False
    form.record_type = form.record_type.model_copy(
        update={"fields": tuple(rule for rule in form.record_type.fields if rule.type is not FieldType.QR)}
    )
    form.body()
    code(form.draft)
