"""All fields of a record type from the pages of a paper, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from classifiers.confidence import reading_certainty, value_confidence
from classifiers.extraction.body import body
from classifiers.extraction.derived import derive, with_dwelling_told
from classifiers.extraction.finding import Finding
from classifiers.extraction.flow import FlowLine, flow_of
from classifiers.extraction.head_fields import Head
from classifiers.extraction.items import items
from classifiers.extraction.labelled import Labelled
from classifiers.extraction.labels import find_labels, folded_lines
from classifiers.extraction.lines import VisualLine, lines_of_pages
from classifiers.extraction.machine_codes import KINDS, machine_code
from classifiers.extraction.marks import with_marks_weighed
from classifiers.extraction.parties import is_list_of_persons, parties
from classifiers.extraction.scattered import scattered
from classifiers.extraction.sections import find_sections
from classifiers.extraction.sentences import area_of_land
from classifiers.extraction.signature_block import body_pages
from classifiers.extraction.spelling import Spelling, of_forms, of_places
from classifiers.extraction.table import Sheet, table
from classifiers.extraction.ticked import Boxes, without_boxes
from classifiers.extraction.values import FORMED, Judged, judge
from classifiers.record_type import FieldRule, FieldType, RecordType, Where
from records import FieldValue, Page

LABELLED = frozenset({Where.RIGHT_OF_LABEL, Where.BELOW_LABEL, Where.INLINE, Where.UNDER_TITLE, Where.CORNER})
SPELLED = frozenset({FieldType.TEXT, FieldType.TEXT_MULTILINE, FieldType.ENUM_OPEN, FieldType.ORG_NAME})
"""Kinds in whose blanks usual words stand; names of persons and places are never respelled."""
PARAGRAPHS = frozenset({"legal_bases", "articles"})
"""Lists whose items are whole paragraphs, each opened by the label's own words."""
ONE_SYLLABLE = 0.8
"""Confidence above which a name of one syllable cannot rise: its validator doubts it."""
REMARK_REASONS = {
    "handwritten": "Chữ viết tay, cần người kiểm tra",
    "stamp": "Chữ nằm dưới dấu, cần người kiểm tra",
    "disagreement": "Hai lần đọc khác nhau, cần người kiểm tra",
    "improbable": "Chữ không giống tiếng Việt, cần người kiểm tra",
}


@dataclass(frozen=True)
class Paper:
    """One paper being read: its pages, lines and the views that the rules share."""

    record_type: RecordType
    pages: Sequence[Page]

    @cached_property
    def lines(self) -> dict[int, tuple[VisualLine, ...]]:
        return lines_of_pages(self.pages)

    @cached_property
    def spelling(self) -> Spelling:
        return Spelling(line for lines in self.lines.values() for line in lines)

    @cached_property
    def head(self) -> Head:
        return Head(self.record_type, self.pages, self.lines, self.spelling)

    @cached_property
    def body(self) -> Sequence[Page]:
        """The pages of the paper itself, without attachments that have a head of their own."""
        first = self.head.first_page
        return body_pages(self.pages, self.lines, first)

    @cached_property
    def flow(self) -> list[FlowLine]:
        repeated = dict.fromkeys(label for rule in self.record_type.fields for label in rule.labels)
        longest_first = sorted(repeated, key=len, reverse=True)
        return flow_of(self.pages, self.lines, longest_first, self.record_type.anchors)

    @cached_property
    def labelled(self) -> Labelled:
        kind = self.record_type
        labels = {label for rule in kind.fields for label in rule.labels}
        # Sought apart from the labels: an opening that holds one ("1. Cấp cho") must not hide it.
        openings = [opening for section in kind.sections for opening in section.starts_at]
        openings += [anchor for anchor in kind.anchors if len(anchor) > 5]
        stops = set(openings) - set(kind.titles) - labels
        folded = folded_lines(self.flow)
        return Labelled(
            self.flow,
            find_labels(folded, labels),
            find_sections(folded, kind.sections),
            find_labels(folded, stops),
        )

    @cached_property
    def boxes(self) -> Boxes:
        ticks = {page.number: page.ticks for page in self.pages}
        return Boxes(self.flow, self.labelled.labels, self.labelled.stops, ticks)


def extract(record_type: RecordType, pages: Sequence[Page]) -> dict[str, FieldValue]:
    """The fields of `record_type` that the pages carry, by name, in the type's order.

    A field that was not found is left out; one that was found unsurely has a low confidence and usually a
    `doubt`. Nothing is taken from outside the pages. Pages without words are passed over.
    """
    paper = paper_of(record_type, pages)
    return fields_on(paper) if paper.pages else {}


def paper_of(record_type: RecordType, pages: Sequence[Page]) -> Paper:
    """The pages with words on them, ready to be asked for the fields of `record_type`."""
    return Paper(record_type, [without_boxes(page) for page in pages if page.words])


def fields_on(paper: Paper) -> dict[str, FieldValue]:
    """As `extract`, of a paper that is at hand and has a page with words."""
    record_type = paper.record_type
    found: dict[str, FieldValue] = {}
    for rule in record_type.fields:
        value = _best(paper, rule)
        if value is not None:
            found[rule.name] = value
    for rule in record_type.fields:
        value = derive(rule, found, record_type.fields, paper.head.heading)
        if value is not None and rule.name not in found:
            found[rule.name] = value
    found = with_dwelling_told(found)
    return {rule.name: found[rule.name] for rule in record_type.fields if rule.name in found}


