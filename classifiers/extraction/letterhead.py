"""The head of an administrative paper: the issuing agency on the left, national motto on the right.

Decree 30/2020/NĐ-CP, Appendix I: agency block top left, level with "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
under it `Số: …/…`; under the motto the place and date. Stamps of digital signatures stand above the
motto and incoming stamps beside the text, so nothing above the motto's line and nothing that is not in
its column is taken for the head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.extraction.agency_names import begins_agency
from classifiers.extraction.finding import SURE_DIGITS, Finding, text_of
from classifiers.extraction.folding import FoldedWords, fold, fold_words, likeness
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.place_date import part_line
from classifiers.extraction.spelling import Spelling
from records import Page, Word

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
SECOND_MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY_HEADS = ("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐOÀN TNCS HỒ CHÍ MINH")
"""What the Party and its youth print in the motto's place (Hướng dẫn 36-HD/VPTW of 2018)."""


SURE_NOISE = 0.5
"""Specks and edges of stamps are read with less."""
DAY_WORD = re.compile(r",\s*ng[^\W\d_]y\b")
"""The place's comma and "ngày", whose year may stand on the next line; "Ngày, tháng, năm sinh" is no date."""
NARROWED = 0.97
"""Score of a title that goes on; the same title alone further down does not outdo it."""
ORDINAL = re.compile(r"\d{1,3}|[IVX]{1,4}|[A-Z]")


@dataclass(frozen=True)
class Letterhead:
    """Where the head of a paper stands on its page."""

    page: Page
    lines: tuple[VisualLine, ...]
    """All visual lines of the page."""
    motto: int
    """Index of the line that carries the motto."""
    gutter: float
    """x in pixels that parts the agency's column from the motto's."""

    @property
    def text_height(self) -> float:
        return self.lines[self.motto].height

    def left(self, index: int) -> VisualLine | None:
        """The agency's column of line `index`."""
        return self.lines[index].between(0, self.gutter)

    def right(self, index: int) -> VisualLine | None:
        """The motto's column of line `index`."""
        return self.lines[index].between(self.gutter, float("inf"))


def find_letterhead(page: Page, lines: tuple[VisualLine, ...]) -> Letterhead | None:
    """The letterhead of a page, or `None` where no motto stands in its upper two thirds."""
    for index, line in enumerate(lines):
        if line.box.y0 > page.height * 2 / 3:
            break
        for phrase in (MOTTO, SECOND_MOTTO):
            match = FoldedWords(line.words).find(phrase, at_least=0.75)
            if match is None:
                continue
            start = line.words[match.first].box.x0
            indent = 0.0 if phrase == MOTTO else 4.0 * line.height
            # A pixel or two of slack: the place's line may begin a little left of the motto's first letter.
            return Letterhead(page, lines, index, start - indent - 0.3 * line.height)
        party = _party_head(line, page)
        if party is not None:
            # It is shorter than the motto, so the place below it begins farther left.
            return Letterhead(page, lines, index, party - 2.0 * line.height)
    return None


def _party_head(line: VisualLine, page: Page) -> float | None:
    """Left end in px of the Party's heading in the line's right half; it stands alone, as the motto does."""
    right = line.between(0.45 * page.width, float("inf"))
    if right is None or right.box.y0 > page.height / 4:
        return None
    for phrase in PARTY_HEADS:
        if likeness(right.text, phrase) >= 0.85:
            return right.box.x0
    return None


def agency_lines(head: Letterhead, stop: int) -> list[VisualLine]:
    """The agency's lines, from just above the motto down to line `stop` (the number's)."""
    top = head.lines[head.motto].box.y0 - 2.2 * head.text_height
    found: list[VisualLine] = []
    for index in range(max(0, head.motto - 2), stop):
        left = head.left(index)
        if left is None or left.box.y0 < top:
            continue
        right = head.right(index)
        is_across = right is not None and right.box.x0 - left.box.x1 < 0.9 * left.height
        if found and (is_across or left.box.y0 - found[-1].box.y1 > 1.8 * head.text_height):
            break
        words = _without_noise(left.words)
        letters = [letter for word in words for letter in word.text if letter.isalpha()]
        if len(letters) >= (2 if found else 4) and sum(map(str.isupper, letters)) >= 0.7 * len(letters):
            found.append(VisualLine(left.page, words))
        elif found and len(letters) > 6:
            break
    return found


