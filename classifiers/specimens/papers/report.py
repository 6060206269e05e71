"""Báo cáo: Decree 30/2020, form 1.4, in numbered parts."""

from __future__ import annotations

from classifiers.specimens import administrative
from classifiers.specimens.draft import Draft

PARTS = (
    ("TÌNH HÌNH THỰC HIỆN", "TỒN TẠI, HẠN CHẾ", "PHƯƠNG HƯỚNG, NHIỆM VỤ"),
    ("KẾT QUẢ ĐẠT ĐƯỢC", "KHÓ KHĂN, VƯỚNG MẮC", "KIẾN NGHỊ, ĐỀ XUẤT"),
    ("ĐẶC ĐIỂM TÌNH HÌNH", "KẾT QUẢ THỰC HIỆN", "NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI"),
)


def write(draft: Draft) -> None:
    lead = draft.chance.choice(("Về việc ", "Kết quả ", "Tình hình "))
    paper = administrative.open_paper(draft, "BÁO CÁO", "BC", lead=lead)
    administrative.opening(draft, paper)
    administrative.sections(draft, paper, draft.chance.choice(PARTS))
    administrative.close(draft, paper, last=f"Trên đây là báo cáo của {paper.office.spoken}.")
