"""Red land-use certificates before 2009: a yellow ground, the holder, a table of parcels, changes."""

from __future__ import annotations

from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts import gcn_2009_four_page as newer
from classifiers.specimens.sheet import Pattern
from classifiers.specimens.typesetting import Galley


def write(form: Form) -> None:
    chance = form.draft.chance
    form.draft.keep_lines()
    form.draft.open(
        Galley(
            base=form.draft.type(chance.choice((12.5, 13.0))),
            margins=(20, 18, 20, 22),
            leading=1.4,
            ground=Pattern((252, 240, 206), 30, (206, 150, 90), 8.0),
            numbers_pages=False,
        )
    )
    form.leader = chance.random() < 0.5
    form.draft.galley.leaders = form.draft.leaders
    # Books of the nineties were filled in by hand at the land office.
    form.draft.galley.pen = form.draft.pen(share=0.5)
    newer.front(form.draft.galley, ("GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT"))
    form.body()
    newer.signer(form)
