"""Turns a page that stands on its side, and puts pages into another order; each is undone by another version.

The page is read again as it stands upright, so boxes, words and fields are those of what people see. The
original stays as it came.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from archive import Archive
from pipeline.batches.binding import BoundPage, bind
from pipeline.spot_reading import TurnTask
from portal.catalogue.index import replace_records
from portal.catalogue.rebuild import read_deposited
from portal.corrections.dividing import SEARCHABLE, made_of
from portal.corrections.evidence import FILE_NAME, Action, Correction, corrections_json
from portal.corrections.filing import Held
from portal.corrections.moving import home_of
from records import Box, FieldValue, Page, Record, record_id_for
from records.errors import NoSuchPart, ObjectMissing, ObjectMoved, PageFailed
from records.record import dump_json
from records.title import title_of

TURNED_MESSAGE = "Xoay trang {page}"
ORDERED_MESSAGE = "Xếp lại trang"
SCANNED_AGAIN_VI = "Trang này đã được quét lại. Hãy quét lại lần nữa cho đúng chiều."
SCANNED_AGAIN_EN = "This page was scanned again already. Scan it once more the right way up."


@dataclass(frozen=True, slots=True)
class Turned:
    """What a person wants of one page."""

    page: int
    """Its number in the file."""
    degrees: int
    """Clockwise from how it is shown: 90, 180 or 270."""


ReadTurned = Callable[[TurnTask], Page]
"""Reads a page turned, and writes its PDF; `pipeline.spot_reading.read_turned`, in a child process."""


@dataclass(frozen=True, slots=True)
class _Act:
    """A record on its way to a further version."""

    archive: Archive
    held: Held
    user: str
    at: datetime
    folder: Path
    """For what is made on the way."""


def turn(archive: Archive, held: Held, turned: Turned, user: str, read: ReadTurned) -> None:
    """Turns a page and reads it again.

    Raises `NoSuchPart` for a page that is not there, `PageFailed` where it cannot be read, and `ObjectMoved`,
    having changed nothing, when somebody else has added a version since `held` was read.
    """
    number, degrees = turned.page, turned.degrees
    before = next((page for page in held.record.pages if page.number == number and page.width), None)
    if before is None or degrees not in {90, 180, 270}:
        raise NoSuchPart(f"record {held.version.record_id}: no page {number} to turn")
    _refuse_if_moved(archive, held)
    intake = _intake(archive, held)
    with tempfile.TemporaryDirectory(prefix="hoso-turn-") as name:
        act = _Act(archive, held, user, timezone.localtime(), Path(name))
        scan = act.folder / "page.pdf"
        record_id, path, version, own = _original(archive, held, intake, number)
        with archive.as_file(record_id, path, version=version) as original:
            task = TurnTask(
                path=original,
                number=own,
                rotation=(before.rotation + degrees) % 360,
                out_pdf=scan,
                title=title_of(held.record),
                created=act.at,
            )
            page = replace(read(task), number=number)
        pages = [page if one.number == number else one for one in held.record.pages]
        placed = replace(held, record=_with_turned_boxes(held.record, before, page, degrees))
        record = made_of(placed, pages, intake, held.corrections, asks=False)
        told = {"page": number, "rotation": before.rotation}, {"page": number, "rotation": page.rotation}
        said = _said(act, Action.TURN, number, told)
        _file(act, record, said, _bound(act, record, {number: (scan, 0)}))


def order_pages(archive: Archive, held: Held, numbers: Sequence[int], user: str) -> None:
    """Puts the record's pages into the order of `numbers`, their numbers in the file.

    Raises `NoSuchPart` unless these are the record's pages, each once, and `ObjectMoved` as `turn`.
    """
    pages = {page.number: page for page in held.record.pages}
    if sorted(numbers) != sorted(pages) or list(numbers) == list(pages):
        raise NoSuchPart(f"record {held.version.record_id}: not its pages in another order")
    _refuse_if_moved(archive, held)
    intake = _intake(archive, held)
    record = made_of(held, [pages[number] for number in numbers], intake, held.corrections, asks=False)
    with tempfile.TemporaryDirectory(prefix="hoso-order-") as name:
        act = _Act(archive, held, user, timezone.localtime(), Path(name))
        said = _said(act, Action.ORDER, 0, ({"order": list(pages)}, {"order": list(numbers)}))
        _file(act, record, said, _bound(act, record, {}))


def turned_box(box: Box, width: float, height: float, degrees: int) -> Box:
    """A box of a page of this size after the page was turned clockwise by `degrees`."""
    match degrees % 360:
        case 90:
            return Box(height - box.y1, box.x0, height - box.y0, box.x1)
        case 180:
            return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
        case 270:
            return Box(box.y0, width - box.x1, box.y1, width - box.x0)
        case _:
            return box


def _with_turned_boxes(record: Record, before: Page, after: Page, degrees: int) -> Record:
    """The record whose values on the page, which people may have confirmed, keep their places on the ink."""

    def moved(found: FieldValue) -> FieldValue:
        if found.page != before.number or found.box.area <= 0:
            return found
        box = turned_box(found.box, before.width, before.height, degrees)
        return replace(found, box=box.clipped(after.width, after.height))

    return replace(record, fields={name: moved(found) for name, found in record.fields.items()})


def _refuse_if_moved(archive: Archive, held: Held) -> None:
    # Before anything is read: that takes seconds.
    if archive.head(held.version.record_id).number != held.version.number:
        raise ObjectMoved(f"record {held.version.record_id}: a version came since it was read")


def _intake(archive: Archive, held: Held) -> Mapping[str, object]:
    content = archive.read(held.version.record_id, "intake.json", version=held.version.number)
    intake: Mapping[str, object] = json.loads(content)
    return intake


def _original(
    archive: Archive, held: Held, intake: Mapping[str, object], number: int
) -> tuple[str, str, int, int]:
    """Record, path and version of the file that the page came in, and the page's own number there."""
    if _is_scanned_again(intake, number):
        raise PageFailed(
            f"page {number} was scanned again", remedy_vi=SCANNED_AGAIN_VI, remedy_en=SCANNED_AGAIN_EN
        )
    home = home_of(intake, number)
    ids = (held.version.record_id, record_id_for(held.record.source.sha256))
    if home is not None:  # it came from another record
        ids, number = (str(home["original_in"]), record_id_for(str(home["sha256"]))), int(home["page"])
    for record_id in (one for one in ids if archive.has(one)):
        version = archive.head(record_id)
        paths = [path for path in version.files if path.startswith("original/")]
        if len(paths) == 1:  # fronts and backs that came as two files number their pages otherwise
            return record_id, paths[0], version.number, number
    raise ObjectMissing(f"record {held.version.record_id}: no one original holds page {number}")


