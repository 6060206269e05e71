"""Names of record types and of their fields, as the catalogue of types tells them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cached_property, lru_cache

from django.utils.translation import get_language

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldRule, RecordType
from portal.catalogue.collation import vietnamese_key
from portal.catalogue.folding import fold

UNKNOWN_VI = "Không rõ loại"
UNKNOWN_EN = "Unknown type"
UNKNOWN_CODE = "unknown"
"""What stands for "không rõ" in addresses and queries, where an empty word cannot."""


def _types() -> Mapping[str, RecordType]:
    """The catalogue of types, asked for once a second.

    A page of results names types a hundred times, and each question looks at every file's time of change.
    """
    return _types_at(int(time.monotonic()))


@lru_cache(maxsize=1)
def _types_at(second: int) -> Mapping[str, RecordType]:  # noqa: ARG001  # the key of what is kept
    return load_record_types()


class _Told:
    """What is worked out once from a catalogue of types, for as long as that is the one in force."""

    def __init__(self, types: Mapping[str, RecordType]) -> None:
        self.types = types
        self.labels: dict[str, dict[str, str]] = {}

    @cached_property
    def field_names(self) -> frozenset[str]:
        """Of every field of every type."""
        return frozenset(rule.name for known in self.types.values() for rule in known.fields)


_told = _Told({})


def _told_now() -> _Told:
    global _told  # noqa: PLW0603  # one catalogue of types a process
    types, told = _types(), _told
    if told.types is not types:
        _told = told = _Told(types)
    return told


def type_name(code: str) -> str:
    """The type's name in the reader's language; its code where the catalogue no longer has it."""
    is_english = get_language() == "en"
    if not code:
        return UNKNOWN_EN if is_english else UNKNOWN_VI
    known = _types().get(code)
    if known is None:
        return code
    return known.name_en if is_english else known.name_vi


def type_names() -> list[tuple[str, str]]:
    """Code and name of every type, in the order of a Vietnamese dictionary."""
    named = [(code, type_name(code)) for code in _types()]
    return sorted(named, key=lambda pair: vietnamese_key(pair[1]))


def codes_named(text: str) -> tuple[str, ...]:
    """Codes of the types that `text` is the code of, else of those whose name holds it; marks do not count.

    "" is the code of "không rõ".
    """
    types = _types()
    if text in types:
        return (text,)
    wanted = fold(text)
    if wanted in {UNKNOWN_CODE, fold(UNKNOWN_VI), "khong ro"}:
        return ("",)
    return tuple(
        code
        for code, known in types.items()
        if wanted in fold(known.name_vi) or wanted in fold(known.title) or wanted in fold(known.name_en)
    )


def known_field_names() -> frozenset[str]:
    """Names of every field of every type, which may stand before a colon in a query."""
    return _told_now().field_names


def field_labels(code: str) -> dict[str, str]:
    """What is printed beside each field of a type, in the order of the paper.

    Where two fields of a type share a label, the part of the paper they stand in is told too.
    """
    told = _told_now()
    known = told.types.get(code)
    if known is None:
        return {}
    if code not in told.labels:
        told.labels[code] = _labels(known)
    return dict(told.labels[code])


def _labels(known: RecordType) -> dict[str, str]:
    labels = {rule.name: _label(rule) for rule in known.fields}
    # The part that begins with the paper's own title is the paper itself and needs no name.
    parts = {
        section.name: section.starts_at[0]
        for section in known.sections
        if not set(section.starts_at) & set(known.titles)
    }
    shared = {label for label in labels.values() if list(labels.values()).count(label) > 1}
    for rule in known.fields:
        if labels[rule.name] in shared and rule.section in parts:
            labels[rule.name] = f"{labels[rule.name]} ({parts[rule.section]})"
    return labels


def _label(rule: FieldRule) -> str:
    return rule.labels[0] if rule.labels else FIELD_NAMES_VI.get(rule.name, rule.name.replace("_", " "))


FIELD_NAMES_VI = {
    "parent_agency": "Cơ quan chủ quản",
    "issuing_agency": "Cơ quan ban hành",
    "doc_number": "Số, ký hiệu",
    "issue_place": "Địa danh",
    "issue_date": "Ngày ban hành",
    "subject": "Trích yếu",
    "addressee": "Kính gửi",
    "signer_authority": "Thẩm quyền ký",
    "signer_title": "Chức vụ người ký",
    "signer_name": "Người ký",
    "recipients": "Nơi nhận",
    "legal_bases": "Căn cứ",
    "articles": "Các điều",
    "body": "Nội dung",
    "serial": "Số phát hành",
    "owner_lines": "Chủ sử dụng",
    "remarks": "Ghi chú",
    "barcode": "Mã vạch",
    "certificate_code": "Mã Giấy chứng nhận",
    "change_kind": "Loại thay đổi",
    "cited_serial": "Số phát hành Giấy chứng nhận được nêu",
    "entries": "Các mục đã ghi",
    "guardianship_kind": "Loại giám hộ",
    "household_kind": "Diện hộ",
    "issuer": "Nơi cấp",
    "members": "Thành viên hộ",
    "mrz": "Dòng mã máy đọc",
    "notice_kind": "Loại thông báo",
    "owners": "Chủ sử dụng, chủ sở hữu",
    "period": "Kỳ báo cáo",
    "petition_kind": "Loại đơn",
    "proposal": "Nội dung đề nghị",
    "qr_payload": "Nội dung mã QR",
    "sections": "Các phần",
    "signing_date": "Ngày ký",
    "signing_place_date": "Nơi và ngày ký",
    "survey_date": "Ngày đo",
    "tasks": "Nhiệm vụ giao",
    "urgency": "Độ khẩn",
    "written_date": "Ngày viết đơn",
}
"""Names of the fields that a paper prints no label for."""
