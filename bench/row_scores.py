"""Lists, tables and long texts: how many of their rows, cells and words were read as printed.

A row that was read is compared with the printed row that it resembles most, each of them once, so that one
row too many or too few does not spoil those below it. Cells are compared in canonical form, column by column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from rapidfuzz.distance import Indel

from bench.same_value import same
from classifiers.catalogue import load_record_types
from classifiers.extraction.cell_values import cell
from classifiers.extraction.rows import TOTAL, Row, from_json
from classifiers.extraction.values import is_none
from classifiers.record_type import FieldRule, FieldType
from classifiers.specimens import Specimen
from records import FieldValue

ITEM = "item"
"""Stands for the one column of a list without columns."""


@dataclass(frozen=True, slots=True)
class LongScore:
    """What was printed, read and right of the long fields of one paper, or of several added up."""

    rows_printed: int = 0
    rows_read: int = 0
    rows_right: int = 0
    """Rows of which every printed cell was read right, and none besides."""
    cells_printed: int = 0
    cells_read: int = 0
    cells_right: int = 0
    words_printed: int = 0
    """Words of texts over several lines."""
    words_right: int = 0

    def __add__(self, other: LongScore) -> LongScore:
        return LongScore(*(left + right for left, right in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is not as printed; what was not read, or not printed, is empty."""

    field: str
    column: str
    printed: str
    read: str


def long_score(
    specimen: Specimen, found: Mapping[str, FieldValue]
) -> tuple[LongScore, tuple[Difference, ...]]:
    """The score of one paper and each cell that is wrong in it; `found` are the fields as its own type."""
    kind = load_record_types().get(specimen.code)
    score, wrong = LongScore(), []
    for rule in kind.fields if kind else ():
        value = found.get(rule.name)
        if rule.type in {FieldType.LIST, FieldType.TABLE}:
            added, differences = _compared(rule, printed_rows(rule, specimen), read_rows(rule, value))
            score += added
            wrong += differences
        elif rule.type is FieldType.TEXT_MULTILINE:
            score += _of_words(specimen.truth.get(rule.name, ""), value.value if value else "")
    return score, tuple(wrong)


def printed_rows(rule: FieldRule, specimen: Specimen) -> list[Row]:
    """The printed rows in canonical form."""
    if not rule.columns:
        return _items(specimen.truth.get(rule.name, ""))
    return [row for printed in specimen.rows.get(rule.name, ()) if len(row := _canonical(rule, printed)) > 0]


def read_rows(rule: FieldRule, value: FieldValue | None) -> list[Row]:
    """The rows that were read, in canonical form."""
    if value is None:
        return []
    return from_json(value.normalised) if rule.columns else _items(value.value)


def _items(text: str) -> list[Row]:
    return [{ITEM: line} for line in text.splitlines() if line.strip()]


def _canonical(rule: FieldRule, printed: Mapping[str, str]) -> Row:
    row = {name: said for name, text in printed.items() if name != TOTAL and (said := cell(name, text, rule))}
    return {**row, TOTAL: "true"} if row and TOTAL in printed else row


def _compared(
    rule: FieldRule, printed: Sequence[Row], read: Sequence[Row]
) -> tuple[LongScore, list[Difference]]:
    pairs = _paired(printed, read)
    rows_right = cells_right = 0
    differences: list[Difference] = []
    for wanted, got in pairs:
        alike = _alike(wanted, got)
        cells_right += len(alike)
        rows_right += len(alike) == len(_cells(wanted)) == len(_cells(got)) and len(wanted) == len(got)
        for name in dict.fromkeys((*_cells(wanted), *_cells(got))):
            if name not in alike:
                differences.append(Difference(rule.name, name, wanted.get(name, ""), got.get(name, "")))
    score = LongScore(
        rows_printed=len(printed),
        rows_read=len(read),
        rows_right=rows_right,
        cells_printed=sum(len(_cells(row)) for row in printed),
        cells_read=sum(len(_cells(row)) for row in read),
        cells_right=cells_right,
    )
    return score, differences


def _paired(printed: Sequence[Row], read: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Each printed row with the read one that has most cells in common with it; what is left stands alone."""
    scores = sorted(
        (
            (len(_alike(wanted, got)), -abs(i - j), i, j)
            for i, wanted in enumerate(printed)
            for j, got in enumerate(read)
        ),
        reverse=True,
    )
    mine: dict[int, int] = {}
    for shared, _, i, j in scores:
        if shared and i not in mine and j not in mine.values():
            mine[i] = j
    taken = set(mine.values())
    pairs = [(wanted, read[mine[i]] if i in mine else {}) for i, wanted in enumerate(printed)]
    return pairs + [({}, got) for j, got in enumerate(read) if j not in taken]


def _cells(row: Row) -> list[str]:
    return [name for name in row if name != TOTAL]


def _alike(wanted: Row, got: Row) -> set[str]:
    if (TOTAL in wanted) is not (TOTAL in got):
        return set()
    return {name for name in _cells(wanted) if name in got and same(got[name], wanted[name])}


def _of_words(printed: str, read: str) -> LongScore:
    """Words right are those that stand in both, in the same order; `-/-` says that a blank is empty."""
    wanted, got = [] if is_none(printed) else printed.split(), read.split()
    right = (len(wanted) + len(got) - Indel.distance(wanted, got)) // 2
    return LongScore(words_printed=len(wanted), words_right=right)


def worst(differences: Sequence[tuple[str, Difference]]) -> dict[str, int]:
    """The columns that are most often wrong, by record type and field."""
    counted = Counter(f"{code}.{one.field}.{one.column}" for code, one in differences)
    return dict(counted.most_common(15))
