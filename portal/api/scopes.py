"""What a key may be used for; always within what its account may do."""

from __future__ import annotations

from enum import StrEnum

from portal.rights.roles import Right


class Scope(StrEnum):
    """One use of the interface."""

    RECORDS_READ = "records:read"
    RECORDS_DOWNLOAD = "records:download"
    RECORDS_CORRECT = "records:correct"
    RECORDS_HAND_OUT = "records:hand_out"
    FILES_READ = "files:read"
    FILES_SEND = "files:send"
    OUTGOING_READ = "outgoing:read"
    OUTGOING_SEND = "outgoing:send"
    AUDIT_READ = "audit:read"
    NUMBERS_READ = "numbers:read"
    WEBHOOKS = "webhooks"
    VERIFY = "verify"


RIGHT_FOR: dict[Scope, Right | None] = {
    Scope.RECORDS_READ: Right.SEE,
    Scope.RECORDS_DOWNLOAD: Right.DOWNLOAD,
    Scope.RECORDS_CORRECT: Right.REVIEW,
    Scope.RECORDS_HAND_OUT: Right.HAND_OUT,
    Scope.FILES_READ: Right.HAND_IN,
    Scope.FILES_SEND: Right.HAND_IN,
    Scope.OUTGOING_READ: None,
    Scope.OUTGOING_SEND: None,
    Scope.AUDIT_READ: Right.AUDIT,
    Scope.NUMBERS_READ: Right.WATCH,
    Scope.WEBHOOKS: Right.SEE,
    Scope.VERIFY: None,
}
"""The right that the account needs as well; `None` where everybody with an account may."""