def _without_noise(words: Sequence[Word]) -> tuple[Word, ...]:
    """Without signs and single letters at both ends: specks and the edges of stamps.

    A figure or numeral that was read surely right behind a word is part of a name: "QUẬN 3", "KHU VỰC III".
    """
    carrying = [index for index, word in enumerate(words) if sum(map(str.isalpha, word.text)) >= 2]
    if not carrying:
        return ()
    end = carrying[-1] + 1
    if end < len(words) and ORDINAL.fullmatch(words[end].text) and words[end].confidence >= SURE_DIGITS:
        beside, word = words[end - 1].box, words[end].box
        end += word.x0 - beside.x1 < 0.8 * beside.height and word.height > 0.5 * beside.height
    # A short first word that was misread ("B0" for "BỘ") is still there: without it another agency is named.
    start = carrying[0]
    if start and words[start - 1].confidence >= SURE_NOISE and any(map(str.isalnum, words[start - 1].text)):
        beside, word = words[start].box, words[start - 1].box
        start -= beside.x0 - word.x1 < 0.8 * beside.height and word.height > 0.6 * beside.height
    return tuple(words[start:end])


def agencies(head: Letterhead, stop: int, spelling: Spelling) -> tuple[Finding | None, Finding | None]:
    """Parent and issuing agency as printed; either may be `None`.

    Lines of one agency are joined ("ỦY BAN NHÂN DÂN / TỈNH …"); the last agency issues, what stands above
    it is its parent (Decree 30/2020, Appendix I, II.2).
    """
    groups: list[list[VisualLine]] = []
    for line in agency_lines(head, stop):
        if groups and not begins_agency([above.text for above in groups[-1]], line.text):
            groups[-1].append(line)
        else:
            groups.append([line])
    if not groups:
        return None, None
    issuing = _agency("letterhead:agency", groups[-1], spelling)
    above = [line for group in groups[:-1] for line in group]
    return (_agency("letterhead:parent", above, spelling) if above else None), issuing


GLUED_HEADS = ("uy ban nhan dan", "hoi dong nhan dan")
"""First words of most agencies of a locality, folded."""


def _agency(rule: str, lines: Sequence[VisualLine], spelling: Spelling) -> Finding:
    words = tuple(word for line in lines for word in line.words)
    texts, mended = spelling.mend(words)
    value = parted(" ".join(texts).strip(" .,-–_:;"))
    return Finding(value, words, lines[0].page, rule, mended=mended)


def parted(agency: str) -> str:
    """The agency with the spaces of its first words, which a coarse scan reads as one ("BANNHÂNDÂN")."""
    letters = agency.replace(" ", "")
    for head in GLUED_HEADS:
        size = len(head.replace(" ", ""))
        if fold(letters[:size]) != fold(head):
            continue
        words, at = [], 0
        for word in head.split():
            words.append(letters[at : at + len(word)])
            at += len(word)
        ends = [index + 1 for index, sign in enumerate(agency) if sign != " "]
        return " ".join([*words, agency[ends[size - 1] :].strip()]).strip()
    return agency


def line_of_date(head: Letterhead) -> int | None:
    """Index of the line with `…, ngày … tháng … năm …` below the motto, or `None`."""
    limit = head.lines[head.motto].box.y1 + 0.3 * head.page.height
    for index in range(head.motto, len(head.lines)):
        if head.lines[index].box.y0 > limit:
            return None
        right = head.right(index)
        # The body's sentences are longer.
        if right is None or len(right.words) > 14:
            continue
        parted = part_line(date_row(head, right, index), in_head=True)
        # "Ngày tháng năm sinh" has neither place nor year.
        if parted is not None and (parted.place or parted.year):
            return index
    return None


