"""What child processes look up and draw of a paper for the desk: its pages' sizes, and a trial print.

Nothing here knows Django, for the children do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from portal.outgoing.steps import PrintTask, print_on
from portal.pictures.drawing import DocumentTask, Picture, Wish, draw_document
from records.pdfium import pdfium_lock

Sizes = list[tuple[float, float]]
"""Width and height of every page in points, as it is shown."""


@dataclass(frozen=True, slots=True)
class TrialTask:
    """Print number and date on a copy and draw its first page."""

    print: PrintTask
    wish: Wish


def sizes_of(path: Path) -> Sizes:
    """None for what cannot be opened."""
    with pdfium_lock:
        try:
            document = pdfium.PdfDocument(str(path))
        except (pdfium.PdfiumError, FileNotFoundError):
            return []
        try:
            return [document.get_page_size(number) for number in range(len(document))]
        finally:
            document.close()


def draw_trial(task: TrialTask) -> Picture | None:
    """Page 1 as it would be printed now. Raises a kind of `SigningRefused`."""
    print_on(task.print)
    return draw_document(DocumentTask(task.print.target, 1, task.wish))
