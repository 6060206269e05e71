"""The text of letters, notices, minutes and petitions, from below their head to the signer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from records import FieldValue, Page
from tests.classifiers.laid_out import Row, centred, letterhead, make_page

INDENT, MARGIN = 400.0, 280.0
HEAD = letterhead(["ỦY BAN NHÂN DÂN", "XÃ TIÊN DU"], "Số: 215/TB-UBND", "Tiên Du, ngày 05 tháng 3 năm 2026")
SIGNER: list[Row] = [
    (2900, [(280, "Nơi nhận:"), (1650, "TM. ỦY BAN NHÂN DÂN")]),
    (2970, [(280, "- Như trên;"), (1800, "CHỦ TỊCH")]),
    (3040, [(280, "- Lưu: VT.")]),
    (3400, [(1700, "Nguyễn Văn An")]),
]


def page(lines: Sequence[tuple[float, str]], *more: Row, number: int = 1, head: bool = True) -> Page:
    """Lines of text below the head of a notice, each with the x at which it begins."""
    body: list[Row] = [(900 + 80 * at, [(x, line)]) for at, (x, line) in enumerate(lines)]
    title = [centred(620, "THÔNG BÁO"), centred(700, "Về việc nghỉ lễ năm 2026")] if head else []
    return make_page([*(HEAD if head else []), *title, *body, *more], number=number)


def read(code: str, *pages: Page) -> dict[str, FieldValue]:
    return extract(load_record_types()[code], pages)


def test_a_notice_s_text_is_its_paragraphs_between_subject_and_signer() -> None:
    lines = [
        (INDENT, "Ủy ban nhân dân xã thông báo lịch nghỉ lễ của công chức và người"),
        (MARGIN, "lao động như sau:"),
        (INDENT, "1. Thời gian: từ ngày 30 tháng 4 đến hết ngày 03 tháng 5, các ngày nghỉ bù"),
        (MARGIN, "được làm vào thứ bảy."),
        (INDENT, "- Bộ phận một cửa trực theo lịch./."),
    ]
    found = read("notice", page(lines, *SIGNER))["body"]
    assert found.value.splitlines() == [
        "Ủy ban nhân dân xã thông báo lịch nghỉ lễ của công chức và người lao động như sau:",
        "1. Thời gian: từ ngày 30 tháng 4 đến hết ngày 03 tháng 5, các ngày nghỉ bù được làm vào thứ bảy.",
        "- Bộ phận một cửa trực theo lịch.",
    ]


def test_a_text_goes_on_overleaf_without_the_number_of_the_page() -> None:
    first = page([(INDENT, "Ủy ban nhân dân xã thông báo lịch nghỉ lễ của công chức và người")])
    second = page([(MARGIN, "lao động trong xã.")], centred(150, "2"), *SIGNER, number=2, head=False)
    assert read("notice", first, second)["body"].value == (
        "Ủy ban nhân dân xã thông báo lịch nghỉ lễ của công chức và người lao động trong xã."
    )


def test_minutes_keep_what_was_said_and_not_when_the_meeting_closed() -> None:
    lines = [
        (MARGIN, "Thời gian bắt đầu: 08 giờ 00, ngày 10/3/2026"),
        (MARGIN, "Chủ trì: Nguyễn Văn An"),
        (MARGIN, "Nội dung (theo diễn biến cuộc họp):"),
        (MARGIN, "Ông Nguyễn Văn An nêu mục đích của cuộc họp."),
        (MARGIN, "Các thành viên nhất trí."),
        (MARGIN, "Cuộc họp kết thúc vào 10 giờ 30, ngày 10/3/2026./."),
    ]
    body: list[Row] = [(900 + 80 * at, [(x, line)]) for at, (x, line) in enumerate(lines)]
    sheet = make_page([*HEAD, centred(620, "BIÊN BẢN"), centred(700, "Họp thôn"), *body, *SIGNER])
    found = read("minutes", sheet)
    assert found["content"].value == "Ông Nguyễn Văn An nêu mục đích của cuộc họp.\nCác thành viên nhất trí."
    assert found["end_time"].value == "10 giờ 30, ngày 10/3/2026"


def test_a_petition_s_text_stands_between_the_sender_and_the_pledge() -> None:
    lines = [
        (MARGIN, "Kính gửi: Chủ tịch UBND xã Tiên Du"),
        (MARGIN, "Tên tôi là: Nguyễn Văn An"),
        (MARGIN, "Địa chỉ: Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh"),
        (INDENT, "Gia đình tôi bị ngập úng mỗi khi mưa to vì cống thoát nước trước nhà đã bị lấp từ lâu."),
        (INDENT, "Tôi xin cam đoan nội dung trên là đúng sự thật."),
        (1500, "Tiên Du, ngày 05 tháng 3 năm 2026"),
        (1700, "Người làm đơn"),
        (1700, "Nguyễn Văn An"),
    ]
    body: list[Row] = [(600 + 90 * at, [(x, line)]) for at, (x, line) in enumerate(lines)]
    motto = [centred(200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), centred(270, "Độc lập - Tự do - Hạnh phúc")]
    sheet = make_page([*motto, centred(420, "ĐƠN ĐỀ NGHỊ"), *body])
    assert read("citizen_petition", sheet)["summary"].value == (
        "Gia đình tôi bị ngập úng mỗi khi mưa to vì cống thoát nước trước nhà đã bị lấp từ lâu."
    )


def test_articles_and_recipients_go_on_overleaf() -> None:
    head = [*HEAD, centred(620, "QUYẾT ĐỊNH"), centred(700, "Về việc kiện toàn Ban Chỉ đạo chuyển đổi số")]
    first = make_page(
        [
            *head,
            (900, [(INDENT, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;")]),
            centred(1000, "QUYẾT ĐỊNH:"),
            (1100, [(INDENT, "Điều 1. Kiện toàn Ban Chỉ đạo chuyển đổi số theo quy định tại")]),
            (1180, [(MARGIN, "Điều 95 Luật Giao dịch điện tử và")]),
        ]
    )
    second = make_page(
        [
            centred(150, "2"),
            (300, [(MARGIN, "các văn bản hướng dẫn.")]),
            (400, [(INDENT, "Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.")]),
            (3000, [(280, "Nơi nhận:"), (1650, "TM. ỦY BAN NHÂN DÂN")]),
            (3070, [(280, "- Như Điều 2;"), (1800, "CHỦ TỊCH")]),
            (3400, [(1700, "Nguyễn Văn An")]),
        ],
        number=2,
    )
    third = make_page([(300, [(280, "- Thường trực HĐND;")]), (370, [(280, "- Lưu: VT.")])], number=3)
    found = read("decision", first, second, third)
    assert found["articles"].value.splitlines() == [
        "Điều 1. Kiện toàn Ban Chỉ đạo chuyển đổi số theo quy định tại Điều 95 Luật Giao dịch điện tử và"
        " các văn bản hướng dẫn",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký",
    ]
    assert found["recipients"].value.splitlines() == ["Như Điều 2", "Thường trực HĐND", "Lưu: VT"]


def test_lines_that_begin_with_a_plus_are_parts_of_one_value() -> None:
    lines = [
        "d) Hình thức sử dụng:",
        "+ Sử dụng riêng: 100,5 m²",
        "+ Sử dụng chung: 20,0 m²",
        "đ) Mục đích sử dụng: Đất ở tại nông thôn",
    ]
    sheet = make_page([(300 + 80 * at, [(MARGIN, line)]) for at, line in enumerate(lines)])
    found = read("land_certificate_2009_2024", sheet)
    assert found["land_use_form"].value == "+ Sử dụng riêng: 100,5 m² + Sử dụng chung: 20,0 m²"
    assert found["land_use_purpose"].value == "Đất ở tại nông thôn"


@pytest.mark.parametrize(
    ("heading", "closing", "end"),
    [
        (
            "III. NỘI DUNG CUỘC HỌP",
            "Biên bản lập xong hồi 10 giờ 30 cùng ngày, đã đọc lại.",
            "10 giờ 30 cùng ngày",
        ),
        ("Nội dung làm việc:", "Cuộc họp kết thúc lúc 10h30. Biên bản đã được thông qua./.", "10h30"),
        (
            "II. Nội dung:",
            "Hội nghị kết thúc vào hồi 10 giờ 30, ngày 10/3/2026,/.",
            "10 giờ 30, ngày 10/3/2026",
        ),
    ],
)
def test_minutes_close_in_the_words_of_many_offices(heading: str, closing: str, end: str) -> None:
    lines = ["Thời gian bắt đầu: 08 giờ 00, ngày 10/3/2026", heading, "1. Ông An nêu mục đích.", closing]
    body: list[Row] = [(900 + 80 * at, [(MARGIN, line)]) for at, line in enumerate(lines)]
    sheet = make_page([*HEAD, centred(620, "BIÊN BẢN"), centred(700, "Họp thôn"), *body, *SIGNER])
    found = read("minutes", sheet)
    assert (found["content"].value, found["end_time"].value) == ("1. Ông An nêu mục đích.", end)
