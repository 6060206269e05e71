"""What lies behind a paper in a dossier: annexes, regulations, drafts, blank forms, copied cards.

These are what a cut by content must not take for papers of their own, or, for a card, must keep together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from classifiers.specimens import Specimen, prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.offices import committee
from classifiers.specimens.people import draw_full_name
from classifiers.specimens.sheet import Sheet, Type
from classifiers.specimens.tables import Table, set_table
from classifiers.specimens.typesetting import A4, Galley, bold, italic
from classifiers.specimens.wording import sentence

NAMES = {
    "decision": "Quyết định",
    "resolution": "Nghị quyết",
    "plan": "Kế hoạch",
    "report": "Báo cáo",
    "notice": "Thông báo",
    "submission": "Tờ trình",
    "official_letter": "Công văn",
    "directive": "Chỉ thị",
}
"""Types that come with annexes, as their annexes call them."""
REGULATED = ("decision", "resolution")
LANDSCAPE = (A4[1], A4[0])


def annex_of(paper: Specimen, seed: int) -> tuple[Sheet, ...]:
    """Sheets that belong to `paper` and are no paper of their own; none for a type that has no annexes."""
    if paper.code not in NAMES:
        return ()
    draft = Draft.begin("annex", seed)
    kinds = (
        KINDS
        if paper.code in REGULATED
        else {name: write for name, write in KINDS.items() if name != "regulation"}
    )
    if paper.code in {"submission", "official_letter"}:
        kinds = {**kinds, "draft": _draft}
    kinds[draft.chance.choice(sorted(kinds))](draft, paper)
    return draft.finish().sheets


def _cited(paper: Specimen, chance: Random) -> str:
    """`(Kèm theo Quyết định số 12/QĐ-UBND ngày …)`; the number is often left for the pen."""
    number = paper.truth.get("doc_number", "")
    if chance.random() < 0.3:
        number = "      /" + number.partition("/")[2]
    lead = chance.choice(("Kèm theo", "Ban hành kèm theo"))
    return f"({lead} {NAMES[paper.code]} số {number} {paper.truth.get('issue_date', '')})"


def _people(chance: Random, count: int) -> tuple[tuple[str, ...], ...]:
    rows = []
    for number in range(1, count + 1):
        name = draw_full_name(chance, is_woman=chance.random() < 0.5, ethnicity="Kinh")
        rows.append(
            (str(number), name, str(chance.randrange(1950, 2005)), chance.choice(("", "Hộ nghèo", "Đã nhận")))
        )
    return tuple(rows)


def _list(draft: Draft, paper: Specimen, size: tuple[float, float] = A4, title: str = "PHỤ LỤC") -> None:
    chance = draft.chance
    galley = draft.galley = Galley(base=Type(size=13.0), size=size)
    if title:
        galley.text(bold(title), align="centre")
        galley.text(italic(_cited(paper, chance)), align="centre", after=4)
    titles, shares = ("STT", "Họ và tên", "Năm sinh", "Ghi chú"), (0.1, 0.45, 0.2, 0.25)
    for _ in range(chance.choice((1, 1, 2, 3))):
        set_table(galley, Table(titles, _people(chance, chance.randrange(8, 18)), shares))
        galley.skip(6)
        galley.need(120)


def _landscape_list(draft: Draft, paper: Specimen) -> None:
    _list(draft, paper, LANDSCAPE, draft.chance.choice(("DANH SÁCH", "BIỂU TỔNG HỢP", "PHỤ LỤC I")))


def _bare_table(draft: Draft, paper: Specimen) -> None:
    _list(draft, paper, draft.chance.choice((A4, LANDSCAPE)), "")


def _regulation(draft: Draft, paper: Specimen) -> None:
    """Rules with a letterhead and motto of their own, without number or date."""
    chance, galley = draft.chance, admin.open_galley(draft)
    office = committee(chance, draft.unit, "commune")
    top, full = galley.y, galley.column
    with galley.within(full.x - 8, 66, y=top):
        for line in office.issuer:
            galley.text(bold(line), align="centre", fits=True)
    admin.motto(galley, full.x + full.width - 88, 92, top)
    galley.skip(8)
    admin.title(
        galley, chance.choice(("QUY CHẾ", "QUY ĐỊNH", "ĐIỀU LỆ")), "Về tổ chức và hoạt động", rule=False
    )
    galley.text(italic(_cited(paper, chance)), align="centre", after=4)
    for number in range(1, chance.randrange(4, 16)):
        admin.paragraph(galley, bold(f"Điều {number}. Trách nhiệm thực hiện"))
        for task in chance.choice(prose.MATTERS).tasks[:2]:
            admin.paragraph(galley, sentence(prose.filled(task, chance, draft.issued, office)) + ".")


def _draft(draft: Draft, paper: Specimen) -> None:
    """A paper that is only proposed: all of its head, without number and day."""
    del paper
    chance, galley = draft.chance, admin.open_galley(draft)
    office = committee(chance, draft.unit, "commune")
    top, full = galley.y, galley.column
    with galley.within(full.x - 8, 66, y=top):
        for line in office.issuer:
            galley.text(bold(line), align="centre", fits=True)
        galley.text("Số:        /QĐ-UBND", align="centre")
        galley.text(bold("DỰ THẢO"), align="centre")
    end = galley.y
    with galley.within(
        full.x + full.width - 88, 92, y=admin.motto(galley, full.x + full.width - 88, 92, top) + 2
    ):
        galley.text(italic(f"{office.place}, ngày      tháng      năm {draft.issued.year}"), align="centre")
    galley.y = max(galley.y, end) + 6
    matter = chance.choice(prose.MATTERS)
    admin.title(galley, "QUYẾT ĐỊNH", "Về việc " + prose.filled(matter.noun, chance, draft.issued, office))
    for number, task in enumerate(matter.tasks, start=1):
        text = sentence(prose.filled(task, chance, draft.issued, office))
        admin.paragraph(galley, bold(f"Điều {number}. "), f"{text}.")
    admin.closing(draft, office, prose.draw_recipients(chance, "VP"), signer="")


def _blank_form(draft: Draft, paper: Specimen) -> None:
    """A form that comes with rules and is there to be copied."""
    del paper
    chance = draft.chance
    galley = draft.galley = Galley(base=Type(size=13.0))
    galley.text(f"Mẫu số {chance.randrange(1, 9):02d}", align="right", after=2)
    galley.y = admin.motto(galley, galley.column.x, galley.column.width, galley.y) + 5
    galley.text(
        bold(chance.choice(("ĐƠN ĐĂNG KÝ THAM GIA", "TỜ KHAI HỖ TRỢ", "BIÊN BẢN KIỂM TRA"))),
        align="centre",
        after=4,
    )
    for label in (
        "Kính gửi:",
        "Họ và tên:",
        "Ngày, tháng, năm sinh:",
        "Nơi cư trú:",
        "Số điện thoại:",
        "Lý do:",
    ):
        galley.text(f"{label} ....................................................", after=2)
    galley.text(italic("…………, ngày … tháng … năm ……"), align="right", after=2)
    galley.text(bold("Người làm đơn"), align="right")


KINDS: Mapping[str, Callable[[Draft, Specimen], None]] = {
    "list": _list,
    "landscape list": _landscape_list,
    "bare table": _bare_table,
    "regulation": _regulation,
    "blank form": _blank_form,
}


def copied_card(seed: int) -> tuple[Sheet, ...]:
    """Front and back of a citizen's card, each copied onto a sheet of its own; the back has no title."""
    draft = Draft.begin("card", seed)
    chance = draft.chance
    person = draft.person(ages=(20, 70))
    number = person.id_number
    look = Type(size=10.0, family="sans")
    galley = draft.galley = Galley(
        base=look, margins=(chance.uniform(30, 80), 40, 20, 45), numbers_pages=False
    )
    galley.text(bold(admin.NATION), align="centre", fits=True)
    galley.text(bold(admin.MOTTO), align="centre", after=2)
    galley.text(bold("CĂN CƯỚC CÔNG DÂN"), align="centre", look=replace(look, size=14))
    galley.text(f"Số / No.: {number}", after=1)
    galley.text(f"Họ và tên / Full name: {person.name.upper()}", after=1)
    galley.text(f"Ngày sinh / Date of birth: {person.born:%d/%m/%Y}", after=1)
    galley.text("Quốc tịch / Nationality: Việt Nam", after=1)
    galley.text(f"Nơi thường trú / Place of residence: {draft.unit.commune}, {draft.unit.province}")
    galley.new_page()
    galley.y = chance.uniform(30, 80)
    galley.text("Đặc điểm nhận dạng / Personal identification: Nốt ruồi C. 2 cm dưới mắt trái", after=1)
    galley.text(f"Ngày, tháng, năm / Date, month, year: {draft.issued:%d/%m/%Y}", after=1)
    galley.text("CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", after=12)
    galley.text("Ngón trỏ trái", after=12)
    galley.text("Ngón trỏ phải", after=6)
    zone = f"IDVNM{number[3:]}{chance.randrange(10)}{number}<<{chance.randrange(10)}"
    for line in (
        zone,
        f"{person.born:%y%m%d}5M3501018VNM<<<<<<<<<<<2",
        person.name.upper().split()[0] + "<<" + "<" * 20,
    ):
        galley.text(line, look=Type(size=11.0, family="mono"), breaks_page=False)
    return draft.finish().sheets


