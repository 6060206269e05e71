"""One correction as the archive keeps it, and `corrections.json`, which holds all of a record's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from records.errors import MalformedRecord

FILE_NAME = "corrections.json"
SCHEMA_VERSION = 1
MOST_CORRECTIONS = 5000
"""In one record; some hundred sittings over a long form."""


class Action(StrEnum):
    """What a person did."""

    EDIT = "edit"
    """Typed a value, or took another reading."""
    CONFIRM = "confirm"
    """Looked, and found the value right."""
    CLEAR = "clear"
    """The paper does not say it: the field is empty, and that is right."""
    TYPE = "type"
    """Said what type of record it is, the same or another."""
    SEEN = "seen"
    """Looked at a reason for review that no field settles."""
    DIVIDE = "divide"
    """Said that another paper begins on a page: the record was parted there."""
    JOIN = "join"
    """Said that it is one paper with the record before: the two were put together."""
    TURN = "turn"
    """Turned a page that stood on its side or on its head, and had it read again."""
    ORDER = "order"
    """Put the record's pages into another order."""
    MOVE = "move"
    """Moved pages to another record, or got them from one, or took that back."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Who changed what, when, from what to what, and where on the page it stands."""

    at: str
    """ISO 8601 with offset."""
    by: str
    """Account."""
    action: Action
    field: str = ""
    """Name of the field; empty for the type and for a reason that was looked at."""
    before: Mapping[str, Any] | None = None
    """As `record.json` had it: a field's value, or `record_type` and `type_confidence`; `None` for none."""
    after: Mapping[str, Any] | None = None
    page: int = 0
    """Page of the source where the value stands; 0 where none is told."""
    box: Sequence[float] = ()
    reason: str = ""
    """What the person gave as reason, or the reason for review that was looked at."""
    corrects: str = ""
    """Version of the record that was corrected, for example `v1`."""

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "by": self.by,
            "action": self.action.value,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "page": self.page,
            "box": list(self.box),
            "reason": self.reason,
            "corrects": self.corrects,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Correction:
        return cls(
            at=str(raw["at"]),
            by=str(raw["by"]),
            action=Action(raw["action"]),
            field=str(raw.get("field", "")),
            before=raw.get("before"),
            after=raw.get("after"),
            page=int(raw.get("page", 0)),
            box=tuple(float(side) for side in raw.get("box", ())),
            reason=str(raw.get("reason", "")),
            corrects=str(raw.get("corrects", "")),
        )


def parse_corrections(content: bytes) -> tuple[Correction, ...]:
    """The corrections of a record, the oldest first. Raises `MalformedRecord`."""
    try:
        raw = json.loads(content)
        if raw["schema"] != SCHEMA_VERSION:
            raise MalformedRecord(f"{FILE_NAME}: schema {raw['schema']!r}, expected {SCHEMA_VERSION}")
        return tuple(Correction.from_json(entry) for entry in raw["corrections"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedRecord(f"{FILE_NAME}: {type(error).__name__}") from error


def corrections_json(corrections: Sequence[Correction]) -> dict[str, Any]:
    """What `corrections.json` holds."""
    return {"schema": SCHEMA_VERSION, "corrections": [one.to_json() for one in corrections]}


def emptied_fields(corrections: Sequence[Correction]) -> frozenset[str]:
    """Fields that a person said the paper does not carry, and that nobody has filled since."""
    last = {one.field: one.action for one in corrections if one.field}
    return frozenset(name for name, action in last.items() if action is Action.CLEAR)


def is_type_by_person(corrections: Sequence[Correction]) -> bool:
    """Whether a person said what type the record is."""
    return any(one.action is Action.TYPE for one in corrections)


def seen_reasons(corrections: Sequence[Correction]) -> frozenset[str]:
    """Reasons for review that somebody has looked at."""
    return frozenset(one.reason for one in corrections if one.action is Action.SEEN)


def is_joined(corrections: Sequence[Correction]) -> bool:
    """Whether the record's pages now lie in the record before it, and it is a paper of its own no more."""
    told = {Action.DIVIDE, Action.JOIN, Action.MOVE}
    last = next((one for one in reversed(corrections) if one.action in told), None)
    return last is not None and last.action is not Action.DIVIDE and not (last.after or {}).get("pages")
