"""OCRmyPDF, plain and with the options that a careful user would give for scans."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import measure
from bench.pdf_text import pages_of, text_of_pdf
from bench.peers import Reading


@dataclass(frozen=True, slots=True)
class OcrMyPdf:
    name: str
    options: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def missing(self) -> str:
        if importlib.util.find_spec("ocrmypdf") is None:
            return "ocrmypdf (pip install ocrmypdf)"
        return ", ".join(tool for tool in self.needs if shutil.which(tool) is None)

    def read(self, bundle: Path, folder: Path, *, jobs: int) -> Reading:
        output, sidecar = folder / "ocrmypdf.pdf", folder / "ocrmypdf.txt"
        command = [
            sys.executable, "-m", "ocrmypdf", "--language", "vie", "--jobs", str(jobs),
            "--sidecar", str(sidecar), *self.options, str(bundle), str(output),
        ]  # fmt: skip
        cost = measure(command, log=folder / "ocrmypdf.log")
        own = pages_of(sidecar.read_text(encoding="utf-8"))
        return Reading(cost, {"own": own, "pdftotext": text_of_pdf(output)}, output)


PEERS = [
    OcrMyPdf("ocrmypdf"),
    OcrMyPdf("ocrmypdf-cleaned", ("--deskew", "--rotate-pages", "--clean"), ("unpaper",)),
]
