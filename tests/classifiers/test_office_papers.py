"""Heads, subjects and signatures as offices of every kind word and set them (Decree 30/2020/NĐ-CP).

The papers are told in `office_papers/*.yaml`; a new wording that was read wrongly is added there first.
"""

from __future__ import annotations

import pytest

from classifiers.understanding import Understanding, understand
from records import FieldValue
from tests.classifiers.office_sheets import OfficePaper, load_papers, set_pages

PAPERS = load_papers()
BY_CANON = {"issue_date", "doc_number"}
"""Fields that are compared in their canonical form; others as printed."""


def _said(name: str, value: FieldValue | None) -> str:
    if value is None:
        return ""
    return value.normalised if name in BY_CANON else value.value


def _named(paper: OfficePaper, found: Understanding) -> str | None:
    return paper.type if paper.or_unknown and found.record_type is None else found.record_type


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_head_subject_and_signature_are_read_as_printed(paper: OfficePaper) -> None:
    found = understand(set_pages(paper))
    assert _named(paper, found) == paper.type
    if found.record_type is not None:
        said = {name: _said(name, found.fields.get(name)) for name in paper.says}
        assert said == dict(paper.says)