def date_row(head: Letterhead, line: VisualLine, index: int) -> VisualLine:
    """The line of the date with its end, where a long place name pushed that onto the line below.

    A year alone is pushed down, or "năm 2024", or all from "tháng" on; the row below holds nothing else then.
    """
    line = _with_place(head, line, index)
    # A letter's "V/v" stands between on its own side.
    below = next(
        (head.right(at) for at in range(index + 1, min(index + 3, len(head.lines))) if head.right(at)), None
    )
    if below is None or len(below.words) > 6 or below.box.y0 - line.box.y1 > 1.2 * line.height:
        return line
    whole = VisualLine(line.page, (*line.words, *below.words))
    if part_line(line) is not None:
        # Both are named; only the year's figures may still be missing.
        year = below.words[0].text.strip(".,")
        is_rest = not any(map(str.isdigit, line.words[-1].text)) and len(below.words) <= 2
        return whole if is_rest and year.isdecimal() and len(year) == 4 else line
    return whole if DAY_WORD.search(line.text) else line


def _with_place(head: Letterhead, line: VisualLine, index: int) -> VisualLine:
    """The line with the words of a long place name that begin left of the motto and touch it."""
    words = list(line.words)
    for word in reversed([word for word in head.lines[index].words if word.box.x0 < words[0].box.x0]):
        if words[0].box.x0 - word.box.x1 > 0.7 * line.height or not word.text[:1].isalpha():
            break
        words.insert(0, word)
    return VisualLine(line.page, tuple(words))


def title_line(
    head_lines: Sequence[VisualLine], titles: Sequence[str], start: int, *, may_go_on: bool = False
) -> int | None:
    """Index of the last line of the type's title, which begins at or after line `start`, or `None`.

    A title stands alone: the line holds it and hardly more, or, where it `may_go_on`, capitals that narrow
    it ("BÁO CÁO TÓM TẮT"). The longest title that fits wins.
    """
    wanted = sorted({fold(title.split("(")[0]) for title in titles}, key=len, reverse=True)
    best: tuple[float, int] | None = None
    for index in range(start, len(head_lines)):
        for depth in range(3):
            for words in _title_words(head_lines, index, depth):
                score = _title_score(words, wanted)
                if not score and may_go_on and depth == 0 and rest_of_title(words, titles):
                    score = NARROWED
                if score and (best is None or score > best[0] + 0.05):
                    best = score, index + depth
    return best[1] if best else None


def rest_of_title(words: Sequence[Word], titles: Sequence[str]) -> tuple[Word, ...]:
    """What stands in capitals behind a title on its line; nothing unless the line opens with the title."""
    letters = [letter for word in words for letter in word.text if letter.isalpha()]
    if not letters or sum(map(str.isupper, letters)) < 0.9 * len(letters):
        return ()
    said = fold_words(text_of(words))
    openings = sorted((fold_words(title.split("(")[0]) for title in titles), key=len, reverse=True)
    opening = next((each for each in openings if f"{said} ".startswith(f"{each} ")), "")
    return tuple(words[len(opening.split()) :]) if opening else ()


def _title_words(lines: Sequence[VisualLine], index: int, depth: int) -> list[tuple[Word, ...]]:
    """What a title could be: a segment of line `index`, or that line with the `depth` lines below it."""
    if depth == 0:
        return [segment.words for segment in lines[index].segments(3.0)]
    if index + depth >= len(lines):
        return []
    return [tuple(word for line in lines[index : index + depth + 1] for word in line.words)]


def _title_score(words: Sequence[Word], wanted: Sequence[str]) -> float:
    folded = FoldedWords(words)
    best = 0.0
    for title in wanted:
        if abs(len(folded.text) - len(title)) <= max(2, 0.3 * len(title)):
            match = folded.find(title, at_least=0.8)
            best = max(best, match.score if match else 0.0)
    return best


def has_letters(words: Sequence[Word]) -> bool:
    """Whether the words hold at least one run of two letters: noise from stamps and rules rarely does."""
    return bool(re.search(r"[^\W\d_]{2}", text_of(words)))
