"""Values put right where they are made of words known beforehand: units, provinces, offices, peoples.

A recogniser reads "tỉnh Cao Băng" or "Cục Cảrh sát quản lý hành chính"; a clerk sees at once what is printed.
Only closed lists are used, and only where one entry alone is near; a person's name is never touched, a
commune's only in the name of an office that names its district or province too. What was read stays in
`as_read`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from classifiers.extraction.listed_places import with_listed_units
from classifiers.extraction.office_words import PROVINCES
from classifiers.record_type import FieldType
from classifiers.syllables import is_syllable
from classifiers.validators.ethnic_group import GROUPS
from classifiers.vietnamese import fold, neutral_key

UNIT_WORDS = (
    "tỉnh", "thành phố", "thị xã", "thị trấn", "huyện", "quận", "xã", "phường", "thôn", "xóm", "ấp", "bản",
    "làng", "buôn", "khóm", "tổ dân phố", "khu phố", "khối", "đường", "phố", "ngõ", "ngách", "hẻm",
)  # fmt: skip
"""What the parts of an address begin with; as printed inside it, in small letters."""
GROUPS_MISREAD = frozenset({"to", "tô", "tố", "tồ", "tỏ"})
"""What "tổ" before a figure becomes without its mark; not "tờ", which is a sheet of a map."""
PHRASES = (
    "Ủy ban nhân dân",
    "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "Cục Cảnh sát đăng ký quản lý cư trú và dữ liệu quốc gia về dân cư",
    "Cục trưởng Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "Căn cước công dân số",
    "Chứng minh nhân dân số",
)
"""Fixed names and openings that stand in values of civil-status papers (forms of Circular 04/2020/TT-BTP)."""
SOURCES = (
    "Sổ đăng ký hộ tịch",
    "Sổ đăng ký khai sinh",
    "Sổ đăng ký khai tử",
    "Sổ đăng ký kết hôn",
    "Cơ sở dữ liệu hộ tịch điện tử",
)
"""What an extract is taken from; elsewhere "số đăng ký khai sinh" is a number."""
CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"})
"""Cities that are no part of a province; the name behind "thành phố" may be a letter off for these alone."""
OTHER_SPELLINGS = frozenset({"baccan", "daklak", "daclac", "daknong", "kontum", "pleiku"})
"""Names that papers of their time spell in several ways: left as printed."""
PEOPLES = (*GROUPS, "Việt Nam")
"""What stands behind "Dân tộc" and, nearly always, behind "Quốc tịch"."""
LABELS_BEHIND = frozenset({"quoc", "ton", "dan", "gioi"})
"""How labels begin, folded, that stand behind a people or country on its line."""
LETTERS_A_FAULT = 10
"""One letter in so many of a phrase may be misread."""
LONGEST = 400
"""Letters of a value that are looked at."""
KINDS = frozenset(
    {FieldType.ADDRESS, FieldType.ORG_NAME, FieldType.ID_DOCUMENT, FieldType.ENUM_OPEN, FieldType.TEXT}
)
"""Kinds of field whose values hold such words; never names of persons, never numbers."""


def put_right(kind: FieldType, text: str) -> str:
    """The value with its known words as they are written, or the same text."""
    if kind not in KINDS or not text or len(text) > LONGEST or "\n" in text:
        return text
    if kind is FieldType.ENUM_OPEN:
        return _with_people(_with_phrases(text, SOURCES))
    if kind is FieldType.TEXT:
        text = _with_words_told_by_the_next(text)
    # A number behind it makes it one: "số đăng ký khai sinh 12".
    is_book = kind is FieldType.TEXT and not any(map(str.isdigit, text))
    text = _with_phrases(text, (*PHRASES, *SOURCES) if is_book else PHRASES)
    if kind in {FieldType.ADDRESS, FieldType.ORG_NAME}:
        text = _with_province(_with_units(text))
    # An address has its listed form beside it; a name of an office has no other.
    return with_listed_units(text) if kind is FieldType.ORG_NAME else text


def _with_words_told_by_the_next(text: str) -> str:
    """`Mẫu sô 18`, `huyên Văn Chấn` and `12 thang`: words that what stands beside them tells apart."""
    words = text.split(" ")
    for at, word in enumerate(words[:-1]):
        behind, letters = words[at + 1], fold(word)
        if letters == "so" and behind[:1].isdigit() and at and fold(words[at - 1]) == "mau":
            words[at - 1 : at + 1] = _in_case("mẫu", words[at - 1]), _in_case("số", word)
        elif letters == "huyen" and word.islower() and behind[:1].isupper():
            words[at] = _in_case("huyện", word)
    if len(words) == 2 and words[0].isdigit() and fold(words[1]) == "thang":
        words[1] = _in_case("tháng", words[1])
    return " ".join(words)


def _with_people(text: str) -> str:
    """The people or country with which the value begins, where the rest is a label misread."""
    words = text.split()
    for count in range(min(3, len(words)), 0, -1):
        read = " ".join(words[:count])
        # "Không" is one letter from Kháng: a single word that is a syllable is left as it was read.
        may_err = count == len(words) and (count > 1 or not is_syllable(read))
        name = _one_near(_letters(read), PEOPLES, 1 if may_err else 0)
        rest = words[count:]
        if name is not None and (all(map(_is_noise, rest)) or fold(rest[0]) in LABELS_BEHIND):
            return _in_case(name, read)
    return text


def _with_phrases(text: str, phrases: tuple[str, ...]) -> str:
    """Fixed phrases put right wherever they stand, whatever words they were glued to or broken into."""
    words = text.split()
    folded = [_letters(word) for word in words]
    for phrase, wanted in _folded_phrases(phrases):
        found = _nearest(folded, wanted, len(phrase.split()))
        if found is not None:
            start, stop = found
            written = _in_case(phrase, " ".join(words[start:stop]))
            words[start:stop] = (written + _closing_signs(words[stop - 1])).split()
            folded = [_letters(word) for word in words]
    return " ".join(words)


@lru_cache(maxsize=4)
def _folded_phrases(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return tuple((phrase, _letters(phrase)) for phrase in longest_first)


def _nearest(folded: Sequence[str], wanted: str, count: int) -> tuple[int, int] | None:
    """First and last word (exclusive) of the run that is the phrase but for a few letters."""
    most = len(wanted) // LETTERS_A_FAULT
    best: tuple[int, int, int] | None = None
    for start in range(len(folded)):
        for stop in range(start + max(1, count - 2), min(len(folded), start + count + 2) + 1):
            run = "".join(folded[start:stop])
            # "Phòng Cảnh sát …" lacks no "Cục": a phrase begins with its own first word.
            if abs(len(run) - len(wanted)) > most or Levenshtein.distance(run[:3], wanted[:3]) > 1:
                continue
            faults = Levenshtein.distance(run, wanted, score_cutoff=most)
            if faults <= most and (best is None or faults < best[0]):
                best = faults, start, stop
    return (best[1], best[2]) if best is not None else None


def _with_units(text: str) -> str:
    """Each part of an address with its unit word as written: `huyên Tiên Du` is `huyện Tiên Du`."""
    return ", ".join(_unit_at_front(part) for part in re.split(r"\s*,\s*", text))


def _unit_at_front(part: str) -> str:
    words = part.split()
    if len(words) > 1 and words[0].lower() in GROUPS_MISREAD and words[1][0].isdigit():
        return " ".join((_in_case("tổ", words[0]), *words[1:]))
    for unit in UNIT_WORDS:
        count = len(unit.split())
        front = " ".join(words[:count])
        is_unit = front.islower() or count > 1
        if len(words) > count and is_unit and fold(front) == fold(unit):
            return " ".join((_in_case(unit, front), *words[count:]))
    return part


def _with_province(text: str) -> str:
    """The province at the end of an address as written, without what a picture beside it left behind."""
    named = re.search(r"(?:^|.*\s)(?:tỉnh|thành phố|tp\.?)\s+(?=[^,]+$)", text, re.IGNORECASE)
    at = named.end() if named is not None else text.rfind(", ") + 2
    words = text[at:].split()
    if at < 2 or "-" in words:
        return text
    for count in range(min(4, len(words)), 0, -1):
        read = " ".join(words[:count])
        # A word behind the name is left out only where the name itself was read without a fault.
        is_all = count == len(words)
        name = _one_near(_letters(read), PROVINCES, 1 if is_all and named is not None else 0)
        if name is not None and _is_city_of_a_province(named, read, name):
            name = None
        if name is not None:
            behind = words[count:]
            kept = [] if all(map(_is_noise, behind)) else behind
            return text[:at] + " ".join((_in_case(name, read), *kept))
    return text


def _is_city_of_a_province(named: re.Match[str] | None, read: str, name: str) -> bool:
    """Whether a city behind "thành phố" is merely one letter from a province: Phổ Yên, Phú Yên."""
    is_city = named is not None and fold(named[0]).rstrip(" .").endswith(("thanh pho", "tp"))
    return is_city and _letters(read) != _letters(name) and name not in CITIES


def ends_with_province(text: str) -> bool:
    """Whether an address is whole: its last part is a province, so that nothing of it can follow."""
    front, comma, last = text.rpartition(",")
    named = re.match(r"\s*(?:tỉnh|thành phố|tp\.?)\s+", last, re.IGNORECASE)
    letters = _letters(last[named.end() :] if named is not None else last)
    return bool(comma and front) and _one_near(letters, PROVINCES, 0) is not None


@lru_cache(maxsize=4096)
def _one_near(letters: str, names: tuple[str, ...], most: int) -> str | None:
    """The one name within `most` letters of what was read; `None` where there is none or are several."""
    if letters in OTHER_SPELLINGS:
        return None
    exact = [name for name in names if _letters(name) == letters]
    if exact or not most or len(letters) < 4:
        return exact[0] if exact else None
    near = [name for name in names if Levenshtein.distance(_letters(name), letters, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else None


def _is_noise(word: str) -> bool:
    """Whether a word behind the whole address is none: figures, signs, letters without a vowel."""
    bare = fold(word)
    return not bare.isalpha() or not any(vowel in bare for vowel in "aeiouy")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _closing_signs(word: str) -> str:
    match = re.search(r"[,;.:]+$", word)
    return match[0] if match else ""


def _in_case(known: str, read: str) -> str:
    """The known words in the letter case of what was read; as read where only their spelling differs.

    Uỷ ban and Ủy ban, Hoà Bình and Hòa Bình are both right.
    """
    bare = read.rstrip(",;.:")
    has_signs = any(not letter.isalnum() and letter not in " -" for letter in bare)
    if not has_signs and neutral_key(bare) == neutral_key(known):
        return bare
    written = known.upper() if bare.isupper() else known
    front = written[:1].lower() if bare[:1].islower() else written[:1].upper()
    return front + written[1:]
