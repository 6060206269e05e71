"""What staff call the columns of lists and tables: the words printed over them."""

from __future__ import annotations

from classifiers.extraction.column_heads import HEADS, WHOSE

NAMES = {
    "honorific": "Ông/Bà",
    "id_kind": "Loại giấy tờ",
    "id_number": "Số giấy tờ",
    "id_issuer": "Nơi cấp",
    "id_issue_date": "Ngày cấp",
    "stt": "STT",
    "so": "Số",
    "cap_ngay": "Cấp ngày",
    "chuyen_den_ngay": "Chuyển đến ngày",
    "dan_toc": "Dân tộc",
    "ghi_chu": "Ghi chú",
    "giay_to": "Giấy tờ tùy thân",
    "giay_to_tuy_than": "Giấy tờ tùy thân",
    "ngay_cap": "Ngày cấp",
    "ngay_dang_ky": "Ngày đăng ký",
    "ngay_sinh": "Ngày sinh",
    "ngay_sinh_bang_chu": "Ngày sinh bằng chữ",
    "nam_sinh": "Năm sinh",
    "nguoi_ky": "Người ký",
    "nguoi_thu_hai": "Người thứ hai",
    "nguoi_thu_nhat": "Người thứ nhất",
    "nguoi_thuc_hien": "Người thực hiện",
    "nguyen_quan": "Nguyên quán",
    "noi_cap": "Nơi cấp",
    "noi_chet": "Nơi chết",
    "noi_cu_tru": "Nơi cư trú",
    "noi_sinh": "Nơi sinh",
    "que_quan": "Quê quán",
    "quoc_tich": "Quốc tịch",
    "so_giay_to": "Số giấy tờ",
    "ten_giay_to_ho_tich": "Tên giấy tờ hộ tịch",
    "ton_giao": "Tôn giáo",
    "noi_dung_tu": "Nội dung: Từ",
    "xac_nhan_cua_co_quan_co_tham_quyen": "Xác nhận của cơ quan có thẩm quyền",
}


def column_name(name: str) -> str:
    """`me_ho_ten` is "Họ và tên mẹ"; a column that nobody has named is shown by its own name."""
    if name in NAMES:
        return NAMES[name]
    if name in HEADS:
        return HEADS[name][0]
    whose, _, rest = name.partition("_")
    if whose in WHOSE and rest:
        return f"{column_name(rest)} {WHOSE[whose]}"
    return name.replace("_", " ").capitalize()
