"""Compact pages against the scans they stand for: size, error of two readers, likeness, CPU and memory.

Each page is written twice as a searchable PDF, as it is and compact; both are rendered at 300 dpi by poppler
and read by the Tesseract command, and read by our own reader from the PDF. Memory is that of a fresh process.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import img2pdf
import numpy as np
from PIL import Image

from bench.drawn_pages import CODES, JPEG_QUALITY, without_mark
from bench.errors import compare
from bench.machine import keep
from bench.measuring import measure
from bench.tables import percent, show
from classifiers.specimens import compose, draw, perfect_pages, wear
from classifiers.specimens.damaging import seal_over, signature_over, stamp_over
from classifiers.specimens.photographing import photograph
from classifiers.specimens.variants import HELD_OUT_FROM

KINDS = ("office", "worn", "poor", "colour", "photo")
"""`colour` is an office page with a seal, a stamp and a signature over its print."""
WAYS = ("scan", "compact")
_WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline.pdfa import write_searchable
from pipeline.source import open_source
from records import Page
source, out = Path(sys.argv[1]), Path(sys.argv[2])
with open_source(source) as opened:
    picture = opened.page(1).picture()
page = Page(1, picture.dpi, picture.pixels.shape[1], picture.pixels.shape[0])
del picture
write_searchable(
    source, [page], out, title="-", created=datetime(2026, 1, 1, tzinfo=UTC), compact=sys.argv[3] == "compact"
)
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pages", type=int, default=2, metavar="N", help="pages of each kind (2)")
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--seed", type=int, default=0, help="draws other papers")
    parser.add_argument("--large", type=Path, metavar="PDF", help="another scan, of which memory is measured")


def run(options: argparse.Namespace) -> int:
    """Draws, writes, reads, prints a table and keeps the figures."""
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        for kind in options.kinds:
            for number in range(options.pages):
                found.append(_of_page(kind, HELD_OUT_FROM + options.seed + number, folder))
        large = None
        if options.large:
            large = measure(_command(options.large, folder / "large.pdf", "compact")).as_dict()
    _print(found)
    if large:
        print(f"{options.large.name}: {large['largest_process_mb']:.0f} MB, {large['cpu_seconds']:.1f} s CPU")
    settings = {"pages": options.pages, "kinds": options.kinds, "seed": options.seed}
    print(f"kept in {keep('compact', {'settings': settings, 'pages': found, 'large': large})}")
    return 0


def _of_page(kind: str, seed: int, folder: Path) -> dict[str, Any]:
    source = folder / f"{kind}-{seed}.pdf"
    text = _draw(kind, seed, source)
    result: dict[str, Any] = {"kind": kind, "seed": seed}
    looks = []
    for way in WAYS:
        made = folder / f"{kind}-{seed}-{way}.pdf"
        cost = measure(_command(source, made, way))
        picture = made.with_suffix(".png")
        command = ["pdftoppm", "-r", "300", "-png", "-singlefile", str(made), str(picture.with_suffix(""))]
        subprocess.run(command, check=True, timeout=120)
        with Image.open(picture) as image:
            looks.append(np.asarray(image.convert("L"), np.float32))
        result[way] = {
            "bytes": made.stat().st_size,
            "cpu_seconds": round(cost.cpu_seconds, 2),
            "peak_mb": round(cost.largest_process_mb, 1),
            "tesseract_error": _error(text, _by_tesseract(picture)),
            "own_error": _error(text, _by_us(made)),
        }
    result["psnr_db"] = round(10 * float(np.log10(255**2 / np.mean((looks[0] - looks[1]) ** 2))), 1)
    return result


def _draw(kind: str, seed: int, path: Path) -> str:
    """Writes the scan as a PDF; gives the text printed on it."""
    paper = compose(CODES[seed % len(CODES)], seed)
    picture = draw(paper.sheets[0], 300)
    if kind == "photo":
        worn = photograph(picture, seed)
    elif kind == "colour":
        pixels = np.asarray(picture.convert("RGB"))
        for damage in (seal_over, stamp_over, signature_over):
            pixels = damage(pixels, seed)
        worn = wear(Image.fromarray(pixels), "office", seed)
    else:
        worn = wear(picture, kind, seed)
    packed = io.BytesIO()
    dpi = round(worn.info.get("dpi", (300, 300))[0])
    worn.save(packed, "JPEG", quality=JPEG_QUALITY.get(kind, 85), dpi=(dpi, dpi))
    path.write_bytes(img2pdf.convert(packed.getvalue()))
    return perfect_pages(paper, 300)[0].text


def _command(source: Path, out: Path, way: str) -> list[str]:
    return [sys.executable, "-c", _WRITE, str(source), str(out), way]


def _by_tesseract(picture: Path) -> str:
    command = ["tesseract", str(picture), "-", "-l", "vie", "--dpi", "300"]
    quiet = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300, env=quiet).stdout


def _by_us(path: Path) -> str:
    # Only here: the recognisers take a second to load.
    from pipeline.reading import read_page  # noqa: PLC0415

    return " ".join(word.text for word in read_page(path, 1).words)


def _error(printed: str, read: str) -> float:
    return round(compare(printed, without_mark(read)).rates()["character_error"], 5)


def _print(found: list[dict[str, Any]]) -> None:
    rows = []
    for page in found:
        scan, compact = (page[way] for way in WAYS)
        rows.append(
            (
                f"{page['kind']} {page['seed']}",
                f"{scan['bytes'] / compact['bytes']:.1f} ×",
                *(
                    f"{percent(scan[reader])} / {percent(compact[reader])}"
                    for reader in ("tesseract_error", "own_error")
                ),
                f"{page['psnr_db']:.1f}",
                f"{compact['cpu_seconds']:.1f}",
                f"{compact['peak_mb']:.0f}",
            )
        )
    columns = ("page", "smaller", "Tesseract, scan / compact", "ours", "PSNR dB", "CPU s", "peak MB")
    show("Compact pages against their scans", columns, rows)
