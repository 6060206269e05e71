"""Whether a value goes on from one line to the next: told by the two lines alone, whatever the field is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.extraction.around_label import ITEM_MARK
from classifiers.extraction.finding import text_of
from classifiers.extraction.flow import MOST_BESIDE_HEIGHTS, FlowLine
from classifiers.extraction.folding import fold
from classifiers.extraction.unfinished import breaks_off
from records import Word


def is_near(here: FlowLine, below: FlowLine) -> bool:
    """Whether a line stands in the same column, close enough below to be of the same paragraph."""
    if below.column != here.column:
        return False
    if below.line.page != here.line.page:
        return below.line.page == here.line.page + 1 and here.is_broken_before(below)
    gap = below.line.bottom - here.line.bottom
    return gap <= MOST_BESIDE_HEIGHTS * max(here.line.height, below.line.height)


def reads_on(here: FlowLine, below: FlowLine, lines: Sequence[tuple[Word, ...]]) -> bool:
    """Whether a sentence runs from one line into the next: the first is full, or plainly unfinished."""
    first = below.line.words[0].text
    # "+ Sử dụng riêng: …" and below it "+ Sử dụng chung: …": parts of what one blank asks for.
    if first[:1] == "+" and any(line[0].text[:1] == "+" for line in lines if line):
        return True
    opens_item = ITEM_MARK.match(first) is not None and len(below.line.words) > 1
    # "ngõ / 36 đường …": a bare figure below a full line goes on with it.
    if first.isdigit() and here.is_broken_before(below):
        opens_item = False
    if opens_item or (is_heading(below) and not text_of(lines[0]).isupper()):
        return False
    text = text_of(lines[-1]).rstrip()
    if here.is_broken_before(below) or text.endswith(",") or breaks_off(text, below.line.text):
        return True
    # Small print of cards: a line without tails and marks is 17 px high, the next one 40 px below it.
    height = max(here.line.height, below.line.height)
    is_unfinished = text.endswith(("-", "–", ";")) or below.line.text[:1].islower()
    return is_unfinished and below.line.bottom - here.line.bottom < 2.2 * height


def is_same_paragraph(here: FlowLine, below: FlowLine) -> bool:
    """Whether a line is broken because it is full: "… tỉnh / Khánh Hòa", not "… số 106 / Địa chỉ: …"."""
    if here.line.text.rstrip().endswith((".", ";", ":")) or not here.is_broken_before(below):
        return False
    opens = any(word.text.endswith(":") for word in below.line.words[:5])
    return not opens and ITEM_MARK.match(below.line.words[0].text) is None


def is_signers_pair(below: FlowLine) -> bool:
    """Whether a line holds the titles of two who sign beside each other: no value of the blank above it."""
    pieces = below.line.segments()
    return len(pieces) == 2 and pieces[1].text.isupper() and not any(map(str.isdigit, below.line.text))


def opens_article(flow_line: FlowLine) -> bool:
    """Whether a line opens an article: `Điều 3. Giao đất`, not `Điều 95 Luật Đất đai`."""
    words = flow_line.line.words
    if len(words) < 2 or fold(words[0].text) != "dieu" or not words[0].text[:1].isupper():
        return False
    return re.fullmatch(r"\d{1,3}[a-z]?[.:]", words[1].text) is not None or len(words) == 2


def is_heading(flow_line: FlowLine) -> bool:
    """A line in capitals that stands alone, such as the title of the signer."""
    letters = [letter for letter in flow_line.line.text if letter.isalpha()]
    return len(flow_line.line.words) >= 2 and len(letters) > 5 and all(map(str.isupper, letters))
