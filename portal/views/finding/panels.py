"""The filters beside the results: every choice with its count and the address that a click leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.catalogue.asked import Asked
from portal.catalogue.filters import FILED, IN_REVIEW, Count, Group
from portal.catalogue.type_names import UNKNOWN_CODE, type_name

SHOWN_AT_ONCE = 7
MOST_SHOWN = 40
"""Choices of one group; of more, the box's own `đơn_vị:` helps."""

_NAMES: dict[Group, Promise] = {
    Group.TYPE: _("Loại giấy tờ"),
    Group.STATE: _("Trạng thái"),
    Group.YEAR: _("Năm văn bản"),
    Group.UNIT: _("Đơn vị"),
    Group.LEVEL: _("Mức nhạy cảm"),
}
_STATES: dict[str, Promise] = {FILED: _("Đã lưu"), IN_REVIEW: _("Chờ xem")}
_NO_UNIT, _NO_YEAR, _LEVEL = _("Không thuộc đơn vị nào"), _("Không rõ ngày"), _("Mức")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice as the page shows it."""

    name: str
    records: int
    address: str
    """That makes the choice, or takes it back."""
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The choices of one group."""

    name: Promise
    code: str
    first: list[Choice]
    rest: list[Choice]
    """Behind a click."""


def panels(asked: Asked, counts: dict[Group, list[Count]]) -> list[Panel]:
    """A panel for each group that tells records apart or in which something is chosen."""
    found = []
    for group in Group:
        choices = _choices(asked, group, counts.get(group, []))
        if len(choices) > 1 or any(one.is_chosen for one in choices):
            found.append(
                Panel(_NAMES[group], group.value, choices[:SHOWN_AT_ONCE], choices[SHOWN_AT_ONCE:MOST_SHOWN])
            )
    return found


def chips(asked: Asked) -> list[Choice]:
    """What is chosen, each with the address without it."""
    return [
        Choice(choice_name(group, value), 0, asked.toggled(group, value).address, is_chosen=True)
        for group in Group
        for value in asked.choices.get(group, ())
    ]


def _choices(asked: Asked, group: Group, counts: Iterable[Count]) -> list[Choice]:
    told = {_value(group, one.value): one.records for one in counts}
    missing = {value: 0 for value in asked.choices.get(group, ()) if value not in told}
    address = asked.toggling(group)
    choices = [
        Choice(choice_name(group, value), records, address(value), asked.has(group, value))
        for value, records in (missing | told).items()
    ]
    return sorted(choices, key=lambda one: not one.is_chosen)  # stable: counts stay in order


def _value(group: Group, value: str) -> str:
    """As addresses hold it, where an empty word cannot stand."""
    return value or (UNKNOWN_CODE if group in {Group.TYPE, Group.UNIT} else value)


def choice_name(group: Group, value: str) -> str:
    """What a choice is called."""
    match group:
        case Group.TYPE:
            return type_name("" if value == UNKNOWN_CODE else value)
        case Group.STATE:
            return str(_STATES[value])
        case Group.YEAR:
            return value if value != "0" else str(_NO_YEAR)
        case Group.LEVEL:
            return f"{_LEVEL} {value}"
    return str(_NO_UNIT) if value == UNKNOWN_CODE else value


def told(asked: Asked) -> str:
    """A search in words: what was typed and chosen."""
    parts = [asked.text] if asked.text else []
    parts += [one.name for one in chips(asked)]
    if asked.first or asked.last:
        parts.append(f"{asked.first or '…'} – {asked.last or '…'}")
    return " · ".join(parts) or str(_("Tất cả hồ sơ"))
