"""Recognition: one file an engine, found by name; `auto` is the one that costs the least processor time.

An engine is a module attribute `engine` in `pipeline/ocr/<name>.py`. Making it must be cheap: what is heavy
is loaded at the first page. A setting may also name an engine of one's own as `package.module:Class`.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Protocol, cast, runtime_checkable

from numpy import uint8
from numpy.typing import NDArray

from pipeline.lines import LinePicture
from records import Box, Word
from records.errors import EngineMissing, SettingInvalid

Picture = NDArray[uint8]
"""(height, width), 0 black to 255 white."""


@dataclass(frozen=True, slots=True)
class RecognitionOptions:
    """What an engine is asked to do with one image."""

    languages: tuple[str, ...] = ("vie",)
    """Names of Tesseract's language data."""
    timeout_seconds: float = 60.0
    """An engine that takes longer raises `EngineTimedOut`."""
    is_one_line: bool = False
    """The image holds a single line of text, so no layout is looked for."""
    characters: str = ""
    """Only these may be read; empty allows all."""
    is_as_given: bool = False
    """The size of the image is meant: it is not brought to the height that the engine reads best."""


@dataclass(frozen=True, slots=True, eq=False)
class LineRead:
    """The picture of a line, or of a part of it, and what was read there."""

    picture: LinePicture
    words: tuple[Word, ...]
    """In pixels of the page."""


@runtime_checkable
class Engine(Protocol):
    """Reads the words of one image."""

    name: str
    """The name of its file, and its name in settings."""
    cost: float
    """CPU seconds for an ordinary page at 300 dpi; infinite for one that `auto` must not take."""

    def is_available(self) -> bool:
        """Whether the engine and its data are installed here."""
        ...

    def recognise(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[Word, ...]:
        """Words in reading order, NFC, boxes and baselines in pixels of `image`, confidence 0 to 1.

        Raises `EngineMissing`, `EngineCrashed` or `EngineTimedOut`.
        """
        ...


@runtime_checkable
class LineEngine(Engine, Protocol):
    """An engine that hands out the pictures of the lines it read, so that others may read them again."""

    def read_lines(self, image: Picture, *, dpi: float, options: RecognitionOptions) -> tuple[LineRead, ...]:
        """As `recognise`, line by line; a line of several columns comes in parts."""
        ...


def lines_of(
    engine: Engine, image: Picture, *, dpi: float, options: RecognitionOptions
) -> tuple[LineRead, ...]:
    """A page's words by their lines, with the lines' pictures; raises what `recognise` raises.

    The words are sound whatever the engine. From one that hands out no pictures the lines are cut along its
    words' boxes, a mark's height wider.
    """
    if isinstance(engine, LineEngine):
        read = engine.read_lines(image, dpi=dpi, options=options)
        return tuple(replace(line, words=sound_words(line.words)) for line in read)
    words = sound_words(engine.recognise(image, dpi=dpi, options=options))
    grouped = groupby(words, key=lambda word: (word.block, word.line))
    return tuple(_cut(image, tuple(line)) for _, line in grouped)


def sound_words(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words that have a text, values in their ranges, whatever an engine of somebody's own says."""
    return tuple(word for word in map(_sound, words) if word.text)


def _sound(word: Word) -> Word:
    """The word with its values in their ranges, whatever an engine of somebody's own says."""
    confidence = 0.0 if math.isnan(word.confidence) else min(max(word.confidence, 0.0), 1.0)
    x0, x1 = sorted((word.box.x0, word.box.x1))
    y0, y1 = sorted((word.box.y0, word.box.y1))
    text = "".join(letter for letter in unicodedata.normalize("NFC", word.text) if letter.isprintable())
    return replace(word, text=text.strip(), confidence=confidence, box=Box(x0, y0, x1, y1))


def _cut(image: Picture, words: tuple[Word, ...]) -> LineRead:
    box = Box.around(word.box for word in words)
    margin = 0.15 * box.height
    box = Box(box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin)
    box = box.clipped(image.shape[1] - 1, image.shape[0] - 1)
    window = image[int(box.y0) : int(box.y1) + 1, int(box.x0) : int(box.x1) + 1]
    return LineRead(LinePicture(words[0].line, words[0].block, window, int(box.x0), int(box.y0)), words)


@cache
def engines() -> Mapping[str, Engine]:
    """Every engine of this folder by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast(Engine, importlib.import_module(f"{__name__}.{name}").engine) for name in names}


def get_engine(name: str = "auto", languages: Sequence[str] = ("vie",)) -> Engine:
    """The engine of that name; `auto` takes the cheapest that is installed and reads the languages.

    Raises `SettingInvalid` for an unknown name and `EngineMissing` when none is installed.
    """
    if ":" in name:
        return _engine_at(name)
    if name == "auto":
        return _cheapest(languages)
    if name not in engines():
        raise SettingInvalid(f"ocr engine {name!r} is unknown; use auto, {', '.join(engines())}")
    return engines()[name]


def _cheapest(languages: Sequence[str]) -> Engine:
    wanted = sorted((engine for engine in engines().values() if engine.cost != float("inf")), key=_cost)
    for engine in wanted:
        if engine.is_available() and _reads(engine, languages):
            return engine
    raise EngineMissing("no OCR engine is installed")


def _reads(engine: Engine, languages: Sequence[str]) -> bool:
    """Tesseract's engines read what is installed for them; an engine of few languages says which."""
    known: Collection[str] | None = getattr(engine, "languages", None)
    return known is None or set(languages) <= set(known)


def _cost(engine: Engine) -> float:
    return engine.cost


def _engine_at(path: str) -> Engine:
    module, _, attribute = path.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise SettingInvalid(f"ocr engine {path!r} cannot be imported: {error}") from error
    return cast(Engine, found() if isinstance(found, type) else found)
