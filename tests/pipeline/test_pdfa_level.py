"""A page scanned askew stands level in the rendition, its words with it, and nothing of it is lost."""

from __future__ import annotations

import io
import math
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from bench.order import skewed
from pipeline.pdfa import write_searchable
from pipeline.pdfa.levelling import LEAST_DEGREES, levelled, place_on, slope_of
from pipeline.pdfa.page_picture import upright_picture
from records import Page, PageImageKind, TextOrigin
from tests.pipeline.drawn import LINES, WHEN, encoded, read_page, scan_pdf, sign

SIZE = (827, 1169)
POINTS = (827 * 0.72, 1169 * 0.72)
INK = (200, 30, 30)


def marked(page: Page) -> Image.Image:
    """A page whose words are bars of ink, with one corner black."""
    image = Image.new("RGB", (page.width, page.height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 40, 40), fill="black")
    for word in page.words:
        draw.rectangle((word.box.x0, word.box.y0, word.box.x1, word.box.y1), fill=INK)
    return image


def askew(degrees: float) -> tuple[Image.Image, Page]:
    """A scan lying askew, and the page as it is read there."""
    page = read_page()
    return marked(page).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white"), skewed(page, degrees)


def written(folder: Path, degrees: float, *, compact: bool = False) -> tuple[Path, Page, bytes]:
    image, page = askew(degrees)
    stream = encoded(image, "JPEG", quality=90)
    source = scan_pdf(folder / "scan.pdf", [stream])
    out = folder / "out.pdf"
    write_searchable(source, [page], out, title="Giấy", created=WHEN, compact=compact)
    return out, page, stream


