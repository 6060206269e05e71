"""What runs in a child process of its own for one upload: nothing here touches database or network.

The child has a limit of memory and of time from whoever starts it; this adds processor time and what it may
write. A file is given by its descriptor in the parent, so it needs no name on a disk.
"""

from __future__ import annotations

import resource
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

from records.errors import DamagedFile
from signing.verification import FileVerdict

PROCESSOR_SECONDS = 60
WRITTEN_BYTES = 1 << 20
MOST_PAGES = 2000
MOST_SIGNATURES = 40
"""Shown and reported of one file; papers carry up to a dozen."""
LONGEST = 400
"""Characters of anything that comes out of the file."""
MOST_PIXELS = 60_000_000
"""A phone's camera takes 12 to 50 million."""
READ_SIDE = 2600
"""Pixels of the longer side on which a QR code is looked for."""


@dataclass(frozen=True, slots=True)
class PdfTask:
    """Judge the signatures of a PDF."""

    path: Path
    name: str
    """As the visitor called it; only shown again."""
    trust_folder: Path | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a `PdfTask`, every text within bounds."""

    verdict: FileVerdict
    pages: int
    """0 where they cannot be counted."""


@dataclass(frozen=True, slots=True)
class PhotoTask:
    """Read the QR code on a photograph."""

    path: Path


def judge_pdf(task: PdfTask) -> Judged:
    """The verdict on every signature, offline; never raises for what the file holds."""
    _hold_back()
    from signing.trust import TrustStore  # noqa: PLC0415  in the child alone: pyHanko takes a second to load
    from signing.verification import verify_file  # noqa: PLC0415

    trust = TrustStore.from_folder(task.trust_folder) if task.trust_folder else TrustStore()
    verdict = verify_file(task.path, trust)
    return Judged(bounded(replace(verdict, file=task.name)), _page_count(task.path))


def read_photo(task: PhotoTask) -> str:
    """The text of the first QR code; empty when there is none. Raises `DamagedFile` for no picture."""
    _hold_back()
    import zxingcpp  # noqa: PLC0415
    from PIL import Image, ImageOps  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(task.path, formats=("JPEG", "PNG", "WEBP")) as opened:
            opened.draft("L", (READ_SIDE, READ_SIDE))
            picture = ImageOps.exif_transpose(opened).convert("L")
    except Exception as error:  # Pillow raises many kinds on what is no picture
        raise DamagedFile(f"no picture: {type(error).__name__}") from error
    picture.thumbnail((READ_SIDE, READ_SIDE))
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return next((code.text[:LONGEST] for code in found if code.valid), "")


def bounded(verdict: FileVerdict) -> FileVerdict:
    """The verdict with every text cut to `LONGEST`, so that a page and a report of it stay small."""
    signatures = tuple(
        replace(
            one,
            field=_cut(one.field),
            signer=_cut(one.signer),
            agency=_cut(one.agency),
            chain=tuple(_cut(name) for name in one.chain[:8]),
            covers=_cut(one.covers),
            changes_after=_cut(one.changes_after),
            remarks=tuple(replace(remark, text=_cut(remark.text)) for remark in one.remarks[:20]),
            reason=replace(one.reason, text=_cut(one.reason.text)),
        )
        for one in verdict.signatures[:MOST_SIGNATURES]
    )
    timestamps = tuple(
        replace(one, field=_cut(one.field), service=_cut(one.service), remarks=one.remarks[:5])
        for one in verdict.timestamps[:MOST_SIGNATURES]
    )
    remarks = tuple(replace(remark, text=_cut(remark.text)) for remark in verdict.remarks[:20])
    return replace(verdict, signatures=signatures, timestamps=timestamps, remarks=remarks)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _page_count(path: Path) -> int:
    import pikepdf  # noqa: PLC0415

    try:
        with pikepdf.open(path) as pdf:
            return min(len(pdf.pages), MOST_PAGES)
    except Exception:  # the verdict says already what is wrong with it
        return 0


def _hold_back() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
