"""Tables below a label: numbered rows, such as lines of business or members of a household.

A table is known by its printed head: each column of the record type is likened to what stands in it. Where
the head is not recognised, rows that begin with a number are still taken, one a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.extraction.cell_values import cell
from classifiers.extraction.columns import CELL_GAP, Columns, columns_of
from classifiers.extraction.finding import Finding
from classifiers.extraction.flow import FlowLine
from classifiers.extraction.labelled_rows import labelled_rows
from classifiers.extraction.labels import LabelSeen
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.rows import TOTAL, Row, as_json, from_json
from classifiers.extraction.table_rows import ROW_NUMBER, is_total, rows_of
from classifiers.record_type import FieldRule
from records import Page, Word

MOST_GAP_HEIGHTS = 6.0
"""Gap in text heights, foot to foot, within which a line may still belong to a table."""
MOST_ROW_HEIGHTS = 20.0
"""The same for a line that begins with a number: rows of registers are high."""
FOOT = 0.8
"""Share of the page's height below which a table may go on overleaf."""
CELL_PARTER = " | "
"""Between the cells of a row in the text that people read."""
MOST_ROWS = 400
WHOLE = 0.6
"""Share of the columns that rows with labels fill on average from which no head is sought."""
SPREAD = 1.2
"""Width over height from which a picture may be an opened book of two pages."""


@dataclass(frozen=True)
class Sheet:
    """The lines of a paper with its labels, in which tables are looked for."""

    pages: Sequence[Page]
    lines: Mapping[int, Sequence[VisualLine]]
    flow: Sequence[FlowLine]
    labels: Sequence[LabelSeen]

    def below(self, place: LabelSeen | None) -> list[VisualLine]:
        """All lines behind a label, page after page; all there are without one."""
        if place is None:
            return [line for page in self.pages for line in self.lines[page.number]]
        at = self.flow[place.end_line].line
        return [
            line
            for page in self.pages
            for line in self.lines[page.number]
            if page.number > at.page or (page.number == at.page and line.box.centre[1] > at.bottom)
        ]

    def half_of(self, columns: Columns) -> tuple[float, float] | None:
        """From where to where, pixels, the page of an opened book reaches on which the whole head stands.

        `None` for a sheet that is one page, and for a table that runs over both.
        """
        page = next(page for page in self.pages if page.number == columns.foot.page)
        middle = page.width / 2
        left, right = columns.heads[0][0], columns.heads[-1][1]
        if page.width < SPREAD * page.height or left < middle < right:
            return None
        return (0.0, middle) if right <= middle else (middle, float("inf"))

    def openings(self, rule: FieldRule) -> list[Word]:
        """The words with which labels of other fields begin."""
        others = [label for label in self.labels if label.is_marked and label.label not in rule.labels]
        return [self.flow[label.line].line.words[label.first] for label in others]

    def opens(self, line: VisualLine, rule: FieldRule) -> bool:
        """Whether another field's label opens the line."""
        for label in self.labels:
            if label.is_marked and label.first <= 1 and label.label not in rule.labels:
                other = self.flow[label.line].line
                if other.page == line.page and abs(other.bottom - line.bottom) < 0.5 * line.height:
                    return True
        return False


def table(rule: FieldRule, sheet: Sheet) -> Finding | None:
    """The rows of the field, or `None` without one; their canonical form is JSON.

    They stand under a printed head, or each with the labels of its columns; what fills more cells holds.
    """
    labelled = labelled_rows(rule, sheet.pages, sheet.lines, sheet.openings(rule))
    rows = from_json(labelled.normalised or "") if labelled is not None else []
    if rows and _filled(labelled) >= WHOLE * len(rows) * len(rule.columns):
        return labelled
    offers = (_below_a_head(rule, sheet), labelled)
    return max((offer for offer in offers if offer is not None), key=_filled, default=None)


def _filled(finding: Finding | None) -> int:
    """Cells of all rows together."""
    return sum(map(len, from_json(finding.normalised or ""))) if finding is not None else 0


