"""Xác nhận thông tin về cư trú, form CT07 of the police."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.layouts.civil_extract import entry
from classifiers.specimens.offices import Office
from classifiers.specimens.people import Person
from classifiers.specimens.places import bare, draw_home
from classifiers.specimens.table_rows import draw_rows
from classifiers.specimens.table_setting import set_rows
from classifiers.specimens.typesetting import bold, plain, value
from classifiers.specimens.wording import figures


def write(draft: Draft) -> None:
    chance, galley, unit = draft.chance, admin.open_galley(draft), draft.unit
    person = draft.person(ages=(18, 75))
    head = person if chance.random() < 0.5 else draft.person(ages=(40, 75))
    issuer = f"CÔNG AN {unit.commune.upper()}"
    above = f"CÔNG AN {(unit.district or unit.province).upper()}"
    office = Office(
        above,
        (issuer,),
        "CA",
        bare(unit.commune),
        (),
        chance.choice(("TRƯỞNG CÔNG AN", "PHÓ TRƯỞNG CÔNG AN")),
        "",
    )
    form = chance.choice(("Mẫu CT07 ban hành kèm theo Thông tư số 66/2023/TT-BCA", "Mẫu CT07"))
    galley.text(form, align="right", look=replace(galley.base, size=11), after=1)
    admin.letterhead(draft, office, number=[value("doc_number", f"{chance.randrange(11, 4000)}/XN")])
    admin.title(galley, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ", rule=False)
    _applicant(draft, person)
    home = draw_home(chance, unit)
    galley.text(
        bold(
            f"II. Công an {unit.written} xác nhận thông tin về cư trú của Ông/Bà có tên tại mục I, như sau:"
        ),
        after=1,
    )
    line = entry
    line(galley, ("1. Nơi thường trú:", "permanent_residence", home))
    away = "" if chance.random() < 0.7 else draw_home(chance, unit)
    line(galley, ("2. Nơi tạm trú:", "temporary_residence", away))
    line(galley, ("3. Nơi ở hiện tại:", "current_residence", away or home))
    relation = (
        "Chủ hộ" if head is person else chance.choice(("Con đẻ", "Vợ", "Chồng", "Cháu ruột", "Em ruột"))
    )
    line(
        galley,
        ("4. Họ, chữ đệm và tên chủ hộ:", "head_name", head.printed),
        ("5. Quan hệ với chủ hộ:", "relation_to_head", relation),
    )
    line(galley, ("6. Số định danh cá nhân của chủ hộ:", "head_id", head.id_number))
    _members(draft)
    until = draft.issued + timedelta(days=chance.choice((30, 180, 364)))
    galley.text(
        plain("Xác nhận này có giá trị đến hết ngày "), value("valid_until", figures(until)), ".", after=1
    )
    admin.closing(draft, office, [], signer=draft.person().name)


def _applicant(draft: Draft, person: Person) -> None:
    galley, chance = draft.galley, draft.chance
    galley.text(bold("I. Theo đề nghị của Ông/Bà:"), after=1)
    entry(galley, ("1. Họ, chữ đệm và tên:", "full_name", person.printed))
    entry(
        galley,
        ("2. Ngày, tháng, năm sinh:", "date_of_birth", figures(person.born)),
        ("3. Giới tính:", "sex", person.sex),
    )
    entry(galley, ("4. Số định danh cá nhân:", "id_number", person.id_number))
    faith = chance.choice(("Không", "Không", "Phật giáo", "Công giáo"))
    for label, text in (
        ("5. Dân tộc:", person.ethnicity),
        ("6. Tôn giáo:", faith),
        ("7. Quốc tịch:", "Việt Nam"),
    ):
        entry(galley, (label, "", text))
    entry(galley, ("8. Quê quán:", "", draft.unit.written))


def _members(draft: Draft) -> None:
    galley = draft.galley
    galley.text("7. Thông tin các thành viên trong hộ gia đình:", after=1)
    columns = ("tt", "ho_chu_dem_ten", "ngay_sinh", "gioi_tinh", "so_dinh_danh", "quan_he")
    set_rows(draft, "members", columns, draw_rows(draft, columns), size=11)
    galley.skip(2)
