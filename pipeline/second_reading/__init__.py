"""Second thoughts: doubtful lines are read again another way, and each spot keeps the likelier reading.

Where readings differ and none is clearly the likelier, the word says so (`disagreement`) and carries the
other reading along, so that a value made from it waits for a person. A confidence given out here is the
chance that the word is right (`pipeline.confidence`), not what a recogniser says of itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pipeline.confidence import Surroundings
from pipeline.ocr import Engine, LineRead
from pipeline.second_reading.budget import allowance, is_doubtful, width, worth_reading
from pipeline.second_reading.figures import FigureReader, with_figures
from pipeline.second_reading.noise import without_noise
from pipeline.second_reading.voting import voted
from pipeline.second_reading.ways import OWN_ENGINE, Way, figure_reader, other_engine, reads_alone, ways
from pipeline.spots import Heard
from records import Word, mean_confidence

__all__ = [
    "figure_reader",
    "other_engine",
    "reader_of",
    "readings_of",
    "reads_alone",
    "second_thoughts",
    "settled",
    "surroundings",
    "ways",
]


def second_thoughts(
    lines: Sequence[LineRead],
    again: Sequence[Way],
    reader: str = "",
    *,
    figures: FigureReader | None = None,
    is_thorough: bool = False,
) -> list[Word]:
    """The words of a page's lines, in their order, with the chance that each is right.

    `reader` names the engine that read them first, as `reader_of` gives it. `figures` reads doubtful values
    after labels for figures once more, with what the allowance has left. With `is_thorough` every line is
    read every way, whatever it costs.
    """
    others = readings_of(lines, again, is_thorough=is_thorough)
    said = _voted(lines, others, reader)
    if figures is not None:
        left = math.inf if is_thorough else allowance(lines) - _spent(lines, others, again)
        said = with_figures(lines, said, figures, left)
    return without_noise(lines, said)


def settled(
    lines: Sequence[LineRead], others: Sequence[Mapping[str, Sequence[Heard]]], reader: str = ""
) -> list[Word]:
    """The words that the vote leaves of a page's lines, noise left out; `others`: of each line by way."""
    return without_noise(lines, _voted(lines, others, reader))


def _voted(
    lines: Sequence[LineRead], others: Sequence[Mapping[str, Sequence[Heard]]], reader: str
) -> list[list[Word]]:
    around = surroundings(lines, reader)
    return [voted(line, heard, place) for line, heard, place in zip(lines, others, around, strict=True)]


def _spent(
    lines: Sequence[LineRead], others: Sequence[Mapping[str, Sequence[Heard]]], again: Sequence[Way]
) -> float:
    """What the ways have taken, in line widths."""
    costs = {way.name: way.cost for way in again}
    return sum(costs[name] * width(line) for line, heard in zip(lines, others, strict=True) for name in heard)


def readings_of(
    lines: Sequence[LineRead], again: Sequence[Way], *, is_thorough: bool = False
) -> list[Mapping[str, tuple[Heard, ...]]]:
    """What the ways made of the lines that the allowance reached, way by way; empty for lines left alone."""
    readings: list[dict[str, tuple[Heard, ...]]] = [{} for _ in lines]
    left = math.inf if is_thorough else allowance(lines)
    open_lines = [number for number, line in enumerate(lines) if is_thorough or is_doubtful(line)]
    for way in again:
        read = worth_reading(lines, open_lines, left, way.cost)
        for number, heard in zip(read, way.read([lines[number] for number in read]), strict=True):
            readings[number][way.name] = heard
        left -= way.cost * sum(width(lines[number]) for number in read)
        open_lines = [number for number in open_lines if not _is_confirmed(lines[number], readings[number])]
    return list(readings)


def _is_confirmed(line: LineRead, others: Mapping[str, Sequence[Heard]]) -> bool:
    """Whether another reading says the same throughout."""
    first = "".join(word.text for word in line.words)
    return any("".join(word.text for word in heard) == first for heard in others.values())


def reader_of(engine: Engine) -> str:
    """The name under which an engine's confidence was weighed; all but our own share the empty one."""
    return engine.name if engine.name == OWN_ENGINE else ""


def surroundings(lines: Sequence[LineRead], reader: str = "") -> list[Surroundings]:
    """For each line what its words share."""
    page = mean_confidence(word for line in lines for word in line.words)
    return [
        Surroundings(page, mean_confidence(line.words), float(line.picture.picture.shape[0]), reader)
        for line in lines
    ]
