"""Vietnamese letters as a machine must see them: one spelling, foldable, comparable despite misread marks.

Three keys, from strict to loose: the text itself in NFC, `neutral_key` (hòa = hoà, lý = lí, marks kept) and
`fold` (no marks, đ = d). Values are never rewritten by them; they only decide what counts as the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

# Letters that look like Vietnamese ones and get into texts from fonts, keyboards and recognisers.
_LOOK_ALIKES = str.maketrans(
    {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "\u00a0": " ", "\u2009": " ", "\u202f": " "}
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_LEADERS = re.compile(r"(?:\s*[.…·_]\s*){3,}|…+")
_WORDS = re.compile(r"[^\W_]+")
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")


def nfc(text: str) -> str:
    """The text in NFC, look-alike letters and odd spaces replaced, invisible characters left out."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES))


def clean(text: str) -> str:
    """The text on one line without dotted leaders and without punctuation left over from a label."""
    single = _SPACES.sub(" ", _LEADERS.sub(" ", nfc(text)))
    return single.strip(" :;,_-–—|").strip()


def _fold_table() -> dict[int, str]:
    """Every letter with marks to its bare small letter; built once, since folding is done for every word
    read."""
    table: dict[int, str] = {ord("đ"): "d", ord("Đ"): "d"}
    for code in range(0x80, 0x2000):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if code not in table and base != chr(code) and len(base) == 1:
            table[code] = base
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Small letters without marks, đ as d; as long as `nfc(text)`, so places in one hold in the other."""
    return _fold_again(text) if len(text) <= _SHORT else _fold(text)


_SHORT = 60
"""Letters of the longest texts that are folded once: labels and words come again and again, lines do not."""


def _fold(text: str) -> str:
    return nfc(text).translate(_FOLD).lower()


_fold_again = lru_cache(maxsize=16384)(_fold)


def fold_words(text: str) -> str:
    """Folded words parted by single spaces and nothing else: the form in which labels are compared."""
    return " ".join(_WORDS.findall(fold(text)))


def neutral_key(text: str) -> str:
    """Equal for the two legal spellings of a word: tone place (hoà, hòa) and i for y (Lí, Lý); marks kept."""
    return " ".join(_neutral_syllable(word) for word in re.findall(r"[^\W_]+", nfc(text).lower()))


@lru_cache(maxsize=8192)
def _neutral_syllable(word: str) -> str:
    tone = ""
    letters: list[str] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tone += mark
        else:
            letters.append(mark)
    return unicodedata.normalize("NFC", "".join(letters)).replace("y", "i") + tone


def label_similarity(read: str, label: str) -> float:
    """How much two short texts look alike, 0 to 1, marks and punctuation aside.

    Folding takes away what recognisers misread most (sổ/số, thửa/thừa); the edit distance bears the rest.
    """
    return fuzz.ratio(fold_words(read), fold_words(label)) / 100


def contains_label(text_folded: str, label: str, *, at_least: float = 0.85) -> float:
    """How well `label` is found in `text_folded` (from `fold_words`), 0 to 1; 0 when below `at_least`."""
    return contains_words(text_folded, fold_words(label), at_least=at_least)


def contains_words(text_folded: str, words: str, *, at_least: float = 0.85) -> float:
    """As `contains_label`, for a label that is folded already."""
    if not words or len(words) > len(text_folded) + 3:
        return 0.0
    # Most words are not there at all, which is told without copying the text.
    if words in text_folded and f" {words} " in f" {text_folded} ":
        return 1.0
    if at_least >= 1 or len(words) < 6:  # a short word one letter off is another word
        return 0.0
    return float(fuzz.partial_ratio(words, text_folded, score_cutoff=at_least * 100)) / 100
