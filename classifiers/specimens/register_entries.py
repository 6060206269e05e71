"""What an entry of a civil register says, column by column, of people who do not exist."""

from __future__ import annotations

from datetime import date, timedelta

from classifiers.specimens.draft import Draft
from classifiers.specimens.people import Person, draw_day, draw_full_name, draw_id_number
from classifiers.specimens.phrases import CORRECTIONS, PHRASES
from classifiers.specimens.places import bare, draw_home
from classifiers.specimens.wording import day_in_words, figures

ROLES = {"me": (True, (20, 44)), "cha": (False, (22, 50)), "vo": (True, (19, 45)), "chong": (False, (21, 50))}
"""Role in a column's name to whether it is a woman, and the ages."""


def draw_entry(draft: Draft, columns: tuple[str, ...], number: int, day: date) -> dict[str, str]:
    """Column to what is written in it; a column that nobody fills in is empty."""
    chance = draft.chance
    subject = _subject(draft, columns, day)
    people = {role: draft.person(is_woman=woman, ages=ages) for role, (woman, ages) in ROLES.items()}
    what, before, after = chance.choice(CORRECTIONS)
    written: dict[str, str] = {
        "so": str(number),
        "ngay_dang_ky": figures(day),
        "ngay": figures(day),
        "noi_sinh": f"Bệnh viện Đa khoa {draft.unit.district or draft.unit.province}",
        "que_quan": ", ".join(bare(part) for part in draft.unit.parts),
        "nguoi_di_khai_sinh": people["cha"].printed,
        "nguoi_di_khai_tu": draft.person().printed,
        "nguoi_di_dang_ky": subject.printed,
        "giay_to_tuy_than": people["cha"].id_document(with_issuer=False),
        "giay_to_nguoi_khai": draft.person().id_document(with_issuer=False),
        "nguoi_ky": draft.person().name,
        "nguoi_thuc_hien": draft.person().name,
        "loai": chance.choice(("Đúng hạn", "Quá hạn", "Đăng ký lại")),
        "ghi_chu": chance.choice(PHRASES["remarks"]),
        "ngay_xac_lap_quan_he": figures(day),
        "chet_vao_luc": f"{chance.randrange(24):02d} giờ {chance.randrange(60):02d} phút ngày "
        f"{figures(day - timedelta(days=chance.randrange(1, 12)))}",
        "noi_chet": draw_home(chance, draft.unit),
        "nguyen_nhan": chance.choice(PHRASES["death_cause"]),
        "so_giay_bao_tu": f"{chance.randrange(1, 90)}/GBT",
        "do_co_quan": f"Trạm Y tế {draft.unit.commune}",
        "cap_ngay": figures(day),
        "ten_giay_to_ho_tich": "Giấy khai sinh",
        "so_giay_to": str(chance.randrange(1, 300)),
        "ngay_cap": figures(draw_day(chance, day - timedelta(days=9000), day - timedelta(days=400))),
        "noi_cap": draft.unit.committee,
        "noi_dung_tu": f"{what}: {before}",
        "noi_dung_thanh": after,
        "nguoi_thu_nhat": f"{subject.printed}, sinh {subject.born.year}",
        "nguoi_thu_hai": f"{people['cha'].printed}, sinh {people['cha'].born.year}",
        "noi_dung": chance.choice(("Cha nhận con", "Cử người giám hộ", "Nuôi con nuôi", "Cấp 02 bản sao")),
        **_of_person(draft, "", subject),
    }
    for role, person in people.items():
        written |= _of_person(draft, f"{role}_", person)
    return {name: written.get(name, "") for name in columns}


def _subject(draft: Draft, columns: tuple[str, ...], day: date) -> Person:
    """A newborn in a register of births, an old person in one of deaths, else anybody."""
    if "chet_vao_luc" in columns:
        return draft.person(ages=(45, 95))
    someone = draft.person(ages=(18, 60))
    if "me_ho_ten" not in columns:
        return someone
    born = draw_day(draft.chance, day - timedelta(days=50), day - timedelta(days=3))
    name = draw_full_name(draft.chance, is_woman=someone.is_woman, ethnicity=someone.ethnicity)
    number = draw_id_number(draft.chance, born, is_woman=someone.is_woman, province=draft.unit.code)
    return Person(name, someone.is_woman, born, someone.ethnicity, number, day)


def _of_person(draft: Draft, prefix: str, person: Person) -> dict[str, str]:
    parts = {
        "ho_ten": person.printed,
        "ngay_sinh": figures(person.born),
        "ngay_sinh_bang_chu": day_in_words(person.born),
        "nam_sinh": str(person.born.year),
        "gioi_tinh": person.sex,
        "dan_toc": person.ethnicity,
        "quoc_tich": "Việt Nam",
        "so_dinh_danh": person.id_number,
        "giay_to": person.id_document(with_issuer=False),
        "noi_cu_tru": draw_home(draft.chance, draft.unit),
    }
    return {f"{prefix}{name}": text for name, text in parts.items()}
