"""What a paper is and what it says: type, fields, cross-checks, and whether a person must look.

A record files itself only when its type and every field that describes it are surer than the threshold.
Otherwise it waits in review, and `reasons` says in Vietnamese what to look at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from classifiers.agreement import cross_check
from classifiers.calibration import calibrated
from classifiers.catalogue import load_record_types
from classifiers.editions import told_edition
from classifiers.extraction.fields import fields_on, paper_of
from classifiers.gating import is_gating, must_be_sure
from classifiers.record_type import FieldRule, RecordType
from classifiers.type_model import guess_type
from records import FieldValue, Page

THRESHOLD = 0.9
UNKNOWN_TYPE = "Không rõ loại hồ sơ"
"""Begins the reason of a record whose type nobody knows yet."""
UNSURE_TYPE = "Loại hồ sơ chưa chắc"
"""Begins the reason of a record whose type is named with less than the threshold."""
NAMES = {
    "parent_agency": "Cơ quan chủ quản",
    "issuing_agency": "Cơ quan ban hành",
    "doc_number": "Số, ký hiệu",
    "extract_number": "Số trích lục",
    "permit_number": "Số giấy phép",
    "registration_number": "Số đăng ký",
    "registration_date": "Ngày đăng ký",
    "issue_place": "Địa danh",
    "issue_date": "Ngày ban hành",
    "subject": "Trích yếu",
    "signer_name": "Người ký",
    "signer_title": "Chức vụ người ký",
    "signer_authority": "Thẩm quyền ký",
    "serial": "Số phát hành",
    "death_date": "Ngày chết",
    "recipients": "Nơi nhận",
}
"""What staff call a field that has no label of its own on the paper, or one that says too little."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """The answer for one paper."""

    record_type: str | None
    """Code of the catalogue; `None` stands for "không rõ", and then there are no fields."""
    type_confidence: float
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    needs_review: bool = False
    reasons: tuple[str, ...] = ()
    """In Vietnamese; empty exactly when no review is needed."""
    warnings: tuple[str, ...] = ()
    """In Vietnamese; they ask nothing of anybody."""
    edition: str = ""
    """By which edition of the type's form the paper is printed; empty where it does not tell."""


def understand(
    pages: Sequence[Page], *, hint: str | None = None, threshold: float = THRESHOLD
) -> Understanding:
    """Says what the pages are and what they say.

    `hint` is the sub-folder in which the file was dropped; it may tip a close choice between types, no more.
    `threshold` is the confidence 0 to 1 from which type and fields are accepted without a person.
    """
    unread = [
        f"Trang {page.number}: không đọc được chữ nào, hãy xem ảnh trang"
        for page in pages
        if not page.words and not page.is_blank
    ]
    if not any(page.words for page in pages):
        empty = unread or ["Không có trang nào có chữ"]
        return Understanding(None, 0.0, needs_review=True, reasons=(UNKNOWN_TYPE, *empty))
    guess = guess_type(pages, hint=hint)
    record_type = load_record_types().get(guess.code) if guess.code else None
    if record_type is None:
        reason = guess.reason or UNKNOWN_TYPE
        told = reason if reason.startswith(UNKNOWN_TYPE) else f"{UNKNOWN_TYPE}: {reason}"
        return Understanding(None, guess.confidence, needs_review=True, reasons=(told, *unread))
    known = understand_as(record_type, pages, threshold=threshold)
    doubts = _type_doubts(guess.confidence, guess.reason, record_type, threshold)
    reasons = tuple(dict.fromkeys((*doubts, *known.reasons, *unread)))
    return replace(known, type_confidence=guess.confidence, needs_review=bool(reasons), reasons=reasons)


def understand_as(
    record_type: RecordType, pages: Sequence[Page], *, threshold: float = THRESHOLD
) -> Understanding:
    """What the pages say, when it is settled what they are: as `understand`, with a type confidence of 1."""
    paper = paper_of(record_type, pages)
    fields = calibrated(paper, fields_on(paper), threshold=threshold) if paper.pages else {}
    checked = cross_check(record_type, fields, pages)
    doubts = field_doubts(record_type, checked.fields, threshold)
    reasons = tuple(dict.fromkeys((*checked.contradictions, *doubts)))
    edition = told_edition(record_type, pages, checked.fields, threshold=threshold)
    return Understanding(
        record_type.code, 1.0, checked.fields, bool(reasons), reasons, checked.warnings, edition
    )


def _type_doubts(confidence: float, reason: str, record_type: RecordType, threshold: float) -> list[str]:
    if confidence >= threshold:
        return []
    why = f": {reason}" if reason else ""
    return [f"Loại hồ sơ chưa chắc ({record_type.name_vi}, {confidence:.0%}){why}"]


def field_doubts(
    record_type: RecordType,
    fields: Mapping[str, FieldValue],
    threshold: float,
    *,
    absent: Collection[str] = (),
) -> list[str]:
    """Why each field that describes the record keeps it from filing, in Vietnamese.

    `absent` are fields that a person said the paper does not carry: nobody is asked for them.
    """
    doubts = []
    for rule in record_type.fields:
        found = fields.get(rule.name)
        if found is None:
            if is_gating(rule) and rule.name not in absent:
                doubts.append(f"Không tìm thấy: {label_vi(rule)}")
        elif found.confidence < threshold and must_be_sure(rule):
            doubts.append(f"{label_vi(rule)}: {found.doubt or f'đọc chưa chắc ({found.confidence:.0%})'}")
    return doubts


def label_vi(rule: FieldRule) -> str:
    """What staff call the field: its usual printed label, or its name in the records office."""
    if rule.name in NAMES:
        return NAMES[rule.name]
    return rule.labels[0] if rule.labels else rule.name.replace("_", " ")
