"""Parts a record at a page, and puts one together with the record before, as a person found the papers to be.

Splitting by content asks where it is not sure, and cuts wrongly at times; this is the answer. Nothing is
lost: both records keep their versions, the original stays where it lies, and each act is undone by the other.
The record that comes first is never left without a page that no other has: it gets pages before another gives
them up, and gives them up after another has them.
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
from pipeline import digitise
from pipeline.batches import Part
from pipeline.batches.binding import BoundPage, bind
from pipeline.batches.papers import papers_in
from portal.catalogue.index import JOINED_INTO, replace_records
from portal.catalogue.rebuild import read_deposited
from portal.corrections.changing import carried_over
from portal.corrections.evidence import FILE_NAME, Action, Correction, corrections_json
from portal.corrections.filing import Held, corrections_of, held_for_correction
from portal.models import CatalogueRecord, IntakeFile
from portal.models.intake import OUTSIDE_WORK
from records import Page, Record, TextOrigin, record_id_for
from records.errors import NoSuchPart, ObjectMissing, ObjectMoved
from records.record import dump_json
from records.title import title_of

SEARCHABLE = "searchable.pdf"
BY_HAND = 10_000
"""A part that a person made is numbered so much above its first page; parts that a file was cut into on its
way in are numbered from 1, and a file has fewer pages."""
DIVIDED_MESSAGE = "Tách tại trang {page}"
JOINED_MESSAGE = "Ghép với hồ sơ trước"


@dataclass(frozen=True, slots=True)
class _Act:
    """Who does it, and when."""

    user: str
    at: datetime

    @property
    def said(self) -> str:
        return self.at.isoformat(timespec="seconds")


def can_divide(record: Record, page: int) -> bool:
    """Whether another paper may begin on `page`: one of the record's pages, and not its first."""
    return page in [each.number for each in record.pages[1:]]


def divide(archive: Archive, held: Held, page: int, user: str) -> str:
    """Parts the record before `page`; the identifier of the record that has the pages from there on.

    Raises `NoSuchPart` where there is no such page after the first, and `ObjectMoved`, having changed nothing
    of the record itself, when somebody else has added a version since `held` was read.
    """
    if not can_divide(held.record, page):
        raise NoSuchPart(f"record {held.version.record_id}: not before page {page}")
    _refuse_if_moved(archive, held)
    act = _Act(user, timezone.localtime())
    first_id = held.version.record_id
    place = [each.number for each in held.record.pages].index(page)
    kept, given = held.record.pages[:place], held.record.pages[place:]
    second_id = record_id_for(held.record.source.sha256, BY_HAND + page)
    intake = _intake(archive, held)
    message = DIVIDED_MESSAGE.format(page=page)
    with tempfile.TemporaryDirectory(prefix="hoso-part-") as folder:
        second = made_of(held, given, intake, ())
        said = _said(act, Action.DIVIDE, held, page, {"pages": _numbers(given), "from": first_id})
        files = {
            **_files(second, (*_said_before(archive, second_id), said)),
            "intake.json": dump_json(_intake_of_part(intake, first_id, held, page, act)),
            SEARCHABLE: _pdf(archive, [held], second, Path(folder) / "second.pdf", act),
        }
        _put(archive, second_id, files, message, act)
        first = made_of(held, kept, intake, held.corrections)
        said = _said(act, Action.DIVIDE, held, page, {"pages": _numbers(kept), "to": second_id})
        files = {
            **_files(first, (*held.corrections, said)),
            SEARCHABLE: _pdf(archive, [held], first, Path(folder) / "first.pdf", act),
        }
        archive.revise(first_id, files, message=message, user=user, created=act.at, since=held.version)
    _index(archive, [first_id, second_id], held.record.source.sha256, added=1)
    return second_id


def record_before(row: CatalogueRecord) -> CatalogueRecord | None:
    """The record of the same file whose pages come right before those of `row`; `None` for the first."""
    here = _first_page(row)
    others = CatalogueRecord.objects.filter(source_sha256=row.source_sha256).exclude(pk=row.pk)
    earlier = [other for other in others if 0 < _first_page(other) < here]
    return max(earlier, key=_first_page, default=None)


def join(archive: Archive, held: Held, before_id: str, user: str) -> str:
    """Puts the record's pages into the record before it, which is given back; the record itself leaves the
    catalogue and stays in the archive. Raises as `divide`."""
    earlier = held_for_correction(archive, before_id)
    if earlier.record.source.sha256 != held.record.source.sha256 or before_id == held.version.record_id:
        raise NoSuchPart(f"record {held.version.record_id}: not of the same file as {before_id}")
    _refuse_if_moved(archive, held)
    act = _Act(user, timezone.localtime())
    intake = _intake(archive, earlier)
    pages = _together(earlier.record.pages, held.record.pages)
    taken = held.record.pages[0].number if held.record.pages else 0
    with tempfile.TemporaryDirectory(prefix="hoso-part-") as folder:
        whole = made_of(earlier, pages, intake, earlier.corrections, asks=False)
        told = {"pages": _numbers(pages), "from": held.version.record_id}
        said = _said(act, Action.JOIN, earlier, taken, told)
        files = {
            **_files(whole, (*earlier.corrections, said)),
            SEARCHABLE: _pdf(archive, [earlier, held], whole, Path(folder) / "whole.pdf", act),
        }
        archive.revise(
            before_id, files, message=JOINED_MESSAGE, user=user, created=act.at, since=earlier.version
        )
    gone = _said(act, Action.JOIN, held, taken, {"to": before_id})
    archive.revise(
        held.version.record_id,
        {
            FILE_NAME: dump_json(corrections_json((*held.corrections, gone))),
            "intake.json": dump_json({**_intake(archive, held), JOINED_INTO: before_id}),
        },
        message=JOINED_MESSAGE,
        user=user,
        created=act.at,
        since=held.version,
    )
    ids = [before_id, held.version.record_id]
    _index(archive, ids, held.record.source.sha256, added=-1)
    return before_id


