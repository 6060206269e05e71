"""What people write into fields of free text, by the field's name: a few usual answers for each.

Where the answers hang on the paper, its code stands before the field's name.
"""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    "guardianship_application.reason": (
        "Cha mẹ đã chết",
        "Cha mẹ không đủ điều kiện chăm sóc, giáo dục con",
        "Mẹ chết, cha mất năng lực hành vi dân sự",
    ),
    "civil_status_change_application.reason": (
        "Sai sót khi đăng ký",
        "Ghi nhầm so với giấy tờ gốc",
        "Theo nguyện vọng của gia đình",
    ),
    "land_change_application.change_content": (
        "Nhận chuyển nhượng quyền sử dụng đất theo hợp đồng đã được công chứng",
        "Nhận tặng cho quyền sử dụng đất của bố mẹ",
        "Nhận thừa kế quyền sử dụng đất theo văn bản phân chia di sản",
        "Cấp đổi Giấy chứng nhận do Giấy chứng nhận cũ bị ố, rách",
        "Tách thửa đất số 152, tờ bản đồ số 14 thành hai thửa",
        "Đăng ký thế chấp quyền sử dụng đất tại ngân hàng",
        "Xóa đăng ký thế chấp quyền sử dụng đất",
        "Thay đổi thông tin về giấy tờ nhân thân của chủ sử dụng đất",
    ),
    "parent_child_application.relation": ("cha", "mẹ"),
    "relation": ("Bản thân", "Bố đẻ", "Mẹ đẻ", "Con", "Vợ", "Chồng", "Ông nội", "Cháu ruột"),
    "applicant_relation": ("Bản thân", "Mẹ", "Con", "Người thân thích"),
    "affected_document": (
        "Sổ đăng ký khai sinh và Giấy khai sinh",
        "Sổ đăng ký kết hôn và Giấy chứng nhận kết hôn",
        "Sổ đăng ký khai tử và Trích lục khai tử",
    ),
    "identifying_marks": (
        "Nốt ruồi C: 1cm dưới mắt phải",
        "Sẹo chấm C.1cm trên sau đầu lông mày trái",
        "Sẹo chấm C: 2cm dưới sau cánh mũi phải",
        "Nốt ruồi C.0,5cm trước cánh mũi trái",
    ),
    "religion": ("Không", "Không", "Không", "Phật giáo", "Công giáo", "Tin lành"),
    "death_cause": ("Bệnh già", "Tai biến mạch máu não", "Suy tim", "Ung thư phổi", "Tai nạn giao thông"),
    "extract_source": ("Cơ sở dữ liệu hộ tịch điện tử", "Sổ đăng ký hộ tịch"),
    "remarks": ("", "", "", "Không"),
    "weight_g": ("2800", "2950", "3100", "3200", "3400", "3650"),
    "child_count": ("1", "1", "1", "1", "2"),
    "copy_quantity": ("1", "2", "3", "5"),
}
"""Field name to usual values; an empty one is a blank."""
TOLD: dict[str, tuple[str, str]] = {
    phrase: ("change_kind", kind)
    for phrase, kind in zip(
        PHRASES["land_change_application.change_content"],
        (
            "chuyen_nhuong",
            "tang_cho",
            "thua_ke",
            "cap_doi",
            "tach_thua",
            "the_chap",
            "xoa_the_chap",
            "doi_thong_tin",
        ),
        strict=True,
    )
}
"""An answer to the field that is printed nowhere and follows from it, and that field's value."""
CORRECTIONS: tuple[tuple[str, str, str], ...] = (
    ("Tên", "Quí", "Quý"),
    ("Chữ đệm", "Thi", "Thị"),
    ("Ngày, tháng, năm sinh", "05/06/1988", "05/09/1988"),
    ("Quê quán", "xã Phú Lâm", "xã Phú Lầm"),
    ("Dân tộc", "Kinh", "Tày"),
    ("Năm sinh của mẹ", "1962", "1963"),
)
"""What was changed, what stood there, and what stands there now."""
