"""Every syllable that Vietnamese spelling allows, so that the reader learns letters and not a word list."""

from __future__ import annotations

import unicodedata
from itertools import product

ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
    "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
RIMES = (  # noqa: SIM905 - as a word list it can be read
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oc oi om on ong op ot "
    "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh "
    "uôc uôi uôm uôn uông uôt uơ uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêt yêu"
).split()
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
STOPPED = ("c", "ch", "p", "t")
"""Rimes that end so take only the acute and the dot below."""
HATTED = "ăâêôơư"


def every_syllable() -> tuple[str, ...]:
    """Some 18,000 spellings, NFC; where old and new placement of the tone differ, both are there."""
    found = set()
    for onset, rime, tone in product(ONSETS, RIMES, TONES):
        if rime.endswith(STOPPED) and tone not in ("\u0301", "\u0323"):
            continue
        if not _goes_with(onset, rime):
            continue
        for place in _places(onset, rime):
            marked = rime[: place + 1] + tone + rime[place + 1 :]
            found.add(unicodedata.normalize("NFC", onset + marked))
    return tuple(sorted(found))


def _goes_with(onset: str, rime: str) -> bool:
    front = rime[0] in "eêiy"
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "g", "ng"):
        return not front
    if onset == "qu":
        return rime[0] in "aăâeêiơy" and not rime.startswith("ia")
    if onset == "gi":
        return rime[0] not in "iy"
    return not (rime.startswith("yê") and onset)


def _places(onset: str, rime: str) -> set[int]:
    """Indices in the rime of the letter that may bear the tone."""
    vowels = [index for index, letter in enumerate(rime) if letter in "aăâeêioôơuưy"]
    hatted = [index for index in vowels if rime[index] in HATTED]
    if hatted:
        return {hatted[-1]}
    if len(vowels) == 1:
        return {vowels[0]}
    if rime[len(vowels) :] or len(vowels) == 3:
        return {vowels[1]}
    if rime in ("oa", "oe", "uy") and onset != "qu":
        return {0, 1}
    return {0}
