"""Identity cards of the size ID-1 with a chip: both faces copied on one sheet, on two, or scanned alone.

Places are millimetres from the card's top left corner; Circular 06/2021/TT-BCA (2021) and Circular
16/2024/TT-BCA (2024) show the faces. No emblem and no security print is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from classifiers.specimens import mrz, payloads
from classifiers.specimens.card_faces import Face, lay
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.nd30_admin import MOTTO, NATION
from classifiers.specimens.people import Person
from classifiers.specimens.places import draw_home, draw_unit
from classifiers.specimens.sheet import Colour, Fingerprint, Portrait, PrintedCode, Signature
from classifiers.specimens.values import without_units
from classifiers.specimens.wording import figures

RED: Colour = (178, 30, 36)
INK: Colour = (34, 34, 40)
AGES_OF_RENEWAL = (25, 40, 60)
"""Law on Identity 26/2023/QH15, Article 21."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says."""

    holder: Person
    number: str
    home: str
    origin: str
    issued: date
    expires: date | None
    old_number: str

    @property
    def until(self) -> str:
        return figures(self.expires) if self.expires is not None else "Không thời hạn"

    @property
    def zone(self) -> tuple[str, str, str]:
        return mrz.zone(self.holder, self.number, self.expires)

    @property
    def payload(self) -> str:
        return payloads.card(self.holder, self.number, self.old_number, self.home, self.issued)


def draw_card(form: Form) -> Card:
    draft = form.draft
    chance, issued = draft.chance, draft.issued
    holder = draft.person(ages=(15, 82))
    renewals = (_birthday(holder.born, age) for age in AGES_OF_RENEWAL)
    # A card given within two years before a renewal is good until the one after.
    expires = next((day for day in renewals if (day - issued).days > 730), None)
    origin = draft.unit if chance.random() < 0.6 else draw_unit(chance, issued)
    holder = holder.registered_in(origin.code)
    return Card(
        holder=holder,
        number=holder.id_number,
        home=without_units(draw_home(chance, draft.unit)),
        origin=without_units(origin.written),
        issued=issued,
        expires=expires,
        old_number=_old_number(form, holder),
    )


def _old_number(form: Form, holder: Person) -> str:
    """Nine digits of an earlier card, for those who were old enough to have one."""
    chance = form.draft.chance
    had_one = holder.born.year < 2001 and chance.random() < 0.6
    return str(chance.randrange(10**8, 4 * 10**8)) if had_one else ""


def _birthday(born: date, age: int) -> date:
    return born.replace(year=born.year + age, day=min(born.day, 28) if born.month == 2 else born.day)


def write(form: Form) -> None:
    """The two faces of the type's card."""
    card = draw_card(form)
    front, back = (
        (front_2024, back_2024)
        if form.record_type.field("birth_registration_place")
        else (front_2021, back_2021)
    )
    lay(form.draft, lambda face: front(form, card, face), lambda face: back(form, card, face))


def _heading(face: Face, *, middle: float) -> None:
    for text, y, size, strong in (
        (NATION, 5.2, 6.2, True),
        (MOTTO, 7.9, 6.2, True),
        ("SOCIALIST REPUBLIC OF VIET NAM", 10.5, 4.8, False),
        ("Independence - Freedom - Happiness", 12.7, 4.8, False),
    ):
        face.centred(text, middle, y, size, bold=strong)


def _portrait(form: Form, face: Face) -> None:
    face.add(Portrait(face.x + 4, face.y + 18, 19.5, 26, form.draft.seed))


def front_2021(form: Form, card: Card, face: Face) -> None:
    holder = card.holder
    _heading(face, middle=40)
    face.add(PrintedCode("qr", card.payload, face.x + 67.5, face.y + 4, 13.5, 13.5, "qr_payload"))
    face.centred("CĂN CƯỚC CÔNG DÂN", 43, 18.4, 9.6, bold=True, colour=RED)
    face.centred("Citizen Identity Card", 43, 21.4, 6.2, colour=RED)
    _portrait(form, face)
    x = 26.5
    end = face.put("Số / No.:", x + 5, 26, 6.4)
    face.put(card.number, end + 2, 26, 11, field="id_number", bold=True)
    face.put("Họ và tên / Full name:", x, 29.8, 5.8)
    face.put(holder.printed, x, 33.2, 7.8, field="full_name", bold=True)
    _pair(face, "Ngày sinh / Date of birth:", figures(holder.born), "date_of_birth", at=(x, 36.6))
    _pair(face, "Giới tính / Sex:", holder.sex, "sex", at=(x, 39.9))
    _pair(face, "Quốc tịch / Nationality:", "Việt Nam", "nationality", at=(x + 24, 39.9))
    face.put("Quê quán / Place of origin:", x, 43.1, 5.8)
    face.put(card.origin, x, 46.2, 6.9, field="hometown")
    end = face.put("Nơi thường trú / Place of residence:", x, 49.3, 5.8)
    _home(face, card.home, end + 1, left=x, y=49.3)
    end = face.put("Có giá trị đến:", 2.2, 49.3, 4.3)
    face.put(card.until, end + 0.6, 49.3, 4.3, field="expiry_date")
    face.put("Date of expiry", 2.2, 51.0, 4.0)


