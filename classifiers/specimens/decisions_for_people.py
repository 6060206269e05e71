"""Decisions about one person's land or allowance: letterhead, subject, bases, articles that name the case.

They print the title of any decision and are told by the subject below it (Decree 30/2020/NĐ-CP, form 1.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from classifiers.specimens import administrative, prose
from classifiers.specimens.draft import Draft
from classifiers.specimens.land import GARDEN, Plot, draw_plot
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.offices import Office, committee
from classifiers.specimens.people import Person
from classifiers.specimens.places import draw_home
from classifiers.specimens.typesetting import Span, bold, value
from classifiers.specimens.wording import area, figures, grouped, long_day

LAND_LAW_2024_FROM = date(2024, 8, 1)
BASE_RATE_500_FROM = date(2024, 7, 1)
"""Decree 76/2024/NĐ-CP raised the base rate of allowances from 360.000 to 500.000 đồng."""
PROJECTS = (
    "Đường liên xã",
    "Kè chống sạt lở bờ sông",
    "Khu dân cư mới",
    "Mở rộng trường tiểu học",
    "Trạm bơm tiêu úng",
)
CATEGORIES = (
    ("Người cao tuổi từ đủ 80 tuổi", 10),
    ("Người khuyết tật nặng", 15),
    ("Người khuyết tật đặc biệt nặng", 20),
    ("Trẻ em mồ côi không có nguồn nuôi dưỡng", 15),
)
"""Who is given an allowance, and the coefficient in tenths (Decree 20/2021/NĐ-CP, Articles 5 and 6)."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What one decision decides."""

    subject: str
    bases: tuple[str, ...]
    proposer: str
    first_article: Sequence[Sequence[Span | str]]
    """Paragraphs of Article 1."""


def write_decision(draft: Draft, office: Office, matter: Matter) -> None:
    """Sets a decision of the committee `office`."""
    chance, galley = draft.chance, admin.open_galley(draft)
    number = f"{prose.draw_number(chance)}/QĐ-{office.abbreviation}"
    admin.letterhead(draft, office, number=[value("doc_number", number)])
    admin.title(galley, "QUYẾT ĐỊNH", matter.subject)
    galley.text(bold(office.spoken.upper()), align="centre", after=3)
    for index, base in enumerate(matter.bases):
        admin.paragraph(galley, Span(f"Căn cứ {base};", f"legal_bases#{index}", italic=True), after=1.2)
    admin.paragraph(
        galley,
        Span("Theo đề nghị của ", italic=True),
        Span(matter.proposer, "proposer", italic=True),
        Span(".", italic=True),
    )
    galley.text(bold("QUYẾT ĐỊNH:"), align="centre", after=3)
    for index, spans in enumerate(matter.first_article):
        admin.paragraph(galley, *([bold("Điều 1. ")] if index == 0 else []), *spans, after=1.2)
    administrative.takes_effect(draft)
    admin.paragraph(
        galley,
        bold("Điều 3. "),
        "Chánh Văn phòng và cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
    )
    recipients = prose.draw_recipients(chance, office.letter_unit)
    admin.closing(draft, office, recipients, signer=draft.person().name)


def land_decision(draft: Draft, subject: str, opening: str, *, keeps_use: bool) -> tuple[Matter, Plot]:
    """A decision on one parcel of one person; `keeps_use` prints what the parcel is used for."""
    plot = draw_plot(draft.chance, draft.unit)
    holder = draft.person()
    paragraphs: list[list[Span | str]] = [
        [f"{opening} ", *_named(draft, holder, "beneficiaries#0"), ":"],
        [
            "- Thửa đất số ",
            value("parcel_number", plot.number),
            ", tờ bản đồ số ",
            value("map_sheet_number", plot.map_sheet),
            ", diện tích ",
            value("area_m2", plot.area),
            " m²;",
        ],
        ["- Địa chỉ thửa đất: ", value("parcel_address", plot.address), ";"],
    ]
    if keeps_use:
        paragraphs.append(["- Để sử dụng vào mục đích: ", value("land_use_purpose", plot.purpose), ";"])
    room = "Trưởng phòng Kinh tế" if draft.is_two_level else "Trưởng phòng Tài nguyên và Môi trường"
    return Matter(subject, _land_bases(draft.issued), room, paragraphs), plot


def allocation(draft: Draft) -> None:
    subject = draft.chance.choice(("Về việc giao đất", "Về việc giao đất ở cho hộ gia đình, cá nhân"))
    matter, plot = land_decision(draft, subject, "Giao đất cho", keeps_use=True)
    form = draft.chance.choice(("Giao đất có thu tiền sử dụng đất", "Giao đất không thu tiền sử dụng đất"))
    rest: list[list[Span | str]] = [
        ["- Thời hạn sử dụng đất: ", value("land_use_term", plot.term), ";"],
        ["- Hình thức giao đất: ", value("allocation_form", form), "."],
    ]
    _decide(draft, matter, rest)


