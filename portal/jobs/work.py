"""The steps of the work, as functions that child processes run: open a file, read a page, complete a file.

Each can be delivered twice and gives the same: it reads the staged file, writes only into a folder of its
own and, last of all, deposits a record whose identifier follows from the file's bytes. None touches the
database. What comes back is small; large things travel as files.
"""

from __future__ import annotations

import json
import logging
import resource
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from archive import Archive, safe_name
from pipeline import digitise
from pipeline.batches import BatchOptions, Part, parts_of
from pipeline.limits import Limits
from pipeline.reading import PageReader, ReadingOptions
from pipeline.source import open_source
from portal.intake.durable import is_shortage
from portal.jobs.parting import held_parts, part_id, part_intake
from portal.jobs.rescanning import RescanTask, put_in
from portal.jobs.sides import BackSides, collated_pages, write_both
from portal.jobs.type_wishes import TypeWishes
from records import SCHEMA_VERSION, Page, Record, Source
from records.errors import EngineCrashed, HosoError, PageFailed, StoreFailed
from records.record import dump_json
from records.title import title_of
from signing.listing import judged_signatures

log = logging.getLogger(__name__)

LEAST_FREE_BYTES = 8 << 20
"""With less room than this a program that failed without saying why most likely failed for want of it."""
ARCHIVE_USER = "hoso"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Find out how many pages a staged file has."""

    path: Path
    limits: Limits


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of an `OpenTask`."""

    page_count: int
    seconds: float
    """Processor seconds."""


@dataclass(frozen=True, slots=True)
class PageTask:
    """Read one page of a staged file."""

    path: Path
    number: int
    """From 1."""
    reading: ReadingOptions


@dataclass(frozen=True, slots=True)
class PageRead:
    """What came of a `PageTask`."""

    text: str
    """`records.Page.to_json()` as JSON."""
    seconds: float
    """Processor seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTask:
    """Make the record of a file whose pages are all read or given up, and put it into the archive."""

    path: Path
    """The staged file."""
    name: str
    sha256: str
    record_id: str
    page_count: int
    received_at: datetime
    """With a time zone; the searchable PDF and the archive's version state it."""
    intake: Mapping[str, object]
    """What `intake.json` is to hold."""
    readings: Path
    """A file with one page's reading a line."""
    unread: Mapping[int, str]
    """Pages that were given up, with the reason in Vietnamese."""
    folder: Path
    """An empty folder for what is made on the way."""
    hint: str | None
    threshold: float
    limits: Limits
    archive: Archive
    batch: BatchOptions = field(default_factory=BatchOptions)
    """How the file is parted into papers."""
    backs: BackSides | None = None
    """The file of back sides, where the stack came as two files; `path` has the front sides then."""
    compact: bool = False
    """Colour scans are kept in layers in the searchable PDF; the original stays as it is."""
    trust_folder: Path | None = None
    """Roots by which the original's signatures are judged."""
    accepts_faults: bool = False
    """Pages below the rule for scans are to stay so: nobody can scan them again."""
    types: TypeWishes = field(default_factory=TypeWishes)
    """What the office wants of single record types."""
    doubts: tuple[str, ...] = field(default=())
    """Why the record must wait for a person whatever its pages say, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What came of a `CompleteTask`: its records are in the archive, one a part."""

    versions: Mapping[str, int]
    """Record identifier to the version that the archive holds, in the order of the parts."""
    seconds: float
    """Processor seconds."""


def open_file(task: OpenTask) -> Opened:
    """Counts the pages. Raises a kind of `SourceRefused` for a file that cannot be digitised."""
    with (
        _told_apart(task.path.parent),
        _stopwatch() as seconds,
        open_source(task.path, task.limits) as source,
    ):
        count = source.page_count
    return Opened(count, seconds())


def read_page(task: PageTask) -> PageRead:
    """Reads one page. Raises `SourceRefused`, `PageFailed`, or `StoreFailed` when a disk is full."""
    with _told_apart(Path(tempfile.gettempdir())), _stopwatch() as seconds:
        page = _held.reader(task.path, task.reading).read(task.number)
        text = json.dumps(page.to_json(), ensure_ascii=False, allow_nan=False)
    return PageRead(text, seconds())