def _is_scanned_again(intake: Mapping[str, object], number: int) -> bool:
    entries = intake.get("rescans", [])
    pages = [str(one.get("page", "")) for one in entries] if isinstance(entries, list) else []
    return any(page in {"", str(number)} for page in pages)


def _bound(act: _Act, record: Record, places: Mapping[int, tuple[Path, int]]) -> Path | None:
    """The record's pages from its rendition, those of `places` from there; `None` where it has none."""
    held, out = act.held, act.folder / SEARCHABLE
    drawn = [page.number for page in held.record.pages if page.width]
    record_id, version = held.version.record_id, held.version.number
    try:
        with act.archive.as_file(record_id, SEARCHABLE, version=version) as before:
            every = {number: (before, place) for place, number in enumerate(drawn)} | dict(places)
            bound = [
                BoundPage(*every[page.number], page.number) for page in record.pages if page.number in every
            ]
            bind(bound, out, title=title_of(record), created=act.at, sha256=record.source.sha256)
    except ObjectMissing:
        return None
    return out


def _said(
    act: _Act, action: Action, page: int, told: tuple[Mapping[str, object], Mapping[str, object]]
) -> Correction:
    version = f"v{act.held.version.number}"
    return Correction(
        act.at.isoformat(timespec="seconds"), act.user, action, "", *told, page, corrects=version
    )


def _file(act: _Act, record: Record, said: Correction, pdf: Path | None) -> None:
    record_id = act.held.version.record_id
    files: dict[str, Path | bytes | None] = {
        "record.json": dump_json(record.to_json()),
        "words.json": dump_json(record.words_json()),
        FILE_NAME: dump_json(corrections_json((*act.held.corrections, said))),
    }
    if pdf is not None:
        files[SEARCHABLE] = pdf
    message = TURNED_MESSAGE.format(page=said.page) if said.action is Action.TURN else ORDERED_MESSAGE
    act.archive.revise(
        record_id, files, message=message, user=act.user, created=act.at, since=act.held.version
    )
    # Read back and not passed on: what is indexed is then what a rebuild would find.
    deposited = read_deposited(act.archive, record_id)
    with transaction.atomic():
        replace_records([deposited])
