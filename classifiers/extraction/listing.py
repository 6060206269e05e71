"""Lists on an administrative paper: recipients, addressees, legal bases, articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from classifiers.extraction.finding import Finding, text_of
from classifiers.extraction.folding import FoldedWords, after, fold, fold_words
from classifiers.extraction.lines import VisualLine
from records import Page, Word

ITEM_BREAK = "\n"
"""Items of a list are parted by a line break in `FieldValue.value`."""
BULLETS = "-–—+•*"
MOST_ITEMS = 60


def recipients(
    page: Page, rows: Sequence[VisualLine], label: str, overleaf: Sequence[VisualLine] = ()
) -> Finding | None:
    """The items under "Nơi nhận", left of the signer's column, down to "Lưu: …".

    A list that ends with its page before that goes on with the dashed lines at the top `overleaf`.
    """
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        match = FoldedWords(row.words[:4]).find(label, at_least=0.85)
        if match is None or match.first > 1:
            continue
        items: list[list[Word]] = []
        glued = _left_of_gap(after(row.words, match), page)
        if glued:
            items.append(list(glued))
        for below in rows[index + 1 :]:
            left = below.between(0, 0.56 * page.width)
            words = _left_of_gap(left.words, page) if left is not None else ()
            if not words:
                continue
            if len(items) >= MOST_ITEMS or below.box.y0 - row.box.y1 > 0.5 * page.height:
                break
            _add(items, words)
            if _is_file_copy(items[-1]):
                break
        else:
            items += _rest_overleaf(page, overleaf) if items else []
        return _finding(items, page.number, f"label:{label}", elsewhere=overleaf)
    return None


def _is_file_copy(item: Sequence[Word]) -> bool:
    """Whether an item is "Lưu: VT, …", the last one of every list (Decree 30/2020, Appendix I, II.9)."""
    return re.match(r"luu( |$)", fold_words(text_of(item))) is not None


def _rest_overleaf(page: Page, rows: Sequence[VisualLine]) -> list[list[Word]]:
    """Dashed lines at the top of the next page; nothing unless they come to "Lưu: …"."""
    items: list[list[Word]] = []
    for row in rows[:MOST_ITEMS]:
        left = row.between(0, 0.56 * page.width)
        words = _left_of_gap(left.words, page) if left is not None else ()
        if not words:
            continue
        if not items and words[0].text[:1] not in BULLETS:
            break
        _add(items, words)
        if _is_file_copy(items[-1]):
            return items
    return []


def addressees(rows: Sequence[VisualLine], page: int, labels: Sequence[str]) -> Finding | None:
    """Whom the paper is for: right of "Kính gửi", or the dashed lines below it."""
    for index, row in enumerate(rows):
        for label in labels:
            match = FoldedWords(row.words).find(label, at_least=0.88)
            if match is None or match.first > 2:
                continue
            items: list[list[Word]] = []
            beside = after(row.words, match)
            if beside:
                items.append(list(beside))
            for above, below in pairwise(rows[index:]):
                dashed = below.text.lstrip()[:1] in BULLETS
                if not dashed and not _goes_on(row, above, below, has_items=bool(items)):
                    break
                if items and not dashed and items[-1][-1].text.endswith((";", ".")):
                    items.append(list(below.words))
                else:
                    _add(items, below.words)
            return _finding(items, page, f"label:{label}")
    return None


def _goes_on(label: VisualLine, above: VisualLine, below: VisualLine, *, has_items: bool) -> bool:
    """Whether a line without a dash still says whom the paper is for.

    It stands close below and deeper than "Kính gửi"; a first sentence begins nearer to the margin.
    """
    is_close = below.foot - above.foot < (2.4 if label is above else 1.75) * label.height
    is_deeper = below.box.x0 > label.box.x0 + 0.5 * label.height
    if not is_close or not is_deeper:
        return False
    # The only addressee ended on its line; what follows is prose that begins deep.
    return not (has_items and above.text.endswith(".") and above is not label)


def paragraphs(
    rows: Sequence[VisualLine], labels: Sequence[str], is_end: Callable[[str], bool]
) -> Finding | None:
    """The paragraphs that begin with one of `labels`, each up to the next one or to a line that `is_end`."""
    items: list[list[Word]] = []
    opened, page = False, 0
    starts = tuple(fold_words(label) for label in labels)
    for row in rows:
        folded = fold_words(row.text)
        if folded.startswith("noi nhan") and items:
            break
        if _begins_item(row, folded, starts, len(items)):
            page = page or row.page
            items.append(list(row.words))
            opened = True
        elif opened and is_end(folded):
            opened = False
        elif opened:
            items[-1].extend(row.words)
    elsewhere = [row for row in rows if row.page != page]
    return _finding(items, page, f"label:{labels[0]}", elsewhere=elsewhere) if items else None


def _begins_item(row: VisualLine, folded: str, starts: Sequence[str], count: int) -> bool:
    """Whether a line begins with one of the folded `starts`, `count` items standing above it.

    "… tại / Điều 95 Luật Đất đai" only mentions an article, and "… / căn cứ tình hình" no legal base.
    """
    if not row.text[:1].isupper() or not any(
        folded == start or folded.startswith(f"{start} ") for start in starts
    ):
        return False
    number = next((word.text for word in row.words[1:2] if word.text.isdecimal()), "")
    return not number or starts != ("dieu",) or int(number) == count + 1


def ends_paragraphs(folded: str) -> bool:
    """Whether a folded line is no longer part of legal bases or articles."""
    # Alone on its line: "… chịu trách nhiệm thi hành / Quyết định này" goes on with the article.
    if folded in {"quyet dinh", "quyet nghi"}:
        return True
    enders = ("noi nhan", "theo de nghi", "xet de nghi", "chu tich", "tm ", "kt ", "nghi quyet nay")
    return folded.startswith(enders)


def _left_of_gap(words: Sequence[Word], page: Page) -> tuple[Word, ...]:
    """Words of the left list up to a gap wider than 2 % of the page: what is behind it is the signer's."""
    kept: list[Word] = []
    for word in words:
        if kept and word.box.x0 - kept[-1].box.x1 > max(0.02 * page.width, 1.5 * word.box.height):
            break
        kept.append(word)
    if kept and kept[0].box.x0 > 0.45 * page.width:
        return ()
    return tuple(kept)


def _add(items: list[list[Word]], words: Sequence[Word]) -> None:
    """A dash opens an item; any other line goes on with the last one."""
    if not items or words[0].text[:1] in BULLETS:
        items.append(list(words))
    else:
        items[-1].extend(words)


def _finding(
    items: Sequence[Sequence[Word]], page: int, rule: str, *, elsewhere: Sequence[VisualLine] = ()
) -> Finding | None:
    """The items; the words of lines `elsewhere` are on another page than its evidence."""
    others = {id(word) for line in elsewhere for word in line.words}
    texts: list[str] = []
    words: list[Word] = []
    for item in items:
        # "./." ends the text of a paper (Decree 30/2020, Appendix I).
        text = " ".join(word.text for word in item).removesuffix("./.").strip(f" {BULLETS};.,:")
        if len(fold(text)) >= 2:
            texts.append(text)
            words.extend(word for word in item if id(word) not in others)
    return Finding(ITEM_BREAK.join(texts), tuple(words), page, rule) if texts else None
