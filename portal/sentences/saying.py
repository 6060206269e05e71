"""Says in English what stands as a Vietnamese sentence in records, in the ledger and in verdicts.

An archived record says its doubts in Vietnamese, for thirty years: its schema is no place for the languages
of the interface. So a sentence is its own code: the patterns of `english.po` find which one it is and what
it holds (a number, a name, another sentence), in old records as in new. A test holds every sentence of the
sources against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

from classifiers.catalogue import load_record_types
from portal.translations import read_po
from records.errors import HosoError

SOURCE = Path(__file__).with_name("english.po")
LONGEST_SENTENCE = 4_000
"""Longer texts are shown as they are: no reason is so long, and patterns take time."""
DEEPEST = 4
"""Sentences within sentences within sentences."""
_JOINTS = {"; ": "; ", ", ": ", ", " nhưng ": " but ", " và ": " and ", " hoặc ": " or "}
"""Between sentences or words of a list; only where every part is known."""
_FIGURES = r"[\d–/.,-]+"
_LETTER = re.compile(r"[^\W\d_]")
_PLACE = re.compile(r"\{(\w+)([!#]?)\}")
"""What differs from case to case: `{name}`; `{reason!}`, which must itself be known; `{page#}`, figures."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One sentence with places for what differs."""

    form: re.Pattern[str]
    must_be_known: frozenset[str]
    as_printed: frozenset[str]
    """What stands in quotation marks: words of a paper, in no language but their own."""
    english: str


def said(text: str) -> str:
    """`text` in the reader's language; as it is where nothing is known of it."""
    return in_english(text) if get_language() == "en" else text


def said_lines(text: str) -> str:
    """The same for several sentences, one a line."""
    return "\n".join(said(line) for line in text.split("\n"))


def in_english(text: str) -> str:
    """The English of a Vietnamese sentence; the sentence itself where it is none that Hoso says."""
    return _english(text, 0) or text


@lru_cache(maxsize=4_096)
def _english(text: str, depth: int) -> str:
    """The English of `text`; empty where it is not known."""
    stripped = text.strip()
    if not stripped or depth > DEEPEST or len(stripped) > LONGEST_SENTENCE:
        return ""
    if (told := _words().get(stripped)) is not None:
        return told
    if not _LETTER.search(stripped):
        return ""
    return _by_pattern(stripped, depth) or _in_parts(stripped, depth) or _label_and_rest(stripped, depth)


def _by_pattern(text: str, depth: int) -> str:
    for pattern in _patterns():
        if found := pattern.form.fullmatch(text):
            parts = {
                name: "" if name in pattern.as_printed else _english(part, depth + 1)
                for name, part in found.groupdict().items()
            }
            if all(parts[name] for name in pattern.must_be_known):
                held = {name: told or found[name] for name, told in parts.items()}
                return pattern.english.format_map(held)
    return ""


def _in_parts(text: str, depth: int) -> str:
    """A list, whose items may hold commas themselves: the first item that is known, then the others."""
    for joint, english in _JOINTS.items():
        for found in re.finditer(re.escape(joint), text):
            first = _by_itself(text[: found.start()], depth + 1)
            if first and (others := _english(text[found.end() :], depth)):
                return f"{first}{english}{others}"
    return ""


def _by_itself(text: str, depth: int) -> str:
    return _words().get(text) or _by_pattern(text, depth)


def _label_and_rest(text: str, depth: int) -> str:
    """`Ngày sinh: đọc chưa chắc (80%)`, `Diện tích bằng số và bằng chữ khác nhau: “1”, “2”`."""
    for found in re.finditer(": ", text):
        label, rest = text[: found.start()], text[found.end() :]
        told, told_rest = _english(label, depth + 1), _english(rest, depth + 1)
        if told or told_rest:
            return f"{told or label}: {told_rest or rest}"
    return ""


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    """Every sentence with its English."""
    found = {error.remedy_vi: error.remedy_en for error in _errors(HosoError)}
    for message, forms in read_po(SOURCE.read_text(encoding="utf-8")).items():
        if message:
            found[message] = forms[0]
    return found


def _errors(kind: type[HosoError]) -> Iterable[type[HosoError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _errors(below)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, str]:
    """What is said without anything that differs, and the names of record types."""
    types = load_record_types().values()
    names = {name: kind.name_en for kind in types for name in (kind.title, kind.name_vi)}
    return names | {vi: en for vi, en in _known().items() if not _PLACE.search(vi)}


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    """The most telling first: those with the most letters of their own."""
    held = [(vi, en) for vi, en in _known().items() if _PLACE.search(vi)]
    held.sort(key=lambda pair: -len(_PLACE.sub("", pair[0])))
    return tuple(
        _Pattern(
            _form(vi),
            frozenset(name for name, kind in _PLACE.findall(vi) if kind == "!"),
            frozenset(re.findall(r"“\{(\w+)\}”", vi)),
            en,
        )
        for vi, en in held
    )


def _form(message: str) -> re.Pattern[str]:
    pieces = _PLACE.split(message)  # text, name, "!" or nothing, text, …
    written = ""
    for own, name, kind in zip(pieces[::3], [*pieces[1::3], ""], [*pieces[2::3], ""], strict=True):
        written += re.escape(own)
        if name:
            written += f"(?P<{name}>{_FIGURES if kind == '#' else '.+?'})"
    return re.compile(written, re.DOTALL)
