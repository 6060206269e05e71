"""The report as PDF/A-2u, with Vietnamese letters in Tinos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from signing.printing.report import Report
from signing.verification.reports.content import TITLE, Section, sections
from signing.verification.verdicts import VIETNAM, FileVerdict


def pdf_report(verdicts: Sequence[FileVerdict]) -> bytes:
    """The whole file."""
    moments = [verdict.checked_at for verdict in verdicts if verdict.checked_at]
    return pdf_of(sections(verdicts), created=max(moments, default=datetime.now(VIETNAM)))


def pdf_of(parts: Iterable[Section], *, created: datetime) -> bytes:
    """A report of these sections; `created` carries its zone."""
    report = Report(TITLE, created=created)
    for section in parts:
        report.heading(section.title, level=section.depth)
        report.facts(section.rows)
        for text in section.remarks:
            report.paragraph(f"– {text}")
    return report.pdf()
