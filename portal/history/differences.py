"""In what two versions of a record differ, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.history.versions import HeldVersion
from records import FieldValue

_FILES = ("searchable.pdf", "words.json")


class About(StrEnum):
    """What a difference is about."""

    FIELD = "field"
    TYPE = "type"
    PAGES = "pages"
    STATE = "state"
    LEVEL = "level"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same."""

    about: About
    name: str = ""
    """Of the field, or of the file."""
    before: str = ""
    """As people read it; empty for none."""
    after: str = ""
    is_sure_now: bool = False
    """The value is the same; a person has confirmed it."""
    by: str = ""
    """Account of whoever stands for the value; empty for the machine."""


def differences(old: HeldVersion, new: HeldVersion) -> list[Difference]:
    """What `new` holds otherwise than `old`: type, fields in their order, pages, state, level, files."""
    found: list[Difference] = []
    if old.record.record_type != new.record.record_type:
        found.append(Difference(About.TYPE, "", old.record.record_type or "", new.record.record_type or ""))
    found += _of_fields(old.record.fields, new.record.fields)
    pages = [", ".join(str(page.number) for page in one.record.pages) for one in (old, new)]
    if pages[0] != pages[1]:
        found.append(Difference(About.PAGES, "", *pages))
    if old.record.needs_review != new.record.needs_review:
        found.append(Difference(About.STATE, "", _state(old), _state(new)))
    levels = [level_told(one.intake) for one in (old, new)]
    if levels[0] != levels[1]:
        found.append(Difference(About.LEVEL, "", *levels))
    for path in sorted({*old.version.files, *new.version.files}):
        before, after = old.version.files.get(path), new.version.files.get(path)
        is_told = path in _FILES or path.startswith(("original/", "rescan/"))
        if is_told and (before and before.sha512) != (after and after.sha512):
            found.append(Difference(About.FILES, path, "x" if before else "", "x" if after else ""))
    return found


def level_told(intake: Mapping[str, Any]) -> str:
    """The level that a person set; empty where that of the type holds."""
    told = intake.get("sensitivity")
    level = told.get("level") if isinstance(told, dict) else told
    return str(level) if isinstance(level, int) else ""


def _of_fields(old: Mapping[str, FieldValue], new: Mapping[str, FieldValue]) -> list[Difference]:
    names = [*new, *(name for name in old if name not in new)]
    found = []
    for name in names:
        before, after = old.get(name), new.get(name)
        by = after.rule.removeprefix("person:") if after and after.rule.startswith("person:") else ""
        if before and after and before.value == after.value:
            if by and not before.rule.startswith("person:"):
                found.append(Difference(About.FIELD, name, before.value, after.value, True, by))
            continue
        found.append(
            Difference(About.FIELD, name, before.value if before else "", after.value if after else "", by=by)
        )
    return found


def _state(one: HeldVersion) -> str:
    return "review" if one.record.needs_review else "filed"
