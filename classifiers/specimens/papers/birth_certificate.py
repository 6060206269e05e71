"""Giấy khai sinh on the pre-printed form of Circular 04/2020/TT-BTP."""

from __future__ import annotations

from datetime import timedelta

from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import civil_certificate_preprinted as form
from classifiers.specimens.people import draw_day, draw_full_name, draw_id_number
from classifiers.specimens.places import bare, draw_home, draw_name, draw_unit
from classifiers.specimens.wording import day_in_words, figures


def write(draft: Draft) -> None:
    chance, unit = draft.chance, draft.unit
    form.open_galley(draft)
    father = draft.person(is_woman=False, ages=(22, 50))
    mother = draft.person(is_woman=True, ages=(20, 44), ethnicity=father.ethnicity)
    is_girl = chance.random() < 0.5
    born = draw_day(chance, draft.issued - timedelta(days=120), draft.issued - timedelta(days=3))
    name = draw_full_name(
        chance,
        is_woman=is_girl,
        ethnicity="Kinh" if father.ethnicity == "Kinh" else father.ethnicity,
        surname=father.surname,
    )
    home = draw_home(chance, unit)
    form.heading(draft, "GIẤY KHAI SINH", f"{chance.randrange(1, 420)}/{draft.issued.year}")
    line = form.entry
    line(draft, ("Họ, chữ đệm, tên:", "child_full_name", name.upper()))
    line(draft, ("Ngày, tháng, năm sinh:", "child_date_of_birth", figures(born)))
    line(draft, ("ghi bằng chữ:", "child_dob_words", day_in_words(born)))
    line(
        draft,
        ("Giới tính:", "child_sex", "Nữ" if is_girl else "Nam"),
        ("Dân tộc:", "child_ethnicity", father.ethnicity),
        ("Quốc tịch:", "child_nationality", "Việt Nam"),
    )
    line(draft, ("Nơi sinh:", "place_of_birth", _hospital(draft)))
    line(draft, ("Quê quán:", "hometown", _hometown(draft)))
    number = draw_id_number(chance, born, is_woman=is_girl, province=unit.code)
    line(draft, ("Số định danh cá nhân:", "child_personal_id", number))
    for parent, role, key in ((mother, "mẹ", "mother"), (father, "cha", "father")):
        line(draft, (f"Họ, chữ đệm, tên người {role}:", f"{key}_full_name", parent.printed))
        line(
            draft,
            ("Năm sinh:", f"{key}_birth_year", str(parent.born.year)),
            ("Dân tộc:", f"{key}_ethnicity", parent.ethnicity),
            ("Quốc tịch:", f"{key}_nationality", "Việt Nam"),
        )
        line(draft, ("Nơi cư trú:", f"{key}_residence", home))
    informant = chance.choice((father, mother))
    line(draft, ("Họ, chữ đệm, tên người đi khai sinh:", "informant_name", informant.printed))
    identity = informant.id_document(with_issuer=chance.random() < 0.5)
    line(draft, ("Giấy tờ tùy thân:", "informant_id", identity))
    line(draft, ("Nơi đăng ký khai sinh:", "registration_place", unit.committee))
    line(draft, ("Ngày, tháng, năm đăng ký:", "registration_date", figures(draft.issued)))
    position = chance.choice(("Chủ tịch", "Phó Chủ tịch"))
    form.signer_block(
        draft,
        "NGƯỜI KÝ GIẤY KHAI SINH",
        draft.person().name,
        position=position,
        position_field="signer_title",
    )


def _hospital(draft: Draft) -> str:
    unit, chance = draft.unit, draft.chance
    local = unit.district or f"khu vực {draw_name(chance)}"
    kinds = (f"Bệnh viện Đa khoa {local}", f"Trung tâm Y tế {local}", f"Trạm Y tế {unit.commune}")
    return f"{chance.choice(kinds)}, {unit.province}"


def _hometown(draft: Draft) -> str:
    unit = draft.unit if draft.chance.random() < 0.7 else draw_unit(draft.chance, draft.issued)
    if draft.chance.random() < 0.5:
        return unit.written
    return ", ".join(bare(part) for part in unit.parts)
