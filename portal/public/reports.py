"""The report that a visitor takes away, though nothing of their check is kept here.

What was found travels in the page's own form, sealed with the portal's key: it comes back as it went, or not
at all, and for an hour only.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core import signing

from signing.verification.reports.content import Section, sections
from signing.verification.verdicts import VIETNAM, FileVerdict

SALT = "hoso.public.report"
GOOD_FOR_SECONDS = 3600
LONGEST = 400_000
"""Characters of a sealed report; one of forty signatures takes 30,000."""


def sealed(verdict: FileVerdict) -> str:
    """What was found, to be carried by a form."""
    found = [asdict(section) for section in sections([verdict])]
    at = (verdict.checked_at or datetime.now(VIETNAM)).isoformat()
    return signing.dumps({"at": at, "sections": found}, salt=SALT, compress=True)


def opened(text: str) -> tuple[list[Section], datetime] | None:
    """The report's sections and when the check was; `None` for what this portal did not seal, or too late."""
    if len(text) > LONGEST:
        return None
    try:
        held: dict[str, Any] = signing.loads(text, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature:
        return None
    found = [
        Section(
            one["title"],
            tuple((row[0], row[1]) for row in one["rows"]),
            tuple(one["remarks"]),
            one["verdict"],
            one["depth"],
        )
        for one in held["sections"]
    ]
    return found, datetime.fromisoformat(held["at"])


def report_of(text: str) -> bytes | None:
    """The report as PDF/A; `None` as `opened`."""
    held = opened(text)
    if held is None:
        return None
    from signing.verification.reports.pdf import pdf_of  # noqa: PLC0415  fonts take time to load

    return pdf_of(held[0], created=held[1])
