"""Lists without columns: what is handed in, who is invited, tasks and headings, an item a line.

An item begins with a number, a dash or a dot, or there is one alone behind the label; its lines go on to the
next mark. Tasks of a directive are its numbered paragraphs, sections its headings with Roman numerals
(Decree 30/2020/NĐ-CP, Appendix I).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.extraction.finding import Finding, text_of
from classifiers.extraction.flow import FlowLine
from classifiers.extraction.folding import cut, fold_words
from classifiers.extraction.labelled import Labelled
from classifiers.extraction.labels import LabelSeen
from classifiers.extraction.listing import BULLETS, ITEM_BREAK, MOST_ITEMS
from classifiers.record_type import FieldRule
from records import Word

MARK = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}[.)/]|[a-zđ]\)|[-–—+•*])$")
NUMBER = re.compile(r"^\d{1,2}\.$")
NUMERAL = re.compile(r"^[IVX]{1,4}\.$")
MOST_GAP_HEIGHTS = 3.2
"""Foot to foot, from line to line of a list."""
MOST_LINES = 60
ENDERS = ("noi nhan", "tm ", "kt ", "tl ", "cam doan", "toi cam doan", "yeu cau", "nhan duoc")


def items(rule: FieldRule, labelled: Labelled) -> Finding | None:
    """The items behind the field's label; without a label, the paper's numbered tasks or headings."""
    if not rule.labels:
        return _headed(rule, labelled.flow)
    for place in labelled.labels:
        if place.label in rule.labels and place.is_marked:
            found = _behind(rule, labelled, place)
            if found:
                page = labelled.flow[place.end_line].line.page
                return _finding(found, page, f"label:{place.label}", place.score)
    return None


def _behind(rule: FieldRule, labelled: Labelled, place: LabelSeen) -> list[list[Word]]:
    flow = labelled.flow
    line = flow[place.end_line].line
    rest = cut(line.words[place.last], place.end_letter)
    beside = [*([rest] if rest.text.strip(" :;.") else []), *line.words[place.last + 1 :]]
    beside = beside if any(any(map(str.isalnum, word.text)) for word in beside) else []
    found: list[list[Word]] = [beside] if beside else []
    is_marked: bool | None = False if beside else None
    for index in range(place.end_line + 1, min(len(flow), place.end_line + MOST_LINES)):
        here, above = flow[index], flow[index - 1]
        has_mark = MARK.match(here.line.words[0].text) is not None and len(here.line.words) > 1
        if _is_over(rule, labelled, index, has_mark=has_mark) or not _is_near(above, here):
            break
        if has_mark and is_marked is not False:
            found.append(list(here.line.words[1:]))
            is_marked = True
        elif found and (above.is_broken_before(here) or (is_marked and _is_open(found[-1]))):
            found[-1] += here.line.words
        else:
            break
        if len(found) >= MOST_ITEMS:
            break
    return found


def _is_near(above: FlowLine, here: FlowLine) -> bool:
    if above.line.page != here.line.page:
        return True
    return here.line.bottom - above.line.bottom < MOST_GAP_HEIGHTS * here.line.height


def _is_open(item: Sequence[Word]) -> bool:
    """Whether an item waits for more: it ends with a comma."""
    return item[-1].text.endswith(",")


def _is_over(rule: FieldRule, labelled: Labelled, index: int, *, has_mark: bool) -> bool:
    """Whether another field's label or a part of the paper opens the line; a numbered label is no item."""
    marks = (*labelled.labels, *labelled.stops)
    opening = [one for one in marks if one.line == index and one.is_marked and one.label not in rule.labels]
    # "(2) Giấy chứng nhận …" is an item though a label begins so; "2. Ngày sinh:" is a label.
    is_item = has_mark and ":" not in labelled.flow[index].line.text
    if any(one.first <= int(has_mark) for one in opening) and not is_item:
        return True
    folded = fold_words(labelled.flow[index].line.text)
    return (
        folded.startswith(ENDERS) or re.search(r" ngay \d{1,2} thang \d{1,2} nam ", f"{folded} ") is not None
    )


def _headed(rule: FieldRule, flow: Sequence[FlowLine]) -> Finding | None:
    """Headings with Roman numerals for `sections`, paragraphs with numbers in their order for `tasks`."""
    found: list[list[Word]] = []
    is_heading = rule.name == "sections"
    if not is_heading and rule.name != "tasks":
        return None
    opened = None
    for index, here in enumerate(flow):
        words = here.line.words
        mark = NUMERAL if is_heading else NUMBER
        number = words[0].text.rstrip(".")
        is_next = is_heading or number == str(len(found) + 1)
        if (
            mark.match(words[0].text)
            and len(words) > 1
            and is_next
            and (not is_heading or _is_capital(words))
        ):
            found.append(list(words if is_heading else words[1:]))
            opened = index
        elif opened == index - 1 and found and flow[index - 1].is_broken_before(here):
            if is_heading and not _is_capital(words):
                continue
            found[-1] += words
            opened = index
    page = flow[0].line.page if flow else 1
    return _finding(found, page, f"form:{rule.name}", 0.9) if found else None


def _is_capital(words: Sequence[Word]) -> bool:
    return text_of(words[1:] if len(words) > 1 else words).isupper()


def _finding(found: Sequence[Sequence[Word]], page: int, rule: str, score: float) -> Finding | None:
    texts = [text_of(item).strip(f" {BULLETS};.,:") for item in found]
    kept = [(text, item) for text, item in zip(texts, found, strict=True) if text]
    if not kept:
        return None
    words = tuple(word for _, item in kept for word in item)
    return Finding(ITEM_BREAK.join(text for text, _ in kept), words, page, rule, score)
