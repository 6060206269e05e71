"""Fields that a machine-readable code of the page holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.record_type import FieldRule, FieldType
from records import FieldValue, Page

KINDS = {
    FieldType.QR: ("qr", "datamatrix", "pdf417"),
    FieldType.BARCODE: ("code128", "code39", "pdf417"),
    FieldType.MRZ: ("mrz",),
}
DECODED = 0.99
"""Confidence of a code that was decoded: it carries its own check."""
SPELLED = 0.9
"""Of a zone of letters, which was read like other words; its check digits are tested elsewhere."""


def machine_code(rule: FieldRule, pages: Sequence[Page]) -> FieldValue | None:
    """The first code of the field's kind whose text has the field's form, or `None`."""
    for page in pages:
        for code in page.codes:
            if code.kind not in KINDS.get(rule.type, ()):
                continue
            if rule.regex and not re.search(rule.regex, code.text):
                continue
            sure = SPELLED if rule.type is FieldType.MRZ else DECODED
            return FieldValue(
                code.text, code.text, sure, page.number, code.box, code.text, f"code:{code.kind}"
            )
    return None
