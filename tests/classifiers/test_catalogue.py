"""The shipped record types, and what a stranger's mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.catalogue import (
    RECORD_TYPES_FOLDER,
    FieldType,
    Where,
    check_record_types,
    load_record_types,
)
from records.errors import RecordTypeInvalid

RIGHT = """\
schema: 1
code: poor_household_certificate
title: GIẤY CHỨNG NHẬN HỘ NGHÈO
name_vi: Giấy chứng nhận hộ nghèo
name_en: Poor-household certificate
group: social_health_education
layout: nd30_admin
anchors:
  - Họ và tên chủ hộ
  - Số định danh cá nhân
fields:
  - name: head_name
    labels: [Họ và tên chủ hộ]
    type: person_name
    required: true
    example: NGUYỄN VĂN AN
  - name: head_id
    labels: [Số định danh cá nhân]
    type: id_number
    regex: '^\\d{12}$'
    example: 027085904417
rules:
  - check: person_id
    fields: [head_id]
    reason: Số định danh không đúng
"""


def write(folder: Path, text: str, name: str = "poor_household_certificate.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_types_are_without_fault() -> None:
    assert check_record_types() == []
    types = load_record_types()
    assert len(types) >= 77
    assert {"land_certificate_2024", "birth_certificate", "decision", "official_letter"} <= set(types)
    assert {file.stem for file in RECORD_TYPES_FOLDER.glob("*.yaml")} == set(types)


def test_every_field_can_be_found_by_a_label_or_by_its_place() -> None:
    for record_type in load_record_types().values():
        assert record_type.required_fields
        for rule in record_type.fields:
            assert rule.labels or not rule.where.needs_label, (record_type.code, rule.name)


def test_values_keep_their_zeros_because_everything_is_read_as_text() -> None:
    birth = load_record_types()["birth_certificate"]
    field = birth.field("child_personal_id")
    assert field is not None and field.example == "027221650318"
    assert birth.field("no_such_field") is None


def test_a_type_is_one_file(tmp_path: Path) -> None:
    types = load_record_types(write(tmp_path, RIGHT))
    head = types["poor_household_certificate"].field("head_name")
    assert head is not None and head.type is FieldType.PERSON_NAME and head.where is Where.RIGHT_OF_LABEL


def test_types_are_read_once_until_a_file_changes(tmp_path: Path) -> None:
    first = load_record_types(write(tmp_path, RIGHT))
    assert load_record_types(tmp_path) is first
    write(tmp_path, RIGHT.replace("name_en: Poor", "name_en: A poor"))
    assert load_record_types(tmp_path)["poor_household_certificate"].name_en.startswith("A poor")


@pytest.mark.parametrize(
    ("wrong", "line", "english", "vietnamese"),
    [
        (
            ("    labels: [Họ và tên chủ hộ]", "    lables: [Họ và tên chủ hộ]"),
            13,
            "did you mean 'labels'",
            "có phải",
        ),
        (("group: social", "grupe: social"), 6, "did you mean 'group'", "khóa lạ"),
        (("^\\d{12}$", "^\\d{12$("), 20, "does not compile", "sai cú pháp"),
        (("example: 027085904417", "example: 27085904417"), 21, "does not match", "không khớp"),
        (("type: id_number", "type: id_nummer"), 19, "did you mean 'id_number'", "không thể là"),
        (("    labels: [Họ và tên chủ hộ]\n", ""), 12, "has no label", "thiếu nhãn"),
        (("layout: nd30_admin", "layout: nd30"), 7, "did you mean 'nd30_admin'", "không thể là"),
        (("fields: [head_id]", "fields: [head_idd]"), 24, "did you mean 'head_id'", "quy tắc"),
        (("title: GIẤY CHỨNG NHẬN HỘ NGHÈO\n", ""), 1, "'title' is missing", "thiếu"),
        (
            ("code: poor_household_certificate", "code: other_code"),
            2,
            "differs from the file",
            "khác tên tệp",
        ),
        (("name: head_id", "name: head_name"), 17, "appears twice", "hai lần"),
        (("schema: 1", "schema: 2"), 1, "'schema' cannot be '2'", "không thể là"),
        (
            ("    required: true", "    required: true\n    section: owner"),
            16,
            "not described",
            "chưa được mô tả",
        ),
        (("check: person_id", "check: person"), 23, "did you mean 'person_id'", "có phải"),
        (
            ("name_en: Poor-household certificate", "name_en: A\nname_en: B"),
            6,
            "written twice",
            "viết hai lần",
        ),
    ],
)
def test_a_mistake_is_told_with_line_and_remedy_in_both_languages(
    tmp_path: Path, wrong: tuple[str, str], line: int, english: str, vietnamese: str
) -> None:
    assert wrong[0] in RIGHT
    problems = check_record_types(write(tmp_path, RIGHT.replace(*wrong, 1)))
    found = [each for each in problems if each.startswith(f"poor_household_certificate.yaml:{line}: ")]
    assert any(english in each and vietnamese in each for each in found), problems
    with pytest.raises(RecordTypeInvalid, match=r"poor_household_certificate\.yaml"):
        load_record_types(tmp_path)


def test_a_second_file_with_the_same_code_is_told(tmp_path: Path) -> None:
    write(tmp_path, RIGHT)
    problems = check_record_types(write(tmp_path, RIGHT, "zz_copy.yaml"))
    assert any(
        each.startswith("zz_copy.yaml:1: code") and "taken by another file" in each for each in problems
    )


@pytest.mark.parametrize("content", [b"", b"- a\n- b\n", b"a: [", b"\xff\xfe\x00", b"just text"])
def test_files_that_are_no_record_type_are_told_and_never_crash(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.yaml").write_bytes(content)
    problems = check_record_types(tmp_path)
    assert problems and all(each.startswith("odd.yaml:") for each in problems)


def test_a_missing_or_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordTypeInvalid, match="no record type"):
        load_record_types(tmp_path)
    with pytest.raises(RecordTypeInvalid, match="no such folder"):
        check_record_types(tmp_path / "none")
