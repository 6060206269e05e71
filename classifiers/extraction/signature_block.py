"""Who signed: authority, position and name at the end of a paper, on the right (Decree 30/2020, Appendix I).

The name stands under its title lines, often below a seal that hides them, level with the list of recipients.
Names in that list are recipients', so only what stands in the signer's column is looked at. Where the seal
hides every title the name is sought below and right of "Nơi nhận".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from classifiers.extraction.finding import Finding, text_of, words_of
from classifiers.extraction.folding import FoldedWords, fold, fold_words, likeness
from classifiers.extraction.letterhead import MOTTO
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.names import INITIAL, family_of, hidden_family, mended_family
from classifiers.extraction.office_words import POSITIONS
from classifiers.extraction.signer_names import (
    is_capital_name,
    is_crowded,
    name_in,
    name_score,
    starts_with_surname,
)
from classifiers.extraction.spelling import PRINTED, Spelling
from records import Page, Word

PREFIXES = ("tm", "kt", "tl", "tuq", "q")
_POSITIONS_FOLDED = {fold_words(position): position for position in POSITIONS}
SIGNING_AGENCIES = ("van phong dang ky", "chi nhanh van phong", "so tai nguyen", "so nong nghiep", "phong ")
"""How an agency begins that stands above its head's title without "TM."."""
COPY_MARKS = ("sao y", "sao luc", "trich sao", "chung thuc ban sao", "chung thuc sao", "ban sao dung")
"""How the certification of a copy begins (Decree 30/2020, Art. 25-26; Decree 23/2015), folded."""
SURE_FAMILY = 0.965
NAME_UNUSUAL = "Họ của người ký không thường gặp, cần người kiểm tra"
NAME_CROWDED = "Bên cạnh tên người ký còn chữ đọc không rõ, cần người kiểm tra"
NAME_HIDDEN = "Một phần họ của người ký bị che khuất, cần người kiểm tra"
LEAST_ROOM = 0.045
"""Share of the page's height, 13 mm, that a signature takes at least between title and name."""
RECIPIENTS_ALIKE = 0.8
"""Likeness to "Nơi nhận" of the whole words that hold it."""
DEPTH = 0.27
"""Share of the page's height below the last title in which the name stands: a seal takes 36 of 297 mm."""


@dataclass(frozen=True)
class SignatureBlock:
    """Title lines and name of one signer; either may be missing."""

    titles: tuple[VisualLine, ...]
    name: tuple[Word, ...]
    page: int
    """Page of the titles, from 1."""
    name_page: int
    """Page of the name: the next one where the titles stand at the foot."""
    is_crowded: bool = False
    """Whether a word that is no name touches it: the rest of it may have been misread."""


def body_pages(pages: Sequence[Page], lines: Mapping[int, Sequence[VisualLine]], first: int) -> list[Page]:
    """The pages of the paper from number `first` on, up to an attachment with a head of its own."""
    kept: list[Page] = []
    for page in pages:
        if page.number < first:
            continue
        if kept and _begins_attachment(lines[page.number]):
            break
        kept.append(page)
    return kept


def _begins_attachment(lines: Sequence[VisualLine]) -> bool:
    for line in lines[:12]:
        folded = fold_words(line.text)
        # "Những giấy tờ nộp kèm theo:" is a line of an application.
        if re.match(r"phu luc|bieu mau so|(?:duoc )?(?:ban hanh )?kem theo", folded):
            return True
        if FoldedWords(line.words).find(MOTTO, at_least=0.8):
            return True
    return False


