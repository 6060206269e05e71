"""The signs that the line reader knows, in the order of the network's outputs; output 0 is "no sign".

Every Vietnamese letter in both cases with every tone, the other Latin letters, figures, and the punctuation
of office papers. What is not here (Greek, Cyrillic, `ĕ ŏ č` of Ê Đê names) cannot be read.
"""

from __future__ import annotations

import unicodedata

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
CONSONANTS = "bcdđfghjklmnpqrstvwxz"
FIGURES = "0123456789"
MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]_{|}~–—…•°²³½×§«»“”‘’€₫±"

_vowels = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES)
SIGNS = " " + FIGURES + MARKS + CONSONANTS + CONSONANTS.upper() + _vowels + _vowels.upper()
"""The sign of output number n is `SIGNS[n - 1]`."""
NUMBER_OF = {sign: number for number, sign in enumerate(SIGNS, start=1)}
SPACE = NUMBER_OF[" "]
