"""Kế hoạch: Decree 30/2020, form 1.4, in numbered parts from purpose to execution."""

from __future__ import annotations

from classifiers.specimens import administrative
from classifiers.specimens.draft import Draft

PARTS = ("MỤC ĐÍCH, YÊU CẦU", "NỘI DUNG", "TỔ CHỨC THỰC HIỆN")


def write(draft: Draft) -> None:
    lead = draft.chance.choice(("", "", "Về việc "))
    paper = administrative.open_paper(draft, "KẾ HOẠCH", "KH", lead=lead)
    administrative.opening(draft, paper)
    administrative.sections(draft, paper, PARTS)
    administrative.close(draft, paper)