def find_signature(
    pages: Sequence[Page], lines: Mapping[int, Sequence[VisualLine]], labels: Sequence[str] = ()
) -> SignatureBlock | None:
    """The signer of the paper whose pages these are, or `None`; `labels` are further title lines."""
    lines = {page.number: _above_copy_mark(lines[page.number]) for page in pages}
    known = {
        page.number: _joined(page, lines[page.number], _title_blocks(page, lines[page.number], labels))
        for page in pages
    }
    if not any(known.values()):
        known = {page.number: _capitals_over_names(page, lines[page.number]) for page in pages}
    best: tuple[float, SignatureBlock] | None = None
    for page in pages:
        rows = lines[page.number]
        start = _recipients_line(rows)
        blocks = known[page.number]
        if not blocks and start is not None:
            blocks = [()]
        for titles in blocks:
            top = titles[-1].box.y1 if titles else rows[start or 0].box.y0
            name, score = _name_below(page, rows, titles, top)
            where = page.number
            if not name and titles and top > 0.72 * page.height:
                following = next((other for other in pages if other.number == page.number + 1), None)
                if following is not None:
                    name, score = _name_below(following, lines[following.number], titles, 0.0)
                    where = following.number if name else where
            if not titles and not name:
                continue
            # A page with recipients is where a paper ends; a block lower down is nearer to its end.
            score += (1.5 if start is not None else 0.0) + 0.4 * bool(titles) + 0.5 * top / page.height
            if start is not None and titles and titles[0].box.y1 < rows[start].box.y0 - 0.1 * page.height:
                score -= 1.5
            if best is None or score >= best[0]:
                crowded = is_crowded(name, lines[where]) if name else False
                best = score, SignatureBlock(titles, name, page.number, where, crowded)
    return best[1] if best else None


def _above_copy_mark(rows: Sequence[VisualLine]) -> Sequence[VisualLine]:
    """The lines above "SAO Y BẢN CHÍNH" or a certifier's stamp: who signs below it certified the copy."""
    for at, row in enumerate(rows):
        for segment in row.segments():
            if fold_words(segment.text).startswith(COPY_MARKS) and _is_capitals(segment) and at > 3:
                return rows[:at]
    return rows


def _recipients_line(rows: Sequence[VisualLine]) -> int | None:
    for index, row in enumerate(rows):
        match = FoldedWords(row.words[:4]).find("nơi nhận", at_least=0.85)
        # "phố Bình An" holds most letters of "nơi nhận", spread over three words.
        words = row.words[match.first : match.last + 1] if match is not None else ()
        if (
            match is not None
            and match.first <= 1
            and likeness(text_of(words), "nơi nhận") >= RECIPIENTS_ALIKE
        ):
            return index
    return _list_above_archive_copy(rows)


def _list_above_archive_copy(rows: Sequence[VisualLine]) -> int | None:
    """Where a list begins that ends in "- Lưu: VT, …": a signature's stroke may hide its heading."""
    last = next((at for at, row in enumerate(rows) if fold_words(row.text).startswith("luu vt")), None)
    if last is None:
        return None
    first = last
    while first > 0 and rows[first].bottom - rows[first - 1].bottom < 2.2 * rows[first].height:
        first -= 1
    return first


def _title_blocks(
    page: Page, rows: Sequence[VisualLine], labels: Sequence[str]
) -> list[tuple[VisualLine, ...]]:
    """Runs of title lines in the right part of the page, each from top to bottom."""
    blocks: list[list[VisualLine]] = []
    for row in rows:
        for segment in row.segments():
            part = _sure_part(segment.between(0.36 * page.width, page.width) or segment)
            if part.centre_x < 0.5 * page.width:
                continue
            folded = fold_words(part.text)
            is_agency = _is_capitals(part) and folded.startswith(SIGNING_AGENCIES)
            is_title = _is_title(part, labels) or is_agency
            follows = bool(blocks) and _follows(part, blocks[-1][-1], page)
            if is_title and follows:
                blocks[-1].append(part)
            elif is_title:
                blocks.append([part])
            elif follows and _is_capitals(part) and len(part.words) >= 2:
                blocks[-1].append(part)
    return [tuple(block) for block in blocks]


def _joined(
    page: Page, rows: Sequence[VisualLine], blocks: Sequence[tuple[VisualLine, ...]]
) -> list[tuple[VisualLine, ...]]:
    """The blocks, where one stands above the signature and one below it joined: both are one signer's.

    A board's head signs as "TRƯỞNG BAN" and prints "CHỦ TỊCH UBND XÃ" over his name (Decree 30/2020, I.II.7).
    """
    joined: list[tuple[VisualLine, ...]] = []
    for block in blocks:
        above = joined[-1] if joined else ()
        if above and 0 < block[0].box.y0 - above[-1].box.y1 <= DEPTH * page.height:
            aligned = abs(block[0].centre_x - above[-1].centre_x) < 0.06 * page.width
            name, _ = _name_below(page, rows, above, above[-1].box.y1)
            if aligned and name and name[0].box.y0 > block[-1].box.y0:
                joined[-1] = (*above, *block)
                continue
        joined.append(block)
    return joined