def long_paper(seed: int) -> tuple[Sheet, ...]:
    """One report or plan of up to twenty pages with up to three annexes: nothing in it is to be cut."""
    draft = Draft.begin("report", seed)
    chance, galley = draft.chance, admin.open_galley(draft)
    office = committee(chance, draft.unit, "commune")
    code = chance.choice(("report", "plan", "decision"))
    heading, short = {
        "report": ("BÁO CÁO", "BC"),
        "plan": ("KẾ HOẠCH", "KH"),
        "decision": ("QUYẾT ĐỊNH", "QĐ"),
    }[code]
    number = f"{prose.draw_number(chance)}/{short}-UBND"
    admin.letterhead(draft, office, number=[bold(number, "doc_number")])
    admin.title(
        galley,
        heading,
        "Về việc " + prose.filled(chance.choice(prose.MATTERS).noun, chance, draft.issued, office),
    )
    for numeral in ("I", "II", "III", "IV", "V")[: chance.randrange(2, 6)]:
        admin.paragraph(galley, bold(f"{numeral}. KẾT QUẢ VÀ NHIỆM VỤ"))
        for item in range(1, chance.randrange(4, 14)):
            admin.paragraph(galley, bold(f"{item}. Nội dung"))
            for task in chance.choice(prose.MATTERS).tasks:
                admin.paragraph(galley, sentence(prose.filled(task, chance, draft.issued, office)) + ".")
    admin.closing(draft, office, prose.draw_recipients(chance, "VP"), signer=draft.person().name)
    paper = replace(draft.finish(), code=code)
    annexes = [annex_of(paper, seed * 10 + index) for index in range(chance.randrange(4))]
    return (*paper.sheets, *(sheet for annex in annexes for sheet in annex))