def _best(paper: Paper, rule: FieldRule) -> FieldValue | None:
    """The likeliest value of one field; where both head and label offer one, the surer."""
    code = machine_code(rule, paper.pages) if rule.type in KINDS else None
    if code is not None:
        return code
    has_boxes, ticked = paper.boxes.answer(rule)
    if has_boxes or rule.where is Where.TICK:
        return ticked
    offers: list[FieldValue] = []
    finding = _placed(paper, rule)
    if finding is not None:
        offers.append(as_field(rule, finding))
    if rule.labels and (rule.where in LABELLED or (rule.where is Where.NUMBER_LINE and not offers)):
        labelled = paper.labelled.candidates(rule)
        if labelled:
            _, found, judged = labelled[0]
            spelled = _spelled(rule, found)
            offers.append(as_field(rule, spelled, judged if spelled.value == found.value else None))
    if not offers and rule.required and rule.type is FieldType.AREA_M2:
        told = area_of_land(line for page in paper.body for line in paper.lines[page.number])
        offers += [as_field(rule, told)] if told is not None else []
    return max(offers, key=lambda offer: offer.confidence, default=None)


def _spelled(rule: FieldRule, finding: Finding) -> Finding:
    """The finding with the marks of usual words put right; its words stay as they were read."""
    is_address = rule.type is FieldType.ADDRESS
    if not (is_address or rule.type in SPELLED) or finding.normalised is not None:
        return finding
    texts, settled = (of_places() if is_address else of_forms()).mend(finding.words)
    value, at = finding.value, 0
    for word, text in zip(finding.words, texts, strict=True):
        place = value.find(word.text, at)
        if place >= 0:
            value, at = value[:place] + text + value[place + len(word.text) :], place + len(text)
    return replace(finding, value=value, mended=finding.mended | settled)


def _placed(paper: Paper, rule: FieldRule) -> Finding | None:
    """What stands at the field's place on the paper, whatever is printed beside it."""
    if rule.where is Where.TABLE:
        return table(rule, Sheet(paper.pages, paper.lines, paper.flow, paper.labelled.labels))
    if rule.where is Where.BODY and rule.type is FieldType.TEXT_MULTILINE:
        return body(rule, paper.head, paper.body, paper.labelled)
    if rule.where is Where.LIST and is_list_of_persons(rule.columns):
        return parties(rule, paper.labelled)
    if rule.where is Where.LIST and rule.name not in PARAGRAPHS and not _addresses(rule):
        return items(rule, paper.labelled)
    return paper.head.find(rule, paper.body) or scattered(rule, paper.pages, paper.lines)


def _addresses(rule: FieldRule) -> bool:
    """Whether the list is of those whom a letter is sent to: a block of its own in the middle of the page."""
    return rule.labels[:1] == ("Kính gửi",)


def as_field(rule: FieldRule, finding: Finding, judged: Judged | None = None) -> FieldValue:
    """A finding as the record keeps it: judged, with its confidence and, where there is one, its doubt."""
    weighed = with_marks_weighed(rule, finding)
    judged = judged if weighed.value == finding.value else None
    finding = weighed
    judged = judged or judge(rule, finding.value)
    finding = _narrowed(finding, judged.value) if rule.type in FORMED else finding
    # A finding with a canonical form of its own was judged by the rule that made it.
    is_valid = judged.is_valid or (finding.normalised is not None and not finding.doubt)
    confidence = value_confidence(
        reading_certainty(finding.words, finding.mended),
        finding.label_score,
        is_formed=rule.type in FORMED and is_valid,
        is_valid=is_valid,
    )
    doubt = finding.doubt or _doubt(finding, judged, is_valid=is_valid)
    normalised = finding.normalised if finding.normalised is not None else judged.normalised
    value = finding.value if finding.normalised is not None else judged.value
    ceiling = min(finding.ceiling, 0.7 if any(word.remark for word in finding.words) else 1.0)
    if rule.type is FieldType.PERSON_NAME and len(value.split()) == 1:
        # A name of one syllable is nearly always what is left of a longer one.
        ceiling = min(ceiling, ONE_SYLLABLE)
    field = FieldValue(
        value=value,
        normalised=normalised,
        confidence=min(confidence, ceiling),
        page=finding.page,
        box=finding.box,
        as_read=finding.as_read,
        rule=finding.rule,
        doubt=doubt,
    )
    return replace(field, value=field.value or field.as_read)


def _narrowed(finding: Finding, value: str) -> Finding:
    """The finding with only the words that carry its value: a unit or bracket behind it is no evidence."""
    at = finding.as_read.find(value) if value and finding.normalised is None else -1
    if at < 0:
        return finding
    kept, place = [], 0
    for word in finding.words:
        if place < at + len(value) and place + len(word.text) > at:
            kept.append(word)
        place += len(word.text) + 1
    return replace(finding, words=tuple(kept)) if kept else finding


def _doubt(finding: Finding, judged: Judged, *, is_valid: bool) -> str:
    remarks = {word.remark for word in finding.words if word.remark}
    for remark, reason in REMARK_REASONS.items():
        if remark in remarks:
            return reason
    if not is_valid and judged.errors:
        return judged.errors[0]
    return judged.warnings[0] if judged.warnings else ""
