"""Tờ trình: Decree 30/2020, form 1.4, with an addressee and a proposal."""

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
    number = f"{prose.draw_number(chance)}/TTr-{office.abbreviation}"
    admin.letterhead(draft, office, number=[value("doc_number", number)])
    about = prose.filled(matter.noun, chance, draft.issued, office)
    admin.title(galley, "TỜ TRÌNH", f"Về việc {about}")
    level = chance.choice(draft.unit.parts)
    admin.addressees(
        galley, [chance.choice((f"Hội đồng nhân dân {level}", f"Ủy ban nhân dân {level}"))], "addressee"
    )
    for base in prose.legal_bases(chance, matter, draft.issued):
        administrative.say(draft, "proposal", base, after=1.2)
    administrative.say(
        draft, "proposal", f"{office.spoken} kính trình xem xét, quyết định việc {about}, cụ thể như sau:"
    )
    headings = ("Sự cần thiết", "Nội dung đề nghị", "Kinh phí và tổ chức thực hiện")
    for index, (heading, task) in enumerate(zip(headings, matter.tasks, strict=True), start=1):
        administrative.say(draft, "proposal", bold(f"{index}. {heading}"))
        text = prose.filled(task, chance, draft.issued, office)
        administrative.say(
            draft,
            "proposal",
            f"{text[:1].upper()}{text[1:]}. {prose.filled(prose.OPENINGS[0], chance, draft.issued, office)}",
        )
    administrative.say(draft, "proposal", f"{office.spoken} kính trình xem xét, phê duyệt./.")
    admin.closing(
        draft, office, prose.draw_recipients(chance, office.letter_unit), signer=draft.person().name
    )
