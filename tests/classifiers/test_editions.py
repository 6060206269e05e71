"""Forms change by decree: every print is known, and a paper says by which it is printed or says nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from classifiers.catalogue import check_record_types, load_record_types
from classifiers.editions import edition_on, own_day, printed_by, told_edition
from classifiers.extraction import extract
from classifiers.record_type import RecordType
from classifiers.specimens import compose, perfect_pages
from classifiers.specimens.composing import begin
from records import Box, FieldValue, Page, Word

TYPE = """\
schema: 1
code: allotment_application
title: ĐƠN XIN CẤP ĐẤT
name_vi: Đơn xin cấp đất
name_en: Application for an allotment
layout: application_form
form_codes: [Mẫu A]
editions:
  - name: Thông tư 1
    until: 2024-07-31
    titles: [ĐƠN XIN GIAO ĐẤT]
    labels: {applicant: [Người xin]}
    form_codes: [Mẫu 01/ĐK]
  - name: Nghị định 2
    since: 2024-08-01
    until: 2025-06-30
    form_codes: [Mẫu 02/ĐK]
  - name: Nghị định 3
    since: 2025-08-01
    legal_form: [NĐ 3/2025]
anchors: [Người đề nghị]
fields:
  - name: applicant
    labels: [Người đề nghị]
    type: person_name
    required: true
  - name: signing_date
    type: date
    where: place_date_line
"""


def make_type(folder: Path, text: str = TYPE) -> RecordType:
    (folder / "allotment_application.yaml").write_text(text, encoding="utf-8")
    return load_record_types(folder)["allotment_application"]


def make_page(top: str) -> Page:
    words = tuple(
        Word(text, Box(900 + 80 * at, 90, 970 + 80 * at, 120), 0.95, line=0)
        for at, text in enumerate(top.split())
    )
    return Page(number=1, dpi=200, width=1654, height=2339, words=words)


def make_day(normalised: str, *, confidence: float = 0.95, doubt: str = "") -> dict[str, FieldValue]:
    value = FieldValue(normalised, normalised, confidence, 1, Box(0, 0, 9, 9), normalised, "date", doubt)
    return {"signing_date": value}


def test_every_edition_s_titles_labels_and_codes_are_known(tmp_path: Path) -> None:
    kind = make_type(tmp_path)
    assert kind.titles == ("ĐƠN XIN CẤP ĐẤT", "ĐƠN XIN GIAO ĐẤT")
    assert kind.form_codes == ("Mẫu A", "Mẫu 01/ĐK", "Mẫu 02/ĐK")
    assert kind.fields[0].labels == ("Người đề nghị", "Người xin")


def test_a_day_has_the_edition_that_was_handed_out_on_it(tmp_path: Path) -> None:
    kind = make_type(tmp_path)
    days = (date(2000, 1, 1), date(2024, 7, 31), date(2024, 8, 1), date(2025, 7, 15), date(2026, 1, 1))
    names = [found.name if (found := edition_on(kind, day)) else "" for day in days]
    assert names == ["Thông tư 1", "Thông tư 1", "Nghị định 2", "", "Nghị định 3"]


def test_an_edition_prints_its_own_title_label_and_code_first(tmp_path: Path) -> None:
    kind = make_type(tmp_path)
    first, second, third = (printed_by(kind, edition) for edition in kind.editions)
    assert (first.title, first.form_codes) == ("ĐƠN XIN GIAO ĐẤT", ("Mẫu 01/ĐK",))
    assert first.titles == ("ĐƠN XIN GIAO ĐẤT",)
    assert first.fields[0].labels[0] == "Người xin"
    assert (second.title, second.form_codes) == ("ĐƠN XIN CẤP ĐẤT", ("Mẫu 02/ĐK",))
    assert third.form_codes == ("Mẫu A",)


@pytest.mark.parametrize(
    ("top", "day", "told"),
    [
        ("Mẫu 02/ĐK", "", "Nghị định 2"),
        ("Mẫu 01/ĐK", "2024-09-03", "Thông tư 1"),  # an old blank used up
        ("Mẫu 02/ĐK", "2020-05-04", ""),  # not there yet: one of the two was misread
        ("Kính gửi", "2024-09-03", "Nghị định 2"),
        ("Kính gửi", "2025-07-15", ""),
        ("Kính gửi", "2024", ""),
        ("Kính gửi", "", ""),
    ],
)
def test_code_or_day_tells_the_edition_and_nothing_is_guessed(
    tmp_path: Path, top: str, day: str, told: str
) -> None:
    fields = make_day(day) if day else {}
    assert told_edition(make_type(tmp_path), [make_page(top)], fields, threshold=0.9) == told


def test_a_day_that_was_read_unsurely_tells_nothing(tmp_path: Path) -> None:
    kind, pages = make_type(tmp_path), [make_page("Kính gửi")]
    for fields in (make_day("2024-09-03", confidence=0.7), make_day("2024-09-03", doubt="viết tay")):
        assert told_edition(kind, pages, fields, threshold=0.9) == ""


def test_the_paper_s_own_day_stands_beside_the_place_or_has_its_name() -> None:
    types = load_record_types()
    names = {code: rule.name for code, kind in types.items() if (rule := own_day(kind))}
    assert names["decision"] == "issue_date"
    assert names["land_gift_contract"] == "contract_date"


@pytest.mark.parametrize(
    ("wrong", "line", "english", "vietnamese"),
    [
        (("since: 2024-08-01", "since: 2024-07-01"), 15, "before 'Thông tư 1' is over", "chưa hết"),
        (("    since: 2024-08-01\n", ""), 14, "has no since", "thiếu since"),
        (("until: 2025-06-30", "until: 2024-06-30"), 16, "ends before it begins", "trước khi bắt đầu"),
        (("legal_form: [NĐ 3/2025]", "legal_form: []"), 18, "nothing of its own", "không có gì riêng"),
        (("{applicant: [", "{aplicant: ["), 12, "did you mean 'applicant'", "có phải"),
        (("name: Nghị định 3", "name: Nghị định 2"), 18, "appears twice", "hai lần"),
        (("    until: 2024-07-31", "    untill: 2024-07-31"), 10, "did you mean 'until'", "khóa lạ"),
        (("since: 2024-08-01", "since: 2024-08-41"), 15, "since", "viết chưa đúng"),
    ],
)
def test_a_mistake_in_an_edition_is_told_with_its_line(
    tmp_path: Path, wrong: tuple[str, str], line: int, english: str, vietnamese: str
) -> None:
    assert wrong[0] in TYPE
    (tmp_path / "allotment_application.yaml").write_text(TYPE.replace(*wrong, 1), encoding="utf-8")
    problems = check_record_types(tmp_path)
    found = [each for each in problems if each.startswith(f"allotment_application.yaml:{line}: ")]
    assert any(english in each and vietnamese in each for each in found), problems


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_a_drawn_paper_is_printed_by_the_edition_of_its_day_and_says_so(seed: int) -> None:
    kind = load_record_types()["land_change_application"]
    edition = edition_on(kind, begin(kind, seed).issued)
    assert edition is not None
    pages = perfect_pages(compose(kind.code, seed))
    others = {code for each in kind.editions if each is not edition for code in each.form_codes}
    assert not any(code in pages[0].text for code in others)
    told = told_edition(kind, pages, extract(kind, pages), threshold=0.5)
    assert told in {edition.name, ""}
    assert told or not any(code in pages[0].text for code in edition.form_codes)
