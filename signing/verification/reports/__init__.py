"""Reports for auditors: everything that was found out, when and with what it was checked, as HTML or PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from signing.verification.reports.html import html_report
from signing.verification.verdicts import FileVerdict


def write_report(verdicts: Sequence[FileVerdict], target: Path) -> None:
    """Writes `target`, `.pdf` or HTML by its ending."""
    if target.suffix.lower() == ".pdf":
        from signing.verification.reports.pdf import pdf_report  # noqa: PLC0415  fonts take time to load

        target.write_bytes(pdf_report(verdicts))
    else:
        target.write_text(html_report(verdicts), encoding="utf-8")
