"""Cells of lists and tables in canonical form: dates ISO, areas and sums as numbers, names as names.

What a column holds is said by its type file (`column_types`), else by its name, as columns of the same name
hold the same on every form.
"""

from __future__ import annotations

import re
from functools import lru_cache

from classifiers.extraction.rows import TOTAL, Row
from classifiers.record_type import FieldRule, FieldType
from classifiers.validators import validator_for
from classifiers.validators.person_name import display
from classifiers.vietnamese import clean, fold_words

KINDS_BY_NAME: tuple[tuple[str, FieldType], ...] = (
    (r"(.*_)?(nam_sinh|birth_year)", FieldType.YEAR),
    (r"(.*_)?ngay(_.*)?|.*_date", FieldType.DATE),
    (r"full_name|name|(.*_)?ho(_\w+)?_ten", FieldType.PERSON_NAME),
    (r"id_number|so_dinh_danh|cmnd_so", FieldType.ID_NUMBER),
    (r"dien_tich(_.*)?|area(_m2)?", FieldType.AREA_M2),
    (r"gia_tri_von|.*_tien|amount", FieldType.MONEY),
    (r"ty_le|percent", FieldType.PERCENT),
    (r"[xy]_m|canh_m|chieu_dai_m|hk[12]|ca_nam", FieldType.DECIMAL),
    (r"stt|tt", FieldType.INTEGER),
)
"""What a column of such a name holds; others hold text. "Ngày sinh ghi bằng chữ" is read as words."""
IN_WORDS = re.compile(r".*_bang_chu|.*_words")
ID_KINDS = {
    "can cuoc cong dan": "CCCD",
    "the can cuoc cong dan": "CCCD",
    "can cuoc": "CC",
    "the can cuoc": "CC",
    "chung minh nhan dan": "CMND",
    "giay chung minh nhan dan": "CMND",
    "cmt": "CMND",
    "cmtnd": "CMND",
}
"""Kinds of identity papers as they are printed to how lists name them."""
DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?")


def cell(column: str, text: str, rule: FieldRule | None = None) -> str:
    """A cell in canonical form; as printed where it has not the form of its column, empty for a dash."""
    printed = clean(text)
    if not re.search(r"\w", printed):
        return ""
    if column == "id_kind":
        return ID_KINDS.get(fold_words(printed), printed)
    return _canonical(kind_of(column, rule), printed) or printed


def kind_of(column: str, rule: FieldRule | None = None) -> FieldType:
    """What the column holds."""
    if rule is not None and column in rule.column_types:
        return rule.column_types[column]
    return _kind_by_name(column)


@lru_cache(maxsize=1024)
def _kind_by_name(column: str) -> FieldType:
    if IN_WORDS.fullmatch(column):
        return FieldType.TEXT
    named = (kind for pattern, kind in KINDS_BY_NAME if re.fullmatch(pattern, column))
    return next(named, FieldType.TEXT)


def _canonical(kind: FieldType, printed: str) -> str:
    plain = printed.replace(" ", "")
    if kind in {FieldType.DECIMAL, FieldType.PERCENT}:
        figure = plain.rstrip("%")
        return figure.replace(",", ".") if DECIMAL.fullmatch(figure) else ""
    if kind is FieldType.ID_NUMBER:
        number = plain.replace(".", "")
        return number if re.fullmatch(r"[A-Z]?\d{8,}", number) else ""
    if kind is FieldType.YEAR and (year := re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", printed)):
        return year[0]
    said = {
        FieldType.TEXT: printed,
        FieldType.PERSON_NAME: display(printed),
        FieldType.INTEGER: plain.strip(".)("),
    }
    if kind in said:
        return said[kind]
    parsed = validator_for(kind).parse(printed)
    return parsed.normalised if not parsed.errors else ""


def faulty_cells(rule: FieldRule, rows: list[Row]) -> list[tuple[int, str, str]]:
    """Cells whose text has not the form of their column: the row's index from 0, column, and what speaks
    against it in Vietnamese."""
    found = []
    for index, row in enumerate(rows):
        for column, text in row.items():
            kind = kind_of(column, rule) if column in rule.columns else FieldType.TEXT
            if kind in {FieldType.TEXT, FieldType.INTEGER} or TOTAL in row:
                continue
            parsed = validator_for(kind).parse(text)
            if parsed.errors:
                found.append((index, column, parsed.errors[0]))
    return found


def shown(column: str, canonical: str, rule: FieldRule | None = None) -> str:
    """A cell as Vietnamese papers write it: `02/03/1990`, `216,6`; `cell` gives the canonical form again."""
    kind = kind_of(column, rule)
    if kind is FieldType.DATE and (day := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", canonical)):
        return f"{day[3]}/{day[2]}/{day[1]}"
    if kind in {FieldType.AREA_M2, FieldType.DECIMAL, FieldType.PERCENT} and DECIMAL.fullmatch(canonical):
        return canonical.replace(".", ",")
    return canonical
