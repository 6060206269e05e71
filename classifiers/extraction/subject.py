"""The subject (trích yếu): the bold lines under the type's title, or `V/v …` under a letter's number.

It ends at a short rule, at "Kính gửi" or where the body begins. Rules are not words, so the end is told
by the gap that they leave, by a line in capitals (the deciding authority) and by the body's margins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.extraction.finding import Finding, words_of
from classifiers.extraction.folding import FoldedWords, after, cut, fold, fold_words
from classifiers.extraction.letterhead import Letterhead, has_letters
from classifiers.extraction.lines import VisualLine, text_margins
from classifiers.extraction.office_words import AUTHORITIES
from classifiers.extraction.spelling import Spelling
from records import Word

MOST_LINES = 8
STAMP_WORDS = frozenset({"so", "ngay", "den", "chuyen", "kinh", "gio", "luu", "ky", "nguoi", "thoi", "co"})
"""How lines of stamps and of a digital signature begin that may stand below a number, folded."""
BODY_OPENERS = ("kinh gui", "can cu", "theo de nghi", "xet de nghi", "dieu 1", "hom nay", "quyet dinh")
"""How the text below a subject begins, with a capital; the same words in small letters go on with it."""
ALSO_SUBJECTS = ("thuc hien", "trien khai thuc hien")
"""Beginnings of both: "Thực hiện Nghị quyết …" is many a plan's subject and many a plan's first sentence."""
NUMBER_LABELS = frozenset({"số", "so", "sô", "só"})
OPEN_END = re.compile(r"\b(cua|va|do|tai|cho|boi|voi)$")
RULE_GAP = 1.45
"""A pitch this many times the lines' own pitch parts subject and body; a rule left 1.6 and more."""


def subject_under_title(
    lines: Sequence[VisualLine], title: int, centre: float, spelling: Spelling, *, beside: Sequence[Word] = ()
) -> Finding | None:
    """The centred lines below line `title`, their middle at x `centre` px; `None` when there are none.

    `beside` are capitals that follow the title on its own line: the subject's beginning, or all of it where
    nothing stands below; "TÓM TẮT" above a subject in small letters is none of it.
    """
    taken = _lines_under(lines, title, centre)
    if beside and (not taken or _is_capitals(taken[0])):
        taken.insert(0, VisualLine(lines[title].page, tuple(beside)))
    return _finding(taken, "letterhead:subject", spelling) if taken else None


def _lines_under(lines: Sequence[VisualLine], title: int, centre: float) -> list[VisualLine]:
    width = lines[title].height
    margins = text_margins(lines[title:])
    taken: list[VisualLine] = []
    # Till the lines' own pitch is known, that from the title to the first line stands for it.
    pitch = 0.0
    for index in range(title + 1, min(len(lines), title + 2 + MOST_LINES)):
        line = _centred_part(lines[index], centre, is_first=not taken)
        if line is None or line.height < 0.45 * width:
            continue
        gap = line.foot - (taken[-1].foot if taken else lines[title].foot)
        opens_body = _opens_body(_whole(lines[index], line), margins, lines[index + 1 : index + 2])
        if _ends_before(line, taken, gap=gap, pitch=pitch, opens_body=opens_body):
            break
        pitch = min(gap, 2.0 * line.height) if not taken else gap if len(taken) == 1 else (pitch + gap) / 2
        taken.append(line)
    return taken


def _ends_before(
    line: VisualLine, taken: Sequence[VisualLine], *, gap: float, pitch: float, opens_body: bool
) -> bool:
    """Whether the subject is over before `line`, which stands `gap` px below the line above it."""
    folded = fold_words(line.text)
    if not taken and re.match(r"(ve |vv |v v )", folded + " ") and gap < 4.5 * line.height:
        return False
    openers = (*BODY_OPENERS, *(ALSO_SUBJECTS if taken else ()))
    if line.text[:1].isupper() and folded.startswith(openers):
        return True
    if line.text.lower().split()[0].strip(".:") in NUMBER_LABELS or _names_who_decides(line, taken):
        return True
    if not taken:
        return gap > 3.2 * line.height or opens_body
    if gap > RULE_GAP * (pitch or 2.0 * taken[-1].height):
        return True
    return line.text[:1].isupper() and opens_body


def _names_who_decides(line: VisualLine, taken: Sequence[VisualLine]) -> bool:
    """Whether a line in capitals is no more the subject: the first one, or an authority that decides."""
    if not _is_capitals(line):
        return False
    is_authority = fold_words(line.text).startswith(AUTHORITIES)
    if not taken:
        return is_authority
    return not _is_capitals(taken[-1]) or (is_authority and not OPEN_END.search(fold_words(taken[-1].text)))


def _is_capitals(line: VisualLine) -> bool:
    letters = [letter for letter in line.text if letter.isalpha()]
    return len(letters) >= 4 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def _whole(row: VisualLine, part: VisualLine) -> VisualLine:
    """The row, unless what its centred part leaves out was read badly, as stamps beside it are."""
    left_out = [word for word in row.words if word not in part.words]
    return row if all(word.confidence >= 0.8 for word in left_out) else part


