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
        Kind.LOGIN: _("Đã đăng nhập"),
        Kind.LOGIN_FAILED: _("Đăng nhập hỏng"),
        Kind.LOGOUT: _("Đã đăng xuất"),
        Kind.PASSWORD_CHANGED: _("Đã đổi mật khẩu"),
        Kind.FACTOR_CHANGED: _("Đã đổi xác thực hai lớp"),
        Kind.ACCOUNT_CHANGED: _("Đã đổi tài khoản"),
        Kind.GRANT_GIVEN: _("Đã trao quyền"),
        Kind.GRANT_ENDED: _("Đã thu quyền"),
        Kind.UNIT_CHANGED: _("Đã đổi đơn vị"),
    },
    _("Xem và lấy ra"): {
        Kind.RECORD_VIEWED: _("Đã xem hồ sơ"),
        Kind.RECORD_DOWNLOADED: _("Đã tải hồ sơ"),
        Kind.RECORD_HANDED_OUT: _("Đã cấp bản sao"),
        Kind.SEARCHED: _("Đã tìm kiếm"),
        Kind.EXPORTED: _("Đã xuất danh sách"),
    },
    _("Thay đổi hồ sơ"): {
        Kind.FILE_HANDED_IN: _("Đã nộp tệp quét"),
        Kind.FILE_REMOVED: _("Đã bỏ tệp"),
        Kind.FILE_RETRIED: _("Đã làm lại tệp"),
        Kind.RECORD_CORRECTED: _("Đã sửa hồ sơ"),
        Kind.RECORD_KEPT: _("Đã giữ nguyên bản quét chưa đạt"),
        Kind.RECORD_DIVIDED: _("Đã tách, gộp hồ sơ"),
        Kind.RESCAN_ASKED: _("Đã đề nghị quét lại"),
        Kind.PAGES_MOVED: _("Đã chuyển trang giữa hai hồ sơ"),
        Kind.RECORD_TURNED: _("Đã xoay, xếp lại trang"),
        Kind.REVIEW_TAKEN_OVER: _("Đã nhận việc kiểm tra từ người khác"),
        Kind.REVIEW_LEFT: _("Đã để lại hồ sơ cho đồng nghiệp"),
        Kind.SAMPLE_DRAWN: _("Đã rút mẫu"),
        Kind.SAMPLE_CHECKED: _("Đã kiểm tra một mẫu"),
        Kind.RECORD_LEVEL_CHANGED: _("Đã đổi mức nhạy cảm"),
    },
    _("Văn bản đi"): {
        Kind.OUTGOING_VIEWED: _("Đã xem văn bản đi"),
        Kind.OUTGOING_RECEIVED: _("Đã trình văn bản"),
        Kind.OUTGOING_CHANGED: _("Đã sửa văn bản đi"),
        Kind.OUTGOING_NUMBERED: _("Đã cấp số"),
        Kind.SIGNED: _("Đã ký số"),
        Kind.SEALED: _("Đã đóng dấu"),
        Kind.OUTGOING_ISSUED: _("Đã ban hành"),
        Kind.OUTGOING_REFUSED: _("Đã trả lại văn bản"),
        Kind.OUTGOING_RECALLED: _("Đã thu hồi văn bản"),
    },
    _("Cơ quan và hệ thống"): {
        Kind.SETTING_CHANGED: _("Đã đổi cài đặt"),
        Kind.TRUST_ROOT_CHANGED: _("Đã đổi chứng thư gốc tin cậy"),
        Kind.WALL_LINK_CHANGED: _("Đã đổi đường dẫn bảng theo dõi"),
        Kind.AUDIT_READ: _("Đã đọc nhật ký"),
        Kind.AUDIT_REVIEWED: _("Đã lập biên bản tuần"),
        Kind.VERIFIED_IN_PUBLIC: _("Người dân kiểm tra văn bản"),
        Kind.API_TOKEN_CHANGED: _("Đã đổi khóa API"),
        Kind.API_CALLED: _("Đã gọi API"),
    },
}
"""By what they are about, in the order in which they are offered."""
OF_KIND: Mapping[str, Words] = {
    kind.value: words for group in KINDS.values() for kind, words in group.items()
}
SEARCHES = "search"
SHORT_DIGEST = 8
"""Enough of a digest to tell two apart by eye."""
OBJECTS: Mapping[str, Words] = {
    "record": _("hồ sơ"),
    "file": _("tệp nộp"),
    "account": _("tài khoản"),
    "outgoing": _("văn bản đi"),
    "unit": _("đơn vị"),
    "setting": _("cài đặt"),
    "audit": _("nhật ký"),
    "review": _("biên bản tuần"),
    "token": _("khóa API"),
    "guide": _("bước đầu tiên"),
    SEARCHES: _("lời tìm"),
    "like": _("hồ sơ giống với"),
    "webhook": _("kết nối"),
    "trust": _("chứng thư gốc"),
    "wall": _("bảng theo dõi"),
    "sample": _("mẫu xem lại"),
    "books": _("sổ văn bản"),
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
    if kind == SEARCHES and len(name) > SHORT_DIGEST:
        name = f"#{name[:SHORT_DIGEST]}"
    return f"{known} {name}" if name else str(known)


def fault_in_words(fault: str) -> str:
    """What is wrong with the chain, as a sentence; empty for nothing."""
    return str(FAULTS[fault]) if fault in FAULTS else fault


def nobody() -> str:
    """Who acts when nobody has signed in."""
    return gettext("khách")
