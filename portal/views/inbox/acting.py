"""Takes a file out of work that was handed in by mistake, and has a refused or removed one tried again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.inbox import acts
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from records import FileState
from records.errors import HosoError

LONGEST_REASON = 500


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.REMOVE)
def remove(request: HttpRequest, file_id: int) -> HttpResponse:
    """Asks why, and then takes the file out of work."""
    file = acts.file_of(request, file_id, Right.REMOVE)
    if request.method != "POST":
        return render(request, "portal/inbox/remove.html", {"file": file})
    because = " ".join(request.POST.get("because", "").split())[:LONGEST_REASON]
    if not because:
        fault = _("Hãy ghi lý do, để người khác hiểu vì sao tệp này không thành hồ sơ.")
        return render(request, "portal/inbox/remove.html", {"file": file, "fault": fault}, status=422)
    try:
        acts.remove(request, file, because)
    except HosoError as error:
        messages.error(request, f"{file.name}: {remedy_of(error)}")
    else:
        messages.success(
            request, _("Đã bỏ “%(name)s”; bản gốc nằm trong thư mục removed.") % {"name": file.name}
        )
    return redirect("overview")


@require_POST
@needs(Right.HAND_IN)
def retry(request: HttpRequest, file_id: int) -> HttpResponse:
    """Takes a refused or removed file again, as it lies there now."""
    file = acts.file_of(request, file_id, Right.HAND_IN)
    try:
        again = acts.retry(request, file)
    except HosoError as error:
        messages.error(request, f"{file.name}: {remedy_of(error)}")
    else:
        if again.state == FileState.DUPLICATE:
            messages.warning(request, f"{file.name}: {_('Trùng với một tệp đã nhận trước đó.')}")
        else:
            messages.success(request, _("Đang thử lại “%(name)s”.") % {"name": file.name})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list from which the person came, where it is one of ours."""
    came = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        return redirect(came)
    return redirect("rejected")
