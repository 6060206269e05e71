"""Trích lục khai tử, original or copy."""

from __future__ import annotations

from datetime import timedelta

from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import civil_extract as extract
from classifiers.specimens.people import draw_day
from classifiers.specimens.places import bare, draw_home
from classifiers.specimens.typesetting import plain, value
from classifiers.specimens.wording import day_in_words, figures, number_in_words

SOURCES = ("Cơ sở dữ liệu hộ tịch điện tử", "Sổ đăng ký khai tử")


def write(draft: Draft) -> None:
    chance, galley = draft.chance, extract.open_galley(draft)
    dead = draft.person(ages=(45, 96))
    died = draw_day(chance, draft.issued - timedelta(days=400), draft.issued - timedelta(days=4))
    registered = min(draft.issued, died + timedelta(days=chance.randrange(1, 12)))
    is_copy = chance.random() < 0.65
    entry_number = f"{chance.randrange(1, 160)}/{registered.year}"
    serial = chance.randrange(1, 700)
    number = f"{serial}/{draft.issued.year}/TLKT-BS" if is_copy else f"{entry_number}/TLKT"
    extract.letterhead(draft, bare(draft.unit.commune), value("extract_number", number))
    extract.heading(galley, "TRÍCH LỤC KHAI TỬ", below=("(BẢN SAO)",) if is_copy else ())
    if is_copy:
        draft.extra_truth["is_copy"] = "true"
    line = extract.entry
    line(galley, ("Họ, chữ đệm, tên:", "deceased_full_name", dead.printed))
    line(galley, ("Ngày, tháng, năm sinh:", "deceased_date_of_birth", figures(dead.born)))
    line(
        galley,
        ("Giới tính:", "deceased_sex", dead.sex),
        ("Dân tộc:", "deceased_ethnicity", dead.ethnicity),
        ("Quốc tịch:", "deceased_nationality", "Việt Nam"),
    )
    line(galley, ("Số định danh cá nhân:", "deceased_personal_id", dead.id_number))
    line(galley, ("Giấy tờ tùy thân:", "deceased_id_document", dead.id_document()))
    hour, minute = chance.randrange(0, 24), chance.randrange(0, 60)
    galley.text(
        plain("Đã chết vào lúc "),
        value("death_time", f"{hour:02d} giờ {minute:02d} phút"),
        plain(", ngày "),
        value("death_date", figures(died)),
        after=0.6,
    )
    words = f"{number_in_words(hour)} giờ, {number_in_words(minute)} phút, {day_in_words(died).lower()}"
    galley.text(
        plain("ghi bằng chữ: "), value("death_datetime_words", words[:1].upper() + words[1:]), after=0.6
    )
    line(galley, ("Nơi chết:", "death_place", draw_home(chance, draft.unit)))
    line(galley, ("Đã được đăng ký khai tử tại:", "registration_place", draft.unit.committee))
    galley.text(
        "Số: ",
        value("registration_number", entry_number),
        plain(" ngày "),
        value("registration_date", figures(registered)),
        after=0.6,
    )
    line(galley, ("Thực hiện trích lục từ:", "extract_source", chance.choice(SOURCES)))
    signer = draft.person()
    position = chance.choice(("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"))
    extract.signer_block(draft, "NGƯỜI KÝ TRÍCH LỤC", position, signer.name)
