"""The sample scans of the demonstration: invented papers as a scanner and a clerk leave them.

Kinds of file, names, skew, wear, a page upside down, papers of two pages and one that is no record: what
a real inbox holds on one morning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import img2pdf
from PIL import Image

from classifiers.specimens.composing import compose
from classifiers.specimens.drawing import draw
from classifiers.specimens.sheet import Specimen
from classifiers.specimens.strangers import compose_stranger
from classifiers.specimens.wearing import wear


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One sample scan."""

    path: Path
    expected_type: str | None
    """Record type it should be filed under; `None` where "không rõ" is the right answer."""
    note: str
    """What is particular about it, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    code: str | None
    wear: str
    note: str
    pages: int | None = None
    """Wanted number of pages; any when `None`."""
    turned: int = 0
    """Degrees by which the scan lies turned, clockwise."""


SAMPLES = (
    Sample("Scan_0001.pdf", "decision", "office", "PDF, máy quét văn phòng"),
    Sample("giay khai sinh - an.jpg", "birth_certificate", "office", "JPEG, hơi nghiêng"),
    Sample("GCN QSDD thua 152.pdf", "land_certificate_2024", "office", "PDF hai trang", pages=2),
    Sample("ket hon.png", "marriage_certificate", "clean", "PNG, bản sạch"),
    Sample("trich luc khai tu 38.pdf", "death_extract", "worn", "giấy cũ, có nếp gấp"),
    Sample("XN tinh trang hon nhan.pdf", "marital_status_confirmation", "worn", "nghiêng, ố"),
    Sample("CT07_0012.jpg", "residence_confirmation_ct07", "office", "JPEG"),
    Sample("GPXD.pdf", "building_permit", "office", "PDF"),
    Sample("ho kinh doanh.png", "household_business_certificate", "clean", "PNG, bản sạch"),
    Sample("CV den 0415.pdf", "official_letter", "office", "đặt ngược khi quét", turned=180),
    Sample("IMG_20260305_0931.jpg", "notice", "worn", "JPEG, giấy cũ"),
    Sample("To trinh.tif", "submission", "office", "TIFF nhiều trang", pages=2),
    Sample("Scan_0013.pdf", "decision", "poor", "bản sao mờ, 150 dpi"),
    Sample("Scan_0014.pdf", None, "office", "bảng giá chợ, không phải hồ sơ"),
)


def write_demo_set(
    folder: Path, *, seed: int = 1, on_written: Callable[[DemoFile], None] | None = None
) -> list[DemoFile]:
    """Draws the sample scans into `folder` (made when missing) and says what each should be filed as.

    The same seed writes the same papers. `on_written` is told of each file as it lies there whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for index, sample in enumerate(SAMPLES):
        images = [
            wear(draw(sheet), sample.wear, seed + index).rotate(-sample.turned, expand=True)
            for sheet in _specimen(sample, seed * 100 + index).sheets
        ]
        file = DemoFile(folder / sample.name, sample.code, sample.note)
        save(
            images,
            file.path,
            dpi=300 if sample.wear in {"clean", "office"} else 200 if sample.wear == "worn" else 150,
        )
        written.append(file)
        if on_written is not None:
            on_written(file)
    return written


def _specimen(sample: Sample, seed: int) -> Specimen:
    """A specimen with the wanted number of pages: the first seed that gives it."""
    if sample.code is None:
        return compose_stranger(seed, kind=0)
    for attempt in range(200):
        specimen = compose(sample.code, seed + 1000 * attempt)
        if sample.pages in {None, len(specimen.sheets)}:
            return specimen
    raise ValueError(f"no {sample.code} of {sample.pages} pages was drawn")


def save(images: list[Image.Image], path: Path, *, dpi: int) -> None:
    """Writes the page pictures as the kind of file that the name asks for: PDF, TIFF, JPEG or PNG.

    The file appears whole: it is written beside itself and moved, as a scanner's driver does.
    """
    part = path.with_name(f".{path.name}.part")
    resolution = (dpi, dpi)
    if path.suffix == ".pdf":
        pages: list[Path] = []
        for image in images:
            page = path.with_name(f".{path.stem}-{len(pages)}.jpg")
            image.save(page, "JPEG", quality=85, dpi=resolution)
            pages.append(page)
        part.write_bytes(img2pdf.convert([str(page) for page in pages]))
        for page in pages:
            page.unlink()
    elif path.suffix == ".tif":
        images[0].save(
            part, "TIFF", save_all=True, append_images=images[1:], dpi=resolution, compression="tiff_lzw"
        )
    elif path.suffix == ".jpg":
        images[0].save(part, "JPEG", quality=85, dpi=resolution)
    else:
        images[0].save(part, "PNG", dpi=resolution)
    part.replace(path)
