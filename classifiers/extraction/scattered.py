"""Fields without a label or a fixed place: serials printed on the blank, urgency stamps, "(BẢN SAO)"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from classifiers.extraction.cited_serial import cited_serial
from classifiers.extraction.finding import Finding, text_of
from classifiers.extraction.folding import FoldedWords
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.values import judge
from classifiers.record_type import FieldRule, FieldType, Where
from records import Page

URGENCY = ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN")
LONGEST_RUN = 3


def scattered(
    rule: FieldRule, pages: Sequence[Page], lines: Mapping[int, Sequence[VisualLine]]
) -> Finding | None:
    """The field's value wherever it stands, or `None` where the field is not of these kinds."""
    rows = [row for page in pages for row in lines[page.number]]
    if rule.type is FieldType.CHECKBOX and rule.where is Where.UNDER_TITLE:
        return _printed_mark(rule, rows)
    if rule.type is FieldType.SERIAL and rule.where in {Where.BODY, Where.INLINE}:
        return cited_serial(rule, rows)
    if rule.where is not Where.ANYWHERE:
        return None
    if rule.type in {FieldType.ENUM, FieldType.ENUM_OPEN}:
        return _printed_choice(rule, rows)
    return _formed(rule, rows) if rule.regex else None


def _printed_mark(rule: FieldRule, rows: Sequence[VisualLine]) -> Finding | None:
    for row in rows:
        if len(row.words) > 6:
            continue
        for label in rule.labels:
            match = FoldedWords(row.words).find(label, at_least=0.85)
            if match is not None:
                words = row.words[match.first : match.last + 1]
                return Finding("true", words, row.page, f"label:{label}", match.score, normalised="true")
    return None


def _printed_choice(rule: FieldRule, rows: Sequence[VisualLine]) -> Finding | None:
    """A stamp with one of the usual words, in capitals and alone."""
    for choice in rule.enum or URGENCY:
        for row in rows:
            for part in row.segments():
                match = FoldedWords(part.words).find(choice, at_least=1.0)
                if match is None or len(part.words) > 3 or not part.text.isupper():
                    continue
                words = part.words[match.first : match.last + 1]
                return Finding(choice, words, row.page, "stamp:urgency", 1.0, normalised=choice)
    return None


def _formed(rule: FieldRule, rows: Sequence[VisualLine]) -> Finding | None:
    """The run of one to three words that has the field's form; alone on its line counts for more."""
    pattern = re.compile(rule.regex or "")
    best: tuple[float, Finding] | None = None
    for row in rows:
        for start in range(len(row.words)):
            for stop in range(start + 1, min(len(row.words), start + LONGEST_RUN) + 1):
                words = row.words[start:stop]
                text = text_of(words).strip(" .,:;()")
                # Twelve figures alone are a person's number, whatever else twelve signs may be.
                is_figure = rule.type is FieldType.TEXT and text.isdigit()
                if is_figure or not pattern.search(text) or not judge(rule, text).is_valid:
                    continue
                alone = len(words) / len(row.words)
                sure = min(word.confidence for word in words)
                score = sure * (0.7 + 0.3 * alone)
                if best is None or score > best[0]:
                    best = score, Finding(text, words, row.page, "form:" + rule.type.value, 0.9 + 0.1 * alone)
    return best[1] if best else None
