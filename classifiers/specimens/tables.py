"""Ruled tables on a galley."""

from __future__ import annotations

from dataclasses import dataclass, replace

from classifiers.specimens.sheet import Rule
from classifiers.specimens.typesetting import Column, Galley, bold, value


@dataclass(frozen=True, slots=True)
class Table:
    """Titles, rows of the same length, and each column's share of the width."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


COLUMN_TITLES = {
    "so": "Số",
    "stt": "Số TT",
    "tt": "TT",
    "ngay": "Ngày, tháng, năm",
    "ngay_dang_ky": "Ngày, tháng, năm đăng ký",
    "ho_ten": "Họ, chữ đệm, tên",
    "ho_va_ten": "Họ và tên",
    "ngay_sinh": "Ngày, tháng, năm sinh",
    "ngay_sinh_bang_chu": "ghi bằng chữ",
    "gioi_tinh": "Giới tính",
    "dan_toc": "Dân tộc",
    "quoc_tich": "Quốc tịch",
    "noi_sinh": "Nơi sinh",
    "que_quan": "Quê quán",
    "so_dinh_danh": "Số định danh cá nhân",
    "noi_cu_tru": "Nơi cư trú",
    "giay_to": "Giấy tờ tùy thân",
    "giay_to_tuy_than": "Giấy tờ tùy thân",
    "giay_to_nguoi_khai": "Giấy tờ tùy thân",
    "nam_sinh": "Năm sinh",
    "nguoi_di_khai_sinh": "Họ, chữ đệm, tên người đi khai sinh",
    "nguoi_di_khai_tu": "Họ, chữ đệm, tên người đi khai tử",
    "nguoi_di_dang_ky": "Họ, chữ đệm, tên người đi đăng ký",
    "nguoi_ky": "Người ký",
    "nguoi_thuc_hien": "Người thực hiện",
    "loai": "Loại việc",
    "ghi_chu": "Ghi chú",
    "ngay_xac_lap_quan_he": "Ngày xác lập quan hệ hôn nhân",
    "chet_vao_luc": "Đã chết vào lúc",
    "noi_chet": "Nơi chết",
    "nguyen_nhan": "Nguyên nhân chết",
    "so_giay_bao_tu": "Số Giấy báo tử",
    "do_co_quan": "Do",
    "cap_ngay": "cấp ngày",
    "ten_giay_to_ho_tich": "Tên giấy tờ hộ tịch",
    "so_giay_to": "Số",
    "ngay_cap": "Ngày cấp",
    "noi_cap": "Nơi cấp",
    "noi_dung_tu": "Nội dung thay đổi, cải chính: Từ",
    "noi_dung_thanh": "Thành",
    "noi_dung": "Nội dung",
    "nguoi_thu_nhat": "Người thứ nhất",
    "nguoi_thu_hai": "Người thứ hai",
    "quan_he_voi_chu_ho": "Quan hệ với chủ hộ",
    "ten_goi_khac": "Họ và tên gọi khác (nếu có)",
    "nguyen_quan": "Nguyên quán",
    "ton_giao": "Tôn giáo",
    "cmnd_so": "CMND số",
    "nghe_nghiep": "Nghề nghiệp, nơi làm việc",
    "chuyen_den_ngay": "Chuyển đến ngày",
    "noi_thuong_tru_truoc": "Nơi thường trú trước khi chuyển đến",
    "ly_do_xoa": "Lý do xóa đăng ký thường trú",
    "noi_dung_thay_doi_va_co_so_phap_ly": "Nội dung thay đổi và cơ sở pháp lý",
    "xac_nhan_cua_co_quan_co_tham_quyen": "Xác nhận của cơ quan có thẩm quyền",
    "vo": "vợ",
    "chong": "chồng",
    "me": "người mẹ",
    "cha": "người cha",
}
"""Names of columns in type files to what papers print at their head."""
WHOSE = ("vo", "chong", "me", "cha")


def column_title(name: str) -> str:
    """The printed head of a column: `me_ho_ten` is `Họ, chữ đệm, tên người mẹ`."""
    if name in COLUMN_TITLES:
        return COLUMN_TITLES[name]
    whose, _, rest = name.partition("_")
    if whose in WHOSE and rest in COLUMN_TITLES:
        return f"{COLUMN_TITLES[rest]} {COLUMN_TITLES[whose]}" if rest == "ho_ten" else COLUMN_TITLES[rest]
    return name.replace("_", " ").capitalize()


def set_table(
    galley: Galley, table: Table, *, field: str = "", size: float = 11.0, tall: float = 6.0
) -> None:
    """Sets the table across the column; cells of row n carry the field `field#n`, rows are `tall` mm."""
    look = replace(galley.base, size=size)
    full = galley.column
    galley.need(14)
    galley.next_block()
    edges = [full.x]
    for share in table.shares:
        edges.append(edges[-1] + share * full.width)
    start = galley.y
    for index, row in enumerate((table.titles, *table.rows)):
        top, lowest = galley.y, galley.y + (tall if index else 6.0)
        galley.add(Rule(edges[0], top, edges[-1], top, width=0.2))
        for cell, left, right in zip(row, edges, edges[1:], strict=False):
            galley.column, galley.y = Column(left + 1, right - left - 2), top + 0.7
            galley.next_block()
            span = value(f"{field}#{index}" if field else "", cell) if index else bold(cell)
            galley.text(span, look=look, leading=1.12, align="left" if index else "centre", breaks_page=False)
            lowest = max(lowest, galley.y + 0.8)
        galley.y = lowest
    galley.add(Rule(edges[0], galley.y, edges[-1], galley.y, width=0.2))
    for edge in edges:
        galley.add(Rule(edge, start, edge, galley.y, width=0.2))
    galley.column = full
    galley.next_block()
