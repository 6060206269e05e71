"""Pages for what went wrong: they say so in the reader's words and give nothing away."""

from __future__ import annotations

import logging
import secrets
import sys
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.accounts.notices import role_name
from portal.accounts.second_factor import is_administrator
from portal.configuration import current
from portal.rights.asking import rights_of
from portal.rights.missing import WHAT, RightMissing, roles_with, whom_to_ask
from records.faults import where

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return _page(
            request,
            400,
            _("Địa chỉ này không phải của trang"),
            _(
                "Hãy mở trang bằng địa chỉ mà cơ quan đã cho. Người phụ trách kỹ thuật: nếu tên máy vừa dùng "
                "là đúng, hãy thêm vào cài đặt portal.allowed_hosts."
            ),
        )
    return _page(
        request,
        400,
        _("Yêu cầu không hợp lệ"),
        _("Chưa có gì được ghi. Hãy quay lại trang trước, tải lại rồi thử lần nữa."),
    )


def wrong_method(request: HttpRequest) -> HttpResponse:
    """An address that only takes forms was opened, as after signing in anew in the middle of sending one."""
    if request.method in {"GET", "HEAD"}:
        advice = _(
            "Địa chỉ này chỉ nhận biểu mẫu, không mở được. Nếu bạn vừa gửi biểu mẫu thì phải đăng nhập lại: "
            "việc đó chưa được ghi. Hãy mở lại trang có biểu mẫu rồi gửi lần nữa."
        )
    else:
        advice = _("Trang này chỉ để xem. Chưa có gì được ghi; hãy quay lại trang trước.")
    return _page(request, 405, _("Không mở được cách này"), advice)


def null_character(request: HttpRequest) -> HttpResponse:
    """An address or a form with U+0000, which no keyboard types."""
    return _page(
        request,
        400,
        _("Yêu cầu không hợp lệ"),
        _("Nội dung gửi đến chứa ký tự không lưu được (U+0000). Hãy xóa ký tự đó rồi gửi lại."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if getattr(request.user, "roles_without_effect", None) and is_administrator(request.user):
        return _page(
            request,
            403,
            _("Cần xác thực bước hai"),
            _(
                "Quyền quản trị chỉ có hiệu lực khi đăng nhập bằng hai bước. Hãy mở Tài khoản của tôi, "
                "bật bước hai, rồi quay lại trang này."
            ),
        )
    return _page(request, 403, _("Không có quyền"), _what_is_missing(request, exception))


def _what_is_missing(request: HttpRequest, exception: Exception | None) -> str:
    """Which right the page asks for, who has it, and whom to ask; a visitor is told to sign in."""
    if not request.user.is_authenticated:
        return _("Trang này chỉ dành cho người có tài khoản. Hãy đăng nhập rồi mở lại.")
    said = [_("Tài khoản của bạn chưa được giao việc này.")]
    if isinstance(exception, RightMissing) and exception.rights:
        said = [_missing_right(request, exception)]
    if asked := whom_to_ask():
        said.append(_("Nếu bạn cần, hãy nhờ quản trị viên: %(names)s.") % {"names": ", ".join(asked)})
    else:
        said.append(_("Nếu bạn cần, hãy nhờ quản trị viên."))
    return " ".join(said)


def _missing_right(request: HttpRequest, missing: RightMissing) -> str:
    """Which right it is, and whether the person lacks it or has it elsewhere."""
    what = _(" hoặc ").join(str(WHAT[right]) for right in missing.rights)
    if not any(rights_of(request).may(right) for right in missing.rights):
        roles = _(" hoặc ").join(role_name(role) for role in roles_with(missing.rights))
        return _("Trang này cần quyền %(what)s, của vai trò %(roles)s.") % {"what": what, "roles": roles}
    if missing.above_level:
        return _("Quyền %(what)s của bạn không đến mức bảo vệ %(level)s với hồ sơ này.") % {
            "what": what,
            "level": missing.above_level,
        }
    if missing.is_whole_office:
        return _("Quyền %(what)s của bạn chỉ ở một số đơn vị; trang này của toàn cơ quan.") % {"what": what}
    return _("Quyền %(what)s của bạn không gồm hồ sơ, văn bản hoặc đơn vị này.") % {"what": what}


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django hands it in
    """A form without its token: the page lay open over a new sign-in, or cookies are off."""
    return _page(
        request,
        403,
        _("Trang đã mở quá lâu"),
        _(
            "Biểu mẫu này thuộc về một phiên làm việc trước, nên chưa có gì được thay đổi. Hãy quay lại, "
            "tải lại trang rồi gửi lần nữa. Nếu vẫn vậy, hãy cho phép cookie của trang này."
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django hands it in
    return _page(
        request, 404, _("Không tìm thấy"), _("Không có trang hoặc hồ sơ này. Hãy kiểm tra lại đường dẫn.")
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        413,
        _("Tệp quá lớn"),
        _("Tệp vượt quá giới hạn cho phép. Hãy tách thành nhiều tệp hoặc quét ở 300 dpi."),
    )


def too_many_at_once(request: HttpRequest) -> HttpResponse:
    """Too many large files are on their way, or the disk has no room for one more."""
    response = _page(
        request,
        503,
        _("Máy chủ đang bận nhận tệp"),
        _("Đang có nhiều tệp lớn được gửi cùng lúc. Chưa có gì được gửi; hãy thử lại sau vài phút."),
    )
    response["Retry-After"] = "60"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Says a number that stands in the log too, beside the place of the fault and nothing else."""
    error = sys.exc_info()[1]
    incident = secrets.token_hex(3).upper()
    log.error("incident %s: %s", incident, where(error) if isinstance(error, Exception) else "unknown")
    if isinstance(error, (OperationalError, InterfaceError)):
        return _without_database(incident)
    return _page(
        request,
        500,
        _("Có lỗi ngoài dự kiến"),
        _("Hãy thử lại. Nếu vẫn lỗi, hãy báo người phụ trách kỹ thuật mã sự cố %(incident)s.")
        % {"incident": incident},
    )


def _without_database(incident: str) -> HttpResponse:
    """The database does not answer, or its tables are not this version's: the page asks nothing of it."""
    title = _("Máy chủ chưa mở được dữ liệu")
    advice = _(
        "Chưa có gì được ghi. Hãy đợi vài phút rồi tải lại trang. Nếu vẫn vậy, hãy báo người phụ trách kỹ "
        "thuật mã sự cố %(incident)s."
    ) % {"incident": incident}
    told = {"title": title, "advice": advice, "status": 503}
    response = HttpResponse(render_to_string("portal/failure_bare.html", told), status=503)
    response["Retry-After"] = "60"
    return response


def _came_from(request: HttpRequest) -> str:
    """The path of the portal's own page from which the person came, or nothing."""
    said = urlsplit(request.headers.get("Referer", "")[:2000])
    is_ours = said.scheme in {"http", "https"} and said.netloc == request.META.get("HTTP_HOST")
    address = f"{said.path}?{said.query}" if said.query else said.path
    is_safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours and is_safe and said.path != request.path else ""


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    context = {
        "title": title,
        "advice": advice,
        "status": status,
        "came_from": _came_from(request),
        "may_verify": current().public_verification,
    }
    return render(request, "portal/failure.html", context, status=status)
