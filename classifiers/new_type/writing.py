"""Writes a proposal as the file of a record type, with what to check in Vietnamese beside each line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from classifiers.new_type.kinds import EXAMPLES
from classifiers.new_type.proposal import Proposal, ProposedField
from classifiers.record_type import FieldRule, FieldType, Where
from records.errors import RecordTypeInvalid

PLAIN = re.compile(r"[^\W\d_](?:[\w ()/.²–-]*[\w).²])?")
"""Text that YAML takes as it stands, also inside `[…]`."""
ODD_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
HEADER = """\
# Tệp này được soạn từ một bản quét đã điền. Máy chỉ chép chữ in sẵn, không ghi lại giá trị đã điền; các ví dụ
# (example) là của người không có thật. Trước khi dùng:
#   1. Xem lại từng dòng có chữ KIỂM TRA; so chữ với bản giấy (dấu, chữ hoa).
#   2. Bỏ những trường không cần tìm lại; ghi required: true cho trường giấy nào cũng có.
#   3. Chạy: hoso types --check
# Ý nghĩa từng khóa: docs/reference/record-types.md
"""


def write_new_type(proposal: Proposal, folder: Path) -> Path:
    """Writes `<code>.yaml` into the folder and says where; never over a file that is there.

    Raises `RecordTypeInvalid` when the code is no name or is taken, or the folder cannot be written to.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", proposal.code):
        raise RecordTypeInvalid(f"{proposal.code!r} is no code; use small letters, digits and _")
    path = folder / f"{proposal.code}.yaml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(file_text(proposal))
    except FileExistsError as error:
        raise RecordTypeInvalid(f"{path}: is there already; choose another code with --code") from error
    except OSError as error:
        raise RecordTypeInvalid(f"{path}: cannot be written ({error.strerror}); see --folder") from error
    return path


def file_text(proposal: Proposal) -> str:
    """The file's text."""
    return "\n".join((HEADER.rstrip(), *_lines(proposal))) + "\n"


def _lines(proposal: Proposal) -> Iterator[str]:
    title = proposal.title or "CHƯA RÕ TÊN LOẠI"
    name = title.capitalize()
    yield "schema: 1"
    yield f"code: {proposal.code}"
    told = "đúng và đủ như in trên giấy?" if proposal.title else "không thấy tên loại, hãy ghi tên in"
    yield f"title: {_plain(title)}  # KIỂM TRA: {told}"
    yield f"name_vi: {_plain(name)}  # KIỂM TRA: tên hiện trong danh sách"
    yield f"name_en: {_plain(name)}  # KIỂM TRA: tên tiếng Anh, không bắt buộc phải dịch"
    yield "group: other  # KIỂM TRA: land, civil_status, residence_identity, administrative, ..."
    yield f"layout: {proposal.layout.value}  # KIỂM TRA: cách trình bày giống loại nào đã có?"
    if proposal.doc_abbreviation:
        yield f"doc_abbreviation: {_plain(proposal.doc_abbreviation)}"
    if proposal.number_mark:
        yield f"number_marks: [{_plain(proposal.number_mark)}]  # KIỂM TRA: chỉ loại này có ký hiệu này?"
    if proposal.form_code:
        yield f"form_codes: [{_plain(proposal.form_code)}]"
    yield from _listed("anchors", proposal.anchors)
    if proposal.only_here:
        yield "discriminators:"
        yield f"  only_here: {_flow(proposal.only_here)}  # KIỂM TRA: chỉ loại giấy này in những chữ này?"
    if proposal.sections:
        yield "sections:"
        for part, words in proposal.sections:
            yield f"  - name: {part}"
            yield f"    starts_at: [{_plain(words)}]"
    yield "fields:"
    for field in proposal.fields or (_nothing(),):
        yield from _field(field)


def _nothing() -> ProposedField:
    """A field to begin with, for a paper on which no label was found."""
    rule = FieldRule(name="noi_dung", type=FieldType.TEXT_MULTILINE, where=Where.BODY)
    return ProposedField(rule, "không thấy nhãn nào; hãy ghi các trường của giấy")


def _field(field: ProposedField) -> Iterator[str]:
    rule = field.rule
    yield f"  - name: {rule.name}" + (f"  # KIỂM TRA: {field.check}" if field.check else "")
    if rule.labels:
        yield f"    labels: {_flow(rule.labels)}"
    if rule.mark:
        yield f"    mark: {_plain(rule.mark)}"
    yield f"    type: {rule.type.value}"
    if rule.required:
        yield "    required: true"
    if rule.where is not Where.RIGHT_OF_LABEL:
        yield f"    where: {rule.where.value}"
    if rule.section:
        yield f"    section: {rule.section}"
    if rule.enum:
        yield f"    enum: {_flow(rule.enum)}"
    example = rule.enum[0] if rule.enum else EXAMPLES.get(rule.type)
    if example:
        yield f"    example: {_plain(example)}"


def _listed(key: str, texts: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {_plain(text)}" for text in texts]
    if lines:
        yield f"{key}:"
        yield from lines


def _flow(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_plain, texts))}]"


def _plain(text: str) -> str:
    """The text as a YAML scalar that reads back as the same text."""
    if PLAIN.fullmatch(text) and text.lower() not in ODD_WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"
