"""Which fields keep a record from filing itself, and which are merely kept as unsure.

A record files itself when its required fields, and those that describe it, are sure. Any other value that was
read unsurely stays in the record, is shown as unsure, and is not counted as accepted: it holds nobody up.
"""

from __future__ import annotations

from classifiers.record_type import FieldRule, FieldType, Where

UNGATED_TYPES = frozenset(
    {FieldType.LIST, FieldType.TABLE, FieldType.TEXT_MULTILINE, FieldType.CHECKBOX, FieldType.QR,
     FieldType.BARCODE, FieldType.MRZ}
)  # fmt: skip
"""Kinds that never keep a record from filing: search finds long texts, codes need the picture."""
UNGATED_PLACES = frozenset({Where.DERIVED, Where.BODY, Where.MACHINE_CODE, Where.STAMP, Where.TICK})
DESCRIBING = frozenset({"signer_name", "issue_place"})
"""Fields that the metadata of Decree 30/2020, Appendix VI ask for: if they are there they must be sure."""


def is_gating(rule: FieldRule) -> bool:
    """Whether a record waits for a person while this field is missing or unsure."""
    return rule.required and rule.type not in UNGATED_TYPES and rule.where not in UNGATED_PLACES


def must_be_sure(rule: FieldRule) -> bool:
    """Whether a record waits for a person where this field was found unsurely.

    Boxes to be ticked too, where the type asks for an answer: none marked is an answer left out by who filled
    the form in, but a mark that was seen unsurely is a doubt about the reading.
    """
    is_ticked = rule.where is Where.TICK or rule.type is FieldType.CHECKBOX
    return is_gating(rule) or rule.name in DESCRIBING or (rule.required and is_ticked)
