"""Văn bản thỏa thuận phân chia di sản: the heirs, who died, what is left, who receives it, the certifier."""

from __future__ import annotations

from datetime import timedelta

from classifiers.specimens.draft import Draft
from classifiers.specimens.land import draw_plot
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.people import Person, draw_day
from classifiers.specimens.typesetting import Span, bold, value
from classifiers.specimens.wording import figures, long_day

TITLES = (
    "VĂN BẢN THỎA THUẬN PHÂN CHIA DI SẢN THỪA KẾ",
    "VĂN BẢN THỎA THUẬN PHÂN CHIA DI SẢN THỪA KẾ",
    "THỎA THUẬN PHÂN CHIA DI SẢN THỪA KẾ",
)


def write(draft: Draft) -> None:
    """The agreement and the words of the certifier."""
    chance, galley = draft.chance, admin.open_galley(draft)
    galley.y = admin.motto(galley, galley.column.x, galley.column.width, galley.y) + 5
    admin.title(galley, chance.choice(TITLES))
    deceased, heirs = draft.person(ages=(60, 90)), [draft.person() for _ in range(chance.choice((2, 3)))]
    admin.paragraph(
        galley,
        "Hôm nay, ",
        value("signing_date", long_day(draft.issued)),
        f", tại trụ sở {draft.unit.committee}.",
    )
    galley.text(bold("Chúng tôi gồm có:"), after=0.8)
    for index, heir in enumerate(heirs):
        galley.text("- ", *_heir(heir, f"heirs#{index}"), ";", after=0.8)
    galley.text("Là những người thừa kế theo pháp luật và cùng thỏa thuận như sau.", after=2)
    died = draw_day(chance, draft.issued - timedelta(days=2500), draft.issued - timedelta(days=60))
    admin.paragraph(
        galley,
        "Người để lại di sản: ",
        value("deceased_name", deceased.printed),
        ", chết ngày ",
        value("death_date", figures(died)),
        ", theo Trích lục khai tử số ",
        value("death_extract_number", f"{chance.randrange(1, 400)}/{died.year}"),
        ".",
    )
    _estate(draft)
    galley.text(bold("Nội dung thỏa thuận:"), after=0.8)
    admin.paragraph(
        galley,
        "Chúng tôi nhất trí người được nhận di sản: ",
        value("receiving_heir", heirs[0].printed),
        ".",
    )
    admin.paragraph(galley, "Những người thừa kế khác không yêu cầu hưởng phần của mình.")
    galley.text(bold("Người thừa kế ký tên"), align="centre", after=22)
    _certified(draft)


def _heir(heir: Person, place: str) -> list[Span]:
    return [
        value(place, f"{heir.honorific} "),
        value(f"{place}.full_name", heir.printed),
        value(place, f", {heir.id_kind} số "),
        value(f"{place}.id_number", heir.id_number),
    ]


def _estate(draft: Draft) -> None:
    galley, plot, chance = draft.galley, draw_plot(draft.chance, draft.unit), draft.chance
    galley.text(bold("Di sản thừa kế:"), after=0.8)
    serial = f"{chance.choice('ABCĐ')}{chance.choice('AĐKLMN')} {chance.randrange(10**6):06d}"
    admin.paragraph(
        galley,
        "Quyền sử dụng đất theo Giấy chứng nhận quyền sử dụng đất số ",
        value("certificate_serial", serial),
        ":",
    )
    galley.text("- Thửa đất số: ", value("parcel_number", plot.number), after=0.6)
    galley.text("- Tờ bản đồ số: ", value("map_sheet_number", plot.map_sheet), after=0.6)
    galley.text("- Địa chỉ thửa đất: ", value("parcel_address", plot.address), after=0.6)
    galley.text("- Diện tích: ", value("area_m2", plot.area), " m²", after=2)


def _certified(draft: Draft) -> None:
    galley, chance = draft.galley, draft.chance
    is_notary = chance.random() < 0.4
    what = "công chứng" if is_notary else "chứng thực"
    galley.need(70)
    galley.text(bold("LỜI CHỨNG"), align="centre", after=2)
    admin.paragraph(
        galley,
        f"Tôi {what} những người thừa kế đã tự nguyện thỏa thuận và đã ký, điểm chỉ trước mặt tôi.",
    )
    galley.text(
        f"Số {what}: ",
        value("notarial_number" if is_notary else "certification_number", f"{chance.randrange(1, 900)}"),
        ", quyển số ",
        value("book_number", f"{chance.randrange(1, 4):02d}-{'CC' if is_notary else 'SCT'}/HĐ,GD"),
        after=3,
    )
    full = galley.column
    with galley.within(full.x + full.width - 84, 84):
        galley.text(bold("Công chứng viên" if is_notary else "Người thực hiện chứng thực"), align="centre")
        name = draft.person().name
        admin.signature_and_name(
            draft, f"UBND {draft.unit.commune}", name, look=galley.base, field="certifier_name"
        )
