"""What a page shows besides words: its size, how it lies, its machine-readable codes; weighed for each type.

They tell a card from a form that quotes it, and speak only by what the type's own file says: its layout, and
fields that hold a code. What is absent counts for nothing: codes go unread, and cards are copied on A4.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.record_type import FieldType, Layout, RecordType
from classifiers.type_model.paper import Paper
from classifiers.validators import cccd_qr

CARD_SIZE, NO_CARD = 1.5, -1.5
CARD_TOO_LONG = -2.5
LANDSCAPE = 0.5
ZONE, NO_ZONE = 4.0, -2.0
CARD_QR, ANY_QR, BARCODE = 2.5, 0.5, 0.7

_CARDS = frozenset({Layout.CARD_ID1, Layout.CARD_CMND, Layout.CARD_INSURANCE})
_LYING = frozenset(
    {
        Layout.REGISTER_BOOK,
        Layout.DRAWING_SHEET,
        Layout.GCN_RED_BOOKLET,
        Layout.BOOKLET,
        Layout.SCHOOL_BOOKLET,
    }
)
_LONGEST_CARD_MM, _WIDEST_CARD_MM = 110.0, 80.0
"""ID-1 is 85.6 by 54 mm (ISO/IEC 7810); scanners leave some of their glass around it."""
_MOST_CARD_WORDS = 260
"""Two sides of a card, their labels in two languages, have 150 words at the most."""
_BARCODES = frozenset({"code128", "code39"})


def page_cues(record_type: RecordType, paper: Paper) -> Iterator[tuple[float, str]]:
    """Points for and against the type, each with its sign in Vietnamese (empty where it is against)."""
    is_card = record_type.layout in _CARDS
    width, height = paper.size_mm
    if 0 < max(width, height) <= _LONGEST_CARD_MM and min(width, height) <= _WIDEST_CARD_MM:
        yield (CARD_SIZE, "Khổ giấy bằng chiếc thẻ") if is_card else (NO_CARD, "")
    elif is_card and paper.word_count > _MOST_CARD_WORDS:
        yield CARD_TOO_LONG, ""
    if record_type.layout in _LYING and width > 1.2 * height > 0 and width > 250:
        yield LANDSCAPE, "Trang khổ ngang như sổ hoặc bản vẽ"
    if paper.codes:
        yield from _codes(record_type, paper, is_card=is_card)


def _codes(record_type: RecordType, paper: Paper, *, is_card: bool) -> Iterator[tuple[float, str]]:
    holds = {rule.type for rule in record_type.fields}
    kinds = {code.kind for code in paper.codes}
    if "mrz" in kinds:
        yield (ZONE, "Có dòng chữ máy đọc của thẻ (MRZ)") if FieldType.MRZ in holds else (NO_ZONE, "")
    if "qr" in kinds and FieldType.QR in holds:
        is_citizen = any(code.kind == "qr" and cccd_qr.read(code.text) for code in paper.codes)
        if is_citizen and is_card:
            yield CARD_QR, "Mã QR của thẻ căn cước"
        elif not is_citizen and not is_card:
            yield ANY_QR, "Có mã QR như mẫu này in"
    if kinds & _BARCODES and FieldType.BARCODE in holds:
        yield BARCODE, "Có mã vạch như mẫu này in"
