"""Moves pages out of one record into another, as a person found them to belong, and takes the last move back.

Both records get a version; the archive keeps the ones before, and every original stays where it lies. The
record that receives gets the pages before the other gives them up, so that no page is ever in neither. A page
that comes from another file gets the next number that its new file has free; `intake.json` says whence.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from archive import Archive
from pipeline.batches.binding import BoundPage, bind
from portal.catalogue.index import JOINED_INTO, replace_records
from portal.catalogue.rebuild import read_deposited
from portal.corrections.dividing import SEARCHABLE, made_of
from portal.corrections.evidence import FILE_NAME, Action, Correction, corrections_json
from portal.corrections.filing import Held, held_for_correction
from portal.models import CatalogueRecord, IntakeFile
from portal.models.intake import OUTSIDE_WORK
from records import Page, Record, record_id_for
from records.errors import NoSuchPart, ObjectMissing, ObjectMoved
from records.record import dump_json
from records.title import title_of

PAGES_FROM = "pages_from"
"""Key of `intake.json`: by page number, from which page of which file a page of another file came."""
MOVED_MESSAGE = "Chuyển trang sang hồ sơ khác"
TAKEN_MESSAGE = "Nhận trang từ hồ sơ khác"
BACK_MESSAGE = "Trả các trang về chỗ cũ"
_MADE = ("record.json", "words.json", "intake.json", SEARCHABLE)
"""What a move changes besides the corrections, and what taking it back restores."""

Files = dict[str, Path | bytes | None]


@dataclass(frozen=True, slots=True)
class _Moved:
    """One page on its way."""

    page: Page
    """As it was numbered."""
    number: int
    """That it gets."""
    home: Mapping[str, Any]
    """`sha256` of its file, `page` in it, and `original_in`, the record that keeps that file."""


@dataclass(frozen=True, slots=True)
class _Act:
    """Who moves what, when, and where to put what is made on the way."""

    archive: Archive
    giver: Held
    taker: Held
    pages: Sequence[_Moved]
    user: str
    at: datetime
    folder: Path


def move(archive: Archive, giver: Held, numbers: Sequence[int], taker: Held, user: str) -> None:
    """Moves the pages `numbers` of one record to the end of another, or to their place within one file.

    A record that gives its last page leaves the catalogue and stays in the archive. Raises `NoSuchPart` for
    pages that are not there, and `ObjectMoved`, both records as they were, when one has changed since.
    """
    chosen = [page for page in giver.record.pages if page.number in set(numbers)]
    if len(chosen) != len(set(numbers)) or not chosen or _id(giver) == _id(taker):
        raise NoSuchPart(f"record {_id(giver)}: not these pages, or to itself")
    for held in (giver, taker):
        _refuse_if_moved(archive, held)
    with tempfile.TemporaryDirectory(prefix="hoso-move-") as folder:
        moved = _numbered(chosen, giver, taker, _intake(archive, giver))
        act = _Act(archive, giver, taker, moved, user, timezone.localtime(), Path(folder))
        received = archive.revise(
            _id(taker), _received(act), message=TAKEN_MESSAGE, user=user, created=act.at, since=taker.version
        )
        try:
            archive.revise(
                _id(giver), _given(act), message=MOVED_MESSAGE, user=user, created=act.at, since=giver.version
            )
        except ObjectMoved:
            back = _as_it_was(archive, taker.version.record_id, taker.version.number, act.folder)
            archive.revise(
                _id(taker), {**back, FILE_NAME: _corrections(taker.corrections)},
                message=BACK_MESSAGE, user=user, created=act.at, since=received,
            )  # fmt: skip
            raise
    _index(archive, giver, taker, -1 if len(chosen) == len(giver.record.pages) else 0)


def last_move(held: Held) -> str:
    """The other record of the move that made this version, which can be taken back; empty for none."""
    last = held.corrections[-1] if held.corrections else None
    is_last = last is not None and last.action is Action.MOVE and last.corrects == _before(held)
    told = (last.after or {}) if is_last and last is not None else {}
    return "" if told.get("back") else str(told.get("to") or told.get("from") or "")


def take_back(archive: Archive, held: Held, user: str) -> str:
    """Gives both records of the last move their versions before it; the identifier of the other one.

    Raises `NoSuchPart` where no move made this version, and `ObjectMoved` where the other changed since.
    """
    other_id = last_move(held)
    if not other_id:
        raise NoSuchPart(f"record {_id(held)}: its last version is no move")
    other = held_for_correction(archive, other_id)
    if last_move(other) != _id(held):
        raise ObjectMoved(f"record {other_id}: a version came since the move")
    _refuse_if_moved(archive, held)
    gave = [one for one in (held, other) if (one.corrections[-1].after or {}).get("to")]
    takes_first = sorted((held, other), key=lambda one: one not in gave)
    was_gone = any(JOINED_INTO in _intake(archive, one) for one in gave)
    at = timezone.localtime()
    with tempfile.TemporaryDirectory(prefix="hoso-move-") as folder:
        for one in takes_first:
            place = Path(folder) / _id(one)
            place.mkdir()
            files = _as_it_was(archive, _id(one), one.version.number - 1, place)
            said = _back_said(one, user, at)
            files[FILE_NAME] = _corrections((*one.corrections, said))
            archive.revise(_id(one), files, message=BACK_MESSAGE, user=user, created=at, since=one.version)
    _index(archive, *takes_first, 1 if was_gone else 0)
    return other_id


def home_of(intake: Mapping[str, Any], number: int) -> Mapping[str, Any] | None:
    """Whence a page of another file came; `None` for a page of the record's own file."""
    told = intake.get(PAGES_FROM)
    home = told.get(str(number)) if isinstance(told, dict) else None
    return home if isinstance(home, dict) else None


