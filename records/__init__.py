"""The vocabulary of Hoso: page, word, box, field, record, states, identifiers and the error tree.

Every other room speaks in these words and this room imports none of them, so that a record can be
read, checked and reasoned about without a database, an engine or a network.
"""

from records.field import FieldValue
from records.geometry import Box, Line
from records.identifiers import RecordId, record_id_for
from records.page import Page, PageImageKind, ScanFault, TextOrigin, Word, mean_confidence
from records.printed_marks import PageCode, Tick
from records.record import SCHEMA_VERSION, Record, SignatureSeen, Source
from records.states import FileState, PageState

__all__ = [
    "SCHEMA_VERSION",
    "Box",
    "FieldValue",
    "FileState",
    "Line",
    "Page",
    "PageCode",
    "PageImageKind",
    "PageState",
    "Record",
    "RecordId",
    "ScanFault",
    "SignatureSeen",
    "Source",
    "TextOrigin",
    "Tick",
    "Word",
    "mean_confidence",
    "record_id_for",
]
