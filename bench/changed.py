"""Cross-checks tried on drawn papers of which one value was changed: does the paper go to a person?

For every relation of every type (`rules`), one of its values is changed so that the relation no longer holds,
as if one digit or word had been misread, and written over the words of the page. A paper whose relation says
so is caught; one that waits for another reason is caught all the same; the rest slipped through.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bench.machine import keep
from bench.tables import show
from classifiers.agreement import TESTS, is_testable
from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from classifiers.extraction.values import judge
from classifiers.record_type import Check, FieldRule, FieldType, RecordRule, RecordType, Severity
from classifiers.specimens import compose, drawable_codes, perfect_pages
from classifiers.specimens.variants import HELD_OUT_FROM
from classifiers.understanding import understand_as
from records import Box, FieldValue, Page, Word

OWN, OTHER, MISSED = "by its own relation", "for another reason", "not at all"
YEARS = (-1, 1, -10, 10, -30, 40, -70, 100)
"""Years by which a date is moved, until the relation breaks."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one relation, changed on the page."""

    rule: RecordRule
    field: str
    text: str


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--papers", type=int, default=1, metavar="N", help="papers a type (1)")
    parser.add_argument("--types", nargs="+", metavar="CODE", help="record types (all)")
    parser.add_argument("--first", type=int, default=HELD_OUT_FROM + 60_000, metavar="SEED")


def run(options: argparse.Namespace) -> int:
    """Changes, understands, counts; prints and keeps the share caught by kind of relation."""
    counted: dict[str, Counter[str]] = {}
    for code in options.types or drawable_codes():
        for seed in range(options.first, options.first + options.papers):
            for change, outcome in tried(code, seed):
                counted.setdefault(change.rule.check.value, Counter())[outcome] += 1
                if outcome == MISSED:
                    print(f"missed: {code} {seed} {change.rule.check}: {change.field} = {change.text}")
    rows = [
        (check, str(sum(found.values())), *(str(found[one]) for one in (OWN, OTHER, MISSED)))
        for check, found in sorted(counted.items())
    ]
    show("Papers with one value changed: sent to a person", ("relation", "changed", OWN, OTHER, MISSED), rows)
    print(f"kept in {keep('changed', {check: dict(found) for check, found in counted.items()})}")
    return 0


def tried(code: str, seed: int) -> Iterator[tuple[Change, str]]:
    """Every change that can be made to a drawn paper, and what became of it; a paper that waits unchanged, or
    whose value is not read where it was changed, is passed over."""
    kind = load_record_types()[code]
    specimen = compose(code, seed)
    pages = tuple(perfect_pages(specimen))
    if understand_as(kind, pages).needs_review:
        return
    found = extract(kind, pages)
    for change in changes(kind, specimen.truth):
        if change.field in found and found[change.field].value:
            changed = rewritten(pages, found[change.field], change.text)
            seen = understand_as(kind, changed)
            told = any(reason.startswith(change.rule.reason) for reason in seen.reasons)
            yield change, OWN if told else OTHER if seen.needs_review else MISSED


def changes(kind: RecordType, truth: Mapping[str, str]) -> Iterator[Change]:
    """For each relation that holds on the paper, the first change of each of its values that breaks it."""
    for rule in kind.rules:
        values = {name: _judged(kind, name, truth[name]) for name in rule.fields if truth.get(name)}
        if rule.severity is not Severity.ERROR or not _holds(kind, rule, values):
            continue
        for name in rule.fields:
            texts = _others(kind.field(name), truth.get(name, ""), rule.check)
            broken = (
                text
                for text in texts
                if _holds(kind, rule, {**values, name: _judged(kind, name, text)}) is False
            )
            text = next(broken, None)
            if text is not None and name in values:
                yield Change(rule, name, text)


def rewritten(pages: Sequence[Page], found: FieldValue, text: str) -> tuple[Page, ...]:
    """The pages with another text in the place of a value, set on the value's first line."""
    out = []
    for page in pages:
        read = set(found.as_read.split())
        old = [word for word in page.words if word.text in read and _holds_word(found.box, word.box)]
        if page.number != found.page or not old:
            out.append(page)
            continue
        at = page.words.index(old[0])
        kept = [word for word in page.words if word not in old]
        out.append(replace(page, words=(*kept[:at], *_set(old[0], old, text.split()), *kept[at:])))
    return tuple(out)


def _set(first: Word, old: Sequence[Word], texts: Sequence[str]) -> list[Word]:
    line = [word for word in old if abs(word.box.y1 - first.box.y1) < first.box.height / 2]
    left, right = first.box.x0, max(word.box.x1 for word in line)
    letters = sum(map(len, texts)) + len(texts) - 1
    step, words, done = (right - left) / max(1, letters), [], 0
    for text in texts:
        x0, x1 = left + done * step, left + (done + len(text)) * step
        words.append(replace(first, text=text, box=Box(x0, first.box.y0, x1, first.box.y1)))
        done += len(text) + 1
    return words


def _judged(kind: RecordType, name: str, text: str) -> FieldValue:
    rule = kind.field(name)
    judged = judge(rule, text) if rule is not None else None
    return FieldValue(
        judged.value if judged else text,
        judged.normalised if judged else text,
        0.95,
        1,
        Box(0, 0, 1, 1),
        text,
        "",
    )


def _holds(kind: RecordType, rule: RecordRule, values: Mapping[str, FieldValue]) -> bool | None:
    present = [values[name] for name in rule.fields if name in values]
    return TESTS[rule.check](rule, present, kind) if is_testable(rule, present) else None


def _others(rule: FieldRule | None, text: str, check: Check) -> Iterator[str]:
    """Texts of the value's kind that it might be misread as."""
    if rule is None or not text:
        return
    if rule.type is FieldType.ENUM and rule.enum:
        yield from (other for other in rule.enum if other != text)
    years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)
    if years and rule.type in {FieldType.DATE, FieldType.YEAR}:
        for step in YEARS:
            if 1850 < int(years[-1]) + step < date.max.year:
                yield text.replace(years[-1], str(int(years[-1]) + step))
    for at in [at for at, letter in enumerate(text) if letter.isdigit()]:
        for figure in "1397":
            yield text[:at] + figure + text[at + 1 :]
    if check in {Check.ABBREVIATION, Check.SAME_NAME}:
        yield from (re.sub(r"/[^\W\d_]+", f"/{code}", text) for code in ("BC", "TB", "QĐ", "KH"))
        yield " ".join(["Phùng", *text.split()[1:-1], "Đoan"])
    words = (" một ", " hai ", " ba ", " bốn ", " năm ", " sáu ", " bảy ", " tám ", " chín ")
    for word in words:
        for other in words:
            if word != other and word in f" {text.lower()} ":
                yield f" {text} ".replace(word, other, 1).strip()


def _holds_word(box: Box, word: Box) -> bool:
    x, y = word.centre
    return box.x0 - 1 <= x <= box.x1 + 1 and box.y0 - 1 <= y <= box.y1 + 1
