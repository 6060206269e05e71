"""Invented people: names, birth days and personal numbers that satisfy the rules and belong to nobody.

A personal number is province of birth registration, century and sex, year of birth, and six random
digits (Decree 137/2015/NĐ-CP, Article 13). Names are put together from lists by chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from classifiers.specimens.places import listed, registering_provinces
from classifiers.specimens.wording import figures

SURNAMES = listed(
    "Nguyễn|Nguyễn|Nguyễn|Nguyễn|Trần|Trần|Lê|Lê|Phạm|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|"
    "Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đoàn|Vương|Trịnh|Trương|Đinh|Lâm|Phùng|Mai|Tô|"
    "Tạ|Hà|Thái|Quách|Nghiêm|Lưu|Cao|Chu|Tăng"
)
MEN_MIDDLE = listed(
    "Văn|Văn|Văn|Hữu|Đức|Công|Quang|Minh|Xuân|Đình|Thế|Trọng|Gia|Ngọc|Hoàng|Quốc|Bá|Duy|Anh|Thành|Tiến|Viết"
)
WOMEN_MIDDLE = listed(
    "Thị|Thị|Thị|Thị Thu|Thị Ngọc|Thị Thanh|Thị Kim|Ngọc|Thu|Thanh|Phương|Bích|Thị Mỹ|"
    "Khánh|Hoài|Diệu|Thị Hồng|Quỳnh|Bảo"
)
MEN = listed(
    "An|Bình|Cường|Dũng|Đạt|Đức|Hải|Hiếu|Hòa|Hùng|Hưng|Khánh|Khoa|Kiên|Lâm|Long|"
    "Lực|Mạnh|Nam|Nghĩa|Nhân|Phong|Phúc|Quân|Quý|Sơn|Tài|Tâm|Thắng|Thịnh|Thuận|Toàn|"
    "Trung|Tú|Tuấn|Tùng|Việt|Vinh|Vũ|Quyết|Thưởng"
)
WOMEN = listed(
    "Anh|Ánh|Bích|Châu|Chi|Dung|Duyên|Giang|Hà|Hạnh|Hằng|Hiền|Hoa|Hồng|Huệ|Hương|"
    "Hường|Huyền|Lan|Liên|Linh|Loan|Mai|My|Nga|Ngân|Ngọc|Nhung|Oanh|Phượng|Quyên|"
    "Tâm|Thảo|Thủy|Thúy|Trang|Trinh|Tuyết|Vân|Xuân|Yến"
)
# Ethnic group to family names, men's and women's given parts.
PEOPLES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "Tày": (
        ("Nông", "Hoàng", "Bế", "Triệu", "Đàm"),
        ("Văn Sáng", "Văn Pản", "Quang Thụ"),
        ("Thị Thêm", "Thị Pén"),
    ),
    "Nùng": (("Nông", "Lương", "Vi", "Hứa"), ("Văn Slay", "Văn Chài", "Đức Lìn"), ("Thị Sằm", "Thị Nhình")),
    "Thái": (("Lò", "Cầm", "Quàng", "Tòng", "Cà"), ("Văn Ín", "Văn Hặc", "Văn Xương"), ("Thị Ơn", "Thị Phớ")),
    "Mường": (("Bùi", "Quách", "Đinh", "Hà"), ("Văn Nhỏn", "Văn Ểu", "Thanh Bượt"), ("Thị Nhẻo", "Thị Đượm")),
    "Mông": (("Giàng", "Vàng", "Thào", "Sùng", "Lầu"), ("A Chứ", "A Páo", "A Dếnh"), ("Thị Mỷ", "Thị Dợ")),
    "Dao": (("Triệu", "Bàn", "Đặng", "Phàn"), ("Tòn Phẩy", "Tiến Vạng", "Văn Phấy"), ("Mùi Pham", "Thị Mẩy")),
    "Khmer": (("Thạch", "Danh", "Kim", "Sơn"), ("Sa Rây", "Chane", "Ươl"), ("Thị Sa Bươl", "Thị Ngọc Hương")),
    "Ê Đê": (("Y", "Y"), ("Blêch Niê", "Thắt Mlô", "Brơn Kbuôr"), ("Blêch Niê", "Thắt Mlô")),
    "Gia Rai": (("Rơ Châm", "Ksor", "Siu", "Kpă"), ("Hyưh", "Blơih", "Thuyên"), ("H'Lem", "H'Nhưn")),
    "Chăm": (("Bá", "Đàng", "Quảng"), ("Văn Trọn", "Minh Đảo", "Xuân Phước"), ("Thị Ka Ri", "Thị Mỹ Lệ")),
}
POLICE = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
"""Issued identity cards until the Law on Identity came into force on 1 July 2024; then `Bộ Công an`."""
CHIP_CARDS_FROM = date(2021, 2, 1)
TWELVE_DIGITS_FROM = date(2016, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    name: str
    """In display case."""
    is_woman: bool
    born: date
    ethnicity: str
    id_number: str
    """Twelve digits; nine on cards of before 2016."""
    id_issued: date

    @property
    def sex(self) -> str:
        return "Nữ" if self.is_woman else "Nam"

    @property
    def printed(self) -> str:
        """The name as certificates print it."""
        return self.name.upper()

    @property
    def honorific(self) -> str:
        return "Bà" if self.is_woman else "Ông"

    @property
    def surname(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def id_kind(self) -> str:
        if self.id_issued < TWELVE_DIGITS_FROM:
            return "Chứng minh nhân dân"
        return "Căn cước công dân" if self.id_issued < date(2024, 7, 1) else "Căn cước"

    def id_document(self, *, with_issuer: bool = True) -> str:
        """`Căn cước công dân số 027…, Cục Cảnh sát … cấp ngày 10/05/2021`"""
        short = f"{self.id_kind} số {self.id_number}"
        issuer = POLICE if self.id_issued < date(2024, 7, 1) else "Bộ Công an"
        return f"{short}, {issuer} cấp ngày {figures(self.id_issued)}" if with_issuer else short

    def registered_in(self, digits: str) -> Person:
        """The same person, whose birth was registered in the province with these three digits."""
        if len(self.id_number) < 12:
            return self
        return replace(self, id_number=digits + self.id_number[3:])


def draw_day(chance: Random, first: date, last: date) -> date:
    """Any day from `first` to `last`, both included."""
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def draw_full_name(chance: Random, *, is_woman: bool, ethnicity: str, surname: str | None = None) -> str:
    if ethnicity in PEOPLES:
        families, men, women = PEOPLES[ethnicity]
        return f"{surname or chance.choice(families)} {chance.choice(women if is_woman else men)}"
    middle = chance.choice(WOMEN_MIDDLE if is_woman else MEN_MIDDLE)
    given = chance.choice([name for name in (WOMEN if is_woman else MEN) if name not in middle])
    return f"{surname or chance.choice(SURNAMES)} {middle} {given}"


def draw_id_number(chance: Random, born: date, *, is_woman: bool, province: str | None = None) -> str:
    """Twelve digits: province, century and sex, year, six at random."""
    century_and_sex = (2 if born.year >= 2000 else 0) + is_woman
    place = province or chance.choice(registering_provinces())
    return f"{place}{century_and_sex}{born.year % 100:02d}{chance.randrange(1, 10**6):06d}"


def draw_person(
    chance: Random,
    on: date,
    *,
    is_woman: bool | None = None,
    ages: tuple[int, int] = (20, 75),
    surname: str | None = None,
    ethnicity: str | None = None,
) -> Person:
    """A person of such an age in years on the day `on`."""
    woman = chance.random() < 0.5 if is_woman is None else is_woman
    youngest, oldest = (
        on - timedelta(days=round(ages[0] * 365.25) + 2),
        on - timedelta(days=round(ages[1] * 365.25)),
    )
    born = draw_day(chance, oldest, youngest)
    people = ethnicity or ("Kinh" if chance.random() < 0.78 else chance.choice(tuple(PEOPLES)))
    earliest = CHIP_CARDS_FROM if on > CHIP_CARDS_FROM + timedelta(days=60) else on - timedelta(days=2000)
    issued = draw_day(chance, earliest, on - timedelta(days=20))
    number = draw_id_number(chance, born, is_woman=woman)
    if issued < TWELVE_DIGITS_FROM:
        number = f"{chance.randrange(10**8, 4 * 10**8)}"
    return Person(
        name=draw_full_name(chance, is_woman=woman, ethnicity=people, surname=surname),
        is_woman=woman,
        born=born,
        ethnicity=people,
        id_number=number,
        id_issued=issued,
    )
