"""Letters of citizens on plain or ruled paper: motto, title, addressee, text, signature without a seal.

Most are written by hand from the first word to the last, some on a school book's ruled leaf.
"""

from __future__ import annotations

from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts import application_form
from classifiers.specimens.offices import committee
from classifiers.specimens.prose import MATTERS, filled
from classifiers.specimens.sheet import RuledLeaf
from classifiers.specimens.typesetting import Galley, value


def ruled_leaf(galley: Galley) -> RuledLeaf:
    """Pale lines across the leaf, as far apart as the lines of writing."""
    return RuledLeaf(galley.top, galley.base.size * 0.3528 * galley.leading)


def write(form: Form) -> None:
    draft = form.draft
    draft.keep_lines()
    draft.is_typed_whole()
    galley = application_form.open_galley(draft, size=13.5)
    form.leader = draft.chance.random() < 0.3
    galley.pen = draft.pen(share=0.7, writes_all=True)
    if galley.pen is not None and draft.look.is_ruled:
        galley.ground = ruled_leaf(galley)
        galley.pages[0][:0] = [galley.ground] if galley.ground is not None else []
    application_form.heading(form)
    form.body()
    office = committee(draft.chance, draft.unit, "commune")
    for index, task in enumerate(draft.chance.choice(MATTERS).tasks):
        text = f"Gia đình tôi đề nghị chính quyền {filled(task, draft.chance, draft.issued, office)}."
        galley.text(value(f"summary#{index}", text), align="justify", first=10, after=1)
    galley.text(
        "Tôi xin cam đoan nội dung trình bày trên là đúng sự thật và xin chịu trách nhiệm.", first=10, after=1
    )
    application_form.signer(form, "Người làm đơn")
