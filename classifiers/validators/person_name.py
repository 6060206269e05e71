"""Names of persons: Vietnamese letters, usually two to six syllables; capitals on certificates.

The printed spelling is kept (Quí is not Quý in law); the canonical form only changes capitals.
"""

from __future__ import annotations

import re

from classifiers.parsed import Parsed, refused
from classifiers.record_type import FieldType
from classifiers.vietnamese import clean

FIELD_TYPES = (FieldType.PERSON_NAME,)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_ABROAD = re.compile(r"[FJWZfjwz]")


def parse(text: str) -> Parsed:
    """Reads a name; canonical in display case: `Nguyễn Văn An`, `H'Hen Niê`.

    A digit or a sign inside is an error. One syllable, more than six, or letters that Vietnamese lacks are
    warnings: minorities and foreigners have such names.
    """
    value = clean(text)
    syllables = value.split()
    if not syllables:
        return refused(value, "Không có họ tên")
    if any(not _LETTERS.fullmatch(syllable) for syllable in syllables):
        return refused(value, "Họ tên có chữ số hoặc ký hiệu lạ")
    parsed = Parsed(value, display(value))
    if not 2 <= len(syllables) <= 6:
        parsed = parsed.with_warning("Họ tên thường có từ hai đến sáu chữ")
    if _ABROAD.search(value):
        parsed = parsed.with_warning("Họ tên có chữ cái không dùng trong tiếng Việt")
    return parsed


def display(name: str) -> str:
    """The name with a capital at the start of each syllable and after hyphens and apostrophes."""
    return re.sub(r"[^\W\d_]+", lambda match: match[0][0].upper() + match[0][1:].lower(), name)
