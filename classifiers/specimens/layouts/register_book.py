"""Civil registers: a cover, then opened spreads with entries in printed blanks or a grid, mostly by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from classifiers.record_type import FieldRule, FieldType
from classifiers.specimens.draft import Draft
from classifiers.specimens.form_filling import Form
from classifiers.specimens.looks import Binding
from classifiers.specimens.places import listed
from classifiers.specimens.register_entries import draw_entry
from classifiers.specimens.sheet import Rule
from classifiers.specimens.table_heads import column_title
from classifiers.specimens.tables import Table, set_table
from classifiers.specimens.typesetting import Column, Galley, Span, bold, value
from classifiers.specimens.wording import figures

SPREAD = (420.0, 297.0)
"""mm; an opened book of A4 leaves."""
LEAF = (210.0, 297.0)
FILLED_IN_BY_HAND = 0.75
GRID_COLUMNS = listed(
    "so|ngay_dang_ky|ngay|ho_ten|vo_ho_ten|chong_ho_ten|ngay_sinh|nguoi_thu_nhat|nguoi_thu_hai|noi_dung|"
    "me_ho_ten|cha_ho_ten|chet_vao_luc|noi_chet|noi_dung_tu|noi_dung_thanh|nguoi_ky|ghi_chu"
)
"""Columns of the register's short form, a row an entry; the long form has blanks for all of them."""
SHARES = {"so": 0.5, "ngay_sinh": 0.9, "ngay_dang_ky": 0.9, "ngay": 0.8, "noi_dung_thanh": 0.9}
BESIDE = ("gioi_tinh", "dan_toc", "quoc_tich", "nam_sinh")
"""Parts that share a line with the next one."""


def write(form: Form) -> None:
    """The book's cover or the head of its leaf, and entries."""
    draft = form.draft
    binding = draft.look.binding
    size = SPREAD if binding is not Binding.LEAVES else LEAF
    draft.open(
        Galley(
            base=draft.type(11.5 if binding is not Binding.LEAVES else 11.0),
            size=size,
            margins=(14, 12, 14, 16),
            leading=1.42,
            paper=draft.chance.choice(((255, 255, 255), (250, 246, 232), (246, 240, 222))),
            numbers_pages=False,
        )
    )
    draft.galley.leaders = draft.ruled
    draft.galley.pen = draft.pen(share=FILLED_IN_BY_HAND)
    rule = next(rule for rule in form.record_type.fields if rule.type is FieldType.TABLE)
    if binding is Binding.COVER_AND_BLANKS:
        _cover(form)
        _spread(form, rule)
    elif binding is Binding.SPREAD:
        _spread(form, rule, has_head=True)
    elif binding is Binding.GRID:
        _head(form)
        _grid(form, rule)
    else:
        _head(form)
        _blanks(form, rule, entries=2, first=draft.chance.randrange(1, 200))


def _cover(form: Form) -> None:
    """The cover on the right half, the inside of the binding on the left."""
    galley, record_type = form.draft.galley, form.record_type
    half = galley.size[0] / 2
    galley.column = Column(half + 20, half - 40)
    galley.y = 40
    galley.text(bold("BỘ TƯ PHÁP"), align="centre", look=replace(galley.base, size=14), after=26)
    title = form.draft.chance.choice((record_type.title, record_type.title, *record_type.title_variants))
    first, _, rest = title.partition(" ") if title.startswith("SỔ ") else ("", "", title)
    if first:
        galley.text(bold(first), align="centre", look=replace(galley.base, size=26), after=4)
    galley.text(bold(rest), align="centre", look=replace(galley.base, size=20), after=30)
    _book(form, across=False)
    galley.new_page()


def _book(form: Form, *, across: bool) -> None:
    """Office, volume, when it was opened and closed, and the page."""
    galley = form.draft.galley
    rules = [rule for rule in form.record_type.fields if rule.type is not FieldType.TABLE]
    if across:
        rules = [rule for rule in rules if rule.name not in {"opened", "closed"}]
    else:
        rules = [rule for rule in rules if rule.name != "page_number"]
    for rule in rules:
        text = form.values.of(rule)
        galley.text(f"{rule.labels[0]}: ", value(rule.name, text), leader=not across, after=1.2)


def _head(form: Form) -> None:
    """The running head of a leaf: the book's title, its office, volume and page."""
    galley = form.draft.galley
    galley.text(bold(form.record_type.title), align="centre", look=replace(galley.base, size=15), after=2)
    galley.next_block()
    _book(form, across=True)
    galley.skip(2)
    galley.next_block()


