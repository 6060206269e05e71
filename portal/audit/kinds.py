"""What is written down."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A kind of event: what was touched, and how. Add one where none fits, with
    its words (`audit/words.py`) and its line in docs/reference/audit.md; never rename one."""

    # People
    LOGIN = "login"
    LOGIN_FAILED = "login.failed"
    LOGOUT = "logout"
    PASSWORD_CHANGED = "account.password"  # noqa: S105
    FACTOR_CHANGED = "account.factor"
    ACCOUNT_CHANGED = "account.changed"
    GRANT_GIVEN = "grant.given"
    GRANT_ENDED = "grant.ended"
    UNIT_CHANGED = "unit.changed"
    # Reading
    RECORD_VIEWED = "record.viewed"
    RECORD_DOWNLOADED = "record.downloaded"
    RECORD_HANDED_OUT = "record.handed_out"
    SEARCHED = "searched"
    EXPORTED = "exported"
    # Changing
    FILE_HANDED_IN = "file.handed_in"
    FILE_REMOVED = "file.removed"
    FILE_RETRIED = "file.retried"
    RESCAN_ASKED = "rescan.asked"
    RECORD_CORRECTED = "record.corrected"
    RECORD_KEPT = "record.kept"
    """A scan below the rule stays as it is."""
    RECORD_DIVIDED = "record.divided"
    PAGES_MOVED = "record.pages_moved"
    """Pages went from one record to another, or back."""
    RECORD_TURNED = "record.turned"
    """A page was turned, or the pages put into another order."""
    REVIEW_TAKEN_OVER = "review.taken_over"
    REVIEW_LEFT = "review.left"
    """Left for a colleague, with a note that is not told here."""
    RECORD_LEVEL_CHANGED = "record.level"
    SAMPLE_DRAWN = "sample.drawn"
    SAMPLE_CHECKED = "sample.checked"
    # Outgoing documents
    OUTGOING_VIEWED = "outgoing.viewed"
    OUTGOING_RECEIVED = "outgoing.received"
    OUTGOING_CHANGED = "outgoing.changed"
    OUTGOING_NUMBERED = "outgoing.numbered"
    SIGNED = "outgoing.signed"
    SEALED = "outgoing.sealed"
    OUTGOING_ISSUED = "outgoing.issued"
    OUTGOING_REFUSED = "outgoing.refused"
    OUTGOING_RECALLED = "outgoing.recalled"
    # The office
    SETTING_CHANGED = "setting.changed"
    TRUST_ROOT_CHANGED = "trust.changed"
    WALL_LINK_CHANGED = "wall.link"
    AUDIT_READ = "audit.read"
    AUDIT_REVIEWED = "audit.reviewed"
    VERIFIED_IN_PUBLIC = "public.verified"
    API_TOKEN_CHANGED = "api.token"  # noqa: S105
    API_CALLED = "api.called"
