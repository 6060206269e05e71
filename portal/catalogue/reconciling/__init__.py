"""The cross-check (*đối soát*): persons, parcels and numbers on which records of the archive disagree.

It reads the catalogue and changes nothing. Every rule puts what it needs under a key (a personal number, a
serial, a document's number) and compares within a key only, so its time grows with the records, not with
their pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.catalogue.reconciling.deaths import signed_after_death
from portal.catalogue.reconciling.disagreement import Disagreement, Severity
from portal.catalogue.reconciling.numbers import numbers_given_twice, unknown_decisions
from portal.catalogue.reconciling.papers import Paper, papers
from portal.catalogue.reconciling.parcels import broken_land_chains
from portal.catalogue.reconciling.people import differing_people, mentions_of

__all__ = ["Disagreement", "Reconciled", "Severity", "reconcile", "reconciled"]

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a cross-check found."""

    records: int
    """Records that carry anything to compare."""
    disagreements: tuple[Disagreement, ...]
    """Errors first."""


def reconcile() -> Reconciled:
    """Compares all records of the catalogue; Django must be set up."""
    return reconciled(list(papers()))


def reconciled(every: Sequence[Paper]) -> Reconciled:
    """Compares these papers; pure."""
    people = mentions_of(every)
    found = [
        *differing_people(people),
        *signed_after_death(every, people),
        *broken_land_chains(every),
        *numbers_given_twice(every),
        *unknown_decisions(every),
    ]
    ordered = sorted(found, key=lambda one: (_ORDER[one.severity], one.rule, one.sentence_vi))
    return Reconciled(len(every), tuple(ordered))
