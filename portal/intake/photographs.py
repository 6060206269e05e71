"""Makes one PDF of several photographs of one paper, in order, with every photograph kept byte for byte.

A JPEG goes in as it is: the PDF's image stream has its bytes. Of others (HEIC, PNG, WebP …) the page shows
a JPEG of the upright picture, and the photograph itself is attached to the PDF. The same photographs in the
same order give the same bytes, so that a paper which is sent twice is known.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image, ImageOps

from pipeline.limits import Limits
from pipeline.source import SourceKind, open_source
from pipeline.source.image import open_image
from pipeline.source.resolution import A4_LONG_INCHES
from records.errors import DamagedFile, NotADocument, TooLarge

MOST_PHOTOGRAPHS = 200
PICTURE_QUALITY = 95
"""Of the page's picture where the photograph itself is attached: nothing that is read there is lost."""
NOT_A_PHOTOGRAPH_VI = (
    "“{name}” không phải ảnh chụp. Chỉ ghép ảnh thành một giấy tờ; gửi riêng tệp PDF hoặc TIFF."
)
NOT_A_PHOTOGRAPH_EN = (
    "“{name}” is not a photograph. Only photographs become one paper; send PDF or TIFF by itself."
)
_MEDIA_TYPES = {SourceKind.HEIC: "image/heic", SourceKind.PNG: "image/png", SourceKind.WEBP: "image/webp"}


@dataclass(frozen=True, slots=True)
class Photograph:
    """One photograph as it was sent."""

    path: Path
    name: str


def join(photographs: Sequence[Photograph], out: Path, limits: Limits) -> None:
    """Writes the PDF, a page a photograph. Raises `NotADocument`, `DamagedFile` or `TooLarge`."""
    if not 1 <= len(photographs) <= MOST_PHOTOGRAPHS:
        raise TooLarge(f"{len(photographs)} photographs, at most {MOST_PHOTOGRAPHS}")
    pages: list[bytes] = []
    attached: list[tuple[int, Photograph, SourceKind]] = []
    for number, photograph in enumerate(photographs, start=1):
        kind = _kind(photograph, limits)
        picture = photograph.path.read_bytes() if kind is SourceKind.JPEG else b""
        if not _is_plain_jpeg(picture):
            picture = _picture(photograph, kind)
            attached.append((number, photograph, kind))
        pages.append(picture)
    _write(pages, attached, out)


def _kind(photograph: Photograph, limits: Limits) -> SourceKind:
    with open_source(photograph.path, limits) as source:
        kind = source.kind
    if kind in (SourceKind.PDF, SourceKind.TIFF):
        told = {"name": photograph.name}
        raise NotADocument(
            kind.value,
            remedy_vi=NOT_A_PHOTOGRAPH_VI.format(**told),
            remedy_en=NOT_A_PHOTOGRAPH_EN.format(**told),
        )
    return kind


def _is_plain_jpeg(content: bytes) -> bool:
    """Whether a PDF can hold it as it is: one picture, grey or colour, not a sequence."""
    if not content:
        return False
    with Image.open(io.BytesIO(content), formats=("JPEG", "MPO")) as image:
        return image.format == "JPEG" and image.mode in {"L", "RGB"}


def _picture(photograph: Photograph, kind: SourceKind) -> bytes:
    try:
        with open_image(photograph.path, kind) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DamagedFile(f"a photograph: {type(error).__name__}") from error
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=PICTURE_QUALITY, subsampling=0)
    return out.getvalue()


def _layout(width: int, height: int, _dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    """A page as long as A4, whatever the camera says: what photographs alone are measured by too."""
    points = A4_LONG_INCHES * 72 / max(width, height)
    return width * points, height * points, width * points, height * points


def _write(pages: Sequence[bytes], attached: Sequence[tuple[int, Photograph, SourceKind]], out: Path) -> None:
    try:
        bound = img2pdf.convert(
            list(pages), layout_fun=_layout, nodate=True, rotation=img2pdf.Rotation.ifvalid
        )
    except (img2pdf.ImageOpenError, img2pdf.PdfTooLargeError, ValueError, OSError) as error:
        raise DamagedFile(f"a photograph: {type(error).__name__}") from error
    with pikepdf.open(io.BytesIO(bound)) as pdf:
        for number, photograph, kind in attached:
            name = f"{number:03d} {photograph.name}"
            pdf.attachments[name] = pikepdf.AttachedFileSpec(
                pdf,
                photograph.path.read_bytes(),
                filename=name,
                mime_type=_MEDIA_TYPES.get(kind, "application/octet-stream"),
                relationship=pikepdf.Name.Source,
                creation_date="",
                mod_date="",
            )
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]  # made by chance; the one that is written follows from the contents
        pdf.save(out, deterministic_id=True, linearize=False)
