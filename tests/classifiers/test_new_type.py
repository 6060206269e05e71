"""A filled paper begins the file of its type: what is printed goes in, what was filled in stays out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from classifiers.catalogue import check_record_types, load_record_types
from classifiers.extraction import extract
from classifiers.extraction.lines import lines_of
from classifiers.new_type import Proposal, file_text, propose, write_new_type
from classifiers.new_type.kinds import kind_of, kinds_by_label
from classifiers.new_type.printed_labels import Heading, printed_labels
from classifiers.record_type import FieldType, Where
from classifiers.specimens import compose, perfect_pages
from classifiers.specimens.variants import Variant, layout_variant
from classifiers.vietnamese import fold_words
from records import Box, Page, Word
from records.errors import RecordTypeInvalid

FORMS = ("residence_change_ct01", "marital_status_application")
PERSONAL = {
    FieldType.PERSON_NAME,
    FieldType.ID_NUMBER,
    FieldType.PHONE,
    FieldType.DATE,
    FieldType.ADDRESS,
}
PAPERS = ("building_permit", "notice")


def seeds_of(code: str) -> tuple[int, int]:
    """Two papers as the ministry's own print has them: labels without explanations, values behind them."""
    plain = (seed for seed in range(11, 200) if layout_variant(code, seed) is Variant.FIRST)
    return next(plain), next(plain)


def make_page(*rows: str) -> Page:
    words = []
    for row, line in enumerate(rows):
        x = 200.0 if ":" in line or line[:1].isdigit() else (1654 - 14 * len(line)) / 2
        for text in line.split():
            words.append(
                Word(text, Box(x, 100 + 50 * row, x + 14 * len(text), 128 + 50 * row), 0.95, row, row)
            )
            x += 14 * (len(text) + 1)
    return Page(1, 200, 1654, 2339, words=tuple(words))


@cache
def proposal_of(code: str) -> Proposal:
    """What a paper of the type tells to somebody who does not know the type."""
    others = {name: kind for name, kind in load_record_types().items() if name != code}
    return propose(perfect_pages(compose(code, seeds_of(code)[0])), others, code=f"new_{code}")


@pytest.mark.parametrize("code", FORMS + PAPERS)
def test_the_file_that_was_begun_is_without_fault(code: str, tmp_path: Path) -> None:
    path = write_new_type(proposal_of(code), tmp_path)
    assert path.name == f"new_{code}.yaml"
    assert check_record_types(tmp_path) == []


@pytest.mark.parametrize("code", FORMS + PAPERS)
def test_title_and_most_labels_are_those_of_the_type(code: str) -> None:
    kind = load_record_types()[code]
    proposal, truth = proposal_of(code), compose(code, seeds_of(code)[0]).truth
    assert fold_words(proposal.title) in {fold_words(title) for title in kind.titles}
    right_of = [rule for rule in kind.fields if rule.where is Where.RIGHT_OF_LABEL and truth.get(rule.name)]
    wanted = {fold_words(label) for rule in right_of for label in rule.labels[:1]}
    found = {fold_words(label) for field in proposal.fields for label in field.rule.labels}
    assert len(wanted & found) >= 0.7 * len(wanted), wanted - found


@pytest.mark.parametrize("code", FORMS)
def test_another_paper_of_the_type_is_read_by_the_file_that_was_begun(code: str, tmp_path: Path) -> None:
    write_new_type(proposal_of(code), tmp_path)
    begun = load_record_types(tmp_path)[f"new_{code}"]
    specimen = compose(code, seeds_of(code)[1])
    read = {value.value for value in extract(begun, perfect_pages(specimen)).values()}
    names = [
        rule.name
        for rule in load_record_types()[code].fields
        if rule.where is Where.RIGHT_OF_LABEL and specimen.truth.get(rule.name)
    ]
    found = [name for name in names if specimen.truth[name] in read]
    assert len(found) >= 0.6 * len(names), set(names) - set(found)


