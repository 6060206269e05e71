"""Text of each page: from a text file parted by form feeds, and from a PDF as `pdftotext` reads it."""

from __future__ import annotations

import subprocess
from pathlib import Path


def pages_of(text: str) -> list[str]:
    """Pages of a text whose pages end, or are parted, by a form feed."""
    pages = text.split("\f")
    return pages[:-1] if len(pages) > 1 and not pages[-1].strip() else pages


def text_of_pdf(path: Path) -> list[str]:
    """What `pdftotext` gives for each page."""
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True, timeout=600
    )
    return pages_of(done.stdout.decode("utf-8"))
