"""One page of a file in, its words with their places out; the file's own text where it can be trusted.

A page is opened, judged, enhanced and recognised here, and nothing is kept from one page to the next, so
pages may be read in any order, in any process. The database, the queue and the PDF are somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from classifiers.validators import mrz
from pipeline.accuracy import evidence_of, told_vi
from pipeline.batches.codes import separator_among
from pipeline.batches.likeness import likeness_of
from pipeline.blank import is_blank, is_dust
from pipeline.enhance import Enhanced, EnhanceOptions, enhance, enhance_parts
from pipeline.handwriting import DOUBTFUL, with_remarks
from pipeline.improbable import marked_improbable
from pipeline.ink import Picture
from pipeline.limits import Limits
from pipeline.mrz_lines import zones_in
from pipeline.ocr import Engine, RecognitionOptions, get_engine, lines_of
from pipeline.page_codes import codes_on, glance_at, turned
from pipeline.quality import ScanRule, faults_of
from pipeline.sample_lines import agrees
from pipeline.second_reading import figure_reader, other_engine, reader_of, second_thoughts, ways
from pipeline.second_reading.comb_figures import CombReader, with_combs
from pipeline.second_reading.figures import FIGURES
from pipeline.source import OpenSource, PagePicture, SourcePage, open_source
from pipeline.source.text_layer import judge, shown_words
from pipeline.spread import joined
from pipeline.stamps import frames_on, marks_of, set_apart
from pipeline.ticks import beside_words, ticks_on
from pipeline.tidy_text import tidy_words
from records import Box, Line, Page, TextOrigin, Tick, Word, mean_confidence
from records.printed_marks import PageCode

# Workers are processes; threads inside them only get in each other's way.
cv2.setNumThreads(1)

UNREAD_VI = "Trang {number} có nét mực nhưng không đọc được chữ nào, hãy xem ảnh trang"
POOR_RESOLUTION = 150.0
"""Dots per inch below which staff are told."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How pages are read; picklable, since it travels to worker processes."""

    engine: str = "auto"
    """Name of a file in `pipeline/ocr`, `auto`, or `package.module:Class`."""
    languages: tuple[str, ...] = ("vie",)
    limits: Limits = field(default_factory=Limits)
    without_steps: frozenset[str] = frozenset()
    """Names of steps of `pipeline/enhance` to leave out."""
    rule: ScanRule = field(default_factory=ScanRule)
    """What a scan must be; what falls below it becomes the page's faults."""
    separators: frozenset[str] = frozenset()
    """Texts of barcodes that part papers, besides those of our own separator sheets."""
    rotation: int | None = None
    """Degrees clockwise by which a person says that the source must be turned; `None` to find out."""

    @property
    def recognition(self) -> RecognitionOptions:
        return RecognitionOptions(languages=self.languages, timeout_seconds=self.limits.page_seconds)


class PageReader:
    """An opened file whose pages are read one by one; a page that fails leaves the others readable."""

    def __init__(self, path: Path, options: ReadingOptions | None = None) -> None:
        """Opens the file; raises a kind of `SourceRefused` when it cannot be digitised."""
        self._options = options or ReadingOptions()
        self._engine = get_engine(self._options.engine, self._options.languages)
        self._source: OpenSource = open_source(path, self._options.limits)

    @property
    def page_count(self) -> int:
        return self._source.page_count

    def read(self, number: int) -> Page:
        """Reads page `number`, from 1; raises a kind of `PageFailed` when it cannot be read."""
        return _read(self._source.page(number), self._engine, self._options)

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_page(path: Path, number: int, options: ReadingOptions | None = None) -> Page:
    """Reads one page of a file, from 1.

    Raises a kind of `SourceRefused` when the file cannot be digitised and of `PageFailed` when the page
    cannot be read.
    """
    with PageReader(path, options) as reader:
        return reader.read(number)


def read_pages(path: Path, numbers: Sequence[int], options: ReadingOptions | None = None) -> Iterator[Page]:
    """Reads pages of a file that is opened once; raises what `read_page` raises, at the page that fails."""
    with PageReader(path, options) as reader:
        for number in numbers:
            yield reader.read(number)


