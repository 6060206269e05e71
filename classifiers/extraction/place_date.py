"""Place and date of issue: `Quảng Ngãi, ngày 05 tháng 02 năm 2025`, under the motto or above the signature.

Month and year are printed, the day is often written in by hand. What was read surely stays; a day that was
not read leaves a partial date (year and month), never a guessed one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from classifiers.extraction.finding import BY_HAND, SURE_DIGITS, UNREAD, Finding
from classifiers.extraction.folding import cut, fold
from classifiers.extraction.lines import VisualLine
from classifiers.extraction.spelling import Spelling
from records import Page, TextOrigin, Word

DAY_WRITTEN = "Ngày viết tay, cần người kiểm tra"
DAY_UNREAD = "Ngày viết tay không đọc được, cần người nhập"
PLACE_CUT = "Có thể thiếu chữ đầu của địa danh, cần người kiểm tra"
MONTHS = range(1, 13)
DAYS = range(1, 32)
YEARS = range(1945, 2100)


FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[.,;]?")
MOST_PLACE_WORDS = 8
CITING = frozenset({"can", "theo", "xet", "thuc", "quyet", "luat", "nghi", "thong", "hom", "cap"})
"""First words, folded, of what cites another paper with its date."""
GLUED_DAY = re.compile(r"(?P<place>.*[^\W\d_][,.;])(?=[Nn]g[^\W\d_]y)")
NUMBERED = re.compile(r"\d{1,2},?")
"""The number of a place that has no other name: "Phường 12, ngày …"."""


@dataclass(frozen=True)
class PlaceDate:
    """The words of a place-and-date line, sorted into its parts; any part may be empty."""

    place: tuple[Word, ...]
    day: tuple[Word, ...]
    month: tuple[Word, ...]
    year: tuple[Word, ...]
    words: tuple[Word, ...]
    """All words from the place to the year."""


def part_line(line: VisualLine, *, in_head: bool = False) -> PlaceDate | None:
    """The line parted at `ngày`, `tháng` and `năm`; `None` when it has not both a month and a year.

    In a head the date may stand in figures behind a place: `Yên Sơn, ngày 05/3/2024`.
    """
    words = [part for word in line.words for part in _unglued(word)]
    month_at = next((i for i, word in enumerate(words) if _is_printed(word, "thang")), None)
    if month_at is None:
        return _part_figures(words) if in_head else None
    # "Ngày, tháng, năm sinh" is a label.
    if words[month_at].text.endswith(","):
        return None
    year_at = next((i for i in range(month_at + 1, len(words)) if _is_printed(words[i], "nam")), None)
    is_spelled = year_at is not None and _is_spelled_out(words[year_at + 1 : year_at + 2])
    if year_at is None or is_spelled or words[month_at].text.endswith(","):
        return None  # "(ghi rõ ngày, tháng, năm)" explains a blank
    day_at = _day_word(words, month_at)
    place_end = _end_of_letters(words, month_at) if day_at is None else day_at
    day = () if day_at is None else _behind(words[day_at], 4) + tuple(words[day_at + 1 : month_at])
    month = _behind(words[month_at], 5) + tuple(words[month_at + 1 : year_at])
    year = _behind(words[year_at], 3) + tuple(words[year_at + 1 : year_at + 3])
    place = tuple(words[:place_end])
    return PlaceDate(place, day, month, _year_words(year), (*place, *words[place_end : year_at + 3]))


def is_place_date(parted: PlaceDate, row: VisualLine) -> bool:
    """Whether a line at the foot of a paper is its place and date, and not a law of that day that is cited.

    It stands alone on its side of the row: a short name, a comma, then the date.
    """
    if not parted.place or not parted.year or len(parted.place) > MOST_PLACE_WORDS:
        return False
    if "," not in " ".join(word.text for word in parted.words):
        return False
    left = [word for word in row.words if word.box.x1 <= parted.place[0].box.x0]
    is_alone = not left or parted.place[0].box.x0 - left[-1].box.x1 > 1.6 * row.height
    return is_alone and fold(parted.place[0].text) not in CITING


def _part_figures(words: list[Word]) -> PlaceDate | None:
    """A place, a comma, "ngày" and a date in figures, with nothing behind."""
    at = len(words) - 2
    match = FIGURES.fullmatch(words[-1].text)
    if match is None or not 1 <= at <= 6 or not _is_printed(words[at], "ngay"):
        return None
    if not words[at - 1].text.endswith(",") or not words[0].text[:1].isupper():
        return None
    figures = words[-1]
    day, month, year = ((cut(figures, match.start(part), match.end(part)),) for part in (1, 2, 3))
    place = tuple(words[:at])
    return PlaceDate(place, day, month, year, (*place, words[at], figures))


def _unglued(word: Word) -> tuple[Word, ...]:
    """`Nghĩa,ngày` as the two words that it is."""
    match = GLUED_DAY.match(word.text)
    return (cut(word, 0, match.end()), cut(word, match.end())) if match else (word,)


def _end_of_letters(words: list[Word], month_at: int) -> int:
    """Index behind the place where no "ngày" was read: what stands between may be its remains and the day."""
    end = next((at + 1 for at in range(month_at) if words[at].text.endswith(",")), month_at)
    while end > 0 and not any(map(str.isalpha, words[end - 1].text)):
        end -= 1
    return end


def _is_spelled_out(behind: list[Word]) -> bool:
    """Whether the year is told in words or is a label's: `năm hai nghìn …`, `Ngày, tháng, năm sinh`."""
    return bool(behind) and len(behind[0].text) >= 3 and behind[0].text.rstrip(":,").isalpha()