def _numbered(chosen: Sequence[Page], giver: Held, taker: Held, intake: Mapping[str, Any]) -> list[_Moved]:
    taken = {page.number for page in taker.record.pages}
    own = taker.record.source.sha256
    free = max(_highest(own), taker.record.source.pages, *taken) + 1
    moved = []
    for page in chosen:
        home = home_of(intake, page.number) or {
            "sha256": giver.record.source.sha256,
            "page": page.number,
            "original_in": intake.get("original_in") or record_id_for(giver.record.source.sha256),
        }
        number = int(home["page"]) if home["sha256"] == own else 0
        if not number or number in taken:
            number, free = free, free + 1
        taken.add(number)
        moved.append(_Moved(page, number, home))
    return moved


def _highest(sha256: str) -> int:
    """The highest number of a page in the records of one file."""
    rows = CatalogueRecord.objects.filter(source_sha256=sha256).values_list("record", flat=True)
    return max((int(page["number"]) for record in rows for page in record.get("pages", ())), default=0)


def _received(act: _Act) -> Files:
    """What the taker's next version holds."""
    held, own = act.taker, act.taker.record.source.sha256
    new = [replace(one.page, number=one.number) for one in act.pages]
    pages = [*held.record.pages, *new]
    is_of_one_file = all(one.home["sha256"] == own for one in act.pages)
    numbers = [page.number for page in held.record.pages]
    if is_of_one_file and numbers == sorted(numbers):
        pages.sort(key=lambda page: page.number)
    before = _intake(act.archive, held)
    told = dict(before.get(PAGES_FROM) or {})
    told |= {
        str(one.number): one.home
        for one in act.pages
        if (one.home["sha256"], one.home["page"]) != (own, one.number)
    }
    intake = {**before, PAGES_FROM: told} if told else before
    record = made_of(held, pages, intake, held.corrections, asks=False)
    after = {
        "pages": [page.number for page in pages],
        "from": _id(act.giver),
        "moved": {str(one.page.number): one.number for one in act.pages},
    }
    sources = {one.number: (act.giver, one.page.number) for one in act.pages}
    return {**_files(act, held, record, intake, after), SEARCHABLE: _bound(act, held, record, sources)}


