"""Boxes to be ticked: which words each stands for, and what their marks say.

The boxes themselves come with the page, seen in its picture. What a recogniser made of an empty box ("O",
"D", "[]") is no word and is taken out first; where a file's own text prints boxes as signs (☐, ☒) these are
boxes too. An empty box is no answer, and the printed word beside it is none either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifiers.extraction.flow import FlowLine
from classifiers.extraction.folding import FoldedWords, cut, fold
from classifiers.extraction.labels import LabelSeen
from classifiers.record_type import FieldRule, FieldType
from records import Box, FieldValue, Page, Tick, Word

YES, NO = "Có", "Không"
UNSURE = "Ô đánh dấu không rõ, cần người kiểm tra"
SEVERAL = "Nhiều ô cùng được đánh dấu, cần người kiểm tra"
SURE = 0.85
"""Confidence of a box from which its mark is believed."""
EMPTY_SIGNS = frozenset("□☐▢◻❏❑\uf0a8\uf06f\uf071\uf0a3")
"""How fonts print an empty box; the last four are of Wingdings."""
MARKED_SIGNS = frozenset("☑☒✓✔✗✘⊠\uf0fe\uf052\uf053\uf078\uf0fc")
BRACKETS = re.compile(r"^[\[(]\s*([xXvV✓]?)\s*[\])]$")
MISREAD = frozenset("OoDQ0CcUuLlIXxvVnN[]|")
"""Signs that recognisers were seen to make of a box; only where a box stands are they taken for one."""
MOST_LINES = 10
"""Lines below a label on which its boxes may stand one by one."""
FARTHEST = 5.0
"""Gap in text heights between a box and the word that it stands for, on the side away from the rest."""


def without_boxes(page: Page) -> Page:
    """The page with its boxes out of its words; boxes that were printed as signs are added to its ticks."""
    ticks, kept = list(page.ticks), []
    for word in page.words:
        sign = _sign(word.text)
        if sign is None:
            kept.append(word)
            continue
        if not any(tick.box.overlap(word.box) > 0.3 * word.box.area for tick in page.ticks):
            ticks.append(Tick(word.box, sign, min(0.98, word.confidence)))
    if not ticks:
        return page
    cleared = tuple(clear for word in kept if (clear := _clear_of(word, ticks)) is not None)
    return replace(
        page, words=cleared, ticks=tuple(sorted(ticks, key=lambda tick: (tick.box.y0, tick.box.x0)))
    )


def _sign(text: str) -> bool | None:
    """Whether a word is the sign of a ticked box, or `None` when it is no box."""
    bracketed = BRACKETS.match(text)
    if bracketed is not None:
        return bool(bracketed[1])
    bare = text.strip(" .,;:")
    if len(bare) != 1 or bare not in EMPTY_SIGNS | MARKED_SIGNS:
        return None
    return bare in MARKED_SIGNS


def _clear_of(word: Word, ticks: Sequence[Tick]) -> Word | None:
    """The word without the sign that a recogniser made of a box beside it; `None` where nothing is left."""
    for tick in ticks:
        if word.box.overlap(tick.box) <= 0.0:
            continue
        is_sign = len(word.text) == 1 or set(word.text) <= MISREAD
        if len(word.text) <= 3 and is_sign and word.box.overlap(tick.box) > 0.5 * word.box.area:
            return None
        first, last = cut(word, 0, 1), cut(word, len(word.text) - 1)
        if len(word.text) > 2 and word.text[0] in MISREAD | EMPTY_SIGNS and _holds(tick.box, first.box):
            return cut(word, 1)
        if len(word.text) > 2 and word.text[-1] in MISREAD | EMPTY_SIGNS and _holds(tick.box, last.box):
            return cut(word, 0, len(word.text) - 1)
    return word


def _holds(box: Box, letter: Box) -> bool:
    return box.overlap(letter) > 0.6 * letter.area


@dataclass(frozen=True, slots=True)
class _Choice:
    """A box and the printed words that it stands for."""

    tick: Tick
    option: str
    """The answer that the words name; empty for other words."""
    page: int
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Boxes:
    """The boxes of a paper beside its labels, ready to be asked for answers."""

    flow: Sequence[FlowLine]
    labels: Sequence[LabelSeen]
    stops: Sequence[LabelSeen]
    ticks: dict[int, tuple[Tick, ...]]
    """By page number."""

    def answer(self, rule: FieldRule) -> tuple[bool, FieldValue | None]:
        """Whether the field has boxes, and what they say; an unmarked group says nothing."""
        if rule.type not in {FieldType.CHECKBOX, FieldType.ENUM, FieldType.ENUM_OPEN} or not any(
            self.ticks.values()
        ):
            return False, None
        places = [place for place in self.labels if place.label in rule.labels]
        places += _opening(self.stops, rule)
        for place in sorted(places, key=lambda place: -place.score):
            if rule.type is FieldType.CHECKBOX:
                choices = self._on_line(place, (YES, NO))
                if choices:
                    return True, _yes_or_no(place, choices)
            else:
                choices = self._group(place, rule.enum)
                if len([choice for choice in choices if choice.option]) >= 2:
                    return True, _chosen(place, choices)
        return False, None

    def _group(self, place: LabelSeen, options: Sequence[str]) -> list[_Choice]:
        """The boxes beside the label, or one by one on the lines below it, up to the next label."""
        found = self._on_line(place, options)
        for index in range(place.end_line + 1, min(len(self.flow), place.end_line + 1 + MOST_LINES)):
            opened = any(label.line == index and label.is_marked for label in self.labels)
            if opened or self.flow[index].line.page != self.flow[place.end_line].line.page:
                break
            found += self._choices(index, 0.0, float("inf"), options)
        return found

    def _on_line(self, place: LabelSeen, options: Sequence[str]) -> list[_Choice]:
        """The boxes on the label's line, from the label to the next one; else the one just before it."""
        words = self.flow[place.end_line].line.words
        end = cut(words[place.last], 0, place.end_letter).box.x1
        later = [
            words[label.first].box.x0
            for label in self.labels
            if label.line == place.end_line and label.first > place.last
        ]
        stop = min(later, default=float("inf"))
        behind = self._choices(place.end_line, end, stop, options)
        first = self.flow[place.line].line.words[place.first]
        before = [
            tick
            for tick in self._level(place.line, first.box.x0 - FARTHEST * first.box.height, first.box.x0)
            if first.box.x0 - tick.box.x1 < FARTHEST * first.box.height
        ]
        if before and (not behind or not any(choice.option for choice in behind)):
            return [_Choice(before[-1], "", self.flow[place.line].line.page, (first,))]
        return behind

    def _level(self, index: int, left: float, right: float) -> list[Tick]:
        """The boxes level with a flow line whose middle lies between two x, from left to right."""
        line = self.flow[index].line
        found = []
        for tick in self.ticks.get(line.page, ()):
            x, y = tick.box.centre
            if not left <= x < right:
                continue
            near = min(line.words, key=lambda word: max(word.box.x0 - x, x - word.box.x1, 0.0))
            if abs(y - near.box.centre[1]) < 0.8 * max(near.box.height, line.height):
                found.append(tick)
        return sorted(found, key=lambda tick: tick.box.x0)

    def _choices(self, index: int, left: float, right: float, options: Sequence[str]) -> list[_Choice]:
        """Each box of a piece of a line with its words: all those before the boxes, or all those behind."""
        ticks = self._level(index, left, right)
        if not ticks:
            return []
        line = self.flow[index].line
        words = [word for word in line.words if left - 1 <= word.box.centre[0] < right]
        edges = [tick.box.centre[0] for tick in ticks]
        before = [_between(words, low, high) for low, high in zip([left, *edges], edges, strict=False)]
        behind = [_between(words, low, high) for low, high in zip(edges, [*edges[1:], right], strict=True)]
        readings = [
            [
                _Choice(tick, _option(part, options), line.page, part)
                for tick, part in zip(ticks, parts, strict=True)
            ]
            for parts in (before, behind)
        ]
        return max(readings, key=lambda reading: sum(bool(choice.option) for choice in reading))


