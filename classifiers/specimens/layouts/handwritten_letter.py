"""Letters of citizens on plain or ruled paper: motto, title, addressee, text, signature without a seal."""

from __future__ import annotations

from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts import application_form
from classifiers.specimens.offices import committee
from classifiers.specimens.prose import MATTERS, filled
from classifiers.specimens.typesetting import value


def write(form: Form) -> None:
    draft = form.draft
    galley = application_form.open_galley(draft, size=13.5)
    form.leader = draft.chance.random() < 0.3
    application_form.heading(form)
    form.body()
    office = committee(draft.chance, draft.unit, "commune")
    for task in draft.chance.choice(MATTERS).tasks:
        text = f"Gia đình tôi đề nghị chính quyền {filled(task, draft.chance, draft.issued, office)}."
        galley.text(value("summary", text), align="justify", first=10, after=1)
    galley.text(
        "Tôi xin cam đoan nội dung trình bày trên là đúng sự thật và xin chịu trách nhiệm.", first=10, after=1
    )
    application_form.signer(form, "Người làm đơn")
