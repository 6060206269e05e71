"""Chỉ thị: Decree 30/2020, form 1.4, with numbered tasks for named bodies."""

from __future__ import annotations

from classifiers.specimens import administrative, prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts.nd30_admin import paragraph
from classifiers.specimens.typesetting import value
from classifiers.specimens.wording import sentence


def write(draft: Draft) -> None:
    chance = draft.chance
    paper = administrative.open_paper(draft, "CHỈ THỊ", "CT", lead=chance.choice(("Về việc ", "Về ")))
    administrative.opening(draft, paper)
    for index, task in enumerate(administrative.tasks(draft, paper), start=1):
        body = sentence(chance.choice(prose.BODIES))
        paragraph(draft.galley, f"{index}. ", value(f"tasks#{index}", f"{body}: {task}"))
    administrative.close(draft, paper)
