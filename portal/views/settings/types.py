"""What the office wants of single record types: use, threshold, level, how long it is kept and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from classifiers.catalogue import load_record_types
from portal.audit import Kind, note
from portal.catalogue.folding import fold
from portal.catalogue.type_names import type_name, type_names
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.settings_by_web.door import TypeWish
from portal.settings_by_web.levels import carry_over
from portal.views.settings.office import OBJECT, door, told
from records.errors import SettingInvalid

LONGEST_BASIS = 300
NOTHING_WISHED = TypeWish()


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A type as the list shows it."""

    code: str
    name: str
    wish: TypeWish
    level: int
    """The level in force."""
    is_fixed: bool
    is_wished: bool


@require_safe
@needs(Right.ADMINISTER)
def types(request: HttpRequest) -> HttpResponse:
    """Every type with what is wished of it."""
    keeper = door(request)
    wishes, fixed = keeper.types(), keeper.types_fixed()
    wanted = request.GET.get("q", "").strip()[:100]
    rows = [
        _row(code, name, wishes.get(code, NOTHING_WISHED), fixed)
        for code, name in type_names()
        if fold(wanted) in fold(name) or wanted == code
    ]
    context = {"rows": rows, "wanted": wanted, "tab": "types"}
    return render(request, "portal/settings/types.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.ADMINISTER)
def one_type(request: HttpRequest, code: str) -> HttpResponse:
    """One type's form, or what becomes of it."""
    keeper = door(request)
    if code not in load_record_types():
        raise Http404("no such type")
    fixed = keeper.types_fixed()
    if request.method == "POST":
        return _change(request, code)
    row = _row(code, type_name(code), keeper.types().get(code, NOTHING_WISHED), fixed)
    usual = load_record_types()[code].level
    return render(request, "portal/settings/type.html", {"row": row, "usual_level": usual, "tab": "types"})


def _change(request: HttpRequest, code: str) -> HttpResponse:
    keeper = door(request)
    before = keeper.types().get(code, NOTHING_WISHED)
    try:
        wish = _wish(request)
        changed = keeper.change_type(code, None if wish == NOTHING_WISHED else wish)
    except (SettingInvalid, ValueError):
        messages.error(
            request,
            told(
                SettingInvalid(code),
                _("Ngưỡng riêng là số từ 0 đến 1, mức nhạy cảm từ 1 đến 4, thời hạn từ 1 đến 70 năm."),
            ),
        )
        return redirect("settings_type", code)
    if changed.old == changed.new:
        messages.success(request, _("Không có gì thay đổi."))
        return redirect("settings_types")
    note(request, Kind.SETTING_CHANGED, object=f"{OBJECT}{changed.name}", old=changed.old, new=changed.new)
    if before.level != wish.level:
        carry_over(code, wish.level or load_record_types()[code].level)
    messages.success(request, _("Đã đổi %(type)s.") % {"type": type_name(code)})
    return redirect("settings_types")


def _wish(request: HttpRequest) -> TypeWish:
    """What the form says. Raises `ValueError` for what is no number."""
    sent = {name: request.POST.get(name, "").strip() for name in ("threshold", "level", "years", "kept")}
    return TypeWish(
        used=request.POST.get("used") == "yes",
        threshold=float(sent["threshold"].replace(",", ".")) if sent["threshold"] else None,
        level=int(sent["level"]) if sent["level"] else None,
        retention_years=int(sent["years"]) if sent["kept"] == "years" and sent["years"] else None,
        permanent=sent["kept"] == "permanent",
        legal_basis=" ".join(request.POST.get("legal_basis", "").split())[:LONGEST_BASIS],
    )


def _row(code: str, name: str, wish: TypeWish, fixed: frozenset[str]) -> TypeRow:
    level = wish.level or load_record_types()[code].level
    return TypeRow(code, name, wish, level, code in fixed, wish != NOTHING_WISHED)