def _spread(form: Form, rule: FieldRule, *, has_head: bool = False) -> None:
    """One entry on each page of an opened book, its page's number at the foot or in the running head."""
    galley, chance = form.draft.galley, form.draft.chance
    half, first = galley.size[0] / 2, chance.randrange(1, 260)
    galley.add(Rule(half, 6, half, galley.size[1] - 6, width=0.15, colour=(190, 186, 176)))
    for side in (0, 1):
        galley.column, galley.y = Column(side * half + 16, half - 30), galley.top
        galley.next_block()
        count = 1 if len(rule.columns) > 22 else 2
        if has_head and side == 0:
            _head(form)
            count = 1
        _blanks(form, rule, entries=count, first=first + 2 * side)
    if has_head:
        return
    galley.column, galley.y = Column(half + 16, half - 30), galley.size[1] - 20
    galley.next_block()
    page = form.record_type.field("page_number")
    if page is not None:
        galley.text("Trang số: ", value(page.name, form.values.of(page)), align="right", breaks_page=False)


def _days(draft: Draft, count: int) -> list[date]:
    start = draft.issued - timedelta(days=draft.chance.randrange(20, 200))
    return [start + timedelta(days=index * draft.chance.randrange(1, 4)) for index in range(count)]


def _blanks(form: Form, rule: FieldRule, *, entries: int, first: int) -> None:
    """Entries as printed labels with what was written behind them; notes in a column of their own."""
    draft, galley = form.draft, form.draft.galley
    full = galley.column
    notes = 34.0
    for index, day in enumerate(_days(draft, entries)):
        top = galley.y
        galley.add(Rule(full.x, top, full.x + full.width, top, width=0.3))
        written = draw_entry(draft, rule.columns, first + index, day)
        name = f"{rule.name}#{first + index}"
        galley.column, galley.y = Column(full.x + 1, full.width - notes - 3), top + 1.5
        galley.next_block()
        _entry_lines(galley, written, name)
        end = galley.y + 2
        galley.column, galley.y = Column(full.x + full.width - notes, notes - 1), top + 1.5
        galley.next_block()
        galley.text(bold("Ghi chú"), align="centre", breaks_page=False)
        if written.get("ghi_chu"):
            galley.text(value(f"{name}.ghi_chu", written["ghi_chu"]), breaks_page=False)
        x = full.x + full.width - notes - 1
        galley.add(Rule(x, top, x, end, width=0.3))
        galley.column, galley.y = full, end
    galley.add(Rule(full.x, galley.y, full.x + full.width, galley.y, width=0.3))
    galley.next_block()


def _entry_lines(galley: Galley, written: dict[str, str], name: str) -> None:
    """Each part on its line, the short parts of a person together on one."""
    waiting: list[tuple[str, str, str]] = []
    for column, text in written.items():
        if column == "ghi_chu":
            continue
        waiting.append((column, column_title(column), text))
        if column.endswith(BESIDE) or column in {"so", "do_co_quan"}:
            continue
        _line(galley, waiting, name)
        waiting = []
    if waiting:
        _line(galley, waiting, name)


def _line(galley: Galley, parts: list[tuple[str, str, str]], name: str) -> None:
    spans: list[Span | str] = []
    for column, label, text in parts:
        spans += [f"{label}: ", value(f"{name}.{column}", text), "   "]
    galley.text(*spans[:-1], leader=True, breaks_page=False)


def _grid(form: Form, rule: FieldRule) -> None:
    """A row an entry over the whole spread."""
    draft, galley = form.draft, form.draft.galley
    columns = tuple(name for name in rule.columns if name in GRID_COLUMNS)
    first, count = draft.chance.randrange(1, 200), draft.chance.randrange(4, 8)
    rows = []
    for index, day in enumerate(_days(draft, count)):
        written = draw_entry(draft, rule.columns, first + index, day)
        rows.append(tuple(written[name] for name in columns))
    weights = [SHARES.get(name, 1.6) for name in columns]
    shares = tuple(weight / sum(weights) for weight in weights)
    titles = tuple(column_title(name) for name in columns)
    table = Table(titles, tuple(rows), shares, columns)
    set_table(galley, table, field=rule.name, size=10.5, tall=24.0)
    galley.skip(3)
    galley.text(
        f"Cộng trang này: {count} việc. Ngày {figures(draft.issued)}", align="right", breaks_page=False
    )