def complete(task: CompleteTask) -> Completed:
    """Writes each part's searchable PDF and record, and deposits them, the original with the first.

    A record that the archive has already is left as it is: an earlier try had got as far as that.
    """
    _held.close()
    with _told_apart(task.folder), _stopwatch() as seconds:
        pages = [page for page in _pages(task) if page.number not in task.unread]
        parts = held_parts(task.archive, task.record_id) or parts_of(pages, task.unread, task.batch)
        versions: dict[str, int] = {}
        for number in range(1, len(parts) + 1):
            record_id = part_id(task.record_id, task.sha256, number)
            if not task.archive.has(record_id):
                _complete_part(task, pages, parts, number)
            versions[record_id] = task.archive.head(record_id).number
    return Completed(versions, seconds())


def _complete_part(task: CompleteTask, pages: Sequence[Page], parts: Sequence[Part], number: int) -> None:
    pdf = task.folder / f"searchable-{number}.pdf"
    if task.backs is not None:
        record = task.types.applied(_of_both_sides(task, task.backs, pages, parts[number - 1], pdf))
        _deposit(task, record.in_review(*task.doubts) if task.doubts else record, pdf, parts, number)
        return
    record = digitise.complete(
        task.path,
        task.name,
        task.sha256,
        pages,
        pdf,
        created=task.received_at,
        unread=task.unread,
        hint=task.hint,
        threshold=task.threshold,
        accepts_faults=task.accepts_faults,
        part=parts[number - 1],
        compact=task.compact,
        limits=task.limits,
        trust_folder=task.trust_folder,
    )
    record = task.types.applied(record)
    _deposit(task, record.in_review(*task.doubts) if task.doubts else record, pdf, parts, number)


def _of_both_sides(
    task: CompleteTask, backs: BackSides, pages: Sequence[Page], part: Part, pdf: Path
) -> Record:
    record = digitise.assemble(
        task.name,
        task.sha256,
        pages,
        tuple(one for path in (task.path, backs.path) for one in judged_signatures(path, task.trust_folder)),
        unread=task.unread,
        hint=task.hint,
        threshold=task.threshold,
        accepts_faults=task.accepts_faults,
        part=part,
    )
    remarks = write_both(
        task.path,
        backs,
        record.pages,
        pdf,
        title=title_of(record),
        created=task.received_at,
        sha256=task.sha256,
        limits=task.limits,
        compact=task.compact,
    )
    return replace(record, warnings=tuple(dict.fromkeys((*record.warnings, *remarks))))


def complete_bare(task: CompleteTask) -> Completed:
    """Deposits the original with what was read of it and nothing made from it, for a person to look at.

    For files on which completing itself dies. Opens nothing that could die again. Where it died between two
    parts, those that are in the archive stay, and the others are deposited so.
    """
    with _told_apart(task.folder), _stopwatch() as seconds:
        unread = [digitise.unread_page(number, why) for number, why in task.unread.items()]
        pages = sorted([*_pages(task), *unread], key=lambda page: page.number)
        whole = Part(tuple(page.number for page in pages))
        parts = held_parts(task.archive, task.record_id) or (whole,)
        versions: dict[str, int] = {}
        for number, part in enumerate(parts, start=1):
            record_id = part_id(task.record_id, task.sha256, number)
            if not task.archive.has(record_id):
                mine = tuple(page for page in pages if page.number in part.pages)
                _deposit(task, _bare_record(task, mine), None, parts, number)
            versions[record_id] = task.archive.head(record_id).number
    return Completed(versions, seconds())


def replace_pages(task: RescanTask) -> Completed:
    """Puts a new scan into its record, as a new version. Raises `SourceRefused` when it does not fit."""
    _held.close()
    with _told_apart(task.folder), _stopwatch() as seconds:
        version = put_in(task)
    return Completed({task.record_id: version}, seconds())


