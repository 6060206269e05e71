"""Second thoughts: doubtful lines are read again another way, and each spot keeps the likelier reading.

Where readings differ and none is clearly the likelier, the word says so (`disagreement`) and carries the
other reading along, so that a value made from it waits for a person. A confidence given out here is the
chance that the word is right (`pipeline.confidence`), not what a recogniser says of itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.confidence import Surroundings
from pipeline.ocr import LineRead
from pipeline.second_reading.budget import allowance, doubt, is_doubtful, width, worth_reading
from pipeline.second_reading.voting import voted
from pipeline.second_reading.ways import Way, ways
from pipeline.spots import Heard
from records import Word

__all__ = ["readings_of", "second_thoughts", "surroundings", "ways"]


def second_thoughts(lines: Sequence[LineRead], again: Sequence[Way]) -> list[Word]:
    """The words of a page's lines, in their order, with the chance that each is right."""
    around = surroundings(lines)
    return [
        word
        for line, others, place in zip(lines, readings_of(lines, again), around, strict=True)
        for word in voted(line, others, place)
    ]


def readings_of(lines: Sequence[LineRead], again: Sequence[Way]) -> list[Mapping[str, tuple[Heard, ...]]]:
    """What the ways made of the lines that the allowance reached, way by way; empty for lines left alone."""
    readings: list[dict[str, tuple[Heard, ...]]] = [{} for _ in lines]
    left = allowance(lines)
    open_lines = [number for number, line in enumerate(lines) if is_doubtful(line)]
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


def surroundings(lines: Sequence[LineRead]) -> list[Surroundings]:
    """For each line what its words share."""
    letters = sum(len(word.text) for line in lines for word in line.words)
    wrong = sum((1 - word.confidence) * len(word.text) for line in lines for word in line.words)
    page = 1 - wrong / letters if letters else 0.0
    return [Surroundings(page, 1 - doubt(line), float(line.picture.picture.shape[0])) for line in lines]
