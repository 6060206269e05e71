"""Cadastral extracts and survey sheets: labels and values, the parcel's sketch with its edges, signatures."""

from __future__ import annotations

from dataclasses import replace

from classifiers.record_type import Where
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.application_form import open_galley
from classifiers.specimens.layouts.nd30_admin import motto, signature_and_name
from classifiers.specimens.offices import department
from classifiers.specimens.typesetting import bold, value


def write(form: Form) -> None:
    draft = form.draft
    galley = open_galley(draft, size=12.5)
    form.leader = draft.chance.random() < 0.4
    office = department(draft.chance, draft.unit)
    full, top = galley.column, galley.y
    with galley.within(full.x, 66, y=top):
        galley.text(office.parent, align="centre", fits=True)
        galley.text(bold("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI"), align="centre", fits=True)
    galley.y = motto(galley, full.x + full.width - 92, 92, top, size=12.5) + 4
    for rule in form.at(Where.NUMBER_LINE):
        galley.text(f"{rule.labels[0]}: ", value(rule.name, form.values.of(rule)), after=2)
    galley.text(bold(form.record_type.title), align="centre", look=replace(galley.base, size=14), after=3)
    form.body()
    galley.need(50)
    form.place_and_date()
    names = form.at(Where.SIGNATURE)
    with galley.within(full.x + full.width - 80, 80):
        label = names[0].labels[0] if names and names[0].labels else "GIÁM ĐỐC"
        galley.text(bold(label), align="centre")
        field = names[0].name if names else ""
        signature_and_name(
            draft, "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", draft.person().name, look=galley.base, field=field
        )
