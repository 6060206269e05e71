"""The bench of splitting: dossiers know their truth, and the figures count what they say."""

from __future__ import annotations

from bench.drawn_dossiers import draw_dossier, draw_long
from bench.splitting import Outcome, Task, summary


def outcome(true: set[int], found: set[int], cut: set[int], asked: set[int]) -> Outcome:
    kinds = dict.fromkeys(true ^ (found | cut), "decision")
    sets = (frozenset(each) for each in (true, found, cut, asked))
    return Outcome(Task(1, "exact"), 10, *sets, 0.1, kinds)


def test_boundaries_are_counted_as_found_cut_and_asked() -> None:
    figures = summary([outcome({2, 4, 6}, {2, 4, 7}, {2}, {4, 7}), outcome({3}, {3}, {3}, set())])
    assert (figures["precision"], figures["recall"], figures["f1"]) == (0.75, 0.75, 0.75)
    assert (figures["cut"], figures["cut_wrongly"], figures["asked_in_vain"]) == (0.5, 0, 1)
    assert (
        figures["neither_cut_nor_asked"] == 1
        and figures["wholly_right"] == figures["cut_without_fault"] == 0.5
    )
    assert figures["most_missed"] == figures["most_wrong"] == {"decision": 1}
    assert figures["cpu_ms_a_page"] == 10.0


def test_a_cut_at_no_boundary_is_wrong() -> None:
    assert summary([outcome({2}, {2, 5}, {2, 5}, set())])["cut_wrongly"] == 1


def test_a_dossier_begins_each_paper_on_a_printed_side_and_is_the_same_each_time() -> None:
    dossier = draw_dossier(3)
    assert dossier == draw_dossier(3)
    assert dossier.starts[0] == 0 and list(dossier.starts) == sorted(set(dossier.starts))
    assert len(dossier.kinds) == len(dossier.starts) and 2 <= len(dossier.starts) <= 12
    assert all(dossier.sheets[start].words for start in dossier.starts)


def test_a_long_paper_is_one_paper() -> None:
    assert draw_long(3).starts == (0,) and len(draw_long(3).sheets) > 1
