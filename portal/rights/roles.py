"""The five roles of an office and what each may do."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the office; one person may be several."""

    RECORDS_STAFF = "records_staff"
    """Hands scans in and corrects what the system is unsure of."""
    OFFICIAL = "official"
    """Signs outgoing documents."""
    CLERK = "clerk"
    """Gives numbers, seals, hands out copies (văn thư)."""
    AUDITOR = "auditor"
    """Sees who did what, and proves that nothing was changed or lost."""
    ADMINISTRATOR = "administrator"
    """Keeps accounts, rights and settings; sees no papers by this role alone."""


class Right(StrEnum):
    """One thing that may be done."""

    SEE = "see"
    """Find and look at records."""
    DOWNLOAD = "download"
    """Take a record's files away."""
    HAND_IN = "hand_in"
    """Send scans, follow them, scan again."""
    REVIEW = "review"
    """Correct records."""
    REMOVE = "remove"
    """Take a file that was handed in by mistake out of work, with a reason."""
    HAND_OUT = "hand_out"
    """Make stamped copies for others."""
    SIGN = "sign"
    """Sign outgoing documents."""
    CLERK = "clerk"
    """Give numbers, seal, recall."""
    AUDIT = "audit"
    """Read the audit chain."""
    WATCH = "watch"
    """See the office's numbers on the wall."""
    ADMINISTER = "administer"
    """Keep accounts, rights and settings."""


RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.RECORDS_STAFF: frozenset(
        {Right.SEE, Right.DOWNLOAD, Right.HAND_IN, Right.REVIEW, Right.REMOVE, Right.HAND_OUT, Right.WATCH}
    ),
    Role.OFFICIAL: frozenset({Right.SEE, Right.DOWNLOAD, Right.SIGN, Right.WATCH}),
    Role.CLERK: frozenset(
        {Right.SEE, Right.DOWNLOAD, Right.HAND_IN, Right.HAND_OUT, Right.CLERK, Right.WATCH}
    ),
    Role.AUDITOR: frozenset({Right.SEE, Right.DOWNLOAD, Right.AUDIT, Right.WATCH}),
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER, Right.WATCH}),
}
