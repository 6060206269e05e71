"""Giấy xác nhận tình trạng hôn nhân."""

from __future__ import annotations

from datetime import date, timedelta

from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import civil_extract as extract
from classifiers.specimens.layouts.nd30_admin import paragraph
from classifiers.specimens.people import draw_day
from classifiers.specimens.places import bare, draw_home
from classifiers.specimens.typesetting import bold, plain, value
from classifiers.specimens.wording import figures, long_day, ordinal_number

STATES = (
    "Chưa đăng ký kết hôn với ai",
    "Chưa đăng ký kết hôn với ai",
    "Đã đăng ký kết hôn nhưng đã ly hôn theo Bản án số {n}/{y}/HNGĐ-ST {d} của Tòa án nhân dân khu vực 3",
    "Đã đăng ký kết hôn nhưng vợ (chồng) đã chết, Trích lục khai tử số {n}/{y}; hiện tại chưa kết hôn với ai",
)
PURPOSES = (
    "Để đăng ký kết hôn",
    "Làm thủ tục mua bán nhà, đất",
    "Bổ túc hồ sơ vay vốn ngân hàng",
    "Để làm thủ tục chuyển nhượng quyền sử dụng đất",
    "Để đăng ký kết hôn với người nước ngoài",
)


def write(draft: Draft) -> None:
    chance, galley = draft.chance, extract.open_galley(draft)
    person = draft.person(ages=(22, 60))
    number = f"{ordinal_number(chance.randrange(1, 600))}/UBND-XNTTHN"
    extract.letterhead(draft, bare(draft.unit.commune), value("doc_number", number))
    extract.heading(galley, "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN")
    home = draw_home(chance, draft.unit)
    paragraph(
        galley,
        f"Xét đề nghị của ông/bà {person.printed}, về việc cấp Giấy xác nhận tình trạng hôn nhân cho "
        f"{chance.choice(('bản thân', person.printed))},",
    )
    galley.text(bold("XÁC NHẬN:"), align="centre", after=2.5)
    line = extract.entry
    line(galley, ("Họ, chữ đệm, tên:", "person_full_name", person.printed))
    line(galley, ("Ngày, tháng, năm sinh:", "person_date_of_birth", figures(person.born)))
    line(
        galley,
        ("Giới tính:", "person_sex", person.sex),
        ("Dân tộc:", "person_ethnicity", person.ethnicity),
        ("Quốc tịch:", "person_nationality", "Việt Nam"),
    )
    line(galley, ("Giấy tờ tùy thân:", "person_id_document", person.id_document()))
    line(galley, ("Nơi cư trú:", "person_residence", home))
    earliest = date(person.born.year + 18, 3, 1)
    since = draw_day(
        chance, min(earliest, draft.issued - timedelta(days=300)), draft.issued - timedelta(days=200)
    )
    galley.text(
        f"Trong thời gian cư trú tại {draft.unit.written}, từ ",
        value("residence_from", long_day(since)),
        plain(", đến "),
        value("residence_to", long_day(draft.issued)),
        after=0.6,
    )
    past = draw_day(chance, since, draft.issued - timedelta(days=30))
    state = chance.choice(STATES).format(n=chance.randrange(3, 240), y=past.year, d=long_day(past))
    galley.text("Tình trạng hôn nhân: ", value("marital_status", state), ".", after=1.5)
    galley.text(
        "Giấy này có giá trị sử dụng trong thời hạn 6 tháng, kể từ ngày cấp, được sử dụng để: ",
        value("purpose", chance.choice(PURPOSES)),
        ".",
        align="justify",
    )
    position = chance.choice((("CHỦ TỊCH",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")))
    extract.signer_block(draft, "NGƯỜI KÝ GIẤY XÁC NHẬN", position, draft.person().name)
