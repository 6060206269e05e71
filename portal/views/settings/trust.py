"""Roots that the office trusts: what is there, adding one after its digest was compared, taking one away."""

from __future__ import annotations

import base64
import binascii

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit import Kind, note
from portal.configuration import current
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.settings_by_web.trust_roots import (
    LARGEST_BYTES,
    REMOVED,
    TYPED_DIGITS,
    Root,
    add_root,
    read_removed,
    read_root,
    remove_root,
    removed_in,
    roots_in,
)
from portal.views.settings.office import door
from records.errors import TrustInvalid


@require_safe
@needs(Right.ADMINISTER)
def trust(request: HttpRequest) -> HttpResponse:
    """The roots in the folder."""
    return _page(request)


@require_POST
@needs(Right.ADMINISTER)
def look(request: HttpRequest) -> HttpResponse:
    """Shows an uploaded certificate and asks to compare its digest; nothing is kept yet."""
    door(request)
    if name := request.POST.get("removed", "")[:200]:
        return _look_again(request, name)
    sent = request.FILES.get("certificate")
    if sent is None or sent.size is None or sent.size > LARGEST_BYTES:
        messages.error(request, _("Hãy chọn một tệp chứng thư (PEM hoặc DER), không quá 64 kB."))
        return redirect("settings_trust")
    try:
        root, der = read_root(sent.read())
    except TrustInvalid:
        messages.error(request, _("Tệp này không phải một chứng thư (PEM hoặc DER)."))
        return redirect("settings_trust")
    return _page(request, candidate=root, der=base64.b64encode(der).decode())


def _look_again(request: HttpRequest, name: str) -> HttpResponse:
    """A root that was taken away is put back as a new one is: after its digest was compared."""
    try:
        root, der = read_removed(current().data_dir / REMOVED, name)
    except (TrustInvalid, OSError):
        messages.error(request, _("Tệp đã gỡ này không còn đọc được. Hãy chọn lại tệp chứng thư."))
        return redirect("settings_trust")
    return _page(request, candidate=root, der=base64.b64encode(der).decode())


@require_POST
@needs(Right.ADMINISTER)
def add(request: HttpRequest) -> HttpResponse:
    """Puts it into the folder, once the end of its digest was typed from another source."""
    keeper = door(request)
    try:
        der = base64.b64decode(request.POST.get("der", "")[: 2 * LARGEST_BYTES], validate=True)
        root, _der = read_root(der)
    except (TrustInvalid, binascii.Error):
        messages.error(request, _("Tệp này không phải một chứng thư (PEM hoặc DER)."))
        return redirect("settings_trust")
    try:
        add_root(keeper.trust_folder(), der, typed=request.POST.get("typed", "")[:100])
    except TrustInvalid:
        messages.error(request, _("Tám ký tự cuối chưa khớp. Hãy so lại với nguồn khác."))
        return _page(request, candidate=root, der=base64.b64encode(der).decode(), status=422)
    except OSError:
        messages.error(request, _("Không ghi được vào thư mục chứng thư gốc."))
        return redirect("settings_trust")
    note(request, Kind.TRUST_ROOT_CHANGED, object=f"trust:{root.digest}", what="added")
    messages.success(request, _("Đã thêm. Từ nay chữ ký dẫn tới chứng thư này được tin cậy."))
    return redirect("settings_trust")


@require_POST
@needs(Right.ADMINISTER)
def remove(request: HttpRequest) -> HttpResponse:
    """Takes a root out of the folder; its file is kept aside."""
    keeper = door(request)
    digest = request.POST.get("digest", "")[:64]
    try:
        root = remove_root(keeper.trust_folder(), digest, current().data_dir / REMOVED)
    except (TrustInvalid, OSError):
        messages.error(request, _("Không gỡ được: chứng thư này không nằm trong một tệp riêng."))
        return redirect("settings_trust")
    note(request, Kind.TRUST_ROOT_CHANGED, object=f"trust:{root.digest}", what="removed")
    messages.success(request, _("Đã gỡ. Cần lại thì đặt lại được ở mục “Đã gỡ” dưới đây."))
    return redirect("settings_trust")


def _page(
    request: HttpRequest, *, candidate: Root | None = None, der: str = "", status: int = 200
) -> HttpResponse:
    folder = door(request).trust_folder()
    try:
        roots, fault = roots_in(folder), ""
    except TrustInvalid as error:
        roots, fault = [], error.detail
    trusted = {root.digest for root in roots}
    taken_away = removed_in(current().data_dir / REMOVED)
    context = {
        "roots": roots,
        "removed": [(name, root) for name, root in taken_away if root.digest not in trusted],
        "fault": fault,
        "folder": folder,
        "candidate": candidate,
        "der": der,
        "digits": TYPED_DIGITS,
        "now": timezone.now(),
        "tab": "trust",
    }
    return render(request, "portal/settings/trust.html", context, status=status)
