"""Nghị quyết of a People's Council: Decree 30/2020, form 1.1."""

from __future__ import annotations

from classifiers.specimens import administrative
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts.nd30_admin import paragraph
from classifiers.specimens.offices import council
from classifiers.specimens.typesetting import bold, value
from classifiers.specimens.wording import long_day, sentence

ROMAN = ("XIX", "XX", "XXI", "XXII", "I", "II", "III", "IV", "X", "XI", "XII")


def write(draft: Draft) -> None:
    chance = draft.chance
    paper = administrative.open_paper(draft, "NGHỊ QUYẾT", "NQ", office=council(chance, draft.unit))
    galley, office = draft.galley, paper.office
    term, meeting = chance.choice(ROMAN), chance.randrange(1, 22)
    galley.text(bold(" ".join(office.issuer)), align="centre")
    galley.text(bold(f"KHÓA {term}, KỲ HỌP THỨ {meeting}", "session"), align="centre", after=3)
    administrative.bases(draft, paper)
    galley.text(bold("QUYẾT NGHỊ:"), align="centre", after=3)
    paragraph(galley, bold("Điều 1. "), f"{sentence(paper.about)}, với các nội dung sau:")
    for index, task in enumerate(administrative.tasks(draft, paper), start=1):
        paragraph(galley, f"{index}. {task}")
    paragraph(galley, bold("Điều 2. "), f"Giao Ủy ban nhân dân {office.place} tổ chức thực hiện.")
    administrative.keep_articles(draft)
    paragraph(
        galley,
        f"Nghị quyết này được {office.spoken} Khóa {term}, kỳ họp thứ {meeting} thông qua ",
        value("adopted_date", long_day(draft.issued)),
        ".",
    )
    administrative.close(draft, paper)
