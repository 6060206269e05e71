"""What an office would write itself in an afternoon: plain text, titles to tell the type, a pattern a label.

The text is Tesseract's own, of the scan as it is, or the words given. A label's value is what stands behind
it on its line; number and date of the letterhead have patterns of their own. Nothing is scored, nothing is
doubted. It reads with the catalogue's own titles and labels, so it is as well informed as Hoso.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldRule, FieldType, RecordType, Where
from classifiers.vietnamese import fold

NUMBER = re.compile(r"Số\s*:?\s*(\d[\w./-]*/[\w.\-Đđ/]+)")
DAY = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE)
REST = r"\s*[:.…]*\s*([^\n]*)"


def is_missing() -> bool:
    """Whether Tesseract is not installed."""
    return shutil.which("tesseract") is None


def text_of_scan(image: Path, dpi: int) -> str:
    """Tesseract's text of a picture, with its own layout analysis, one thread."""
    command = ["tesseract", str(image), "stdout", "-l", "vie", "--dpi", str(dpi)]
    done = subprocess.run(
        command, capture_output=True, check=True, timeout=300, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    )
    return done.stdout.decode("utf-8", "replace")


def type_in(text: str) -> str:
    """The type with the longest title in the text, alone on its line if there is such; else empty."""
    lines = {" ".join(fold(line).split()) for line in text.splitlines()}
    whole = " ".join(fold(text).split())
    found = [(title in lines, len(title), code) for code, title in _titles() if title in whole]
    return max(found)[2] if found else ""


def fields_in(text: str, kind: RecordType) -> Mapping[str, str]:
    """The value behind the first occurrence of each label, as the text has it."""
    found = {}
    for rule in kind.fields:
        value = _value(text, rule)
        if value:
            found[rule.name] = value
    return found


def _value(text: str, rule: FieldRule) -> str:
    if rule.where is Where.NUMBER_LINE and rule.type is FieldType.DOC_NUMBER:
        number = NUMBER.search(text)
        return number[1] if number else ""
    if rule.where is Where.PLACE_DATE_LINE and rule.type is FieldType.DATE:
        day = DAY.search(text)
        return day[0] if day else ""
    for label in rule.labels:
        match = _pattern(label).search(text)
        if match and match[1].strip(" .…:;,"):
            return match[1].strip(" .…:;,")
    return ""


@cache
def _pattern(label: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, label.split())) + REST, re.IGNORECASE)


@cache
def _titles() -> Sequence[tuple[str, str]]:
    return [
        (code, " ".join(fold(title).split()))
        for code, kind in load_record_types().items()
        for title in kind.titles
    ]
