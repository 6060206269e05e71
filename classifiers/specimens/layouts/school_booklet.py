"""School records: cover and particulars, then a year's marks, as spreads or leaves; or a certificate."""

from __future__ import annotations

from dataclasses import replace

from classifiers.record_type import FieldType
from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.application_form import open_galley
from classifiers.specimens.layouts.booklet import LEAF, SPREAD, BookPages
from classifiers.specimens.layouts.civil_extract import entry
from classifiers.specimens.layouts.nd30_admin import motto, signature_and_name
from classifiers.specimens.looks import Binding
from classifiers.specimens.people import Person
from classifiers.specimens.places import bare, draw_home
from classifiers.specimens.sheet import Pattern
from classifiers.specimens.table_rows import draw_rows
from classifiers.specimens.table_setting import set_rows
from classifiers.specimens.typesetting import Galley, bold, italic
from classifiers.specimens.wording import figures, long_day

FILLED_IN_BY_HAND = 0.6
JOBS = ("Làm ruộng", "Giáo viên", "Công nhân", "Buôn bán", "Lái xe", "Cán bộ xã")
LEVELS = {
    "TIỂU HỌC": ("Tiểu học", (6, 10), 1),
    "TRUNG HỌC CƠ SỞ": ("Trung học cơ sở", (11, 14), 6),
    "TRUNG HỌC PHỔ THÔNG": ("Trung học phổ thông", (15, 17), 10),
}
"""Level in the title to the school's kind, the pupils' ages and the first class."""


def write(form: Form) -> None:
    """A booklet, or the certificate of one who left the school."""
    draft = form.draft
    title = draft.chance.choice(form.record_type.titles)
    level = next((words for words in LEVELS if words in title), draft.chance.choice(tuple(LEVELS)))
    kind, ages, first = LEVELS[level]
    pupil = draft.person(ages=ages)
    school = f"{kind} {bare(draft.unit.commune)}"
    grade = f"{first + draft.chance.randrange(0, 4)}{draft.chance.choice('ABCD')}"
    year = draft.issued.year - (draft.issued.month < 8)
    values = {
        "student_name": pupil.printed,
        "student_sex": pupil.sex,
        "student_date_of_birth": figures(pupil.born),
        "student_ethnicity": pupil.ethnicity,
        "place_of_birth": draw_home(draft.chance, draft.unit).split(", ", 1)[1],
        "school": school,
        "grade": grade,
        "year": f"{year} - {year + 1}",
    }
    if title.startswith("GIẤY CHỨNG NHẬN"):
        _certificate(form, title, values)
    else:
        _booklet(form, title, values)


def _booklet(form: Form, title: str, values: dict[str, str]) -> None:
    draft = form.draft
    draft.keep_lines()
    is_leaf = draft.look.binding in {Binding.GRID, Binding.LEAVES}
    galley = draft.open(
        Galley(
            base=draft.type(11.0),
            size=LEAF if is_leaf else SPREAD,
            margins=(13, 12, 12, 14),
            leading=1.42,
            ground=Pattern((244, 246, 236), 16),
            numbers_pages=False,
        )
    )
    galley.leaders = draft.ruled
    galley.pen = draft.pen(share=FILLED_IN_BY_HAND)
    pages = BookPages(galley, is_leaf=is_leaf)
    if draft.look.binding is Binding.COVER_AND_BLANKS:
        _cover(galley, title, values)
        pages.turn()
    _particulars(draft, title, values)
    pages.turn()
    _year(form, values)


def _cover(galley: Galley, title: str, values: dict[str, str]) -> None:
    """Ministry, title, pupil and school; the particulars follow, where the fields are read."""
    galley.text(bold("BỘ GIÁO DỤC VÀ ĐÀO TẠO"), align="centre", after=34)
    _title(galley, title, size=22)
    galley.skip(20)
    galley.text(f"Họ và tên: {values['student_name']}", align="centre", after=2)
    galley.text(f"Trường: {values['school']}", align="centre")


def _title(galley: Galley, title: str, *, size: float) -> None:
    """`HỌC BẠ`, and below it the level where one is named."""
    galley.text(bold("HỌC BẠ"), align="centre", look=replace(galley.base, size=size, colour=(176, 34, 40)))
    level = title.removeprefix("HỌC BẠ").strip()
    if level:
        galley.text(bold(level), align="centre", look=replace(galley.base, size=size * 0.7), after=2)
    galley.next_block()


