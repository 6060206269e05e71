"""Anybody checks a paper: a PDF, a photograph of its QR code, or the code as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.client_address import client_address
from portal.audit import Kind, note_by
from portal.configuration import current
from portal.held_records import the_archive
from portal.public.checking import MOST_PDF_BYTES, MOST_PHOTO_BYTES, Busy, TooHard, Window
from portal.public.judging import Judged
from portal.public.papers import KnownPaper, code_in, find_paper, host_in
from portal.public.reports import report_of, sealed
from portal.public.saying import said_of_file, said_of_signature
from portal.public.throttling import Asked, let_in
from records.errors import DamagedFile

View = Callable[..., HttpResponse]
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
HEAD_BYTES = 1024
"""A PDF's header stands within the first 1024 bytes (ISO 32000-1, 7.5.2, note of implementation)."""
LONGEST_NAME = 120


def _for_everybody(view: View) -> View:
    """No account, no search engine, and nothing at all where the office has switched the page off."""

    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, *rest: Any, **named: Any) -> HttpResponse:
        if not current().public_verification:
            raise Http404("the public page is off")
        response = view(request, *rest, **named)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@_for_everybody
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The form; and what came of what was sent with it."""
    if request.method == "GET":
        typed = request.GET.get("code", "")
        code = code_in(typed)
        if code:
            return redirect("public_paper", code)
        return _form(request, _("Mã không đúng dạng. Mã gồm các nhóm 4 chữ, in cạnh mã QR.") if typed else "")
    return _received(request)


def _received(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("paper")
    if not isinstance(upload, UploadedFile) or not upload.size:
        return _form(request, _("Hãy chọn một tệp PDF hoặc ảnh chụp mã QR."), status=400)
    if not let_in(client_address(request), Asked.FILE):
        return _too_often(request)
    try:
        return _answered(request, upload)
    except Busy:
        return _busy(request)
    except TooHard:
        return _form(request, _too_hard(), status=422)


def _answered(request: HttpRequest, upload: UploadedFile) -> HttpResponse:
    """By what the file is, whatever it is called."""
    head = upload.read(HEAD_BYTES)
    upload.seek(0)
    if b"%PDF-" in head:
        return _judged(request, upload)
    if head.startswith(PICTURES):
        return _read_photo(request, upload)
    return _form(request, _("Tệp này không phải PDF, cũng không phải ảnh JPEG, PNG hay WEBP."), status=415)


@_for_everybody
@require_GET
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """What the office says of the paper with this code."""
    if not let_in(client_address(request), Asked.CODE):
        return _too_often(request)
    known = find_paper(code_in(code), the_archive(), current().outgoing)
    if known is None:
        return render(request, "portal/public/unknown.html", _office(), status=404)
    note_by(
        "", Kind.VERIFIED_IN_PUBLIC, object=f"outgoing:{known.document}", what="code", verdict=known.standing
    )
    return render(request, "portal/public/paper.html", {**_office(), "paper": known})


@_for_everybody
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """The report on a check that was just made, as PDF/A."""
    content = report_of(request.POST.get("found", ""))
    if content is None:
        return _form(request, _("Báo cáo này không còn dùng được. Hãy kiểm tra tệp lại lần nữa."), status=400)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="bao-cao-kiem-tra.pdf"'
    return response


def _judged(request: HttpRequest, upload: UploadedFile) -> HttpResponse:
    if (upload.size or 0) > MOST_PDF_BYTES:
        return _form(request, _("Tệp quá lớn: tối đa 64 MB."), status=413)
    name = " ".join(str(upload.name or "").split())[:LONGEST_NAME]
    judged = _window().judge(upload.file, name)
    verdict = judged.verdict
    said = said_of_file(verdict)
    note_by("", Kind.VERIFIED_IN_PUBLIC, what="file", sha256=verdict.sha256, verdict=_worst(judged))
    known = find_paper(code_in(request.POST.get("code", "")), the_archive(), current().outgoing)
    context = {
        **_office(),
        "verdict": verdict,
        "pages": judged.pages,
        "said": said,
        "signatures": [said_of_signature(one) for one in verdict.signatures],
        "timestamps": [one for one in verdict.timestamps if one.is_trusted],
        "remarks": [remark.text for remark in verdict.remarks],
        "found": sealed(verdict),
        "paper": known,
        "is_office_copy": _likeness(known, verdict.sha256),
    }
    return render(request, "portal/public/result.html", context)


def _worst(judged: Judged) -> str:
    """The verdict by which the file is counted; `none` for a file without signatures."""
    order = ("altered", "invalid", "intact_chain_unknown", "valid")
    found = {one.verdict.value for one in judged.verdict.signatures}
    return next((verdict for verdict in order if verdict in found), "none")


def _likeness(known: KnownPaper | None, sha256: str) -> str:
    """`same` for the very bytes that the office keeps, `earlier` for those before a renewal, else `other`."""
    if known is None or not known.digests:
        return ""
    if sha256 == known.digests[0]:
        return "same"
    return "earlier" if sha256 in known.digests else "other"


def _read_photo(request: HttpRequest, upload: UploadedFile) -> HttpResponse:
    if (upload.size or 0) > MOST_PHOTO_BYTES:
        return _form(request, _("Ảnh quá lớn: tối đa 16 MB."), status=413)
    try:
        text = _window().read_photo(upload.file)
    except DamagedFile:
        return _form(request, _("Không mở được ảnh này. Hãy chụp lại và gửi ảnh JPEG."), status=422)
    code, host = code_in(text), host_in(text)
    if not text:
        advice = _("Không thấy mã QR trong ảnh. Hãy chụp gần hơn, đủ sáng, mã QR nằm trọn trong ảnh.")
        return _form(request, advice, status=422)
    if code and (not host or host in _own_hosts(request)):
        return redirect("public_paper", code)
    return render(request, "portal/public/elsewhere.html", {**_office(), "host": host}, status=422)


def _own_hosts(request: HttpRequest) -> set[str]:
    return {request.get_host().partition(":")[0], host_in(current().outgoing.verification_page)}


def _window() -> Window:
    return Window(current().data_dir, current().outgoing.trust_folder)


def _office() -> dict[str, object]:
    names = [one.name for one in current().outgoing.agencies if one.name]
    return {"agencies": names[:3]}


def _form(request: HttpRequest, advice: str = "", *, status: int = 200) -> HttpResponse:
    context = {**_office(), "advice": advice, "code": request.GET.get("code", "")[:60]}
    return render(request, "portal/public/check.html", context, status=status if advice else 200)


def _too_hard() -> str:
    return _(
        "Tệp này không kiểm tra được: nó làm chương trình chạy quá lâu, có thể do cố ý. "
        "Hãy hỏi cơ quan ban hành."
    )


def _busy(request: HttpRequest) -> HttpResponse:
    response = _form(
        request,
        _("Đang có nhiều người kiểm tra. Tệp của bạn chưa được xem; hãy gửi lại sau một phút."),
        status=503,
    )
    response.headers["Retry-After"] = "60"
    return response


def _too_often(request: HttpRequest) -> HttpResponse:
    response = _form(
        request, _("Bạn đã kiểm tra nhiều lần trong ít phút. Hãy đợi mười phút rồi thử lại."), status=429
    )
    response.headers["Retry-After"] = "600"
    return response