def boxes_of(path: Path) -> list[tuple[float, float, float, float]]:
    """Boxes of the words as poppler finds them, points, origin top left."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True, text=True)
    found = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">\S', done.stdout)
    return [tuple(map(float, box)) for box in found]  # type: ignore[misc]


def drawn(path: Path, scale: float = 2) -> np.ndarray:
    document = pdfium.PdfDocument(path)
    try:
        return np.asarray(document[0].render(scale=scale).to_pil().convert("RGB")).astype(int)
    finally:
        document.close()


def is_ink(pixels: np.ndarray) -> np.ndarray:
    return np.asarray(pixels[:, :, 0] - pixels[:, :, 1] > 80)


@pytest.mark.parametrize("degrees", [-9.0, -2.5, 0.4, 4.0, 14.0])
@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.needs("pdftotext")
def test_words_lie_level_on_their_ink_in_our_order(tmp_path: Path, degrees: float, compact: bool) -> None:
    out, _, _ = written(tmp_path, degrees, compact=compact)
    text = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, check=True, text=True).stdout
    assert text.split() == " ".join(LINES).split()
    ink = is_ink(drawn(out))
    boxes = boxes_of(out)
    tops = {round(y0) for _, y0, _, _ in boxes}
    assert len(tops) <= 2 * len(LINES)
    for x0, y0, x1, y1 in boxes:
        inside = ink[round(y0 * 2) : round(y1 * 2), round(x0 * 2) : round(x1 * 2)]
        assert inside.mean() > 0.8
    covered = np.zeros_like(ink)
    for x0, y0, x1, y1 in boxes:
        covered[round(y0 * 2) - 4 : round(y1 * 2) + 4, round(x0 * 2) - 4 : round(x1 * 2) + 4] = True
    assert (ink & ~covered).sum() < 0.02 * ink.sum()


def test_the_sheet_holds_all_of_the_picture_and_no_more_and_its_stream_is_untouched(tmp_path: Path) -> None:
    out, page, stream = written(tmp_path, 3.0)
    with pikepdf.open(out) as pdf:
        (picture,) = pdf.pages[0].Resources.XObject.values()
        assert picture.read_raw_bytes() == stream
        left, bottom, right, top = (float(value) for value in pdf.pages[0].mediabox)
    cos, sin = math.cos(math.radians(3)), math.sin(math.radians(3))
    assert (left, bottom) == (0, 0)
    assert right == pytest.approx(POINTS[0] * cos + POINTS[1] * sin, abs=1)
    assert top == pytest.approx(POINTS[0] * sin + POINTS[1] * cos, abs=1)
    place, _ = levelled(page, POINTS)
    a, b, c, d, e, f = place.way
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (0, POINTS[0]) for y in (0, POINTS[1])]
    assert all(-0.01 <= x <= right + 0.01 and -0.01 <= y <= top + 0.01 for x, y in corners)


@pytest.mark.parametrize("degrees", [-3.3, 0.0, 6.0])
def test_the_picture_for_evidence_is_as_scanned_so_that_boxes_fall_on_their_words(
    tmp_path: Path, degrees: float
) -> None:
    out, page, stream = written(tmp_path, degrees)
    document = pdfium.PdfDocument(out)
    try:
        seen = np.asarray(upright_picture(out, document, 0, dpi=page.dpi, most=4_000_000)).astype(int)
    finally:
        document.close()
    with Image.open(io.BytesIO(stream)) as image:
        wanted = np.asarray(image.convert("RGB")).astype(int)
    seen = seen[: wanted.shape[0], : wanted.shape[1]]  # pdfium rounds a straight page up
    assert np.abs(seen - wanted).mean() < 3
    ink = is_ink(seen)
    left = ink.copy()
    for word in page.words:
        x0, y0, x1, y1 = (round(value) for value in word.box.as_list())
        assert ink[y0:y1, x0:x1].mean() > 0.5
        left[y0 - 2 : y1 + 3, x0 - 2 : x1 + 3] = False
    assert left.sum() < 0.03 * ink.sum()


def test_a_large_picture_for_evidence_is_made_smaller(tmp_path: Path) -> None:
    out, _, _ = written(tmp_path, 3.0)
    document = pdfium.PdfDocument(out)
    try:
        assert upright_picture(out, document, 0, dpi=300, most=10_000).size == pytest.approx((84, 119), abs=1)
    finally:
        document.close()


def test_pages_that_lie_straight_or_are_no_pictures_stay_as_they_are() -> None:
    page = skewed(read_page(), 3.0)
    for same in (
        skewed(read_page(), LEAST_DEGREES / 2),
        replace(page, words=()),
        replace(page, origin=TextOrigin.TEXT_LAYER),
        replace(page, kind=PageImageKind.BORN_DIGITAL),
        replace(skewed(read_page(), 30.0), kind=PageImageKind.SCAN),
    ):
        place, as_it_was = levelled(same, POINTS)
        assert place.is_as_scanned
        assert as_it_was is same
        assert place.size == POINTS


def test_a_scan_that_was_signed_stays_as_its_signer_saw_it(tmp_path: Path) -> None:
    image, page = askew(3.0)
    source = scan_pdf(tmp_path / "signed.pdf", [encoded(image, "JPEG")])
    sign(source)
    write_searchable(source, [page], tmp_path / "out.pdf", title="Giấy", created=WHEN)
    assert place_on(tmp_path / "out.pdf", 0) is None
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert [float(value) for value in pdf.pages[0].mediabox][2:] == pytest.approx(POINTS, abs=0.1)


def test_the_slope_is_that_of_the_lines_or_else_that_which_straightening_found() -> None:
    page = skewed(read_page(), 3.0)
    assert slope_of(replace(page, skew=2.5)) == pytest.approx(3.0, abs=0.01)
    without = replace(page, words=tuple(replace(word, baseline=None) for word in page.words))
    assert slope_of(without) == page.skew


@pytest.mark.parametrize("way", [None, [1, 0, 0, 1, 0], ["x"] * 6])
def test_a_page_that_says_nothing_sound_of_its_place_is_drawn_as_it_is(
    tmp_path: Path, way: list[object] | None
) -> None:
    out, _, _ = written(tmp_path, 3.0)
    with pikepdf.open(out, allow_overwriting_input=True) as pdf:
        private = pdf.pages[0].PieceInfo.Hoso.Private
        if way is None:
            del private["/Way"]
        else:
            private.Way = pikepdf.Array(way)
        pdf.save(out)
    document = pdfium.PdfDocument(out)
    try:
        wide = document[0].get_width()
        assert upright_picture(out, document, 0, dpi=72, most=4_000_000).width == pytest.approx(wide, abs=1)
    finally:
        document.close()
