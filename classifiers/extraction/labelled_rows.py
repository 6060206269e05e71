"""Rows whose columns are printed as labels: entries of a register, members on half pages of a book.

The labels of one row come in the order of the type's columns; the first of them that comes again opens the
next row. "Dân tộc" after the mother's name is the mother's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from classifiers.extraction.cell_values import cell
from classifiers.extraction.column_heads import WHOSE, printed_heads
from classifiers.extraction.finding import Finding
from classifiers.extraction.flow import FlowLine, flow_of
from classifiers.extraction.folding import cut, fold
from classifiers.extraction.labels import LabelSeen, find_labels, folded_lines
from classifiers.extraction.lines import COLUMN_GAP, VisualLine
from classifiers.extraction.rows import Row, as_json
from classifiers.record_type import FieldRule
from classifiers.vietnamese import clean
from records import Page, Word

LEAST_COLUMNS = 4
"""Columns with a value from which a group of labels is a row."""
LEAST_COLONS = 5
"""Lines with a colon without which no rows of labels are sought."""
MOST_ROWS = 400
MOST_VALUE_LINES = 4
NOTES = "ghi_chu"
"""The column that stands beside the others and is written in below its label."""


@dataclass
class _Entry:
    """A row being filled."""

    cells: dict[str, list[Word]] = field(default_factory=dict)
    last: int = -1
    """Index of the last column met in the main run of labels."""
    page: int = 0


def labelled_rows(
    rule: FieldRule,
    pages: Sequence[Page],
    lines: Mapping[int, Sequence[VisualLine]],
    others: Collection[Word],
) -> Finding | None:
    """The rows of the field, or `None` where its columns are not printed as labels with colons.

    `others` are words with which labels of other fields begin: an applicant's own name is no row.
    """
    if len(rule.columns) < LEAST_COLUMNS or not _has_colons(lines.values()):
        return None
    heads = {head: columns for head, columns in _columns_by_head(rule.columns).items() if fold(head)}
    flow = flow_of(pages, lines, sorted(heads, key=len, reverse=True))
    seen = find_labels(folded_lines(flow), heads)
    seen = [label for label in seen if flow[label.line].line.words[label.first] not in others]
    labels = [label for label in seen if _has_colon(flow, label) or heads[label.label] == [NOTES]]
    entries = _entries(rule, flow, labels, heads)
    rows, texts, words = [], [], []
    for entry in entries[:MOST_ROWS]:
        filled = [name for name in rule.columns if name in entry.cells]
        said = {name: clean(" ".join(word.text for word in entry.cells[name])) for name in filled}
        row: Row = {name: value for name, text in said.items() if (value := cell(name, text, rule))}
        if len(row) >= LEAST_COLUMNS:
            rows.append(row)
            texts.append(" | ".join(said[name] for name in row))
            words += [word for name in row for word in entry.cells[name] if entry.page == entries[0].page]
    if not rows or not words:
        return None
    page = entries[0].page
    return Finding("\n".join(texts), tuple(words), page, "table:labels", 0.9, normalised=as_json(rows))


def _has_colons(lines: Iterable[Sequence[VisualLine]]) -> bool:
    return sum(":" in line.text for page in lines for line in page) >= LEAST_COLONS


def _columns_by_head(columns: Sequence[str]) -> dict[str, list[str]]:
    """Each printed head with the columns that it may stand for, in their order."""
    by_head: dict[str, tuple[str, list[str]]] = {}
    for name in columns:
        first, _, rest = name.partition("_")
        own = (*printed_heads(name), *(printed_heads(rest) if first in WHOSE and rest else ()))
        for head in own:
            # As printed, with its marks and capital: a small "số" is no label.
            _, named = by_head.setdefault(fold(head), (head[:1].upper() + head[1:], []))
            if name not in named:
                named.append(name)
    return dict(by_head.values())


def _has_colon(flow: Sequence[FlowLine], label: LabelSeen) -> bool:
    words = flow[label.end_line].line.words
    rest = words[label.last].text[label.end_letter :]
    behind = words[label.last + 1].text if label.last + 1 < len(words) else ""
    return ":" in rest or (not rest.strip(").") and behind.startswith(":"))


def _entries(
    rule: FieldRule, flow: Sequence[FlowLine], labels: Sequence[LabelSeen], heads: dict[str, list[str]]
) -> list[_Entry]:
    opener = min((rule.columns.index(heads[label.label][0]) for label in labels), default=0)
    entries, entry = [], _Entry()
    kept: list[tuple[LabelSeen, str, _Entry]] = []
    for label in labels:
        offers = heads[label.label]
        name = _column(rule.columns, offers, entry)
        if name is None and offers[0] == rule.columns[opener]:
            entries.append(entry)
            entry, name = _Entry(), offers[0]
        if name is None:
            # "Từ: Dân tộc: Kinh": words of a value.
            continue
        entry.cells[name] = []
        entry.page = entry.page or flow[label.line].line.page
        if name != NOTES:
            entry.last = rule.columns.index(name)
        kept.append((label, name, entry))
    edges = _right_edges(flow)
    for index, (label, name, own) in enumerate(kept):
        following = kept[index + 1][0] if index + 1 < len(kept) else None
        own.cells[name] = _below(flow, label) if name == NOTES else _value(flow, label, following, edges)
    return [one for one in (*entries, entry) if sum(map(bool, one.cells.values())) >= LEAST_COLUMNS]


def _column(columns: Sequence[str], offers: Sequence[str], entry: _Entry) -> str | None:
    """The next column of the row that the label may stand for; `None` where the row has them all."""
    free = [name for name in offers if name not in entry.cells]
    later = [name for name in free if columns.index(name) > entry.last]
    return later[0] if later else free[0] if NOTES in free else None


def _right_edges(flow: Sequence[FlowLine]) -> dict[tuple[int, int], float]:
    """Where the lines end, by page and column, notes beside them left out."""
    edges: dict[tuple[int, int], float] = {}
    for line in flow:
        key = line.line.page, line.column
        edges[key] = max(edges.get(key, 0.0), line.line.segments(COLUMN_GAP)[0].box.x1)
    return edges


def _value(
    flow: Sequence[FlowLine],
    label: LabelSeen,
    following: LabelSeen | None,
    edges: Mapping[tuple[int, int], float],
) -> list[Word]:
    """The words behind a label up to the next one, without what stands beside them in another column."""
    words: list[Word] = []
    for index in range(label.end_line, min(len(flow), label.end_line + MOST_VALUE_LINES)):
        if following is not None and following.line < index:
            break
        line = flow[index].line
        ends_here = following is not None and following.line == index
        first = label.last + 1 if index == label.end_line else 0
        here = list(line.words[first : following.first if following is not None and ends_here else None])
        if index == label.end_line:
            rest = cut(line.words[label.last], label.end_letter)
            here = [rest, *here] if rest.text.strip(" :.") else here
        elif (here and not words) or (
            here
            and not _is_between(flow, label, following)
            and not _goes_on(words[-1], here[0], edges[line.page, flow[index].column])
        ):
            break
        if here:
            near = VisualLine(line.page, tuple(here)).segments(COLUMN_GAP)[0]
            words += [word for word in near.words if word.text.strip(" :")]
        if ends_here:
            break
    return words


def _is_between(flow: Sequence[FlowLine], label: LabelSeen, following: LabelSeen | None) -> bool:
    """Whether the next label is near: words that open a line between the two belong to the first."""
    if following is None or following.line - label.end_line > MOST_VALUE_LINES:
        return False
    here, there = flow[label.end_line], flow[following.line]
    return (here.line.page, here.column) == (there.line.page, there.column)


def _goes_on(last: Word, first: Word, edge: float) -> bool:
    """Whether the first word of a line would not have fitted behind the last of the line above it."""
    height = last.box.height
    is_near = first.box.y1 - last.box.y1 < 2.6 * height
    return is_near and last.box.x1 + 0.3 * height + first.box.width > edge - 0.6 * height


def _below(flow: Sequence[FlowLine], label: LabelSeen) -> list[Word]:
    """What is written in the column below a label that stands beside the others, on the next lines."""
    head = flow[label.line].line
    left = head.words[label.first].box.x0 - 3 * head.height
    words: list[Word] = []
    for below in flow[label.line + 1 : label.line + 4]:
        parts = below.line.segments(COLUMN_GAP)
        if below.line.page == head.page and parts[-1].box.x0 > left:
            words += parts[-1].words
    return words
