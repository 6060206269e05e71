"""Bare Tesseract: the command, one thread, a page a process, on the image that Hoso's enhancing made.

This is the least that recognising can cost with this engine; what others cost is told as a multiple of it.
Opening the PDF and enhancing are not counted here.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import cv2

from bench.measuring import measure
from bench.pdf_text import pages_of
from bench.peers import Reading
from pipeline.enhance import EnhanceOptions, enhance
from pipeline.limits import Limits
from pipeline.source import open_source

# Runs the pages in a child of its own, so that the times of all the commands are counted as one tree.
RUNNER = """
import subprocess, sys
from concurrent.futures import ThreadPoolExecutor
jobs, pages = int(sys.argv[1]), sys.argv[2:]
def read(page):
    image, dpi = page.rsplit("@", 1)
    out = image.removesuffix(".pgm")
    subprocess.run(["tesseract", image, out, "-l", "vie", "--dpi", dpi, "--psm", "3"], check=True)
with ThreadPoolExecutor(jobs) as pool:
    list(pool.map(read, pages))
"""


class BareTesseract:
    name = "tesseract-bare"

    def missing(self) -> str:
        return "" if shutil.which("tesseract") else "tesseract"

    def read(self, bundle: Path, folder: Path, *, jobs: int) -> Reading:
        pages = _enhanced(bundle, folder)
        named = [f"{image}@{dpi}" for image, dpi in pages]
        command = [sys.executable, "-c", RUNNER, str(jobs), *named]
        cost = measure(command, environment={"OMP_THREAD_LIMIT": "1"}, log=folder / "tesseract.log")
        texts = [image.with_suffix(".txt").read_text(encoding="utf-8") for image, _ in pages]
        return Reading(cost, {"own": [pages_of(text)[0] for text in texts]})


def _enhanced(bundle: Path, folder: Path) -> list[tuple[Path, int]]:
    """Writes each enhanced page as PGM; gives its path and dpi."""
    written = []
    with open_source(bundle, Limits()) as source:
        for number in range(1, source.page_count + 1):
            picture = source.page(number).picture()
            sheet = enhance(picture.pixels, picture.dpi, EnhanceOptions())
            image = folder / f"page-{number:04d}.pgm"
            cv2.imwrite(str(image), sheet.grey)
            written.append((image, round(sheet.dpi)))
    return written


PEERS = [BareTesseract()]
