"""A compact rendition: sharp ink in its colours over a small picture of the paper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont

from pipeline.pdfa import Attachment, write_searchable
from pipeline.pdfa.jpx import is_plain_jpx
from pipeline.source import open_source
from tests.pipeline.drawn import WHEN, encoded, paper, read_page, scan_pdf

SIZE = (1240, 1754)


def worn_page() -> Image.Image:
    """Grainy paper at 150 dpi with black print, a red ring and blue strokes."""
    image = Image.new("RGB", SIZE, (238, 232, 214))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(26)
    for row in range(150, 1500, 45):
        draw.text(
            (150, row), "Uy ban nhan dan xa Thu Nghiem so 12 ngay 3 thang 4", fill=(40, 38, 36), font=font
        )
    draw.ellipse((800, 1300, 1050, 1550), outline=(200, 40, 50), width=8)
    draw.line((700, 1520, 1100, 1420), fill=(40, 60, 190), width=6)
    grain = np.random.default_rng(5).normal(0, 7, (*SIZE[::-1], 3))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))


def write(source: Path, out: Path, *, compact: bool) -> bytes:
    page = read_page(size=SIZE, dpi=150)
    write_searchable(source, [page], out, title="Giấy", created=WHEN, compact=compact)
    return out.read_bytes()


def test_a_worn_colour_page_is_at_least_four_times_smaller_and_looks_the_same(tmp_path: Path) -> None:
    source = tmp_path / "scan.jpg"
    source.write_bytes(encoded(worn_page(), "JPEG", quality=85, dpi=(150, 150)))
    small = write(source, tmp_path / "small.pdf", compact=True)
    assert len(small) * 4 < source.stat().st_size
    with open_source(tmp_path / "small.pdf") as made:
        seen = made.page(1).picture(dpi=150).pixels
    wanted = np.asarray(worn_page())
    assert np.abs(seen.astype(int) - wanted).mean() < 12
    ring, stroke = seen[1301:1306, 920:930].reshape(-1, 3), seen[1465:1475, 895:905].reshape(-1, 3)
    assert (ring[:, 0].astype(int) - ring[:, 2]).max() > 90
    assert (stroke[:, 2].astype(int) - stroke[:, 0]).max() > 90


def test_a_scanned_pdf_becomes_compact_too_and_reads_at_its_own_resolution_or_finer(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper((1240, 1754)), "JPEG", quality=90)])
    page = read_page(size=(1240, 1754), dpi=100)
    write_searchable(source, [page], tmp_path / "small.pdf", title="Giấy", created=WHEN, compact=True)
    with open_source(tmp_path / "small.pdf") as made:
        assert made.page(1).picture().dpi > 99
    with pikepdf.open(tmp_path / "small.pdf") as pdf:
        kinds = [image.get("/ImageMask", False) for image in pdf.pages[0].Resources.XObject.values()]
    assert True in kinds


def test_a_page_of_two_tones_is_kept_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "fax.tif"
    paper(SIZE, mode="1").save(source, dpi=(150, 150), compression="group4")
    assert write(source, tmp_path / "one.pdf", compact=True) == write(
        source, tmp_path / "two.pdf", compact=False
    )


def test_files_that_ride_along_say_what_they_are(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")])
    record = Attachment("record.json", b"{}", "application/json", description="Hồ sơ dạng máy đọc")
    out = tmp_path / "out.pdf"
    written = write_searchable(source, [read_page()], out, title="Giấy", created=WHEN, attachments=[record])
    assert written.conformance == "3u"
    with pikepdf.open(out) as pdf:
        (file,) = pdf.Root.AF
        assert file.AFRelationship == "/Data"
        assert file.EF.F.Subtype == "/application/json"
        assert bytes(file.EF.F.read_bytes()) == b"{}"
        assert b"<pdfaid:part>3</pdfaid:part>" in pdf.Root.Metadata.read_bytes()


def jpx_pdf(path: Path, mode: str) -> bytes:
    stream = encoded(paper(mode=mode), "JPEG2000", quality_layers=[20])
    scan_pdf(path, [encoded(paper(mode=mode), "JPEG")])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        image.write(stream, filter=pikepdf.Name.JPXDecode)
        pdf.save(path)
    return stream


def test_a_plain_jpeg_2000_scan_is_kept_to_the_last_byte(tmp_path: Path) -> None:
    stream = jpx_pdf(tmp_path / "scan.pdf", "RGB")
    write_searchable(tmp_path / "scan.pdf", [read_page()], tmp_path / "out.pdf", title="Giấy", created=WHEN)
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert image.read_raw_bytes() == stream


def test_a_jpeg_2000_picture_without_a_header_is_not_taken_for_plain() -> None:
    with pikepdf.new() as pdf:
        assert not is_plain_jpx(pikepdf.Stream(pdf, b"\xff\x4f\xff\x51bare code stream"))
