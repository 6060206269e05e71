"""What the review page shows of one record: pages, fields as somebody has them in hand, who is on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classifiers.catalogue import load_record_types
from portal.catalogue.codes import code_of
from portal.catalogue.type_names import field_labels, type_name, type_names
from portal.corrections.changing import Changes, change
from portal.corrections.dividing import record_before
from portal.corrections.evidence import Action, Correction, emptied_fields, is_type_by_person
from portal.corrections.filing import Held
from portal.corrections.moving import last_move
from portal.corrections.outstanding import broken_rules, is_by_person, lasting, may_be_seen
from portal.models import CatalogueRecord, ReviewClaim
from portal.reviewing.candidates import known_values
from portal.reviewing.drafts import Laid
from portal.reviewing.leaving import colleagues, notes_on
from portal.reviewing.queue import following, waiting
from portal.rights.asking import rights_of
from portal.rights.roles import Right
from portal.views.record import Mark, field_marks
from portal.views.review.form import OUTSIDE_CODE, Entry, ReviewRow, Sent, left_over, review_rows, sent_of
from portal.views.review.queue import wanted_of
from records import Page, Record

MOST_PAGES = 60
"""Pages beside the form; the record's own page shows every one."""
MOST_COUNTED = 1_000
"""Waiting records are counted up to here: beyond it nobody needs to know how many."""

SCRIPTS = tuple(
    f"portal/review/{name}.js"
    for name in ("pages", "viewer", "spot", "types", "drafts", "keys", "moving", "station")
)
"""In the order in which they are run."""


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page beside the form, with the places of its fields."""

    page: Page
    marks: list[Mark]
    at: int
    """Its place in the record, from 0."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A rule between fields that does not hold."""

    reason: str
    values: list[tuple[str, str, str]]
    """Name, label and value of each field that it is about."""


def in_hand_of(in_hand: Laid, held: Held, record_id: str) -> Sent:
    """Drafts as if the form had been sent; a box drawn on another version's page counts no more."""
    form = QueryDict(mutable=True)
    form.update(in_hand.form)
    form["version"] = in_hand.version
    sent = sent_of(form, held.record, record_id=record_id)
    if in_hand.version == f"v{held.version.number}":
        return sent
    entries = {name: replace(entry, spot=None, token="") for name, entry in sent.entries.items()}
    return replace(sent, entries=entries)


def is_saved(sent: Sent, held: Held) -> bool:
    """Whether a later version of the record says all that drafts do: they were saved, and reached us late.

    That happens after a broken line, when the form comes before what was kept of it field by field.
    """
    if sent.version == f"v{held.version.number}" or sent.seen:
        return False
    if sent.record_type is not None and (sent.record_type or None) != held.record.record_type:
        return False
    return all(_is_held(name, entry, held.record) for name, entry in sent.entries.items() if entry.action)


def _is_held(name: str, entry: Entry, record: Record) -> bool:
    found = record.fields.get(name)
    if entry.action is Action.CLEAR:
        return found is None
    return found is not None and is_by_person(found) and found.value == entry.value


def as_typed(held: Held, sent: Sent | None) -> Record:
    """The record, read anew when the person says that it is of another type; nothing is saved."""
    if sent is None or sent.record_type is None or (sent.record_type or None) == held.record.record_type:
        return held.record
    wanted = Changes(record_type=sent.record_type)
    return change(held.record, held.corrections, wanted, by="", at="", version="").record


@dataclass(frozen=True, slots=True)
class Opened:
    """A record on its way to the station."""

    request: HttpRequest
    row: CatalogueRecord
    held: Held
    sent: Sent | None = None
    """What somebody has typed and not saved."""
    found: Mapping[str, str] | None = None
    """What speaks against values in it."""
    holder: ReviewClaim | None = None
    """Who is on the record."""
    in_hand: Laid | None = None
    """The drafts that `sent` was made of."""

    @property
    def person(self) -> str:
        """Account of who looks."""
        return str(self.request.user.get_username())


def station_context(opened: Opened) -> dict[str, object]:
    """What the templates below `portal/review` show."""
    record = as_typed(opened.held, opened.sent)
    return {
        "row": opened.row,
        "record": record,
        "version": f"v{opened.held.version.number}",
        "person": opened.person,
        "scripts": SCRIPTS,
        **_type_shown(opened, record),
        **_fields_shown(opened, record),
        **_pages_shown(opened, record),
        **_others_shown(opened),
    }


def _type_shown(opened: Opened, record: Record) -> dict[str, object]:
    """The type and how sure it is."""
    held, sent = opened.held, opened.sent
    is_by_person = is_type_by_person(held.corrections)
    is_sure = held.record.record_type is not None and held.record.type_confidence >= held.record.threshold
    return {
        "type_name": type_name(record.record_type or ""),
        "type_percent": int(record.type_confidence * 100 + 1e-6),
        "type_choices": type_names(),
        "type_chosen": _chosen_type(record, held.corrections, sent),
        "outside_code": OUTSIDE_CODE,
        "is_type_sure": is_by_person or is_sure,
        "is_type_ok": sent is not None and sent.record_type is not None,
    }