def _pair(face: Face, label: str, text: str, field: str, *, at: tuple[float, float]) -> None:
    """A label and its value behind it, from `at` on."""
    end = face.put(label, *at, 5.8)
    face.put(text, end + 1, at[1], 6.9, field=field)


def _home(face: Face, text: str, x: float, *, left: float, y: float) -> None:
    """As much of the address as fits behind its label, from `x` on; the rest below the label."""
    first, *rest = text.split(", ")
    while rest and face.fits(f"{first}, {rest[0]},", x, 6.9):
        first = f"{first}, {rest.pop(0)}"
    face.put(first + ("," if rest else ""), x, y, 6.9, field="residence")
    if rest:
        face.put(", ".join(rest), left, y + 3, 6.9, field="residence")


def back_2021(form: Form, card: Card, face: Face) -> None:
    draft = form.draft
    rule = form.record_type.field("identifying_marks")
    face.put("Đặc điểm nhân dạng / Personal identification:", 5, 6, 5.6)
    face.put(form.values.of(rule) if rule else "", 5, 9.4, 6.6, field="identifying_marks")
    end = face.put("Ngày, tháng, năm / Date, month, year:", 24, 14.4, 5.4)
    face.put(figures(card.issued), end + 0.8, 14.4, 5.8, field="issue_date")
    face.put("CỤC TRƯỞNG CỤC CẢNH SÁT", 23, 21.2, 5.6, field="issuer", bold=True)
    face.put("QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", 23, 23.8, 5.6, field="issuer", bold=True)
    for text, y in (
        ("DIRECTOR GENERAL OF THE POLICE DEPARTMENT", 25.7),
        ("FOR ADMINISTRATIVE MANAGEMENT OF SOCIAL ORDER", 27.3),
    ):
        face.put(text, 24, y, 3.6)
    face.add(Signature(face.x + 32, face.y + 27.5, 22, 7.5, draft.seed))
    face.put(draft.person().name, 36, 37.2, 6.0, bold=True)
    for top, words, english in (
        (2, "Ngón trỏ trái", "Left index finger"),
        (21, "Ngón trỏ phải", "Right index finger"),
    ):
        face.add(Fingerprint(face.x + 69, face.y + top, 10, 12.5, draft.seed + top))
        face.centred(words, 74, top + 14.4, 4.2)
        face.centred(english, 74, top + 16.1, 3.8)
    _chip(face, 5.5, 14)
    face.zone(card.zone)


def _chip(face: Face, x: float, y: float) -> None:
    face.outline(x, y, 12, 10, (150, 120, 50))
    face.outline(x + 4, y, 4, 10, (150, 120, 50))
    face.outline(x, y + 3.3, 12, 3.4, (150, 120, 50))


def front_2024(form: Form, card: Card, face: Face) -> None:
    holder = card.holder
    _heading(face, middle=48)
    face.centred("CĂN CƯỚC", 50, 18.6, 11.0, bold=True, colour=RED)
    face.centred("IDENTITY CARD", 50, 21.6, 6.2, colour=RED)
    _portrait(form, face)
    x = 27.0
    face.put("Số định danh cá nhân / Personal identification number:", x, 26, 5.4)
    face.put(card.number, x, 30.2, 10.5, field="id_number", bold=True)
    face.put("Họ, chữ đệm và tên khai sinh / Full name:", x, 34.2, 5.4)
    face.put(holder.printed, x, 37.8, 7.8, field="full_name", bold=True)
    _pair(face, "Ngày, tháng, năm sinh / Date of birth:", figures(holder.born), "date_of_birth", at=(x, 42))
    _pair(face, "Giới tính / Sex:", holder.sex, "sex", at=(x, 46.2))
    _pair(face, "Quốc tịch / Nationality:", "Việt Nam", "nationality", at=(x + 24, 46.2))


def back_2024(_: Form, card: Card, face: Face) -> None:
    for index, (label, text, field) in enumerate(
        (
            ("Nơi cư trú / Place of residence:", card.home, "residence"),
            ("Nơi đăng ký khai sinh / Place of birth:", card.origin, "birth_registration_place"),
        )
    ):
        face.put(label, 4.5, 5.4 + 7.2 * index, 5.4)
        face.put(text, 4.5, 8.7 + 7.2 * index, 6.6, field=field)
    _pair(face, "Ngày, tháng, năm cấp / Date of issue:", figures(card.issued), "issue_date", at=(4.5, 19.4))
    _pair(face, "Ngày, tháng, năm hết hạn / Date of expiry:", card.until, "expiry_date", at=(4.5, 23))
    face.centred("BỘ CÔNG AN", 44, 28, 6.4, field="issuer", bold=True)
    face.centred("MINISTRY OF PUBLIC SECURITY", 44, 30.3, 4.4)
    face.add(PrintedCode("qr", card.payload, face.x + 66.5, face.y + 4.5, 14.5, 14.5, "qr_payload"))
    _chip(face, 5.5, 26.5)
    face.zone(card.zone)
