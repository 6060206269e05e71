"""Rebuilds the two lists of units after a change: `python -m classifiers.places.build FOLDER`.

FOLDER holds three tables of the National Statistics Office (danhmuchanhchinh.nso.gov.vn, public data), as CSV
with a header: `administrative_units_before_2025-07.csv`, `administrative_units_2026.csv` and
`old_to_new_communes.csv`. Names and codes are facts; the form of the files is ours: a line a unit, so that a
province is read without the others.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from classifiers.places.units import COMMUNE_KINDS, SINCE_FILE, UNTIL_FILE
from classifiers.vietnamese import nfc

KINDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Quận", "Huyện", "Phường", "Xã")
_MARKS = {kind: mark for mark, kind in COMMUNE_KINDS.items()}
Row = Mapping[str, str]


def main(folder: Path) -> None:
    """Writes both files beside this one."""
    before = _rows(folder / "administrative_units_before_2025-07.csv")
    since = _rows(folder / "administrative_units_2026.csv")
    changes = _rows(folder / "old_to_new_communes.csv")
    went_to = _successors(before, since, changes)
    UNTIL_FILE.write_text("\n".join(_before_lines(before, went_to)) + "\n", encoding="utf-8")
    SINCE_FILE.write_text("\n".join(_since_lines(before, since, went_to)) + "\n", encoding="utf-8")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [{key: _tidy(value) for key, value in row.items()} for row in csv.DictReader(lines)]


def _tidy(name: str) -> str:
    """Single spaces, none behind an apostrophe (`K' Dang`), the apostrophe of the keyboard."""
    return re.sub(r"'\s+", "'", re.sub(r"\s+", " ", nfc(name)).strip().replace("’", "'"))


def _parted(full: str) -> tuple[str, str]:
    """Kind and name; the list writes "Thành Phố Bắc Kạn" and "xã Bắc Sơn" too."""
    kind = next(kind for kind in KINDS if full.lower().startswith(f"{kind.lower()} "))
    return kind, full[len(kind) + 1 :]


def _successors(before: Sequence[Row], since: Sequence[Row], changes: Sequence[Row]) -> dict[str, list[str]]:
    """New codes by old commune, and by name of the district for islands that had no commune.

    The table of changes carries a code or two that the list has since replaced: those go by their name.
    """
    known = {row["commune_code"]: row for row in since}
    by_name: dict[str, list[str]] = defaultdict(list)
    for row in since:
        by_name[row["commune"]].append(row["commune_code"])
    went: dict[str, list[str]] = defaultdict(list)
    islands = {
        row["district"].split(" ", 1)[1]: row["district_code"] for row in before if not row["commune_code"]
    }
    for change in changes:
        code = change["new_code"]
        if code not in known:
            (code,) = by_name[change["new_commune"]]
        old = change["old_code"] or islands.get(_parted(change["new_commune"])[1])
        if (
            old and code not in went[old]
        ):  # a mud flat without commune went to a new one too: no address there
            went[old].append(code)
    return went


def _before_lines(before: Sequence[Row], went: Mapping[str, list[str]]) -> Iterable[str]:
    for province, rows in groupby(before, key=lambda row: (row["province_code"], row["province"])):
        yield ",".join((f"={province[0]}", *_parted(province[1])))
        for district, communes in groupby(rows, key=lambda row: (row["district_code"], row["district"])):
            yield ",".join((f"-{district[0]}", *_parted(district[1]), " ".join(went.get(district[0], ()))))
            for row in communes:
                if row["commune_code"]:
                    yield _commune_line(row, " ".join(went.get(row["commune_code"], ())))


def _since_lines(before: Sequence[Row], since: Sequence[Row], went: Mapping[str, list[str]]) -> Iterable[str]:
    province_of = {row["commune_code"]: row["province_code"] for row in since}
    merged: dict[str, set[str]] = defaultdict(set)
    for row in before:
        for code in went.get(row["commune_code"], ()):
            merged[province_of[code]].add(row["province_code"])
    for province, rows in groupby(since, key=lambda row: (row["province_code"], row["province"])):
        yield ",".join((f"={province[0]}", *_parted(province[1]), " ".join(sorted(merged[province[0]]))))
        for row in rows:
            yield _commune_line(row)


def _commune_line(row: Row, *more: str) -> str:
    kind, name = _parted(row["commune"])
    return ",".join((row["commune_code"], _MARKS[kind], name, *more))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
