"""The review page's form: what a person sent, and the rows that the page shows of a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from classifiers.catalogue import load_record_types
from classifiers.gating import is_gating, must_be_sure
from classifiers.record_type import FieldRule
from portal.catalogue.row_fields import (
    MOST_ROWS,
    ShownTable,
    held_form,
    is_of_rows,
    table_of,
    typed_rows,
)
from portal.catalogue.type_names import field_labels
from portal.corrections.changing import LONG_KINDS, LONGEST_REASON, OUTSIDE, Changes, FieldChange, typed
from portal.corrections.evidence import Action
from portal.corrections.locating import Place, other_readings
from portal.corrections.outstanding import is_by_person, may_be_seen
from portal.reviewing.spots import Spot, spot_in
from portal.short_numbers import ID_DIGITS, short_number
from records import Box, Page, Record

OUTSIDE_CODE = "outside"
"""What stands for "of no type in the catalogue" in the form."""
MORE_ROWS = 4
"""Empty rows that a table gets when somebody asks for more; one stands there always."""
LONGEST_ROWS = 1_000_000
"""Letters of a table's canonical form."""
MOST_SENT = 400
"""Fields in one form; the longest type has fewer than a hundred."""
CROP_AIR = 0.6
"""Heights of the value's box that a crop shows around it."""
LEAST_CROP = 0.3
"""Part of the page's width that a crop shows at least: a single figure is not blown up to a poster."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field as it came with the form."""

    was: str
    """What the person saw when they began."""
    value: str
    """What stood in the form in the end."""
    why: str = ""
    is_ok: bool = False
    is_none: bool = False
    spot: Spot | None = None
    """Where the person drew a box, and what was read there."""
    token: str = ""
    """The same as the form carries it."""

    @property
    def is_own(self) -> bool:
        """Whether the person typed something that must not get lost."""
        return self.value != self.was or self.spot is not None

    @property
    def action(self) -> Action | None:
        """What the person wants of the field; `None` for nothing."""
        if self.is_none:
            return Action.CLEAR
        if self.value != self.was:
            return Action.EDIT if self.value else Action.CLEAR
        return Action.CONFIRM if (self.is_ok or self.spot is not None) and self.value else None

    @property
    def place(self) -> Place | None:
        """What becomes the value's evidence; `None` to leave it."""
        return Place(self.spot.page, self.spot.box, self.spot.text) if self.spot else None


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with the form."""

    entries: Mapping[str, Entry]
    record_type: str | None
    seen: Sequence[str]
    version: str
    """Version of the record that the form showed."""
    is_done: bool
    """The person is through with the record."""
    wants_rows: str = ""
    """Field that is to get more empty rows; nothing is saved then."""

    @property
    def changes(self) -> Changes:
        wanted = [
            FieldChange(name, entry.action, entry.value, entry.why, entry.place)
            for name, entry in self.entries.items()
            if entry.action is not None
        ]
        return Changes(wanted, self.record_type, self.seen)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One field as the review page shows it."""

    name: str
    label: str
    held: str
    """As it stands in the record."""
    entry: Entry
    """As it stands in the form."""
    others: Sequence[str] = ()
    choices: Sequence[str] = ()
    is_long: bool = False
    is_doubtful: bool = False
    """The record waits for it."""
    is_unsure: bool = False
    is_missing: bool = False
    is_by_person: bool = False
    percent: int = 0
    doubt: str = ""
    evidence: str = ""
    page: int = 0
    box: str = ""
    """Where the value stands on that page, four sides in its pixels; empty where no place is known."""
    sheet: Page | None = None
    """That page."""
    crop: str = ""
    """View box of an SVG around the value, in pixels of the page; empty where no place is known."""
    problem: str = ""
    table: ShownTable | None = None
    """The rows of a list or table; its cells are typed, and `entry` holds their canonical form."""
    is_moved: bool = False
    """Somebody else changed it while this person was typing."""
    known: Sequence[str] = ()
    """What stands in this field on papers that came with it."""
    clashes: Sequence[str] = ()
    """Rules between fields that this value breaks, each a sentence."""

    @property
    def is_first(self) -> bool:
        """Whether somebody must look at it before the record is done."""
        return self.is_doubtful or bool(self.problem) or self.is_moved or bool(self.clashes)

    @property
    def order(self) -> tuple[bool, bool, bool]:
        """What must be looked at first; missing values after doubtful ones."""
        return (not self.is_first, self.is_missing, not self.is_unsure)


