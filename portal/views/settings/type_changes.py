"""Taking back what was changed of a record type, and saying such a change in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from classifiers.catalogue import load_record_types
from portal.audit import Kind, note
from portal.catalogue.type_names import type_name
from portal.settings_by_web.door import SettingsDoor, TypeWish
from portal.settings_by_web.levels import carry_over
from records.errors import SettingInvalid

_KNOWN = frozenset(field.name for field in fields(TypeWish))


def take_back(request: HttpRequest, keeper: SettingsDoor, code: str, old: object) -> None:
    """Wishes of a type what was wished before one change, and lets its records follow."""
    if code not in load_record_types():
        raise Http404("no such type")
    told = {name: value for name, value in old.items() if name in _KNOWN} if isinstance(old, Mapping) else {}
    wish, before = TypeWish(**told), keeper.types().get(code, TypeWish())
    try:
        changed = keeper.change_type(code, wish if told else None)
    except (SettingInvalid, ValueError):
        messages.error(
            request,
            _("Không hoàn lại được: giá trị cũ nay không nhận được nữa, hoặc loại này đã cố định trong tệp."),
        )
        return
    if changed.old == changed.new:
        messages.success(request, _("Không có gì thay đổi."))
        return
    note(request, Kind.SETTING_CHANGED, object=f"setting:{changed.name}", old=changed.old, new=changed.new)
    if before.level != wish.level:
        carry_over(code, wish.level or load_record_types()[code].level)
    messages.success(request, _("Đã đổi %(type)s.") % {"type": type_name(code)})


def change_in_words(value: object) -> str:
    """A value as the list of changes shows it; what is wished of a type in a few words."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if not isinstance(value, Mapping):
        return str(value)
    said = []
    if value.get("used") is False:
        said.append(_("không dùng"))
    if value.get("threshold") is not None:
        said.append(_("ngưỡng %(value)s") % {"value": str(value["threshold"]).replace(".", ",")})
    if value.get("level") is not None:
        said.append(_("mức %(value)s") % {"value": value["level"]})
    if value.get("permanent"):
        said.append(_("lưu vĩnh viễn"))
    elif value.get("retention_years") is not None:
        said.append(_("lưu %(value)s năm") % {"value": value["retention_years"]})
    if value.get("legal_basis"):
        said.append(str(value["legal_basis"]))
    return "; ".join(said) or "–"
