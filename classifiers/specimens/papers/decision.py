"""Quyết định: Decree 30/2020, form 1.2."""

from __future__ import annotations

from classifiers.specimens import administrative, prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.offices import draw_office
from classifiers.specimens.typesetting import Span, bold, value
from classifiers.specimens.wording import sentence


def write(draft: Draft) -> None:
    chance, galley = draft.chance, admin.open_galley(draft)
    office = draw_office(chance, draft.unit)
    matter = chance.choice(prose.MATTERS)
    number = f"{prose.draw_number(chance)}/QĐ-{office.abbreviation}"
    admin.letterhead(draft, office, number=[value("doc_number", number)])
    about = chance.choice(("Về việc {}", "Về việc {}", "V/v {}")).format(
        prose.filled(matter.noun, chance, draft.issued, office)
    )
    admin.title(galley, "QUYẾT ĐỊNH", about)
    head = (
        office.spoken.upper()
        if office.authority[:1] == ("TM. ỦY BAN NHÂN DÂN",)
        else f"{office.title} {office.spoken}"
    )
    galley.text(bold(head.upper()), align="centre", after=3)
    for index, base in enumerate(prose.legal_bases(chance, matter, draft.issued)):
        admin.paragraph(galley, Span(base, f"legal_bases#{index}", italic=True), after=1.2)
    proposer = (
        f"{chance.choice(('Chánh Văn phòng', 'Trưởng phòng Kinh tế', 'Trưởng phòng Văn hóa - Xã hội'))}"
    )
    admin.paragraph(
        galley,
        Span("Theo đề nghị của ", italic=True),
        Span(proposer, "proposer", italic=True),
        Span(".", italic=True),
    )
    galley.skip(1.5)
    galley.text(bold("QUYẾT ĐỊNH:"), align="centre", after=3)
    tasks = [prose.filled(task, chance, draft.issued, office) for task in matter.tasks]
    admin.paragraph(
        galley,
        bold("Điều 1. "),
        f"{sentence(about.split(' ', 2 if about.startswith('Về') else 1)[-1])}, với các nội dung sau:",
    )
    for index, task in enumerate(tasks[: chance.choice((2, 3))], start=1):
        admin.paragraph(galley, f"{index}. {sentence(task)}.")
    administrative.takes_effect(draft)
    bodies = ", ".join(chance.sample(prose.BODIES, 3))
    admin.paragraph(
        galley,
        bold("Điều 3. "),
        f"{sentence(bodies)} và các cơ quan, đơn vị, cá nhân có liên quan chịu trách "
        f"nhiệm thi hành Quyết định này./.",
    )
    administrative.keep_articles(draft)
    recipients = prose.draw_recipients(chance, office.letter_unit)
    admin.closing(draft, office, recipients, signer=draft.person().name)