def _capitals_over_names(page: Page, rows: Sequence[VisualLine]) -> list[tuple[VisualLine, ...]]:
    """Capitals in the signer's column over room for a signature and a name: a title that no list knows."""
    found: list[tuple[VisualLine, ...]] = []
    for row in rows:
        for segment in row.segments():
            part = segment.between(0.36 * page.width, page.width)
            is_placed = part is not None and part.centre_x > 0.5 * page.width
            if part is None or not is_placed or not _is_capitals(part) or part.box.y0 < 0.25 * page.height:
                continue
            name, _ = _name_below(page, rows, (part,), part.box.y1)
            room = name[0].box.y0 - part.box.y1 if name else 0.0
            if room > LEAST_ROOM * page.height and starts_with_surname(name):
                found.append((part,))
    return found


def _sure_part(line: VisualLine) -> VisualLine:
    """The line without what a seal's rim adds at its end; capitals that follow closely are its own."""
    words = list(line.words)
    while len(words) > 1 and words[-1].confidence < 0.4:
        beside, last = words[-2].box, words[-1]
        letters = [letter for letter in last.text if letter.isalpha()]
        is_close = (
            last.box.x0 - beside.x1 < 0.5 * line.height and abs(last.box.y1 - beside.y1) < 0.25 * line.height
        )
        if is_close and len(letters) >= 3 and all(map(str.isupper, letters)):
            break
        words.pop()
    return VisualLine(line.page, tuple(words))


def _follows(line: VisualLine, above: VisualLine, page: Page) -> bool:
    gap = line.box.y0 - above.box.y1
    return gap < 1.6 * above.height and abs(line.centre_x - above.centre_x) < 0.12 * page.width


def _is_title(line: VisualLine, labels: Sequence[str]) -> bool:
    folded = fold_words(line.text)
    for label in labels:
        match = FoldedWords(line.words).find(label, at_least=0.85)
        if match is not None and len(fold(label)) >= 0.6 * len(fold(line.text)):
            return True
    first, _, rest = folded.partition(" ")
    if first in PREFIXES and rest and _is_capitals(line):
        return True
    if folded in _POSITIONS_FOLDED:
        return True
    return _is_capitals(line) and any(
        folded == position or folded.startswith(f"{position} ") for position in _POSITIONS_FOLDED
    )


def _is_capitals(line: VisualLine) -> bool:
    letters = [letter for letter in line.text if letter.isalpha()]
    return len(letters) >= 4 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


def _name_below(
    page: Page, rows: Sequence[VisualLine], titles: Sequence[VisualLine], top: float
) -> tuple[tuple[Word, ...], float]:
    """The likeliest name below `top` px in the signer's column, and its score 0 to about 1.5."""
    centre = titles[-1].centre_x if titles else 0.7 * page.width
    reach = (0.13 if titles else 0.2) * page.width
    best: tuple[float, tuple[Word, ...]] = (0.0, ())
    for row in rows:
        depth = (row.box.y0 - top) / page.height
        if not -0.005 <= depth <= DEPTH:
            continue
        for segment in row.segments():
            part = segment.between(0.4 * page.width, page.width)
            words = name_in(part.words) if part is not None else ()
            if not words:
                continue
            middle = (words[0].box.x0 + words[-1].box.x1) / 2
            if abs(middle - centre) > reach:
                continue
            score = name_score(words) - abs(middle - centre) / page.width
            if score > best[0]:
                best = score, words
    if not best[1] and titles:
        return _name_in_capitals(page, rows, titles[-1], top)
    return best[1], best[0]


def _name_in_capitals(
    page: Page, rows: Sequence[VisualLine], title: VisualLine, top: float
) -> tuple[tuple[Word, ...], float]:
    """A signer's name that is set in capitals, as companies and older papers have it, and its score."""
    for row in rows:
        if not LEAST_ROOM <= (row.box.y0 - top) / page.height <= DEPTH:
            continue
        for segment in row.segments():
            part = segment.between(0.4 * page.width, page.width)
            if part is None or _is_title(part, ()) or abs(part.centre_x - title.centre_x) > 0.06 * page.width:
                continue
            if is_capital_name(part.words):
                return part.words, name_score(part.words) - 0.2
    return (), 0.0


