"""Identity cards of nine digits: waves, a red number, values typed on dotted lines, both faces copied."""

from __future__ import annotations

from classifiers.specimens.card_faces import WIDTH, Face, lay
from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.nd30_admin import MOTTO, NATION
from classifiers.specimens.people import Person
from classifiers.specimens.places import bare, draw_home, draw_unit
from classifiers.specimens.sheet import Colour, Fingerprint, Portrait, Rule, Seal, Signature
from classifiers.specimens.values import without_units
from classifiers.specimens.wording import figures

RED: Colour = (192, 36, 44)


def write(form: Form) -> None:
    """The two faces of the type's card."""
    holder = form.draft.person(ages=(15, 70))
    lay(
        form.draft,
        lambda face: front(form, holder, face),
        lambda face: back(form, holder, face),
        family=form.draft.chance.choice(("serif", "serif", "sans")),
    )


def front(form: Form, holder: Person, face: Face) -> None:
    draft, chance = form.draft, form.draft.chance
    face.centred(NATION, 46, 6, 7.2, bold=True)
    face.centred(MOTTO, 46, 9.3, 7.2, bold=True)
    face.centred("GIẤY CHỨNG MINH NHÂN DÂN", 52, 15.2, 10.5, bold=True)
    face.add(Portrait(face.x + 4, face.y + 19, 21, 28, draft.seed))
    end = face.put("SỐ", 40, 20.6, 9.0, bold=True, colour=RED)
    face.put(
        str(chance.randrange(10**8, 4 * 10**8)), end + 2, 20.6, 12, field="id_number", bold=True, colour=RED
    )
    origin = draw_unit(chance, draft.issued)
    hamlet = without_units(draw_home(chance, draft.unit))
    _entry(face, "Họ tên:", holder.printed, "full_name", 25.6)
    born = figures(holder.born).replace("/", "-")
    _entry(face, "Sinh ngày:", born, "date_of_birth", 31.0)
    _wrapped(face, "Nguyên quán:", without_units(origin.written), "hometown", 36.4)
    _wrapped(face, "Nơi ĐKHK thường trú:", hamlet, "residence", 45.2)


def _entry(face: Face, label: str, text: str, field: str, y: float) -> float:
    end = face.put(label, 27.5, y, 7.2)
    face.put(text, end + 1.5, y, 8.2, field=field, bold=True)
    _dots(face, end + 1, y)
    return end


def _wrapped(face: Face, label: str, text: str, field: str, y: float) -> None:
    """An address over the line of its label and the one below."""
    end = face.put(label, 27.5, y, 7.2)
    first, *rest = text.split(", ")
    while rest and face.fits(f"{first}, {rest[0]},", end + 1.5, 8.2):
        first = f"{first}, {rest.pop(0)}"
    face.put(first + ("," if rest else ""), end + 1.5, y, 8.2, field=field)
    if rest:
        face.put(", ".join(rest), 29, y + 3.8, 8.2, field=field)
    _dots(face, end + 1, y)
    _dots(face, 27.5, y + 3.8)


def _dots(face: Face, x: float, y: float) -> None:
    at = face.y + y + 0.7
    face.add(Rule(face.x + x, at, face.x + WIDTH - 4, at, width=0.22, pitch=0.95))


def back(form: Form, holder: Person, face: Face) -> None:
    draft = form.draft
    marks, religion = form.record_type.field("identifying_marks"), form.record_type.field("religion")
    end = face.put("Dân tộc:", 5, 6.2, 7.0)
    face.put(holder.ethnicity, end + 1.5, 6.2, 8, field="ethnicity")
    end = face.put("Tôn giáo:", 46, 6.2, 7.0)
    face.put(form.values.of(religion) if religion else "Không", end + 1.5, 6.2, 8, field="religion")
    for top, label in ((9, "NGÓN TRỎ TRÁI"), (31, "NGÓN TRỎ PHẢI")):
        face.outline(4, top, 20, 20.5)
        face.centred(label, 14, top + 3, 5.2)
        face.add(Fingerprint(face.x + 8, face.y + top + 4.5, 12, 15, draft.seed + top))
    face.put("DẤU VẾT RIÊNG VÀ DỊ HÌNH", 34, 15.4, 7.0, bold=True)
    face.put(form.values.of(marks) if marks else "", 27, 20, 7.4, field="identifying_marks")
    issued = draft.issued
    face.put(f"Ngày {issued.day:02d} tháng {issued.month} năm {issued.year}", 36, 26, 7.2, field="issue_date")
    police = draft.chance.choice(("CA TỈNH", "CÔNG AN TỈNH"))
    agency = f"{police} {bare(draft.unit.province).upper()}"
    end = face.put("GIÁM ĐỐC", 34, 30, 7.0, bold=True)
    face.put(agency, end + 1.2, 30, 7.0, field="issuer", bold=True)
    face.add(Signature(face.x + 40, face.y + 31, 24, 13, draft.seed))
    face.add(Seal(face.x + 40, face.y + 40, agency, 20, 6))
    face.centred(draft.person().name, 54, 49.6, 7.4, bold=True)