def _given(act: _Act) -> Files:
    """What the giver's next version holds; one that gives every page keeps them and says who has them."""
    held, gone = act.giver, {one.page.number for one in act.pages}
    rest = [page for page in held.record.pages if page.number not in gone]
    after = {"pages": [page.number for page in rest], "to": _id(act.taker)}
    intake = _intake(act.archive, held)
    if not rest:
        said = (*held.corrections, _said(held, act.user, act.at, after))
        return {
            FILE_NAME: _corrections(said),
            "intake.json": dump_json({**intake, JOINED_INTO: _id(act.taker)}),
        }
    told = {
        number: home for number, home in (intake.get(PAGES_FROM) or {}).items() if int(number) not in gone
    }
    intake = {key: value for key, value in intake.items() if key != PAGES_FROM}
    if told:
        intake[PAGES_FROM] = told
    record = made_of(held, rest, intake, held.corrections)
    return {**_files(act, held, record, intake, after), SEARCHABLE: _bound(act, held, record, {})}


def _files(
    act: _Act, held: Held, record: Record, intake: Mapping[str, Any], after: Mapping[str, Any]
) -> Files:
    said = (*held.corrections, _said(held, act.user, act.at, after))
    return {
        "record.json": dump_json(record.to_json()),
        "words.json": dump_json(record.words_json()),
        "intake.json": dump_json(dict(intake)),
        FILE_NAME: _corrections(said),
    }


def _bound(act: _Act, held: Held, record: Record, sources: Mapping[int, tuple[Held, int]]) -> Path | None:
    """The record's pages out of both renditions; `None` where one of them has none."""
    copies: dict[str, Path] = {}
    try:
        for one in {_id(held): held, **{_id(other): other for other, _ in sources.values()}}.values():
            copies[_id(one)] = act.folder / f"{_id(held)}-{_id(one)}.pdf"
            with act.archive.as_file(_id(one), SEARCHABLE, version=one.version.number) as rendition:
                copies[_id(one)].write_bytes(rendition.read_bytes())
    except ObjectMissing:
        return None
    bound = []
    for page in record.pages:
        of, number = sources.get(page.number, (held, page.number))
        drawn = [one.number for one in of.record.pages if one.width]
        if number in drawn:
            bound.append(BoundPage(copies[_id(of)], drawn.index(number), page.number))
    if not bound:
        return None
    out = act.folder / f"{_id(held)}.pdf"
    bind(bound, out, title=title_of(record), created=act.at, sha256=record.source.sha256)
    return out


def _as_it_was(archive: Archive, record_id: str, number: int, folder: Path) -> Files:
    """What version `number` held of what a move changes."""
    files: Files = {}
    for name in _MADE:
        try:
            with archive.as_file(record_id, name, version=number) as path:
                copy = folder / f"was-{name}"
                copy.write_bytes(path.read_bytes())
                files[name] = copy
        except ObjectMissing:
            files[name] = None
    return files


def _back_said(held: Held, user: str, at: datetime) -> Correction:
    last = held.corrections[-1]
    return _said(held, user, at, {**(last.before or {}), "back": True})


def _said(held: Held, user: str, at: datetime, after: Mapping[str, Any]) -> Correction:
    before = {"pages": [page.number for page in held.record.pages]}
    told = at.isoformat(timespec="seconds")
    return Correction(told, user, Action.MOVE, "", before, after, corrects=f"v{held.version.number}")


def _corrections(every: Sequence[Correction]) -> bytes:
    return dump_json(corrections_json(every))


def _refuse_if_moved(archive: Archive, held: Held) -> None:
    if archive.head(_id(held)).number != held.version.number:
        raise ObjectMoved(f"record {_id(held)}: a version came since it was read")


def _intake(archive: Archive, held: Held) -> dict[str, Any]:
    return dict(json.loads(archive.read(_id(held), "intake.json", version=held.version.number)))


def _index(archive: Archive, giver: Held, taker: Held, added: int) -> None:
    # Read back and not passed on: what is indexed is then what a rebuild would find.
    deposited = [read_deposited(archive, _id(held)) for held in (giver, taker)]
    with transaction.atomic():
        replace_records(deposited)
        if added:
            came = IntakeFile.objects.filter(sha256=giver.record.source.sha256).exclude(
                state__in=OUTSIDE_WORK
            )
            came.update(record_count=F("record_count") + added)


def _id(held: Held) -> str:
    return held.version.record_id


def _before(held: Held) -> str:
    return f"v{held.version.number - 1}"
