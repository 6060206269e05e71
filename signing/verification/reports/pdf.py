"""The report as PDF/A-2u, with Vietnamese letters in Tinos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from signing.printing.report import Report
from signing.verification.reports.content import TITLE, sections
from signing.verification.verdicts import VIETNAM, FileVerdict


def pdf_report(verdicts: Sequence[FileVerdict]) -> bytes:
    """The whole file."""
    moments = [verdict.checked_at for verdict in verdicts if verdict.checked_at]
    report = Report(TITLE, created=max(moments, default=datetime.now(VIETNAM)))
    for section in sections(verdicts):
        report.heading(section.title, level=section.depth)
        report.facts(section.rows)
        for text in section.remarks:
            report.paragraph(f"– {text}")
    return report.pdf()
