"""The panels beside a record's page; only the one that is asked for is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.catalogue.type_names import field_labels
from portal.handing_out.register import HandedOut, handed_out
from portal.held_records import ORIGINAL, originals_of, the_archive
from portal.history.timeline import timeline
from portal.models import AlikePages, CatalogueRecord
from portal.related import related_to
from portal.rights.asking import rights_of
from portal.rights.roles import Right
from portal.rights.sensitivity import LEVELS, level_of_type
from portal.views.record_page.fields import field_rows
from portal.views.record_page.telling import relation_name, told_event
from portal.views.record_page.versions import ShownVersion
from portal.views.rescan import last_sent, replaceable
from records.errors import HosoError

MOST_HANDED_OUT = 20


@dataclass(frozen=True, slots=True)
class Tab:
    """One panel in the row of tabs."""

    name: str
    label: Promise
    count: int | None = None
    is_current: bool = False


TABS = {
    "fields": _("Nội dung"),
    "history": _("Lịch sử"),
    "signatures": _("Chữ ký"),
    "related": _("Liên quan"),
    "files": _("Tệp, bản sao"),
}


def panel(request: HttpRequest, row: CatalogueRecord, shown: ShownVersion, number: int) -> dict[str, object]:
    """The tabs, and what the current one shows."""
    asked = request.GET.get("tab", "")
    current = asked if asked in TABS else "fields"
    counts = {"history": shown.newest, "signatures": len(shown.record.signatures)}
    tabs = [Tab(name, label, counts.get(name), name == current) for name, label in TABS.items()]
    held = _PANELS[current](request, row, shown, number)
    return {"tabs": tabs, "tab": current, "panel": f"portal/record/_{current}.html", **held}


def _fields(
    request: HttpRequest, row: CatalogueRecord, shown: ShownVersion, number: int
) -> Mapping[str, object]:
    labels = field_labels(shown.record.record_type or "")
    open_records = rights_of(request).records()
    alike = AlikePages.objects.filter(record_id=row.record_id, other__in=open_records)
    return {
        "fields": field_rows(shown.record, labels, number),
        "alike": alike.select_related("other").defer("other__record"),
        "replaceable": replaceable(shown.record),
        "sent": last_sent(row.record_id),
    }


def _history(
    request: HttpRequest, row: CatalogueRecord, _shown: ShownVersion, _number: int
) -> Mapping[str, object]:
    try:
        events = timeline(the_archive(), row.record_id)
    except HosoError:
        events = []
    return {
        "events": [told_event(event, row.record_type) for event in events],
        "handed_out": _handed_out(request, row),
        "may_audit": rights_of(request).may_at(Right.AUDIT, row.unit),
    }


def _handed_out(request: HttpRequest, row: CatalogueRecord) -> list[HandedOut]:
    """The register's lines of this record, for who hands out and who audits."""
    rights = rights_of(request)
    may_know = rights.may_with(Right.HAND_OUT, row) or rights.may_at(Right.AUDIT, row.unit)
    return handed_out(row.record_id, MOST_HANDED_OUT) if may_know else []


def _signatures(
    _request: HttpRequest, row: CatalogueRecord, shown: ShownVersion, _number: int
) -> Mapping[str, object]:
    return {"signatures": shown.record.signatures, "originals": _originals(row, shown)}


def _related(
    request: HttpRequest, row: CatalogueRecord, _shown: ShownVersion, _number: int
) -> Mapping[str, object]:
    found = related_to(row, rights_of(request))
    return {
        "related": [(one.row, [(relation_name(why), told) for why, told in one.reasons]) for one in found]
    }


def _files(
    request: HttpRequest, row: CatalogueRecord, shown: ShownVersion, _number: int
) -> Mapping[str, object]:
    levels = [level for level in LEVELS if may_set_level(request, row, level)]
    return {
        "originals": _originals(row, shown),
        "levels": levels if len(levels) > 1 else [],
        "type_level": level_of_type(row.record_type),
        "handed_out": _handed_out(request, row),
        "versions": range(shown.newest, 0, -1),
    }


def may_set_level(request: HttpRequest, row: CatalogueRecord, level: int) -> bool:
    """Whether the person may correct the record as it is, and may still at that level."""
    rights = rights_of(request)
    return rights.may_with(Right.REVIEW, row) and any(
        one.opens(unit=row.unit, record_type=row.record_type, sensitivity=level)
        for one in rights.with_right(Right.REVIEW)
    )


def _originals(row: CatalogueRecord, shown: ShownVersion) -> list[str]:
    try:
        return [held.path.removeprefix(ORIGINAL) for held in originals_of(row, shown.number)]
    except HosoError:
        return []


_PANELS: Mapping[str, Callable[[HttpRequest, CatalogueRecord, ShownVersion, int], Mapping[str, object]]] = {
    "fields": _fields,
    "history": _history,
    "signatures": _signatures,
    "related": _related,
    "files": _files,
}
