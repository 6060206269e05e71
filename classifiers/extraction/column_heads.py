"""How alike a printed head is to the column of a record type that it may stand over.

A column is named by its usual head without marks (`ngay_sinh`); heads that say the same in other words are
listed here, as the forms of decrees and the offices' own prints have them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from classifiers.extraction.folding import fold

ALIKE = 0.72
"""Likeness of a printed head to a column's name from which they are the same."""
NUMBER_COLUMNS = frozenset({"stt", "tt", "so_tt", "so_thu_tu"})
HEADS: dict[str, tuple[str, ...]] = {
    "stt": ("STT", "TT", "Số TT", "Số thứ tự"),
    "tt": ("TT", "STT", "Số TT", "Số thứ tự"),
    "full_name": ("Họ và tên", "Họ, chữ đệm, tên", "Họ tên", "Họ, chữ đệm và tên"),
    "name": ("Tên", "Họ và tên", "Tên tổ chức, cá nhân"),
    "ho_ten": ("Họ và tên", "Họ tên", "Họ, chữ đệm, tên", "Tên người sử dụng đất liền kề"),
    "ho_chu_dem_ten": ("Họ và tên", "Họ, chữ đệm và tên"),
    "ten": ("Tên", "Họ và tên", "Tên thành viên", "Tên cá nhân, tổ chức"),
    "birth_year": ("Năm sinh",),
    "birth_date": ("Ngày sinh", "Ngày, tháng, năm sinh"),
    "ngay_sinh": ("Ngày sinh", "Ngày, tháng, năm sinh"),
    "ngay_dang_ky": ("Ngày đăng ký", "Ngày, tháng, năm đăng ký"),
    "id_number": ("Số CCCD", "Số định danh", "CMND/CCCD", "Số giấy tờ"),
    "so_dinh_danh": ("Số định danh", "Số định danh cá nhân", "Số CCCD", "Số định danh cá nhân/CMND"),
    "so_giay_to": ("Số giấy tờ", "Số giấy tờ pháp lý của cá nhân, tổ chức", "Số CMND/CCCD", "Số"),
    "residence": ("Nơi cư trú", "Địa chỉ thường trú", "Nơi thường trú", "Chỗ ở"),
    "address": ("Địa chỉ", "Nơi cư trú"),
    "dia_chi": ("Địa chỉ", "Địa chỉ liên lạc", "Địa chỉ trụ sở chính", "Nơi cư trú"),
    "noi_thuong_tru": ("Nơi thường trú", "Nơi đăng ký hộ khẩu thường trú", "Địa chỉ thường trú"),
    "relation": ("Quan hệ", "Quan hệ với người để lại di sản"),
    "quan_he": ("Quan hệ", "Quan hệ với chủ hộ", "Mối quan hệ với chủ hộ"),
    "quan_he_voi_chu_ho": ("Quan hệ với chủ hộ", "Quan hệ"),
    "gioi_tinh": ("Giới tính", "Nam, nữ", "Giới"),
    "dien_tich": ("Diện tích", "Diện tích (m2)", "Diện tích sử dụng"),
    "dien_tich_m2": ("Diện tích", "Diện tích (m2)"),
    "muc_dich": ("Mục đích sử dụng", "Mục đích", "Loại đất"),
    "muc_dich_su_dung": ("Mục đích sử dụng", "Mục đích", "Loại đất"),
    "thoi_han": ("Thời hạn sử dụng", "Thời hạn"),
    "thoi_han_su_dung": ("Thời hạn sử dụng", "Thời hạn"),
    "nguon_goc": ("Nguồn gốc sử dụng", "Nguồn gốc"),
    "so_thua": ("Số thửa", "Thửa đất số", "Số thứ tự thửa đất", "Số hiệu thửa"),
    "so_to": ("Số tờ", "Tờ bản đồ số", "Số thứ tự tờ bản đồ", "Số tờ bản đồ"),
    "so_to_ban_do": ("Số tờ bản đồ", "Tờ bản đồ", "Tờ bản đồ số"),
    "so_phat_hanh_gcn": ("Số phát hành GCN", "Số phát hành GCN QSDĐ", "Số phát hành"),
    "so_vao_so": ("Số vào sổ", "Số vào sổ cấp GCN QSDĐ"),
    "phan_ghi_them": ("Phần ghi thêm", "Ghi chú"),
    "ngay": ("Ngày", "Ngày, tháng, năm"),
    "noi_dung": ("Nội dung", "Nội dung ghi chú hoặc biến động và căn cứ pháp lý"),
    "noi_dung_tu": ("Nội dung thay đổi, cải chính: Từ", "Từ"),
    "noi_dung_thanh": ("Thành",),
    "x_m": ("X (m)", "X", "Tọa độ X"),
    "y_m": ("Y (m)", "Y", "Tọa độ Y"),
    "diem": ("Điểm", "Số hiệu điểm", "Tên điểm", "Số hiệu đỉnh thửa", "Đỉnh"),
    "canh": ("Cạnh", "Cạnh thửa", "Đoạn"),
    "canh_m": ("Cạnh (m)", "Cạnh", "Chiều dài", "Chiều dài cạnh", "Khoảng cách", "S (m)"),
    "chieu_dai_m": ("Chiều dài (m)", "Chiều dài", "Độ dài", "Khoảng cách"),
    "tu_diem": ("Từ điểm", "Điểm đầu"),
    "den_diem": ("Đến điểm", "Điểm cuối"),
    "mo_ta": ("Mô tả", "Mô tả chi tiết mốc giới, ranh giới thửa đất", "Mô tả ranh giới, mốc giới"),
    "giap_dat": ("Giáp đất", "Giáp", "Tiếp giáp", "Giáp ranh"),
    "dong_y": ("Đồng ý", "Đồng ý (ký tên)", "Ký tên"),
    "ly_do": ("Lý do", "Lý do không đồng ý", "Không đồng ý"),
    "gia_tri_von": ("Giá trị phần vốn góp", "Giá trị vốn góp", "Vốn góp", "Phần vốn góp"),
    "ty_le": ("Tỷ lệ (%)", "Tỷ lệ", "Tỉ lệ"),
    "ten_nganh": ("Tên ngành", "Tên ngành, nghề kinh doanh", "Ngành, nghề"),
    "ma_nganh": ("Mã ngành", "Mã ngành nghề", "Mã số"),
    "chinh": ("Chính", "Ngành, nghề kinh doanh chính", "Ghi chú"),
    "mon": ("Môn", "Môn học", "Môn học/Hoạt động giáo dục"),
    "hk1": ("HK1", "HKI", "Học kỳ I", "Học kỳ 1", "Kỳ I"),
    "hk2": ("HK2", "HKII", "Học kỳ II", "Học kỳ 2", "Kỳ II"),
    "ca_nam": ("Cả năm", "CN"),
    "ngay_thang_nam": ("Ngày, tháng, năm", "Ngày"),
    "xac_nhan": ("Xác nhận", "Xác nhận của cơ quan có thẩm quyền"),
    "noi_dung_thay_doi_va_can_cu_phap_ly": ("Nội dung thay đổi", "Nội dung thay đổi và cơ sở pháp lý"),
    "noi_dung_thay_doi_va_co_so_phap_ly": ("Nội dung thay đổi",),
    "ho_va_ten": ("Họ và tên", "Họ, chữ đệm và tên"),
    "ten_goi_khac": ("Họ và tên gọi khác", "Họ và tên gọi khác (nếu có)"),
    "cmnd_so": ("CMND số", "Số CMND", "CMND/CCCD số"),
    "nghe_nghiep": ("Nghề nghiệp", "Nghề nghiệp, nơi làm việc"),
    "noi_thuong_tru_truoc": ("Nơi thường trú trước khi chuyển đến",),
    "ly_do_xoa": ("Lý do xóa đăng ký thường trú",),
    "ngay_sinh_bang_chu": ("ghi bằng chữ",),
    "chet_vao_luc": ("Đã chết vào lúc",),
    "nguyen_nhan": ("Nguyên nhân chết",),
    "so_giay_bao_tu": ("Số Giấy báo tử",),
    "do_co_quan": ("Do",),
    "giay_to": ("Giấy tờ tùy thân",),
    "giay_to_nguoi_khai": ("Giấy tờ tùy thân",),
    "nguoi_di_khai_sinh": ("Họ, chữ đệm, tên người đi khai sinh",),
    "nguoi_di_khai_tu": ("Họ, chữ đệm, tên người đi khai tử",),
    "nguoi_di_dang_ky": ("Họ, chữ đệm, tên người đi đăng ký",),
    "ngay_xac_lap_quan_he": ("Ngày xác lập quan hệ hôn nhân",),
    "loai": ("Loại việc",),
}
"""Printed heads of columns whose name does not say them letter by letter."""
WHOSE = {"me": "mẹ", "cha": "cha", "vo": "vợ", "chong": "chồng", "con": "con"}
"""Whose a column is, by the first part of its name: `me_ho_ten` is headed "Họ, chữ đệm, tên người mẹ"."""


