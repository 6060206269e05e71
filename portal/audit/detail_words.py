"""What the details of an event are called on pages: the chain itself holds codes, which stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NAMES: Mapping[str, Promise] = {
    "what": gettext_lazy("việc"),
    "why": gettext_lazy("vì"),
    "reason": gettext_lazy("lý do"),
    "sha256": gettext_lazy("dấu băm"),
    "head": gettext_lazy("dấu băm cuối"),
    "version": gettext_lazy("bản"),
    "type": gettext_lazy("loại"),
    "page": gettext_lazy("ở trang"),
    "pages": gettext_lazy("số trang"),
    "words": gettext_lazy("số từ"),
    "letters": gettext_lazy("số chữ"),
    "source": gettext_lazy("nguồn"),
    "certificate": gettext_lazy("chứng thư"),
    "state": gettext_lazy("trạng thái"),
    "notation": gettext_lazy("số và ký hiệu"),
    "file": gettext_lazy("tên tệp"),
    "files": gettext_lazy("số tệp"),
    "code": gettext_lazy("mã"),
    "verdict": gettext_lazy("kết luận"),
    "before": gettext_lazy("trước"),
    "after": gettext_lazy("sau"),
    "old": gettext_lazy("cũ"),
    "new": gettext_lazy("mới"),
    "fields": gettext_lazy("trường"),
    "found": gettext_lazy("tìm thấy"),
    "format": gettext_lazy("dạng tệp"),
    "form": gettext_lazy("dạng"),
    "error": gettext_lazy("lỗi"),
    "photographs": gettext_lazy("số ảnh"),
    "asked": gettext_lazy("đề nghị số"),
    "record": gettext_lazy("hồ sơ"),
    "records": gettext_lazy("số hồ sơ"),
    "level": gettext_lazy("mức"),
    "hidden": gettext_lazy("đã che"),
    "shown": gettext_lazy("hồ sơ hiện ra"),
    "left_for": gettext_lazy("để lại cho"),
    "of": gettext_lazy("của"),
    "check": gettext_lazy("mẫu số"),
    "filters": gettext_lazy("lọc theo"),
    "by": gettext_lazy("do"),
    "sessions": gettext_lazy("số phiên"),
    "place": gettext_lazy("chỗ"),
    "withdrawn": gettext_lazy("đã rút"),
    "checked": gettext_lazy("số trường xem"),
    "changed": gettext_lazy("số trường sửa"),
    "drawn": gettext_lazy("số mẫu"),
    "days": gettext_lazy("số ngày"),
    "week": gettext_lazy("tuần"),
    "method": gettext_lazy("cách"),
    "handle": gettext_lazy("khóa"),
    "scopes": gettext_lazy("được làm"),
    "count": gettext_lazy("số dòng"),
    "date": gettext_lazy("ghi ngày"),
    "laid_in": gettext_lazy("đặt ở"),
    "twins": gettext_lazy("bản trùng"),
    "factor": gettext_lazy("xác thực hai lớp"),
    "role": gettext_lazy("vai trò"),
    "at": gettext_lazy("tại"),
    "types": gettext_lazy("cho loại"),
    "field": gettext_lazy("trường"),
    "is_trial": gettext_lazy("ký thử"),
    "as_administrator": gettext_lazy("với quyền quản trị"),
    "request": gettext_lazy("đề nghị số"),
    "key": gettext_lazy("mục"),
    "name": gettext_lazy("tên"),
    "hand_out": gettext_lazy("lần cấp bản sao"),
    "digest": gettext_lazy("dấu băm"),
    "recipient": gettext_lazy("cấp cho"),
}
VALUES: Mapping[tuple[str, str], Promise] = {
    ("role", "records_staff"): gettext_lazy("cán bộ số hóa"),
    ("role", "official"): gettext_lazy("người ký duyệt"),
    ("role", "clerk"): gettext_lazy("văn thư"),
    ("role", "auditor"): gettext_lazy("kiểm tra, kiểm toán"),
    ("role", "administrator"): gettext_lazy("quản trị"),
    ("what", "made"): gettext_lazy("làm mới"),
    ("what", "added"): gettext_lazy("thêm"),
    ("what", "removed"): gettext_lazy("bỏ"),
    ("what", "ended"): gettext_lazy("kết thúc"),
    ("what", "off"): gettext_lazy("tắt"),
    ("what", "on"): gettext_lazy("bật lại"),
    ("what", "reset"): gettext_lazy("đặt lại"),
    ("what", "renewed"): gettext_lazy("làm lại"),
    ("what", "seen"): gettext_lazy("đã xem"),
    ("what", "password"): gettext_lazy("mật khẩu"),
    ("what", "original"): gettext_lazy("bản gốc"),
    ("what", "searchable"): gettext_lazy("PDF/A"),
    ("what", "rescan"): gettext_lazy("bản quét lại"),
    ("what", "file"): gettext_lazy("tên tệp"),
    ("what", "print"): gettext_lazy("bản in"),
    ("what", "code"): gettext_lazy("mã"),
    ("what", "review"): gettext_lazy("biên bản"),
    ("why", "idle"): gettext_lazy("lâu không dùng"),
    ("why", "off"): gettext_lazy("tài khoản đã tắt"),
    ("why", "password"): gettext_lazy("sai mật khẩu"),
    ("why", "factor"): gettext_lazy("sai mã bước hai"),
    ("why", "elapsed"): gettext_lazy("hết giờ"),
    ("why", "elsewhere"): gettext_lazy("đăng xuất từ nơi khác"),
    ("why", "not_allowed"): gettext_lazy("không được phép"),
    ("why", "provider"): gettext_lazy("nơi xác thực từ chối"),
    ("by", "self"): gettext_lazy("chính người đó"),
}
"""Codes that a reader would not know; every other value is shown as it is."""


def detail_in_words(key: str, value: object) -> tuple[str, str]:
    """A detail's name and value for a reader; a key that is not known here stays its code."""
    name = str(NAMES.get(key, key))
    if isinstance(value, bool):
        return name, _("có") if value else _("không")
    parts = value if isinstance(value, list) else [value]
    return name, ", ".join(str(VALUES.get((key, str(part)), part)) for part in parts)