def signer_name(block: SignatureBlock) -> Finding | None:
    """The name under the titles; a family name that lost its marks is written as that family writes it."""
    if not block.name:
        return None
    texts = [
        word.text if INITIAL.fullmatch(word.text) else word.text.strip(".,;:|'`^~-–_") for word in block.name
    ]
    hidden = hidden_family(texts[0])
    family = hidden or family_of(texts[0])
    # A file's own text is as it was typed.
    written = texts[0] if block.name[0].confidence >= PRINTED else mended_family(texts[0])
    is_mended = written != texts[0]
    texts[0] = hidden or written
    # A family that is not among the usual ones may be a misread one; surely read it stands.
    is_odd = family is None and block.name[0].confidence < SURE_FAMILY
    doubt = NAME_HIDDEN if hidden else NAME_UNUSUAL if is_odd else NAME_CROWDED if block.is_crowded else ""
    return Finding(
        " ".join(texts),
        block.name,
        block.name_page,
        "signature-block:name",
        doubt=doubt,
        ceiling=0.6 if hidden else 0.8 if block.is_crowded else 1.0,
        mended=frozenset({0}) if is_mended and not hidden else frozenset(),
    )


def signer_authority(block: SignatureBlock) -> Finding | None:
    """The lines that say for whom it is signed: `TM. …`, `KT. …` and so on (Decree 30/2020, Art. 13)."""
    lines = [line for line in block.titles if fold_words(line.text).split(" ")[0] in PREFIXES]
    return _lines_finding(lines, "signature-block:authority") if lines else None


def signer_title(block: SignatureBlock) -> Finding | None:
    """The position in the last title lines, without the authority in front of it."""
    lines = [line for line in block.titles if fold_words(line.text).split(" ")[0] not in PREFIXES]
    lines = [line for line in lines if not fold_words(line.text).startswith("nguoi ky")]
    if lines:
        return _lines_finding(lines, "signature-block:title")
    return None


def signing_agency(block: SignatureBlock, spelling: Spelling) -> Finding | None:
    """The agency in the title lines: after "TM.", or a line in capitals that names no position."""
    lines = []
    for line in block.titles:
        folded = fold_words(line.text)
        if folded.split(" ")[0] == "tm" or not _is_title(line, ()):
            lines.append(line)
    if not lines:
        return None
    words = words_of(lines)
    texts, mended = spelling.mend(words)
    value = re.sub(r"^\W*TM[.,: ]*", "", " ".join(texts)).strip(" ,;:|'`")
    return Finding(value, words, block.page, "signature-block:agency", mended=mended)


def _lines_finding(lines: Sequence[VisualLine], rule: str) -> Finding:
    words = words_of(lines)
    return Finding(" ".join(_title_text(line) for line in lines), words, lines[0].page, rule)


def _title_text(line: VisualLine) -> str:
    """A title line as printed; a known position that lost marks or a letter is written in full."""
    text = re.sub(r"^\W*(TM|KT|TL|TUQ|Q)\b[.,: ]*(?=\S)", r"\1. ", line.text).strip(" ,;:|'`")
    prefix, dot, rest = text.partition(". ")
    head, position = (f"{prefix}. ", rest) if dot and fold(prefix) in PREFIXES else ("", text)
    folded = fold_words(position)
    if position in POSITIONS:
        return head + position
    known = _POSITIONS_FOLDED.get(folded) or next(
        (
            name
            for key, name in _POSITIONS_FOLDED.items()
            if abs(len(folded) - len(key)) <= 1 and fuzz.ratio(folded, key) >= 90
        ),
        None,
    )
    return head + (_in_its_case(known, position) if known else position)


def _in_its_case(known: str, read: str) -> str:
    """A position in the letter case in which it stands on the paper: `Chủ tịch` on older certificates."""
    if read.isupper():
        return known
    words = zip(known.split(), read.split(), strict=False)
    return " ".join(word.capitalize() if text[:1].isupper() else word.lower() for word, text in words)
