"""Values that stand beside or below their printed label.

A value goes from its label to the next label on the line; it goes on below where its kind may and the line is
full or plainly unfinished; it stands wholly below where nothing is beside the label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from classifiers.extraction.around_label import BRACKETED, ITEM_MARK
from classifiers.extraction.continuing import (
    is_near,
    is_same_paragraph,
    is_signers_pair,
    opens_article,
    reads_on,
)
from classifiers.extraction.explanations import is_rest_of_label
from classifiers.extraction.finding import Finding, text_of
from classifiers.extraction.flow import FlowLine
from classifiers.extraction.folding import cut, fold
from classifiers.extraction.halves import FACES_APART
from classifiers.extraction.known_spelling import ends_with_province
from classifiers.extraction.labels import LabelSeen
from classifiers.extraction.lines import COLUMN_GAP
from classifiers.extraction.sections import Place
from classifiers.extraction.sentences import within_sentence
from classifiers.extraction.values import FORMED, MULTILINE, Judged, judge
from classifiers.record_type import FieldRule, FieldType, Where
from classifiers.validators import land_use
from records import Word

MOST_LINES = 12
FIGURES = frozenset(
    {FieldType.AREA_M2, FieldType.MONEY, FieldType.DECIMAL, FieldType.PERCENT, FieldType.INTEGER}
)
"""Kinds that are blank where no figure stands, though the unit is printed: the raised 2 of m² is none."""
OUT_OF_SECTION = 0.75
"""What a label counts when its section was not found: it may be another part's."""
WITH_COLON = 0.9
"""Likeness of a label above which it had a colon or opened its line."""
CUT_OFF = "Có thể thiếu dòng tiếp theo, cần người kiểm tra"
LONG_DATE = re.compile(r"\d{1,2} th\w+ng |ký\b")
REST_OF_LABEL = re.compile(r"(?:đất|nhà|đất ở|tài sản)\s*:")
"""What a print adds to a label before its colon: `Thời hạn sử dụng đất:` of `Thời hạn sử dụng`."""
SAYS_NOTHING = re.compile(r"^[\W_]*$")


