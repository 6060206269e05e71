"""What the settings are called and what they do, in the words of an office."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class About:
    """What a setting is."""

    label: Promise
    what: Promise
    unit: Promise | str = ""


SECTIONS: dict[str, Promise] = {
    "review": _("Tự lưu và chờ xem"),
    "quality": _("Chất lượng bản quét"),
    "batches": _("Tách giấy tờ trong một tệp"),
    "intake": _("Thư mục nhận"),
    "reading": _("Đọc trang"),
    "wall": _("Bảng theo dõi"),
    "portal": _("Đăng nhập và trang web"),
    "signing": _("Ký số"),
    "outgoing": _("Văn bản đi"),
}

ABOUT: dict[str, About] = {
    "review.threshold": About(
        _("Ngưỡng tự lưu"),
        _("Loại giấy và các trường bắt buộc chắc từ mức này trở lên thì hồ sơ tự lưu, dưới thì chờ xem."),
    ),
    "quality.gate": About(
        _("Khi bản quét chưa đạt"),
        _("report: hồ sơ chờ xem kèm lý do; return: trả tệp về thư mục rejected; off: không đo."),
    ),
    "quality.dpi": About(
        _("Độ phân giải tối thiểu"), _("Công văn 7197 yêu cầu 300; 200 cho giấy tờ thường, hạn ngắn."), "dpi"
    ),
    "batches.split_papers": About(
        _("Tách khi chắc chắn"), _("Tệp có nhiều giấy tờ được tách thành từng hồ sơ khi ranh giới đã rõ.")
    ),
    "batches.split_at_blank_pages": About(
        _("Trang trắng là ranh giới"), _("Trang trắng kết thúc một giấy tờ và không thuộc giấy tờ nào.")
    ),
    "batches.separators": About(
        _("Mã vạch phân cách"), _("Nội dung mã vạch mở đầu một giấy tờ mới, cách nhau bằng dấu phẩy.")
    ),
    "batches.other_side_minutes": About(
        _("Chờ mặt kia"), _("Tệp chỉ có một mặt chờ tệp mặt kia lâu chừng này rồi được trả lại."), _("phút")
    ),
    "intake.watch": About(_("Cách theo dõi thư mục"), _("polling cho ổ đĩa mạng; auto tự chọn.")),
    "intake.settle_seconds": About(
        _("Chờ tệp đứng yên"), _("Tệp được lấy khi kích thước và giờ sửa đứng yên lâu chừng này."), _("giây")
    ),
    "intake.rescan_seconds": About(
        _("Xem lại cả thư mục"), _("Cứ chừng này lại xem toàn bộ thư mục một lần."), _("giây")
    ),
    "reading.jobs": About(_("Số tiến trình đọc"), _("0: mỗi nhân bộ xử lý một tiến trình.")),
    "reading.page_seconds": About(
        _("Thời gian tối đa một trang"), _("Trang đọc lâu hơn thì bỏ qua sau một lần thử lại."), _("giây")
    ),
    "reading.max_pages": About(_("Số trang tối đa một tệp"), _("Tệp dài hơn bị từ chối."), _("trang")),
    "reading.compact": About(
        _("Nén PDF tra cứu"),
        _("Tệp nhỏ hơn nhiều lần; ảnh không còn nguyên từng bit. Bản gốc giữ nguyên."),
    ),
    "wall.reviewers": About(
        _("Tên người xem hồ sơ"),
        _("names: họ tên, chỉ quản trị và kiểm tra thấy; initials: chữ cái đầu; numbers: Người 1, 2."),
    ),
    "portal.session_idle_minutes": About(
        _("Tự đăng xuất khi không làm gì"),
        _("Không ai làm gì lâu chừng này thì phải đăng nhập lại."),
        _("phút"),
    ),
    "portal.session_hours": About(
        _("Phiên dài nhất"), _("Sau chừng này phải đăng nhập lại, dù đang làm việc."), _("giờ")
    ),
    "portal.idle_account_days": About(
        _("Khóa tài khoản bỏ không"), _("QCVN 12:2026/BCA: tài khoản không dùng 45 ngày thì khóa."), _("ngày")
    ),
    "portal.public_verification": About(
        _("Trang kiểm tra cho người dân"), _("Ai cũng kiểm tra được văn bản mà không cần tài khoản.")
    ),
    "portal.language": About(_("Ngôn ngữ ban đầu"), _("Cho người chưa chọn: vi hoặc en.")),
    "signing.level": About(
        _("Mức chữ ký"), _("Mức PAdES cần đạt; dịch vụ dấu thời gian hỏng thì nâng mức sau.")
    ),
    "outgoing.desk_days": About(
        _("Giữ trên bàn ký"), _("Văn bản đã ban hành ở lại bàn ký chừng này; 0 là giữ mãi."), _("ngày")
    ),
}
"""A setting that has no words here is shown by its name."""