def _opening(stops: Sequence[LabelSeen], rule: FieldRule) -> list[LabelSeen]:
    """Places of the field's label that are known as headings of the paper too."""
    wanted = {fold(label) for label in rule.labels}
    return [stop for stop in stops if fold(stop.label) in wanted]


def _between(words: Sequence[Word], low: float, high: float) -> tuple[Word, ...]:
    return tuple(word for word in words if low <= word.box.centre[0] < high)


def _option(words: Sequence[Word], options: Sequence[str]) -> str:
    """The longest of the options that the words name; empty for none."""
    folded = FoldedWords(words)
    named = [
        option
        for option in options
        if folded.find(option, at_least=1.0 if len(fold(option)) <= 5 else 0.85) is not None
    ]
    return max(named, key=len, default="")


def _yes_or_no(place: LabelSeen, choices: Sequence[_Choice]) -> FieldValue | None:
    named = {choice.option: choice for choice in choices if choice.option}
    if not named:
        choice = choices[0]
        if choice.tick.confidence < SURE:
            return _field(place, [choice], "true", doubt=UNSURE)
        return _field(place, [choice], "true") if choice.tick.is_ticked else None
    marked = [choice for choice in named.values() if choice.tick.is_ticked]
    if len(marked) > 1:
        return _field(place, marked, "true", doubt=SEVERAL)
    if any(choice.tick.confidence < SURE for choice in named.values()):
        likely = max(named.values(), key=lambda choice: (choice.tick.is_ticked, -choice.tick.confidence))
        return _field(place, [likely], _said(likely), doubt=UNSURE)
    return _field(place, marked, _said(marked[0])) if marked else None


def _said(choice: _Choice) -> str:
    return "false" if choice.option == NO else "true"


def _chosen(place: LabelSeen, choices: Sequence[_Choice]) -> FieldValue | None:
    """The option whose box is marked; none, or an unsure one, is never guessed."""
    named = [choice for choice in choices if choice.option]
    marked = [choice for choice in named if choice.tick.is_ticked]
    unsure = [choice for choice in named if choice.tick.confidence < SURE]
    if not marked:
        return _field(place, unsure, unsure[0].option, doubt=UNSURE) if unsure else None
    doubt = SEVERAL if len(marked) > 1 else UNSURE if unsure else ""
    return _field(place, marked, marked[0].option, doubt=doubt)


def _field(place: LabelSeen, choices: Sequence[_Choice], value: str, *, doubt: str = "") -> FieldValue:
    sure = min(choice.tick.confidence for choice in choices) * (1.0 - 0.35 * (1.0 - place.score))
    words = [word for choice in choices for word in choice.words if choice.option]
    read = " ".join(word.text for word in words) or place.label
    marks = " ".join("☒" if choice.tick.is_ticked else "☐" for choice in choices)
    return FieldValue(
        value=value,
        normalised=value,
        confidence=min(sure, 0.5) if doubt else sure,
        page=choices[0].page,
        box=Box.around([*(choice.tick.box for choice in choices), *(word.box for word in words)]),
        as_read=f"{read} {marks}",
        rule=f"tick:{place.label}",
        doubt=doubt,
    )
