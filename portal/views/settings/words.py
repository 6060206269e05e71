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
    "outgoing": _("Cơ quan và văn bản đi"),
    "review": _("Tự lưu và chờ xem"),
    "quality": _("Chất lượng bản quét"),
    "batches": _("Tách giấy tờ trong một tệp"),
    "intake": _("Thư mục nhận"),
    "reading": _("Đọc trang"),
    "wall": _("Bảng theo dõi"),
    "portal": _("Đăng nhập và trang web"),
    "signing": _("Ký số"),
}

FOLDERS: dict[str, Promise] = {
    "inbox": _("Thả bản quét vào đây; mỗi thư mục con là một đơn vị."),
    "done": _("Bản gốc của tệp đã nhận."),
    "rejected": _("Tệp bị từ chối, bên cạnh lý do."),
    "outgoing": _("Thả văn bản chờ ký vào đây; mỗi thư mục con là một người ký."),
    "signed": _("Văn bản đã ký và ban hành."),
}
"""Folders of the data directory that people use; where that lies is said when Hoso is started."""

ABOUT: dict[str, About] = {
    "review.threshold": About(
        _("Ngưỡng tự lưu"),
        _("Loại giấy và các trường bắt buộc chắc từ mức này trở lên thì hồ sơ tự lưu, dưới thì chờ xem."),
    ),
    "quality.gate": About(
        _("Khi bản quét chưa đạt"),
        _("Bản quét dưới mức ở dòng sau (mờ, nghiêng, thiếu màu, mất mép) thì làm gì."),
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
    "intake.watch": About(
        _("Cách theo dõi thư mục"), _("Thư mục trên ổ đĩa mạng không tự báo, phải nhìn lại từng lúc.")
    ),
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
        _("Gọi người đã kiểm tra hồ sơ thế nào trên bảng theo dõi."),
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
    "portal.language": About(_("Ngôn ngữ ban đầu"), _("Cho người chưa chọn ngôn ngữ.")),
    "signing.level": About(
        _("Mức chữ ký"), _("Mức PAdES cần đạt; dịch vụ dấu thời gian hỏng thì nâng mức sau.")
    ),
    "outgoing.name": About(
        _("Tên cơ quan"), _("Như in trên văn bản; hiện ở trang kiểm tra cho người dân và trong sổ văn bản.")
    ),
    "outgoing.symbol": About(
        _("Chữ viết tắt trong ký hiệu"), _("Phần sau tên loại, ví dụ UBND trong 15/QĐ-UBND.")
    ),
    "outgoing.place": About(
        _("Địa danh trước ngày tháng"), _("In trên văn bản đi, ví dụ Phú Lâm; để trống thì giữ như bản thảo.")
    ),
    "outgoing.desk_days": About(
        _("Giữ trên bàn ký"), _("Văn bản đã ban hành ở lại bàn ký chừng này; 0 là giữ mãi."), _("ngày")
    ),
}
"""A setting that has no words here is shown by its name."""

CHOICES: dict[str, dict[str, Promise | str]] = {
    "quality.gate": {
        "off": _("không đo"),
        "report": _("hồ sơ chờ xem, kèm lý do"),
        "return": _("trả tệp lại, kèm lý do"),
    },
    "intake.watch": {
        "auto": _("tự chọn"),
        "events": _("hệ thống báo ngay (ổ đĩa trong máy)"),
        "polling": _("nhìn lại từng lúc (ổ đĩa mạng)"),
    },
    "wall.reviewers": {
        "names": _("họ tên, chỉ quản trị và kiểm tra thấy"),
        "initials": _("chữ cái đầu của họ tên"),
        "numbers": _("Người 1, Người 2…"),
    },
    "portal.language": {"vi": "Tiếng Việt", "en": "English"},
    "signing.level": {
        "B-B": _("chữ ký thường (B-B)"),
        "B-T": _("có dấu thời gian (B-T)"),
        "B-LT": _("kiểm tra được lâu dài (B-LT)"),
        "B-LTA": _("lâu dài, có dấu thời gian lưu trữ (B-LTA)"),
    },
}
"""What choices mean; their codes stand in hoso.toml."""
