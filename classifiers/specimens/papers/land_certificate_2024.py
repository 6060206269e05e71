"""Giấy chứng nhận quyền sử dụng đất on the form of Circular 10/2024/TT-BTNMT."""

from __future__ import annotations

from dataclasses import dataclass, replace

from classifiers.specimens.draft import Draft
from classifiers.specimens.land import Plot, draw_plot, sketch
from classifiers.specimens.layouts import gcn_2024_two_page as form
from classifiers.specimens.layouts.nd30_admin import place_and_date, signature_and_name
from classifiers.specimens.people import Person
from classifiers.specimens.places import bare
from classifiers.specimens.sheet import Row
from classifiers.specimens.table_rows import draw_rows
from classifiers.specimens.tables import Table, set_table
from classifiers.specimens.typesetting import Column, Span, bold, plain, value

LETTERS = "ABCDĐEGHKLMNPQRSTVX"


@dataclass(frozen=True, slots=True)
class Issuer:
    lines: tuple[str, ...]
    title: str
    prefix: str
    """Of the registry number."""


def write(draft: Draft) -> None:
    chance = draft.chance
    galley = form.open_galley(draft)
    issuer = _issuer(draft)
    code = f"T{chance.choice('12')}{chance.randrange(10**10):010d}"
    form.front(draft)
    if chance.random() < 0.6:
        _code_under_square(draft, code)
    plot = draw_plot(chance, draft.unit)
    _owners(draft)
    _plot(draft, plot)
    galley.text(
        bold("3. Thông tin tài sản gắn liền với đất: "), value("attached_assets", _assets(draft)), after=1.5
    )
    galley.text(Span("Thông tin chi tiết được thể hiện tại mã QR", italic=True))
    serial = f"{chance.choice(LETTERS)}{chance.choice(LETTERS)} {chance.randrange(10**8):08d}"
    form.serial_at_foot(draft, serial)
    galley.new_page()
    _second_page(draft, plot, issuer)
    form.code(draft)


def _code_under_square(draft: Draft, code: str) -> None:
    galley = draft.galley
    kept, edge = galley.y, galley.column.x + galley.column.width
    with galley.within(edge - 40, 40, y=galley.top + 20.5):
        galley.text(
            value("certificate_code", code), align="right", look=replace(galley.base, size=8, family="sans")
        )
    galley.y = kept


def _issuer(draft: Draft) -> Issuer:
    unit, chance = draft.unit, draft.chance
    area = unit.district.upper() or f"KHU VỰC {chance.randrange(1, 12)}"
    office = ("CHI NHÁNH VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", area)
    committee = ("TM. ỦY BAN NHÂN DÂN", (unit.district or unit.commune).upper())
    return chance.choice(
        (
            Issuer(office, "GIÁM ĐỐC", "CN"),
            Issuer(("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", unit.province.upper()), "GIÁM ĐỐC", "VP"),
            Issuer(committee, "CHỦ TỊCH", "CH"),
        )
    )


def _owners(draft: Draft) -> None:
    galley, chance = draft.galley, draft.chance
    galley.text(bold("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:"), after=0.8)
    first = draft.person(ages=(28, 78))
    honorific = "Hộ ông" if chance.random() < 0.06 and not first.is_woman else first.honorific
    lines = [_owner(first, honorific)]
    owners = [first]
    if chance.random() < 0.55:
        second = draft.person(is_woman=not first.is_woman, ages=(26, 76))
        relation = "và vợ là bà" if second.is_woman else "và chồng là ông"
        lines.append(_owner(second, relation))
        owners.append(second)
    for index, line in enumerate(lines):
        galley.text(
            value(f"owner_lines#{index}", line + (";" if index < len(lines) - 1 else "")), first=6, after=0.6
        )
    galley.skip(1.5)
    draft.extra_rows["owners"] = tuple(
        _row_of(person, ("vợ" if person.is_woman else "chồng") if index else "")
        for index, person in enumerate(owners)
    )
    draft.extra_rows["owners"][0]["honorific"] = honorific


