"""Giấy chứng nhận kết hôn: wife left, husband right, as the form of Circular 15/2015/TT-BTP has it."""

from __future__ import annotations

from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import civil_certificate_preprinted as form
from classifiers.specimens.layouts.civil_certificate_preprinted_two_columns import Entries, side_by_side
from classifiers.specimens.people import Person
from classifiers.specimens.places import draw_home
from classifiers.specimens.sheet import Signature
from classifiers.specimens.typesetting import bold
from classifiers.specimens.wording import figures


def write(draft: Draft) -> None:
    chance = draft.chance
    form.open_galley(draft, size=12.5)
    wife = draft.person(is_woman=True, ages=(19, 45))
    husband = draft.person(is_woman=False, ages=(21, 50))
    form.heading(draft, "GIẤY CHỨNG NHẬN KẾT HÔN", f"{chance.randrange(1, 200)}/{draft.issued.year}")
    side_by_side(draft, _column(draft, wife, "vợ", "wife"), _column(draft, husband, "chồng", "husband"))
    draft.galley.skip(2)
    form.entry(draft, ("Nơi đăng ký kết hôn:", "registration_place", draft.unit.committee))
    form.entry(draft, ("Ngày, tháng, năm đăng ký:", "registration_date", figures(draft.issued)))
    _spouses_sign(draft)
    form.signer_block(draft, "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", draft.person().name)


def _column(draft: Draft, person: Person, role: str, key: str) -> Entries:
    return [
        (f"Họ, chữ đệm, tên {role}:", f"{key}_full_name", person.printed),
        ("Ngày, tháng, năm sinh:", f"{key}_date_of_birth", figures(person.born)),
        ("Dân tộc:", f"{key}_ethnicity", person.ethnicity),
        ("Quốc tịch:", f"{key}_nationality", "Việt Nam"),
        ("Nơi cư trú:", f"{key}_residence", draw_home(draft.chance, draft.unit)),
        ("Giấy tờ tùy thân:", f"{key}_id_document", person.id_document()),
    ]


def _spouses_sign(draft: Draft) -> None:
    galley, chance = draft.galley, draft.chance
    galley.skip(3)
    column, top = galley.column, galley.y
    for x, role in ((column.x + 4, "Vợ"), (column.x + 44, "Chồng")):
        with galley.within(x, 34, y=top):
            galley.text(bold(role), align="centre", leading=1.25)
            galley.add(Signature(x + 3, galley.y + 3, 28, 12, chance.randrange(2**31)))
    galley.y = top - 2
