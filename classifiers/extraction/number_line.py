"""The number and symbol of an administrative paper: `Số: 07 /CT-UBND`.

The suffix is printed, the number before it is often written or stamped into a gap. Digits that stand apart
from the suffix, were read unsurely or do not sit on the printed line are never passed as sure: the value
then keeps what was read, and says that a person must look. What could not be read at all is shown as "…".
"""

from __future__ import annotations

import re
from statistics import median

from rapidfuzz.distance import Levenshtein

from classifiers.extraction.finding import BY_HAND, SURE_DIGITS, UNREAD, Finding, text_of
from classifiers.extraction.folding import FoldedWords, after, fold
from classifiers.extraction.letterhead import Letterhead
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.office_words import AGENCY_CODES, TYPE_CODES
from records import Page, TextOrigin, Word

HANDWRITTEN = "Số viết tay, cần người kiểm tra"
SYMBOL_ODD = "Ký hiệu gần giống một ký hiệu thường dùng, cần người kiểm tra"
UNREADABLE = "Số viết tay không đọc được, cần người nhập"
DIGITS = re.compile(r"^\d{1,5}[a-eđ]?(/\d{4})?(-[A-ZĐ][A-Za-zĐđ]{0,4})?$")
"""Figures of a number: `07`, `123a`, `12/2024`; the Party puts the type before the slash, `45-QĐ`."""
LOST_SLASH = re.compile(r"^\W*(\d{1,5})\s?([A-ZĐ]{2,}(?:-[A-ZĐ]{2,})*)\W*$")
"""`276GPXD`: the slash fell between the letters."""
GLUED = re.compile(r"^\W?\d{1,5}(/\d{4})?/[^\W\d_]")


def number_line(head: Letterhead, stop: int, code: str | None = None) -> tuple[int, Finding] | None:
    """Index of the number's line between motto and line `stop`, and the number; `None` without one."""
    best: tuple[float, int, Finding] | None = None
    for index in range(head.motto, min(stop, len(head.lines))):
        left = head.left(index)
        if left is None:
            continue
        found = read_number(left, head.page, code)
        if found is not None and (best is None or found.label_score > best[0]):
            best = found.label_score, index, found
    return (best[1], best[2]) if best else None


def read_number(line: VisualLine, page: Page, code: str | None = None) -> Finding | None:
    """The document number on a line of the agency's column, or `None` when the line holds none.

    `code` is the abbreviation that the record type carries; a code one letter off is mended to it.
    """
    words = line.words
    label = FoldedWords(words[:2]).find("so", at_least=1.0) if words else None
    is_labelled = label is not None and label.first == 0 and label.first_letter <= 1
    tail = after(words, label) if label is not None and is_labelled else words
    joined = text_of(tail)
    slash = _suffix_slash(joined)
    lost = LOST_SLASH.match(joined) if slash is None and is_labelled else None
    if slash is None and lost is None:
        return None
    number = lost[1] if lost is not None else joined[:slash].strip(" :.…_-–,")
    symbol = clean_symbol(f"/{lost[2]}" if lost is not None else joined[slash:], code)
    if symbol is None or (not is_labelled and len(number) > 8):
        return None
    score = 0.6 if lost is not None else 1.0 if is_labelled else 0.8
    return _finding(page, words, tail, number=number, symbol=symbol, score=score)


def _suffix_slash(joined: str) -> int | None:
    """Where the printed suffix begins: the last slash that letters follow."""
    places = [match.start() for match in re.finditer(r"/\s*[^\W\d_]", joined)]
    return places[-1] if places else None


def clean_symbol(suffix: str, code: str | None = None) -> str | None:
    """`/ QÐ - UBND,` as `/QĐ-UBND`; `None` when it has not the form of a symbol."""
    text = suffix.replace("Ð", "Đ").replace("–", "-").replace("—", "-").rstrip(" .,;:_'`|")
    text = re.sub(r"\s*([-/])\s*", r"\1", text)
    text = re.sub(r"-{2,}", "-", text).split(" ")[0].rstrip("-.,;:")
    if not re.fullmatch(r"/[^\W\d_][\w.&]{0,11}(-[\w.&,]+)*", text):
        return None
    head, *rest = text[1:].split("-")
    if not head[0].isupper():  # `V/v` opens a letter's subject
        return None
    head = _known(head, TYPE_CODES)
    if code is not None and head not in TYPE_CODES and Levenshtein.distance(head, code) <= 1:
        head = code
    return "/" + "-".join([head, *(_known(part, AGENCY_CODES) for part in rest)])


