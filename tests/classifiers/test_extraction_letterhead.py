"""Head, subject and signature of administrative papers (Decree 30/2020/NĐ-CP)."""

from __future__ import annotations

import pytest

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from classifiers.extraction.letterhead import parted
from records import FieldValue, Page, TextOrigin
from tests.classifiers.laid_out import Row, centred, letterhead, make_page

BODY: list[Row] = [
    (900, [(480, "Thực hiện Nghị quyết số 12/NQ-HĐND ngày 05 tháng 4 năm 2024 của Hội đồng nhân dân")]),
    (975, [(330, "xã về phương hướng, nhiệm vụ năm 2024, Ủy ban nhân dân xã yêu cầu các thôn như sau.")]),
]


def directive(
    *,
    agency: tuple[str, ...] = ("ỦY BAN NHÂN DÂN", "TỈNH BẮC GIANG"),
    number: str = "Số: 07/CT-UBND",
    place_date: str = "Bắc Giang, ngày 20 tháng 3 năm 2024",
    subject: tuple[str, ...] = ("Về việc tăng cường phòng, chống thiên tai", "trên địa bàn tỉnh năm 2024"),
    above: tuple[Row, ...] = (),
    ending: tuple[Row, ...] = (),
    **wanted: object,
) -> Page:
    rows = [*above, *letterhead(agency, number, place_date), centred(590, "CHỈ THỊ")]
    rows += [centred(665 + 70 * at, text) for at, text in enumerate(subject)]
    return make_page([*rows, *BODY, *ending], **wanted)  # type: ignore[arg-type]


def read(page: Page, code: str = "directive") -> dict[str, FieldValue]:
    return extract(load_record_types()[code], [page])


def test_agency_of_two_lines_is_one_name() -> None:
    found = read(directive())
    assert found["issuing_agency"].value == "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG"
    assert "parent_agency" not in found


