"""Household books: title, number and head of the household, then half a page a member, as opened spreads."""

from __future__ import annotations

from dataclasses import replace

from classifiers.record_type import FieldRule, FieldType, Where
from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.nd30_admin import MOTTO, NATION, signature_and_name
from classifiers.specimens.looks import Binding
from classifiers.specimens.people import Person
from classifiers.specimens.places import bare
from classifiers.specimens.sheet import Pattern, Rule
from classifiers.specimens.table_heads import column_title
from classifiers.specimens.typesetting import Column, Galley, Span, bold, italic, value
from classifiers.specimens.wording import figures, long_day

SPREAD = (297.0, 210.0)
"""mm; two pages of A5 opened."""
LEAF = (148.0, 210.0)
FILLED_IN_BY_HAND = 0.55
RELATIONS = {
    True: ("Vợ", "Con", "Con", "Con dâu", "Cháu", "Mẹ"),
    False: ("Chồng", "Con", "Con", "Con rể", "Cháu", "Bố"),
}
"""To the head of the household, by whether it is a woman."""


def write(form: Form) -> None:
    """Cover and first page, then the members."""
    draft = form.draft
    is_leaf = draft.look.binding is Binding.GRID
    draft.open(
        Galley(
            base=draft.type(11.0),
            size=LEAF if is_leaf else SPREAD,
            margins=(14, 12, 12, 14),
            leading=1.4,
            ground=Pattern((240, 244, 236), 18),
            numbers_pages=False,
        )
    )
    draft.galley.leaders = draft.ruled
    draft.galley.pen = draft.pen(share=FILLED_IN_BY_HAND)
    pages = BookPages(draft.galley, is_leaf=is_leaf)
    head = draft.person(ages=(30, 75))
    if draft.look.binding is Binding.COVER_AND_BLANKS:
        _cover(form)
        pages.turn()
    _registration(form, head)
    _members(form, head, pages)


class BookPages:
    """The pages of the book in their order, two to a sheet unless it was scanned leaf by leaf."""

    def __init__(self, galley: Galley, *, is_leaf: bool) -> None:
        self.galley = galley
        self.is_leaf = is_leaf
        self.side = 0
        self._place()

    def _place(self) -> None:
        galley, width = self.galley, LEAF[0]
        galley.column = Column(self.side * width + 14, width - 27)
        galley.y = galley.top
        galley.next_block()

    def turn(self) -> None:
        """Goes to the next page."""
        self.side = 0 if self.is_leaf else 1 - self.side
        if self.side == 0:
            self.galley.new_page()
        self._place()


def _title(form: Form, *, size: float) -> None:
    galley = form.draft.galley
    title = form.record_type.title
    galley.text(
        bold(title), align="centre", look=replace(galley.base, size=size, colour=(176, 34, 40)), after=4
    )
    galley.next_block()


def _number(form: Form) -> None:
    galley = form.draft.galley
    for rule in form.at(Where.NUMBER_LINE):
        galley.text(f"{rule.labels[0]}: ", value(rule.name, form.values.of(rule)), align="centre", after=5)
    galley.next_block()


def _nation(galley: Galley) -> None:
    galley.text(bold(NATION), align="centre", look=replace(galley.base, size=10.5), fits=True)
    galley.text(bold(MOTTO), align="centre", look=replace(galley.base, size=11))
    galley.rule_under(0.4)
    galley.skip(6)


def _cover(form: Form) -> None:
    galley = form.draft.galley
    galley.text(bold("BỘ CÔNG AN"), align="centre", look=replace(galley.base, size=12), after=50)
    galley.text("Những điều cần chú ý", align="centre", after=2)
    galley.text("1. Giữ sổ cẩn thận, không tự ý sửa chữa, tẩy xóa.", after=1)
    galley.text("2. Xuất trình khi người có thẩm quyền kiểm tra.", after=1)


