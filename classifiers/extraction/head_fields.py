"""Fields that a paper carries by its place in the administrative form: head, title, signature, recipients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from classifiers.extraction import letterhead, listing, place_date, signature_block, subject
from classifiers.extraction.finding import Finding
from classifiers.extraction.folding import fold
from classifiers.extraction.halves import fold_of
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.number_line import number_line
from classifiers.extraction.opened_sheets import opened
from classifiers.extraction.page_edges import text_lines
from classifiers.extraction.place_date import PlaceDate
from classifiers.extraction.spelling import Spelling
from classifiers.record_type import FieldRule, FieldType, RecordType, Where
from records import Page

DEEPEST_HEAD = 14
"""Lines below the motto in which number and date stand; a civil extract's three-line agency block fits."""

MOST_DAY_WORDS = 8
"""Words of a line that is a date and nothing else; a recogniser parts figures."""


class Head:
    """The administrative form of one paper, looked at part by part and each part only once."""

    def __init__(
        self,
        record_type: RecordType,
        pages: Sequence[Page],
        lines: Mapping[int, tuple[VisualLine, ...]],
        spelling: Spelling,
    ) -> None:
        self.record_type = record_type
        self.pages = pages
        self.lines = lines
        self.spelling = spelling

    @cached_property
    def letterhead(self) -> letterhead.Letterhead | None:
        """Of the first page that has one: pages in front of it are covers or slips."""
        for page in self.pages:
            found = letterhead.find_letterhead(page, self.lines[page.number])
            if found is not None:
                return found
        return None

    @property
    def first_page(self) -> int:
        head = self.letterhead
        return head.page.number if head is not None else self.pages[0].number

    @cached_property
    def title(self) -> int | None:
        """Index of the title's line on the page of the letterhead."""
        head = self.letterhead
        if head is None or not self.record_type.headings:
            return None
        return letterhead.title_line(
            head.lines, self.record_type.headings, head.motto + 1, may_go_on=self._may_go_on
        )

    @property
    def _may_go_on(self) -> bool:
        """Whether the title names a kind of document of the decree, which more capitals may narrow."""
        return self.record_type.doc_abbreviation is not None

    @property
    def heading(self) -> str:
        """The printed title with the two lines below it; empty without a title."""
        head, at = self.letterhead, self.title
        if head is None or at is None:
            return ""
        return " ".join(line.text for line in head.lines[max(0, at - 1) : at + 3])

    @cached_property
    def number(self) -> tuple[int, Finding] | None:
        head = self.letterhead
        if head is None:
            return None
        stop = self.title if self.title is not None else head.motto + DEEPEST_HEAD
        return number_line(head, min(stop, head.motto + DEEPEST_HEAD), self.record_type.doc_abbreviation)

    @cached_property
    def date_line(self) -> int | None:
        return letterhead.line_of_date(self.letterhead) if self.letterhead is not None else None

    @cached_property
    def place_date(self) -> tuple[place_date.PlaceDate, Page] | None:
        """Place and date under the motto, else the last such line of the paper, above its signature."""
        head = self.letterhead
        if head is not None and self.date_line is not None:
            right = head.right(self.date_line)
            row = letterhead.date_row(head, right, self.date_line) if right else None
            parted = place_date.part_line(row, in_head=True) if row else None
            if parted is not None:
                return parted, head.page
        for page in reversed(self.pages):
            for row, part in self._right_parts(page):
                if len(part.words) > 16:
                    continue
                parted = place_date.part_line(part)
                if parted is not None and place_date.is_place_date(parted, row):
                    return parted, page
        return self._day_alone()

    def _right_parts(self, page: Page) -> Iterator[tuple[VisualLine, VisualLine]]:
        """Each line from the last one up with its right part, of both pages where a sheet shows two."""
        rows = self.lines[page.number]
        middle, width = 0.5 * page.width, float(page.width)
        is_folded = fold_of(page, rows) is not None
        for x0, x1 in ((middle, width), (0.0, middle)) if is_folded else ((0.0, width),):
            for row in reversed(rows):
                side, part = row.between(x0, x1), row.between(x0 + 0.3 * (x1 - x0), x1)
                if side is not None and part is not None:
                    yield side, part

    def _day_alone(self) -> tuple[PlaceDate, Page] | None:
        """A date without a place above the signature, as red books have it: `Ngày 16 tháng 12 năm 1999`."""
        for page in reversed(self.pages):
            for _, part in self._right_parts(page):
                if len(part.words) > MOST_DAY_WORDS:
                    continue
                parted = place_date.part_line(part)
                if parted is not None and not parted.place and parted.day and parted.year:
                    return parted, page
        return None

    @cached_property
    def agencies(self) -> tuple[Finding | None, Finding | None]:
        head = self.letterhead
        if head is None:
            return None, None
        ends = [self.number[0] if self.number else None, self.date_line, self.title]
        stop = min((end for end in ends if end is not None), default=head.motto + 4)
        return letterhead.agencies(head, max(stop, head.motto + 1), self.spelling)

    def subject(self, rule: FieldRule) -> Finding | None:
        head = self.letterhead
        if head is None:
            return None
        if rule.where is Where.UNDER_NUMBER:
            below = self.number[0] if self.number else self.date_line
            return subject.subject_under_number(head, below, self.spelling) if below is not None else None
        if self.title is None:
            return None
        titles = [fold(title) for title in self.record_type.headings]
        segments = head.lines[self.title].segments(3.0)
        centre = min(
            segments, key=lambda part: min(abs(len(fold(part.text)) - len(title)) for title in titles)
        )
        rest = letterhead.rest_of_title(centre.words, self.record_type.headings) if self._may_go_on else ()
        return subject.subject_under_title(
            head.lines, self.title, centre.centre_x, self.spelling, beside=rest
        )

    def find(self, rule: FieldRule, body: Sequence[Page]) -> Finding | None:
        """The field's value by its place, or `None` where its place is not of the administrative form."""
        finders = {
            Where.LETTERHEAD_LEFT: lambda: self.agencies[0 if rule.name.startswith("parent") else 1],
            Where.NUMBER_LINE: lambda: self._number(rule),
            Where.PLACE_DATE_LINE: lambda: self._from_place_date(rule),
            Where.UNDER_NUMBER: lambda: self.subject(rule),
            Where.UNDER_TITLE: lambda: self.subject(rule) if rule.name == "subject" else None,
            Where.SIGNATURE: lambda: self._from_signature(rule, body),
            Where.RECIPIENTS: lambda: self._recipients(rule, body),
            Where.LIST: lambda: self._list(rule, body) if rule.labels else None,
        }
        find = finders.get(rule.where)
        return find() if find is not None else None

    def _number(self, rule: FieldRule) -> Finding | None:
        """The number with its symbol; a civil entry's number has none and is found by its label."""
        if self.number is None or rule.type is FieldType.CIVIL_REGISTRATION_NUMBER:
            return None
        return self.number[1]

    def _from_place_date(self, rule: FieldRule) -> Finding | None:
        if self.place_date is None:
            return None
        parted, page = self.place_date
        if rule.type is FieldType.DATE:
            return place_date.issue_date(parted, page)
        return place_date.issue_place(parted, page.number, self.spelling)

    def _from_signature(self, rule: FieldRule, body: Sequence[Page]) -> Finding | None:
        sheets = opened(body, self.lines)
        if sheets is None:
            block = signature_block.find_signature(body, self.lines, rule.labels)
        else:
            block = signature_block.find_signature(sheets.pages, sheets.lines, rule.labels)
            block = sheets.back(block) if block is not None else None
        if block is None:
            return None
        if rule.type is FieldType.PERSON_NAME:
            return signature_block.signer_name(block)
        if rule.type is FieldType.ORG_NAME:
            return signature_block.signing_agency(block, self.spelling)
        if rule.name.endswith("authority"):
            return signature_block.signer_authority(block)
        return signature_block.signer_title(block)

    def _recipients(self, rule: FieldRule, body: Sequence[Page]) -> Finding | None:
        for page, below in zip(reversed(body), [None, *reversed(body)], strict=False):
            overleaf = text_lines([below], self.lines) if below is not None else []
            for label in rule.labels or ("Nơi nhận",):
                found = listing.recipients(page, self.lines[page.number], label, overleaf)
                if found is not None:
                    return found
        return None

    def _list(self, rule: FieldRule, body: Sequence[Page]) -> Finding | None:
        if rule.name in {"legal_bases", "articles"}:
            return listing.paragraphs(text_lines(body, self.lines), rule.labels, listing.ends_paragraphs)
        for page in body:
            found = listing.addressees(self.lines[page.number], page.number, rule.labels)
            if found is not None:
                return found
        return None
