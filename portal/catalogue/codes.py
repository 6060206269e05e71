"""What records are called: identifiers, short codes that people say and write down, documents' numbers."""

from __future__ import annotations

import re

from portal.models import CatalogueRecord
from portal.rights.holding import Rights
from portal.rights.roles import Right

PREFIX = "hs-"
CODE_LETTERS = 10
"""Of an identifier's 24: 50 bits, so that two records of a hundred million share one by chance never."""
MOST_SAME = 20
LONGEST_NUMBER = 255
"""Letters of a document's number in the catalogue."""
_CODE = re.compile(r"[a-z2-7]{8,24}")


def code_of(record_id: str) -> str:
    """The short code by which a record is told over the telephone or on a copy."""
    return record_id.removeprefix(PREFIX)[:CODE_LETTERS]


def called(rights: Rights, said: str, right: Right = Right.SEE) -> list[CatalogueRecord]:
    """The records of a code, of a whole identifier, or of a document's number, at most `MOST_SAME`."""
    open_records = rights.records(right)
    wanted = said.strip().removeprefix(PREFIX)[:LONGEST_NUMBER]
    rows: list[CatalogueRecord] = []
    if _CODE.fullmatch(wanted.lower()):
        first = PREFIX + wanted.lower()
        # A range and not a LIKE, which cannot use the index of a key that tells capitals apart.
        rows = list(open_records.filter(pk__gte=first, pk__lt=first + "~").defer("record")[:MOST_SAME])
    if not rows and wanted:
        rows = list(open_records.filter(document_number=wanted).defer("record")[:MOST_SAME])
    return rows