@pytest.mark.parametrize(
    ("lines", "parent", "issuing"),
    [
        (("UBND TỈNH BẮC GIANG", "SỞ Y TẾ"), "UBND TỈNH BẮC GIANG", "SỞ Y TẾ"),
        (
            ("ỦY BAN NHÂN DÂN", "TỈNH BẮC GIANG", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"),
            "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG",
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        ),
        (
            ("ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
            "ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN",
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        ),
        (("TỈNH BẮC GIANG", "ỦY BAN NHÂN DÂN", "XÃ TÂN HÒA"), "TỈNH BẮC GIANG", "ỦY BAN NHÂN DÂN XÃ TÂN HÒA"),
    ],
)
def test_parent_stands_above_the_issuing_agency(lines: tuple[str, ...], parent: str, issuing: str) -> None:
    found = read(directive(agency=lines))
    assert (found["parent_agency"].value, found["issuing_agency"].value) == (parent, issuing)


def test_printed_number_and_date_are_read_whole() -> None:
    found = read(directive())
    assert found["doc_number"].normalised == "07/CT-UBND"
    assert found["issue_place"].value == "Bắc Giang"
    assert found["issue_date"].normalised == "2024-03-20"
    assert min(found[name].confidence for name in ("doc_number", "issue_place", "issue_date")) >= 0.9
    assert found["doc_number"].box.y0 == pytest.approx(422, abs=1)


def test_digits_written_into_the_gap_are_kept_but_doubted() -> None:
    found = read(directive(number="Số: 07 /CT-UBND", unsure={"07": 0.55}))
    assert found["doc_number"].value == "07/CT-UBND"
    assert found["doc_number"].confidence < 0.9
    assert "viết tay" in found["doc_number"].doubt


def test_unread_digits_are_not_guessed() -> None:
    found = read(directive(number="Số: ổ# /CT-UBND", place_date="Bắc Giang, ngày Z@ tháng 3 năm 2024"))
    assert found["doc_number"].value == "…/CT-UBND"
    assert found["issue_date"].normalised == "2024-03"
    assert found["doc_number"].confidence < 0.5
    assert found["issue_date"].confidence < 0.5


def test_a_reader_that_remarked_handwriting_is_believed() -> None:
    found = read(directive(number="Số: 07 /CT-UBND", remarks={"07": "handwritten"}))
    assert found["doc_number"].confidence < 0.9


def test_typed_text_with_a_gap_is_no_handwriting() -> None:
    found = read(directive(number="Số: 542 /CT-UBND", confidence=1.0, origin=TextOrigin.TEXT_LAYER))
    assert found["doc_number"].normalised == "542/CT-UBND"
    assert found["doc_number"].confidence >= 0.9


def test_stamps_of_digital_signatures_and_incoming_mail_are_not_the_head() -> None:
    stamp = (
        (60.0, [(1700.0, "Ký bởi: Ủy ban nhân dân tỉnh Lạng Sơn")]),
        (110.0, [(1700.0, "Thời gian ký: 08/02/2025 14:42:41")]),
    )
    incoming = ((740.0, [(40.0, "CÔNG VĂN ĐẾN")]), (790.0, [(40.0, "Số: 2352 Ngày: 21/3/18")]))
    found = read(directive(above=stamp, ending=incoming))
    assert found["issue_date"].normalised == "2024-03-20"
    assert found["doc_number"].normalised == "07/CT-UBND"
    assert found["issuing_agency"].value == "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG"


def test_lost_marks_are_mended_by_the_documents_own_spelling() -> None:
    page = directive(
        agency=("ỦY BAN NHÂN DÂN", "TĨNH BAC GIANG"), unsure={"TĨNH": 0.5, "BAC": 0.5, "GIANG": 0.9}
    )
    found = read(page)["issuing_agency"]
    assert found.value == "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG"
    assert found.as_read == "ỦY BAN NHÂN DÂN TĨNH BAC GIANG"


def test_subject_ends_where_the_rule_leaves_a_gap() -> None:
    assert read(directive())["subject"].value == (
        "Về việc tăng cường phòng, chống thiên tai trên địa bàn tỉnh năm 2024"
    )


def test_subject_glued_by_the_recogniser_is_parted() -> None:
    found = read(directive(subject=("Vềviệc kiện toàn Ban Chỉ đạo",)))
    assert found["subject"].value == "Về việc kiện toàn Ban Chỉ đạo"


def test_subject_of_a_letter_stands_under_its_number() -> None:
    rows = letterhead(
        ("ỦY BAN NHÂN DÂN", "XÃ TÂN HÒA"), "Số: 299/UBND-VP", "Tân Hòa, ngày 15 tháng 01 năm 2025"
    )
    rows += [
        (480, [(350, "V/v rà soát thủ tục")]),
        (540, [(350, "hành chính năm 2025")]),
        (720, [(800, "Kính gửi:")]),
        (790, [(1000, "- Sở Nội vụ;")]),
        (860, [(1000, "- Sở Tài chính.")]),
        *BODY[:1],
    ]
    found = read(make_page(rows), "official_letter")
    assert found["subject"].value == "V/v rà soát thủ tục hành chính năm 2025"
    assert found["addressees"].value == "Sở Nội vụ\nSở Tài chính"


SIGNED: tuple[Row, ...] = (
    (2500, [(340, "Nơi nhận:"), (1500, "KT. CHỦ TỊCH")]),
    (2560, [(340, "- Như trên;"), (1480, "PHÓ CHỦ TỊCH")]),
    (2620, [(340, "- Đồng chí Trần Văn Khách;")]),
    (2680, [(340, "- Lưu: VT.")]),
    (2900, [(1450, "Đặng Thị Mẫu")]),
)


def test_signer_stands_under_the_titles_and_is_no_recipient() -> None:
    found = read(directive(ending=SIGNED))
    assert found["signer_name"].value == "Đặng Thị Mẫu"
    assert found["signer_authority"].value == "KT. CHỦ TỊCH"
    assert found["signer_title"].value == "PHÓ CHỦ TỊCH"
    assert found["recipients"].value.splitlines()[-1] == "Lưu: VT"


def test_family_name_half_under_a_seal_is_proposed_with_a_doubt() -> None:
    ending = (*SIGNED[:-1], (2900.0, [(1450.0, "ạm Thị Mẫu")]))
    found = read(directive(ending=ending))["signer_name"]
    assert found.value == "Phạm Thị Mẫu"
    assert found.confidence < 0.9
    assert found.doubt


def test_attachment_with_a_head_of_its_own_does_not_give_the_signer() -> None:
    first = directive(ending=SIGNED)
    rows = letterhead(
        ("HỘI ĐỒNG NHÂN DÂN", "TỈNH BẮC GIANG"), "Số: /NQ-HĐND", "Bắc Giang, ngày tháng năm 2024"
    )
    second = make_page([*rows, (2500, [(1500, "CHỦ TỊCH")]), (2800, [(1450, "Lê Văn Khác")])], number=2)
    found = extract(load_record_types()["directive"], [first, second])
    assert found["signer_name"].value == "Đặng Thị Mẫu"


def test_name_at_the_top_of_the_next_page_is_the_signers() -> None:
    first = directive(ending=((3300.0, [(1500.0, "CHỦ TỊCH")]),))
    second = make_page([(260, [(1480, "Đặng Thị Mẫu")])], number=2)
    found = extract(load_record_types()["directive"], [first, second])["signer_name"]
    assert (found.value, found.page) == ("Đặng Thị Mẫu", 2)


def test_slash_that_fell_out_is_put_back_but_not_trusted() -> None:
    found = read(directive(number="Số: 276CT-UBND"))["doc_number"]
    assert found.value == "276/CT-UBND"
    assert found.confidence < 1.0


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("UỶ BANNHÂNDÂN XÃ HÒA MAI", "UỶ BAN NHÂN DÂN XÃ HÒA MAI"),
        ("HỘIĐỒNGNHÂNDÂN TỈNH", "HỘI ĐỒNG NHÂN DÂN TỈNH"),
        ("ỦY BAN NHÂN DÂN XÃ HÒA MAI", "ỦY BAN NHÂN DÂN XÃ HÒA MAI"),
        ("SỞ TƯ PHÁP", "SỞ TƯ PHÁP"),
    ],
)
def test_the_first_words_of_an_agency_are_parted_where_they_were_read_as_one(read: str, meant: str) -> None:
    assert parted(read) == meant


def test_word_of_an_authority_that_was_read_badly_is_kept_and_seals_are_not() -> None:
    ending = ((2440.0, [(1450.0, "TM. ỦY BAN NHÂN DÂN")]), *SIGNED)
    found = read(directive(ending=ending, unsure={"DÂN": 0.3}))["signer_authority"]
    assert found.value == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"
    assert found.confidence < 0.9
    sealed = (*ending[:1], (2500.0, [(340.0, "Nơi nhận:"), (1500.0, "KT. CHỦ TỊCH )o")]), *ending[2:])
    found = read(directive(ending=sealed, unsure={")o": 0.2}))["signer_authority"]
    assert found.value == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"


def test_name_that_something_unread_touches_waits_for_a_person() -> None:
    ending = (*SIGNED[:-1], (2900.0, [(1450.0, "Đặng Thị M8u")]))
    found = read(directive(ending=ending))["signer_name"]
    assert found.confidence < 0.9
    assert "cần người kiểm tra" in found.doubt


def test_symbol_one_letter_from_a_usual_one_waits_for_a_person() -> None:
    found = read(directive(number="Số: 07/CT-ABND"))["doc_number"]
    assert found.confidence < 0.9
    assert found.doubt
