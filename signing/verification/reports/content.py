"""What a report says, in order, for whatever shape it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from signing.verification.verdicts import ArchiveTimestamp, FileVerdict, SignatureVerdict, shown

TITLE = "Báo cáo kiểm tra chữ ký số"
_NOTE = (
    "Kết luận theo quy trình của ETSI EN 319 102-1; chứng thư gốc được tin cậy là các tệp nêu dưới đây, "
    "không tin theo tên. Cách kết luận: docs/reference/verification.md."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with named values and remarks below it."""

    title: str
    rows: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ()
    verdict: str = ""
    """Of a signature: the verdict's code, by which it is coloured."""
    depth: int = 1


def sections(verdicts: Sequence[FileVerdict]) -> Iterator[Section]:
    """Everything in order: each file with its signatures, then what it was checked with."""
    for verdict in verdicts:
        yield _file(verdict)
        for signature in verdict.signatures:
            yield _signature(signature)
        for stamp in verdict.timestamps:
            yield _timestamp(stamp)
    yield _means(verdicts)


def _file(verdict: FileVerdict) -> Section:
    valid = sum(signature.is_valid for signature in verdict.signatures)
    rows = (
        ("Chữ ký hợp lệ", f"{valid} trên {len(verdict.signatures)}"),
        ("SHA-256", verdict.sha256),
        ("Cỡ tệp", f"{verdict.byte_count} byte"),
        ("Số lần lưu", str(verdict.revisions)),
        ("Kiểm tra lúc", shown(verdict.checked_at)),
        ("Xét tại thời điểm", shown(verdict.at) if verdict.at else "hiện tại"),
        ("Tra cứu qua mạng", "có" if verdict.asked_online else "không"),
    )
    return Section(verdict.file, rows, tuple(remark.text for remark in verdict.remarks))


def _signature(signature: SignatureVerdict) -> Section:
    etsi = " / ".join(part for part in (signature.indication.value, signature.sub_indication) if part)
    rows = (
        ("Ô ký", signature.field),
        ("Người ký", signature.signer),
        ("Cơ quan", signature.agency),
        ("Nơi cấp chứng thư", " ← ".join(signature.chain)),
        ("Giờ ký", f"{shown(signature.time)} ({signature.time_source.in_words})"),
        ("Bao trùm", signature.covers),
        ("Thay đổi sau khi ký", signature.changes_after),
        ("Mức PAdES được chứng minh", signature.level.value if signature.level else "không có"),
        ("Thuật toán", signature.algorithm),
        ("SHA-256 chứng thư", signature.certificate_sha256),
        ("ETSI EN 319 102-1", etsi),
    )
    remarks = tuple(remark.text for remark in (signature.reason, *signature.remarks) if remark.text)
    kept = tuple(row for row in rows if row[1])
    return Section(f"Chữ ký: {signature.verdict.in_words}", kept, remarks, signature.verdict.value, 2)


def _timestamp(stamp: ArchiveTimestamp) -> Section:
    state = "tin cậy" if stamp.is_trusted else "bị hỏng" if stamp.is_broken else "không chứng minh được"
    rows = (
        ("Ô", stamp.field),
        ("Nơi cấp", stamp.service),
        ("Lúc", shown(stamp.time)),
        ("Chứng thư hết hạn", shown(stamp.expires)),
    )
    return Section(
        f"Dấu thời gian lưu trữ: {state}", rows, tuple(remark.text for remark in stamp.remarks), "", 2
    )


def _means(verdicts: Sequence[FileVerdict]) -> Section:
    roots = {label: digest for verdict in verdicts for label, digest in verdict.roots.items()}
    rows = tuple((f"Chứng thư gốc {label}", f"SHA-256 {digest}") for label, digest in sorted(roots.items()))
    none = (("Chứng thư gốc", "không có: không tin cậy ai"),)
    return Section("Kiểm tra bằng", rows or none, (_NOTE,))