def _read(source: SourcePage, engine: Engine, options: ReadingOptions) -> Page:
    picture = source.picture()
    glance = glance_at(picture.pixels, picture.dpi)
    separator = separator_among(glance, options.separators)
    if separator:
        return replace(_bare_page(source, picture, source.warnings), separator=separator)
    codes = codes_on(picture.pixels, picture.dpi, glance)
    # Words that the file itself places stand as the file shows it, not as a person says it must be turned.
    own = shown_words(source.own_words(picture.dpi), picture.pixels) if options.rotation is None else []
    warnings = [*source.warnings, *picture.warnings]
    if own:
        trust = judge(own, picture.pixels, picture.dpi)
        read_line = partial(_line_text, engine=engine, dpi=picture.dpi, options=options)
        if trust.is_trusted and (not trust.needs_proof or agrees(own, picture.pixels, read_line)):
            page = _bare_page(source, picture, warnings)
            ticks = beside_words(ticks_on(_grey(picture.pixels), picture.dpi), own, picture.dpi)
            return replace(
                page, words=tidy_words(own), origin=TextOrigin.TEXT_LAYER, codes=codes, ticks=ticks
            )
    page = _recognised(source, picture, engine, options, warnings)
    height, width = picture.pixels.shape[:2]
    page = replace(page, codes=(*turned(codes, page.rotation, width, height), *page.codes))
    return _with_ink(page) if (own or codes) and page.is_blank else page


def _with_ink(page: Page) -> Page:
    """A page whose file draws letters, or that bears a code, is not blank, though nobody could read it."""
    return replace(page, is_blank=False, warnings=(*page.warnings, UNREAD_VI.format(number=page.number)))


def _line_text(strip: Picture, *, engine: Engine, dpi: float, options: ReadingOptions) -> str:
    asked = replace(options.recognition, is_one_line=True)
    return " ".join(word.text for word in engine.recognise(strip, dpi=dpi, options=asked))


