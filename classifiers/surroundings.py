"""What stands around a value on the page: whether its two ends are explained, and what nobody claims.

A value that was cut short leaves words behind: the second line of an address, the last syllable of a name
that was set on the next line. They belong to no field, no label and no printed opening. And a value that ran
on swallowed a label or stops in the middle of a line. Neither is seen in the letters of the value, so it is
looked for around it (docs/decisions/0033-confidence.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from classifiers.confidence import word_certainty
from classifiers.extraction.around_label import ITEM_MARK
from classifiers.extraction.fields import Paper
from classifiers.extraction.flow import MOST_BESIDE_HEIGHTS, FlowLine
from classifiers.extraction.labels import LabelSeen
from classifiers.extraction.lines import COLUMN_GAP
from classifiers.record_type import RecordType
from records import Box, FieldValue, Word

ALIGNED = 1.2
"""Text heights by which the lines of one cell or paragraph begin apart at most."""
MOST_LINES = 400
"""Lines of a page that are looked at."""
SURELY_READ = 0.95
"""Chance of being right from which a word counts as surely read."""
LABEL = "\0label"
"""Claims a word for the form itself; no field is called so."""

Spot = tuple[int, int]
"""A word of the flow: number of its line, and of the word on it."""


@dataclass(frozen=True)
class Around:
    """What was seen around one value, as signs for and against it."""

    signs: Mapping[str, float]
    orphans: tuple[Word, ...] = ()
    """Words beside or below the value that no field, label or printed opening explains."""


@dataclass
class Surroundings:
    """The words of a paper with who claims each, ready to be asked about one value after the other."""

    record_type: RecordType
    fields: Mapping[str, FieldValue]
    paper: Paper
    _claims: dict[Spot, str] = field(default_factory=dict)
    _spots: dict[str, list[Spot]] = field(default_factory=dict)
    _pages: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        on_page: dict[int, list[int]] = {}
        for index, line in enumerate(self.paper.flow):
            on_page.setdefault(line.line.page, []).append(index)
        for name, found in self.fields.items():
            spots = list(self._carrying(found, on_page.get(found.page, [])[:MOST_LINES]))
            self._spots[name] = spots
            for spot in spots:
                self._claims.setdefault(spot, name)
        for seen in (*self.paper.labelled.labels, *self.paper.labelled.stops):
            for spot in self._of_label(seen):
                self._claims.setdefault(spot, LABEL)

    def around(self, name: str) -> Around:
        """The signs around the value of the field `name`; none where its words are not among the lines."""
        spots = self._spots.get(name, [])
        if not spots:
            return Around({"nowhere": 1.0})
        below = self._below(spots)
        inside = self._passed_over(spots)
        signs = {
            **self._begins(spots[0]),
            **self._ends(spots[-1]),
            **self._shape(spots),
            **self._label(name, spots[0]),
            **self._repeats(spots),
            "orphans below": min(3.0, float(len(below))),
            "orphans alike": float(bool(below) and self._is_alike(spots, below)),
            "passed over": min(3.0, float(len(inside))),
            "page": self._page(spots[0]),
        }
        return Around(signs, tuple(self._word(spot) for spot in (*inside, *below)))

    def _word(self, spot: Spot) -> Word:
        return self._line(spot[0]).line.words[spot[1]]

    def _line(self, index: int) -> FlowLine:
        return self.paper.flow[index]

    def _carrying(self, found: FieldValue, lines: Sequence[int]) -> Iterator[Spot]:
        """The words inside the value's box that are among what was read there, each as often as it was."""
        wanted = Counter(found.as_read.split())
        for index in lines:
            box = self._line(index).line.box
            if box.y1 < found.box.y0 or box.y0 > found.box.y1:
                continue
            for at, word in enumerate(self._line(index).line.words):
                if wanted[word.text] and _holds(found.box, word.box):
                    wanted[word.text] -= 1
                    yield index, at

    def _of_label(self, seen: LabelSeen) -> Iterator[Spot]:
        last = seen.last if seen.line == seen.end_line else len(self._line(seen.line).line.words) - 1
        yield from ((seen.line, at) for at in range(seen.first, last + 1))
        if seen.end_line != seen.line:
            yield from ((seen.end_line, at) for at in range(seen.last + 1))

    def _is_free(self, spot: Spot) -> bool:
        """Whether nobody explains a word; signs and item marks ask for no explanation."""
        if spot in self._claims:
            return False
        word = self._word(spot)
        if not any(map(str.isalnum, word.text)):
            return False
        follows = (spot[0], spot[1] + 1)
        return not (ITEM_MARK.match(word.text) and self._claims.get(follows) == LABEL)

    def _begins(self, first: Spot) -> dict[str, float]:
        """How the value begins: at a label, with its line, behind a gap, or in the midst of words."""
        line, at = first
        if at == 0:
            return {"begins line": 1.0}
        before = (line, at - 1)
        gap = _gap(self._word(before), self._word(first)) / max(1.0, self._line(line).line.height)
        if self._claims.get(before) == LABEL:
            return {"begins at label": 1.0}
        if gap > COLUMN_GAP:
            return {"begins at gap": 1.0}
        if not self._is_free(before):
            return {"begins at value" if before in self._claims else "begins at sign": 1.0}
        return {"begins midway": 1.0}

    def _ends(self, last: Spot) -> dict[str, float]:
        """How the value ends: at a label, with its line, before a gap, at another value, or midway."""
        line, at = last
        words = self._line(line).line.words
        if at + 1 >= len(words):
            return self._ends_line(last)
        after = (line, at + 1)
        if self._claims.get(after) == LABEL:
            return {"ends at label": 1.0}
        gap = _gap(words[at], words[at + 1]) / max(1.0, self._line(line).line.height)
        if gap > COLUMN_GAP:
            return {"ends at gap": 1.0}
        if not self._is_free(after):
            return {"ends at value" if after in self._claims else "ends at sign": 1.0}
        return {"ends midway": 1.0}

    def _ends_line(self, last: Spot) -> dict[str, float]:
        """Whether a line that the value ends is full, and whether what follows it is explained."""
        line = last[0]
        signs = {"ends line": 1.0}
        if line + 1 >= len(self.paper.flow):
            return signs
        here, below = self._line(line), self._line(line + 1)
        if here.is_broken_before(below):
            signs["ends full line"] = 1.0
        if _is_close(here, below) and self._is_free((line + 1, 0)):
            signs["free line below"] = 1.0
            if here.is_broken_before(below):
                signs["free below full line"] = 1.0
            if below.line.words[0].text[:1].islower():
                signs["free line reads on"] = 1.0
        return signs

    def _below(self, spots: Sequence[Spot]) -> list[Spot]:
        """Free words in the value's own column on the next line of print: a second line that was left out."""
        last = spots[-1][0]
        on_last = [spot for spot in spots if spot[0] == last]
        left = min(self._word(spot).box.x0 for spot in spots)
        box = Box.around(self._word(spot).box for spot in on_last)
        here = self._line(last)
        for index in (last + 1, last + 2):
            if index >= len(self.paper.flow) or not _is_close(here, self._line(index)):
                break
            height = here.line.height
            segments = _segments(self._line(index).line.words, COLUMN_GAP * height)
            near = [
                [(index, at) for at in range(start, end)]
                for start, end in segments
                if abs(self._line(index).line.words[start].box.x0 - left) <= ALIGNED * height
                or _overlaps(self._line(index).line.words[start].box, box)
            ]
            if near:
                run = near[0]
                free = [spot for spot in run if self._is_free(spot)]
                return free if self._is_free(run[0]) else []
        return []

    def _passed_over(self, spots: Sequence[Spot]) -> list[Spot]:
        """Free words between the value's first and last: left out of the middle."""
        taken = set(spots)
        passed = []
        for line in range(spots[0][0], spots[-1][0] + 1):
            on_line = [at for index, at in spots if index == line]
            if on_line:
                passed += [(line, at) for at in range(min(on_line), max(on_line)) if (line, at) not in taken]
        return [spot for spot in passed if self._is_free(spot)]

    def _is_alike(self, spots: Sequence[Spot], below: Sequence[Spot]) -> bool:
        """Whether words below are set as the value is, in capitals or not, and are no label."""
        value = [self._word(spot).text for spot in spots]
        rest = [self._word(spot).text for spot in below]
        is_label = any(":" in text for text in rest)
        return not is_label and " ".join(value).isupper() == " ".join(rest).isupper()

    def _repeats(self, spots: Sequence[Spot]) -> dict[str, float]:
        alike, otherwise = self.paper.spelling.repeats([self._word(spot) for spot in spots])
        return {
            "repeated alike": alike / max(1, len(spots) - 1),
            "repeated otherwise": min(2.0, float(otherwise)),
        }

    def _page(self, spot: Spot) -> float:
        """Share of the page's words that were surely read, 0 to 1: a bad page spoils what looks well read."""
        page = self._line(spot[0]).line.page
        if page not in self._pages:
            words = [word for line in self.paper.flow if line.line.page == page for word in line.line.words]
            self._pages[page] = sum(word_certainty(word) >= SURELY_READ for word in words) / len(words)
        return self._pages[page]

    def _shape(self, spots: Sequence[Spot]) -> dict[str, float]:
        """Lines, the widest white inside a line, the widest step from line to line, unlike letter heights."""
        lines: dict[int, list[Word]] = {}
        for spot in spots:
            lines.setdefault(spot[0], []).append(self._word(spot))
        height = max(1.0, median(word.box.height for words in lines.values() for word in words))
        gaps = [_gap(left, right) for words in lines.values() for left, right in pairwise(words)]
        feet = [median(word.box.y1 for word in words) for words in lines.values()]
        steps = [below - above for above, below in pairwise(feet)]
        return {
            "lines": float(min(4, len(lines) - 1)),
            "white inside": min(4.0, max(0.0, max(gaps, default=0.0) / height - 0.7)),
            "step inside": min(3.0, max(0.0, max(steps, default=0.0) / height - MOST_BESIDE_HEIGHTS)),
            "leads back": float(any(step < 0 for step in steps)),
        }

    def _label(self, name: str, first: Spot) -> dict[str, float]:
        """How well the label before the value fitted, and whether there were others to choose from."""
        rule = self.record_type.field(name)
        found = self.fields[name]
        if rule is None or not found.rule.startswith("label:"):
            return {}
        used = found.rule.removeprefix("label:")
        seen = [label for label in self.paper.labelled.labels if label.label in rule.labels]
        own = [label for label in seen if label.label == used and label.start <= first]
        near = max(own, key=lambda label: label.start, default=None)
        lost = rule.section is not None and rule.section not in self.paper.labelled.sections
        return {
            "label unlike": 1.0 - near.score if near else 0.3,
            "label is bare": float(near is not None and not near.is_marked),
            "labels": float(min(3, max(0, len(seen) - 1))),
            "section lost": float(lost),
            "label far": float(near is not None and first[0] - near.end_line > 1),
        }


def _segments(words: Sequence[Word], gap: float) -> list[tuple[int, int]]:
    """Runs of words, as first and one past last, parted by white wider than `gap` pixels."""
    cuts = [at for at in range(1, len(words)) if _gap(words[at - 1], words[at]) > gap]
    bounds = [0, *cuts, len(words)]
    return list(pairwise(bounds))


def _gap(left: Word, right: Word) -> float:
    return right.box.x0 - left.box.x1


def _is_close(here: FlowLine, below: FlowLine) -> bool:
    if below.column != here.column or below.line.page != here.line.page:
        return False
    height = max(here.line.height, below.line.height)
    return 0 < below.line.bottom - here.line.bottom <= MOST_BESIDE_HEIGHTS * height


def _overlaps(word: Box, box: Box) -> bool:
    return word.x0 < box.x1 and word.x1 > box.x0


def _holds(box: Box, word: Box) -> bool:
    x, y = word.centre
    return box.x0 - 1 <= x <= box.x1 + 1 and box.y0 - 1 <= y <= box.y1 + 1
