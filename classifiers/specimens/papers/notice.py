"""Thông báo: Decree 30/2020, form 1.4."""

from __future__ import annotations

from classifiers.specimens import administrative, prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.offices import draw_office
from classifiers.specimens.typesetting import bold, value


def write(draft: Draft) -> None:
    chance, galley = draft.chance, admin.open_galley(draft)
    office = draw_office(chance, draft.unit)
    matter = chance.choice(prose.MATTERS)
    number = f"{prose.draw_number(chance)}/TB-{office.abbreviation}"
    admin.letterhead(draft, office, number=[value("doc_number", number)])
    about = prose.filled(matter.noun, chance, draft.issued, office)
    admin.title(galley, "THÔNG BÁO", f"Về việc {about}")
    administrative.say(
        draft, "body", prose.filled(chance.choice(prose.OPENINGS), chance, draft.issued, office)
    )
    headings = chance.sample(("Nội dung", "Thời gian", "Thành phần", "Phân công nhiệm vụ", "Địa điểm"), 3)
    for index, (heading, task) in enumerate(zip(headings, matter.tasks, strict=True), start=1):
        text = prose.filled(task, chance, draft.issued, office)
        administrative.say(draft, "body", bold(f"{index}. {heading}: "), f"{text}.")
    administrative.say(
        draft,
        "body",
        f"{office.spoken} thông báo để các cơ quan, đơn vị và nhân dân biết, thực hiện. "
        f"{prose.filled(chance.choice(prose.CLOSINGS), chance, draft.issued, office)}/.",
    )
    admin.closing(
        draft, office, prose.draw_recipients(chance, office.letter_unit), signer=draft.person().name
    )
