"""The six kinds of papers, each drawn from a seeded chance and a heading."""

from __future__ import annotations

import random

from signing.demo_documents import wording
from signing.demo_documents.layout import (
    BODY,
    BODY_BOLD,
    BODY_ITALIC,
    Heading,
    Letter,
    Signer,
    draw_body,
    draw_heading,
    draw_signers,
    draw_title,
)
from signing.printing.sheets import Run, Sheets

_CHAIRMAN = Signer(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), wording.CHAIRMAN)
_VICE_CHAIRMAN = Signer(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), wording.VICE_CHAIRMAN)


def _begun(heading: Heading, symbol: str, about: str = "") -> Sheets:
    sheets = Sheets()
    draw_heading(
        sheets,
        heading,
        parent=wording.PARENT,
        issuer=wording.ISSUER,
        symbol=symbol,
        place=wording.PLACE,
        about=about,
    )
    return sheets


def _finished(sheets: Sheets, file_stem: str, subject: str, symbol: str, *signers: Signer) -> Letter:
    return Letter(
        sheets=sheets,
        file_stem=file_stem,
        title=subject,
        subject=subject,
        symbol=symbol,
        signers=signers,
        agency=wording.AGENCY,
        place=wording.PLACE,
    )


def draw_decision(chance: random.Random, heading: Heading) -> Letter:
    """A quyết định of two pages."""
    sheets, symbol = _begun(heading, "QĐ-UBND"), "QĐ-UBND"
    subject = f"Về việc {wording.matter(chance)}"
    draw_title(sheets, "QUYẾT ĐỊNH", subject)
    sheets.paragraph([Run(f"CHỦ TỊCH {wording.AGENCY}", BODY_BOLD)], align="centre", before=6)
    for ground in wording.GROUNDS:
        draw_body(sheets, Run(ground, BODY_ITALIC))
    by = f"Theo đề nghị của ông (bà) {wording.person(chance)}, công chức Văn phòng - Thống kê."
    draw_body(sheets, Run(by, BODY_ITALIC))
    sheets.paragraph([Run("QUYẾT ĐỊNH:", BODY_BOLD)], align="centre", before=8)
    first = f"Thực hiện việc {subject.removeprefix('Về việc ')}, theo các nội dung sau:"
    draw_body(sheets, Run("Điều 1. ", BODY_BOLD), Run(first, BODY))
    for number, duty in enumerate(wording.duties(chance, 4), 1):
        draw_body(sheets, Run(f"{number}. {duty}", BODY))
    whom = f"Giao ông (bà) {wording.person(chance)} và ông (bà) {wording.person(chance)} tổ chức thực hiện:"
    draw_body(sheets, Run("Điều 2. ", BODY_BOLD), Run(whom, BODY))
    for letter, duty in zip("abc", wording.duties(chance, 3), strict=True):
        draw_body(sheets, Run(f"{letter}) {duty}", BODY))
    force = "Quyết định này có hiệu lực kể từ ngày ký."
    draw_body(sheets, Run("Điều 3. ", BODY_BOLD), Run(force, BODY))
    last = "Văn phòng Ủy ban nhân dân xã, các bộ phận và cá nhân có liên quan chịu trách nhiệm thi hành./."
    draw_body(sheets, Run("Điều 4. ", BODY_BOLD), Run(last, BODY))
    draw_signers(sheets, [_CHAIRMAN], ["- Như Điều 4;", "- Thường trực HĐND xã;", "- Lưu: VT, VP."])
    return _finished(sheets, "quyet-dinh", subject, symbol, _CHAIRMAN)


def draw_letter(chance: random.Random, heading: Heading) -> Letter:
    """A công văn of one page."""
    symbol, subject = "UBND-VP", wording.matter(chance)
    sheets = _begun(heading, symbol, f"V/v {subject}")
    hamlet = chance.choice(wording.HAMLETS)
    sheets.paragraph([Run(f"Kính gửi: Trưởng thôn {hamlet}.", BODY)], align="centre", before=18)
    sheets.y -= 6
    opening = f"Ủy ban nhân dân xã Thử Nghiệm đề nghị Trưởng thôn {hamlet} thực hiện một số nội dung sau:"
    draw_body(sheets, Run(opening, BODY))
    for number, duty in enumerate(wording.duties(chance, 3), 1):
        draw_body(sheets, Run(f"{number}. {duty}", BODY))
    draw_body(sheets, Run("Ủy ban nhân dân xã đề nghị Trưởng thôn quan tâm thực hiện./.", BODY))
    draw_signers(sheets, [_CHAIRMAN], ["- Như trên;", "- Chủ tịch, các PCT UBND xã;", "- Lưu: VT, VP."])
    return _finished(sheets, "cong-van", subject, symbol, _CHAIRMAN)


