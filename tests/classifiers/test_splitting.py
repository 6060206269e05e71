"""Dossiers scanned in one go: heads begin papers; numbers, annexes, inner pages and backs go on with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from classifiers.specimens import compose, misread, perfect_pages
from classifiers.splitting import split
from classifiers.splitting.numbering import Item, PageNumber, item_of, page_number_of
from classifiers.splitting.page_signs import signs_of
from classifiers.splitting.segmentation import boundary_probabilities
from records import Box, Page, PageCode
from tests.classifiers.laid_out import Row, centred, letterhead, make_page

FORM_HEAD = (centred(300, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), centred(370, "Độc lập - Tự do - Hạnh phúc"))
PERSON = "001085123456"


def decision(*, number: str = "12", day: str = "05") -> Page:
    """The first page of a decision of a commune, going on."""
    head = letterhead(
        ["ỦY BAN NHÂN DÂN", "XÃ PHÚ LÂM"],
        f"Số: {number}/QĐ-UBND",
        f"Phú Lâm, ngày {day} tháng 3 năm 2025" if day else "Phú Lâm, ngày tháng năm 2025",
    )
    return make_page(
        [
            *head,
            centred(700, "QUYẾT ĐỊNH"),
            centred(780, "Về việc công nhận hộ nghèo năm 2025"),
            *text(1000, "Điều 1. Công nhận các hộ có tên trong danh sách của xã Phú Lâm"),
            *text(1100, "Điều 2. Văn phòng chịu trách nhiệm thi hành và báo cáo với"),
        ]
    )


def signed(*lines: str) -> Page:
    """A last page: some lines, recipients and signer."""
    rows = [*(text(500 + 80 * index, line)[0] for index, line in enumerate(lines))]
    return make_page(
        [
            *rows,
            (1500, [(360, "Nơi nhận:"), (1500, "CHỦ TỊCH")]),
            (1900, [(360, "- Lưu: VT."), (1500, "Lê Văn An")]),
        ]
    )


def text(y: float, line: str) -> list[Row]:
    return [(y, [(360.0, line)])]


def page_of(*rows: Row) -> Page:
    return make_page(list(rows))


def application() -> Page:
    return page_of(
        (150, [(1500, "Mẫu số 11/ĐK")]),
        *FORM_HEAD,
        centred(600, "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT"),
        *text(900, "Họ và tên: Nguyễn Văn Bình, số định danh " + PERSON),
        *text(1000, "Sinh ngày 12/05/1985, nơi thường trú: xã Phú Lâm"),
        (2000, [(1500, "Người viết đơn")]),
    )


def starts(*pages: Page) -> list[int]:
    numbered = [replace(page, number=number) for number, page in enumerate(pages, start=1)]
    return [span.first for span in split(numbered)]


def sure(*pages: Page) -> list[float]:
    return [span.confidence for span in split(list(pages))]


BLANK = Page(1, 300, 2480, 3508, is_blank=True)


def test_no_pages_give_no_paper() -> None:
    assert split(()) == ()


def test_papers_that_each_have_a_head_are_parted_surely_and_their_types_told() -> None:
    pages = (
        decision(),
        signed("Điều 3. Quyết định này có hiệu lực từ ngày ký."),
        application(),
        decision(number="14"),
    )
    spans = split([replace(page, number=number) for number, page in enumerate(pages, start=1)])
    assert [(span.first, span.last) for span in spans] == [(0, 1), (2, 2), (3, 3)]
    assert [span.record_type for span in spans] == ["decision", "land_change_application", "decision"]
    assert all(span.confidence > 0.95 and not span.within for span in spans)
    assert "trang 3 có" in spans[1].why and "quốc hiệu" in spans[1].why and spans[0].why == ""


def test_every_page_is_in_exactly_one_span_whatever_the_pages_are() -> None:
    pages = [BLANK, decision(), BLANK, BLANK, application(), page_of(), BLANK]
    spans = split([replace(page, number=number) for number, page in enumerate(pages, start=1)])
    covered = [place for span in spans for place in range(span.first, span.last + 1)]
    assert covered == list(range(7))


def test_papers_without_a_motto_begin_by_their_title_or_greeting_after_a_signed_page() -> None:
    recipe = page_of(centred(300, "CÁCH NẤU CANH CHUA"), *text(600, "Cá rửa sạch, cắt khúc, để ráo"))
    letter = page_of(*text(400, "Chi thân mến,"), *text(600, "Mình vẫn khỏe và hay nhớ những buổi chiều"))
    assert starts(decision(), signed("Điều 3. Có hiệu lực."), recipe) == [0, 2]
    assert starts(decision(), signed("Điều 3. Có hiệu lực."), letter) == [0, 2]


def test_a_title_at_the_middle_of_the_page_stands_alone_though_the_text_is_ragged() -> None:
    note = page_of(centred(300, "GIẤY BIÊN NHẬN"), *text(600, "Tôi có nhận của anh Bình"))
    assert signs_of(note).strange_title


def test_a_form_that_says_its_number_is_not_taken_for_a_blank_one() -> None:
    page = decision(day="")
    assert not signs_of(page).is_unfilled and signs_of(decision(number="", day="")).is_unfilled


def test_the_numbers_on_the_sides_of_one_card_may_be_misread_in_a_few_figures() -> None:
    for read, count in (("001085123456", 1), ("001385129476", 1), ("036199001234", 2)):
        pages = (card_front(PERSON), card_back(read))
        spans = split([replace(page, number=number) for number, page in enumerate(pages, start=1)])
        asked = [each for span in spans for each in span.within]
        assert len(spans) + len(asked) == count, (read, spans)


def test_a_blank_back_belongs_to_the_paper_before_it() -> None:
    assert starts(decision(), BLANK, signed("Điều 3. Có hiệu lực."), BLANK, application(), BLANK) == [0, 4]


@pytest.mark.parametrize(
    "page",
    [
        page_of(centred(80, "2"), *text(400, "các hộ có trách nhiệm nộp hồ sơ.")),
        page_of(
            centred(300, "PHỤ LỤC"),
            centred(380, "DANH SÁCH HỘ NGHÈO NĂM 2025"),
            *text(800, "1. Lê Văn An 1955"),
        ),
        page_of(
            *FORM_HEAD,
            centred(600, "QUY CHẾ"),
            centred(680, "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05/3/2025 của UBND xã)"),
            *text(900, "Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng của quy chế"),
        ),
        page_of(
            centred(300, "LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN"), *text(500, "Hôm nay, ngày 05 tháng 3 năm 2025")
        ),
        page_of(
            centred(300, "II. THỬA ĐẤT, NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT"),
            *text(500, "1. Thửa đất số: 120"),
        ),
        page_of(
            (
                300,
                [(360, "Nội dung thay đổi và cơ sở pháp lý"), (1500, "Xác nhận của cơ quan có thẩm quyền")],
            ),
            *text(600, "Chuyển nhượng cho ông Lê Văn An theo hồ sơ số 12"),
        ),
        page_of(centred(300, "DANH SÁCH HỘ NGHÈO (tiếp theo)"), *text(600, "19 Lê Văn An 1955 Hộ nghèo")),
    ],
    ids=[
        "page number",
        "annex",
        "regulation",
        "lời chứng",
        "inside of a certificate",
        "changes",
        "tiếp theo",
    ],
)
def test_what_belongs_to_the_paper_before_is_not_parted_from_it(page: Page) -> None:
    spans = split([decision(), signed("Điều 3. Có hiệu lực."), page])
    assert [(span.first, span.last) for span in spans] == [(0, 2)] and not spans[0].within


def test_a_draft_without_number_and_day_stays_with_the_paper_that_proposes_it() -> None:
    proposal = page_of(
        *letterhead(
            ["ỦY BAN NHÂN DÂN", "XÃ PHÚ LÂM"], "Số: 22/TTr-UBND", "Phú Lâm, ngày 05 tháng 3 năm 2025"
        ),
        centred(700, "TỜ TRÌNH"),
        *text(1000, "Kính trình xem xét (kèm theo dự thảo Quyết định)."),
        (1500, [(360, "Nơi nhận:"), (1500, "CHỦ TỊCH")]),
    )
    plain = decision(number="", day="")
    draft = replace(plain, words=(*plain.words, *page_of((620.0, [(500.0, "DỰ THẢO")])).words))
    assert starts(proposal, draft) == [0]


def test_a_sentence_broken_across_pages_and_running_clauses_hold_them_together() -> None:
    following = page_of(*text(300, "các đơn vị liên quan trước ngày 30."), *text(400, "Điều 3. Có hiệu lực."))
    first, second = signs_of(decision()), signs_of(following)
    assert first.ends_open and second.begins_small
    assert (
        first.last_item == Item("dieu", 2)
        and signs_of(page_of(*text(300, "Điều 3. Có hiệu lực."))).first_item
    )
    assert starts(decision(), following) == [0]


def card_front(number: str) -> Page:
    return page_of(
        *FORM_HEAD,
        centred(500, "CĂN CƯỚC CÔNG DÂN"),
        *text(600, f"Số / No.: {number}"),
        *text(680, "Họ và tên / Full name: NGUYỄN VĂN BÌNH"),
        *text(760, "Ngày sinh / Date of birth: 12/05/1985"),
    )


def card_back(number: str) -> Page:
    back = page_of(
        *text(500, "Đặc điểm nhận dạng / Personal identification: Nốt ruồi dưới mắt"),
        *text(700, "Ngón trỏ trái"),
    )
    zone = f"IDVNM{number[3:]}4{number}<<1\n8505121M4505125VNM<<<<<<<<<<<8\nNGUYEN<<VAN<BINH<<<<<<<<<<<<<<"
    return replace(back, codes=(PageCode("mrz", zone, Box(0, 900, 2000, 1200)),))


def test_the_back_of_a_card_goes_with_the_front_of_the_same_person() -> None:
    assert signs_of(card_back(PERSON)).machine_ids == {PERSON}
    pages = application(), card_front(PERSON), card_back(PERSON), decision()
    assert starts(*pages) == [0, 1, 3]


def test_the_back_of_another_persons_card_is_named_as_doubtful() -> None:
    spans = split([card_front(PERSON), card_back("036199001234")])
    doubtful = [*(span.beginning for span in spans[1:]), *(each for span in spans for each in span.within)]
    assert [each.at for each in doubtful] == [1] and doubtful[0].confidence < 0.95
    assert "số định danh khác trang trước" in doubtful[0].why


def test_a_form_that_nobody_filled_in_is_not_surely_a_paper_of_its_own() -> None:
    empty = page_of(
        *FORM_HEAD,
        centred(600, "ĐƠN ĐỀ NGHỊ HỖ TRỢ"),
        *text(900, "Họ và tên: ........"),
        *text(980, "Sinh ngày: ...."),
    )
    assert max(sure(decision(), signed("Điều 3. Có hiệu lực."), empty)[1:], default=0.0) < 0.95


def test_pages_without_any_head_are_one_paper() -> None:
    pages = [page_of(*text(300, f"Nội dung trang {number} của một bài viết dài.")) for number in range(4)]
    assert starts(*pages) == [0]


@pytest.mark.parametrize(
    ("row", "number"),
    [
        (centred(80, "3", middle=1240), PageNumber(3)),
        (centred(80, "- 3 -", middle=1240), PageNumber(3)),
        ((3400.0, [(2000.0, "Trang 2/5")]), PageNumber(2, 5)),
        ((80.0, [(2300.0, "17")]), None),
        ((80.0, [(2000.0, "Trang số: 180")]), None),
        (centred(1700, "3", middle=1240), None),
        (centred(80, "7/3", middle=1240), None),
    ],
)
def test_page_numbers_stand_in_the_middle_of_a_margin(row: Row, number: PageNumber | None) -> None:
    assert page_number_of(make_page([row])) == number


def test_clauses_are_known_by_word_figure_and_roman_number() -> None:
    lines: Sequence[str] = (
        "Điều 4. Hiệu lực",
        "12. Tổ chức",
        "IV. NHIỆM VỤ",
        "Căn cứ Luật Đất đai;",
        "2025 là năm",
    )
    assert [item_of(line) for line in lines] == [
        Item("dieu", 4),
        Item("figures", 12),
        Item("roman", 4),
        None,
        None,
    ]


def test_probabilities_weigh_all_divisions() -> None:
    def alone(_head: int, _page: int) -> float:
        return 0.0

    assert boundary_probabilities((), alone) == ()
    first, second, third = boundary_probabilities((0.0, 2.0, -2.0), alone)
    assert (first, round(second, 3), round(third, 3)) == (1.0, 0.881, 0.119)
    drawn = boundary_probabilities(
        (0.0, 2.0, -2.0), lambda head, page: 4.0 if head == 0 and page == 2 else 0.0
    )
    assert drawn[1] < second, "a later page that belongs to the first speaks against a paper between them"
    assert len(boundary_probabilities([0.5] * 400, alone)) == 400


@pytest.mark.parametrize("spoiled", [0.0, 0.02])
def test_drawn_papers_of_many_types_are_found_again(spoiled: float) -> None:
    codes = (
        "notice",
        "birth_certificate",
        "land_transfer_contract",
        "official_letter",
        "land_certificate_2024",
    )
    pages: list[Page] = []
    begins = []
    for index, code in enumerate(codes):
        begins.append(len(pages))
        drawn = perfect_pages(compose(code, 31 + index))
        pages += misread(drawn, spoiled, 7) if spoiled else drawn
    assert starts(*pages) == begins