def _known(part: str, codes: tuple[str, ...]) -> str:
    """A piece of the symbol as the decree writes it, where only marks, case or a doubled Đ differ."""
    doubled = re.sub(r"Đ{2,}", "Đ", part)
    single = doubled if doubled in (*TYPE_CODES, *AGENCY_CODES) else part
    if single in codes or single in (*TYPE_CODES, *AGENCY_CODES):
        return single
    alike = [code for code in codes if fold(code) == fold(single)]
    # HD and HĐ, CT and CTr are different types: only an unambiguous fold is repaired.
    return alike[0] if len(alike) == 1 and part.isupper() else single


def _finding(
    page: Page,
    words: tuple[Word, ...],
    tail: tuple[Word, ...],
    *,
    number: str,
    symbol: str,
    score: float,
) -> Finding:
    compact = re.sub(r"\s+", "", number)
    is_read = bool(DIGITS.match(compact))
    value = (compact if is_read else UNREAD) + symbol
    doubt, ceiling = "", 1.0
    if not is_read:
        doubt, ceiling = UNREADABLE, 0.2
    elif page.origin is not TextOrigin.TEXT_LAYER and looks_filled_in(tail, compact):
        doubt, ceiling = HANDWRITTEN, 0.6
    elif page.origin is not TextOrigin.TEXT_LAYER and is_nearly_known(symbol):
        doubt, ceiling = SYMBOL_ODD, 0.8
    return Finding(
        value,
        words,
        page.number,
        "letterhead:number",
        score,
        normalised=value if is_read else symbol,
        mended=_confirmed(words, symbol),
        doubt=doubt,
        ceiling=ceiling,
    )


def is_nearly_known(symbol: str) -> bool:
    """Whether a piece of the symbol is a usual code but for one letter ("ABND"), or begins with a figure."""
    pieces = symbol[1:].split("-")
    return any(piece[:1].isdigit() for piece in pieces) or any(
        piece not in AGENCY_CODES and len(piece) == len(code) and Levenshtein.distance(piece, code) == 1
        for piece in pieces
        for code in AGENCY_CODES
        if len(code) >= 4
    )


def _confirmed(words: tuple[Word, ...], symbol: str) -> frozenset[int]:
    """Words that hold nothing doubtful but a symbol which the decree knows: its letters are no guess."""
    known = {*TYPE_CODES, *AGENCY_CODES}
    if not set(symbol[1:].split("-")) <= known:
        return frozenset()
    return frozenset(at for at, word in enumerate(words) if "/" in word.text and word.confidence >= 0.7)


def looks_filled_in(words: tuple[Word, ...], digits: str) -> bool:
    """Whether the digits seem written or stamped into the printed line by hand.

    They do when a reader remarked so, or when they stand apart from the suffix and were read unsurely
    or differ in height or foot from the print beside them.
    """
    written = [word for word in words if any(map(str.isdigit, word.text)) and "/" not in word.text]
    if any(word.remark in BY_HAND for word in words if any(map(str.isdigit, word.text))):
        return True
    if not written:
        # Print is glued to the suffix and leaves no stroke between number and slash.
        glued = [word for word in words if any(map(str.isdigit, word.text))]
        return any(not GLUED.match(word.text) for word in glued)
    printed = [word for word in words if word not in written and sum(map(str.isalnum, word.text)) >= 3]
    if any(word.confidence < SURE_DIGITS for word in written) or not digits:
        return True
    if not printed:
        return False
    height, foot = median(w.box.height for w in printed), median(w.box.y1 for w in printed)
    # A slash reaches above and below the figures beside it: print was measured within these bounds.
    return any(
        not 0.55 <= word.box.height / height <= 1.3 or abs(word.box.y1 - foot) > 0.35 * height
        for word in written
    )