def draw_proposal(chance: random.Random, heading: Heading) -> Letter:
    """A tờ trình of one page, signed by the vice chairman for the chairman."""
    sheets, symbol = _begun(heading, "TTr-UBND"), "TTr-UBND"
    work = wording.work(chance)
    subject = f"Về việc đề nghị phê duyệt chủ trương {work}"
    draw_title(sheets, "TỜ TRÌNH", subject)
    sheets.paragraph([Run("Kính gửi: Hội đồng nhân dân xã Thử Nghiệm.", BODY)], align="centre", before=8)
    opening = f"Ủy ban nhân dân xã Thử Nghiệm kính trình Hội đồng nhân dân xã xem xét chủ trương {work}:"
    draw_body(sheets, Run(opening, BODY))
    cost = f"1. Kinh phí dự kiến: {chance.randint(120, 990)}.000.000 đồng, từ nguồn ngân sách xã."
    draw_body(sheets, Run(cost, BODY))
    for number, duty in enumerate(wording.duties(chance, 2), 2):
        draw_body(sheets, Run(f"{number}. {duty}", BODY))
    draw_body(sheets, Run("Kính trình Hội đồng nhân dân xã xem xét, quyết định./.", BODY))
    copies = ["- Như trên;", "- Phòng Kinh tế;", "- Lưu: VT, KT."]
    draw_signers(sheets, [_VICE_CHAIRMAN], copies)
    return _finished(sheets, "to-trinh", subject, symbol, _VICE_CHAIRMAN)


def draw_minutes(chance: random.Random, heading: Heading) -> Letter:
    """A biên bản of one page that two people sign."""
    sheets, symbol = _begun(heading, "BB-UBND"), "BB-UBND"
    subject = f"Về việc {wording.matter(chance)}"
    secretary, chair = Signer(("THƯ KÝ",), wording.person(chance)), Signer(("CHỦ TỌA",), wording.CHAIRMAN)
    draw_title(sheets, "BIÊN BẢN HỌP", subject)
    for line in (
        f"Địa điểm: Nhà văn hóa thôn {chance.choice(wording.HAMLETS)}.",
        f"Chủ trì: Ông {chair.full_name}, Chủ tịch Ủy ban nhân dân xã.",
        f"Thư ký: Ông (bà) {secretary.full_name}.",
        "Nội dung thống nhất:",
        *(f"{number}. {duty}" for number, duty in enumerate(wording.duties(chance, 2), 1)),
        "Biên bản được đọc lại cho mọi người cùng nghe, nhất trí và ký tên./.",
    ):
        draw_body(sheets, Run(line, BODY))
    draw_signers(sheets, [secretary, chair], [])
    return _finished(sheets, "bien-ban", subject, symbol, secretary, chair)


def draw_appendix(chance: random.Random, heading: Heading) -> Letter:
    """An appendix in a file of its own; its top right is left for the agency's text block."""
    symbol, subject = "QĐ-UBND", f"Danh sách công việc {wording.matter(chance)}"
    sheets = Sheets()
    sheets.y -= 40
    sheets.paragraph([Run("PHỤ LỤC", BODY_BOLD)], align="centre")
    sheets.paragraph([Run(subject, BODY_BOLD)], align="centre", before=2)
    line = f"(Kèm theo Quyết định {heading.reference(symbol)} của Chủ tịch Ủy ban nhân dân xã Thử Nghiệm)"
    sheets.paragraph([Run(line, BODY_ITALIC)], align="centre", before=2)
    sheets.y -= 8
    for index, duty in enumerate(wording.duties(chance, 5), 1):
        draw_body(sheets, Run(f"{index}. {wording.person(chance)}: ", BODY_BOLD), Run(duty, BODY))
    return _finished(sheets, "phu-luc", subject, symbol)


def draw_record(chance: random.Random, heading: Heading) -> Letter:
    """A thông báo that is complete with number and date: what an electronic copy is made of."""
    sheets, symbol = _begun(heading, "TB-UBND"), "TB-UBND"
    subject = f"Về việc {wording.matter(chance)}"
    draw_title(sheets, "THÔNG BÁO", subject)
    for number, duty in enumerate(wording.duties(chance, 3), 1):
        draw_body(sheets, Run(f"{number}. {duty}", BODY))
    draw_body(sheets, Run("Ủy ban nhân dân xã thông báo để các tổ chức, cá nhân được biết./.", BODY))
    draw_signers(sheets, [_CHAIRMAN], ["- Đài truyền thanh xã;", "- Lưu: VT."])
    return _finished(sheets, "thong-bao", subject, symbol, _CHAIRMAN)
