"""Copies handed out: marked, watermarked, and what was to be hidden is gone from pixels and bytes alike."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from pipeline.copies import CopyOrder, masks_for, write_copy
from records import Box, FieldValue, Page
from tests.portal.catalogued import make_field, make_page

MADE = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
SECRET = "014319000123"


def drawn(page: Page, dpi: float) -> Image.Image:
    """The page with a bar of ink where each word stands."""
    image = Image.new(
        "RGB", (round(page.width * dpi / page.dpi), round(page.height * dpi / page.dpi)), "white"
    )
    for word in page.words:
        draw_box(image, word.box, dpi / page.dpi)
    return image


def draw_box(image: Image.Image, box: Box, scale: float) -> None:
    ImageDraw.Draw(image).rectangle([edge * scale for edge in box.as_list()], fill=(40, 40, 160))


def copied(out: Path, *pages: Page, **order: object) -> Path:
    by_number = {page.number: page for page in pages}
    write_copy(
        CopyOrder(pages, MADE, **order),  # type: ignore[arg-type]
        lambda number, dpi: drawn(by_number[number], dpi),
        out,
    )
    return out


def text_of(path: Path) -> str:
    with pdfium.PdfDocument(str(path)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def rendered(path: Path, index: int = 0) -> Image.Image:
    with pdfium.PdfDocument(str(path)) as document:
        return document[index].render(scale=300 / 72).to_pil().convert("RGB")


def test_a_copy_says_so_at_the_top_right_in_times_of_ten_points(tmp_path: Path) -> None:
    path = copied(tmp_path / "copy.pdf", make_page("Số: 15/QĐ-UBND"), make_page("trang hai", number=2))
    with pdfium.PdfDocument(str(path)) as document:
        for page in document:
            text = page.get_textpage()
            found = text.search("BẢN SAO").get_next()
            assert found is not None
            left, bottom, right, top = text.get_charbox(found[0])[:2] + text.get_charbox(sum(found) - 1)[2:]
            width, height = page.get_size()
            assert right > width - 45
            assert top > height - 45
            assert bottom > height - 60
            assert left > width - 100
    with pikepdf.open(path) as pdf:
        stamp = pdf.pages[0].Resources.XObject.Stamp
        assert b"/F 10 Tf" in stamp.read_bytes()
        assert b"0 g" in stamp.read_bytes()
        assert "Tinos" in str(stamp.Resources.Font.F.BaseFont)


def test_a_copy_without_masks_can_be_searched_and_one_with_masks_has_no_text_but_the_stamp(
    tmp_path: Path,
) -> None:
    page = make_page(f"Họ tên LÒ THỊ MÂY\nSố {SECRET}")
    assert "LÒ THỊ MÂY" in text_of(copied(tmp_path / "plain.pdf", page))
    masks = masks_for([page], [make_field(SECRET)])
    assert text_of(copied(tmp_path / "masked.pdf", page, masks=masks)).split() == ["BẢN", "SAO"]


def test_nothing_of_what_was_masked_is_left_in_pixels_or_bytes(tmp_path: Path) -> None:
    page = make_page(f"Họ tên LÒ THỊ MÂY\nSố {SECRET}")
    number = next(word for word in page.words if word.text == SECRET)
    field = make_field(SECRET, box=number.box)
    path = copied(tmp_path / "m.pdf", page, masks=masks_for([page], [field]), lines=["Cấp cho: UBND xã"])
    image = rendered(path)
    box = tuple(round(edge) for edge in number.box.as_list())
    brightest = max(high for _, high in image.crop(box).getextrema())
    assert brightest < 40  # JPEG leaves black a little uneven; the bar of ink was 160 blue
    beside = page.words[0].box
    assert image.crop(tuple(map(round, beside.as_list()))).getextrema()[2][1] > 100  # the others stay
    with pikepdf.open(path) as pdf:
        said = b"".join(
            one.read_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image"
        )
        assert SECRET.encode() not in path.read_bytes() + said
        assert "Names" not in pdf.Root
        assert "AcroForm" not in pdf.Root
        assert pdf.docinfo.Title == "Bản sao"
        assert "/Annots" not in pdf.pages[0].obj


@pytest.mark.parametrize(
    "said",
    [
        "Sinh ngày 05/03/2019 tại",
        "Sinh ngày 5-3-2019 tại",
        "Sinh ngày 05 tháng 03 năm 2019 tại",
        "Sinh ngày 5 tháng 3 năm 2019, tại",
    ],
)
def test_a_date_is_found_however_it_is_written(said: str) -> None:
    page = make_page(said, number=2)
    masks = masks_for([make_page("Giấy"), page], [make_field("05/03/2019", "2019-03-05")])
    hidden = [word.text for word in page.words if any(word.box.overlap(box) for box in masks[2])]
    assert hidden[0] in {"05/03/2019", "5-3-2019", "ngày"}
    assert "2019" in hidden[-1]
    assert "Sinh" not in hidden
    assert "tại" not in hidden


def test_a_number_is_found_on_other_pages_also_with_a_letter_misread() -> None:
    pages = [
        make_page("Tờ khai"),
        make_page(f"số {SECRET}", number=2),
        make_page("số O14319000123.", number=3),
    ]
    masks = masks_for(pages, [make_field(SECRET)])
    assert set(masks) == {1, 2, 3}


def test_a_short_name_is_no_part_of_another_word() -> None:
    page = make_page("bản sao của An ở xã An Lan Lang", number=2)
    masks = masks_for([page], [make_field("Lan", page=1)], words=["An"])
    hidden = [word.text for word in page.words if any(word.box.overlap(box) for box in masks[2])]
    assert hidden == ["An", "An", "Lan"]


def test_codes_of_a_page_are_hidden_with_anything_else() -> None:
    from dataclasses import replace

    from records.printed_marks import PageCode

    code = PageCode("qr", f"{SECRET}|LÒ THỊ MÂY", Box(1800, 300, 2100, 600))
    page = replace(make_page("Căn cước"), codes=(code,))
    assert masks_for([page], []) == {}
    assert any(box.overlap(code.box) == code.box.area for box in masks_for([page], [], ["Căn"])[1])


def test_a_page_that_cannot_be_drawn_is_told_and_blank(tmp_path: Path) -> None:
    out = tmp_path / "c.pdf"
    assert write_copy(CopyOrder([make_page("a b")], MADE), lambda _number, _dpi: None, out) == [1]
    assert rendered(out).size == pytest.approx((2480, 3508), abs=2)


def test_every_page_says_who_took_the_copy(tmp_path: Path) -> None:
    page = make_page("x")
    plain, marked = (
        rendered(copied(tmp_path / f"{name}.pdf", page, lines=lines))
        for name, lines in (("a", ()), ("b", ("Cấp cho: Trần Văn B", "lan, 14:30 22/11/2026")))
    )
    grey = [sum(one.convert("L").histogram()[:235]) for one in (plain, marked)]
    assert grey[1] > grey[0] + 20_000


def test_fields_without_a_place_hide_what_is_found_and_break_nothing() -> None:
    nowhere = FieldValue("", "", 1.0, 1, Box(0, 0, 0, 0), "", "person:lan")
    assert masks_for([make_page("a b c")], [nowhere]) == {}


def test_a_share_of_a_page_is_black_also_where_nothing_was_read_of_it(tmp_path: Path) -> None:
    unread = Page(number=1, dpi=0.0, width=0, height=0)
    out = tmp_path / "c.pdf"
    order = CopyOrder([unread], MADE, shares={1: [Box(0.25, 0.1, 0.75, 0.2)]})
    write_copy(order, lambda _number, _dpi: Image.new("RGB", (1654, 2339), "white"), out)
    page = rendered(out).convert("L")
    width, height = page.size
    assert page.crop((width // 4, height // 10, 3 * width // 4, height // 5)).getextrema()[1] < 40
    assert page.crop((0, height // 4, width, height)).getextrema()[0] > 200
    assert text_of(out).split() == ["BẢN", "SAO"]


def test_codes_are_hidden_with_what_is_drawn_by_hand() -> None:
    from dataclasses import replace

    from records.printed_marks import PageCode

    code = PageCode("qr", SECRET, Box(1800, 300, 2100, 600))
    page = replace(make_page("Căn cước"), codes=(code,))
    assert list(masks_for([page], [], hides_codes=True)) == [1]
