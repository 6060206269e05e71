"""Labels and what is filled in beside them, on a paper whose type nobody has described yet.

A label ends with a colon or runs into dots; it begins its line, or behind a gap, or with the last capital
before the colon ("… AN Giới tính: Nam"). What is filled in is looked at for its kind alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.extraction.lines import VisualLine
from classifiers.vietnamese import clean, fold_words, nfc
from records import Word

ITEM_MARK = re.compile(r"^(?:\[\d{1,3}[a-z]?\]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[-–+*•])$")
MARK_IN_LINE = re.compile(r"^(?:\[\d{1,3}[a-z]?\]|\d{1,2}[.)]|[a-zđ]\))$")
"""A mark that opens an item in the middle of a line, too."""
HEADING_MARK = re.compile(r"^(?:[IVX]{1,4}\s?[.)-]|phần\s|mục\s|[A-E]\.\s)", re.IGNORECASE)
LEADERS = re.compile(r"[.…_]{3,}|…")
MOST_WORDS, MOST_LETTERS = 14, 90
SURE = 0.8
"""Confidence from which a word of a label needs no second look."""
NO_LABEL = ("can cu", "theo de nghi", "xet de nghi", "noi nhan", "dieu", "luu", "kinh thua", "quyet dinh")
"""Folded beginnings of lines with a colon that label no blank."""


@dataclass(frozen=True, slots=True)
class LabelPrinted:
    """One label of the form."""

    label: str
    """Without item mark, colon and leaders."""
    mark: str
    """Item mark before it; empty without one."""
    filled: str
    """What stands beside it, or on the line below where nothing does."""
    is_below: bool
    """Whether `filled` stands on the line below."""
    is_sure: bool
    """Whether every word of the label was read with some certainty."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a part of the paper."""

    text: str


def printed_labels(lines: Sequence[VisualLine]) -> Iterator[LabelPrinted | Heading]:
    """Every label and heading on the lines, in their order."""
    for index, line in enumerate(lines):
        text, below = nfc(line.text), nfc(lines[index + 1].text) if index + 1 < len(lines) else ""
        if _is_heading(text) or _opens_items(text, below):
            yield Heading(text.strip(" :."))
            continue
        found = [label for segment in line.segments(2.5) for label in _labels_of(segment.words)]
        if not found:
            continue
        *earlier, last = found
        yield from earlier
        is_below = not last.filled and bool(below) and ":" not in below and not _is_heading(below)
        yield replace(last, filled=clean(below), is_below=True) if is_below else last


def _labels_of(words: Sequence[Word]) -> Iterator[LabelPrinted]:
    """The labels of one run of words, each with what follows it up to the next."""
    spans = _label_spans(words)
    for number, (start, end) in enumerate(spans):
        stop = spans[number + 1][0] if number + 1 < len(spans) else len(words)
        first = start + 1 if ITEM_MARK.match(words[start].text) and start < end else start
        label = _label_text(words[first : end + 1])
        if label is None:
            continue
        rest = words[end].text.partition(":")[2]
        filled = clean(" ".join([rest, *(word.text for word in words[end + 1 : stop])]))
        mark = words[start].text if first > start else ""
        is_sure = all(word.confidence >= SURE and not word.remark for word in words[first : end + 1])
        yield LabelPrinted(label, mark, filled, is_below=False, is_sure=is_sure)


def _label_spans(words: Sequence[Word]) -> list[tuple[int, int]]:
    """First and last word of every label of the run.

    What follows a colon or a semicolon at once is filled in, though a colon ends it: a purpose with its area.
    """
    spans: list[tuple[int, int]] = []
    before = -1
    for end in range(len(words)):
        if not _ends_label(words, end):
            continue
        start = _start(words, end, before)
        if start == 0 or not words[start - 1].text.endswith((":", ";")):
            spans.append((start, end))
        before = end
    return spans


def _ends_label(words: Sequence[Word], index: int) -> bool:
    """Whether a label ends with this word: a colon that is no hour's, or dots that run on."""
    text = words[index].text
    if ":" in text:
        before, _, behind = text.partition(":")
        return not (before[-1:].isdigit() and behind[:1].isdigit()) and text != "::"
    return index > 0 and LEADERS.match(text) is not None and ":" not in words[index - 1].text


def _start(words: Sequence[Word], end: int, before: int) -> int:
    """Where the label that ends at `end` begins, behind the label that ended at `before`."""
    marks = [index for index in range(before + 1, end) if MARK_IN_LINE.match(words[index].text)]
    if marks:
        return marks[-1]
    if before < 0:
        return 0
    capitals = [
        index
        for index in range(before + 1, end + 1)
        if (text := words[index].text)[:1].isupper() and (len(text) == 1 or not text.isupper())
    ]
    return capitals[-1] if capitals else end


def _label_text(words: Sequence[Word]) -> str | None:
    """The label as a file holds it, or `None` where the words label no blank."""
    text = " ".join(word.text for word in words)
    text = LEADERS.sub(" ", nfc(text).partition(":")[0]).strip(" .,;-–")
    folded = fold_words(text)
    is_long = len(text.split()) > MOST_WORDS or len(text) > MOST_LETTERS
    if is_long or not re.search(r"[^\W\d_]{2}", text) or folded.startswith(NO_LABEL):
        return None
    return None if re.search(r"\d{3,}", text) else " ".join(text.split())


def _is_heading(text: str) -> bool:
    text = text.strip(" :.")
    letters = [letter for letter in text if letter.isalpha()]
    is_short = 2 <= len(text.split()) <= MOST_WORDS and len(letters) >= 6 and ":" not in text
    return is_short and (HEADING_MARK.match(text) is not None or all(map(str.isupper, letters)))


def _opens_items(text: str, below: str) -> bool:
    """Whether a numbered line with nothing filled in stands over items of its own."""
    return bool(re.match(r"\d{1,2}\.\s.*:$", text.rstrip(" .…_"))) and bool(
        re.match(r"([a-zđ]\)|[-+–*])\s", below)
    )
