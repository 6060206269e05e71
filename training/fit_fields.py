"""Fits how sure a field's value is: `python -m training.fit_fields --folder DIR [--papers N] [--check N]`.

Draws and wears papers of seeds that nothing is measured on, reads them as the product does, takes their
fields out and tells right values from wrong ones; writes `classifiers/calibration.json`: the weights of a
logistic model, and for each kind of field the chance from which a value needs no person. Papers that lie in
the folder are not read again. To be run anew when reading or extraction changes; 100 papers take some four
minutes of one core to read and seconds to fit.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.same_value import is_as_printed
from classifiers.calibration import (
    MAY,
    MODEL,
    MUST,
    OTHERS,
    asked_of,
    chance_of,
    evidence,
    likelihood,
    numbers,
)
from classifiers.catalogue import load_record_types
from classifiers.extraction.fields import fields_on, paper_of
from classifiers.gating import must_be_sure
from classifiers.specimens import compose, drawable_codes, misread, perfect_pages
from pipeline.confidence import Ways
from records import FieldValue
from training.field_pages import ReadPaper, kept_papers, read_papers
from training.fit_confidence import Sample, fitted, reliability

FIRST_SEED, CHECK_SEED, SPOILED_SEED = 420_000, 460_000, 480_000
"""Seeds below 700,000 are for fitting; those above are for measuring alone."""
SPOILED = (0.0, 0.01, 0.03, 0.08)
"""Shares of letters misread in papers that are spoiled without a picture: for the kinds that are rare."""
GOAL = 0.0015
"""Share of wrong values among those accepted in papers that file themselves: half of what may be wrong, since
what was fitted flatters itself."""
GOAL_LEVELS = frozenset({"clean", "office", "spoiled 0.0"})
"""Where the goal is to be reached; worn scans miss it by marks that their reader is sure of."""
MOST_OF_A_KIND = 0.01
"""Share of wrong values above which a kind is asked for more than the others."""
STEPS: Mapping[str, Sequence[float]] = {
    MUST: (0.9, 0.92, 0.94),
    MAY: (0.9, 0.93, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99),
}
"""What fields may be asked for. From 0.95 on hardly a paper with a dozen fields files itself; a field for
which no record waits may be asked for as much as the goal needs."""
FEWEST = 150
"""Values of a kind below which it is judged with the other rare ones."""
READ_COUNTS = 2
"""How often a value of a paper that was read counts: misread letters without a picture stand for less."""
LONG = frozenset({"list", "table", "text_multiline"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One value that extraction found, with what spoke for it and whether it is what the paper prints."""

    kind: str
    level: str
    name: str
    must_be_sure: bool
    features: Mapping[str, float]
    said: float
    """Confidence before calibration."""
    is_right: bool
    paper: str
    """Tells the papers of a level apart."""
    value: FieldValue

    @property
    def counts(self) -> int:
        return 1 if self.level.startswith("spoiled") else READ_COUNTS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where papers that were read are kept")
    parser.add_argument(
        "--also", type=Path, nargs="*", default=[], metavar="DIR", help="other folders of them"
    )
    parser.add_argument("--papers", type=int, default=72)
    parser.add_argument("--check", type=int, default=24, help="papers of other seeds to report on")
    parser.add_argument("--spoiled", type=int, default=4, metavar="N", help="spoiled papers a type")
    options = parser.parse_args()
    read_papers(options.folder / "fit", range(FIRST_SEED, FIRST_SEED + options.papers))
    read_papers(options.folder / "check", range(CHECK_SEED, CHECK_SEED + options.check))
    seen = [one for paper in spoiled_papers(options.spoiled) for one in values_of(paper)]
    for folder in (options.folder / "fit", *options.also):
        seen += [one for paper in kept_papers(folder) for one in values_of(paper)]
    weights = fitted(
        [Sample(Ways(""), one.features, one.is_right) for one in seen for _ in range(one.counts)]
    )
    keep({"weights": weights, "asked": {}})
    keep({"weights": weights, "asked": asked_from([one for one in seen if one.level in GOAL_LEVELS])})
    report("fitted on", seen)
    report("check", [one for paper in kept_papers(options.folder / "check") for one in values_of(paper)])


