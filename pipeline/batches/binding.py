"""Binds pages of several finished renditions into one, as they are: their streams are copied, not made anew.

A record whose pages were scanned into two files has a rendition of each first, written as for any file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf

from pipeline.pdfa.metadata import About, describe


@dataclass(frozen=True, slots=True)
class BoundPage:
    """One page of the bound rendition."""

    rendition: Path
    """A PDF/A that Hoso wrote."""
    place: int
    """The page's position in it, from 0."""
    number: int
    """The page's number in its record, which viewers show."""


def bind(pages: Sequence[BoundPage], out: Path, *, title: str, created: datetime, sha256: str) -> None:
    """Writes `pages` in this order to `out`, a PDF/A that claims what the weakest of its parts claims.

    `sha256` is that of the file that the record is named after. Written beside `out` and renamed.
    """
    joined, made = out.with_name(f"{out.name}.joined"), out.with_name(f"{out.name}.part")
    # qpdf's own job joins them: copying pages between documents would bring every stream into memory.
    chosen = [word for page in pages for word in (str(page.rendition), str(page.place + 1))]
    try:
        pikepdf.Job(["qpdf", "--empty", "--pages", *chosen, "--", str(joined)]).run()
        with pikepdf.open(joined, access_mode=pikepdf.AccessMode.stream) as pdf:
            if "/ID" in pdf.trailer:
                del pdf.trailer["/ID"]  # the job's own, drawn by chance: equal input is to give equal bytes
            _label(pdf, [page.number for page in pages])
            claim = _weakest({page.rendition for page in pages})
            describe(pdf, About(title, created, sha256, conformance=claim))
            pdf.save(
                made,
                min_version="1.7",
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                compress_streams=False,
                deterministic_id=True,
            )
        made.replace(out)
    finally:
        joined.unlink(missing_ok=True)
        made.unlink(missing_ok=True)


def _weakest(renditions: set[Path]) -> str:
    """`2u` where the text of every part can be copied out, else `2b`; `none` when one claims nothing."""
    claims: set[str] = set()
    for rendition in renditions:
        with pikepdf.open(rendition, access_mode=pikepdf.AccessMode.stream) as pdf:
            claims.add(pdf.open_metadata().pdfa_status.lower())
    if "" in claims:
        return "none"
    return "2u" if all(claim.endswith("u") for claim in claims) else "2b"


def _label(pdf: pikepdf.Pdf, numbers: Sequence[int]) -> None:
    """Page labels (ISO 32000-1, 12.4.2) where the numbers are not 1, 2, 3 and so on."""
    if "/PageLabels" in pdf.Root:
        del pdf.Root.PageLabels
    if list(numbers) == list(range(1, len(numbers) + 1)):
        return
    starts = [place for place, number in enumerate(numbers) if place == 0 or number != numbers[place - 1] + 1]
    tree = [part for place in starts for part in (place, {"/S": pikepdf.Name.D, "/St": numbers[place]})]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=tree)
