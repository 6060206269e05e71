"""Turns text into the words that search compares: as written, spelling-neutral, and without marks.

Vietnamese is written in two legal spellings (hoà and hòa, Lý and Lí) and typed without marks more often
than with them. Three keys, each coarser than the one before, let an exact word rank first and still find
the others; none of them is ever shown or stored in place of the text. What the index holds follows from
this file: a change of a key needs a migration that empties the index and fills it again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LOOK_ALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "²": "2", "³": "3", "\xa0": " "})
_LOOK_ALIKE = re.compile("[ÐðƉɖ²³\xa0]")
"""Looked for first: replacing letter by letter takes ten times as long, and few pages have one."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]")
"""Soft hyphen, zero-width marks, and combining marks that compose with nothing."""
_WORD = re.compile(r"[^\W_]+")

_OLD_TONES = {
    old: new
    for base_old, base_new in (
        ("òa óa ỏa õa ọa", "oà oá oả oã oạ"),
        ("òe óe ỏe õe ọe", "oè oé oẻ oẽ oẹ"),
        ("ùy úy ủy ũy ụy", "uỳ uý uỷ uỹ uỵ"),
    )
    for old, new in zip(base_old.split(), base_new.split(), strict=True)
}
_OLD_TONE = re.compile("|".join(_OLD_TONES))
_Y_SYLLABLE = re.compile(r"(?:[hklmstv]|qu)[yỳýỷỹỵ]")
"""Where both letters are written for one sound; Thy and Thi, thúy and thúi are different words."""
_I_SYLLABLE = re.compile(r"(?:[hklmstv]|qu)[iìíỉĩị]")
_NEW_TONE = re.compile("|".join(_OLD_TONES.values()))
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in order, by two of their keys."""

    marked: list[str]
    """In one spelling: tone on the second vowel (hoà), i for a lone y after a consonant (lí)."""
    folded: list[str]
    """Without any mark, đ as d."""


def fold(text: str) -> str:
    """`text` as people type it: small letters, no marks, đ as d, words parted by one space."""
    return " ".join([keys_of(word)[1] for word in words_of(text)])


def words_of(text: str) -> list[str]:
    """The words of `text` as written, in small letters; punctuation and underscores part words."""
    return _WORD.findall(_cleaned(text).casefold())


def one_spelling(word: str) -> str:
    """The one spelling that stands for both: hòa → hoà, lý → lí, quý → quí; `word` in small letters."""
    word = _OLD_TONE.sub(lambda found: _OLD_TONES[found.group()], word)
    return word.translate(_Y_TO_I) if _Y_SYLLABLE.fullmatch(word) else word


def has_two_spellings(marked: str) -> bool:
    """Whether the word with this spelling-neutral key is written in two ways."""
    return bool(_NEW_TONE.search(marked) or _I_SYLLABLE.fullmatch(marked))


def strip_marks(word: str) -> str:
    """`word` without tone and vowel marks; đ, which Unicode does not decompose, becomes d."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).replace("đ", "d")


def _cleaned(text: str) -> str:
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if _LOOK_ALIKE.search(text):
        text = text.translate(_LOOK_ALIKES)
    return _UNSEEN.sub("", text)


_keys: dict[str, tuple[str, str]] = {}
_KEYS_KEPT = 50_000
"""Vietnamese has some 7,000 syllables; the rest are names, numbers and misreadings."""


def keys_of(word: str) -> tuple[str, str]:
    """(spelling-neutral key, markless key) of one word as written."""
    found = _keys.get(word)
    if found is None:
        marked = one_spelling(word)
        found = (marked, strip_marks(marked))
        if len(_keys) >= _KEYS_KEPT:
            _keys.clear()
        _keys[word] = found
    return found


def keyed(text: str) -> Words:
    """The words of `text` by their keys."""
    kept = _keys.get  # a page has 200 words, and nearly all of them are there
    keys = [kept(word) or keys_of(word) for word in words_of(text)]
    return Words([key[0] for key in keys], [key[1] for key in keys])


Placed = tuple[Words, list[tuple[int, int]]]
"""The words of a text, and where each begins and ends in it."""


def placed(text: str) -> Placed:
    """The words of `text` by their keys, and where each begins and ends in it.

    The text must be `readable`, so that nothing is dropped that would move the places.
    """
    words = keyed(text)
    places = [found.span() for found in _WORD.finditer(text)]
    if len(places) != len(words.marked):  # İ grows a mark in small letters that parts the word: rare, slow
        each = [keys_of("".join(words_of(text[start:end])) or "_") for start, end in places]
        words = Words([marked for marked, _ in each], [folded for _, folded in each])
    return words, places


def readable(text: str) -> str:
    """NFC without soft hyphens and zero-width marks, but with line breaks, capitals and punctuation.

    U+0000, which hard PDFs hold for letters without a code, becomes a blank: PostgreSQL cannot keep it, and
    it parts words as a blank does.
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text)).replace("\xa0", " ").replace("\0", " ")
