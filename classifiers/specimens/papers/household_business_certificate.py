"""Giấy chứng nhận đăng ký hộ kinh doanh: the forms of 2021 and 2025, and their numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.layouts.civil_extract import entry
from classifiers.specimens.offices import Office
from classifiers.specimens.people import Person, draw_day
from classifiers.specimens.places import bare, draw_home
from classifiers.specimens.tables import Table, draw_look, set_table
from classifiers.specimens.taxes import draw_tax_code
from classifiers.specimens.typesetting import Span, bold, plain, value
from classifiers.specimens.wording import figures, grouped, long_day, number_in_words, sentence

SHOPS = (
    "MINH TÂM",
    "HƯNG THỊNH",
    "TẠP HÓA CÔ BẢY",
    "SÁU ĐỨC",
    "CÀ PHÊ VƯỜN XANH",
    "PHÚC LỘC",
    "CƠ KHÍ ANH TUẤN",
    "VẬT LIỆU XÂY DỰNG ĐẠI PHÁT",
    "MAY MẶC THU HÀ",
    "BÁNH MÌ BÀ NĂM",
    "SỬA XE QUANG VINH",
    "THUỐC TÂY AN KHANG",
)
INDUSTRIES = (
    ("Bán lẻ lương thực, thực phẩm, đồ uống trong các cửa hàng tổng hợp", "4711"),
    ("Dịch vụ ăn uống", "5610"),
    ("Bán lẻ vật liệu xây dựng", "4752"),
    ("Bảo dưỡng, sửa chữa xe máy", "4542"),
    ("May trang phục", "1410"),
    ("Bán lẻ thuốc, dụng cụ y tế", "4772"),
    ("Gia công cơ khí", "2592"),
    ("Cắt tóc, làm đầu, gội đầu", "9631"),
)


def write(draft: Draft) -> None:
    chance, galley, unit = draft.chance, admin.open_galley(draft), draft.unit
    head = draft.person(ages=(22, 65))
    above = unit.district or unit.commune
    room = "PHÒNG TÀI CHÍNH - KẾ HOẠCH" if unit.district else "PHÒNG KINH TẾ"
    is_deputy = chance.random() < 0.4
    office = Office(
        f"UBND {above.upper()}",
        (room,),
        "",
        bare(above),
        ("KT. TRƯỞNG PHÒNG",) if is_deputy else (),
        "PHÓ TRƯỞNG PHÒNG" if is_deputy else "TRƯỞNG PHÒNG",
        "",
    )
    _letterhead(draft, office)
    galley.text(bold("GIẤY CHỨNG NHẬN"), align="centre", look=replace(galley.base, size=14.5))
    galley.text(bold("ĐĂNG KÝ HỘ KINH DOANH"), align="centre", look=replace(galley.base, size=14.5), after=1)
    code = head.id_number if draft.is_two_level else f"{draw_tax_code(chance)}-{chance.randrange(1, 4):03d}"
    galley.text(bold("Mã số hộ kinh doanh: "), bold(code, "business_code"), align="centre")
    _registered(draft)
    galley.next_block()
    name = f"HỘ KINH DOANH {chance.choice(SHOPS)}"
    galley.text("1. Tên hộ kinh doanh (ghi bằng chữ in hoa): ", value("business_name", name), after=1)
    place = "Trụ sở hộ kinh doanh" if draft.is_two_level else "Địa điểm kinh doanh"
    galley.text(f"2. {place}: ", value("business_address", draw_home(chance, unit)), after=1)
    phone = f"09{chance.randrange(10**8):08d}"
    entry(galley, ("Điện thoại:", "phone", phone), ("Fax:", "", ""))
    entry(galley, ("Email:", "", ""), ("Website:", "", ""))
    galley.text("3. Ngành, nghề kinh doanh:", after=1)
    chosen = chance.sample(INDUSTRIES, chance.choice((1, 2, 2)))
    rows = tuple((str(index), text, number) for index, (text, number) in enumerate(chosen, start=1))
    set_table(
        galley,
        Table(
            ("STT", "Tên ngành", "Mã ngành"), rows, (0.1, 0.7, 0.2), names=("stt", "ten_nganh", "ma_nganh")
        ),
        field="industries",
        size=12,
        look=draw_look(draft, "industries", 3),
    )
    galley.skip(2)
    amount = chance.choice((20, 50, 80, 100, 150, 200, 300, 500)) * 1_000_000
    galley.text("4. Vốn kinh doanh: ", value("capital", grouped(amount)), plain(" đồng"), after=0.6)
    words = f"{sentence(number_in_words(amount))} đồng"
    galley.text("(Bằng chữ: ", value("capital_words", words), ")", after=1)
    _head(draft, head)
    admin.closing(draft, office, [], signer=draft.person().name)


def _letterhead(draft: Draft, office: Office) -> None:
    """Letterhead without a number: the code stands under the title."""
    galley = draft.galley
    full, top = galley.column, galley.y
    look = replace(galley.base, size=12.5)
    with galley.within(full.x - 6, 72, y=top):
        galley.text(value("parent_agency", office.parent), align="centre", look=look)
        for line in office.issuer:
            galley.text(bold(line, "issuing_agency"), align="centre", look=look)
        galley.rule_under(0.36)
        end = galley.y
    right = full.x + full.width - 92
    galley.y = max(end, admin.motto(galley, right, 92, top, size=12.5)) + 6


def _registered(draft: Draft) -> None:
    galley, chance = draft.galley, draft.chance
    changes = chance.choice((0, 0, 0, 1, 2))
    first = (
        draft.issued
        if not changes
        else draw_day(chance, draft.issued - timedelta(900), draft.issued - timedelta(60))
    )
    galley.text(
        Span("Đăng ký lần đầu, ", italic=True),
        Span(long_day(first), "first_registered", italic=True),
        align="centre",
    )
    if changes:
        galley.text(
            Span("Đăng ký thay đổi lần thứ ", italic=True),
            Span(str(changes), "change_number", italic=True),
            Span(f", {long_day(draft.issued)}", italic=True),
            align="centre",
        )
    galley.skip(4)


def _head(draft: Draft, head: Person) -> None:
    chance, galley, unit = draft.chance, draft.galley, draft.unit
    new = draft.is_two_level or chance.random() < 0.5
    label = "5. Chủ hộ kinh doanh" if new else "5. Họ và tên đại diện hộ gia đình (ghi bằng chữ in hoa)"
    galley.text(f"{label}: ", value("head_name", head.printed), after=0.6)
    entry(galley, ("Giới tính:", "head_sex", head.sex), ("Sinh ngày:", "head_dob", figures(head.born)))
    entry(galley, ("Dân tộc:", "", head.ethnicity), ("Quốc tịch:", "", "Việt Nam"))
    paper = "Số giấy tờ pháp lý của cá nhân:" if new else "Số Căn cước công dân:"
    galley.text(f"{paper} ", value("head_id", head.id_number), after=0.6)
    issuer = "Bộ Công an" if head.id_kind == "Căn cước" else "Cục CSQLHC về TTXH"
    entry(galley, ("Ngày cấp:", "", figures(head.id_issued)), ("Nơi cấp:", "", issuer))
    home = draw_home(chance, unit)
    residence = "Địa chỉ thường trú" if new else "Nơi đăng ký hộ khẩu thường trú"
    galley.text(f"{residence}: ", value("head_residence", home), after=0.6)
    contact = "Địa chỉ liên lạc" if new else "Chỗ ở hiện tại"
    galley.text(f"{contact}: ", value("head_contact", home), after=0.6)
