"""Tells whether a word can be a Vietnamese syllable, by the grammar of the syllable alone.

A syllable is an onset, a rime and a tone, all from short closed lists, so a dictionary is not needed: of the
words that a recogniser spoils most leave the grammar. A word that does so is only doubted, never changed; it
may be a name from a minority language, a foreign word or an abbreviation, which are told by their build.

Onsets and rimes: Đoàn Thiện Thuật, "Ngữ âm tiếng Việt" (1977), with the rare rimes of borrowed words
(xoong, tuýp); spelling rules: Decision 240/QĐ of the Ministry of Education (5 March 1984).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from classifiers.vietnamese import fold

_TONES = {"\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "~", "\u0323": "."}
"""Combining mark to a sign for the tone: huyền, sắc, hỏi, ngã, nặng."""

_RIMES_LISTED = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong ooc oong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt oe oem oen oeng oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uên uênh uêt uêu
    uơ uơn uy uya uych uyên uyêt uynh uyn uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RIMES = frozenset(_RIMES_LISTED.split())
_AFTER_QU_LISTED = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât ây
    e ec en eng eo et ê êch ên ênh êt êu i ich in inh it iu iên iêt y yên yêt ynh ych yt yn yu
    ôc ơ ơi ơn ơt
"""
_AFTER_QU = frozenset(_AFTER_QU_LISTED.split())
"""What may stand after `qu`: the glide is written in the onset."""
_AFTER_GI = _RIMES - {rime for rime in _RIMES if rime[0] in "iy"}
_ONSETS = (
    "ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
)  # fmt: skip
_FRONT = frozenset("eêiy")
"""Vowels before which k, gh and ngh are written, and c, g and ng elsewhere."""
_Y_AFTER = frozenset("hklmstv") | {""}
"""Onsets after which the lone vowel may be written y for i: kỹ, lý, tỷ; names also take it elsewhere."""
_STOPS = ("c", "ch", "p", "t")
"""Finals that bear only sắc and nặng."""
_LONGEST = 7
"""Letters of `nghiêng`, the longest syllable."""
_GLIDED = ("oa", "oe", "uy")
"""Rimes whose tone is printed on the first or the second vowel: hòa, hoà; khỏe, khoẻ; thúy, thuý."""


def is_syllable(word: str) -> bool:
    """Whether `word`, letters alone in any case, can be one Vietnamese syllable with its marks.

    Both placements of the tone count, and so do i and y where they stand for one sound.
    """
    composed = unicodedata.normalize("NFC", word).lower()
    return 0 < len(composed) <= _LONGEST and _is_syllable(composed)


def is_folded_syllable(word: str) -> bool:
    """Whether `word`, without marks and in small letters, is what some syllable looks like without them."""
    return word in _folded_syllables()


@lru_cache(maxsize=1)
def _folded_syllables() -> frozenset[str]:
    return frozenset(
        fold(onset + rime)
        for onset in (*_ONSETS, "")
        for rime in _RIMES | _AFTER_QU
        if _is_spelled(onset, rime)
    )


@lru_cache(maxsize=16384)
def _is_syllable(word: str) -> bool:
    bare, tone, place = _without_tone(word)
    return bare is not None and any(
        _fits(onset, bare[len(onset) :], tone, place - len(onset)) for onset in _onsets_of(bare)
    )


def _without_tone(word: str) -> tuple[str | None, str, int]:
    """The word without its tone, the tone, and the letter that bore it; `None` when it bears two."""
    letters: list[str] = []
    tone, place = "", -1
    for at, letter in enumerate(word):
        parts = unicodedata.normalize("NFD", letter)
        marks = [mark for mark in parts if mark in _TONES]
        if marks and (tone or len(marks) > 1):
            return None, "", -1
        if marks:
            tone, place = _TONES[marks[0]], at
        letters.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)))
    return "".join(letters), tone, place


def _onsets_of(bare: str) -> list[str]:
    """The onsets with which the word may begin: `gìn` is g and in, `giá` gi and a."""
    return [onset for onset in (*_ONSETS, "") if bare.startswith(onset)]


