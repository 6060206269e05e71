"""Giấy mời: Decree 30/2020, form 1.6."""

from __future__ import annotations

from datetime import timedelta

from classifiers.specimens import administrative, prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts.nd30_admin import paragraph
from classifiers.specimens.typesetting import Span, value
from classifiers.specimens.wording import figures, sentence

VENUES = ("Hội trường Ủy ban nhân dân", "Phòng họp số 2, trụ sở Ủy ban nhân dân", "Nhà văn hóa trung tâm")


def write(draft: Draft) -> None:
    chance = draft.chance
    paper = administrative.open_paper(draft, "GIẤY MỜI", "GM", lead="Về việc dự họp bàn ")
    office = paper.office
    guests = ", ".join(sentence(body) for body in chance.sample(prose.BODIES, 3))
    day = figures(draft.issued + timedelta(days=chance.randrange(2, 14)))
    at = f"{chance.choice(('08 giờ 00', '13 giờ 30', '07 giờ 30', '14 giờ 00'))}, ngày {day}"
    galley = draft.galley
    paragraph(galley, f"{office.spoken} trân trọng kính mời: ", value("invitees", guests))
    event = f"Họp {paper.about}"
    paragraph(galley, "Tới dự: ", value("event", event), ".")
    paragraph(
        galley, "Chủ trì: ", value("chair", f"{draft.person().name}, {sentence(office.title.lower())}"), "."
    )
    paragraph(galley, "Thời gian: ", value("time", at), ".")
    paragraph(galley, "Địa điểm: ", value("venue", chance.choice(VENUES)), ".")
    paragraph(
        galley, Span("Đề nghị đại biểu chuẩn bị ý kiến và đến dự đúng thành phần, thời gian.", italic=True)
    )
    administrative.close(draft, paper, last="Rất mong quý vị sắp xếp thời gian tham dự.")
