"""Công văn: Decree 30/2020, form 1.5; no title, its matter stands under the number."""

from __future__ import annotations

from classifiers.specimens import administrative, prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.offices import draw_office
from classifiers.specimens.typesetting import plain, value


def write(draft: Draft) -> None:
    chance, galley = draft.chance, admin.open_galley(draft)
    office = draw_office(chance, draft.unit)
    matter = chance.choice(prose.MATTERS)
    number = f"{prose.draw_number(chance)}/{office.abbreviation}-{office.letter_unit}"
    about = prose.filled(matter.noun, chance, draft.issued, office)
    admin.letterhead(
        draft, office, number=[value("doc_number", number)], subject=[value("subject", f"V/v {about}")]
    )
    names = chance.sample(prose.BODIES, chance.choice((1, 1, 2, 3)))
    admin.addressees(galley, names, "addressees")
    administrative.say(
        draft, "body", prose.filled(chance.choice(prose.OPENINGS[1:]), chance, draft.issued, office)
    )
    for index, task in enumerate(matter.tasks, start=1):
        body = chance.choice(prose.BODIES)
        text = prose.filled(task, chance, draft.issued, office)
        administrative.say(
            draft, "body", plain(f"{index}. {body[:1].upper()}{body[1:]} có trách nhiệm {text}.")
        )
    administrative.say(
        draft, "body", f"{prose.filled(chance.choice(prose.CLOSINGS), chance, draft.issued, office)}/."
    )
    admin.closing(
        draft, office, prose.draw_recipients(chance, office.letter_unit), signer=draft.person().name
    )
