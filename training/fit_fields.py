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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.same_value import is_as_printed
from classifiers.calibration import MODEL, features, likelihood, numbers, words_of
from classifiers.catalogue import load_record_types
from classifiers.extraction import extract
from classifiers.specimens import compose, drawable_codes, misread, perfect_pages
from classifiers.understanding import is_gating
from pipeline.confidence import Ways
from training.field_pages import ReadPaper, kept_papers, read_papers
from training.fit_confidence import Sample, fitted, reliability

FIRST_SEED, CHECK_SEED, SPOILED_SEED = 420_000, 460_000, 480_000
"""Seeds below 700,000 are for fitting; those above are for measuring alone."""
SPOILED = (0.0, 0.01, 0.03, 0.08)
"""Shares of letters misread in papers that are spoiled without a picture: for the kinds that are rare."""
GOAL = 0.02
"""Share of wrong values among those accepted of a kind, above which the kind is asked for more."""
STEPS = (0.9, 0.91, 0.92, 0.93, 0.94)
"""From 0.95 on hardly a paper with a dozen fields files itself (docs/decisions/0033-confidence.md)."""
FEWEST = 60
"""Values of a kind below which it is judged with the other rare ones."""
LONG = frozenset({"list", "table", "text_multiline"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One value that extraction found, with what spoke for it and whether it is what the paper prints."""

    kind: str
    level: str
    name: str
    is_gating: bool
    features: Mapping[str, float]
    said: float
    """Confidence before calibration."""
    is_right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where papers that were read are kept")
    parser.add_argument("--papers", type=int, default=72)
    parser.add_argument("--check", type=int, default=24, help="papers of other seeds to report on")
    parser.add_argument("--spoiled", type=int, default=6, metavar="N", help="spoiled papers a type")
    options = parser.parse_args()
    read_papers(options.folder / "fit", range(FIRST_SEED, FIRST_SEED + options.papers))
    read_papers(options.folder / "check", range(CHECK_SEED, CHECK_SEED + options.check))
    seen = [one for paper in kept_papers(options.folder / "fit") for one in values_of(paper)]
    seen += [one for paper in spoiled_papers(options.spoiled) for one in values_of(paper)]
    weights = fitted([Sample(Ways(""), one.features, one.is_right) for one in seen])
    keep({"weights": weights, "asked": {}, "asked_of_others": STEPS[0]})
    keep({"weights": weights, **asked_from([one for one in seen if not one.level.startswith("spoiled")])})
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
    fields = extract(kind, paper.pages)
    pages = {page.number: page for page in paper.pages}
    places = [(found.page, found.box) for found in fields.values()]
    for rule in kind.fields:
        found = fields.get(rule.name)
        if found is None or rule.type.value in LONG or found.page not in pages:
            continue
        printed = paper.truth.get(rule.name, "")
        is_shared = places.count((found.page, found.box)) > 1
        yield Seen(
            kind=rule.type.value,
            level=paper.level,
            name=f"{paper.code}.{rule.name}",
            is_gating=is_gating(rule),
            features=features(rule, found, words_of(found, pages[found.page]), is_shared=is_shared),
            said=found.confidence,
            is_right=bool(printed) and is_as_printed(rule, found, printed),
        )


def asked_from(seen: Sequence[Seen]) -> dict[str, object]:
    """For each kind of field the chance from which a value needs no person."""
    by_kind: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_kind[one.kind].append(one)
    common = {kind: values for kind, values in by_kind.items() if len(values) >= FEWEST}
    rare = [one for kind, values in by_kind.items() if kind not in common for one in values]
    return {
        "asked": {kind: _asked(values) for kind, values in sorted(common.items())},
        "asked_of_others": _asked(rare),
    }


def _asked(seen: Sequence[Seen]) -> float:
    """The least step at which at most `GOAL` of the accepted values are wrong; the lowest where none helps.

    Fields that were never read right are left out: what is wrong with them is their rule, not a doubt.
    """
    right = {one.name for one in seen if one.is_right}
    for step in STEPS:
        accepted = [one.is_right for one in seen if one.name in right and likelihood(one.features) >= step]
        if accepted.count(False) <= GOAL * len(accepted):
            return step
    return STEPS[0]


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
    asked = numbers()
    gating = [one for one in seen if one.is_gating]
    ways: Iterable[tuple[str, list[Seen]]] = (
        ("before", [one for one in gating if one.said >= STEPS[0]]),
        (
            "after",
            [
                one
                for one in gating
                if likelihood(one.features) >= asked.asked.get(one.kind, asked.asked_of_others)
            ],
        ),
    )
    for way, accepted in ways:
        wrong = [one.name for one in accepted if not one.is_right]
        share = len(accepted) / max(1, len(gating))
        print(f"  {level}, {way}: {share:.1%} of {len(gating)} accepted, {len(wrong)} wrong {wrong[:6]}")


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