@pytest.mark.parametrize("code", FORMS + PAPERS)
def test_nothing_that_was_filled_in_is_written_down(code: str) -> None:
    specimen = compose(code, seeds_of(code)[0])
    kind = load_record_types()[code]
    text = file_text(proposal_of(code))
    for name, value in specimen.truth.items():
        rule = kind.field(name)
        if rule is not None and rule.type in PERSONAL and value != rule.example:
            assert value not in text, name


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "new_notice.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(RecordTypeInvalid, match="is there already"):
        write_new_type(proposal_of("notice"), tmp_path)
    assert (tmp_path / "new_notice.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("code", ["../escape", "Ten", "1a", "a b"])
def test_a_code_that_is_no_name_is_refused(code: str, tmp_path: Path) -> None:
    proposal = propose([make_page("GIẤY KHEN")], {}, code=code)
    with pytest.raises(RecordTypeInvalid, match="is no code"):
        write_new_type(proposal, tmp_path)


def test_pages_without_a_word_begin_nothing() -> None:
    with pytest.raises(ValueError, match="no word"):
        propose([Page(number=1, dpi=200, width=1654, height=2339)], {})


def test_labels_repeat_in_parts_of_the_paper() -> None:
    page = make_page(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY CHO MƯỢN ĐẤT",
        "I. BÊN CHO MƯỢN",
        "Họ và tên: NGUYỄN VĂN AN",
        "Năm sinh: 1970",
        "II. BÊN MƯỢN",
        "Họ và tên: TRẦN THỊ BÌNH",
        "Năm sinh: 1982",
    )
    proposal = propose([page], load_record_types())
    assert (proposal.code, proposal.title) == ("giay_cho_muon_dat", "GIẤY CHO MƯỢN ĐẤT")
    assert [words for _, words in proposal.sections] == ["I. BÊN CHO MƯỢN", "II. BÊN MƯỢN"]
    assert [(field.rule.name, field.rule.section) for field in proposal.fields] == [
        ("ho_va_ten", "i_ben_cho_muon"),
        ("nam_sinh", "i_ben_cho_muon"),
        ("ho_va_ten_2", "ii_ben_muon"),
        ("nam_sinh_2", "ii_ben_muon"),
    ]


def test_a_repeated_label_without_parts_is_one_field_and_says_so() -> None:
    page = make_page("GIẤY CHO MƯỢN ĐẤT", "Họ và tên: NGUYỄN VĂN AN", "Họ và tên: TRẦN THỊ BÌNH")
    (field,) = propose([page], {}).fields
    assert "nhãn này in nhiều lần" in field.check


def test_what_follows_a_colon_at_once_is_filled_in() -> None:
    page = make_page("1. Mục đích: Đất ở: 120 m²; Đất vườn: 80 m²", "2. Thời hạn: Lâu dài Nguồn gốc: Thừa kế")
    found = [entry for entry in printed_labels(lines_of(page)) if not isinstance(entry, Heading)]
    assert [(entry.mark, entry.label, entry.filled) for entry in found] == [
        ("1.", "Mục đích", "Đất ở: 120 m²; Đất vườn: 80 m²"),
        ("2.", "Thời hạn", "Lâu dài"),
        ("", "Nguồn gốc", "Thừa kế"),
    ]


@pytest.mark.parametrize(
    ("label", "filled", "kind"),
    [
        ("Mã định danh", "027085904417", FieldType.ID_NUMBER),
        ("Lập ngày", "05/03/2026", FieldType.DATE),
        ("Lập vào", "ngày 05 tháng 3 năm 2026", FieldType.DATE),
        ("Phí", "1.250.000 đồng", FieldType.MONEY),
        ("Rộng", "120,5 m²", FieldType.AREA_M2),
        ("Gọi số", "0912345678", FieldType.PHONE),
        ("Chỗ ở", "Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh", FieldType.ADDRESS),
        ("Người nhận tiền", "Nguyễn Văn An", FieldType.PERSON_NAME),
        ("Giới tính", "Nữ", FieldType.ENUM),
        ("Lý do", "đi vắng lâu ngày", FieldType.TEXT),
        ("Dân tộc", "Tày", FieldType.ENUM_OPEN),
    ],
)
def test_the_kind_of_a_value_is_told_by_its_form_or_by_known_labels(
    label: str, filled: str, kind: FieldType
) -> None:
    assert kind_of(label, filled, kinds_by_label(load_record_types())).type is kind