def sent_of(post: QueryDict, record: Record, *, record_id: str) -> Sent:
    """Reads the form; what it holds besides is passed over. Boxes count only for the version shown."""
    said = _type_of(post, record)
    kind = load_record_types().get((record.record_type or "") if said is None else said)
    names = [name.removeprefix("was-") for name in post if name.startswith("was-")][:MOST_SENT]
    version = post.get("version", "")
    entries = {}
    for name in names:
        entry = _entry(post, name, kind.field(name) if kind else None)
        token = post.get(f"place-{name}", "")
        spot = spot_in(token, record_id=record_id, version=version)
        entries[name] = replace(entry, spot=spot, token=token if spot else "")
    return Sent(
        entries=entries,
        record_type=said,
        seen=_seen(post, record),
        version=version,
        is_done=post.get("do") == "done",
        wants_rows=post.get("more", ""),
    )


def _entry(post: QueryDict, name: str, rule: FieldRule | None) -> Entry:
    was, value = (typed(post.get(f"{part}-{name}", ""), rule) for part in ("was", "value"))
    taken = post.get("take", "")
    if taken.startswith(f"{name}:"):
        value = typed(taken.removeprefix(f"{name}:"), rule)
    if rule is not None and rule.columns:
        was, value = post.get(f"was-{name}", "")[:LONGEST_ROWS], _typed_rows(post, name, rule)
    if not _has_controls(post, name, rule):
        value = was  # shown as another type's field: what it held is not taken for emptied
    why = typed(post.get(f"why-{name}", ""), None)[:LONGEST_REASON]
    return Entry(was, value, why, f"ok-{name}" in post, f"none-{name}" in post)


def _has_controls(post: QueryDict, name: str, rule: FieldRule | None) -> bool:
    """Whether the form shows the field as its type has it: as a box, or as rows of cells."""
    if rule is not None and rule.columns:
        return any(key.startswith(f"cells-{name}-") for key in post)
    return f"value-{name}" in post


def _typed_rows(post: QueryDict, name: str, rule: FieldRule) -> str:
    """The rows as they were typed: the cells of row n came as `cells-<field>-n`, `drop-…` takes it out."""
    begin = f"cells-{name}-"
    numbers = [key.removeprefix(begin) for key in post if key.startswith(begin)][:MOST_ROWS]
    kept = [
        number
        for number in numbers
        if short_number(number, digits=ID_DIGITS) is not None and f"drop-{name}-{number}" not in post
    ]
    return typed_rows(
        rule,
        (
            (post.getlist(f"{begin}{number}"), f"total-{name}-{number}" in post)
            for number in sorted(kept, key=int)
        ),
    )


def _type_of(post: QueryDict, record: Record) -> str | None:
    """The type that the person chose or confirmed; `None` where they said nothing of it."""
    chosen = post.get("type", "")
    if chosen != OUTSIDE_CODE and chosen not in load_record_types():
        return None
    code = OUTSIDE if chosen == OUTSIDE_CODE else chosen
    is_other = code != (record.record_type or OUTSIDE)
    return code if is_other or "type-ok" in post else None


def _seen(post: QueryDict, record: Record) -> tuple[str, ...]:
    said = set(post.getlist("seen"))
    return tuple(reason for reason in record.reasons if reason in said and may_be_seen(reason))


def review_rows(
    record: Record,
    *,
    emptied: Collection[str],
    sent: Sent | None = None,
    problems: Mapping[str, str] | None = None,
    clashes: Mapping[str, Sequence[str]] | None = None,
) -> list[ReviewRow]:
    """The record's fields, those that it waits for first, each group in the order of the paper.

    `emptied` are the fields that a person said the paper does not carry, `sent` what somebody has typed and
    not saved, `problems` what speaks against values in it, `clashes` the rules that values break together.
    """
    kind = load_record_types().get(record.record_type or "")
    labels = field_labels(record.record_type or "")
    rules = {rule.name: rule for rule in kind.fields} if kind else {}
    names = [*rules, *(name for name in record.fields if name not in rules)]
    rows = []
    for name in names:
        row = _row(name, labels.get(name, name), rules.get(name), record, is_emptied=name in emptied)
        broken = (clashes or {}).get(name, ())
        # Extraction notes a broken rule as the value's doubt: said once is enough.
        doubt = "" if row.doubt.startswith(tuple(broken)) else row.doubt
        row = replace(row, clashes=broken, doubt=doubt) if broken else row
        entry = sent.entries.get(name) if sent else None
        rows.append(_as_sent(row, entry, (problems or {}).get(name, ""), record.pages) if entry else row)
        if is_of_rows(rules.get(name)):
            rows[-1] = _with_table(rows[-1], rules[name], wants=sent is not None and sent.wants_rows == name)
    return sorted(rows, key=lambda row: row.order)


