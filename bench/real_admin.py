"""Real administrative documents against their labels: what was read right, and what waits honestly.

`labels.csv` has a row a document: `id` (the name of its PDF), `doc_type`, `number`, `issue_date` (ISO 8601),
`place`, `issuing_body`, `subject`, `signer_name`. Nothing of the documents is kept.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from classifiers.catalogue import load_record_types
from classifiers.understanding import Understanding, understand
from pipeline.reading import PageReader
from records import Page

LABELS = {
    "doc_number": "number",
    "issue_date": "issue_date",
    "issue_place": "place",
    "subject": "subject",
    "signer_name": "signer_name",
    "issuing_agency": "issuing_body",
}
"""Field of the record type to the column of its label."""
OPENING = re.compile(r"^(?:về việc|v v|vv)\s+")


@dataclass(frozen=True, slots=True)
class RealRow:
    """One document: each field `right`, waiting in `review`, or `wrong` where nobody will look."""

    name: str
    fields: Mapping[str, str]


def real_rows(folder: Path) -> list[RealRow]:
    """Reads and judges every labelled document that lies in the folder."""
    rows = []
    with (folder / "labels.csv").open(encoding="utf-8") as lines:
        for label in csv.DictReader(lines):
            file = folder / f"{label['id']}.pdf"
            if file.is_file():
                rows.append(RealRow(label["id"], _judged(understand(_pages(file)), label)))
    return rows


def _pages(file: Path) -> list[Page]:
    with PageReader(file) as reader:
        return [reader.read(number) for number in range(1, reader.page_count + 1)]


def _judged(found: Understanding, label: Mapping[str, str]) -> dict[str, str]:
    kind = load_record_types().get(found.record_type or "")
    names = {_plain(kind.name_vi), _plain(kind.title)} if kind else set()
    judged = {"record_type": _told(_plain(label["doc_type"]) in names, found.needs_review)}
    for name, column in LABELS.items():
        if label.get(column):
            judged[name] = _told(_is_right(name, found, label[column]), found.needs_review)
    return judged


def _told(is_right: bool, is_in_review: bool) -> str:
    return "right" if is_right else "review" if is_in_review else "wrong"


def _is_right(name: str, found: Understanding, wanted: str) -> bool:
    value = found.fields.get(name)
    if value is None:
        return False
    if name == "issue_date":
        return value.normalised == wanted
    said, printed = _plain(value.normalised or value.value), _plain(wanted)
    if name == "issuing_agency":
        # The label names the agency with its unit; the paper may part it over two lines of the head.
        parent = found.fields.get("parent_agency")
        whole = f"{_plain(parent.value)} {said}" if parent else said
        return bool(said) and (said in printed or printed in whole)
    if name == "subject":
        return OPENING.sub("", said) == OPENING.sub("", printed)
    return said == printed


def _plain(text: str) -> str:
    """Lower case, letters and figures only, single spaces."""
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", text).lower()).split())
