"""One record: its page with what was found marked, its fields with their evidence, why it is in review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldRule
from portal.audit import Kind
from portal.audit.noting import note_look
from portal.catalogue.matching import found_words
from portal.catalogue.query import Query, parse
from portal.catalogue.row_fields import ShownTable, filled_columns, is_of_rows, table_of
from portal.catalogue.type_names import field_labels, known_field_names, type_name
from portal.models import AlikePages
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.held_records import ORIGINAL, held_record, originals_of, page_with_words, record_of
from portal.views.paging import asked_number
from portal.views.rescan import last_sent, replaceable
from records import Box, FieldValue, Page, Record
from records.errors import QueryInvalid

RULE_SHARE = 0.98
"""Share of the characters that must be read right: letter 7197/BKHCN-CĐSQG of 29 November 2025."""
_MARGIN = 0.0012
"""Part of the page's height by which a mark is larger than the word, so that no letter is touched."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over the page's image, in pixels of the page."""

    x: float
    y: float
    width: float
    height: float
    field: str = ""
    """Name of the field that it is the evidence of; empty for a word that was searched for."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as the record's page shows it."""

    name: str
    label: str
    value: str
    canonical: str
    """The canonical form where it says something else than the value."""
    percent: int | None
    """Confidence; `None` for a required field that was not found."""
    is_sure: bool
    page: int
    is_here: bool
    """True when its evidence is on the page that is shown."""
    as_read: str
    rule: str
    doubt: str
    table: ShownTable | None = None
    """The rows of a list or table that has columns."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page in the row of page numbers."""

    number: int
    is_shown: bool
    has_doubt: bool


@require_safe
@needs(Right.SEE)
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    """The record with the page that the address asks for, else its first."""
    row = held_record(request, record_id)
    note_look(request, Kind.RECORD_VIEWED, object=f"record:{record_id}", unit=row.unit)
    held = record_of(row)
    numbers = [page.number for page in held.pages]
    asked = asked_number(request)
    number = asked if asked in numbers else (numbers[0] if numbers else 1)
    page = page_with_words(row, number)
    summary = page or next((one for one in held.pages if one.number == number), None)
    labels = field_labels(row.record_type)
    fields = _field_rows(held, labels, number)
    text = request.GET.get("q", "")[:500]
    marks = _found_marks(page, _query(text)) if page else []
    at = numbers.index(number) if number in numbers else 0
    open_records = rights_of(request).records()
    context = {
        "row": row,
        "record": held,
        "type_name": type_name(row.record_type),
        "type_percent": _percent(held.type_confidence),
        "page": summary,
        "is_unreadable": page is None,
        "number": number,
        "pages": _page_links(held, number),
        "previous": numbers[at - 1] if at > 0 else None,
        "following": numbers[at + 1] if at + 1 < len(numbers) else None,
        "fields": fields,
        "marks": marks,
        "field_marks": field_marks(held, number),
        "q": text,
        "chosen": request.GET.get("field", ""),
        "page_text": page.text if page else "",
        "accuracy": _accuracy(summary),
        "is_below_98": _is_below_rule(summary),
        "same_file": open_records.filter(source_sha256=row.source_sha256)
        .exclude(pk=record_id)
        .order_by("pk")
        .only("record_id", "title"),
        "alike": AlikePages.objects.filter(record_id=record_id, other__in=open_records).select_related(
            "other"
        ),
        "signatures": [(one, _when(one.time or one.claimed_time)) for one in held.signatures],
        "originals": [held.path.removeprefix(ORIGINAL) for held in originals_of(row)],
        "replaceable": replaceable(held),
        "sent": last_sent(record_id),
        "scanned_again": open_records.filter(rescan_of=record_id).only("record_id"),
    }
    return render(request, "portal/record.html", context)


def _when(told: str) -> str:
    """A signing time of `record.json` with Vietnam's zone; as it is told where it has none."""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return told
    if moment.tzinfo is None:
        return f"{moment:%H:%M:%S %d/%m/%Y}"
    return f"{timezone.localtime(moment):%H:%M:%S %d/%m/%Y} +07:00"


def _query(text: str) -> Query | None:
    try:
        return parse(text, known_fields=known_field_names()) if text else None
    except QueryInvalid:
        return None


def _found_marks(page: Page, query: Query | None) -> list[Mark]:
    if query is None or not query.terms:
        return []
    found = found_words([word.text for word in page.words], query)
    return [_mark(page.words[position].box, page) for position in found]


def field_marks(record: Record, number: int) -> list[Mark]:
    """Where the values stand that were read on page `number`."""
    labels = field_labels(record.record_type or "")
    page = next((page for page in record.pages if page.number == number), None)
    if page is None:
        return []
    return [
        _mark(found.box, page, field=name, label=labels.get(name, name))
        for name, found in record.fields.items()
        if found.page == number and found.box.area > 0
    ]


def _mark(box: Box, page: Page, *, field: str = "", label: str = "") -> Mark:
    margin = page.height * _MARGIN
    larger = Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin)
    inside = larger.clipped(page.width, page.height)
    return Mark(
        round(inside.x0, 1),
        round(inside.y0, 1),
        round(inside.width, 1),
        round(inside.height, 1),
        field,
        label,
    )


def _field_rows(record: Record, labels: dict[str, str], number: int) -> list[FieldRow]:
    """Fields in the order of the paper, those that should be there and are not among them."""
    known = load_record_types().get(record.record_type or "")
    required = known.required_fields if known else ()
    names = [name for name in labels if name in record.fields or name in required]
    names += [name for name in record.fields if name not in labels]
    return [_field_row(name, labels.get(name, name), record, number) for name in names]


def _field_row(name: str, label: str, record: Record, number: int) -> FieldRow:
    found = record.fields.get(name)
    kind = load_record_types().get(record.record_type or "")
    rule = kind.field(name) if kind else None
    if found is None:
        return FieldRow(name, label, "", "", None, False, 0, False, "", "", _("Chưa đọc được"))
    return FieldRow(
        name=name,
        label=label,
        value=found.value,
        canonical=_canonical(found) if not is_of_rows(rule) else "",
        percent=_percent(found.confidence),
        is_sure=found.confidence >= record.threshold,
        page=found.page,
        is_here=found.page == number,
        as_read=found.as_read,
        rule=found.rule,
        doubt=found.doubt,
        table=_table(rule, found),
    )


def _table(rule: FieldRule | None, found: FieldValue) -> ShownTable | None:
    """The rows to be shown, without empty columns; `None` for fields of another kind and for plain text."""
    if rule is None or not rule.columns:
        return None
    table = filled_columns(table_of(rule, found.normalised))
    return table if table.rows else None


def _canonical(found: FieldValue) -> str:
    same = " ".join(found.value.split()).casefold() == " ".join(found.normalised.split()).casefold()
    return "" if same else found.normalised


def _page_links(record: Record, number: int) -> Sequence[PageLink]:
    doubted = {found.page for found in record.fields.values() if found.confidence < record.threshold}
    return [PageLink(page.number, page.number == number, page.number in doubted) for page in record.pages]


def _accuracy(page: Page | None) -> str:
    """Share of the characters expected to be right, percent with one decimal; empty when unknown."""
    share = page.estimated_accuracy if page else None
    return "" if share is None else f"{int(share * 1000) / 10:.1f}"


def _is_below_rule(page: Page | None) -> bool:
    return page is not None and page.estimated_accuracy is not None and page.estimated_accuracy < RULE_SHARE


def _percent(confidence: float) -> int:
    # Rounded down: 89.6 % is below a threshold of 90 % and must not look as if it were not.
    return int(confidence * 100 + 1e-6)