def _fits(onset: str, rime: str, tone: str, place: int) -> bool:
    if onset == "gi" and not rime:  # gì, gỉ
        return tone != "" and place == -1
    known = _AFTER_QU if onset == "qu" else _AFTER_GI if onset == "gi" else _RIMES
    if rime not in known or not _is_spelled(onset, rime):
        return False
    if rime.endswith(_STOPS) and tone not in {"'", "."}:
        return False
    return not tone or _bears_tone(onset, rime, place)


def _is_spelled(onset: str, rime: str) -> bool:
    """Whether onset and rime are written together so: kẻ but cá, nghe but nga, yêu but tiêu."""
    first = rime[0]
    if onset in {"k", "gh", "ngh"}:
        # k also stands before a, ă, o, u in place names (Kon, Kạn); gh and ngh never do
        return first in _FRONT or onset == "k"
    if onset in {"c", "ng"}:
        return first not in _FRONT
    if onset == "g":
        return first not in "eêy"
    if onset == "":
        return rime not in {"iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu"}
    if rime == "y":
        return onset in _Y_AFTER or len(onset) <= 2
    return onset == "qu" or not rime.startswith("y")


def _bears_tone(onset: str, rime: str, place: int) -> bool:
    """Whether the tone stands on a letter of the rime where printers put it, in either fashion."""
    if place < 0:  # on the glide of the onset: qúy, gía, seen in old print
        return place == -1 and onset in {"qu", "gi"} and len(rime) <= 2
    if rime[place] not in "aăâeêioôơuưy":
        return False
    if rime.startswith(_GLIDED) and "ê" not in rime and rime != "uya":
        return place <= 1
    return place == _nucleus(rime)


def _nucleus(rime: str) -> int:
    """The place of the vowel that bears the tone where both fashions agree."""
    hatted = [at for at, letter in enumerate(rime) if letter in "ăâêôơ"]
    if hatted:
        return hatted[-1]
    vowels = [at for at, letter in enumerate(rime) if letter in "aeiouưy"]
    if rime in {"ia", "ua", "ưa"} or len(vowels) == 1:
        return vowels[0]
    if rime in {"uya", "ooc", "oong"} or (rime[0] == "o" and rime[1] in "ae"):
        return 1
    return 0