def _refuse_if_moved(archive: Archive, held: Held) -> None:
    # Before anything is made: what is deposited for the other record would have to be taken back.
    if archive.head(held.version.record_id).number != held.version.number:
        raise ObjectMoved(f"record {held.version.record_id}: a version came since it was read")


def made_of(
    held: Held,
    pages: Sequence[Page],
    intake: Mapping[str, Any],
    earlier: Sequence[Correction],
    *,
    asks: bool = True,
) -> Record:
    """The record of these pages, understood anew, with what people had said of values on them.

    With `asks`, it waits where yet another paper may begin in it.
    """
    unread = {
        page.number: page.warnings[0]
        for page in pages
        if page.origin is TextOrigin.NONE and not page.width and page.warnings
    }
    numbers = tuple(page.number for page in pages)
    readable = {page.number: page for page in pages if page.number not in unread}
    doubts = [doubt for part in papers_in(Part(numbers), readable) for doubt in part.doubts] if asks else []
    fresh = digitise.assemble(
        held.record.source.name,
        held.record.source.sha256,
        list(readable.values()),
        held.record.signatures,
        unread=unread,
        hint=str(intake.get("hint") or "") or None,
        threshold=held.record.threshold,
        accepts_faults="kept_as_is" in intake,
        part=Part(numbers, doubts=tuple(doubts)),
    )
    fields = {name: found for name, found in held.record.fields.items() if found.page in {0, *numbers}}
    return replace(
        carried_over(fresh, replace(held.record, fields=fields), earlier), source=held.record.source
    )


def _files(record: Record, corrections: Sequence[Correction]) -> dict[str, Path | bytes | None]:
    return {
        "record.json": dump_json(record.to_json()),
        "words.json": dump_json(record.words_json()),
        FILE_NAME: dump_json(corrections_json(corrections)),
    }


def _said_before(archive: Archive, record_id: str) -> tuple[Correction, ...]:
    """Corrections of a record that was parted there before, and joined again."""
    return corrections_of(archive, archive.head(record_id)) if archive.has(record_id) else ()


def _said(act: _Act, action: Action, held: Held, page: int, after: Mapping[str, Any]) -> Correction:
    before, version = {"pages": _numbers(held.record.pages)}, f"v{held.version.number}"
    return Correction(act.said, act.user, action, "", before, after, page, corrects=version)


def _intake(archive: Archive, held: Held) -> dict[str, Any]:
    intake = json.loads(archive.read(held.version.record_id, "intake.json", version=held.version.number))
    return dict(intake)


def _intake_of_part(
    intake: Mapping[str, Any], first_id: str, held: Held, page: int, act: _Act
) -> dict[str, Any]:
    """How the file came, where its original lies, and from what record a person parted this one."""
    own = {
        key: value for key, value in intake.items() if key not in {"parts", "part", "rescans", JOINED_INTO}
    }
    return {
        **own,
        "original_in": intake.get("original_in") or record_id_for(held.record.source.sha256),
        "divided": {"from": first_id, "page": page, "by": act.user, "at": act.said},
    }


def _pdf(archive: Archive, parts: Sequence[Held], record: Record, out: Path, act: _Act) -> Path | None:
    """The record's pages out of the renditions of `parts`; `None` where one of them has none."""
    try:
        places: dict[int, tuple[Path, int]] = {}
        for at, held in enumerate(parts):
            copy = out.with_name(f"{out.stem}-{at}.pdf")
            with archive.as_file(
                held.version.record_id, SEARCHABLE, version=held.version.number
            ) as rendition:
                copy.write_bytes(rendition.read_bytes())
            drawn = [page.number for page in held.record.pages if page.width]
            places |= {number: (copy, place) for place, number in enumerate(drawn)}
    except ObjectMissing:
        return None
    bound = [BoundPage(*places[page.number], page.number) for page in record.pages if page.number in places]
    if not bound:
        return None
    bind(bound, out, title=title_of(record), created=act.at, sha256=record.source.sha256)
    return out


def _put(
    archive: Archive, record_id: str, files: Mapping[str, Path | bytes | None], message: str, act: _Act
) -> None:
    """A new record, or a new version of one that was parted there before and joined again since."""
    if archive.has(record_id):
        archive.revise(record_id, files, message=message, user=act.user, created=act.at)
        return
    contents = {name: content for name, content in files.items() if content is not None}
    archive.deposit(record_id, contents, message=message, user=act.user, created=act.at)


def _index(archive: Archive, record_ids: Sequence[str], sha256: str, *, added: int) -> None:
    # Read back and not passed on: what is indexed is then what a rebuild would find.
    deposited = [read_deposited(archive, record_id) for record_id in record_ids]
    with transaction.atomic():
        replace_records(deposited)
        came = IntakeFile.objects.filter(sha256=sha256).exclude(state__in=OUTSIDE_WORK)
        came.update(record_count=F("record_count") + added)


def _together(one: Sequence[Page], other: Sequence[Page]) -> list[Page]:
    """The pages of both, each once, in the order of the file."""
    pages = {page.number: page for page in (*other, *one)}
    return [pages[number] for number in sorted(pages)]


def _numbers(pages: Sequence[Page]) -> list[int]:
    return [page.number for page in pages]


def _first_page(row: CatalogueRecord) -> int:
    pages = row.record.get("pages") or [{"number": 0}]
    return int(pages[0]["number"])
