"""Who did or saw what and when: filters, pages that stay quick, a thing's and a person's history, export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.audit import Kind, note
from portal.audit.detail_words import detail_in_words
from portal.audit.exporting import FORMATS, csv_lines, in_order, json_lines
from portal.audit.reading import Filters, narrowed, page_of, seen_events
from portal.audit.words import KINDS, kind_in_words, nobody, object_in_words
from portal.catalogue.collation import vietnamese_key
from portal.days import day_of
from portal.models import AuditEvent, Unit
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.short_numbers import ID_DIGITS, short_number
from portal.views.audit.reading import frame, note_reading
from records.identifiers import is_record_id

LONGEST = 160
MOST_DETAILS = 8
LONGEST_DETAIL = 90
MOST_UNITS = 500


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as a row."""

    event: AuditEvent
    when: datetime
    utc: str
    who: str
    name: str
    """Full name of the account's owner."""
    kind: str
    about: str
    about_link: str
    """The same object's history."""
    details: tuple[tuple[str, str], ...]
    tone: str


@require_safe
@needs(Right.AUDIT)
def events(request: HttpRequest) -> HttpResponse:
    """The newest events that this person may read, narrowed by what they ask for."""
    asked = asked_filters(request.GET)
    about = f"audit:{asked.wanted_object}"[:LONGEST] if asked.object else "audit"
    address = asked_in_address(asked)
    note_reading(request, about, **({"filters": sorted(address)} if address else {}))
    found = page_of(
        narrowed(seen_events(rights_of(request)), asked),
        before=_number(request, "before"),
        after=_number(request, "after"),
    )
    return render(
        request,
        "portal/audit/events.html",
        {
            **frame(request),
            "rows": rows_of(found.events),
            "asked": asked,
            "is_narrowed": bool(address),
            "older": f"?{urlencode({**address, 'before': found.older})}" if found.older else "",
            "newer": f"?{urlencode({**address, 'after': found.newer})}" if found.newer else "",
            "export": urlencode(address),
            "kinds": KINDS,
            "units": _units(request),
            "subject": subject_of(asked),
        },
    )


@require_safe
@needs(Right.AUDIT)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same events as a file, the oldest first; written down before the first line goes out."""
    asked = asked_filters(request.GET)
    form = request.GET.get("format", "csv")
    form = form if form in FORMATS else "csv"
    # What is written now stays out of the file itself.
    last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    note(request, Kind.EXPORTED, object="audit", format=form, filters=sorted(asked_in_address(asked)))
    found = in_order(narrowed(seen_events(rights_of(request)), asked).filter(pk__lte=last))
    lines = csv_lines(found) if form == "csv" else json_lines(found)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"
    response = StreamingHttpResponse(lines, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="nhat-ky-{timezone.localdate()}.{form}"'
    return response


def asked_filters(given: Mapping[str, str]) -> Filters:
    """The filters of an address; what cannot be is passed over."""
    kinds = {kind.value for kind in Kind}
    kind = given.get("kind", "")
    names = ("who", "object", "unit", "address", "searched")
    texts = {name: given.get(name, "").strip()[:LONGEST] for name in names}
    asked = Filters(**texts, kind=kind if kind in kinds else "")
    return replace(asked, first_day=_day(given.get("from", "")), last_day=_day(given.get("to", "")))


def asked_in_address(asked: Filters) -> dict[str, str]:
    """The filters as an address carries them."""
    given = {
        "who": asked.who,
        "kind": asked.kind,
        "object": asked.object,
        "unit": asked.unit,
        "address": asked.address,
        "searched": asked.searched,
        "from": asked.first_day.isoformat() if asked.first_day else "",
        "to": asked.last_day.isoformat() if asked.last_day else "",
    }
    return {name: value for name, value in given.items() if value}


def rows_of(found: Iterable[AuditEvent]) -> list[EventRow]:
    """Events as rows, with the names of those who acted asked for at once."""
    listed = list(found)
    people = User.objects.filter(username__in={event.actor for event in listed if event.actor})
    names = {person.get_username(): person.get_full_name() for person in people}
    return [_row(event, names.get(event.actor, "")) for event in listed]


def _row(event: AuditEvent, name: str) -> EventRow:
    details = event.details if isinstance(event.details, dict) else {}
    link = f"{reverse('audit')}?{urlencode({'object': event.object})}" if event.object else ""
    return EventRow(
        event=event,
        when=timezone.localtime(event.at),
        utc=event.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC"),
        who=event.actor or nobody(),
        name=name,
        kind=kind_in_words(event.kind),
        about=object_in_words(event.object),
        about_link=link,
        details=tuple(
            _short(*detail_in_words(str(key), value))
            for key, value in list(details.items())[:MOST_DETAILS]
            if value not in ("", [], None)
        ),
        tone="bad" if event.kind == Kind.LOGIN_FAILED else "",
    )


def _short(name: str, text: str) -> tuple[str, str]:
    return name, text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose or which thing's history the page shows."""

    title: str
    link: str
    """The thing's own page; empty where it has none."""
    other: str
    """Address of the other half of a person's history."""
    other_title: str


def subject_of(asked: Filters) -> Subject | None:
    """The one thing or person that was asked for."""
    if asked.object:
        told = asked.wanted_object
        kind, _colon, name = told.partition(":")
        title = _("Lịch sử của %(thing)s") % {"thing": object_in_words(told)}
        if kind == "record" and is_record_id(name):
            return Subject(title, reverse("record", args=[name]), "", "")
        if kind == "account" and name:
            other = f"{reverse('audit')}?{urlencode({'who': name})}"
            return Subject(title, "", other, _("Việc người này làm"))
        return Subject(title, "", "", "")
    if asked.who and asked.who != "-":
        other = f"{reverse('audit')}?{urlencode({'object': f'account:{asked.who}'})}"
        title = _("Việc %(person)s đã làm") % {"person": asked.who}
        return Subject(title, "", other, _("Việc làm với tài khoản này"))
    return None


def _units(request: HttpRequest) -> list[str]:
    """Units to choose from: those whose events this person reads."""
    own = rights_of(request).units(Right.AUDIT)
    if own is not None:
        return sorted(own, key=vietnamese_key)
    return list(Unit.objects.order_by("name").values_list("name", flat=True)[:MOST_UNITS])


def _day(text: str) -> date | None:
    try:
        day = day_of(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2200, 1, 1) else None


def _number(request: HttpRequest, name: str) -> int | None:
    return short_number(request.GET.get(name, ""), digits=ID_DIGITS)
