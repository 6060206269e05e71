"""Sổ địa chính: a lying page with the land user, a grid of parcels and a grid of changes, mostly by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from classifiers.specimens.draft import Draft
from classifiers.specimens.land import draw_plot
from classifiers.specimens.places import draw_home
from classifiers.specimens.sheet import Type
from classifiers.specimens.tables import Table, draw_look, set_table
from classifiers.specimens.typesetting import Galley, bold, value
from classifiers.specimens.wording import figures

LYING = (297.0, 210.0)
"""mm"""
PARCEL_COLUMNS = (
    ("tt", "TT", 0.04),
    ("so_thua", "Số thứ tự thửa đất", 0.08),
    ("so_to", "Số thứ tự tờ bản đồ", 0.08),
    ("dien_tich", "Diện tích sử dụng (m2)", 0.11),
    ("muc_dich", "Mục đích sử dụng", 0.1),
    ("thoi_han", "Thời hạn sử dụng", 0.13),
    ("nguon_goc", "Nguồn gốc sử dụng", 0.14),
    ("so_phat_hanh_gcn", "Số phát hành GCN QSDĐ", 0.16),
    ("so_vao_so", "Số vào sổ cấp GCN QSDĐ", 0.16),
)
CHANGE_COLUMNS = (
    ("tt", "TT", 0.06),
    ("ngay", "Ngày tháng năm", 0.16),
    ("noi_dung", "Nội dung ghi chú hoặc biến động và căn cứ pháp lý", 0.78),
)
CODES = ("ONT", "ODT", "CLN", "LUC", "HNK", "NTS")
ORIGINS = ("DG-KTT", "CNQ-CTT", "NCN-DG-KTT", "NTC-CNQ")
"""Codes of the origin of a right, Circular 09/2007/TT-BTNMT."""
CHANGES = (
    "Thế chấp bằng quyền sử dụng đất tại Ngân hàng",
    "Xóa đăng ký thế chấp",
    "Tặng cho con một phần thửa đất",
    "Cấp đổi Giấy chứng nhận do đo đạc lại",
)


def write(draft: Draft) -> None:
    """One page of the book."""
    chance = draft.chance
    galley = draft.galley = Galley(
        base=Type(size=chance.choice((11.0, 11.5, 12.0))),
        size=LYING,
        margins=(12, 12, 12, 16),
        leading=1.35,
        numbers_pages=False,
    )
    galley.text(bold("SỔ ĐỊA CHÍNH"), align="centre", look=replace(galley.base, size=16), after=1)
    number = str(chance.randrange(1, 200))
    galley.text("Trang số: ", value("page_number", number), align="right", after=2)
    galley.text(bold("I - NGƯỜI SỬ DỤNG ĐẤT"), after=1)
    person = draft.person()
    kind = chance.choice(("Hộ ông", "Ông") if not person.is_woman else ("Hộ bà", "Bà"))
    user = f"{kind} {person.name}, {person.id_document(with_issuer=False)}, {draw_home(chance, draft.unit)}"
    galley.text(value("user_name", user), first=8, after=3)
    galley.text(bold("II - THỬA ĐẤT"), after=1)
    rows = tuple(_parcel(draft, row) for row in range(1, chance.randrange(2, 5)))
    _grid(draft, PARCEL_COLUMNS, rows, "parcels")
    galley.skip(4)
    galley.text(bold("III - NHỮNG THAY ĐỔI TRONG QUÁ TRÌNH SỬ DỤNG ĐẤT VÀ GHI CHÚ"), after=1)
    changes = tuple(_change(draft, row) for row in range(1, chance.randrange(2, 4)))
    _grid(draft, CHANGE_COLUMNS, changes, "changes")


def _grid(
    draft: Draft, columns: tuple[tuple[str, str, float], ...], rows: tuple[tuple[str, ...], ...], field: str
) -> None:
    names, titles, shares = zip(*columns, strict=True)
    look = draw_look(draft, field, len(columns))
    set_table(draft.galley, Table(titles, rows, shares, names), field=field, size=10, look=look)


def _parcel(draft: Draft, row: int) -> tuple[str, ...]:
    chance = draft.chance
    plot = draw_plot(chance, draft.unit)
    serial = f"{chance.choice('ABCĐE')}{chance.choice('AĐKLM')} {chance.randrange(10**6):06d}"
    term = "Lâu dài" if plot.term.startswith("Lâu dài") else f"{chance.randrange(2043, 2075)}"
    return (
        str(row),
        plot.number,
        plot.map_sheet,
        plot.area,
        chance.choice(CODES),
        term,
        chance.choice(ORIGINS),
        serial,
        f"CH {chance.randrange(1, 99999):05d}",
    )


def _change(draft: Draft, row: int) -> tuple[str, ...]:
    day = draft.issued - timedelta(days=draft.chance.randrange(30, 3000))
    return str(row), figures(day), draft.chance.choice(CHANGES)
