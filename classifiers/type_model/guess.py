"""Names a paper's record type, or says "không rõ": printed evidence and the learned model, put together.

A confidently wrong type is worse than none: it files a paper where nobody looks. So "none of these" competes
as a
type of its own, and a type that is less likely than not is not named at all.
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.catalogue import load_record_types
from classifiers.record_type import RecordType
from classifiers.type_model.evidence import Case, KnownTypes, Printed, strongest, weigh
from classifiers.type_model.explaining import words_as_printed
from classifiers.type_model.learned import DIGEST_FILE, LearnedModel, load_model, row_of, tokens
from classifiers.type_model.memory import Row
from classifiers.type_model.paper import Paper
from classifiers.vietnamese import fold_words
from records import Page
from records.errors import ModelRefused

log = logging.getLogger(__name__)

NAMED_FROM = 0.5
"""Probability from which a type is named; whether it also files itself is the caller's threshold."""
WORTH_SAYING = 0.8
"""Points from which the words that the learned model went by are told."""


@dataclass(frozen=True, slots=True)
class TypeGuess:
    """What a paper is taken for."""

    code: str | None
    """`None` stands for "không rõ"."""
    confidence: float
    """0 to 1: that `code` is right; for `None`, that the paper is none of the types."""
    evidence: tuple[str, ...]
    """What it went by, in Vietnamese, the weightiest first."""
    reason: str
    """One sentence in Vietnamese for the person who reviews; empty when the type is clear."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A paper as it was looked at, and what it is taken for."""

    paper: Paper
    printed: Printed
    guess: TypeGuess


def shares_of(points: Mapping[str, float], temperature: float, unknown: float) -> dict[str | None, float]:
    """Each type's probability from its points; `None` is "none of these", which has `unknown` points."""
    every: dict[str | None, float] = {None: unknown}
    every.update(points)
    top = max(every.values())
    shares = {code: math.exp((each - top) / temperature) for code, each in every.items()}
    total = sum(shares.values())
    return {code: share / total for code, share in shares.items()}