def left_over(rows: Sequence[ReviewRow], sent: Sent) -> Mapping[str, str]:
    """What somebody typed into fields that the record does not have any more, because its type changed."""
    names = {row.name for row in rows}
    return {name: entry.value for name, entry in sent.entries.items() if entry.is_own and name not in names}


def _row(name: str, label: str, rule: FieldRule | None, record: Record, *, is_emptied: bool) -> ReviewRow:
    found = record.fields.get(name)
    is_long = rule is not None and rule.type in LONG_KINDS
    if found is None:
        return ReviewRow(
            name=name,
            label=label,
            held="",
            entry=Entry("", ""),
            choices=rule.enum if rule else (),
            is_long=is_long,
            is_doubtful=rule is not None and is_gating(rule) and not is_emptied,
            is_missing=True,
            is_by_person=is_emptied,
            doubt=_("Giấy không ghi") if is_emptied else _("Chưa đọc được"),
        )
    page = next((page for page in record.pages if page.number == found.page), None)
    held = held_form(rule, found) if rule is not None and rule.columns else found.value
    is_unsure = found.confidence < record.threshold
    return ReviewRow(
        name=name,
        label=label,
        held=held,
        entry=Entry(held, held),
        others=() if is_by_person(found) else other_readings(found, record.pages),
        choices=rule.enum if rule else (),
        is_long=is_long or "\n" in found.value,
        is_doubtful=rule is not None and is_unsure and must_be_sure(rule),
        is_unsure=is_unsure,
        is_by_person=is_by_person(found),
        percent=int(found.confidence * 100 + 1e-6),
        doubt=found.doubt or (_("Đọc chưa chắc") if is_unsure else ""),
        evidence=f"{found.as_read} · {found.rule}",
        page=found.page,
        box=_sides(found.box),
        sheet=page,
        crop=_crop(found.box, page) if page else "",
    )


def _as_sent(row: ReviewRow, entry: Entry, problem: str, pages: Sequence[Page]) -> ReviewRow:
    """The row with what somebody typed; fields that they left alone show what the record holds now."""
    kept = replace(entry, was=row.held, value=entry.value if entry.is_own else row.held)
    shown = replace(row, entry=kept, problem=problem, is_moved=entry.is_own and entry.was != row.held)
    spot = entry.spot
    page = next((page for page in pages if spot is not None and page.number == spot.page), None)
    if spot is None or page is None:
        return shown
    return replace(shown, page=spot.page, box=_sides(spot.box), sheet=page, crop=_crop(spot.box, page))


def _with_table(row: ReviewRow, rule: FieldRule, *, wants: bool) -> ReviewRow:
    """The row with its cells, and empty ones to write in."""
    blank = MORE_ROWS if wants else 1
    return replace(row, table=table_of(rule, row.entry.value, blank=blank), is_long=True, others=())


def _sides(box: Box) -> str:
    return " ".join(f"{side:.0f}" for side in box.as_list()) if box.area > 0 else ""


def _crop(box: Box, page: Page) -> str:
    """The part of the page around a value: with some air, and never narrower than `LEAST_CROP`."""
    if not page.width or box.area <= 0:
        return ""
    air = CROP_AIR * min(box.height, 0.02 * page.height)
    width = min(max(box.width + 4 * air, LEAST_CROP * page.width), page.width)
    left = min(max(0.0, box.centre[0] - width / 2), page.width - width)
    return f"{left:.0f} {max(0.0, box.y0 - air):.0f} {width:.0f} {box.height + 2 * air:.0f}"