def _registration(form: Form, head: Person) -> None:
    """Title, number, head and home, the day, the police chief, and where it is filed."""
    draft, galley = form.draft, form.draft.galley
    _nation(galley)
    _title(form, size=18)
    _number(form)
    _cover_fields(form, head, ("head_name", "residence"))
    day = form.record_type.field("issue_date")
    galley.text(
        italic(bare(draft.unit.district or draft.unit.commune)),
        italic(", "),
        italic(long_day(draft.issued), day.name if day else ""),
        align="right",
    )
    full = galley.column
    chief = f"CÔNG AN {(draft.unit.district or draft.unit.commune).upper()}"
    with galley.within(full.x + full.width - 66, 66):
        galley.text(bold("TRƯỞNG CÔNG AN"), align="centre")
        signature_and_name(draft, chief, draft.person().name, look=galley.base, field="")
    galley.column = full
    _cover_fields(form, head, ("dossier_number", "register_number", "sheet_number"))


def _cover_fields(form: Form, head: Person, names: tuple[str, ...]) -> None:
    galley = form.draft.galley
    for name in names:
        rule = form.record_type.field(name)
        if rule is None:
            continue
        text = head.printed if name == "head_name" else form.values.of(rule)
        galley.text(f"{rule.labels[0]}: ", value(name, text), leader=True, after=1.2)


def _members(form: Form, head: Person, pages: BookPages) -> None:
    """The head first, then the others, two to a page."""
    draft = form.draft
    rule = next(rule for rule in form.record_type.fields if rule.type is FieldType.TABLE)
    others = [
        draft.person(ages=(1, 70), ethnicity=head.ethnicity) for _ in range(draft.chance.randrange(1, 5))
    ]
    for index, person in enumerate((head, *others)):
        if index % 2 == 0:
            pages.turn()
        _member(draft, rule, person, index)


def _work(draft: Draft, person: Person) -> str:
    is_grown = draft.issued.year - person.born.year > 18
    return draft.chance.choice(
        ("Làm ruộng", "Giáo viên", "Công nhân", "Buôn bán") if is_grown else ("Học sinh", "")
    )


def _member(draft: Draft, rule: FieldRule, person: Person, index: int) -> None:
    galley = draft.galley
    relation = (
        "Chủ hộ"
        if index == 0
        else draft.chance.choice(RELATIONS[person.is_woman] if person.born.year < 2000 else ("Con", "Cháu"))
    )
    if index == 0:
        galley.text(bold("CHỦ HỘ"), align="centre")
    parts = {
        "quan_he_voi_chu_ho": relation,
        "ho_va_ten": person.printed,
        "ngay_sinh": figures(person.born),
        "gioi_tinh": person.sex,
        "nguyen_quan": draft.unit.written,
        "dan_toc": person.ethnicity,
        "ton_giao": "Không",
        "quoc_tich": "Việt Nam",
        "cmnd_so": str(draft.chance.randrange(10**8, 4 * 10**8)) if person.born.year < 2000 else "",
        "nghe_nghiep": _work(draft, person),
    }
    column = galley.column
    for name in rule.columns:
        if name in {"ton_giao", "quoc_tich"}:
            continue
        spans: list[Span | str] = [
            f"{column_title(name)}: ",
            value(f"{rule.name}#{index}.{name}", parts.get(name, "")),
        ]
        if name == "dan_toc":
            for also in ("ton_giao", "quoc_tich"):
                spans += [f"  {column_title(also)}: ", value(f"{rule.name}#{index}.{also}", parts[also])]
        galley.text(
            *spans, leader=True, breaks_page=False, look=replace(galley.base, size=10.0), leading=1.32
        )
    galley.text(bold("CÁN BỘ ĐĂNG KÝ"), align="right", look=replace(galley.base, size=9.0))
    galley.add(Rule(column.x, galley.y + 1, column.x + column.width, galley.y + 1, width=0.25))
    galley.skip(3)