def keep(fit: Mapping[str, object]) -> None:
    MODEL.write_text(json.dumps(fit, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    numbers.cache_clear()


def spoiled_papers(count: int) -> Iterator[ReadPaper]:
    """`count` papers of each type with letters misread and no picture."""
    for code in drawable_codes():
        for index in range(count):
            specimen = compose(code, SPOILED_SEED + index)
            rate = SPOILED[index % len(SPOILED)]
            pages = misread(perfect_pages(specimen), rate, index) if rate else perfect_pages(specimen)
            yield ReadPaper(code, specimen.seed, f"spoiled {rate}", dict(specimen.truth), tuple(pages))


def values_of(paper: ReadPaper) -> Iterator[Seen]:
    """Every short value that extraction finds on a paper of known type."""
    kind = load_record_types().get(paper.code)
    if kind is None:
        return
    sheet = paper_of(kind, paper.pages)
    fields = fields_on(sheet) if sheet.pages else {}
    seen = evidence(sheet, fields)
    for rule in kind.fields:
        found = fields.get(rule.name)
        if found is None or rule.type.value in LONG or rule.name not in seen:
            continue
        printed = paper.truth.get(rule.name, "")
        yield Seen(
            kind=rule.type.value,
            level=paper.level,
            name=f"{paper.code}.{rule.name}",
            must_be_sure=must_be_sure(rule),
            features=seen[rule.name].signs,
            said=found.confidence,
            is_right=bool(printed) and is_as_printed(rule, found, printed),
            paper=f"{paper.code}-{paper.seed}-{paper.level}",
            value=found,
        )


def asked_from(seen: Sequence[Seen]) -> dict[str, dict[str, float]]:
    """For fields that must be sure and those that may be unsure, by kind, the chance that is asked for.

    The least for the former, since each holds a record up, with which some step for the latter reaches the
    goal among the papers that then file themselves.
    """
    # What was never read right is left out: what is wrong with it is its rule, not a doubt.
    right = {one.name for one in seen if one.is_right}
    known = [one for one in seen if one.name in right]
    ways = [(must, may) for must in STEPS[MUST] for may in STEPS[MAY]]
    common = dict(
        zip((MUST, MAY), next((way for way in ways if _reaches(known, *way)), ways[-1]), strict=True)
    )
    asked: dict[str, dict[str, float]] = {}
    for role, steps in STEPS.items():
        by_kind: dict[str, list[Seen]] = defaultdict(list)
        for one in known:
            if one.must_be_sure == (role == MUST):
                by_kind[one.kind].append(one)
        asked[role] = {OTHERS: common[role]}
        for kind, values in sorted(by_kind.items()):
            more = _asked(values, [step for step in steps if step >= common[role]], MOST_OF_A_KIND)
            if len(values) >= FEWEST and more > common[role]:
                asked[role][kind] = more
    return asked


def _reaches(seen: Sequence[Seen], must: float, may: float) -> bool:
    """Whether what is accepted of papers that file themselves is as right as the goal wants it."""
    held = {one.paper for one in seen if one.must_be_sure and _chance(one) < must}
    accepted = [
        one.is_right
        for one in seen
        if one.paper not in held and _chance(one) >= (must if one.must_be_sure else may)
    ]
    share = len({one.paper for one in seen} - held) / max(1, len({one.paper for one in seen}))
    wrong = accepted.count(False)
    print(f"must {must}, may {may}: {share:.1%} file themselves, {wrong} of {len(accepted)} wrong")
    return wrong <= GOAL * len(accepted)


def _asked(seen: Sequence[Seen], steps: Sequence[float], goal: float) -> float:
    """The least step at which at most `goal` of the accepted values are wrong; the last where none helps."""
    for step in steps:
        accepted = [one.is_right for one in seen if _chance(one) >= step]
        if accepted.count(False) <= goal * len(accepted):
            return step
    return steps[-1]


def _chance(one: Seen) -> float:
    return chance_of(one.value, one.features)


def report(title: str, seen: Sequence[Seen]) -> None:
    """Reliability before and after, and what is accepted at each level."""
    right = np.array([one.is_right for one in seen])
    print(f"{title}: {len(seen)} values, {1 - right.mean():.2%} wrong")
    for name, sure in (
        ("before", np.array([one.said for one in seen])),
        ("after", np.array([likelihood(one.features) for one in seen])),
    ):
        for low, high, count, mean, share in reliability(sure, right):
            print(f"  {name} {low:.2f} to {high:.2f}: {count}, said {mean:.3f}, right {share:.3f}")
    for level in sorted({one.level for one in seen}):
        _accepted(level, [one for one in seen if one.level == level])


def _accepted(level: str, seen: Sequence[Seen]) -> None:
    """How many values are accepted, and how many of them are wrong, as the threshold moves."""
    for threshold in (0.8, 0.85, 0.9, 0.93, 0.95, 0.97):
        parts = []
        for must in (True, False):
            own = [one for one in seen if one.must_be_sure == must]
            taken = [one for one in own if _chance(one) >= max(threshold, _asked_of(one, threshold))]
            wrong = [one.name for one in taken if not one.is_right]
            parts.append(f"{len(taken) / max(1, len(own)):.1%} of {len(own)}, {len(wrong)} wrong {wrong[:4]}")
        print(f"  {level} at {threshold}: must be sure {parts[0]}; may be unsure {parts[1]}")


def _asked_of(one: Seen, threshold: float) -> float:
    code, name = one.name.split(".", maxsplit=1)
    rule = load_record_types()[code].field(name)
    return asked_of(rule, threshold) if rule is not None else 1.0


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