class TypeModel:
    """Judges papers against one set of record types; made once, used for every paper."""

    def __init__(self, record_types: Mapping[str, RecordType], learned: LearnedModel | None) -> None:
        """Without `learned` only the printed evidence speaks, with less confidence."""
        self.record_types = record_types
        self._known = KnownTypes.of(record_types)
        self._learned = learned
        self._hints = {
            fold_words(name): code
            for code, each in record_types.items()
            for name in (code, each.name_vi, each.name_en, each.title)
        }

    def guess(self, pages: Sequence[Page], *, hint: str | None = None) -> TypeGuess:
        """The type of the paper on `pages`; `hint` is a code or a name of a type, such as a folder's name."""
        return self.examine(pages, hint=hint).guess

    def examine(self, pages: Sequence[Page], *, hint: str | None = None) -> Examined:
        """As `guess`, with what was seen on the way."""
        paper = Paper.of(pages)
        printed = Printed.on(paper, self._known)
        if not paper.text:
            return Examined(paper, printed, TypeGuess(None, 1.0, (), "Không đọc được chữ nào trên giấy"))
        counted = Counter(tokens(paper)) if self._learned else Counter()
        row = self._learned.row(row_of(counted)) if self._learned else None
        cases = weigh(paper, self._known, hint=self._hinted(hint), printed=printed)
        self._add_learned(cases, row)
        guess = self._decide(list(cases.values()), self._words(paper, counted, row, cases))
        return Examined(paper, printed, guess)

    def _hinted(self, hint: str | None) -> str | None:
        """The type that a folder's name means: a code, a name, or words that only one type's name has."""
        words = fold_words(hint or "")
        if not words or words in self._hints:
            return self._hints.get(words)
        holding = {code for name, code in self._hints.items() if f" {words} " in f" {name} "}
        return holding.pop() if len(holding) == 1 else None

    def _add_learned(self, cases: Mapping[str, Case], row: Row | None) -> None:
        """The learned model's word on the types that it knows, and that of corrected papers like this one."""
        if self._learned is None or row is None:
            return
        near = self._learned.remembered(row)
        for code, points in self._learned.shifts(row, cases).items():
            cases[code].points += points
            if near.get(code, 0.0) == max(near.values(), default=1.0):
                cases[code].signs.insert(0, "Giống những hồ sơ đã được sửa thành loại này")

    def _words(self, paper: Paper, counted: Iterable[str], row: Row | None, cases: Mapping[str, Case]) -> str:
        """Which words moved the learned model towards the likeliest type, as printed; empty for none."""
        if self._learned is None or row is None:
            return ""
        first = strongest(cases.values(), 1)[0].code
        if self._learned.points(row).get(first, 0.0) < WORTH_SAYING:
            return ""
        return words_as_printed(self._learned.telling(counted, row, first), paper)

    def _probabilities(self, cases: Sequence[Case]) -> dict[str | None, float]:
        temperature = self._learned.temperature if self._learned else 1.5
        unknown = self._learned.unknown_points if self._learned else 3.0
        return shares_of({case.code: case.points for case in cases}, temperature, unknown)

    def _decide(self, cases: Sequence[Case], words: str = "") -> TypeGuess:
        likely = self._probabilities(cases)
        first, second, *_ = (*strongest(cases, 2), Case(""), Case(""))
        best = likely.get(first.code, 0.0)
        signs = (*first.signs, *((words,) if words else ()))
        if best < NAMED_FROM:
            return TypeGuess(None, likely[None], signs, self._why_unknown(first, second, likely))
        return TypeGuess(
            first.code, best, signs, "" if best >= 0.9 else self._why_unsure(first, second, likely)
        )

    def _why_unsure(self, first: Case, second: Case, likely: Mapping[str | None, float]) -> str:
        if second.code and likely[second.code] > likely[None]:
            return f"Chưa chắc là {self._name(first)}; cũng có thể là {self._name(second)}"
        return f"Chưa chắc là {self._name(first)}; dấu hiệu trên giấy còn ít"

    def _why_unknown(self, first: Case, second: Case, likely: Mapping[str | None, float]) -> str:
        if first.code and likely[first.code] > 0.2:
            also = f" hoặc {self._name(second)}" if second.code and likely[second.code] > 0.2 else ""
            return f"Không rõ loại hồ sơ; gần giống {self._name(first)}{also}"
        return "Không rõ loại hồ sơ; không thấy tên loại, số hiệu hay mẫu nào trong danh mục"

    def _name(self, case: Case) -> str:
        return self.record_types[case.code].name_vi


class _Ready:
    """The model in use, made when it is first asked for and again when its files change."""

    def __init__(self) -> None:
        self.own: Path | None = None
        self._model: TypeModel | None = None
        self._learned: LearnedModel | None = None

    def model(self, types: Mapping[str, RecordType]) -> TypeModel:
        learned = self._load()
        if self._model is None or self._model.record_types is not types or self._learned is not learned:
            self._model, self._learned = TypeModel(types, learned), learned
        return self._model

    def _load(self) -> LearnedModel:
        if self.own is not None and self.own.exists():
            try:
                return load_model(self.own)
            except ModelRefused as error:
                # Work goes on with the model that was shipped, as before the office trained one.
                log.error("the office's own type model is left aside: %s", error)  # noqa: TRY400
        return load_model(DIGEST_FILE)


_ready = _Ready()


def prefer_model_in(folder: Path | None) -> None:
    """From now on this process judges by the model that was trained into `folder`, while there is one.

    `None` goes back to the model that is shipped. A model trained or dropped later is noticed.
    """
    _ready.own = folder / DIGEST_FILE.name if folder is not None else None


def guess_type(
    pages: Sequence[Page], *, hint: str | None = None, record_types: Mapping[str, RecordType] | None = None
) -> TypeGuess:
    """Says what type of record `pages` hold, how sure that is and by what signs; "không rõ" rather than a
    guess.

    `hint` (a code or a type's name, as staff name folders) breaks ties only. `record_types` are those of the
    project unless given. Raises `ModelRefused` when the model file is not the one that was shipped.
    """
    types = load_record_types() if record_types is None else record_types
    return _ready.model(types).guess(pages, hint=hint)


def examine(pages: Sequence[Page]) -> Examined:
    """As `guess_type` by the project's own types, with the head of the paper as it was seen."""
    return _ready.model(load_record_types()).examine(pages)
