"""Image files of every kind open by content, stand upright on white, and meet the limits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.limits import Limits
from pipeline.source import SourceKind, open_source
from records.errors import DamagedFile, EmptyFile, NotADocument, TooLarge
from tests.pipeline.drawn import encoded, paper

FORMATS = {
    SourceKind.JPEG: "JPEG",
    SourceKind.PNG: "PNG",
    SourceKind.WEBP: "WEBP",
    SourceKind.BMP: "BMP",
    SourceKind.GIF: "GIF",
    SourceKind.TIFF: "TIFF",
    SourceKind.HEIC: "HEIF",
}


def write(folder: Path, stream: bytes, name: str = "scan.bin") -> Path:
    path = folder / name
    path.write_bytes(stream)
    return path


@pytest.mark.parametrize("kind", FORMATS)
def test_every_kind_is_told_by_its_bytes_and_not_by_its_name(tmp_path: Path, kind: SourceKind) -> None:
    path = write(tmp_path, encoded(paper(), FORMATS[kind]), "wrong.pdf")
    with open_source(path) as source:
        assert source.kind is kind
        assert source.page_count == 1
        picture = source.page(1).picture()
    assert picture.pixels.shape[:2] == (1169, 827)
    assert picture.pixels[5, 5].max() < 60
    assert picture.pixels[-5, -5].min() > 200


def test_each_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    sheets = [paper(mode="1"), paper((400, 300), mode="L"), paper()]
    path = tmp_path / "three.tif"
    sheets[0].save(path, save_all=True, append_images=sheets[1:], dpi=(100, 100))
    with open_source(path) as source:
        shapes = [source.page(number).picture().pixels.shape for number in (1, 2, 3, 1)]
    assert shapes == [(1169, 827), (300, 400), (1169, 827, 3), (1169, 827)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_are_turned_as_their_exif_says(tmp_path: Path, orientation: int) -> None:
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    shown = paper()
    stored = shown.transpose(back[orientation]) if orientation in back else shown
    exif = Image.Exif()
    exif[274] = orientation
    path = write(tmp_path, encoded(stored, "JPEG", exif=exif, dpi=(100, 100)))
    with open_source(path) as source:
        pixels = source.page(1).picture().pixels
    assert pixels.shape == (1169, 827, 3)
    assert pixels[20, 20].max() < 60
    assert pixels[20, -20].min() > 200


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (100, 100, 200, 200))
    with open_source(write(tmp_path, encoded(clear, "PNG"))) as source:
        pixels = source.page(1).picture().pixels
    assert pixels[5, 5].tolist() == [255, 255, 255]
    assert pixels[150, 150].tolist() == [255, 0, 0]


@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("L", "JPEG")])
def test_other_colour_modes_come_out_grey_or_rgb(tmp_path: Path, mode: str, kind: str) -> None:
    with open_source(write(tmp_path, encoded(paper().convert(mode), kind))) as source:
        pixels = source.page(1).picture().pixels
    assert pixels.dtype == np.uint8
    assert pixels[5, 5].max() < 60
    assert pixels[-5, -5].min() > 200


def test_sixteen_bits_are_brought_down_to_eight(tmp_path: Path) -> None:
    deep = Image.fromarray(np.asarray(paper(mode="L")).astype(np.uint16) * 257)
    with open_source(write(tmp_path, encoded(deep, "PNG"))) as source:
        pixels = source.page(1).picture().pixels
    assert (pixels[5, 5], pixels[-5, -5]) == (0, 255)


def test_a_missing_resolution_is_estimated_from_a4_and_said(tmp_path: Path) -> None:
    with open_source(write(tmp_path, encoded(paper((1240, 1754)), "PNG"))) as source:
        page = source.page(1)
        picture = page.picture()
    assert 148 < picture.dpi < 152
    assert "ước lượng" in page.warnings[0]


def test_a_screen_resolution_on_a_large_scan_is_not_believed(tmp_path: Path) -> None:
    with open_source(write(tmp_path, encoded(paper((2480, 3508)), "JPEG", dpi=(72, 72)))) as source:
        assert 295 < source.page(1).picture().dpi < 305


def test_fax_dots_are_made_square(tmp_path: Path) -> None:
    with open_source(
        write(tmp_path, encoded(paper((1728, 1143), mode="1"), "TIFF", dpi=(204, 98)))
    ) as source:
        picture = source.page(1).picture()
    assert picture.pixels.shape == (2379, 1728)
    assert picture.dpi == pytest.approx(204)


def test_a_very_fine_scan_is_reduced_and_said(tmp_path: Path) -> None:
    with open_source(write(tmp_path, encoded(paper((1200, 1800)), "PNG", dpi=(600, 600)))) as source:
        page = source.page(1)
        picture = page.picture()
    assert picture.dpi == pytest.approx(400)
    assert picture.pixels.shape[:2] == (1200, 800)
    assert "600 dpi" in page.warnings[0]


def test_only_the_first_image_of_an_animation_is_taken_and_said(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    paper().save(path, save_all=True, append_images=[paper(mark=False)])
    with open_source(path) as source:
        assert source.page_count == 1
        assert "ảnh đầu tiên" in source.page(1).warnings[0]


def test_limits_are_met_before_anything_is_decoded(tmp_path: Path) -> None:
    path = write(tmp_path, encoded(paper(), "PNG"))
    with pytest.raises(TooLarge):
        open_source(path, Limits(max_bytes=100))
    with pytest.raises(TooLarge):
        open_source(path, Limits(max_page_pixels=1000))
    frames = tmp_path / "many.tif"
    paper((50, 50)).save(frames, save_all=True, append_images=[paper((50, 50))] * 4)
    with pytest.raises(TooLarge):
        open_source(frames, Limits(max_pages=4))


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    bomb = bytearray(encoded(paper((64, 64), mode="1"), "BMP"))
    bomb[18:26] = (60_000).to_bytes(4, "little") * 2
    with pytest.raises(TooLarge):
        open_source(write(tmp_path, bytes(bomb)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP", "WEBP"])
def test_a_file_that_was_cut_short_is_refused_with_a_remedy(tmp_path: Path, kind: str) -> None:
    whole = encoded(paper(), kind)
    path = write(tmp_path, whole[: len(whole) * 2 // 3])
    with pytest.raises(DamagedFile) as refused, open_source(path) as source:
        source.page(1).picture()
    assert "quét lại" in refused.value.remedy_vi


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADocument):
        open_source(write(tmp_path, b"PK\x03\x04 not a paper"))
    with pytest.raises(EmptyFile):
        open_source(write(tmp_path, b""))
