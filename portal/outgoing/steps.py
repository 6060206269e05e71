"""What is done with the bytes of outgoing documents, as functions that child processes run.

A PDF from anybody's program may make a parser hang or die; the portal and its ledger must not die with it.
Each step reads one file, writes only new files, and touches no database.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from classifiers.understanding import understand
from pipeline import digitise
from pipeline.reading import PageReader, ReadingOptions
from portal.outgoing.document_types import OF_RECORD_TYPE
from portal.outgoing.read_words import (
    POINTS_AN_INCH,
    of_first_page,
    page_words,
    read_words,
    symbol_in,
    write_words,
)
from portal.outgoing.states import Prefix
from records import Page
from records.errors import PlaceNotFound
from records.record import dump_json
from signing.appearance import PageWord
from signing.appearance.signers import SignerLines, folded, pieces_of, signers_of
from signing.listing import verdict_on
from signing.printing.number import ByHand, print_number
from signing.printing.proof import print_proof
from signing.printing.references import print_reference

LAST_PAGES = 3
"""The signer stands on one of the last pages; the type and the subject on the first."""


@dataclass(frozen=True, slots=True)
class PaperTask:
    """Read what a draft says of itself."""

    path: Path
    reading: ReadingOptions
    words: Path
    """Where the words of scanned pages go; nothing is written for a file with text of its own."""


@dataclass(frozen=True, slots=True)
class SignerRead:
    """One of those who are to sign, as the page names them."""

    name: str
    prefix: str
    """KT., TL., TUQ. or Q. above this position."""


@dataclass(frozen=True, slots=True)
class PaperRead:
    """What a draft says of itself; empty where it does not."""

    page_count: int
    type_code: str = ""
    subject: str = ""
    prefix: str = ""
    """KT., TL., TUQ. or Q. before the signer's position."""
    signer_title: str = ""
    signer_name: str = ""
    urgency: str = ""
    symbol: str = ""
    """What stands behind the blank of the number: `UBND-VP`."""
    signers: tuple[SignerRead, ...] = ()
    """Everybody for whom the last page with such lines has one, from right to left."""
    has_words: bool = False
    """Whether words of scanned pages were written."""


@dataclass(frozen=True, slots=True)
class PrintTask:
    """Print number and date on a draft, or on one of its appendices."""

    source: Path
    target: Path
    number: str
    symbol: str
    day: date
    place: str | None
    is_appendix: bool = False
    """In a file of its own: only what it says of its document is filled in."""
    verification_page: str = ""
    """Address of the public page; empty prints no code for citizens."""
    proof_code: str = ""
    words: Path | None = None
    """What was read on a scan."""
    by_hand: ByHand | None = None
    """Where somebody showed that number and date go."""


@dataclass(frozen=True, slots=True)
class RecordTask:
    """Make the record of a signed file: `record.json`, `words.json` and `searchable.pdf` in `folder`."""

    path: Path
    name: str
    sha256: str
    created: datetime
    hint: str
    reading: ReadingOptions
    threshold: float
    folder: Path
    trust_folder: Path | None = None
    """Roots by which signatures are judged; without one nothing is reported on them."""
    others: tuple[Path, ...] = ()
    """The document's other files, which are only reported on."""


@dataclass(frozen=True, slots=True)
class RecordMade:
    """What a `RecordTask` left in its folder."""

    files: tuple[str, ...] = field(default=("record.json", "words.json", "searchable.pdf"))
    reports: tuple[object, ...] = ()
    """What `hoso verify --json` says of each file, offline; `None` without a trust folder."""


def read_paper(task: PaperTask) -> PaperRead:
    """Reads the first page and the last ones. Raises `SourceRefused` or `PageFailed`."""
    with PageReader(task.path, task.reading) as reader:
        count = reader.page_count
        numbers = sorted({1, *range(max(1, count - LAST_PAGES + 1), count + 1)})
        pages = [reader.read(number) for number in numbers]
    return replace(_told_by(pages, count), has_words=write_words(pages, task.words))


