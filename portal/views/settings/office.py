"""The office's settings: one form a setting, each change checked, written down and undone with a press."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.audit import Kind, note
from portal.catalogue.type_names import type_name
from portal.configuration import current
from portal.models import AuditEvent
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.missing import RightMissing
from portal.rights.roles import Right
from portal.settings_by_web.door import Changed, Effect, Plain, SettingsDoor, Shown
from portal.troubles import remedy_of
from portal.views.settings.type_changes import change_in_words, take_back
from portal.views.settings.words import ABOUT, CHOICES, FOLDERS, SECTIONS, About
from records.errors import HosoError, SettingInvalid, SettingMoved

LONGEST_VALUE = 500
SHOWN_CHANGES = 12
OBJECT = "setting:"
TYPES = "types."
"""How the names of types' settings begin."""


@dataclass(frozen=True, slots=True)
class Row:
    """A setting as the page shows it."""

    shown: Shown
    about: About
    text: str
    """Its value as it stands in the form."""
    usual: str
    before: str
    """What was shown, for noticing that somebody else was quicker."""
    kind: str
    """`switch`, `choice`, `number` or `text`."""
    choices: list[tuple[str, str]]
    """What may be chosen, each with its words."""


@require_safe
@needs(Right.ADMINISTER)
def office(request: HttpRequest) -> HttpResponse:
    """All settings that the web may change, by section."""
    rows = [_row(one) for one in door(request).shown()]
    sections = [
        (key, name, [row for row in rows if row.shown.name.split(".")[0] == key])
        for key, name in SECTIONS.items()
    ]
    changes = AuditEvent.objects.filter(kind=Kind.SETTING_CHANGED, object__startswith=OBJECT).order_by("-pk")
    context = {
        "sections": [one for one in sections if one[2]],
        "changes": [
            (
                event,
                _label(event),
                _told_value(event, "old"),
                _told_value(event, "new"),
            )
            for event in changes[:SHOWN_CHANGES]
        ],
        "folders": [(str(current().data_dir / name), what) for name, what in FOLDERS.items()],
        "tab": "office",
    }
    return render(request, "portal/settings/office.html", context)


@require_POST
@needs(Right.ADMINISTER)
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Sets one setting, or gives it back to what is built in (`usual`)."""
    keeper = door(request)
    asked = next((one for one in keeper.shown() if one.name == name), None)
    if asked is None:
        raise Http404("no such setting")
    value = None if "usual" in request.POST else _sent(request, asked)
    try:
        changed = keeper.change(name, value, before=request.POST.get("before"))
    except (SettingInvalid, SettingMoved) as error:
        messages.error(request, told(error, said_bounds(asked)))
    else:
        _said(request, changed)
    return redirect("settings")


@require_POST
@needs(Right.ADMINISTER)
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    """Sets what one change changed to what it was before."""
    keeper = door(request)
    event = get_object_or_404(AuditEvent, pk=event_id, kind=Kind.SETTING_CHANGED, object__startswith=OBJECT)
    name = event.object.removeprefix(OBJECT)
    if name.startswith(TYPES):
        take_back(request, keeper, name.removeprefix(TYPES), event.details.get("old"))
        return redirect("settings")
    if name not in {one.name for one in keeper.shown()}:
        raise Http404("not one of the office's settings")
    try:
        _said(request, keeper.change(name, event.details.get("old")))
    except (SettingInvalid, SettingMoved) as error:
        messages.error(request, told(error))
    return redirect("settings")


def _label(event: AuditEvent) -> str:
    """What was changed, as the page calls it."""
    name = event.object.removeprefix(OBJECT)
    if name.startswith(TYPES):
        return type_name(name.removeprefix(TYPES))
    return str(ABOUT[name].label) if name in ABOUT else name


def _told_value(event: AuditEvent, which: str) -> str:
    """What a value was, or became, as the list of changes says it."""
    name, value = event.object.removeprefix(OBJECT), event.details.get(which)
    if value is None or name.startswith(TYPES):
        return change_in_words(value)
    return said_value(name, value)


def door(request: HttpRequest) -> SettingsDoor:
    """Who keeps the settings, for administrators of the whole office."""
    if rights_of(request).units(Right.ADMINISTER) is not None:
        raise RightMissing(Right.ADMINISTER, is_whole_office=True)
    keeper = current().settings_door
    if keeper is None:
        raise Http404("nobody keeps settings here")
    return keeper


def told(error: HosoError, what_goes: str = "") -> str:
    """What was wrong, in the reader's language, and what goes instead."""
    if isinstance(error, SettingMoved):
        return remedy_of(error)
    return " ".join(filter(None, (_("Chưa đổi: giá trị không nhận được."), what_goes)))


def said_bounds(asked: Shown) -> str:
    """What a setting may be, in a sentence that names it."""
    label = ABOUT[asked.name].label if asked.name in ABOUT else asked.name
    if asked.source.is_fixed:
        return _("“%(label)s” đã cố định trên máy chủ.") % {"label": label}
    known: dict[str, object] = {"label": label, "low": _text(asked.lowest), "high": _text(asked.highest)}
    if isinstance(asked.usual, int | float) and asked.lowest is not None and asked.highest is not None:
        return _("“%(label)s” phải là một số từ %(low)s đến %(high)s.") % known
    if isinstance(asked.usual, int | float) and asked.lowest is not None:
        return _("“%(label)s” phải là một số, nhỏ nhất là %(low)s.") % known
    return _("Hãy xem lại “%(label)s”; giá trị mặc định là “%(usual)s”.") % {
        **known,
        "usual": said_value(asked.name, asked.usual) or "–",
    }


def _said(request: HttpRequest, changed: Changed) -> None:
    if changed.old == changed.new:
        messages.success(request, _("Không có gì thay đổi."))
        return
    note(request, Kind.SETTING_CHANGED, object=f"{OBJECT}{changed.name}", old=changed.old, new=changed.new)
    when = {
        Effect.NOW: _("Đã đổi, có hiệu lực ngay."),
        Effect.SOON: _("Đã đổi, có hiệu lực khi không còn tệp nào đang đọc, chậm nhất hai phút."),
        Effect.RESTART: _("Đã đổi, có hiệu lực sau khi khởi động lại Hoso."),
    }
    messages.success(request, when[changed.effect])


def _sent(request: HttpRequest, asked: Shown) -> Plain:
    text = request.POST.get("value", "").strip()[:LONGEST_VALUE]
    if isinstance(asked.usual, bool):
        return text == "yes"
    if isinstance(asked.usual, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(asked.usual, int | float):
        return text.replace(",", ".")
    return text


def _row(one: Shown) -> Row:
    kind = "text"
    if isinstance(one.usual, bool):
        kind = "switch"
    elif one.choices:
        kind = "choice"
    elif isinstance(one.usual, int | float):
        kind = "number"
    return Row(
        shown=one,
        about=ABOUT.get(one.name) or About(one.name, ""),  # type: ignore[arg-type]  # a name is text too
        text=said_value(one.name, one.value),
        usual=said_value(one.name, one.usual),
        before=json.dumps(one.value),
        kind=kind,
        choices=[(choice, said_value(one.name, choice)) for choice in one.choices],
    )


def said_value(name: str, value: Plain) -> str:
    """A setting's value in words: a choice by what it means, a number as the reader writes it."""
    if isinstance(value, str) and value in CHOICES.get(name, {}):
        return str(CHOICES[name][value])
    return _text(value)


def _text(value: Plain) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, float):
        plain = str(int(value)) if value.is_integer() else str(value)
        return plain if get_language() == "en" else plain.replace(".", ",")
    return "" if value is None else str(value)
