"""How surely addresses are understood: composed at random from both lists of units, printed as offices print.

Units are drawn by seed; seeds from 700,000 on were never tuned on. Right means the code of the commune with
its regime; sure means that a program would rely on it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

from bench.errors import without_marks
from bench.machine import keep
from bench.tables import show
from classifiers.places import Regime, Unit, read_address
from classifiers.places.units import new_communes, old_communes, provinces
from classifiers.specimens.misreading import LOOK_ALIKES
from classifiers.specimens.places import HAMLETS, STREETS, draw_name
from classifiers.specimens.variants import HELD_OUT_FROM

FORMS = ("unit words", "capitals", "without words", "abbreviated", "comma lost", "without marks")
SHORT = {
    "Thành phố": ("TP. ", "TP ", "Tp. ", "T.P "),
    "Thị xã": ("TX. ", "Tx. ", "TX "),
    "Thị trấn": ("TT. ", "Tt. ", "TT "),
    "Huyện": ("H. ", "H."),
    "Quận": ("Q. ", "Q."),
    "Phường": ("P. ", "P."),
    "Xã": ("X. ", "Xã "),
    "Tỉnh": ("tỉnh ", "T. ", ""),
    "Đặc khu": ("đặc khu ",),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """An address as printed, and the commune it means."""

    text: str
    unit: Unit


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--addresses", type=int, default=1500, help="of each form and number of errors")
    parser.add_argument("--seed", type=int, default=HELD_OUT_FROM)
    parser.add_argument("--show", type=int, default=0, help="print this many that are wrong though sure")


def run(options: argparse.Namespace) -> int:
    rows: list[dict[str, Any]] = []
    for form in FORMS:
        for letters in (0, 1, 2):
            rows.append(_measure(form, letters, options))
    head = ["form", "letters wrong", "regime", "right, sure", "wrong, sure", "choice said", "unsure"]
    show("Addresses", head, [[str(row[name]) for name in head] for row in _by_regime(rows)])
    milliseconds = sum(row["seconds"] for row in rows) / sum(row["count"] for row in rows) * 1000
    print(f"{milliseconds:.3f} ms of processor an address, every address new")
    print(keep("addresses", {"seed": options.seed, "rows": _by_regime(rows), "ms": round(milliseconds, 4)}))
    return 0


def _measure(form: str, letters: int, options: argparse.Namespace) -> dict[str, Any]:
    chance = Random(f"{options.seed} {form} {letters}")
    papers = [compose(chance, form, letters) for _ in range(options.addresses)]
    outcomes: Counter[tuple[str, str]] = Counter()
    started = time.process_time()
    read = [read_address(paper.text) for paper in papers]
    seconds = time.process_time() - started
    for paper, address in zip(papers, read, strict=True):
        code = (address.commune.unit.regime, address.commune.unit.code) if address.commune else None
        if address.is_sure:
            outcome = "right, sure" if code == (paper.unit.regime, paper.unit.code) else "wrong, sure"
        else:
            outcome = "choice said" if paper.unit in address.candidates else "unsure"
        outcomes[paper.unit.regime.value, outcome] += 1
        if outcome == "wrong, sure" and options.show > 0:
            options.show -= 1
            print(f"{form} {letters}: {paper.text} | {paper.unit.path} | {address.normalised}")
    return {
        "form": form,
        "letters wrong": letters,
        "outcomes": outcomes,
        "seconds": seconds,
        "count": len(papers),
    }


def compose(chance: Random, form: str, letters: int) -> Printed:
    """One address of a unit drawn at random, in that form, with so many letters of its units misread."""
    regime = chance.choice((Regime.PRE_2025, Regime.POST_2025))
    province = chance.choice(provinces(regime))
    pool = old_communes(province.code) if regime is Regime.PRE_2025 else new_communes(province.code)
    unit = chance.choice(pool)
    words = _printed(chance, unit, form)
    between = " " if form == "comma lost" else ", "
    units = _misread(chance, between.join(words), letters)
    detail = _detail(chance, unit)
    text = f"{detail}, {units}" if detail else units
    return Printed(text.upper() if form == "capitals" else text, unit)


def _printed(chance: Random, unit: Unit, form: str) -> list[str]:
    chain = [unit]
    while (parent := chain[-1].parent) is not None:
        chain.append(parent)
    if form == "without words":
        # A unit that is only a number keeps its word: nobody prints "4, 3, Hồ Chí Minh".
        return [one.full if one.name.isdecimal() else one.name for one in chain]
    if form == "abbreviated":
        return [chance.choice(SHORT[one.kind]) + one.name for one in chain]
    if form == "without marks":
        return [without_marks(one.full) for one in chain]
    return [one.full for one in chain]


def _detail(chance: Random, unit: Unit) -> str:
    kind = chance.random()
    if kind < 0.15:
        return ""
    if kind < 0.3:
        return draw_name(chance)
    return chance.choice(STREETS if unit.kind == "Phường" else HAMLETS)


def _misread(chance: Random, text: str, letters: int) -> str:
    """`letters` letters replaced as recognisers do; half of them lose or change a mark, half another way."""
    for _ in range(letters):
        places = [place for place, letter in enumerate(text) if letter.isalpha()]
        at = chance.choice(places)
        known = [pair[1:] for pair in LOOK_ALIKES if pair[0] == text[at]]
        new = (
            chance.choice(chance.choice(known))
            if known and chance.random() < 0.7
            else chance.choice("aeiounhclrt")
        )
        text = text[:at] + ("" if chance.random() < 0.1 else new) + text[at + 1 :]
    return text


def _by_regime(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A line for each form, number of errors and regime, in percent of its addresses."""
    found = []
    for row in rows:
        for regime in (Regime.PRE_2025.value, Regime.POST_2025.value):
            counts = {
                name: row["outcomes"][regime, name]
                for name in ("right, sure", "wrong, sure", "choice said", "unsure")
            }
            total = sum(counts.values()) or 1
            line = {name: f"{count / total:.1%}" for name, count in counts.items()}
            found.append(
                {"form": row["form"], "letters wrong": row["letters wrong"], "regime": regime, **line}
            )
    return found
