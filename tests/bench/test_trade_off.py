"""The tables from which an office chooses its threshold."""

from __future__ import annotations

from bench.trade_off import At, reliability, trade_off


def test_only_papers_that_file_themselves_count_for_what_is_right() -> None:
    papers = [{0.9: At(True, 10, 8, 1)}, {0.9: At(False, 10, 9, 5)}]
    row = trade_off(papers)["0.9"]
    assert row["file_themselves"] == 0.5
    assert row["of_their_fields_accepted"] == 0.8
    assert row["accepted_right"] == 0.875


def test_reliability_holds_what_was_said_against_what_was_right() -> None:
    rows = reliability([(0.96, True), (0.96, False), (0.3, False)])
    assert [(row["values"], row["right"]) for row in rows] == [(1, 0.0), (2, 0.5)]