def _fields_shown(opened: Opened, record: Record) -> dict[str, object]:
    """The rows of the form in three groups, the rules that they break, and what was corrected before."""
    held, sent = opened.held, opened.sent
    clashes = clashes_in(record)
    rows = review_rows(
        record,
        emptied=emptied_fields(held.corrections),
        sent=sent,
        problems=opened.found,
        clashes=_by_field(clashes),
    )
    doubtful = [one.name for one in rows if one.is_first]
    known = known_values(record, opened.row, rights_of(opened.request), doubtful)
    rows = [replace(one, known=_other(known.get(one.name, ()), one)) for one in rows]
    return {
        "first": [one for one in rows if one.is_first],
        "rest": [one for one in rows if not one.is_first and not one.is_missing],
        "missing": [one for one in rows if not one.is_first and one.is_missing],
        "left_over": left_over(rows, sent) if sent else {},
        "clashes": clashes,
        "to_see": [
            (reason, may_be_seen(reason), sent is not None and reason in sent.seen)
            for reason in lasting(held.record)
        ],
        "corrections": _told(held.corrections, rows),
        "in_hand": opened.in_hand,
    }


def _pages_shown(opened: Opened, record: Record) -> dict[str, object]:
    """The pages beside the form, and what may be done with them."""
    pages = _shown(record)
    return {
        "pages": pages,
        "is_cut": len(pages) < len(record.pages),
        "page_count": sum(1 for page in record.pages if page.width),
        "first_number": record.pages[0].number if record.pages else 0,
        "may_begin": [page.number for page in record.pages[1:]],
        "before": _open(opened.request, record_before(opened.row)),
        "moved": _moved(opened),
    }


def _moved(opened: Opened) -> dict[str, object] | None:
    """The other record of a move that can still be taken back."""
    other_id = last_move(opened.held)
    if not other_id:
        return None
    row = CatalogueRecord.objects.filter(pk=other_id).defer("record").first()
    if row is not None and _open(opened.request, row) is None:
        return None
    told = opened.held.corrections[-1].after or {}
    return {"row": row, "code": code_of(other_id), "is_giver": "to" in told}


def _others_shown(opened: Opened) -> dict[str, object]:
    """Who else has to do with the record, and which one comes next."""
    row, holder = opened.row, opened.holder
    next_row = following(rights_of(opened.request), wanted_of(opened.request), row)
    return {
        "next": next_row.pk if next_row else None,
        "left": left_in_words(opened.request),
        "notes": notes_on([row.pk]).get(row.pk, []),
        "colleagues": colleagues(row, opened.person),
        "holder": holder if holder is not None and holder.person != opened.person else None,
    }


def left_in_words(request: HttpRequest) -> str:
    """How many records wait in the person's queue, as the badge says it."""
    count = waiting(rights_of(request), wanted_of(request)).order_by()[:MOST_COUNTED].count()
    if count >= MOST_COUNTED:
        return _("còn trên %(count)d") % {"count": MOST_COUNTED}
    return ngettext("còn %(left)s", "còn %(left)s", count) % {"left": count}


def clashes_in(record: Record) -> list[Clash]:
    """The rules between fields that do not hold and that the record waits for."""
    kind = load_record_types().get(record.record_type or "")
    if kind is None:
        return []
    labels = field_labels(kind.code)
    return [
        Clash(
            rule.reason,
            [
                (name, labels.get(name, name), record.fields[name].value)
                for name in rule.fields
                if name in record.fields
            ],
        )
        for rule, reason in broken_rules(kind, record.fields)
        if reason in record.reasons
    ]


def _other(known: Sequence[str], row: ReviewRow) -> list[str]:
    """The candidates that are not offered as another reading already."""
    return [text for text in known if text not in row.others]


def _by_field(clashes: list[Clash]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for clash in clashes:
        for name, _label, _value in clash.values:
            found.setdefault(name, []).append(clash.reason)
    return found


def _open(request: HttpRequest, row: CatalogueRecord | None) -> CatalogueRecord | None:
    """`row`, if this person may correct it too."""
    return row if row is not None and rights_of(request).may_with(Right.REVIEW, row) else None


def _shown(record: Record) -> list[ShownPage]:
    """The pages with fields first of all, in their order; never more than `MOST_PAGES`."""
    with_fields = {found.page for found in record.fields.values()}
    every = shown_pages(record)
    wanted = sorted(every, key=lambda one: (one.page.number not in with_fields, one.at))[:MOST_PAGES]
    return sorted(wanted, key=lambda one: one.at)


def shown_pages(record: Record) -> list[ShownPage]:
    """Every page that can be shown, in the order of the record; marks only where a value was read."""
    with_fields = {found.page for found in record.fields.values()}
    drawn = [page for page in record.pages if page.width]
    return [
        ShownPage(page, field_marks(record, page.number) if page.number in with_fields else [], at)
        for at, page in enumerate(drawn)
    ]


def _chosen_type(record: Record, corrections: tuple[Correction, ...], sent: Sent | None) -> str:
    if sent is not None and sent.record_type is not None:
        return sent.record_type or OUTSIDE_CODE
    if record.record_type is None and is_type_by_person(corrections):
        return OUTSIDE_CODE
    return record.record_type or ""


def _told(corrections: tuple[Correction, ...], rows: list[ReviewRow]) -> list[tuple[Correction, str]]:
    """The last corrections, newest first, each with its field as staff call it."""
    labels = {row.name: row.label for row in rows}
    return [(one, labels.get(one.field, one.field)) for one in reversed(corrections[-30:])]