def _opens_body(line: VisualLine, margins: tuple[float, float], following: Sequence[VisualLine]) -> bool:
    """An indented line that reaches the right margin, with a full line below it: a paragraph begins."""
    left, right = margins
    slack = 0.8 * line.height
    if line.box.x1 < right - slack or not following:
        return False
    below = following[0].box
    return below.x0 < line.box.x0 - slack and below.x0 < left + 2 * slack


def _centred_part(line: VisualLine, centre: float, *, is_first: bool) -> VisualLine | None:
    """The part of a line that is centred under the title: a stamp to its left or right is left out."""
    best: tuple[float, tuple[Word, ...]] | None = None
    words = line.words
    for start in range(len(words)):
        for stop in range(len(words), start, -1):
            if start and stop < len(words):
                continue
            part = words[start:stop]
            cost = abs((part[0].box.x0 + part[-1].box.x1) / 2 - centre)
            cost += 0.5 * line.height * (start + len(words) - stop > 0) + 0.02 * sum(
                len(w.text) * line.height * w.confidence for w in (*words[:start], *words[stop:])
            )
            if best is None or cost < best[0]:
                best = cost, part
    if best is None or best[0] > 3.5 * line.height + (2.0 * line.height if is_first else 0.0):
        return None
    kept = _trimmed(best[1])
    is_rest = (
        not is_first and len(kept) <= 2 and all(w.confidence >= 0.6 for w in kept) and best[0] < line.height
    )
    return VisualLine(line.page, kept) if kept and (_is_text(kept) or is_rest) else None


def _trimmed(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without signs and single unsure letters at both ends."""
    kept = list(words)
    while kept and not _carries(kept[0]):
        kept.pop(0)
    while kept and not _carries(kept[-1]):
        kept.pop()
    return tuple(kept)


def _carries(word: Word) -> bool:
    alphanumerics = sum(map(str.isalnum, word.text))
    return alphanumerics >= 2 or (alphanumerics == 1 and word.confidence >= 0.7)


def _is_text(words: tuple[Word, ...]) -> bool:
    """Whether a line is writing: marks cut off their letters come as a line of signs of their own."""
    letters = sum(sum(map(str.isalnum, word.text)) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / sum(len(word.text) for word in words)
    return has_letters(words) and letters >= 4 and sure >= 0.3


def subject_under_number(head: Letterhead, number: int, spelling: Spelling) -> Finding | None:
    """`V/v …` in the agency's column below line `number`, down to a gap or "Kính gửi"."""
    taken: list[VisualLine] = []
    for index in range(number + 1, min(len(head.lines), number + 3 + MOST_LINES)):
        left = head.left(index)
        if left is None:
            continue
        whole = head.lines[index]
        if fold(whole.text).startswith("kinhgui") or FoldedWords(whole.words).find("Kính gửi", at_least=0.9):
            break
        if not taken:
            match = FoldedWords(left.words).find("V/v", at_least=1.0) or FoldedWords(left.words).find(
                "Về việc", at_least=0.85
            )
            if match is not None and match.first <= 1:
                taken.append(VisualLine(left.page, left.words[match.first :]))
            elif _is_bare_subject(head, left, number, index):
                taken.append(left)
            continue
        if left.box.y0 - taken[-1].box.y1 > 1.3 * taken[-1].height or left.box.x1 > head.gutter + left.height:
            break
        kept = _trimmed(left.words)
        is_rest = len(kept) <= 2 and all(word.confidence >= 0.6 for word in kept)
        if kept and (_is_text(kept) or is_rest):
            taken.append(VisualLine(left.page, kept))
    return _finding(taken, "letterhead:subject", spelling) if taken else None


def _is_bare_subject(head: Letterhead, left: VisualLine, number: int, index: int) -> bool:
    """Whether a line close below the number is a subject without "V/v": small letters, no stamp's form."""
    above = head.left(number)
    words = fold_words(left.text).split()
    letters = [letter for letter in left.text if letter.isalpha()]
    return (
        index <= number + 2
        and above is not None
        and left.foot - above.foot < 2.2 * left.height
        and len(words) >= 3
        and sum(map(str.islower, letters)) >= 0.75 * len(letters)
        and words[0] not in STAMP_WORDS
        and min(word.confidence for word in left.words) >= 0.6
        and left.box.x1 < head.gutter + left.height
    )


def _finding(taken: Sequence[VisualLine], rule: str, spelling: Spelling) -> Finding:
    words = words_of(taken)
    words = _opening_mended(words)
    texts, mended = spelling.mend(words)
    value = " ".join(texts).strip(" .,;:_|'`^~*")
    return Finding(re.sub(r"\s+", " ", value), words, taken[0].page, rule, mended=mended)


def _opening_mended(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words with a "Về việc" that was read as one word, or with wrong marks, put right."""
    match = FoldedWords(words[:3]).find("về việc", at_least=0.8)
    if match is None or match.first > 0:
        return words
    rest = after(words, match)
    first = words[match.first]
    last = words[match.last]
    if match.first == match.last:
        middle = match.first_letter + 2
        return (
            _spelled(cut(first, 0, middle), "Về"),
            _spelled(cut(first, middle, match.end_letter), "việc"),
            *rest,
        )
    return (_spelled(first, "Về"), _spelled(cut(last, 0, match.end_letter), "việc"), *rest)


def _spelled(word: Word, text: str) -> Word:
    return Word(text, word.box, max(word.confidence, 0.92), word.line, word.block, word.baseline, word.remark)
