"""The text of a paper: from below its subject or its addressee, or below a label, to the signer or "./.".

Decree 30/2020, Appendix I: the text stands below the subject, or below "Kính gửi", the first line of each
paragraph usually indented, and ends with "./." above "Nơi nhận" and the signer. Page numbers stand alone at
the top of the pages behind the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from classifiers.extraction import listing, place_date, signature_block
from classifiers.extraction.finding import Finding
from classifiers.extraction.folding import FoldedWords
from classifiers.extraction.head_fields import Head
from classifiers.extraction.labelled import Labelled
from classifiers.extraction.lines import VisualLine, text_margins
from classifiers.extraction.page_edges import text_lines
from classifiers.record_type import FieldRule, Where
from records import Page, Word

MOST_LINES = 1000
"""About 25 pages: a longer text is cut off."""
END = "./."
END_AS_READ = re.compile(r"\.\s?[/Il|!]\s?[.,]?$")
"""The same at the end of the text as recognisers give it: `./.` of a scanned submission came as `.I.`."""
ENDED = re.compile(r"[.;:]\W*$")
"""How a paragraph ends; the last line of one that ends otherwise went on."""
ROOM = 0.04
"""Share of the text's width that a line that goes on may leave free besides room for the next word."""
APART = 1.1
"""A step this many times the lines' own parts paragraphs: the decree asks for 6 pt more, lines of 14 pt are
17 pt apart and more."""
ITEM = re.compile(r"^(?:[-–+•*]$|\d{1,2}[.)]|[a-zđ]\)|[IVX]{1,4}\.)")
"""How the first word of a numbered or dashed paragraph looks."""
PLEDGES = ("Tôi xin cam đoan", "Tôi cam đoan", "Xin chân thành cảm ơn", "Xin trân trọng cảm ơn")
"""How a citizen closes a letter: the words behind what it is about."""


def body(rule: FieldRule, head: Head, pages: Sequence[Page], labelled: Labelled) -> Finding | None:
    """The text that the field asks for: below one of its labels where it has one, else the paper's own."""
    lines = text_lines(pages, head.lines)
    rows = lines[_behind_head(head, pages, lines) : _before_signer(pages, head.lines, lines)]
    if rule.labels:
        rows = _below_label(rule, head, rows, labelled) or _behind_blanks(rows, labelled)
    margins = {page.number: text_margins(head.lines[page.number]) for page in pages}
    return _finding(rows[:MOST_LINES], margins)


def _behind_head(head: Head, pages: Sequence[Page], lines: Sequence[VisualLine]) -> int:
    """Index of the first line below title, subject and addressee."""
    found = [head.find(rule, pages) for rule in head.record_type.fields if rule.name == "subject"]
    found += [
        listing.addressees(head.lines[page.number], page.number, ("Kính gửi",))
        for page in pages
        if page.number == head.first_page
    ]
    words = {id(word) for finding in found if finding is not None for word in finding.words}
    if head.letterhead is not None:
        # A citizen's letter has its date above the signature, where a short one still counts as a head's.
        at = next((each for each in (head.title, head.date_line) if each is not None), head.letterhead.motto)
        words |= {id(word) for line in head.letterhead.lines[: at + 1] for word in line.words}
    # A subject's opening may be mended, and is then another word; the others of its line are the page's own.
    inside = [at for at, line in enumerate(lines) if any(id(word) in words for word in line.words)]
    return inside[-1] + 1 if inside else 0


def _before_signer(
    pages: Sequence[Page], lines: Mapping[int, Sequence[VisualLine]], rows: Sequence[VisualLine]
) -> int:
    """Index of the first line that is no more text: recipients, the signer's titles, place and date."""
    block = signature_block.find_signature(pages, lines)
    titles = {id(word) for line in block.titles for word in line.words} if block is not None else set()
    for at, row in enumerate(rows):
        if row.text.endswith(END):
            return at + 1
        is_recipients = FoldedWords(row.words[:4]).find("Nơi nhận", at_least=0.85)
        if (is_recipients and is_recipients.first <= 1) or any(id(word) in titles for word in row.words):
            # What stands right above the signer's titles in the signer's column is place and date.
            return at - (at > 0 and _is_place_date(rows[at - 1]))
    return len(rows)


def _is_place_date(row: VisualLine) -> bool:
    parted = place_date.part_line(row)
    return parted is not None and place_date.is_place_date(parted, row)


def _below_label(
    rule: FieldRule, head: Head, rows: Sequence[VisualLine], labelled: Labelled
) -> list[VisualLine]:
    """What follows the field's label up to a line that opens with another label, or holds a sentence's."""
    openings = _openings(labelled)
    ends = {id(word) for word in _sentence_labels(head, labelled)}
    taken: list[VisualLine] = []
    opened = False
    for row in rows:
        if opened:
            if id(row.words[0]) in openings or any(id(word) in ends for word in row.words):
                break
            taken.append(row)
        elif openings.get(id(row.words[0])) in rule.labels or _is_labelled(rule, row):
            opened = True
            said = _behind_colon(row)
            taken += [VisualLine(row.page, said)] if said else []
    return taken if sum(len(row.words) for row in taken) > 1 else []