@dataclass(frozen=True)
class Labelled:
    """The flow of a paper with its labels, ready to be asked for values."""

    flow: Sequence[FlowLine]
    labels: Sequence[LabelSeen]
    sections: dict[str, tuple[Place, Place]]
    stops: Sequence[LabelSeen] = ()
    """Printed words that are no field's label but end a value when they open a line."""

    def candidates(self, rule: FieldRule) -> list[tuple[float, Finding, Judged]]:
        """Every value that a label of the field offers, the likeliest first, each with its score 0 to 1."""
        offers = []
        for place in self.labels:
            if place.label not in rule.labels:
                continue
            section = self._section_score(rule, place)
            if section <= 0.0:
                continue
            finding = self._value(rule, place)
            if finding is None or (rule.type in FIGURES and not any(map(str.isdecimal, finding.value))):
                continue
            if is_rest_of_label(place.label, finding.value):
                continue
            finding = within_sentence(rule, finding)
            judged = judge(rule, finding.value)
            weight = 1.0 if judged.is_valid else 0.55 if rule.type in FORMED else 0.8
            # The first of the labels listed is the usual one.
            variant = 1.0 - 0.01 * rule.labels.index(place.label)
            offers.append((place.score * section * weight * variant, finding, judged))
        offers.sort(key=lambda offer: -offer[0])
        if offers:
            best, finding, judged = offers[0]
            others = (score for score, other, _ in offers[1:] if other.value != finding.value)
            offers[0] = best, replace(finding, margin=best - next(others, best - 1.0)), judged
        return offers

    def _section_score(self, rule: FieldRule, place: LabelSeen) -> float:
        if rule.section is None:
            return 1.0
        bounds = self.sections.get(rule.section)
        if bounds is not None:
            return 1.0 if bounds[0] <= place.start < bounds[1] else 0.0
        owned = any(
            start <= place.start < end for name, (start, end) in self.sections.items() if name != rule.section
        )
        return OUT_OF_SECTION * (0.7 if owned else 1.0)

    def _value(self, rule: FieldRule, place: LabelSeen) -> Finding | None:
        """The words that belong to a label."""
        lines = [self._behind(rule, place)]
        index = place.end_line
        goes_on = rule.type in MULTILINE or rule.where is Where.BELOW_LABEL or not _says(lines[0])
        # A date, a number or a name that is broken at the line's end goes on below.
        goes_on = goes_on or (self._is_broken(index) and not judge(rule, text_of(lines[0])).is_valid)
        goes_on = goes_on or (
            rule.type is FieldType.PERSON_NAME and self._is_name_broken(rule, index, lines[0])
        )
        goes_on = goes_on or (index + 1 < len(self.flow) and self.flow[index + 1].is_rest)
        if rule.where is Where.CORNER and _says(lines[0]):
            goes_on = False  # a form's number stands on one line
        if self._ends_on(index, place):
            lines.append(self._below_in_cell(rule, place, lines[0]))
        elif goes_on:
            while index + 1 < len(self.flow) and index - place.end_line < MOST_LINES - 1:
                if not self._continues(rule, place, index, lines):
                    break
                index += 1
                taken = self._until_label(rule, index, 0)
                self._add(rule, lines, taken, index)
                if len(taken) < len(self.flow[index].line.words):
                    break
        words = tuple(word for line in lines for word in line)
        if not _says(words):
            return None
        joined = "\n" if rule.type is FieldType.TEXT_MULTILINE else " "
        value = joined.join(text for line in lines if SAYS_NOTHING.match(text := text_of(line)) is None)
        if _holds_its_label(rule, place.label):
            words = (*self._words_of_label(place), *words)
            value = f"{text_of(self._words_of_label(place))} {value}"
        if _lends_its_land(rule, place.label) and words[0].text[:1].islower():
            words = (*self._words_of_label(place)[-1:], *words)
            value = f"đất {value}"
        if rule.type is FieldType.DATE and fold(place.label).endswith("ngay") and LONG_DATE.match(value):
            value = f"ngày {value}"
        page = self.flow[place.line].line.page
        on_page = tuple(
            word for word in words if word in self.flow[index].line.words or index == place.end_line
        )
        if self.flow[index].line.page != page:
            words, page = on_page or words, self.flow[index].line.page
        doubt = CUT_OFF if rule.type in MULTILINE and self._is_cut_off(index) else ""
        ceiling = 0.8 if doubt else 1.0
        return Finding(value, words, page, f"label:{place.label}", place.score, doubt=doubt, ceiling=ceiling)

    def _add(
        self, rule: FieldRule, lines: list[tuple[Word, ...]], taken: tuple[Word, ...], index: int
    ) -> None:
        """Adds what was taken of flow line `index`; of a long text a line is a paragraph."""
        is_text = rule.type is FieldType.TEXT_MULTILINE
        if is_text and lines[-1] and is_same_paragraph(self.flow[index - 1], self.flow[index]):
            lines[-1] += taken
        elif taken:
            lines.append(taken)

    @cached_property
    def _tabs(self) -> list[float]:
        """Where the values of at least three labels begin below each other, pixels; sorted."""
        starts = sorted(
            words[label.last + 1].box.x0
            for label in self.labels
            if label.is_marked and label.last + 1 < len(words := self.flow[label.end_line].line.words)
        )
        height = median(line.line.height for line in self.flow) if self.flow else 1.0
        return [left for left, right in zip(starts, starts[2:], strict=False) if right - left < 0.4 * height]

    def _is_at_tab(self, below: FlowLine) -> bool:
        """Whether a line begins where the values of other labels do."""
        x0 = below.line.box.x0
        return any(abs(x0 - tab) < 0.5 * below.line.height for tab in self._tabs)

    def _words_of_label(self, place: LabelSeen) -> tuple[Word, ...]:
        words = self.flow[place.line].line.words
        return tuple(
            words[place.first : place.last + 1] if place.line == place.end_line else words[place.first :]
        )

    def _is_cut_off(self, index: int) -> bool:
        """Whether a full line is followed by a gap in which a line was not read."""
        if index + 1 >= len(self.flow):
            return False
        here, below = self.flow[index], self.flow[index + 1]
        if here.column != below.column or here.line.page != below.line.page:
            return False
        is_long = here.line.box.x1 > here.right_edge - 0.08 * (here.right_edge - here.line.box.x0)
        pitches = [
            right.line.bottom - left.line.bottom
            for left, right in pairwise(self.flow)
            if left.column == right.column == here.column
            and left.line.page == right.line.page == here.line.page
        ]
        gap = below.line.bottom - here.line.bottom
        # What stands further off is another part of the sheet, such as the other face of a card.
        return is_long and 1.7 * median(pitches) < gap < FACES_APART * here.line.height

    def _is_cell(self, place: LabelSeen) -> bool:
        """Whether white stands before the label on its line: then its value stays right of there."""
        words = self.flow[place.line].line.words
        first = _with_mark(words, place.first)
        height = self.flow[place.line].line.height
        return first > 0 and words[first].box.x0 - words[first - 1].box.x1 > COLUMN_GAP * height

    def _is_broken(self, index: int) -> bool:
        """Whether flow line `index` ends because its column does."""
        return index + 1 < len(self.flow) and self.flow[index].is_broken_before(self.flow[index + 1])

    def _is_name_broken(self, rule: FieldRule, index: int, words: Sequence[Word]) -> bool:
        """Whether a name in capitals reaches its column's end and capitals stand below, up to a label."""
        if not self._is_broken(index):
            return False
        below = text_of(self._until_label(rule, index + 1, 0))
        letters = [letter for letter in below if letter.isalpha()]
        return text_of(words).isupper() and bool(letters) and below.isupper() and len(below.split()) <= 3

    def _below_in_cell(self, rule: FieldRule, place: LabelSeen, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The rest of a value that is broken inside its cell, left of the next label on the line."""
        index = place.end_line
        if index + 1 >= len(self.flow):
            return ()
        here, below = self.flow[index], self.flow[index + 1]
        follows = [label.first for label in self.labels if label.line == index and label.first > place.last]
        stop = here.line.words[_with_mark(here.line.words, min(follows))].box.x0
        close = below.line.bottom - here.line.bottom < 2.0 * here.line.height
        if not close or any(label.line == index + 1 for label in self.labels):
            return ()
        start = self._words_of_label(place)[0].box.x0 - 2 * here.line.height
        part = below.line.between(start, stop)
        if rule.type is not FieldType.PERSON_NAME or part is None or len(part.words) > 4:
            return ()
        return part.words if part.text.isupper() and (not words or text_of(words).isupper()) else ()

    def _is_rest_of_name_before(self, place: LabelSeen, below: FlowLine) -> bool:
        """Whether a line in capitals goes on with the name that stands before the label on its line."""
        words = self.flow[place.line].line.words[: _with_mark(self.flow[place.line].line.words, place.first)]
        if not words or not words[-1].text.isupper() or len(words[-1].text) < 2:
            return False
        is_left = below.line.box.x1 < words[-1].box.x1 + below.line.height
        return is_left and below.line.text.isupper() and len(below.line.words) <= 3

    def _behind(self, rule: FieldRule, place: LabelSeen) -> tuple[Word, ...]:
        """Words behind the label on its line, up to the next label."""
        words = self.flow[place.end_line].line.words
        rest = cut(words[place.last], place.end_letter)
        head = () if SAYS_NOTHING.match(rest.text) else (rest,)
        behind = head + self._until_label(rule, place.end_line, place.last + 1)
        bracketed = BRACKETED.match(text_of(behind))
        if bracketed is None and ":" not in rest.text:
            bracketed = REST_OF_LABEL.match(text_of(behind))
        if bracketed is None:
            return behind
        skipped = len(bracketed[0].split())
        return tuple(behind[skipped:])

    def _until_label(self, rule: FieldRule, index: int, first: int) -> tuple[Word, ...]:
        """Words of a flow line from `first` on, up to the next label that can end a value."""
        words = self.flow[index].line.words
        stops = [
            _with_mark(words, label.first)
            for label in self.labels
            if label.line == index
            and label.first >= first
            and label.is_marked
            and not _is_part_of_value(rule, label, words)
            and not (label.first == first > 0 and _is_begun_value(rule, label))
        ]
        if rule.where is Where.INLINE:
            # A sentence goes on with printed words behind the blank.
            stops += [
                stop.first
                for stop in self.stops
                if stop.line == index
                and stop.first > first
                and stop.score >= 0.86
                and stop.label[:1].islower()
            ]
        # One that opens the line, an item mark before it aside; "540.000 đồng/tháng" is opened by its figure.
        stops += [
            0
            for stop in self.stops
            if stop.line == index and first == 0 and _opens(self.flow[index], stop.first)
        ]
        # A label that began on the line above ends here: its words are no value.
        skip = max(
            (label.last + 1 for label in self.labels if label.end_line == index != label.line), default=0
        )
        return tuple(words[max(first, skip) : max(first, min(stops, default=len(words)))])

    def _ends_on(self, index: int, place: LabelSeen) -> bool:
        """Whether another label follows on the line, so that the value cannot go on below."""
        return any(
            label.line == index and label.first > place.last and label.is_marked for label in self.labels
        )

    def _continues(
        self, rule: FieldRule, place: LabelSeen, index: int, lines: Sequence[tuple[Word, ...]]
    ) -> bool:
        """Whether the value goes on from flow line `index` to the one below it."""
        below = self.flow[index + 1]
        if below.is_rest:
            return True
        opened_by_label = any(
            label.line == index + 1
            and label.is_marked
            and _opens(below, label.first)
            and not (rule.type is FieldType.ADDRESS and _is_house_number(label, below.line.words))
            for label in (*self.labels, *self.stops)
        )
        label = self.flow[place.line].line.words[place.first]
        if below.line.box.x0 < label.box.x0 - 2 * below.line.height and self._is_cell(place):
            return False
        is_apart = _is_set_apart(below, label, lines) and not self._is_at_tab(below)
        is_opened = opened_by_label or opens_article(below) or self._is_rest_of_name_before(place, below)
        is_whole = rule.type is FieldType.ADDRESS and ends_with_province(
            text_of(word for line in lines for word in line)
        )
        if is_whole and not below.line.text.startswith(("-", "–")):
            return False
        if is_opened or is_apart or not is_near(self.flow[index], below):
            return False
        is_wanted = not any(_says(line) for line in lines)
        if is_wanted and is_signers_pair(below):
            return False
        is_free_text = rule.type is FieldType.TEXT_MULTILINE or rule.where is Where.BELOW_LABEL
        return is_wanted or is_free_text or reads_on(self.flow[index], below, lines)


def _is_part_of_value(rule: FieldRule, label: LabelSeen, words: Sequence[Word]) -> bool:
    """Whether words that are another field's label belong to this value: "cấp ngày" in an identity paper."""
    if rule.type is FieldType.ADDRESS and _is_house_number(label, words):
        return True
    if rule.example is None or not label.label.islower() or ":" in words[label.last % len(words)].text:
        return False
    return fold(label.label) in fold(rule.example)


def _is_house_number(label: LabelSeen, words: Sequence[Word]) -> bool:
    """Whether the label `Số` is the beginning of an address: "Số 7 ngõ 36 đường Hùng Vương"."""
    following = words[label.last + 1 : label.last + 2]
    return fold(label.label) == "so" and bool(following) and following[0].text[:1].isdigit()


def _is_begun_value(rule: FieldRule, label: LabelSeen) -> bool:
    """Whether words right behind another label only look like one: `trích lục từ: Sổ đăng ký hộ tịch`."""
    is_day = rule.type is FieldType.DATE and fold(label.label).endswith("ngay")
    return label.score < WITH_COLON and (is_day or len(label.label.split()) > 2)


def _holds_its_label(rule: FieldRule, label: str) -> bool:
    """Whether the printed label is part of the value, as the type's example shows: `Mẫu số 18`."""
    if rule.type is not FieldType.TEXT or rule.example is None:
        return False
    return len(fold(rule.example)) > len(fold(label)) and fold(rule.example).startswith(fold(label))


def _lends_its_land(rule: FieldRule, label: str) -> bool:
    """Whether the label ends with the first word of a purpose of land: `sang đất` of "sang đất ở"."""
    return rule.name.endswith(land_use.FIELD_NAMES) and label.endswith(" đất")


def _says(words: Sequence[Word]) -> bool:
    return SAYS_NOTHING.match(text_of(words)) is None


def _is_set_apart(below: FlowLine, label: Word, lines: Sequence[tuple[Word, ...]]) -> bool:
    """Whether a line begins far right of label and value: a centred line, not the rest of a paragraph."""
    left, height = below.line.box.x0, below.line.height
    if left < label.box.x0 + 5 * height:
        return False
    beginning = next((line[0].box.x0 for line in lines if line), label.box.x0)
    return abs(left - beginning) > 3 * height


def _opens(flow_line: FlowLine, first: int) -> bool:
    return all(ITEM_MARK.match(word.text) for word in flow_line.line.words[:first])


def _with_mark(words: Sequence[Word], first: int) -> int:
    """The index of a label's item mark (`a)`, `2.`, `-`) where it has one in front, else of the label."""
    if not first or ITEM_MARK.match(words[first - 1].text) is None:
        return first
    # "Số chứng thực 34 quyển số 01": inside a line a bare figure is a value.
    return first if first > 1 and words[first - 1].text.isdigit() else first - 1
