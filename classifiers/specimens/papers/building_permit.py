"""Giấy phép xây dựng: forms of Decrees 15/2021 and 175/2024."""

from __future__ import annotations

from dataclasses import replace

from classifiers.specimens.draft import Draft
from classifiers.specimens.land import draw_plot
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.offices import committee
from classifiers.specimens.places import draw_home, draw_name
from classifiers.specimens.typesetting import Span, bold, plain, value
from classifiers.specimens.wording import area, ordinal_number

LETTERS = "ABCDĐEGHKLM"


def write(draft: Draft) -> None:
    chance, galley, unit = draft.chance, admin.open_galley(draft), draft.unit
    office = committee(chance, unit, "district" if unit.district else "commune")
    number = f"{ordinal_number(chance.randrange(1, 500))}/GPXD"
    if chance.random() < 0.25:
        number += f"-{office.abbreviation}"
    admin.letterhead(draft, office, number=[value("permit_number", number)])
    galley.text(bold("GIẤY PHÉP XÂY DỰNG"), align="centre", look=replace(galley.base, size=15))
    use = chance.choice(("nhà ở riêng lẻ", "nhà ở riêng lẻ", "công trình không theo tuyến"))
    galley.text(
        Span("(Sử dụng cho ", italic=True),
        Span(use, "permit_use", italic=True),
        Span(")", italic=True),
        align="centre",
        after=4,
    )
    galley.next_block()
    holder = draft.person(ages=(26, 75))
    galley.text("1. Cấp cho: ", value("holder_name", holder.printed), after=1)
    galley.text("Địa chỉ: ", value("holder_address", draw_home(chance, unit)), ".", after=1)
    _work(draft, use)
    galley.text(
        "4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ "
        "ngày cấp; quá thời hạn "
        "trên thì phải đề nghị gia hạn giấy phép xây dựng.",
        align="justify",
    )
    office = (
        replace(office, authority=("THỦ TRƯỞNG CƠ QUAN", "CẤP GIẤY PHÉP XÂY DỰNG"))
        if chance.random() < 0.3
        else office
    )
    admin.closing(draft, office, ["Như trên", "Lưu: VT, XD"], signer=draft.person().name)


def _work(draft: Draft, use: str) -> None:
    chance, galley = draft.chance, draft.galley
    plot = draw_plot(chance, draft.unit)
    footprint = round(min(plot.square_metres * chance.uniform(0.4, 0.9), chance.uniform(60, 180)), 1)
    floors = chance.randrange(1, 5)
    total = round(footprint * floors, 1)
    density = f"{footprint / plot.square_metres * 100:.1f}".replace(".", ",")
    ratio = f"{total / plot.square_metres:.2f}".replace(".", ",")
    work = sentence_of(use)
    galley.text("2. Được phép xây dựng công trình: ", value("work_name", work), after=1)
    galley.text(
        "- Theo thiết kế: ", value("design", f"Hồ sơ thiết kế số {chance.randrange(1, 90):02d}/TK"), after=1
    )
    galley.text(
        "- Do: ", value("designer", f"Công ty TNHH Tư vấn xây dựng {draw_name(chance)}"), " lập", after=1
    )
    galley.text("- Gồm các nội dung sau:", after=1)
    place = f"thửa đất số {plot.number}, tờ bản đồ số {plot.map_sheet}, {plot.address}"
    galley.text("+ Vị trí xây dựng: ", value("location", place), ".", after=1)
    level = f"+{chance.choice(('0,15', '0,30', '0,45', '0,60'))} m so với mặt đường"
    galley.text("+ Cốt nền xây dựng công trình: ", value("ground_level", level), after=1)
    galley.text(
        "+ Mật độ xây dựng: ",
        value("density", f"{density}%"),
        ", hệ số sử dụng đất: ",
        value("far", ratio),
        ".",
        after=1,
    )
    road = f"cách tim đường {chance.randrange(4, 16)},{chance.choice('05')} m"
    galley.text(
        "+ Chỉ giới đường đỏ: ",
        value("red_line", road),
        ", chỉ giới xây dựng: ",
        value("building_line", "trùng chỉ giới đường đỏ"),
        after=1,
    )
    name = chance.choice(("Diện tích xây dựng tầng 1 (tầng trệt)", "Diện tích xây dựng tầng 1"))
    galley.text(f"+ {name}: ", value("footprint_m2", area(footprint)), plain(" m²."), after=1)
    galley.text("+ Tổng diện tích sàn: ", value("total_floor_m2", area(total)), plain(" m²."), after=1)
    height = f"{floors * 3.4 + chance.uniform(0.4, 2):.1f}".replace(".", ",")
    galley.text("+ Chiều cao công trình: ", value("height_m", height), " m.", after=1)
    galley.text("+ Số tầng: ", value("floors", f"{floors:02d} tầng"), after=1)
    serial = f"{chance.choice(LETTERS)}{chance.choice(LETTERS)} {chance.randrange(10**6):06d}"
    galley.text("3. Giấy tờ về đất đai: ", value("land_document", f"Giấy chứng nhận số {serial}"), after=1)


def sentence_of(use: str) -> str:
    return use[:1].upper() + use[1:]
