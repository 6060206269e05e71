"""The tree of units: seen in the inbox by themselves, put in their place by an administrator."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import sessions
from portal.accounts.name_order import text_key
from portal.accounts.notices import NoticeKind, tell_administrators
from portal.audit import Kind, note_by
from portal.models import Grant, IntakeFile, Unit
from portal.rights.asking import MOST_LEVELS, units_below

MOST_UNITS = 5000
"""A province has some 200 communes with a dozen units each."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the tree."""

    unit: Unit
    depth: int
    """0 directly below the office."""


def see_units() -> list[Unit]:
    """Makes a unit of each folder that scans came from and nobody has named; they wait for their place."""
    known = set(Unit.objects.values_list("name", flat=True))
    seen = set(IntakeFile.objects.exclude(unit="").order_by().values_list("unit", flat=True).distinct())
    new = []
    for name in sorted(seen - known)[: max(0, MOST_UNITS - len(known))]:
        with transaction.atomic():
            unit, is_made = Unit.objects.get_or_create(name=name, defaults={"seen_at": timezone.now()})
            if is_made:
                note_by("hoso", Kind.UNIT_CHANGED, object=f"unit:{unit.pk}", unit=name, what="seen")
                tell_administrators(NoticeKind.UNIT_NEW, unit=name)
                new.append(unit)
    return new


def make_unit(name: str, *, title: str, parent: Unit | None, by: User) -> Unit:
    """A unit before its first scan. Raises `ValidationError` for a name that no folder can have."""
    clean = unicodedata.normalize("NFC", name.strip())
    if (
        not clean
        or "/" in clean
        or clean.startswith(".")
        or not clean.isprintable()
        or len(clean.encode()) > 255
    ):
        raise ValidationError(
            _(
                "Tên đơn vị là tên thư mục trong hộp nhận: không trống, không có dấu / "
                "và không bắt đầu bằng dấu chấm."
            )
        )
    if Unit.objects.filter(name=clean).exists():
        raise ValidationError(_("Đã có đơn vị tên này."))
    _check_depth(parent)
    with transaction.atomic():
        unit: Unit = Unit.objects.create(
            name=clean, title=title, parent=parent, seen_at=timezone.now(), placed_by=by.get_username()
        )
        _say(unit, by, what="made")
    return unit


def place(unit: Unit, *, title: str, parent: Unit | None, by: User) -> None:
    """Sets what is shown for a unit and what it stands under; who may see its records changes at once."""
    if parent is not None and parent.name in units_below([unit.name])[unit.name]:
        raise ValidationError(_("Đơn vị không thể nằm dưới chính nó hoặc dưới đơn vị trực thuộc nó."))
    _check_depth(parent)
    with transaction.atomic():
        moved = unit.parent_id != (parent.pk if parent is not None else None)
        unit.title, unit.parent, unit.placed_by = title, parent, by.get_username()
        unit.save()
        _say(unit, by, what="placed", parent=parent.name if parent is not None else "")
        if moved:
            # Whoever has a role somewhere above sees other records now.
            for grant in Grant.objects.filter(ended_at=None, unit__isnull=False).exclude(user=by):
                sessions.end_all(grant.user)


def tree() -> list[Place]:
    """Every unit, each under its parent, siblings by the alphabet."""
    below: dict[int | None, list[Unit]] = {}
    for unit in Unit.objects.select_related("parent"):
        below.setdefault(unit.parent_id, []).append(unit)
    found: list[Place] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in sorted(below.get(parent, []), key=lambda one: text_key(str(one))):
            found.append(Place(unit, depth))
            if depth < MOST_LEVELS:
                walk(unit.pk, depth + 1)

    walk(None, 0)
    return found


def _check_depth(parent: Unit | None) -> None:
    depth = 0
    above = parent
    while above is not None:
        depth, above = depth + 1, above.parent
        if depth >= MOST_LEVELS:
            raise ValidationError(_("Cây đơn vị quá sâu."))


def _say(unit: Unit, by: User, **told: str) -> None:
    note_by(by.get_username(), Kind.UNIT_CHANGED, object=f"unit:{unit.pk}", unit=unit.name, **told)
    tell_administrators(NoticeKind.UNIT_CHANGED, unit=unit.name, by=by.get_username())
