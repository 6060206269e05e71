"""Papers as other programs write them, and what is read back from them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf


def text_of(path: Path, mode: str = "-layout") -> str:
    """What Poppler reads, one space between words."""
    done = subprocess.run(["pdftotext", mode, str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def rewritten(source: Path, target: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    """The PDF after `change(pdf)`."""
    with pikepdf.open(source) as pdf:
        change(pdf)
        pdf.save(target)
    return target


def with_content(source: Path, target: Path, replacements: Sequence[tuple[bytes, bytes]]) -> Path:
    """The PDF with pieces of page 1's content replaced."""

    def change(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        for old, new in replacements:
            assert old in content
            content = content.replace(old, new)
        pdf.pages[0].Contents = pdf.make_stream(content)

    return rewritten(source, target, change)
