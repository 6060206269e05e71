"""Where the printed labels of a record type stand in a paper.

Every label of the type is sought on every line; it may end on the next. Of labels that overlap the longer
and better one holds ("Họ, chữ đệm, tên người mẹ" is not "Họ, chữ đệm, tên"). A short one such as "Số" counts
only as a whole word with a colon or a figure behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from classifiers.extraction.around_label import SHORT, Around
from classifiers.extraction.explanations import end_of_explanation
from classifiers.extraction.finding import text_of
from classifiers.extraction.flow import FlowLine
from classifiers.extraction.folding import FoldedWords, Match, ended_at_colon, fold
from records import Word

AT_LEAST = 0.8
"""Likeness that a long label needs; every fifth letter may be misread."""
AT_LEAST_BARE = 0.86
"""Likeness that a label needs without a colon: "Người sử dụng đất" is no "Nguồn gốc sử dụng đất"."""
SHORT_WORD = 3
"""Folded letters of a first word that is too short to be known by a piece of it."""


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
    """Whether a colon follows, it opens its line, or it is one of those that stand inside lines: then it also
    ends the value before it."""

    has_colon: bool = False
    """Whether a colon follows."""
    letters: int = 0
    """Folded letters of what was sought: the label, or the label without its bracket."""
    is_exact: bool = False
    """Whether it stands there letter for letter, marks and case aside."""

    @property
    def start(self) -> tuple[int, int]:
        return self.line, self.first

    @property
    def end(self) -> tuple[int, int]:
        return self.end_line, self.last


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A line of the flow with its letters folded: folding it costs more than seeking a label in it."""

    alone: FoldedWords
    with_below: FoldedWords
    """The line and the one below it where that stands close in the same column."""
    is_rest: bool = False
    """Whether it goes on with a cell: then only a colon makes a label of its first words."""


def folded_lines(flow: Sequence[FlowLine]) -> list[FoldedLine]:
    """The lines of the flow, ready to be searched."""
    folded = []
    for index, here in enumerate(flow):
        words, below = here.line.words, _line_below(flow, index)
        alone = FoldedWords(words)
        folded.append(FoldedLine(alone, FoldedWords((*words, *below)) if below else alone, here.is_rest))
    return folded


def find_labels(lines: Sequence[FoldedLine], labels: Collection[str]) -> list[LabelSeen]:
    """Every label that stands in the flow, in its order, none overlapping another."""
    # Two spellings of one label stand in one order, so that a paper is read the same in every run.
    ranked = sorted({label for label in labels if fold(label)}, key=lambda label: (-len(fold(label)), label))
    likely = _likely(lines, ranked)
    places = [
        place
        for index, line in enumerate(lines)
        for label in likely[index]
        for place in _places(index, line.alone, line.with_below, label)
        if place.has_colon or not line.is_rest
    ]
    places = _without_crossed(places)
    places.sort(key=_rank, reverse=True)
    taken: dict[int, list[LabelSeen]] = {}
    for place in places:
        near = (*taken.get(place.line, ()), *taken.get(place.end_line, ()))
        if not any(_overlap(place, other) for other in near):
            for line in {place.line, place.end_line}:
                taken.setdefault(line, []).append(place)
    seen = {(place.start, place.label): place for group in taken.values() for place in group}
    return sorted(seen.values(), key=lambda place: place.start)


def _likely(lines: Sequence[FoldedLine], labels: Sequence[str]) -> list[list[str]]:
    """For each line the labels that may stand there, in their order: to look closely at all takes long."""
    near: list[set[int]] = [set() for _ in lines]
    forms = [(at, form) for at, label in enumerate(labels) for form in {label, _plain(label)}]
    for goes_on in (False, True):
        sought = [(at, fold(form)) for at, form in forms if _may_go_on(form) is goes_on]
        texts = [line.with_below.text if goes_on else line.alone.text for line in lines]
        wanted = [letters for _, letters in sought]
        alike = process.cdist(wanted, texts, scorer=fuzz.partial_ratio, score_cutoff=100 * AT_LEAST)
        for row, line in zip(*alike.nonzero(), strict=True):
            near[line].add(sought[row][0])
    return [[labels[at] for at in sorted(found)] for found in near]


def _plain(label: str) -> str:
    """The label without its bracket."""
    return label.split("(", maxsplit=1)[0].strip()


def _may_go_on(label: str) -> bool:
    """Whether the label has words that may stand on the next line."""
    return len(label.split()) >= 2


def _without_crossed(places: Sequence[LabelSeen]) -> list[LabelSeen]:
    """The places without inexact ones that share words with an exact label and lack its end.

    "bản đồ địa chính thửa đất số 152" holds `thửa đất số`, and no `địa chỉ thửa đất` misread.
    """
    exact: dict[int, list[LabelSeen]] = {}
    for place in places:
        if place.is_exact:
            exact.setdefault(place.line, []).append(place)
    return [
        place
        for place in places
        if place.is_exact
        or not any(place.start < other.start <= place.end < other.end for other in exact.get(place.line, ()))
    ]


def _rank(place: LabelSeen) -> float:
    # The fourth power lets a whole longer label win over its beginning, but not a wrong one of like length.
    return place.letters * place.score**4


def _overlap(one: LabelSeen, other: LabelSeen) -> bool:
    return one.start <= other.end and other.start <= one.end