def _day_word(words: list[Word], month_at: int) -> int | None:
    """Index of the word that begins with "ngày", sought backwards from the month."""
    for index in range(month_at - 1, max(-1, month_at - 5), -1):
        if _is_printed(words[index], "ngay") or (index == 0 and fold(words[0].text) == "ngay"):
            return index
    return None


def _is_printed(word: Word, wanted: str) -> bool:
    """Whether a word begins like a printed word of the line, one letter misread at most.

    The printed words are small: "Thanh Hóa" is no month.
    """
    if word.text[:1].isupper():
        return False
    letters = fold(word.text)[: len(wanted)]
    return len(letters) >= len(wanted) - 1 and Levenshtein.distance(letters, wanted, score_cutoff=1) <= 1


def _behind(word: Word, letters: int) -> tuple[Word, ...]:
    """What is glued to a printed word of `letters` letters, such as the `05` of `ngày05`."""
    rest = cut(word, letters)
    return (rest,) if len(word.text) > letters and rest.text.strip(" .,:;") else ()


def _year_words(words: tuple[Word, ...]) -> tuple[Word, ...]:
    taken: list[Word] = []
    for word in words:
        if not re.search(r"\d", word.text):
            break
        taken.append(word)
        if len(re.sub(r"\D", "", "".join(w.text for w in taken))) >= 4:
            break
    return tuple(taken)


def number_in(words: tuple[Word, ...], allowed: range) -> int | None:
    """The one number that the words spell, when it lies in `allowed`; figures only, nothing is guessed."""
    text = "".join(word.text for word in words).strip(" .,;:-–_…'`")
    return int(text) if text.isdecimal() and len(text) <= 4 and int(text) in allowed else None


def issue_place(parted: PlaceDate, page: int, spelling: Spelling) -> Finding | None:
    """The place in front of the date, without its comma."""
    kept = tuple(
        word
        for at, word in enumerate(parted.place)
        if any(map(str.isalpha, word.text)) or (at and NUMBERED.fullmatch(word.text))
    )
    # Noise of a stamp beside the line does not begin with a capital letter.
    while kept and not kept[0].text.strip("([{\"'.,").strip()[:1].isupper():
        kept = kept[1:]
    if not kept:
        return None
    texts, mended = spelling.mend(kept)
    value = " ".join(texts).strip(" .,;:-–_|'")
    if not value:
        return None
    # "8ình Hòa": what stands close before the name may be its first syllable.
    before = next((word for word in reversed(parted.place) if word.box.x1 <= kept[0].box.x0), None)
    is_near = before is not None and kept[0].box.x0 - before.box.x1 < 0.6 * kept[0].box.height
    doubt, ceiling = (PLACE_CUT, 0.6) if is_near else ("", 1.0)
    return Finding(value, kept, page, "letterhead:place", mended=mended, doubt=doubt, ceiling=ceiling)


def issue_date(parted: PlaceDate, page: Page, rule: str = "letterhead:date") -> Finding:
    """The date of the line: whole, or without the day when that could not be read."""
    day, month = number_in(parted.day, DAYS), number_in(parted.month, MONTHS)
    year = number_in(parted.year, YEARS)
    words = tuple(word for word in parted.words if word not in parted.place)
    shown = f"ngày {_shown(parted.day, day)} tháng {_shown(parted.month, month)} năm {year or UNREAD}"
    doubt, ceiling = "", 1.0
    if day is None or month is None or year is None:
        doubt, ceiling = DAY_UNREAD if day is None else "Ngày tháng không đọc đủ, cần người nhập", 0.2
    elif page.origin is not TextOrigin.TEXT_LAYER and _is_filled_in(parted):
        doubt, ceiling = DAY_WRITTEN, 0.6
    return Finding(
        shown, words, page.number, rule, normalised=_iso(day, month, year), doubt=doubt, ceiling=ceiling
    )


def _is_filled_in(parted: PlaceDate) -> bool:
    figures = (*parted.day, *parted.month, *parted.year)
    if any(word.remark in BY_HAND or word.confidence < SURE_DIGITS for word in figures):
        return True
    # Figures glued to "ngày" were written into too small a gap; so were ones taller than the printed year.
    printed = max((word.box.height for word in (*parted.month, *parted.year)), default=0.0)
    return any(word.box.height > 1.35 * printed for word in parted.day)


def _shown(words: tuple[Word, ...], number: int | None) -> str:
    return UNREAD if number is None else "".join(word.text for word in words).strip(" .,;:-–_…'`")


def _iso(day: int | None, month: int | None, year: int | None) -> str:
    """ISO 8601, as precise as what was read: `2025-02-05`, `2025-02`, `2025` or empty."""
    if year is None:
        return ""
    if month is None:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" if day is None else f"{year:04d}-{month:02d}-{day:02d}"
