"""Images are refused with a sentence or kept as they are: cut to their ink, at their own size."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from records.errors import SigningRefused
from signing.appearance import appearance_of
from signing.appearance.pictures import MOST_SIDE, open_picture
from signing.orders import Role
from tests.signing.appearance.conftest import Desk
from tests.signing.appearance.hand import AT, MM, order

BLUE = (20, 60, 170, 255)


def scrawl(
    path: Path, size: tuple[int, int] = (600, 300), *, dpi: int | None = 300, ink: bool = True
) -> Path:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    if ink:
        ImageDraw.Draw(image).ellipse((100, 50, 500, 250), outline=BLUE, width=10)
    image.save(path, **({"dpi": (dpi, dpi)} if dpi else {}))
    return path


def test_an_image_is_cut_to_its_ink_and_keeps_its_real_size(tmp_path: Path) -> None:
    picture = open_picture(scrawl(tmp_path / "a.png"))
    assert picture.pixels == (401, 201)
    assert picture.millimetres == pytest.approx((401 / 300 * 25.4, 201 / 300 * 25.4), rel=1e-3)
    colour = np.frombuffer(zlib.decompress(picture.colour), np.uint8).reshape(201, 401, 3)
    alpha = np.frombuffer(zlib.decompress(picture.alpha), np.uint8).reshape(201, 401)
    assert (colour == BLUE[:3]).all()
    assert set(np.unique(alpha)) == {0, 255}


def test_a_huge_image_is_kept_at_six_hundred_dpi_without_dark_edges(tmp_path: Path) -> None:
    image = Image.new("RGBA", (4000, 2400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((200, 200, 3800, 2200), fill=BLUE)
    image.save(tmp_path / "a.png", dpi=(2400, 2400))
    picture = open_picture(tmp_path / "a.png")
    assert max(picture.pixels) == MOST_SIDE
    assert picture.millimetres is not None
    assert picture.millimetres[0] == pytest.approx(3601 / 2400 * 25.4, rel=1e-3)
    colour = np.frombuffer(zlib.decompress(picture.colour), np.uint8).reshape(-1, 3).astype(int)
    alpha = np.frombuffer(zlib.decompress(picture.alpha), np.uint8)
    assert (abs(colour[alpha >= 64] - BLUE[:3]) <= 16).all()  # rounded while alpha was multiplied in
    assert (colour[alpha == 0] == BLUE[:3]).all()


@pytest.mark.parametrize("mode", ["P", "LA"])
def test_every_kind_of_transparent_png_is_taken(mode: str, tmp_path: Path) -> None:
    image = Image.open(scrawl(tmp_path / "rgba.png"))
    image.convert(mode).save(tmp_path / "a.png", **({"transparency": 0} if mode == "P" else {}))
    if mode == "P":
        image.quantize(8).save(tmp_path / "a.png")
    assert open_picture(tmp_path / "a.png").pixels == (401, 201)


def test_images_that_cannot_be_used_are_refused_by_name(tmp_path: Path) -> None:
    Image.new("RGB", (50, 50), "white").save(tmp_path / "opaque.png")
    Image.new("RGB", (50, 50), "white").save(tmp_path / "photo.jpg")
    (tmp_path / "cut.png").write_bytes(scrawl(tmp_path / "a.png").read_bytes()[:300])
    scrawl(tmp_path / "empty.png", ink=False)
    (tmp_path / "large.png").write_bytes(b"")
    os.truncate(tmp_path / "large.png", 21_000_000)
    for name in ("opaque.png", "photo.jpg", "cut.png", "empty.png", "large.png", "none.png"):
        with pytest.raises(SigningRefused) as refused:
            open_picture(tmp_path / name)
        assert name in refused.value.remedy_vi


def test_an_image_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    path = scrawl(tmp_path / "a.png")
    before = open_picture(path)
    assert open_picture(path) is before
    scrawl(path, dpi=600)
    os.utime(path, ns=(1, 1))
    assert open_picture(path) is not before


@pytest.mark.parametrize(("dpi", "wide_mm"), [(300, 34), (600, 30), (100, 50), (None, 45)])
def test_a_signature_is_drawn_at_its_own_size_within_bounds(
    dpi: int | None, wide_mm: float, desk: Desk, tmp_path: Path
) -> None:
    image = scrawl(tmp_path / "a.png", dpi=dpi)
    source = desk.paper("letter")
    box = appearance_of(order(source, image=image), source, at=AT, is_trial=False).place.box
    assert (box[2] - box[0]) / MM == pytest.approx(wide_mm, abs=0.1)


def test_a_seal_without_its_size_is_refused_unless_the_setting_gives_it(desk: Desk, tmp_path: Path) -> None:
    source = desk.paper("letter")
    for dpi, words in ((None, "dpi"), (72, "141 mm")):
        image = scrawl(tmp_path / "seal.png", dpi=dpi)
        wanted = order(source, Role.AGENCY, image=image)
        with pytest.raises(SigningRefused) as refused:
            appearance_of(wanted, source, at=AT, is_trial=False)
        assert words in refused.value.remedy_vi
        box = appearance_of(wanted, source, at=AT, is_trial=False, seal_mm=36).place.box
        assert (box[2] - box[0]) / MM == pytest.approx(36)
