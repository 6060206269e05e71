"""Hoso, through its own command."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.measuring import measure
from bench.pdf_text import pages_of, text_of_pdf
from bench.peers import Reading

CALL = "import sys; from hoso.command import main; sys.exit(main(sys.argv[1:]))"


class Hoso:
    name = "hoso"

    def missing(self) -> str:
        return ""

    def read(self, bundle: Path, folder: Path, *, jobs: int) -> Reading:
        """Every step: opening, enhancing, recognising, understanding, writing the PDF/A."""
        arguments = ["digitise", str(bundle), "-o", str(folder), "--jobs", str(jobs)]
        command = [sys.executable, "-c", CALL, *arguments]
        cost = measure(command, environment={"HOSO_DATA": str(folder / "data")}, log=folder / "hoso.log")
        output = folder / f"{bundle.stem}.pdf"
        own = (folder / f"{bundle.stem}.txt").read_text(encoding="utf-8")
        return Reading(cost, {"own": pages_of(own), "pdftotext": text_of_pdf(output)}, output)


PEERS = [Hoso()]
