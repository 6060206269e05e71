"""Puts a verdict into words for somebody who knows nothing of signatures: what it means and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from signing.verification.verdicts import FileVerdict, Remark, SignatureVerdict, TimeSource, Verdict


@dataclass(frozen=True, slots=True)
class Saying:
    """A headline, what it means and what to do."""

    tone: str
    """`good`, `warm` or `bad`: never the only sign."""
    headline: str
    meaning: str
    advice: str


@dataclass(frozen=True, slots=True)
class SaidSignature:
    """One signature as the page shows it."""

    tone: str
    verdict: str
    signer: str
    agency: str
    time: datetime | None
    clock: str
    level: str
    covers: str
    changes: str
    chain: tuple[str, ...]
    remarks: tuple[str, ...]
    """Sentences of the verification itself, in Vietnamese."""
    advice: str
    is_whole: bool


def said_of_file(verdict: FileVerdict) -> Saying:
    """What to say of the whole file; the worst signature decides."""
    kinds = {one.verdict for one in verdict.signatures}
    codes = {remark.code for remark in verdict.remarks}
    if not verdict.signatures:
        return _unsigned(codes)
    if Verdict.ALTERED in kinds:
        return Saying(
            "bad",
            _("Văn bản đã bị sửa sau khi ký"),
            _("Nội dung đang thấy không còn là nội dung mà người ký đã ký."),
            _("Đừng dùng tệp này. Hãy xin lại bản gốc từ nơi gửi hoặc từ cơ quan ban hành."),
        )
    if Verdict.INVALID in kinds:
        return Saying(
            "bad",
            _("Có chữ ký không hợp lệ"),
            _("Ít nhất một chữ ký không chứng minh được điều gì; lý do ghi ở từng chữ ký bên dưới."),
            _("Đừng dựa vào tệp này trước khi cơ quan ban hành xác nhận."),
        )
    if Verdict.INTACT_CHAIN_UNKNOWN in kinds:
        return Saying(
            "warm",
            _("Văn bản nguyên vẹn, nhưng chưa xác minh được người ký"),
            _("Nội dung không đổi từ lúc ký. Ở đây không đủ căn cứ để biết chắc chữ ký là của ai."),
            _("Hãy hỏi cơ quan ban hành, hoặc quét mã QR trên giấy để đối chiếu."),
        )
    return Saying(
        "good",
        _("Văn bản nguyên vẹn, mọi chữ ký hợp lệ"),
        _("Nội dung không đổi từ lúc ký và chữ ký đúng là của những người, cơ quan ghi bên dưới."),
        _("Có thể dùng văn bản này. Hãy giữ tệp PDF gốc: bản in không mang chữ ký số."),
    )


def _unsigned(codes: set[str]) -> Saying:
    if "no_signature" in codes or "only_timestamps" in codes:
        return Saying(
            "warm",
            _("Tệp này không có chữ ký số"),
            _("Không ai ký số trên tệp này, nên không thể biết nó do ai lập hay đã bị sửa chưa."),
            _("Nếu trên giấy có mã QR, hãy quét mã. Nếu là ảnh chụp hay bản quét, hãy xin tệp PDF gốc."),
        )
    if "password" in codes:
        return Saying(
            "warm",
            _("Tệp được đặt mật khẩu"),
            _("Không mở được tệp nên không kiểm tra được."),
            _("Hãy bỏ mật khẩu, hoặc xin tệp không có mật khẩu, rồi kiểm tra lại."),
        )
    return Saying(
        "bad",
        _("Không đọc được tệp này"),
        _("Tệp hỏng, không phải PDF, hoặc được dựng theo cách mà không chương trình nào đọc chắc chắn được."),
        _("Hãy tải lại tệp từ nơi gửi. Nếu vẫn không đọc được, hãy hỏi cơ quan ban hành."),
    )


def said_of_signature(one: SignatureVerdict) -> SaidSignature:
    """What to say of one signature."""
    tone, verdict, advice = _of_verdict(one.verdict)
    is_timed = one.time_source is TimeSource.TIMESTAMP
    return SaidSignature(
        tone=tone,
        verdict=verdict,
        signer=one.signer or _("không rõ"),
        agency=one.agency,
        time=one.time,
        clock=_("dấu thời gian của bên thứ ba")
        if is_timed
        else _("đồng hồ máy của người ký, không được chứng minh"),
        level=f"PAdES {one.level.value}" if one.level else "",
        covers=one.covers,
        changes=one.changes_after,
        chain=one.chain,
        remarks=tuple(_told(remark) for remark in (one.reason, *one.remarks) if remark.text),
        advice=advice,
        is_whole=one.covers_whole_file,
    )


def _told(remark: Remark) -> str:
    """The verification's own sentence, but for those that speak to whoever keeps the machine."""
    for_citizens = {
        "revocation_missing": _(
            "Chưa có dữ liệu để biết chứng thư của người ký lúc đó còn hiệu lực hay không."
        ),
        "chain_unknown": _("Chứng thư của người ký không do nơi cấp nào được tin cậy ở đây cấp."),
    }
    return for_citizens.get(remark.code, remark.text)


def _of_verdict(verdict: Verdict) -> tuple[str, str, str]:
    if verdict is Verdict.VALID:
        return "good", _("Hợp lệ"), ""
    if verdict is Verdict.ALTERED:
        return "bad", _("Đã bị sửa đổi"), _("Hãy xin bản gốc từ cơ quan ban hành.")
    if verdict is Verdict.INVALID:
        return "bad", _("Không hợp lệ"), _("Hãy hỏi cơ quan ghi trên văn bản.")
    return (
        "warm",
        _("Nguyên vẹn, chưa rõ người ký"),
        _("Hãy hỏi cơ quan ghi trên văn bản xem chữ ký này có phải của họ."),
    )
