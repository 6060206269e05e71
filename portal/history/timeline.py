"""A record's versions as events: who did what when, and what changed by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive import Archive, Version
from portal.corrections.evidence import Action, Correction
from portal.history.differences import About, Difference, differences, level_told
from portal.history.versions import HeldVersion, readable_version

MOST_EVENTS = 60
"""The newest ones; a record of so many versions shows the others by their number."""


class Happened(StrEnum):
    """What made a version."""

    RECEIVED = "received"
    CORRECTED = "corrected"
    CHECKED = "checked"
    """Somebody looked and changed no value."""
    RETYPED = "retyped"
    DIVIDED = "divided"
    JOINED = "joined"
    TURNED = "turned"
    REORDERED = "reordered"
    PAGES_MOVED = "pages_moved"
    SCANNED_AGAIN = "scanned_again"
    LEVEL = "level"
    KEPT_AS_IS = "kept_as_is"
    ISSUED = "issued"
    RENEWED = "renewed"
    READ_AGAIN = "read_again"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Event:
    """One version."""

    number: int
    at: datetime
    by: str
    """Account, or `hoso` for the system."""
    what: Happened
    changes: Sequence[Difference] = ()
    """Against the version before."""
    reason: str = ""
    """What the person gave as reason."""
    message: str = ""
    """As the archive's inventory has it."""
    is_readable: bool = True


def timeline(archive: Archive, record_id: str) -> list[Event]:
    """The newest event first. Raises `ObjectMissing`, `ObjectDamaged` or `StoreFailed`."""
    versions = archive.versions(record_id)
    start = max(0, len(versions) - MOST_EVENTS)
    events: list[Event] = []
    before = readable_version(archive, versions[start - 1]) if start else None
    for version in versions[start:]:
        now = readable_version(archive, version)
        events.append(_event(version, before, now))
        before = now or before
    return events[::-1]


def _event(version: Version, before: HeldVersion | None, now: HeldVersion | None) -> Event:
    if now is None:
        return Event(
            version.number, version.created, version.user, Happened.OTHER,
            message=version.message, is_readable=False,
        )  # fmt: skip
    changes = differences(before, now) if before else []
    added = now.corrections[len(before.corrections) if before else 0 :]
    return Event(
        version.number,
        version.created,
        version.user,
        _what(version, before, now, changes, added),
        changes,
        _reason(before, now, added),
        version.message,
    )


def _what(
    version: Version,
    before: HeldVersion | None,
    now: HeldVersion,
    changes: Sequence[Difference],
    added: Sequence[Correction],
) -> Happened:
    if before is None:
        return Happened.ISSUED if version.message == "Ban hành" else Happened.RECEIVED
    actions = {one.action for one in added}
    changed = {one.about for one in changes if not one.is_sure_now}
    renewed = any(one.about is About.FILES and one.name.startswith("original/") for one in changes)
    told: tuple[tuple[bool, Happened], ...] = (
        (Action.DIVIDE in actions, Happened.DIVIDED),
        (Action.JOIN in actions, Happened.JOINED),
        (Action.TURN in actions, Happened.TURNED),
        (Action.ORDER in actions, Happened.REORDERED),
        (Action.MOVE in actions, Happened.PAGES_MOVED),
        (level_told(before.intake) != level_told(now.intake), Happened.LEVEL),
        (_rescans(now) > _rescans(before), Happened.SCANNED_AGAIN),
        ("kept_as_is" in now.intake and "kept_as_is" not in before.intake, Happened.KEPT_AS_IS),
        (bool(added) and About.TYPE in changed, Happened.RETYPED),
        (bool(added) and About.FIELD in changed, Happened.CORRECTED),
        (bool(added), Happened.CHECKED),
        (renewed or version.message.startswith("Gia hạn"), Happened.RENEWED),
        (bool(changes), Happened.READ_AGAIN),
    )
    return next((what for is_so, what in told if is_so), Happened.OTHER)


def _rescans(one: HeldVersion) -> int:
    return len(one.intake.get("rescans") or ())


def _reason(before: HeldVersion | None, now: HeldVersion, added: Sequence[Correction]) -> str:
    told = now.intake.get("sensitivity")
    if before and isinstance(told, dict) and told != before.intake.get("sensitivity"):
        return str(told.get("why") or "")
    given = dict.fromkeys(one.reason for one in added if one.reason and one.action is not Action.SEEN)
    return "; ".join(given)
