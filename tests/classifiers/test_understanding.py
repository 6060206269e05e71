"""Type, fields, cross-checks and the reasons for which a record waits for a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.agreement import cross_check
from classifiers.catalogue import load_record_types
from classifiers.specimens import compose, misread, perfect_pages
from classifiers.understanding import field_doubts, understand
from pipeline.reading import read_pages
from records import Box, FieldValue, Page, Word


def make_field(value: str, normalised: str = "", *, confidence: float = 0.95) -> FieldValue:
    return FieldValue(value, normalised or value, confidence, 1, Box(0, 0, 10, 10), value, "label:…")


def test_clean_paper_files_itself() -> None:
    seen = understand(perfect_pages(compose("birth_certificate", 1)))
    assert seen.record_type == "birth_certificate"
    assert not seen.needs_review
    assert seen.reasons == ()
    assert seen.fields["child_full_name"].confidence >= 0.9


def test_papers_of_most_kinds_file_themselves_when_they_are_clean() -> None:
    codes = ("decision", "notice", "death_extract", "marriage_certificate", "building_permit", "submission")
    waiting = [code for code in codes if understand(perfect_pages(compose(code, 2))).needs_review]
    assert len(waiting) <= 1, waiting


def test_words_that_are_no_record_are_not_forced_into_a_type() -> None:
    words = tuple(
        Word(text, Box(200 + 150 * at, 400, 320 + 150 * at, 440), 0.95, line=0)
        for at, text in enumerate(["thực", "đơn", "hôm", "nay", "phở", "bò", "cơm", "tấm"])
    )
    seen = understand([Page(number=1, dpi=300, width=2480, height=3508, words=words)])
    assert seen.record_type is None
    assert seen.needs_review
    assert seen.reasons
    assert not seen.fields


def test_file_without_a_word_says_so() -> None:
    seen = understand([Page(number=1, dpi=300, width=2480, height=3508, is_blank=True)])
    assert seen.needs_review
    assert "Không có trang nào có chữ" in seen.reasons


def test_page_that_gave_no_word_is_named() -> None:
    pages = [
        *perfect_pages(compose("birth_certificate", 1)),
        Page(number=2, dpi=300, width=2480, height=3508),
    ]
    seen = understand(pages)
    assert any("Trang 2" in reason for reason in seen.reasons)


def test_missing_and_unsure_fields_are_named_by_their_printed_label() -> None:
    kind = load_record_types()["birth_certificate"]
    fields = {"child_full_name": make_field("NGUYỄN GIA MẪU", confidence=0.62)}
    doubts = field_doubts(kind, fields, 0.9)
    assert "Họ, chữ đệm, tên: đọc chưa chắc (62%)" in doubts
    assert "Không tìm thấy: Nơi sinh" in doubts


def test_figures_and_words_that_agree_make_each_other_surer() -> None:
    kind = load_record_types()["birth_certificate"]
    fields = {
        "child_date_of_birth": make_field("20/11/2021", "2021-11-20", confidence=0.85),
        "child_dob_words": make_field("Ngày hai mươi, tháng mười một", "2021-11-20", confidence=0.85),
    }
    checked = cross_check(kind, fields)
    assert not checked.contradictions
    assert checked.fields["child_date_of_birth"].confidence > 0.9


def test_figures_and_words_that_differ_wait_for_a_person() -> None:
    kind = load_record_types()["birth_certificate"]
    fields = {
        "child_date_of_birth": make_field("20/11/2021", "2021-11-20"),
        "child_dob_words": make_field("Ngày hai mươi mốt, tháng mười một", "2021-11-21"),
    }
    checked = cross_check(kind, fields)
    assert len(checked.contradictions) == 1
    assert checked.fields["child_date_of_birth"].confidence <= 0.5
    assert checked.fields["child_date_of_birth"].doubt == checked.contradictions[0]


@pytest.mark.parametrize(
    ("sex", "born", "holds"), [("Nam", "2021", True), ("Nữ", "2021", False), ("Nam", "1999", False)]
)
def test_personal_number_must_agree_with_sex_and_year(sex: str, born: str, holds: bool) -> None:
    kind = load_record_types()["birth_certificate"]
    fields = {
        "child_personal_id": make_field("027221650318"),
        "child_sex": make_field(sex),
        "child_date_of_birth": make_field(f"20/11/{born}", f"{born}-11-20"),
    }
    assert (cross_check(kind, fields).contradictions == ()) is holds


def test_number_of_another_type_contradicts() -> None:
    kind = load_record_types()["decision"]
    assert cross_check(kind, {"doc_number": make_field("15/TB-UBND")}).contradictions
    assert not cross_check(kind, {"doc_number": make_field("15/QĐ-UBND")}).contradictions


def test_dates_out_of_order_contradict() -> None:
    kind = load_record_types()["death_extract"]
    fields = {
        "death_date": make_field("15/08/2025", "2025-08-15"),
        "registration_date": make_field("18/08/2024", "2024-08-18"),
    }
    assert cross_check(kind, fields).contradictions


def test_doubted_field_gains_nothing_from_agreement() -> None:
    kind = load_record_types()["birth_certificate"]
    figure = replace(
        make_field("20/11/2021", "2021-11-20", confidence=0.6), doubt="Chữ viết tay, cần người kiểm tra"
    )
    words = make_field("Ngày hai mươi, tháng mười một", "2021-11-20")
    checked = cross_check(kind, {"child_date_of_birth": figure, "child_dob_words": words})
    assert checked.fields["child_date_of_birth"].confidence == 0.6


def test_real_notice_with_its_own_text_is_read_whole(shared_samples: Path) -> None:
    seen = understand(list(read_pages(shared_samples / "real_admin" / "qn_2024_542-TB.pdf", [1, 2])))
    assert seen.record_type == "notice"
    assert seen.fields["doc_number"].normalised == "542/TB-UBND"
    assert seen.fields["issue_date"].normalised == "2024-11-06"
    assert not seen.needs_review


def test_every_record_in_review_says_why_and_no_other_does() -> None:
    for code in ("birth_certificate", "decision", "notice", "land_certificate_2024"):
        for rate in (0.0, 0.03, 0.08):
            seen = understand(misread(perfect_pages(compose(code, 3)), rate, 3))
            assert seen.needs_review is bool(seen.reasons)