def _bare_record(task: CompleteTask, pages: tuple[Page, ...]) -> Record:
    return Record(
        source=Source(task.name, task.sha256, task.page_count),
        record_type=None,
        type_confidence=0.0,
        needs_review=True,
        threshold=task.threshold,
        pages=pages,
        reasons=task.doubts,
    )


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps that a worker runs; tests put failing ones in their place."""

    open_file: Callable[[OpenTask], Opened] = open_file
    read_page: Callable[[PageTask], PageRead] = read_page
    complete: Callable[[CompleteTask], Completed] = complete
    replace_pages: Callable[[RescanTask], Completed] = replace_pages


def _pages(task: CompleteTask) -> Iterator[Page]:
    own = _own_pages(task)
    return own if task.backs is None else collated_pages(own, task.backs)


def _own_pages(task: CompleteTask) -> Iterator[Page]:
    with task.readings.open(encoding="utf-8") as lines:
        for line in lines:
            yield Page.from_json(json.loads(line))


def _deposit(
    task: CompleteTask, record: Record, pdf: Path | None, parts: Sequence[Part], number: int
) -> None:
    words = task.folder / f"words-{number}.json"
    _write_words(record, words)
    contents: dict[str, Path | bytes] = {
        "words.json": words,
        "record.json": dump_json(record.to_json()),
        "intake.json": dump_json(part_intake(task.intake, task.record_id, parts, number)),
    }
    if number == 1:
        contents[f"original/{safe_name(task.name)}"] = task.path
        if task.backs is not None:
            is_named_alike = safe_name(task.backs.name) == safe_name(task.name)
            name = f"mặt sau {task.backs.name}" if is_named_alike else task.backs.name
            contents[f"original/{safe_name(name)}"] = task.backs.path
    if pdf is not None:
        contents["searchable.pdf"] = pdf
    task.archive.deposit(
        part_id(task.record_id, task.sha256, number),
        contents,
        message="Tiếp nhận",
        user=ARCHIVE_USER,
        created=task.received_at,
    )


def _write_words(record: Record, out: Path) -> None:
    """`Record.words_json` page by page: of 500 pages at once it took 260 MB on top of the pages."""
    with out.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"schema": {SCHEMA_VERSION}, "pages": [\n')
        for position, page in enumerate(record.pages):
            stream.write(",\n" if position else "")
            stream.write(json.dumps(page.to_json(), ensure_ascii=False, allow_nan=False))
        stream.write("\n]}\n")


class _HeldReader:
    """Keeps the file of the last page open: its next page most often follows, and opening costs time."""

    def __init__(self) -> None:
        self._open: tuple[Path, ReadingOptions, PageReader] | None = None

    def reader(self, path: Path, options: ReadingOptions) -> PageReader:
        if self._open is None or self._open[:2] != (path, options):
            self.close()
            self._open = path, options, PageReader(path, options)
        return self._open[2]

    def close(self) -> None:
        held, self._open = self._open, None
        if held is not None:
            held[2].close()


_held = _HeldReader()


@contextmanager
def _stopwatch() -> Iterator[Callable[[], float]]:
    """Processor seconds of this process and of the programs that it ran."""

    def spent() -> float:
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    start = spent()
    yield lambda: spent() - start


@contextmanager
def _told_apart(folder: Path) -> Iterator[None]:
    """Lets errors of ours pass and tells a full disk and want of memory from a fault of the file."""
    try:
        yield
    except MemoryError as error:
        _held.close()
        raise EngineCrashed("out of memory") from error
    except Exception as error:
        _held.close()
        if _is_disk_full(error, folder):
            raise StoreFailed(f"no room left for {type(error).__name__}") from error
        if isinstance(error, HosoError):
            raise
        # The message of a foreign error may hold the document's text: only its kind and place are kept.
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise PageFailed(f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}") from error


def _is_disk_full(error: BaseException | None, folder: Path) -> bool:
    while error is not None:
        if is_shortage(error):
            return True
        error = error.__cause__ or error.__context__
    try:
        return shutil.disk_usage(folder).free < LEAST_FREE_BYTES
    except OSError:
        return False


def seconds_for(limits: Limits, page_count: int) -> float:
    """Wall-clock seconds that completing may take: a conversion, and what grows with the pages."""
    return limits.conversion_seconds + limits.page_seconds + 2.0 * page_count
