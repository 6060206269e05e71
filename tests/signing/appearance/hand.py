"""Signs a paper with an appearance, by pyHanko alone and a throwaway key, and measures what came of it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from signing.appearance import INVISIBLE, Appearance, appearance_of, shown_page
from signing.orders import FieldPlace, Role, SignOrder
from signing.tokens import NamedToken, OpenToken, open_token

AT = datetime(2026, 11, 22, 3, 40, 5, tzinfo=UTC)
"""10:40:05 in Vietnam."""
MM = 72 / 25.4
DPI = 127
"""Five pixels a millimetre."""


def order(
    source: Path,
    role: Role = Role.PERSON,
    *,
    image: Path | None = None,
    text: Sequence[str] = (),
    **more: Any,
) -> SignOrder:
    return SignOrder(source, source.with_name("out.pdf"), role, image=image, text=tuple(text), **more)


@cache
def _token() -> OpenToken:
    manager = open_token(NamedToken("thu", "throwaway"), None)
    return manager.__enter__()


def add_field(writer: IncrementalPdfFileWriter, name: str, place: FieldPlace) -> None:
    page = shown_page(writer.find_page_for_modification(place.page - 1)[0].get_object())
    box = None if place == INVISIBLE else page.in_file(place.box)
    append_signature_field(writer, SigFieldSpec(name, on_page=place.page - 1, box=box))


def stamp(
    source: Path,
    target: Path,
    appearance: Appearance,
    *,
    field: str,
    later: Mapping[str, FieldPlace] = MappingProxyType({}),
) -> Path:
    """Signs `source`; the field is made where it is missing, later ones and the agency's with the first."""
    with source.open("rb") as stream, target.open("wb") as out:
        writer = IncrementalPdfFileWriter(stream)
        names = {name for name, _, _ in enumerate_sig_fields(writer.prev)}
        if field not in names:
            add_field(writer, field, appearance.place)
        for name, place in later.items():
            add_field(writer, name, place)
        if appearance.agency is not None and "CoQuan" not in names:
            add_field(writer, "CoQuan", appearance.agency)
        metadata = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
        PdfSigner(metadata, _token().signer, stamp_style=appearance.style).sign_pdf(writer, output=out)
    return target


def signed(
    source: Path, target: Path, wanted: SignOrder, *, field: str = "Ky", is_trial: bool = False, **more: Any
) -> Appearance:
    """Signs `source` as the order asks and tells the appearance it took."""
    appearance = appearance_of(wanted, source, at=AT, is_trial=is_trial, **more)
    stamp(source, target, appearance, field=field)
    return appearance


def by_poppler(path: Path, page: int) -> NDArray[np.uint8]:
    """The page as poppler draws it: rows, columns, red green blue."""
    stem = path.with_suffix(f".{page}")
    subprocess.run(
        ["pdftoppm", "-cropbox", "-r", str(DPI), "-f", str(page), "-l", str(page), "-singlefile", path, stem],
        check=True,
    )
    return np.asarray(Image.open(stem.with_suffix(f".{page}.ppm")).convert("RGB"))


def by_pdfium(path: Path, page: int) -> NDArray[np.uint8]:
    """The page as pdfium, the engine of Chromium, draws it."""
    with pdfium.PdfDocument(path) as document:
        document.init_forms()
        drawn = document[page - 1].render(scale=DPI / 72, may_draw_forms=True).to_pil()
    return np.asarray(drawn.convert("RGB"))


def ink_mm(picture: NDArray[np.uint8], colour: str) -> tuple[float, float, float, float]:
    """left, bottom, right, top in mm of all ink of a colour, `blue` or `red`, in a drawn page."""
    red, green, blue = (picture[..., channel].astype(int) for channel in range(3))
    first, second = (blue, red) if colour == "blue" else (red, blue)
    rows, columns = np.nonzero((first > second + 60) & (first > green + 40))
    height = picture.shape[0]
    pixel = 25.4 / DPI
    return (
        columns.min() * pixel,
        (height - 1 - rows.max()) * pixel,
        (columns.max() + 1) * pixel,
        (height - rows.min()) * pixel,
    )


def in_mm(place: FieldPlace) -> tuple[float, ...]:
    return tuple(edge / MM for edge in place.box)


def text_of(path: Path, page: int) -> str:
    """What pdftotext reads on one page, spaces and line ends as single spaces."""
    command = ["pdftotext", "-f", str(page), "-l", str(page), path, "-"]
    return " ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
