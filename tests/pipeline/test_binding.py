"""Pages of several renditions become one, in the order asked for, with their words, still PDF/A."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from pipeline.batches.binding import BoundPage, bind
from pipeline.batches.renumbering import renumbered
from pipeline.pdfa import write_searchable
from records import Box, Page, ScanFault, Word
from tests.tools.verapdf import failures

MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
DPI, WIDTH, HEIGHT = 75, 620, 877


def rendition(folder: Path, name: str, *texts: str) -> Path:
    """A rendition with a page for each text, its words invisible over a scan."""
    scans, pages = [], []
    for number, text in enumerate(texts, start=1):
        scan = Image.new("L", (WIDTH, HEIGHT), 250)
        ImageDraw.Draw(scan).text((50, 60), name, fill=10, font_size=18)
        scans.append(scan)
        words = tuple(
            Word(word, Box(50 + 90 * place, 60, 130 + 90 * place, 84), 0.95)
            for place, word in enumerate(text.split())
        )
        pages.append(Page(number, DPI, WIDTH, HEIGHT, words=words))
    source, out = folder / f"{name}.tif", folder / f"{name}.pdf"
    scans[0].save(source, save_all=True, append_images=scans[1:], dpi=(DPI, DPI))
    write_searchable(source, pages, out, title=name, created=MOMENT)
    return out


@pytest.fixture
def bound(tmp_path: Path) -> Path:
    fronts = rendition(tmp_path, "fronts", "Giấy khai sinh", "Họ tên")
    backs = rendition(tmp_path, "backs", "Đã chứng thực", "Quê quán")
    out = tmp_path / "bound.pdf"
    order = [BoundPage(fronts, 0, 1), BoundPage(backs, 1, 2), BoundPage(fronts, 1, 5), BoundPage(backs, 0, 6)]
    bind(order, out, title="Giấy khai sinh", created=MOMENT, sha256="0" * 64)
    return out


def test_pages_come_in_the_order_asked_for_with_their_words(bound: Path) -> None:
    document = pdfium.PdfDocument(bound)
    try:
        texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()
    assert texts == ["Giấy khai sinh", "Quê quán", "Họ tên", "Đã chứng thực"]


def test_viewers_show_the_numbers_of_the_record_and_nothing_is_left_beside(bound: Path) -> None:
    with pikepdf.open(bound) as pdf:
        assert [page.label for page in pdf.pages] == ["1", "2", "5", "6"]
        assert pdf.open_metadata().pdfa_status == "2U"
        assert pdf.docinfo.Title == "Giấy khai sinh"
    assert not [path for path in bound.parent.iterdir() if path.suffix in {".joined", ".part"}]


def test_the_same_pages_give_the_same_bytes(bound: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    pages = [BoundPage(bound, place, number) for place, number in enumerate((1, 2, 5, 6))]
    for out in (again, tmp_path / "once more.pdf"):
        bind(pages, out, title="x", created=MOMENT, sha256="0" * 64)
    assert again.read_bytes() == (tmp_path / "once more.pdf").read_bytes()


@pytest.mark.needs("verapdf")
def test_what_is_bound_is_pdfa(bound: Path) -> None:
    assert failures([bound]) == []


def test_a_page_under_another_number_says_so_in_its_remarks() -> None:
    page = Page(
        2,
        DPI,
        WIDTH,
        HEIGHT,
        warnings=("Trang 2 mờ", "Trang 21 khác"),
        faults=(ScanFault("focus", "Trang 2 mờ"),),
    )
    moved = renumbered(page, 3)
    assert (moved.number, moved.warnings) == (3, ("Trang 3 mờ", "Trang 21 khác"))
    assert moved.faults == (ScanFault("focus", "Trang 3 mờ"),)
    assert renumbered(page, 2) is page