def _row_of(person: Person, relation: str) -> Row:
    """What the lines say of an owner, under the columns of the list that follows from them."""
    return {
        "honorific": person.honorific,
        "full_name": person.printed,
        "id_kind": person.id_kind,
        "id_number": person.id_number,
        **({"relation": relation} if relation else {}),
    }


def _owner(person: Person, honorific: str) -> str:
    kind = "CCCD" if person.id_kind.endswith("dân") else "CC"
    return f"{honorific}: {person.printed}, {kind} số: {person.id_number}"


def _plot(draft: Draft, plot: Plot) -> None:
    galley = draft.galley
    mark = draft.chance.choice((".", ".", ")"))
    galley.text(bold("2. Thông tin thửa đất:"), after=0.8)
    top = galley.y
    column = galley.column
    galley.text(f"a{mark} Thửa đất số: ", value("parcel_number", plot.number))
    galley.column, galley.y = Column(column.x + 68, column.width - 68), top
    galley.text("tờ bản đồ số: ", value("map_sheet_number", plot.map_sheet), after=0.6)
    galley.column = column
    for letter, label, field, text in (
        ("b", "Diện tích:", "area_m2", plot.area),
        ("c", "Loại đất:", "land_use_purpose", plot.purpose),
        ("d", "Thời hạn sử dụng:", "land_use_term", plot.term),
        ("đ", "Hình thức sử dụng:", "land_use_form", plot.form),
        ("e", "Địa chỉ:", "parcel_address", plot.address),
    ):
        unit = " m²" if field == "area_m2" else "."
        galley.text(f"{letter}{mark} {label} ", value(field, text), plain(unit), after=0.6)
    galley.skip(1.5)


def _assets(draft: Draft) -> str:
    if draft.chance.random() < 0.65:
        return "-/-"
    floor = draft.chance.randrange(60, 260)
    return f"Nhà ở riêng lẻ, diện tích xây dựng {floor},0 m², hình thức sở hữu riêng, thời hạn sở hữu lâu dài"


def _second_page(draft: Draft, plot: Plot, issuer: Issuer) -> None:
    galley, chance = draft.galley, draft.chance
    galley.text(bold("4. Sơ đồ thửa đất, tài sản gắn liền với đất:"), after=1)
    sketch(draft, plot)
    note = chance.choice(("", "Thửa đất có 12,5 m² thuộc hành lang bảo vệ an toàn đường bộ", "Không"))
    galley.text(bold("5. Ghi chú: "), value("notes", note), after=3)
    column = galley.column
    with galley.within(column.x + column.width - 92, 92):
        place_and_date(draft, bare(draft.unit.province))
        look = replace(galley.base, size=12.5)
        for line in issuer.lines:
            said = "TM. " if line.startswith("TM. ") else ""
            agency = bold(line.removeprefix(said), "issuing_agency")
            galley.text(bold(said), agency, align="centre", look=look, leading=1.2, fits=True)
        galley.text(bold(issuer.title, "signer_title"), align="centre", look=look, leading=1.2)
        signature_and_name(draft, " ".join(issuer.lines), draft.person().name, look=look)
    galley.skip(3)
    galley.text(bold("6. Những thay đổi sau khi cấp Giấy chứng nhận:"), after=1)
    titles = ("Nội dung thay đổi và cơ sở pháp lý", "Xác nhận của cơ quan có thẩm quyền")
    columns = ("noi_dung_thay_doi_va_co_so_phap_ly", "xac_nhan_cua_co_quan_co_tham_quyen")
    # Most are copied before anything has changed.
    rows = draw_rows(draft, columns).rows[:2] if chance.random() < 0.35 else (("", ""),) * 2
    set_table(galley, Table(titles, rows, (0.62, 0.38), columns), field="changes", size=12)
    number = f"{issuer.prefix} {chance.randrange(1, 99999):05d}"
    galley.y = max(galley.y + 3, galley.size[1] - galley.bottom - 8)
    # Half of these numbers are written in by hand when the certificate is entered.
    galley.pen = draft.pen(share=0.5)
    galley.text("Số vào sổ cấp Giấy chứng nhận: ", value("registry_number", number), breaks_page=False)
    galley.pen = None
