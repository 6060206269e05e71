"""What papers print over the columns of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

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
    "tu_diem": "Từ điểm",
    "den_diem": "Đến điểm",
    "mo_ta": "Mô tả chi tiết mốc giới, ranh giới thửa đất",
    "giap_dat": "Giáp đất",
    "dong_y": "Đồng ý (ký tên)",
    "ly_do": "Lý do không đồng ý",
    "canh": "Cạnh",
    "chieu_dai_m": "Chiều dài (m)",
    "diem": "Số hiệu điểm",
    "x_m": "X (m)",
    "y_m": "Y (m)",
    "canh_m": "Cạnh (m)",
    "ten": "Tên thành viên",
    "dia_chi": "Địa chỉ liên lạc đối với cá nhân; địa chỉ trụ sở chính đối với tổ chức",
    "noi_thuong_tru": "Nơi đăng ký hộ khẩu thường trú",
    "gia_tri_von": "Giá trị phần vốn góp (VNĐ)",
    "ty_le": "Tỷ lệ (%)",
    "so_to_ban_do": "Số tờ bản đồ",
    "so_thua": "Số thửa",
    "dien_tich_m2": "Diện tích (m2)",
    "muc_dich_su_dung": "Mục đích sử dụng",
    "thoi_han_su_dung": "Thời hạn sử dụng",
    "phan_ghi_them": "Phần ghi thêm",
    "ngay_thang_nam": "Ngày, tháng, năm",
    "noi_dung_thay_doi_va_can_cu_phap_ly": "Nội dung thay đổi và căn cứ pháp lý",
    "xac_nhan": "Xác nhận của cơ quan có thẩm quyền",
    "ho_chu_dem_ten": "Họ, chữ đệm và tên",
    "quan_he": "Quan hệ với chủ hộ",
    "mon": "Môn học",
    "hk1": "Học kỳ I",
    "hk2": "Học kỳ II",
    "ca_nam": "Cả năm",
    "ten_nganh": "Tên ngành",
    "ma_nganh": "Mã ngành",
    "chinh": "Ngành, nghề kinh doanh chính",
    "vo": "vợ",
    "chong": "chồng",
    "me": "người mẹ",
    "cha": "người cha",
}
"""Names of columns in type files to what papers print at their head."""
OTHER_TITLES = {
    "stt": ("STT", "TT", "Số thứ tự"),
    "tt": ("STT", "Số TT"),
    "ho_ten": ("Họ và tên", "Họ tên"),
    "ho_chu_dem_ten": ("Họ và tên", "Họ, chữ đệm, tên"),
    "ngay_sinh": ("Ngày sinh", "Ngày tháng năm sinh"),
    "so_dinh_danh": ("Số định danh cá nhân/CMND", "Số ĐDCN/CCCD"),
    "quan_he": ("Quan hệ", "Mối quan hệ với chủ hộ"),
    "gioi_tinh": ("Giới tính", "Nam/Nữ"),
    "ten": ("Tên thành viên", "Họ và tên"),
    "gia_tri_von": ("Giá trị phần vốn góp", "Giá trị vốn góp (đồng)"),
    "dien_tich_m2": ("Diện tích", "Diện tích (m²)"),
    "diem": ("Điểm", "Tên điểm", "Số hiệu đỉnh thửa"),
    "x_m": ("X(m)", "X"),
    "y_m": ("Y(m)", "Y"),
    "canh_m": ("Cạnh", "S (m)", "Chiều dài (m)"),
    "chieu_dai_m": ("Chiều dài", "Độ dài (m)"),
    "mo_ta": ("Mô tả ranh giới, mốc giới", "Mô tả"),
    "giap_dat": ("Giáp với", "Tiếp giáp"),
    "mon": ("Môn", "Môn học/Hoạt động giáo dục"),
    "hk1": ("HKI", "HK I"),
    "hk2": ("HKII", "HK II"),
    "ca_nam": ("CN", "Cả năm"),
}
"""Other prints of the same heads; the last of three is kept for papers that nothing is tuned on."""
PAPERS_OF_MEMBERS = ("Số giấy tờ pháp lý", "Số giấy tờ pháp lý của cá nhân/tổ chức", "Số CMND/CCCD/Hộ chiếu")
"""Over the numbers of those who hold a capital together; in registers the same column is headed "Số"."""
GROUPS = (
    ("Tọa độ", ("x_m", "y_m")),
    ("Phần vốn góp", ("gia_tri_von", "ty_le")),
    ("Điểm trung bình môn", ("hk1", "hk2", "ca_nam")),
    ("Ranh giới", ("tu_diem", "den_diem")),
    ("Thông tin về người mẹ", ("me_ho_ten", "me_nam_sinh", "me_dan_toc", "me_quoc_tich", "me_noi_cu_tru")),
    ("Nội dung thay đổi, cải chính", ("noi_dung_tu", "noi_dung_thanh")),
)
"""Heads that stand over several columns, with the columns below them."""
WHOSE = ("vo", "chong", "me", "cha")


def column_title(name: str) -> str:
    """The printed head of a column: `me_ho_ten` is `Họ, chữ đệm, tên người mẹ`."""
    if name in COLUMN_TITLES:
        return COLUMN_TITLES[name]
    whose, _, rest = name.partition("_")
    if whose in WHOSE and rest in COLUMN_TITLES:
        return f"{COLUMN_TITLES[rest]} {COLUMN_TITLES[whose]}" if rest == "ho_ten" else COLUMN_TITLES[rest]
    return name.replace("_", " ").capitalize()


def draw_title(name: str, chance: Random, *, is_held_out: bool, among: Sequence[str] = ()) -> str:
    """The head of a column as one of the printed forms has it; `among` are all of the table's columns."""
    others = OTHER_TITLES.get(name, ())
    if name == "so_giay_to" and "gia_tri_von" in among:
        return chance.choice(PAPERS_OF_MEMBERS[2:] if is_held_out else PAPERS_OF_MEMBERS[:2])
    kept = others[2:]
    if is_held_out and kept:
        return chance.choice(kept)
    usual = column_title(name)
    return chance.choice((usual, usual, *others[:2])) if others else usual