def _places(index: int, alone: FoldedWords, on: FoldedWords, label: str) -> list[LabelSeen]:
    """The label's places, or those of the label without its bracket where papers print it so too."""
    found = _on_line(index, alone, on, label)
    plain = _plain(label)
    if found or plain == label or len(fold(plain)) <= SHORT:
        return found
    return [
        replace(place, label=label, score=0.99 * place.score) for place in _on_line(index, alone, on, plain)
    ]


def _on_line(index: int, alone: FoldedWords, on: FoldedWords, label: str) -> list[LabelSeen]:
    """The label's places that begin on a line; `alone` is that line, `on` the line with the one below it."""
    words = alone.words
    folded = on if _may_go_on(label) else alone
    reach = folded.words
    at_least = 1.0 if len(fold(label)) <= SHORT else AT_LEAST
    found: list[LabelSeen] = []
    start = 0
    while len(found) < 4:
        match = folded.find(label, at_least=at_least, start=start)
        if match is None or match.first >= len(words):
            break
        ended = ended_at_colon(reach, match, label, at_least=at_least)
        place = _judged(index, reach, len(words), ended, label) if ended is not None else None
        place = _explained(place, index, on.words, len(words)) if place is not None else None
        if place is not None:
            found.append(place)
        start = folded.offset_after(match)
    return found


def _explained(place: LabelSeen, index: int, reach: Sequence[Word], on_line: int) -> LabelSeen:
    """The label with the explanation in brackets behind it, which may end on the line below."""
    last = place.last if place.end_line == index else place.last + on_line
    end, letter = end_of_explanation(reach, last, place.end_letter)
    if (end, letter) == (last, place.end_letter):
        return place
    is_below = end >= on_line
    return replace(
        place, end_line=index + is_below, last=end - on_line if is_below else end, end_letter=letter
    )


def _begins_alike(read: str, label: str) -> bool:
    """Whether the first word found is the label's or a piece of it: a loose match may begin too early."""
    first = fold(label.split(maxsplit=1)[0])
    if len(first) <= SHORT_WORD:
        # "Khiếu nại" holds most of "bị khiếu nại", and "bi" looks like a piece of "khi".
        begun = [fold(read)[: len(first) + more] for more in (0, 1)]
        return any(fuzz.ratio(text, first) >= 50 for text in begun if text)
    return fuzz.partial_ratio(fold(read)[: len(first) + 1], first) >= 60 if fold(read) else False


def _line_below(flow: Sequence[FlowLine], index: int) -> tuple[Word, ...]:
    if index + 1 >= len(flow):
        return ()
    here, below = flow[index], flow[index + 1]
    same = below.column == here.column and below.line.page == here.line.page
    close = below.line.bottom - here.line.bottom < 2.6 * here.line.height
    return below.line.words if same and close else ()


def _judged(index: int, reach: Sequence[Word], on_line: int, match: Match, label: str) -> LabelSeen | None:
    """The match as a label, or `None` when it stands inside other words or too loosely."""
    first, last = reach[match.first].text, reach[match.last].text
    rest = last[match.end_letter :]
    # "SƠN" begins with "Số" once marks are taken off.
    is_name = len(fold(label)) <= SHORT and last.isupper() and not label.isupper()
    before = first[: match.first_letter]
    # "bTờ bản đồ số" is item b) whose bracket was lost.
    is_marked = len(before) == 1 and before.islower() and first[1:2].isupper()
    is_inside = (any(map(str.isalnum, before)) and not is_marked) or (
        match.score >= 1.0 and rest[:1].isalpha() and (not rest[:1].isupper() or is_name)
    )
    is_loose = match.score < 1.0 and not _begins_alike(first[match.first_letter :], label)
    behind = reach[match.last + 1 : max(on_line, match.last + 2)]
    found = text_of(reach[match.first : min(match.last + 1, on_line)])
    around = Around(label, found, reach[match.first], reach[: match.first], rest, behind)
    # A word of the label may be lost, but then only its place tells it: "c) [Giấy] tờ tùy thân:".
    is_loose = is_loose and not (around.has_colon and around.opens)
    if (
        is_inside
        or is_loose
        or around.is_mere_word
        or around.is_longer_label
        or around.is_sentence
        or around.is_small_print
    ):
        return None
    # "HIỆU TRƯỞNG" and "TRƯỜNG TRUNG HỌC" hold no label "Trường".
    if around.is_capital_word and not around.has_colon:
        return None
    # One word misread is another word: "Trung" is nearly "Trường".
    is_unsure = (" " not in label or match.score < AT_LEAST_BARE) and not around.has_colon
    if match.score < 1.0 and (around.is_title or is_unsure):
        return None
    if match.score < 1.0 and label[:1].isupper() and not (around.has_colon or around.opens):
        # Inside a row of a register something is always nearly "Khóa ngày".
        return None
    in_next = match.last >= on_line
    return LabelSeen(
        label,
        index,
        match.first,
        index + 1 if in_next else index,
        match.last - on_line if in_next else match.last,
        match.end_letter,
        match.score * (1.0 if around.has_colon else 0.96 if around.opens else 0.86),
        around.has_colon or around.opens or (match.score >= 1.0 and around.stands_inside),
        around.has_colon,
        len(fold(label)),
        match.score >= 1.0,
    )
