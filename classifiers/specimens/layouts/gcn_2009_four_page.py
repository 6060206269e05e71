"""Land certificates of 2009 to 2024: pink ground, a big red title, lettered items, four small pages."""

from __future__ import annotations

from classifiers.record_type import FieldRule, FieldType, Where
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.gcn_2024_two_page import PINK, PINK_FRAME, TITLE_RED
from classifiers.specimens.layouts.nd30_admin import MOTTO, NATION, signature_and_name
from classifiers.specimens.sheet import Pattern, Type
from classifiers.specimens.typesetting import Galley, bold, value

PAPER = (190.0, 265.0)
TITLE = ("GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT", "QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT")


def open_galley(form: Form) -> Galley:
    chance = form.draft.chance
    form.draft.keep_lines()
    return form.draft.open(
        Galley(
            base=form.draft.type(chance.choice((12.0, 12.5, 13.0))),
            size=PAPER,
            margins=(18, 16, 18, 18),
            leading=chance.uniform(1.3, 1.45),
            ground=Pattern(PINK, 24, PINK_FRAME, 7.0),
            numbers_pages=False,
        )
    )


def front(galley: Galley, title: tuple[str, ...]) -> None:
    """National heading and the red title."""
    galley.text(bold(NATION), align="centre", look=Type(size=13))
    galley.text(bold(MOTTO), align="centre", look=Type(size=13))
    galley.rule_under(0.4)
    galley.skip(14)
    for index, line in enumerate(title):
        look = Type(size=20 if index == 0 else 14, colour=TITLE_RED)
        galley.text(bold(line), align="centre", look=look, leading=1.3)
    galley.skip(8)
    galley.next_block()


def write(form: Form) -> None:
    """The owner and the serial on page 1, the parcel and the rest from page 2 on."""
    draft = form.draft
    galley = open_galley(form)
    form.leader = False
    front(galley, TITLE if "NHÀ Ở" in form.record_type.title else (form.record_type.title,))
    owner = draft.person(ages=(28, 78))
    galley.text(bold("I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất"), after=1)
    lines = (
        f"{owner.honorific}: {owner.printed}",
        f"Năm sinh: {owner.born.year}, CCCD số: {owner.id_number}",
        f"Địa chỉ thường trú: {form.values.plot.address}",
    )
    draft.extra_rows["owners"] = (
        {
            "honorific": owner.honorific,
            "full_name": owner.printed,
            "birth_year": str(owner.born.year),
            "id_kind": "CCCD",
            "id_number": owner.id_number,
            "residence": form.values.plot.address,
        },
    )
    for index, line in enumerate(lines):
        galley.text(value(f"owner_lines#{index}", line), first=6, after=0.6)
    _serial(form)
    galley.new_page()
    form.record_type = form.record_type.model_copy(
        update={"fields": tuple(rule for rule in form.record_type.fields if not _is_on_front(rule))}
    )
    form.body()
    signer(form)


def _serial(form: Form) -> None:
    galley = form.draft.galley
    rule = form.record_type.field("serial")
    if rule is not None:
        galley.y = galley.size[1] - galley.bottom - 10
        galley.text(
            bold(form.values.of(rule), rule.name), align="right", look=Type(size=15), breaks_page=False
        )


def _is_on_front(rule: FieldRule) -> bool:
    return rule.name in {"serial", "owner_lines", "holder_lines"}


def signer(form: Form) -> None:
    """Place, date, agency, title, seal and name, bottom right."""
    draft, galley = form.draft, form.draft.galley
    galley.need(52)
    galley.skip(3)
    agency = f"ỦY BAN NHÂN DÂN {(draft.unit.district or draft.unit.commune).upper()}"
    full = galley.column
    with galley.within(full.x + full.width - 92, 92):
        form.place_and_date(align="centre")
        galley.text(
            bold("TM. "),
            bold(agency, form.field_at(Where.SIGNATURE, FieldType.ORG_NAME)),
            align="centre",
            fits=True,
        )
        galley.text(bold("CHỦ TỊCH"), align="centre")
        field = form.field_at(Where.SIGNATURE, FieldType.PERSON_NAME)
        signature_and_name(draft, agency, draft.person().name, look=galley.base, field=field)