_VOWELS = "aăâeêioôơuưy"
_CLUSTERS = re.compile(f"[{_VOWELS}]+")
_OTHER_LETTERS = frozenset("fjwz")
"""Letters of no Vietnamese word, at home in foreign ones."""
_FOREIGN_MARKS = frozenset("äëïöüçß")
_MINORITY_LETTERS = frozenset("ĕĭŏŭčƀ\u030c\u0306")
"""Breves and carons of Ê Đê, Gia Rai and Ba Na, which Vietnamese does not write."""
_MINORITY_FINAL = re.compile(rf"(?:[{_VOWELS}][klrsh]|[^aăâeêioôơuư]ă)$")
_MINORITY_ONSET = re.compile(
    rf"(?:[bđdgkpmhtcs][rl]|m[nđd]|k[psnbđdt]|bh|dh|đh|hm|khm|kn|ks|rc|rl|st|sr|xt|xr|[jz]|[yw][{_VOWELS}])"
)
_ABBREVIATIONS_LISTED = """
    tw kg km cm mm dm ml mg gr kw kwh mw kv kva ha vnđ đ đt đc sđt đtdđ tp tx tt ttr ths ts pgs gs bs ks cn nđ
    tr st vv vd nxb cmnd cccd gcn hđnd ubnd mttq bhxh bhyt qđ ct tb bc kh nq cv stt ptth thpt thcs gd đh cđ
    mr mrs ltd co ms no web fax blog test tour file sms pin usb wifi zalo
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_LISTED.split())
"""Units, titles and shortened words that are printed without a point, and short foreign words of offices."""
_LONGEST_ABBREVIATION = 10
"""Letters of `GCNQSDĐ` and its like."""


def is_improbable(word: str) -> bool:
    """Whether `word`, letters alone, is neither a syllable nor built like another kind of word.

    Other kinds are abbreviations, units, foreign words and names of minority languages. What is so marked
    may still be right: whoever uses it doubts, and never mends.
    """
    word = unicodedata.normalize("NFC", word)
    if len(word) < 2 or not word.isalpha() or (is_syllable(word) and _is_evenly_cased(word)):
        return False
    return not _is_known_apart(word)


@lru_cache(maxsize=16384)
def _is_known_apart(word: str) -> bool:
    lower = word.lower()
    bare, tone, _ = _without_tone(lower)
    if lower in _ABBREVIATIONS or any(letter in _MINORITY_LETTERS for letter in lower):
        return True
    if bare is None:
        return False
    if not _is_evenly_cased(word):
        return not tone and _is_coined(word)
    if tone:  # Đắk, Knốp, Đạ Tẻh: written with Vietnamese tones of late
        return word[0].isupper() and _has_minority_build(bare)
    if word.isupper():
        return len(word) <= _LONGEST_ABBREVIATION and not (_has_lost_marks(lower) or _is_run_together(lower))
    return _is_foreign(lower) or (word[0].isupper() and (_is_name(lower) or _is_minority_name(lower)))


def _is_evenly_cased(word: str) -> bool:
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())


def _is_coined(word: str) -> bool:
    """`TTg`, `HĐTVr`, `VNeID`, `VietGAP`, but not `xA`, `CilU` or two words run together."""
    if re.fullmatch(r"[A-ZĐĂÂÊÔƠƯ]{2,6}[a-zđ]{1,2}", word):
        return True
    return word.isascii() and len(word) >= 4 and re.search("[A-Z]{2}", word) is not None


def _is_foreign(lower: str) -> bool:
    """Two vowels or more apart, or a letter that Vietnamese lacks: `internet`, `email`, `fax`."""
    if not lower.isascii():
        return False
    groups = _CLUSTERS.findall(lower)
    if not groups or re.search(r"[^aeiouy]{5,}", lower):
        return False
    return len(lower) >= 4 and (len(groups) >= 2 or not _OTHER_LETTERS.isdisjoint(lower))


def _is_name(lower: str) -> bool:
    """`Smith`, `Park`, `Müller`: a vowel, and no Vietnamese syllable that lost its marks, as `Ngoc` is."""
    if not _FOREIGN_MARKS.isdisjoint(lower):
        return True
    return lower.isascii() and bool(_CLUSTERS.search(lower)) and lower not in bare_syllables()


def _is_minority_name(lower: str) -> bool:
    """`Krông`, `Đăk`, `Mlô`, `Êban`, `Niê`, `Yăng`: no tone, and built as no Vietnamese word is."""
    if len(_CLUSTERS.findall(lower)) >= 2:
        return len(lower) >= 3 and not _is_run_together(lower)
    return _has_minority_build(lower) or lower == "niê"


def _has_minority_build(bare: str) -> bool:
    """An onset or a final that Vietnamese lacks, in a word without its tone."""
    return bool(_MINORITY_ONSET.match(bare) or _MINORITY_FINAL.search(bare))


def _is_run_together(lower: str) -> bool:
    """Whether it is syllables between which the spaces were lost: `nhândân`, `bannhândân`.

    Without a Vietnamese letter it may be a foreign name that happens to be made of syllables: `samsung`.
    """
    return len(lower) >= 6 and not lower.isascii() and _is_syllables(lower)


@lru_cache(maxsize=4096)
def _is_syllables(lower: str) -> bool:
    return is_syllable(lower) or any(
        is_syllable(lower[:cut]) and _is_syllables(lower[cut:]) for cut in range(2, min(8, len(lower) - 1))
    )


def _has_lost_marks(lower: str) -> bool:
    """Whether capitals would be a syllable but for their marks: `NGUYEN`, `NGHIEP`; not of shorter ones."""
    groups = _CLUSTERS.findall(lower)
    return len(lower) >= 5 and len(groups) == 1 and len(groups[0]) >= 2 and lower in bare_syllables()


@lru_cache(maxsize=1)
def bare_syllables() -> frozenset[str]:
    """Every onset with every rime, without any mark."""
    return frozenset(_unmarked(onset + rime) for onset in (*_ONSETS, "") for rime in _RIMES)


def _unmarked(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("đ", "d")
