"""Health insurance cards of the size ID-1: the card of 2021 with ten digits, and the paper card before it.

Decision 1666/QĐ-BHXH of 2020 shows the newer one. No emblem and no security print is drawn.
"""

from __future__ import annotations

from datetime import date, timedelta

from classifiers.specimens.card_faces import Face, lay
from classifiers.specimens.form_filling import Form
from classifiers.specimens.people import Person, draw_day
from classifiers.specimens.places import bare
from classifiers.specimens.sheet import Colour, Seal, Signature
from classifiers.specimens.wording import figures

BLUE: Colour = (24, 70, 150)
RED: Colour = (188, 32, 40)
GROUPS = ("DN", "HX", "TE", "HT", "GD", "HN", "CH", "NN", "TK", "HS", "DT")
"""Whom the card insures; Decision 1351/QĐ-BHXH."""
HEAD = "BẢO HIỂM XÃ HỘI VIỆT NAM"
NOTES = (
    "1. Xuất trình thẻ cùng giấy tờ tùy thân có ảnh khi khám bệnh, chữa bệnh.",
    "2. Không cho người khác mượn thẻ.",
    "3. Khi mất, hỏng hoặc thay đổi thông tin, báo cơ quan bảo hiểm xã hội nơi cấp.",
    "4. Thẻ không còn giá trị khi hết thời hạn hoặc bị tẩy xóa, sửa chữa.",
)


def write(form: Form) -> None:
    """Both faces of the card."""
    chance = form.draft.chance
    holder = form.draft.person(ages=(1, 85))
    is_new = chance.random() < 0.6
    lay(
        form.draft,
        lambda face: _front(form, holder, face, is_new=is_new),
        lambda face: _back(form, face, is_new=is_new),
        family=chance.choice(("sans", "sans", "serif")),
    )


def _code(form: Form, *, is_new: bool) -> str:
    chance = form.draft.chance
    number = f"{form.draft.unit.code[1:]}{chance.randrange(10**8):08d}"
    if is_new:
        return number
    return f"{chance.choice(GROUPS)} {chance.randrange(1, 6)} {form.draft.unit.code[1:]} {number}"


def _facility(form: Form) -> str:
    unit, chance = form.draft.unit, form.draft.chance
    local = unit.district or unit.province
    kinds = (f"Trạm y tế {unit.commune}", f"Trung tâm Y tế {local}", f"Bệnh viện Đa khoa {local}")
    return chance.choice(kinds)


def _front(form: Form, holder: Person, face: Face, *, is_new: bool) -> None:
    draft, chance = form.draft, form.draft.chance
    x = 5.0 if is_new else 22.0
    face.centred(HEAD, 43, 5.6, 7.4, bold=True, colour=BLUE)
    face.centred("THẺ BẢO HIỂM Y TẾ", 43, 11.2, 11.0, bold=True, colour=RED if is_new else BLUE)
    if not is_new:
        face.outline(3.5, 14, 16, 20)
        face.centred("Ảnh", 11.5, 24.5, 5.6)
    end = face.put("Mã số:", x, 17.4, 7.4)
    face.put(_code(form, is_new=is_new), end + 1.5, 17.4, 9.6, field="card_code", bold=True)
    _line(face, "Họ và tên:", holder.printed, "full_name", at=(x, 22.2))
    end = _line(face, "Ngày sinh:", figures(holder.born), "date_of_birth", at=(x, 26.8))
    _line(face, "Giới tính:", holder.sex, "sex", at=(max(end + 5, x + 36), 26.8))
    if not is_new:
        _line(face, "Địa chỉ:", bare(draft.unit.commune), "", at=(x, 31.2))
    _line(face, "Nơi ĐK KCB BĐ:", _facility(form), "facility", at=(x, 35.8))
    since = date(draft.issued.year, chance.choice((1, 1, 1, 4, 7, 10)), 1)
    end = _line(face, "Giá trị sử dụng: từ ngày", figures(since), "valid_from", at=(x, 40.2))
    if not is_new:
        _line(face, "đến", figures(since.replace(month=12, day=31)), "", at=(end + 1.5, 40.2))
    five = draw_day(chance, since, since + timedelta(days=1500))
    label = "Thời điểm đủ 05 năm liên tục: từ ngày" if is_new else "Thời điểm đủ 05 năm liên tục:"
    _line(face, label, figures(five), "five_years_on", at=(x, 44.6))
    agency = f"BHXH {draft.unit.province.upper()}"
    face.put(f"Nơi cấp, đổi thẻ BHYT: {bare(draft.unit.province)}", x, 49.4, 5.4)
    face.add(Signature(face.x + 62, face.y + 44, 17, 7, draft.seed))
    face.add(Seal(face.x + 66, face.y + 46, agency, 14, 5))


def _line(face: Face, label: str, text: str, field: str, *, at: tuple[float, float]) -> float:
    """The label and behind it the value; gives where it ends, mm."""
    x, y = at
    end = face.put(label, x, y, 7.0)
    return face.put(text, end + 1.2, y, 7.6, field=field, bold=field in {"full_name", "card_code"})


def _back(form: Form, face: Face, *, is_new: bool) -> None:
    face.centred("NHỮNG ĐIỀU CẦN CHÚ Ý", 43, 8, 7.2, bold=True)
    for index, note in enumerate(NOTES):
        face.put(note, 4, 14.5 + 5.2 * index, 5.4)
    if is_new:
        face.put(f"In tại: BHXH {bare(form.draft.unit.province)}", 4, 47, 5.0)