def print_on(task: PrintTask) -> None:
    """Prints number and date; the target appears whole or not at all. Raises a kind of `SigningRefused`.

    The code for citizens goes where the last page has room; a page without any goes out without one.
    """
    if task.is_appendix:
        print_reference(task.source, task.target, number=task.number, symbol=task.symbol, date=task.day)
        return
    asked = bool(task.verification_page and task.proof_code)
    numbered = task.target.with_name(f".{task.target.name}.numbered") if asked else task.target
    numbered.unlink(missing_ok=True)
    words = read_words(task.words)
    print_number(
        task.source,
        numbered,
        number=task.number,
        symbol=task.symbol,
        date=task.day,
        place=task.place,
        words=of_first_page(words),
        by_hand=task.by_hand,
    )
    if not asked:
        return
    try:
        page, code = task.verification_page, task.proof_code
        print_proof(numbered, task.target, address=page, code=code, words=words)
    except PlaceNotFound:
        numbered.rename(task.target)
    finally:
        numbered.unlink(missing_ok=True)


def make_record(task: RecordTask) -> RecordMade:
    """Reads every page and writes the record's files. Raises `SourceRefused` or `PageFailed`."""
    with PageReader(task.path, task.reading) as reader:
        pages = [reader.read(number) for number in range(1, reader.page_count + 1)]
    record = digitise.complete(
        task.path,
        task.name,
        task.sha256,
        pages,
        task.folder / "searchable.pdf",
        created=task.created,
        hint=task.hint,
        threshold=task.threshold,
        accepts_faults=True,
        limits=task.reading.limits,
        trust_folder=task.trust_folder,
    )
    (task.folder / "record.json").write_bytes(dump_json(record.to_json()))
    words = json.dumps(record.words_json(), ensure_ascii=False, allow_nan=False)
    (task.folder / "words.json").write_text(words + "\n", encoding="utf-8")
    reports = tuple(report_on(path, task.trust_folder) for path in (task.path, *task.others))
    return RecordMade(reports=reports)


def report_on(path: Path, trust_folder: Path | None) -> object:
    """What `hoso verify --json` says of a file, without asking anybody; `None` without trust roots.

    Raises `TrustInvalid` for roots that cannot be read: what is archived must not call everybody unknown.
    """
    if trust_folder is None:
        return None
    from signing.trust import TrustStore  # noqa: PLC0415  loads asn1crypto

    TrustStore.from_folder(trust_folder)
    return verdict_on(path, trust_folder).to_json()


def _told_by(pages: Sequence[Page], count: int) -> PaperRead:
    understood = understand(pages)
    values = {name: " ".join(value.value.split()) for name, value in understood.fields.items()}
    authority = values.get("signer_authority", "")
    prefix = next((one for one in Prefix if one.needs_mandate and authority.startswith(one)), Prefix.NONE)
    return PaperRead(
        page_count=count,
        type_code=OF_RECORD_TYPE.get(understood.record_type or "", ""),
        subject=values.get("subject", "")[:500],
        prefix=prefix.value,
        signer_title=values.get("signer_title", ""),
        signer_name=values.get("signer_name", ""),
        urgency=values.get("urgency", "").upper(),
        symbol=symbol_in(values.get("doc_number", "").partition("/")[2])[:64],
        signers=_signers_on(pages),
    )


def _signers_on(pages: Sequence[Page]) -> tuple[SignerRead, ...]:
    """Who signs, on the last page that has places to sign."""
    for page in reversed(pages):
        words = list(page_words(page))
        if words and (found := signers_of(page.number, words, page.width * POINTS_AN_INCH / page.dpi)):
            return tuple(SignerRead(one.full_name[:200], _prefix_over(one, words).value) for one in found)
    return ()


def _prefix_over(signer: SignerLines, words: Sequence[PageWord]) -> Prefix:
    """Under which authority one signs: KT. below TM. is what needs the mandate (Decree 30/2020, Art. 13)."""
    left, bottom, right, top = signer.position
    inside = [
        word
        for word in words
        if left - 1 <= word.box[0] and word.box[2] <= right + 1 and bottom - 1 <= word.box[1] <= top
    ]
    lines = [folded(piece.text).replace("/", "").replace(" .", ".") for piece in pieces_of(inside)]
    held = (one for one in Prefix if one.needs_mandate)
    return next((one for one in held if any(line.startswith(one.value) for line in lines)), Prefix.NONE)