def _is_labelled(rule: FieldRule, row: VisualLine) -> bool:
    """Whether the row is a heading that begins with a label: "III. NỘI DUNG", "Nội dung (diễn biến):"."""
    words = row.words[1:] if ITEM.match(row.words[0].text) else row.words
    matches = (FoldedWords(words).find(label, at_least=0.9) for label in rule.labels)
    is_heading = ":" in row.text or row.text.isupper()
    return is_heading and any(match is not None and match.first == 0 for match in matches)


def _behind_colon(row: VisualLine) -> tuple[Word, ...]:
    at = next((at for at, word in enumerate(row.words) if word.text.endswith(":")), len(row.words))
    return row.words[at + 1 :]


def _openings(labelled: Labelled) -> dict[int, str]:
    """The words that open a line with a label or another printed opening, and which one it is."""
    opening: dict[int, str] = {}
    for each in (*labelled.stops, *labelled.labels):
        first = labelled.flow[each.line].line.words[0]
        # "ngày 05 tháng 3" at a line's beginning is no blank for a day.
        is_printed = first.text[:1].isupper() or not first.text[:1].isalpha()
        if each.first == 0 and is_printed and (each.has_colon or len(each.label.split()) > 1):
            opening[id(first)] = each.label
    return opening


def _sentence_labels(head: Head, labelled: Labelled) -> Iterator[Word]:
    """The first words of labels of whole sentences: "Cuộc họp kết thúc vào …" is no more what was said."""
    inline = {
        label for rule in head.record_type.fields if rule.where is Where.INLINE for label in rule.labels
    }
    for each in labelled.labels:
        if each.label in inline:
            yield labelled.flow[each.line].line.words[each.first]


def _behind_blanks(rows: Sequence[VisualLine], labelled: Labelled) -> list[VisualLine]:
    """A letter's text where no label leads it: what follows the sender's particulars, up to the pledge."""
    ends = [at for at, row in enumerate(rows) if _is_pledge(row) or _is_place_date(row)]
    text = list(rows[: ends[0]] if ends else rows)
    openings = _openings(labelled)
    blanks = [at for at, row in enumerate(text) if id(row.words[0]) in openings]
    return text[blanks[-1] + 1 :] if blanks else text


def _is_pledge(row: VisualLine) -> bool:
    # "Tôn xin cam đoan": written by hand, one letter in ten is misread.
    matches = (FoldedWords(row.words[:6]).find(pledge, at_least=0.85) for pledge in PLEDGES)
    return any(match is not None and match.first <= 1 for match in matches)


def _finding(rows: Sequence[VisualLine], margins: Mapping[int, tuple[float, float]]) -> Finding | None:
    if not rows:
        return None
    paragraphs = [rows[0].text]
    pitch = _pitch(rows)
    for above, row in pairwise(rows):
        is_apart = above.page == row.page and row.foot - above.foot > APART * pitch
        if _begins_paragraph(above, row, margins, is_apart=is_apart):
            paragraphs.append(row.text)
        else:
            paragraphs[-1] += f" {row.text}"
    value = "\n".join(paragraphs).strip()
    value = END_AS_READ.sub(".", value)
    # Its evidence is shown on one page, the one on which it begins.
    words = tuple(word for row in rows if row.page == rows[0].page for word in row.words)
    return Finding(value, words, rows[0].page, "body")


def _pitch(rows: Sequence[VisualLine]) -> float:
    """From a line of a paragraph to the next, pixels: the lower quartile of all steps; 0 of a single line."""
    steps = sorted(row.foot - above.foot for above, row in pairwise(rows) if above.page == row.page)
    return steps[len(steps) // 4] if steps else 0.0


def _begins_paragraph(
    above: VisualLine, row: VisualLine, margins: Mapping[int, tuple[float, float]], *, is_apart: bool
) -> bool:
    """Whether the line above is a paragraph's last: it leaves room for the next word, or a stop ends it."""
    left, _ = margins[row.page]
    left_above, right_above = margins[above.page]
    room = right_above - above.box.x1 - ROOM * (right_above - left_above)
    is_short = room > row.words[0].box.width + 0.5 * row.height
    is_ended = ENDED.search(above.text) is not None
    is_indented = row.box.x0 > left + 0.8 * row.height and above.box.x0 < row.box.x0 + 0.8 * row.height
    is_item = ITEM.match(row.words[0].text) is not None
    is_opened = is_indented or is_item or row.text[:1].isupper()
    return (is_short and (is_ended or is_opened)) or (
        is_ended and (is_indented or is_item or (is_apart and row.text[:1].isupper()))
    )
