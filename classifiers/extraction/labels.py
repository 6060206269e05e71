"""Where the printed labels of a record type stand in a paper.

Every label of the type is sought on every line, its beginning on one line and perhaps its end on the next. Of labels that
overlap the longer and better one holds ("Họ, chữ đệm, tên người mẹ" is not "Họ, chữ đệm, tên"). A short one such as
"Số" counts only as a whole word with a colon or a figure behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from classifiers.extraction.flow import FlowLine
from classifiers.extraction.folding import FoldedWords, Match, fold
from records import Word

AT_LEAST = 0.8
"""Likeness that a long label needs; every fifth letter may be misread."""
SHORT = 5
"""Labels of at most this many folded letters must be exact: one letter off is another word."""
ITEM_MARK = re.compile(r"^(?:[IVX]{1,4}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/]?$|^[-–+*•]$|^\W+$")


@dataclass(frozen=True, slots=True)
class LabelSeen:
    """One place where a label was found."""

    label: str
    line: int
    """Index into the flow."""
    first: int
    """Index of its first word on that line."""
    end_line: int
    """Flow line on which it ends; the same, or the next."""
    last: int
    """Index of its last word on `end_line`."""
    end_letter: int
    """Index in that word just behind the label."""
    score: float
    """How sure it is that this is the label, 0 to 1."""
    is_marked: bool
    """Whether a colon follows, or it opens its line: then it also ends the value before it."""

    @property
    def start(self) -> tuple[int, int]:
        return self.line, self.first

    @property
    def end(self) -> tuple[int, int]:
        return self.end_line, self.last


def find_labels(flow: Sequence[FlowLine], labels: Collection[str]) -> list[LabelSeen]:
    """Every label that stands in the flow, in its order, none overlapping another."""
    ranked = sorted({label for label in labels if fold(label)}, key=lambda label: -len(fold(label)))
    seen: list[LabelSeen] = []
    for index in range(len(flow)):
        here = [place for label in ranked for place in _on_line(flow, index, label)]
        here.sort(key=_rank, reverse=True)
        for place in here:
            if not any(_overlap(place, other) for other in seen[-40:]):
                seen.append(place)
    return sorted(seen, key=lambda place: place.start)


def _rank(place: LabelSeen) -> float:
    # The fourth power lets a whole longer label win over its beginning, but not a wrong one of like length.
    return len(fold(place.label)) * place.score**4


def _overlap(one: LabelSeen, other: LabelSeen) -> bool:
    return one.start <= other.end and other.start <= one.end


def _on_line(flow: Sequence[FlowLine], index: int, label: str) -> list[LabelSeen]:
    """The label's places that begin on flow line `index`."""
    words = flow[index].line.words
    below = _line_below(flow, index)
    reach = (*words, *below) if len(label.split()) >= 3 else words
    folded = FoldedWords(reach)
    at_least = 1.0 if len(fold(label)) <= SHORT else AT_LEAST + (0.06 if len(fold(label)) < 10 else 0.0)
    found: list[LabelSeen] = []
    start = 0
    while len(found) < 4:
        match = folded.find(label, at_least=at_least, start=start)
        if match is None or match.first >= len(words):
            break
        place = _judged(index, reach, len(words), match, label)
        if place is not None:
            found.append(place)
        start = folded.offset_after(match)
    return found


def _line_below(flow: Sequence[FlowLine], index: int) -> tuple[Word, ...]:
    if index + 1 >= len(flow):
        return ()
    here, below = flow[index], flow[index + 1]
    same = below.column == here.column and below.line.page == here.line.page
    close = below.line.bottom - here.line.bottom < 2.6 * here.line.height
    return below.line.words if same and close else ()


def _judged(index: int, reach: Sequence[Word], on_line: int, match: Match, label: str) -> LabelSeen | None:
    """The match as a label, or `None` when it stands inside other words or too loosely."""
    if any(map(str.isalnum, reach[match.first].text[: match.first_letter])):
        return None
    rest = reach[match.last].text[match.end_letter :]
    following = reach[match.last + 1] if match.last + 1 < len(reach) else None
    has_colon = rest.lstrip(")").startswith((":", ";")) or (
        not rest.strip(").,") and following is not None and following.text[:1] in ":;"
    )
    if rest[:1].isalpha() and match.score >= 1.0 and not rest[:1].isupper():
        return None
    opens = all(ITEM_MARK.match(word.text) for word in reach[: match.first]) and match.first <= 2
    if len(fold(label)) <= SHORT:
        figure = rest if any(map(str.isdigit, rest)) else following.text if following is not None else ""
        if not has_colon and not any(map(str.isdigit, figure)) and not opens:
            return None
        if label[:1].isupper() and not reach[match.first].text.lstrip("([\"'-–+")[:1].isupper():
            return None
    score = match.score * (1.0 if has_colon else 0.96 if opens else 0.86)
    in_next = match.last >= on_line
    return LabelSeen(
        label,
        index,
        match.first,
        index + 1 if in_next else index,
        match.last - on_line if in_next else match.last,
        match.end_letter,
        score,
        has_colon or opens,
    )
