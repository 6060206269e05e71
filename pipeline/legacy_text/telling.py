"""Tells which code each font of a page follows: by its name, and by whether its letters then make syllables.

A name alone may lie: some programs write right Unicode under `.VnTime`, others rename what they embed to
`F1`. So every code is tried on the runs that hold other than plain letters, and the one under which they
obey the Vietnamese syllable is taken; where none does clearly, the run stays and is called unsure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.syllables import is_syllable
from pipeline.legacy_text.codes import Code, FontCode, in_unicode
from pipeline.legacy_text.font_names import code_of_name

_LETTERS = re.compile(r"[^\W\d_]+")
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u0323]")
"""Vietnamese letters that no Western code has: whoever writes them writes Unicode."""
_ENOUGH_RUNS = 4
"""Different runs with marks that must speak for a code when the font's name does not."""
_CONVINCING = 0.85
"""Part of the marked letters in syllables: over 0.94 under the right code, at most 0.70 under another."""
_SOUND = 0.6
"""Part that is enough where the name says the same; capitals in a font apart cut words to pieces."""
_LEAD = 0.25
"""By how much a code must be ahead of reading the letters as they are."""
_AHEAD = 0.1
"""By how much it must be ahead of every other code: VISCII and VPS share many letters."""
_CAPITALS = 0.9
"""Height of a, e, n, o in letters as tall as b, d, h, l, from which small letters are drawn as capitals:
0.66 to 0.73 in ordinary fonts, 1 in those."""


@dataclass(frozen=True, slots=True)
class FontSample:
    """What one font of a page writes."""

    name: str
    """As the PDF gives it, subset prefix and all; empty when it has none."""
    runs: Sequence[str]
    """Its letters as stored, by pieces of words."""
    low_height: float = 0.0
    """Median height of the ink of a, c, e, m, n, o, r, s, u, v, x in points; 0 when unknown."""
    tall_height: float = 0.0
    """Median height of the ink of b, d, h, k, l in points; 0 when unknown."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a font is to be read, and whether that is sure."""

    font: FontCode
    is_sure: bool = True


def codes_of(fonts: Mapping[int, FontSample]) -> dict[int, Told]:
    """How to read each font of one page; fonts that say too little follow the others."""
    told = {key: _by_itself(sample) for key, sample in fonts.items()}
    known = {found.font.code for found in told.values() if found is not None} - {Code.UNICODE}
    return {key: found or _by_others(fonts[key], known) for key, found in told.items()}


def _by_itself(sample: FontSample) -> Told | None:
    """The code that name and letters agree on; `None` where they say too little."""
    marked = _marked_runs(sample.runs)
    named = code_of_name(sample.name)
    if any(map(_UNICODE_ONLY.search, sample.runs)):
        return Told(FontCode())
    if not marked:
        return Told(named or FontCode())
    as_stored = _share_of_syllables(marked, Code.UNICODE)
    if named is not None and _share_of_syllables(marked, named.code) >= max(_SOUND, as_stored):
        return Told(named)
    if as_stored >= _CONVINCING:
        return Told(FontCode())
    code = _likeliest(marked)
    if code is not None and len(marked) >= _ENOUGH_RUNS:
        return Told(FontCode(code, code is Code.TCVN3 and _draws_capitals(sample)))
    return None


def _likeliest(marked: Sequence[str]) -> Code | None:
    """The old code under which the runs read as Vietnamese, when they do so under no other."""
    shares = sorted(((_share_of_syllables(marked, code), code) for code in Code), reverse=True)
    (best, code), (second, _) = shares[:2]
    as_stored = next(share for share, code in shares if code is Code.UNICODE)
    is_clear = best >= _CONVINCING and best >= as_stored + _LEAD and best >= second + _AHEAD
    return code if is_clear else None


def _by_others(sample: FontSample, known: set[Code]) -> Told:
    """A font with a few marked letters is read as its neighbours are, where that makes sense."""
    marked = _marked_runs(sample.runs)
    if len(known) == 1:
        code = next(iter(known))
        if _share_of_syllables(marked, code) > _share_of_syllables(marked, Code.UNICODE):
            return Told(FontCode(code, code is Code.TCVN3 and _draws_capitals(sample)))
    named = code_of_name(sample.name)
    # A foreign language has marks and no syllables too: how it reads is then for the page's judge to say.
    is_foreign = named is None and not known and _likeliest(marked) is None
    return Told(named or FontCode(), is_sure=is_foreign)


def _marked_runs(runs: Sequence[str]) -> list[str]:
    """Different runs that hold a letter beyond ASCII, or a private one."""
    return list(dict.fromkeys(run for run in runs if not run.isascii() and len(run) > 1))


def _share_of_syllables(runs: Sequence[str], code: Code) -> float:
    """Part of the letters that stand in syllables when the runs are read in `code`, 0 to 1."""
    good = every = 0
    for run in runs:
        text, is_sure = in_unicode(run, FontCode(code))
        words = _LETTERS.findall(text)
        every += len(text) if not is_sure else sum(map(len, words))
        good += sum(len(word) for word in words if is_syllable(word)) if is_sure else 0
    return good / every if every else 0.0


def _draws_capitals(sample: FontSample) -> bool:
    """Whether the font's small letters are as tall as its tall ones; else what its name says."""
    named = code_of_name(sample.name)
    if not sample.low_height or not sample.tall_height:
        return named is not None and named.shows_capitals
    return sample.low_height >= _CAPITALS * sample.tall_height
