"""Lists of persons below a label: the parties of a contract, principals, heirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.extraction.finding import Finding
from classifiers.extraction.folding import cut
from classifiers.extraction.labelled import Labelled
from classifiers.extraction.labels import LabelSeen
from classifiers.extraction.people import people_in
from classifiers.extraction.rows import as_json
from classifiers.record_type import FieldRule
from records import Word

NAMES = frozenset({"full_name", "name", "ho_ten"})
"""Columns that make a list one of persons."""
MOST_LINES = 40
CLOSING = re.compile(
    r"(?:cả )?(?:hai|các) bên |chúng tôi |bằng (?:hợp đồng|văn bản) |sau khi |nay |đồng ý ", re.IGNORECASE
)
"""How the sentence begins that follows the persons: `Hai bên đồng ý thực hiện việc chuyển nhượng …`."""


def parties(rule: FieldRule, labelled: Labelled) -> Finding | None:
    """The persons between the field's label and the next part of the paper, or `None` without any.

    The text is as printed, a line a line; the canonical form is a row a person, as JSON.
    """
    best: tuple[int, Finding] | None = None
    for place in labelled.labels:
        if place.label not in rule.labels:
            continue
        lines = _lines(rule, labelled, place)
        words = tuple(word for line in lines for word in line)
        if not words:
            continue
        text = "\n".join(" ".join(word.text for word in line) for line in lines)
        rows = people_in(text, rule.columns)
        finding = Finding(
            text.strip(" :;"), words, labelled.flow[place.end_line].line.page,
            f"label:{place.label}", place.score, normalised=as_json(rows),
        )  # fmt: skip
        if rows and (best is None or len(rows) > best[0]):
            best = len(rows), finding
    return best[1] if best else None


def _lines(rule: FieldRule, labelled: Labelled, place: LabelSeen) -> list[tuple[Word, ...]]:
    """The words behind the label, line by line, up to the next part or to another field's label."""
    flow = labelled.flow
    first = flow[place.end_line].line
    stop = _stop(rule, labelled, place)
    rest = cut(first.words[place.last], place.end_letter)
    head = (
        (rest, *first.words[place.last + 1 :]) if rest.text.strip(" :;.-") else first.words[place.last + 1 :]
    )
    lines: list[tuple[Word, ...]] = [tuple(head)] if head else []
    for index in range(place.end_line + 1, min(stop, len(flow))):
        line = flow[index].line
        if (line.page != first.page and not lines) or CLOSING.match(f"{line.text} "):
            break
        lines.append(line.words)
    pages = {flow[place.end_line].line.page}
    # Evidence has one box on one page: persons overleaf are left to the text of that page.
    return [line for line in lines if line] if len(pages) == 1 else lines


def _stop(rule: FieldRule, labelled: Labelled, place: LabelSeen) -> int:
    """The flow line at which the list is over."""
    own = set(rule.labels)
    ends = [place.end_line + 1 + MOST_LINES]
    bounds = labelled.sections.get(rule.section or "")
    if bounds is not None and bounds[0] <= place.end and place.end < bounds[1]:
        ends.append(bounds[1][0])
    else:
        ends += [start[0] for start, _ in labelled.sections.values() if start[0] > place.end_line]
    ends += [
        label.line
        for label in labelled.labels
        if label.line > place.end_line and label.label not in own and label.is_marked and label.first <= 1
    ]
    return min(ends)


def is_list_of_persons(columns: Sequence[str]) -> bool:
    return bool(NAMES & set(columns))