def _bare_page(source: SourcePage, picture: PagePicture, warnings: Sequence[str]) -> Page:
    height, width = picture.pixels.shape[:2]
    return Page(
        number=source.number,
        dpi=picture.dpi,
        width=width,
        height=height,
        origin=TextOrigin.NONE,
        kind=source.kind,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _recognised(
    source: SourcePage, picture: PagePicture, engine: Engine, options: ReadingOptions, warnings: list[str]
) -> Page:
    asked = EnhanceOptions(
        without=options.without_steps,
        readability=partial(readability, engine=engine, options=options),
        rotation=options.rotation,
    )
    parts = [part.looked_at()[0] for part in enhance_parts(picture.pixels, picture.dpi, asked)]
    sheet, look = parts[0].looked_at()
    readings = [recognise_sheet(part, engine, options, picture) for part in parts]
    words = joined(readings)
    has_nothing = is_blank(picture.pixels, picture.dpi, words)
    # What shines through is read too, by an engine that takes it for text.
    words = () if has_nothing else words
    page = replace(
        _bare_page(source, picture, warnings),
        width=sheet.page_width,
        height=sheet.page_height,
        rotation=sheet.rotation,
        skew=sheet.skew if words else 0.0,
        is_blank=has_nothing,
        origin=TextOrigin.RECOGNISED if words else TextOrigin.NONE,
        words=words,
        estimated_accuracy=_accuracy(readings, parts) if words else None,
    )
    faults = faults_of(picture.pixels, page, options.rule, is_photograph="photograph" in sheet.done)
    zones = [
        zone
        for read, part in zip(readings, parts, strict=True)
        for zone in _zones(read, part, engine, options)
    ]
    likeness = "" if page.is_blank else likeness_of(look)
    warned = (*page.warnings, *_doubts(page, sheet))
    ticks = _ticks(parts, words, page.dpi)
    return replace(page, faults=faults, likeness=likeness, warnings=warned, codes=tuple(zones), ticks=ticks)


def _ticks(parts: Sequence[Enhanced], words: Sequence[Word], dpi: float) -> tuple[Tick, ...]:
    """Boxes to be ticked on the upright page; a page without words asks nobody to tick anything."""
    if not words:
        return ()
    found = [
        replace(tick, box=part.box_to_page(tick.box))
        for part in parts
        for tick in ticks_on(part.grey, part.dpi)
    ]
    return beside_words(sorted(found, key=lambda tick: (tick.box.y0, tick.box.x0)), words, dpi)


def _grey(pixels: NDArray[np.uint8]) -> Picture:
    """A picture, (height, width) or (height, width, 3) RGB, without its colours."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels, np.uint8)


def _zones(
    words: Sequence[Word], sheet: Enhanced, engine: Engine, options: ReadingOptions
) -> tuple[PageCode, ...]:
    """The machine-readable zones of cards, doubtful lines read again with the signs of a zone alone."""
    asked = replace(options.recognition, is_one_line=True, characters=mrz.SIGNS)

    def reread(baseline: Line, height: float) -> Iterator[str]:
        strip = sheet.strip_at(baseline, height)
        for reader in dict.fromkeys((engine, judge_of_trials(engine))):
            if strip.size:
                yield "".join(word.text for word in reader.recognise(strip, dpi=sheet.dpi, options=asked))

    return zones_in(words, reread)


def _accuracy(readings: Sequence[Sequence[Word]], parts: Sequence[Enhanced]) -> float:
    """The share of characters expected to be right, over all parts of a page that was read in parts."""
    letters = [sum(len(word.text) for word in found) for found in readings]
    shares = [evidence_of(found, part).accuracy() for found, part in zip(readings, parts, strict=True)]
    return sum(share * count for share, count in zip(shares, letters, strict=True)) / sum(letters)


def recognise_sheet(
    sheet: Enhanced, engine: Engine, options: ReadingOptions, scan: PagePicture
) -> tuple[Word, ...]:
    """Words of an enhanced page in pixels of the upright page; none when it is blank.

    `scan` is the page before it was enhanced, where the frames of stamps are still whole.
    """
    _, look = sheet.looked_at()
    if look.letter_count < 2:
        return ()
    lines = lines_of(engine, sheet.grey, dpi=sheet.dpi, options=options.recognition)
    if is_dust([word for line in lines for word in line.words], look):
        return ()
    again = ways(engine, options.recognition, sheet.dpi)
    figures = figure_reader(engine, options.recognition, sheet.dpi)
    said = second_thoughts(lines, again, reader_of(engine), figures=figures)
    combs = CombReader(other_engine(engine), options.recognition, sheet.dpi)
    words = tidy_words(with_combs(said, sheet.grey, combs))
    level = with_remarks(words, sheet)
    placed = [sheet.to_page(word) for word in level]
    has_doubtful = any(word.confidence < DOUBTFUL for word in placed)
    # What a stamp left is read badly; a page that reads well throughout is not looked over for frames.
    frames = frames_on(scan.pixels, scan.dpi, sheet.rotation) if has_doubtful else ()
    marks = () if sheet.inks is None else marks_of(sheet.inks, scan.dpi)
    return marked_improbable(set_apart(placed, frames, marks, level))


def readability(strip: Picture, *, engine: Engine, options: ReadingOptions) -> float:
    """How well a piece of a line reads, 0 to 1: mean confidence over the letters of its longer words."""
    asked = replace(options.recognition, is_one_line=True)
    words = judge_of_trials(engine).recognise(strip, dpi=300, options=asked)
    real = tuple(word for word in words if len(word.text) > 1)
    # A few letters say little: they read on a map, or on their head, by chance.
    return mean_confidence(real) * min(1.0, sum(len(word.text) for word in real) / 12)


def judge_of_trials(engine: Engine) -> Engine:
    """Tesseract where it can be had: our own recogniser was never shown letters on their heads."""
    return other_engine(engine) or engine


def read_region(
    path: Path, number: int, box: Box, options: ReadingOptions | None = None, *, digits_only: bool = False
) -> str:
    """Reads once more, alone, what stands in `box` (pixels of the upright page); empty for nothing.

    With `digits_only` every sign is taken for a figure or for what stands between figures.
    """
    options = options or ReadingOptions()
    engine = get_engine(options.engine, options.languages)
    with open_source(path, options.limits) as source:
        picture = source.page(number).picture()
    sheet = enhance(picture.pixels, picture.dpi, EnhanceOptions(without=options.without_steps))
    place = sheet.box_from_page(box)
    rows, columns = slice(int(place.y0), int(place.y1) + 1), slice(int(place.x0), int(place.x1) + 1)
    window = cv2.copyMakeBorder(sheet.grey[rows, columns], 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=255)
    asked = replace(options.recognition, characters=FIGURES if digits_only else "")
    lines = lines_of(engine, np.asarray(window, np.uint8), dpi=sheet.dpi, options=asked)
    if digits_only:
        return " ".join(word.text for line in lines for word in line.words)
    again = ways(engine, asked, sheet.dpi)
    words = second_thoughts(lines, again, reader_of(engine), is_thorough=True)
    return " ".join(word.text for word in words)


def _doubts(page: Page, sheet: Enhanced) -> Iterator[str]:
    if page.is_blank:
        return
    if not page.words:
        yield UNREAD_VI.format(number=page.number)
        return
    if page.dpi < POOR_RESOLUTION:
        yield f"Trang {page.number} độ phân giải thấp ({page.dpi:.0f} dpi), nên quét lại ở 300 dpi"
    if page.rotation:
        yield f"Trang {page.number} bị quét xoay, đã tự xoay {page.rotation}°"
    if not sheet.is_upright_sure and len(page.words) > 5:
        yield f"Trang {page.number} không chắc chiều đọc, hãy xem lại ảnh trang"
    told = told_vi(page.number, page.estimated_accuracy)
    if told:
        yield told
