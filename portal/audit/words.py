"""What events, their objects and the chain's faults are called on pages and in minutes.

Every `Kind` has its words here (a test says which one lacks them).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.audit.checking import FaultKind
from portal.audit.kinds import Kind

Words = str | Promise
KINDS: Mapping[Words, Mapping[Kind, Words]] = {
    _("Tài khoản và quyền"): {
        Kind.LOGIN: _("Đăng nhập"),
        Kind.LOGIN_FAILED: _("Đăng nhập hỏng"),
        Kind.LOGOUT: _("Đăng xuất"),
        Kind.PASSWORD_CHANGED: _("Đổi mật khẩu"),
        Kind.FACTOR_CHANGED: _("Đổi xác thực hai lớp"),
        Kind.ACCOUNT_CHANGED: _("Đổi tài khoản"),
        Kind.GRANT_GIVEN: _("Trao quyền"),
        Kind.GRANT_ENDED: _("Thu quyền"),
        Kind.UNIT_CHANGED: _("Đổi đơn vị"),
    },
    _("Xem và lấy ra"): {
        Kind.RECORD_VIEWED: _("Xem hồ sơ"),
        Kind.RECORD_DOWNLOADED: _("Tải hồ sơ"),
        Kind.RECORD_HANDED_OUT: _("Cấp bản sao"),
        Kind.SEARCHED: _("Tìm kiếm"),
        Kind.EXPORTED: _("Xuất danh sách"),
    },
    _("Thay đổi hồ sơ"): {
        Kind.FILE_HANDED_IN: _("Nộp tệp quét"),
        Kind.FILE_REMOVED: _("Bỏ tệp"),
        Kind.FILE_RETRIED: _("Làm lại tệp"),
        Kind.RECORD_CORRECTED: _("Sửa hồ sơ"),
        Kind.RECORD_DIVIDED: _("Tách, gộp hồ sơ"),
        Kind.RESCAN_ASKED: _("Đề nghị quét lại"),
        Kind.RECORD_TURNED: _("Xoay, xếp lại trang"),
        Kind.REVIEW_TAKEN_OVER: _("Nhận việc kiểm tra từ người khác"),
        Kind.REVIEW_LEFT: _("Để lại hồ sơ cho đồng nghiệp"),
        Kind.RESCAN_ASKED: _("Đề nghị quét lại"),
        Kind.RECORD_TURNED: _("Xoay, sắp trang"),
        Kind.REVIEW_TAKEN_OVER: _("Nhận thay việc kiểm tra"),
        Kind.REVIEW_LEFT: _("Bỏ qua khi kiểm tra"),
        Kind.SAMPLE_DRAWN: _("Rút mẫu"),
        Kind.SAMPLE_CHECKED: _("Kiểm tra một mẫu"),
        Kind.RECORD_LEVEL_CHANGED: _("Đổi mức nhạy cảm"),
    },
    _("Văn bản đi"): {
        Kind.OUTGOING_VIEWED: _("Xem văn bản đi"),
        Kind.OUTGOING_RECEIVED: _("Trình văn bản"),
        Kind.OUTGOING_CHANGED: _("Sửa văn bản đi"),
        Kind.OUTGOING_NUMBERED: _("Cấp số"),
        Kind.SIGNED: _("Ký số"),
        Kind.SEALED: _("Đóng dấu"),
        Kind.OUTGOING_ISSUED: _("Ban hành"),
        Kind.OUTGOING_REFUSED: _("Trả lại văn bản"),
        Kind.OUTGOING_RECALLED: _("Thu hồi văn bản"),
    },
    _("Cơ quan và hệ thống"): {
        Kind.SETTING_CHANGED: _("Đổi cài đặt"),
        Kind.TRUST_ROOT_CHANGED: _("Đổi chứng thư gốc tin cậy"),
        Kind.WALL_LINK_CHANGED: _("Đổi đường dẫn bảng theo dõi"),
        Kind.AUDIT_READ: _("Đọc nhật ký"),
        Kind.AUDIT_REVIEWED: _("Lập biên bản tuần"),
        Kind.VERIFIED_IN_PUBLIC: _("Người dân kiểm tra văn bản"),
        Kind.API_TOKEN_CHANGED: _("Đổi khóa API"),
        Kind.API_CALLED: _("Gọi API"),
    },
}
"""By what they are about, in the order in which they are offered."""
OF_KIND: Mapping[str, Words] = {
    kind.value: words for group in KINDS.values() for kind, words in group.items()
}
OBJECTS: Mapping[str, Words] = {
    "record": _("hồ sơ"),
    "file": _("tệp"),
    "account": _("tài khoản"),
    "outgoing": _("văn bản đi"),
    "unit": _("đơn vị"),
    "setting": _("cài đặt"),
    "audit": _("nhật ký"),
    "review": _("biên bản tuần"),
    "token": _("khóa API"),
}
"""What stands before the colon of an event's object."""
FAULTS: Mapping[str, Words] = {
    FaultKind.CHANGED: _("Nội dung sự kiện này đã bị sửa sau khi ghi."),
    FaultKind.UNBOUND: _("Trước sự kiện này có sự kiện bị bỏ đi, hoặc chính nó bị chèn vào."),
    FaultKind.UNREADABLE: _("Dòng này không còn là một sự kiện đọc được."),
    FaultKind.CUT_OFF: _(
        "Sự kiện này đã được ghi ở điểm kiểm tra ngoài cơ sở dữ liệu nhưng nay không còn: phần cuối nhật ký "
        "bị cắt, hoặc một bản sao cũ đã được đưa trở lại."
    ),
    FaultKind.REPLACED: _(
        "Sự kiện này khác với điều đã ghi ở điểm kiểm tra ngoài cơ sở dữ liệu: chuỗi đã bị làm lại."
    ),
    FaultKind.UNGUARDED: _("Khóa chặn sửa, xóa nhật ký trong cơ sở dữ liệu đã bị gỡ."),
}


def kind_in_words(kind: str) -> str:
    """The words for a kind; its code for one that is not known here."""
    return str(OF_KIND.get(kind, kind))


def object_in_words(told: str) -> str:
    """`record:hs-…` as "hồ sơ hs-…"."""
    kind, _colon, name = told.partition(":")
    known = OBJECTS.get(kind)
    if known is None:
        return told
    return f"{known} {name}" if name else str(known)


def fault_in_words(fault: str) -> str:
    """What is wrong with the chain, as a sentence; empty for nothing."""
    return str(FAULTS[fault]) if fault in FAULTS else fault


def nobody() -> str:
    """Who acts when nobody has signed in."""
    return gettext("khách")