def _below_a_head(rule: FieldRule, sheet: Sheet) -> Finding | None:
    places = [place for place in sheet.labels if place.label in rule.labels]
    place = max(places, key=lambda place: place.score, default=None)
    # A table whose label was misread, or that has none, is still known by its head.
    lines = sheet.below(place)
    within = 6 if place is not None else len(lines)
    columns = columns_of(lines, rule.columns, within=within)
    half = sheet.half_of(columns) if columns is not None else None
    if half is not None:
        lines = [part for line in lines if (part := line.between(*half)) is not None]
        columns = columns_of(lines, rule.columns, within=len(lines))
    if columns is None and place is None:
        return None
    taken = _table_lines(lines, columns, rule, sheet) if columns is not None else []
    found = rows_of(taken, columns)[:MOST_ROWS] if columns is not None else []
    if not found:
        return _plain_rows(rule, sheet, place) if place is not None else None
    assert columns is not None  # noqa: S101 (there are no rows without)
    rows, texts = [], []
    for one in found:
        named = zip(columns.cells_in_order, one.texts, strict=True)
        row = {name: value for name, text in named if name and (value := cell(name, text, rule))}
        if row:
            rows.append({**row, TOTAL: "true"} if one.is_total else row)
            texts.append(CELL_PARTER.join(text for text in one.texts if text))
    # A field has one box on one page; rows overleaf are in its text alone.
    page = found[0].page
    on_page = tuple(word for one in found if one.page == page for word in one.words)
    rule_name = f"label:{place.label}" if place is not None else "table:head"
    score = place.score if place is not None else columns.score
    return Finding("\n".join(texts), on_page, page, rule_name, score, normalised=as_json(rows))


def _table_lines(
    lines: Sequence[VisualLine], columns: Columns, rule: FieldRule, sheet: Sheet
) -> list[VisualLine]:
    """The lines of the table's body, over as many pages as it takes; repeated heads are left out."""
    taken: list[VisualLine] = []
    is_numbered = False
    above = columns.foot
    rest = list(lines[columns.end :])
    heights = {page.number: page.height for page in sheet.pages}
    while rest:
        line = rest.pop(0)
        if line.page != above.page:
            if above.box.y1 < FOOT * heights[above.page]:
                break
            again = columns_of([line, *rest[:8]], columns.names, within=5)
            if again is None and not _fits(line, columns):
                if _is_page_number(line):
                    continue
                break
            if again is not None:
                rest = rest[again.end - 1 :]
                above = again.foot
                continue
        is_row = _fits(line, columns)
        gap = (line.bottom - above.bottom) / line.height
        if line.page == above.page and gap > (MOST_ROW_HEIGHTS if is_row else MOST_GAP_HEIGHTS):
            break
        is_one_piece = len(line.segments(CELL_GAP)) == 1
        if ((is_one_piece or not is_row) and sheet.opens(line, rule)) or columns.is_across(line):
            break
        if not is_row and is_numbered and columns.texts(line)[0] and not is_total(line.text):
            # Nothing goes on below a row's number.
            break
        is_numbered = is_numbered or is_row
        taken.append(line)
        above = line
        if is_total(line.text):
            break
    return taken


def _fits(line: VisualLine, columns: Columns) -> bool:
    texts = columns.texts(line)
    return ROW_NUMBER.match(line.words[0].text) is not None and sum(map(bool, texts)) >= 2


def _is_page_number(line: VisualLine) -> bool:
    return len(line.words) <= 3 and any(map(str.isdigit, line.text))


def _plain_rows(rule: FieldRule, sheet: Sheet, place: LabelSeen) -> Finding | None:
    """Numbered lines under the label, where no head says what their cells are."""
    above = sheet.flow[place.end_line].line
    rows: list[list[Word]] = []
    for line in sheet.below(place):
        is_row = ROW_NUMBER.match(line.words[0].text) is not None and len(line.words) > 1
        is_near = line.page == above.page and line.bottom - above.bottom <= MOST_GAP_HEIGHTS * line.height
        if not is_near or (sheet.opens(line, rule) and not is_row):
            break
        if is_row:
            rows.append(list(line.words))
        elif rows and len(line.words) <= 6:
            rows[-1] += line.words
        elif rows:
            break
        above = line
    if not rows:
        return None
    texts = [" ".join(word.text for word in row) for row in rows]
    words = tuple(word for row in rows for word in row)
    return Finding(
        "\n".join(texts),
        words,
        above.page,
        f"label:{place.label}",
        place.score,
        normalised=as_json(_one_by_one(rule, rows)),
    )


def _one_by_one(rule: FieldRule, rows: Sequence[Sequence[Word]]) -> list[Row]:
    """Rows whose words are as many as the columns; other rows cannot be told apart without a head."""
    return [
        dict(zip(rule.columns, (word.text for word in row), strict=True))
        for row in rows
        if len(row) == len(rule.columns)
    ]
