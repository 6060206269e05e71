"""Biên bản of a meeting: Decree 30/2020, form 1.9."""

from __future__ import annotations

from classifiers.specimens import administrative, prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts.nd30_admin import closing, paragraph, signature_and_name
from classifiers.specimens.typesetting import bold, value
from classifiers.specimens.wording import figures, sentence

VENUES = ("Hội trường Ủy ban nhân dân", "Phòng họp Ủy ban nhân dân", "Nhà văn hóa thôn")


def write(draft: Draft) -> None:
    chance = draft.chance
    heading = chance.choice(("BIÊN BẢN", "BIÊN BẢN HỌP", "BIÊN BẢN LÀM VIỆC"))
    paper = administrative.open_paper(draft, heading, "BB")
    galley = draft.galley
    chair, secretary = draft.person().name, draft.person().name
    hour = chance.randrange(7, 15)
    start = f"{hour:02d} giờ {chance.choice(('00', '15', '30'))}, ngày {figures(draft.issued)}"
    paragraph(galley, "Thời gian bắt đầu: ", value("start_time", start))
    paragraph(galley, "Địa điểm: ", value("venue", chance.choice(VENUES)))
    paragraph(galley, "Thành phần tham dự:")
    for index, body in enumerate(chance.sample(prose.BODIES, 3)):
        paragraph(galley, "- ", value(f"participants#{index}", f"Đại diện {body}"), after=0.8)
    paragraph(galley, "Chủ trì (chủ tọa): ", value("chair", chair))
    paragraph(galley, "Thư ký (người ghi biên bản): ", value("secretary", secretary))
    paragraph(galley, bold("Nội dung (theo diễn biến cuộc họp):"))
    for index, task in enumerate(administrative.tasks(draft, paper)):
        paragraph(galley, value(f"content#{index}", sentence(task)))
    end = f"{hour + 2:02d} giờ {chance.choice(('00', '30', '45'))}, ngày {figures(draft.issued)}"
    paragraph(galley, "Cuộc họp kết thúc vào ", value("end_time", end), "./.")
    _signatures(draft, paper, secretary)


def _signatures(draft: Draft, paper: administrative.Opened, secretary: str) -> None:
    """The secretary to the left, the chair with the seal to the right."""
    galley = draft.galley
    galley.need(64)
    top, full = galley.y + 2, galley.column
    with galley.within(full.x, 66, y=top):
        galley.text(bold("THƯ KÝ"), align="centre")
        signature_and_name(draft, "", secretary, look=galley.base, field="", seals=False)
    galley.y = top - 4
    closing(draft, paper.office, [], signer=draft.person().name)
    recipients = prose.draw_recipients(draft.chance, paper.office.letter_unit)
    galley.text(bold("Nơi nhận:"))
    for index, name in enumerate(recipients):
        galley.text("- ", value(f"recipients#{index}", name), ";")
