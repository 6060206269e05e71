"""The card of a trained type model: what it learnt from, how good it is; the training writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.type_model.learned import OTHER, LearnedModel
from classifiers.type_model.scoring import Score
from classifiers.type_model.training_papers import RATES

LEVELS = dict(zip(RATES, ("clean", "office", "worn", "poor"), strict=True))
"""What a share of misread letters stands for, with room: our reader leaves 1.5 % of them on worn scans."""
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Training:
    """What a training did."""

    drawn: Mapping[str, int]
    """Readings of invented papers a type; `other` for papers of none."""
    corrected: Mapping[str, int]
    """Papers that a person set right, a type."""
    scores: Sequence[Score]
    """On papers that nothing was trained or fitted on, a rate each."""
    confused: Mapping[tuple[str, str], int]
    """Of a type and what it was taken for, how often over all rates."""
    seconds: float
    """By the clock."""


def counted(codes: Sequence[str]) -> dict[str, int]:
    """How many papers there are of each type."""
    return dict(sorted(Counter(codes).items()))


def table_of(scores: Sequence[Score]) -> str:
    """The figures, as Markdown."""
    rows = [
        "| letters misread | stands for | papers | macro F1 | sure (0.9) | không rõ | surely wrong "
        "| of no type | of these không rõ |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {each.rate:.0%} | {LEVELS.get(each.rate, '')} | {each.papers} | {each.macro_f1:.2%} "
        f"| {each.sure:.1%} | {each.unknown:.1%} | {each.surely_wrong} "
        f"| {each.strangers} | {each.strangers_unknown:.1%} |"
        for each in scores
    ]
    return "\n".join(rows)


def card(learned: LearnedModel, training: Training) -> str:
    """The page that lies beside the model."""
    types = [code for code in learned.classes if code != OTHER]
    taken = [
        f"- `{right}` taken for `{said}`: {count}" if said != OTHER else f"- `{right}` left không rõ: {count}"
        for (right, said), count in list(training.confused.items())[:_SHOWN]
    ]
    corrected = [f"- `{code}`: {count}" for code, count in training.corrected.items()]
    return "\n".join(
        [
            "# Model card: the type of a paper",
            "",
            _ABOUT.format(
                types=len(types),
                drawn=sum(count for code, count in training.drawn.items() if code != OTHER),
                others=training.drawn.get(OTHER, 0),
                corrected=sum(training.corrected.values()),
                seconds=training.seconds,
                temperature=learned.temperature,
                unknown=learned.unknown_points,
            ),
            "",
            "## Figures",
            _FIGURES,
            "",
            table_of(training.scores),
            "",
            "Most often not told, over all rates:",
            "",
            *(taken or ["- none"]),
            "",
            "## Corrected papers",
            *(corrected or ["None: this is the model as it is shipped."]),
            "",
            "## Types",
            ", ".join(f"`{code}`" for code in types),
            "",
            "## The file of corrected papers",
            _FORM,
            "",
            "## Known weaknesses",
            _WEAKNESSES,
            "",
        ]
    )


_ABOUT = """\
`model.json` names the file of numbers and its SHA-256; without the right digest it is not read. Why it is
built so: decision 0031. Written by the training itself (`hoso train`).

| | |
|---|---|
| does | moves each type by at most 2.5 points beside the printed evidence (a read title gives 6), and by up \
to 9 where a paper is like papers that people corrected |
| numbers | a linear model over 8,192 columns of hashed words, pairs of words and letters of titles; {types} \
types and "none" |
| file | skops, arrays alone; read without pickle; figures are 0 in it, so no number of a person |
| learnt from | {drawn} readings of invented papers of these types, {others} of papers of no type, \
{corrected} papers that people corrected |
| confidence | temperature {temperature}, "không rõ" begins with {unknown} points; fitted on papers \
that were not trained on |
| trained in | {seconds:.0f} seconds by the clock |"""
_FIGURES = """\
On papers from seeds that nothing was trained or fitted on, drawn and sketched, their letters misread by the
share given. They are drawn by us: the figures say that the machinery holds under misreading, not how often
it is right in an office."""
_FORM = """\
`hoso train` reads the corrections that the archive holds; `--examples FILE.jsonl` adds papers from elsewhere,
a line of JSON each:

| key | |
|---|---|
| `schema` | 1 |
| `type` | code of the record type, or `other` for a paper of none |
| `record`, `corrected_at` | identifier and ISO 8601; may be empty |
| `pages` | the first three as the ledger keeps them: `number`, `dpi`, `width`, `height`, `words` |
| `words` | at most 900 a page: `text`, `box`, `confidence`, `line`, `block` |

At most 2 MiB a line and 50,000 lines; of each type the newest 60 count, of each record the last. The file
holds words of real papers: keep it like the records."""
_WEAKNESSES = """\
- Drawn papers alone, unless people corrected some: real forms say things in ways that were never drawn.
- A paper whose title and number cannot be read is told by its printed words, or not at all.
- Kinds of one form that differ in a line (a decision on land and any other decision) hang on that line.
- Words are counted on the first pages only; a file of several papers is told by its first."""
