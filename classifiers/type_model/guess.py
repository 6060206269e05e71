"""Names a paper's record type, or says "không rõ": printed evidence and the learned model, put together.

A confidently wrong type is worse than none: it files a paper where nobody looks. So "none of these" competes
as a
type of its own, and a type that is less likely than not is not named at all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.catalogue import load_record_types
from classifiers.record_type import RecordType
from classifiers.type_model.evidence import Case, KnownTypes, strongest, weigh
from classifiers.type_model.learned import OTHER, LearnedModel, load_model
from classifiers.type_model.paper import Paper
from classifiers.vietnamese import fold_words
from records import Page

NAMED_FROM = 0.5
"""Probability from which a type is named; whether it also files itself is the caller's threshold."""
LEARNED_WEIGHT, MOST_LEARNED = 0.7, 2.5
"""The learned model moves a type by at most this many points, less than a read title or number does."""


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
        paper = Paper.of(pages)
        if not paper.text:
            return TypeGuess(None, 1.0, (), "Không đọc được chữ nào trên giấy")
        cases = self.cases(paper, hint=self._hinted(hint))
        return self._decide(list(cases.values()))

    def _hinted(self, hint: str | None) -> str | None:
        """The type that a folder's name means: a code, a name, or words that only one type's name has."""
        words = fold_words(hint or "")
        if not words or words in self._hints:
            return self._hints.get(words)
        holding = {code for name, code in self._hints.items() if f" {words} " in f" {name} "}
        return holding.pop() if len(holding) == 1 else None

    def cases(self, paper: Paper, *, hint: str | None = None) -> dict[str, Case]:
        """Every type's points: printed evidence, then the learned model's word on the types that it knows."""
        cases = weigh(paper, self._known, hint=hint)
        if self._learned is not None:
            said = self._learned.probabilities(paper)
            other = said.get(OTHER, 0.0)
            for code, case in cases.items():
                if code in said:
                    odds = math.log((said[code] + 1e-4) / (other + 1e-2))
                    case.points += max(-MOST_LEARNED, min(MOST_LEARNED, LEARNED_WEIGHT * odds))
        return cases

    def probabilities(self, cases: Sequence[Case]) -> dict[str | None, float]:
        """Each type's probability from its points; `None` is "none of these"."""
        temperature = self._learned.temperature if self._learned else 1.5
        unknown = self._learned.unknown_points if self._learned else 3.0
        points: dict[str | None, float] = {case.code: case.points for case in cases}
        points[None] = unknown
        top = max(points.values())
        shares = {code: math.exp((each - top) / temperature) for code, each in points.items()}
        total = sum(shares.values())
        return {code: share / total for code, share in shares.items()}

    def _decide(self, cases: Sequence[Case]) -> TypeGuess:
        likely = self.probabilities(cases)
        first, second, *_ = (*strongest(cases, 2), Case(""), Case(""))
        best = likely.get(first.code, 0.0)
        signs = tuple(first.signs)
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


_ready: dict[int, TypeModel] = {}


def guess_type(
    pages: Sequence[Page], *, hint: str | None = None, record_types: Mapping[str, RecordType] | None = None
) -> TypeGuess:
    """Says what type of record `pages` hold, how sure that is and by what signs; "không rõ" rather than a
    guess.

    `hint` (a code or a type's name, as staff name folders) breaks ties only. `record_types` are those of the
    project unless given. Raises `ModelRefused` when the model file is not the one that was shipped.
    """
    types = load_record_types() if record_types is None else record_types
    model = _ready.get(id(types))
    if model is None or model.record_types is not types:
        _ready.clear()  # one set at a time is in use; an old one was reloaded from changed files
        model = _ready[id(types)] = TypeModel(types, load_model())
    return model.guess(pages, hint=hint)