def _particulars(draft: Draft, title: str, values: dict[str, str]) -> None:
    galley, chance = draft.galley, draft.chance
    galley.y = motto(galley, galley.column.x, galley.column.width, galley.y, size=11.0) + 4
    _title(galley, title, size=15)
    galley.skip(3)
    _entry(galley, "Họ và tên", "student_name", values)
    _entries(galley, values, ("Giới tính", "student_sex"), ("Ngày sinh", "student_date_of_birth"))
    _entry(galley, "Nơi sinh", "place_of_birth", values)
    _entry(galley, "Dân tộc", "student_ethnicity", values)
    entry(galley, ("Nơi ở hiện tại:", "", draw_home(chance, draft.unit)), leader=True)
    for whose, is_woman in (("cha", False), ("mẹ", True)):
        parent: Person = draft.person(is_woman=is_woman, ages=(30, 55))
        job = chance.choice(JOBS)
        entry(galley, (f"Họ và tên {whose}:", "", parent.name), ("Nghề nghiệp:", "", job), leader=True)
    _entry(galley, "Trường", "school", values)
    galley.skip(2)
    _headmaster(draft, values)


def _entry(galley: Galley, label: str, field: str, values: dict[str, str]) -> None:
    _entries(galley, values, (label, field))


def _entries(galley: Galley, values: dict[str, str], *parts: tuple[str, str]) -> None:
    entry(galley, *((f"{label}:", field, values[field]) for label, field in parts), leader=True)


def _year(form: Form, values: dict[str, str]) -> None:
    """One school year: class, marks, and the headmaster's word."""
    draft, galley = form.draft, form.draft.galley
    galley.text("Họ và tên: ", values["student_name"], after=0.6)
    _entries(galley, values, ("Lớp", "grade"), ("Năm học", "year"))
    galley.skip(1.5)
    rule = next(rule for rule in form.record_type.fields if rule.type is FieldType.TABLE)
    galley.text(bold("Điểm TB môn học"), align="centre", after=1)
    drawn = draw_rows(draft, rule.columns)
    set_rows(draft, rule.name, rule.columns, drawn, size=9.5)
    galley.skip(2)
    galley.text(f"Kết quả: {draft.chance.choice(('Được lên lớp', 'Lên lớp thẳng'))}", after=2)
    _headmaster(draft, values)


def _headmaster(draft: Draft, values: dict[str, str]) -> None:
    galley = draft.galley
    full = galley.column
    agency = f"TRƯỜNG {values['school'].upper()}"
    with galley.within(full.x + full.width - 70, 70):
        day = f"{bare(draft.unit.commune)}, {long_day(draft.issued)}"
        galley.text(italic(day), align="centre", fits=True)
        galley.text(bold("HIỆU TRƯỞNG"), align="centre")
        signature_and_name(draft, agency, draft.person().name, look=galley.base, field="")
    galley.column = full


def _certificate(form: Form, title: str, values: dict[str, str]) -> None:
    """A sheet with the school's head, who it is for, and the headmaster's seal."""
    draft = form.draft
    galley = open_galley(draft)
    full, top = galley.column, galley.y
    with galley.within(full.x - 4, 72, y=top):
        galley.text(
            "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", align="centre", look=replace(galley.base, size=12), fits=True
        )
        galley.text(bold(f"TRƯỜNG {values['school'].upper()}"), align="centre", fits=True)
        galley.rule_under(0.3)
    galley.y = motto(galley, full.x + full.width - 94, 94, top, size=12.5) + 10
    galley.text(bold(title), align="centre", look=replace(galley.base, size=16), after=4)
    galley.text(bold("HIỆU TRƯỞNG CHỨNG NHẬN"), align="centre", after=3)
    _entry(galley, "Họ và tên", "student_name", values)
    _entries(galley, values, ("Giới tính", "student_sex"), ("Ngày sinh", "student_date_of_birth"))
    _entries(galley, values, ("Dân tộc", "student_ethnicity"))
    _entry(galley, "Nơi sinh", "place_of_birth", values)
    galley.text("Đã học tại trường: ", values["school"], after=1)
    _entries(galley, values, ("Trường", "school"))
    _entries(galley, values, ("Lớp", "grade"), ("Năm học", "year"))
    galley.text("Đã được công nhận tốt nghiệp và hoàn thành chương trình của cấp học.", after=4)
    _headmaster(draft, values)