def recovery(draft: Draft) -> None:
    project = draft.chance.choice(PROJECTS)
    matter, _ = land_decision(
        draft, f"Về việc thu hồi đất để thực hiện công trình {project}", "Thu hồi đất của", keeps_use=False
    )
    rest: list[list[Span | str]] = [
        ["- Lý do thu hồi đất: ", value("recovery_reason", "để thực hiện công trình công cộng"), ";"],
        ["- Tên dự án: ", value("project_name", project), "."],
    ]
    _decide(draft, matter, rest)


def purpose_change(draft: Draft) -> None:
    opening = "Cho phép chuyển mục đích sử dụng đất đối với"
    subject = "Về việc cho phép chuyển mục đích sử dụng đất"
    matter, plot = land_decision(draft, subject, opening, keeps_use=False)
    dwelling = "Đất ở tại đô thị" if draft.unit.is_ward else "Đất ở tại nông thôn"
    changed = area(round(plot.square_metres * draft.chance.uniform(0.3, 0.95), 1))
    rest: list[list[Span | str]] = [
        [
            "- Diện tích chuyển mục đích: ",
            value("area_changed_m2", changed),
            " m², từ mục đích ",
            value("purpose_from", draft.chance.choice(GARDEN)),
            " sang mục đích ",
            value("purpose_to", dwelling),
            ";",
        ],
        ["- Thời hạn sử dụng đất: ", value("land_use_term", "Lâu dài"), "."],
    ]
    _decide(draft, matter, rest)


def social_allowance(draft: Draft) -> None:
    chance = draft.chance
    category, tenths = chance.choice(CATEGORIES)
    ages = (80, 94) if "80 tuổi" in category else (6, 15) if "Trẻ em" in category else (20, 70)
    person = draft.person(ages=ages)
    rate = 500_000 if draft.issued >= BASE_RATE_500_FROM else 360_000
    subject = chance.choice(("Về việc hưởng trợ cấp xã hội hàng tháng", "Về việc trợ cấp xã hội hàng tháng"))
    article: list[Span | str] = [
        "Trợ cấp xã hội hàng tháng cho ông (bà) ",
        value("beneficiary_name", person.printed),
        ", sinh ngày ",
        value("beneficiary_dob", figures(person.born)),
        ", số định danh cá nhân ",
        value("beneficiary_id", person.id_number),
        ", nơi cư trú: ",
        value("beneficiary_residence", draw_home(chance, draft.unit)),
        ", thuộc đối tượng ",
        value("category", category),
        ", hệ số trợ cấp ",
        value("coefficient", f"{tenths // 10},{tenths % 10}"),
        ", mức trợ cấp ",
        value("amount", grouped(rate * tenths // 10)),
        " đồng/tháng, kể từ ngày ",
        value("from_date", figures(draft.issued.replace(day=1))),
        ".",
    ]
    bases = (
        _local_law(draft.issued),
        "Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp "
        "xã hội đối với đối tượng bảo trợ xã hội",
    )
    matter = Matter(subject, bases, "Trưởng phòng Văn hóa - Xã hội", [article])
    write_decision(draft, _committee(draft), matter)


def _decide(draft: Draft, matter: Matter, rest: Sequence[Sequence[Span | str]]) -> None:
    whole = Matter(matter.subject, matter.bases, matter.proposer, [*matter.first_article, *rest])
    write_decision(draft, _committee(draft), whole)


def _committee(draft: Draft) -> Office:
    """The district decided until 30 June 2025, the commune decides since."""
    return committee(draft.chance, draft.unit, "district" if draft.unit.district else "commune")


def _named(draft: Draft, person: Person, place: str) -> list[Span | str]:
    """Who the decision is about, often with where they live."""
    spans: list[Span | str] = [
        value(place, f"{person.honorific} "),
        value(f"{place}.name", person.printed),
        value(place, f", {person.id_kind} số "),
        value(f"{place}.id_number", person.id_number),
    ]
    # A chance of its own, so that the rest of the paper does not hang on it.
    chance = Random(f"beneficiary:{draft.code}:{draft.seed}")  # noqa: S311 (a drawing, not a secret)
    if chance.random() < 0.5:
        spans += [
            value(place, ", thường trú tại "),
            value(f"{place}.address", draw_home(chance, draft.unit)),
        ]
    return spans


def _land_bases(on: date) -> tuple[str, ...]:
    law = date(2024, 1, 18) if on >= LAND_LAW_2024_FROM else date(2013, 11, 29)
    return (_local_law(on), f"Luật Đất đai {long_day(law)}")


def _local_law(on: date) -> str:
    law = date(2025, 6, 16) if on >= date(2025, 7, 1) else date(2015, 6, 19)
    return f"Luật Tổ chức chính quyền địa phương {long_day(law)}"