@lru_cache(maxsize=8192)
def likeness(text: str, name: str) -> float:
    """How alike a head, folded as by `fold`, and a column's name are, 0 to 1."""
    return max((_alike(text, wanted) for wanted in folded_heads(name)), default=0.0) if text else 0.0


def _alike(text: str, wanted: str) -> float:
    if len(wanted) <= 3:
        return 1.0 if text == wanted else 0.8 if text.startswith(wanted) and len(text) < 9 else 0.0
    part = 0.92 * fuzz.partial_ratio(wanted, text) / 100 if 6 <= len(wanted) < len(text) else 0.0
    return max(fuzz.ratio(text, wanted) / 100, part)


@lru_cache(maxsize=1024)
def folded_heads(name: str) -> tuple[str, ...]:
    """How a column may be headed, folded."""
    return tuple(dict.fromkeys(folded for head in printed_heads(name) if (folded := fold(head))))


@lru_cache(maxsize=1024)
def printed_heads(name: str) -> tuple[str, ...]:
    """How a column may be headed, the longest first."""
    first, _, rest = name.partition("_")
    heads = [*HEADS.get(name, ()), name.replace("_", " ")]
    if first in WHOSE and rest:
        heads += [
            f"{head} {way}{WHOSE[first]}" for head in printed_heads(rest) for way in ("người ", "bên ", "")
        ]
    if first == "ngay":
        heads.append(f"Ngày, tháng, năm {rest.replace('_', ' ')}")
    return tuple(sorted(dict.fromkeys(heads), key=len, reverse=True))


@lru_cache(maxsize=256)
def head_words(names: tuple[str, ...]) -> frozenset[str]:
    """The folded words of all heads that these columns may have."""
    return frozenset(fold(word) for name in names for head in printed_heads(name) for word in head.split())


def is_number_row(texts: list[str]) -> bool:
    """Whether the cells only number the columns: `(1) (2) (3)`, `A B 1 2`, `1 2 3`."""
    bare = [text.strip("() ") for text in texts]
    is_counted = bare == [str(number) for number in range(1, len(bare) + 1)]
    is_bracketed = all(re.fullmatch(r"\(\s*(\d{1,2}|[A-E])\s*\)", text) for text in texts)
    return (is_counted and len(bare) > 2) or (is_bracketed and len(bare) > 1)
