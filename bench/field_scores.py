"""What became of one paper, and the figures of many: of types, of fields, and of what filed itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from bench.row_scores import Difference, LongScore, long_score, worst
from bench.same_value import is_as_printed
from bench.trade_off import At, reliability, trade_off
from classifiers.catalogue import load_record_types
from classifiers.specimens import Specimen
from classifiers.specimens.strangers import CODE as STRANGER
from classifiers.understanding import Understanding

SURE = 0.9
LONG_KINDS = frozenset({"list", "table", "text_multiline"})


@dataclass(frozen=True, slots=True)
class Task:
    """One paper at one level."""

    code: str
    seed: int
    level: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it."""

    task: Task
    answered: str
    """Record type; empty for "không rõ"."""
    type_confidence: float
    files_itself: bool
    right: int
    """Short fields whose value or canonical form is as printed."""
    read: int
    """Short fields that were given a value."""
    printed: int
    """Short fields with a value on the paper."""
    sure: int
    """Short fields accepted without a person."""
    sure_and_wrong: int
    wrong_fields: tuple[str, ...] = ()
    sure_and_wrong_fields: tuple[str, ...] = ()
    seconds: float = 0.0
    """Processor seconds for type and fields."""
    pages: int = 1
    long: LongScore = field(default_factory=LongScore)
    """Lists, tables and long texts; nothing of a paper whose type was not told."""
    wrong_cells: tuple[Difference, ...] = ()
    said: tuple[tuple[float, bool], ...] = ()
    """Confidence of every short value that was read, and whether it is right."""
    otherwise: Mapping[float, At] = field(default_factory=dict)
    """What becomes of the paper at other thresholds."""
    baseline: Mapping[str, Any] = field(default_factory=dict)
    """What the patterns made of the same paper: `answered`, `right`, `read`."""


def outcome(task: Task, specimen: Specimen, found: Understanding, threshold: float, **more: Any) -> Outcome:
    """Compares what was understood with what is printed."""
    printed = _printed(task.code, specimen.truth)
    long, wrong_cells = long_score(specimen, found.fields if found.record_type == task.code else {})
    read = {
        name: value
        for name, value in found.fields.items()
        if value.value and name in _short(task.code) and found.record_type == task.code
    }
    kind = load_record_types().get(task.code)
    right = {
        name
        for name, value in read.items()
        if kind
        and (rule := kind.field(name))
        and name in printed
        and is_as_printed(rule, value, printed[name])
    }
    sure = {name for name, value in read.items() if value.confidence >= threshold}
    return Outcome(
        task=task,
        answered=found.record_type or "",
        type_confidence=found.type_confidence,
        files_itself=not found.needs_review,
        right=len(right),
        read=len(read),
        printed=len(printed),
        sure=len(sure),
        sure_and_wrong=len(sure - right),
        wrong_fields=tuple(sorted((set(printed) | set(read)) - right)),
        sure_and_wrong_fields=tuple(sorted(sure - right)),
        long=long,
        wrong_cells=wrong_cells,
        said=tuple((value.confidence, name in right) for name, value in read.items()),
        **more,
    )


def at_threshold(one: Outcome) -> At:
    """The part of an outcome that depends on the threshold it was understood with."""
    return At(one.files_itself, one.printed, one.sure, one.sure_and_wrong)


def _short(code: str) -> set[str]:
    kind = load_record_types().get(code)
    return {rule.name for rule in kind.fields if rule.type.value not in LONG_KINDS} if kind else set()


def _printed(code: str, truth: Mapping[str, str]) -> dict[str, str]:
    short = _short(code)
    return {name: text for name, text in truth.items() if name in short and text}


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of one level."""
    known = [one for one in outcomes if one.task.code != STRANGER]
    strangers = [one for one in outcomes if one.task.code == STRANGER]
    right, read, printed = (sum(getattr(one, name) for one in known) for name in ("right", "read", "printed"))
    sure = sum(one.sure for one in known)
    filed = [one for one in known if one.files_itself]
    wrong = [one.answered not in {"", one.task.code} and one.type_confidence >= SURE for one in outcomes]
    return {
        "papers": len(known),
        "type_macro_f1": macro_f1(outcomes),
        "type_surely_wrong": share(sum(wrong), len(outcomes)),
        "strangers_unknown": share(sum(not one.answered for one in strangers), len(strangers)),
        "field_precision": share(right, read),
        "field_recall": share(right, printed),
        "field_f1": share(2 * right, read + printed),
        "fields_sure": share(sure, printed),
        "fields_surely_wrong": share(sum(one.sure_and_wrong for one in known), sure),
        "files_itself": share(len(filed), len(known)),
        "filed_as_another_type": sum(one.answered != one.task.code for one in filed),
        "filed_fields_right": share(
            sum(one.sure - one.sure_and_wrong for one in filed), sum(one.sure for one in filed)
        ),
        "ms_a_page": _milliseconds(outcomes),
        **_of_rows(sum((one.long for one in known), LongScore())),
        "most_missed": _most(known, "wrong_fields"),
        "surely_wrong": _most(known, "sure_and_wrong_fields"),
        "wrong_cells": worst([(one.task.code, cell) for one in known for cell in one.wrong_cells]),
        "trade_off": trade_off([one.otherwise for one in known]),
        "reliability": reliability([pair for one in known for pair in one.said]),
        **_of_baseline(known, printed),
    }


def _of_rows(score: LongScore) -> dict[str, Any]:
    return {
        "rows_f1": share(2 * score.rows_right, score.rows_printed + score.rows_read),
        "cells_precision": share(score.cells_right, score.cells_read),
        "cells_recall": share(score.cells_right, score.cells_printed),
        "cells_f1": share(2 * score.cells_right, score.cells_printed + score.cells_read),
        "long_text_words_right": share(score.words_right, score.words_printed),
    }


def _milliseconds(outcomes: Sequence[Outcome]) -> int:
    pages = sum(one.pages for one in outcomes)
    return round(1000 * sum(one.seconds for one in outcomes) / pages) if pages else 0


def _of_baseline(known: Sequence[Outcome], printed: int) -> dict[str, float]:
    told = [one for one in known if one.baseline]
    if not told:
        return {}
    answers = [Outcome(one.task, one.baseline["answered"], 0.0, False, 0, 0, 0, 0, 0) for one in told]
    right, read = (sum(one.baseline[name] for one in told) for name in ("right", "read"))
    return {"regex_type_macro_f1": macro_f1(answers), "regex_field_f1": share(2 * right, read + printed)}


def _most(outcomes: Iterable[Outcome], name: str) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for one in outcomes:
        for field_name in getattr(one, name):
            counted[f"{one.task.code}.{field_name}"] += 1
    return dict(sorted(counted.items(), key=lambda item: -item[1])[:15])


def macro_f1(outcomes: Iterable[Outcome]) -> float:
    """Mean over the types of the F1 of telling that type from the others, strangers among them."""
    every = list(outcomes)
    codes = sorted({one.task.code for one in every} - {STRANGER})
    scores = []
    for code in codes:
        hits = sum(one.task.code == code == one.answered for one in every)
        scores.append(share(2 * hits, sum((one.task.code == code) + (one.answered == code) for one in every)))
    return round(mean(scores), 4) if scores else 0.0


def share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0
