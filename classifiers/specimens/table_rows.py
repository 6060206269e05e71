"""What stands in the cells of a drawn table: people who do not exist, parcels whose areas add up, marks.

Which kind of table it is follows from its columns; a cell that nobody fills in is empty or `-`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from classifiers.specimens.draft import Draft
from classifiers.specimens.land import draw_plot
from classifiers.specimens.people import Person, draw_day
from classifiers.specimens.places import draw_home, draw_name, listed
from classifiers.specimens.wording import area, figures, grouped

Rows = tuple[tuple[str, ...], ...]
COUNTS = (1, 2, 2, 3, 3, 4, 4, 5, 6, 8, 12)
"""How many rows tables have."""
RELATIONS = {
    True: listed("Vợ|Con đẻ|Con|Con dâu|Mẹ đẻ|Em ruột|Cháu ngoại"),
    False: listed("Chồng|Con đẻ|Con|Con rể|Bố đẻ|Em ruột|Cháu nội"),
}
"""To the head of the household, by whether it is a woman."""
SUBJECTS = listed(
    "Toán|Ngữ văn|Tiếng Anh|Vật lí|Hóa học|Sinh học|Lịch sử|Địa lí|Tin học|Công nghệ|"
    "Giáo dục công dân|Giáo dục thể chất"
)
BORDERS = (
    "Theo mép trong tường rào xây của hộ ông {name}",
    "Ranh giới theo bờ ruộng",
    "Theo tim tường chung với hộ bà {name}",
    "Theo mép đường bê tông",
    "Theo hàng rào cây xanh, mốc là cọc bê tông",
    "Theo bờ mương",
)
NEIGHBOURS = ("Thửa {number}", "Đường thôn", "Mương thủy lợi", "Thửa {number}", "Thửa {number}")
CHANGES = (
    "Chuyển nhượng cho {honorific} {name}, CCCD số {number}, theo hồ sơ số {file}",
    "Thế chấp bằng quyền sử dụng đất tại Ngân hàng Nông nghiệp và Phát triển nông thôn, theo hồ sơ số {file}",
    "Xóa đăng ký thế chấp ngày {day} theo hồ sơ số {file}",
    "Tặng cho con là {honorific} {name} một phần thửa đất, diện tích {area} m², theo hồ sơ số {file}",
)
INDUSTRIES = (
    ("Bán lẻ lương thực, thực phẩm, đồ uống trong các cửa hàng tổng hợp", "4711"),
    ("Dịch vụ ăn uống", "5610"),
    ("Bán lẻ vật liệu xây dựng", "4752"),
    ("Bảo dưỡng, sửa chữa xe máy", "4542"),
    ("May trang phục", "1410"),
    ("Gia công cơ khí", "2592"),
)
SHORT_PURPOSES = listed("T|Vườn|2L|LN|1L|Màu|Ao|ONT|CLN|LUC|HNK")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rows of a table, and the row that sums them up where one is printed."""

    rows: Rows
    total: tuple[str, ...] = ()


def draw_rows(draft: Draft, columns: tuple[str, ...], *, square_metres: float = 400.0) -> Drawn:
    """Rows of a table of these columns; `square_metres` is the area inside its coordinates."""
    named = set(columns)
    for telling, drawer in DRAWERS.items():
        if telling in named:
            rows = drawer(draft, square_metres)
            break
    else:
        rows = _members(draft)
    total = _total(draft, columns, rows)
    blank = draft.chance.choice(("", "", "-"))
    return Drawn(
        tuple(tuple(row.get(name, "") or blank for name in columns) for row in rows),
        tuple(total.get(name, "") for name in columns) if total else (),
    )


def _count(draft: Draft, most: int = 12) -> int:
    return min(most, draft.chance.choice(COUNTS))


def _numbered(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"stt": str(index), "tt": str(index), **row} for index, row in enumerate(rows, start=1)]


def _members(draft: Draft) -> list[dict[str, str]]:
    """People of one household, with what forms ask of them."""
    chance = draft.chance
    rows = []
    for _ in range(_count(draft)):
        person = draft.person(ages=(2, 80), ethnicity=chance.choice(("Kinh", "Kinh", "Kinh", "Tày", "Khmer")))
        rows.append(
            {
                "ho_ten": person.printed if chance.random() < 0.6 else person.name,
                "ngay_sinh": figures(person.born),
                "gioi_tinh": person.sex,
                "dan_toc": person.ethnicity,
                "so_dinh_danh": person.id_number,
                "quan_he": chance.choice(RELATIONS[person.is_woman]),
                "dong_y": chance.choice(("Đồng ý", "Đồng ý", "Đã ký")),
                "ly_do": "",
            }
        )
    is_capital = chance.random() < 0.5
    for row in rows:
        name = row["ho_ten"].upper() if is_capital else row["ho_ten"].title()
        row["ho_ten"] = row["ho_chu_dem_ten"] = name
    return _numbered(rows)


def _shares(draft: Draft) -> list[dict[str, str]]:
    """Members who hold a capital together: their parts add up to all of it."""
    chance, count = draft.chance, draft.chance.choice((2, 2, 3, 4, 6))
    parts = [chance.randrange(1, 12) for _ in range(count)]
    unit = chance.choice((10_000_000, 50_000_000, 100_000_000))
    rows = []
    for part in parts:
        person = draft.person(ages=(22, 70))
        home = draw_home(chance, draft.unit)
        rows.append(
            {
                "ten": person.printed,
                "quoc_tich": "Việt Nam",
                "dia_chi": home,
                "noi_thuong_tru": home,
                "gia_tri_von": grouped(part * unit),
                "ty_le": f"{part / sum(parts) * 100:.2f}".replace(".", ",").removesuffix(",00"),
                "so_giay_to": person.id_number,
            }
        )
    return _numbered(rows)


def _parcels(draft: Draft) -> list[dict[str, str]]:
    chance = draft.chance
    rows = []
    for _ in range(_count(draft, 8)):
        plot = draw_plot(chance, draft.unit)
        whole = chance.random() < 0.5
        rows.append(
            {
                "so_to_ban_do": plot.map_sheet,
                "so_thua": plot.number,
                "dien_tich_m2": grouped(round(plot.square_metres)) if whole else plot.area,
                "muc_dich_su_dung": chance.choice(SHORT_PURPOSES),
                "thoi_han_su_dung": chance.choice(("Lâu dài", f"{chance.randrange(2010, 2050)}", "20 năm")),
                "phan_ghi_them": "",
            }
        )
    return rows


def _corners(draft: Draft, square_metres: float) -> list[tuple[float, float]]:
    """Corners of the paper's parcel in VN-2000, m: x north, y east; the same for every table."""
    chance = Random(f"corners:{draft.code}:{draft.seed}")  # noqa: S311 (a drawing, not a secret)
    count = chance.choice((4, 4, 5, 6, 8))
    turns = sorted((index + chance.uniform(-0.25, 0.25)) * 2 * math.pi / count for index in range(count))
    plain = [(math.cos(turn) * r, math.sin(turn) * r) for turn in turns for r in (chance.uniform(0.8, 1.2),)]
    inside = abs(
        sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(plain, [*plain[1:], plain[0]], strict=True)) / 2
    )
    scale = math.sqrt(square_metres / inside)
    north, east = chance.uniform(1_200_000, 2_300_000), chance.uniform(420_000, 610_000)
    return [(round(north + x * scale, 2), round(east + y * scale, 2)) for x, y in plain]


def _edges(draft: Draft, square_metres: float) -> list[tuple[int, int, float]]:
    corners = _corners(draft, square_metres)
    count = len(corners)
    return [
        (index + 1, (index + 1) % count + 1, math.dist(corners[index], corners[(index + 1) % count]))
        for index in range(count)
    ]


def _coordinates(draft: Draft, square_metres: float) -> list[dict[str, str]]:
    """The corners, the first one again at the end, each with the length to the next."""
    corners, edges = _corners(draft, square_metres), _edges(draft, square_metres)
    point = draft.chance.choice((".", ",", "."))
    rows = []
    for index in range(len(corners) + 1):
        x, y = corners[index % len(corners)]
        length = f"{edges[index][2]:.2f}" if index < len(edges) else ""
        cells = {"x_m": f"{x:.2f}", "y_m": f"{y:.2f}", "canh_m": length}
        rows.append(
            {
                "diem": str(index % len(corners) + 1),
                **{name: text.replace(".", point) for name, text in cells.items()},
            }
        )
    return rows


def _lengths(draft: Draft, square_metres: float) -> list[dict[str, str]]:
    return [
        {"canh": f"{start}-{end}", "chieu_dai_m": f"{length:.2f}".replace(".", ",")}
        for start, end, length in _edges(draft, square_metres)
    ]


def _borders(draft: Draft, square_metres: float) -> list[dict[str, str]]:
    chance = draft.chance
    return [
        {
            "tu_diem": str(start),
            "den_diem": str(end),
            "mo_ta": chance.choice(BORDERS).format(name=draft.person().name),
            "giap_dat": chance.choice(NEIGHBOURS).format(number=chance.randrange(1, 900)),
        }
        for start, end, _ in _edges(draft, square_metres)
    ]


def _marks(draft: Draft) -> list[dict[str, str]]:
    chance, rows = draft.chance, []
    for subject in SUBJECTS[: chance.randrange(6, 13)]:
        first, second = chance.randrange(50, 100), chance.randrange(50, 100)
        year = round((first + 2 * second) / 3)
        marks = {"hk1": first, "hk2": second, "ca_nam": year}
        said = {name: f"{mark / 10:.1f}".replace(".", ",") for name, mark in marks.items()}
        rows.append({"mon": subject, **said})
    return _numbered(rows)


def _changes(draft: Draft) -> list[dict[str, str]]:
    """What happened to a certificate after its issue, oldest first."""
    chance, rows = draft.chance, []
    for _ in range(chance.choice((1, 1, 2, 3))):
        person: Person = draft.person()
        day = draw_day(chance, draft.issued, draft.issued + timedelta(days=2500))
        said = chance.choice(CHANGES).format(
            honorific=person.honorific.lower(),
            name=person.name,
            number=person.id_number,
            file=f"{chance.randrange(1, 99999):06d}.CN.{chance.randrange(1, 90):03d}",
            day=figures(day),
            area=area(chance.uniform(40, 300)),
        )
        office = f"Chi nhánh Văn phòng đăng ký đất đai {draw_name(chance)}"
        rows.append(
            {
                "noi_dung_thay_doi_va_co_so_phap_ly": said,
                "noi_dung_thay_doi_va_can_cu_phap_ly": said,
                "ngay_thang_nam": figures(day),
                "xac_nhan_cua_co_quan_co_tham_quyen": f"{office}, ngày {figures(day)}",
                "xac_nhan": office,
            }
        )
    return rows


def _industries(draft: Draft) -> list[dict[str, str]]:
    chosen = draft.chance.sample(INDUSTRIES, draft.chance.choice((1, 2, 2, 4)))
    rows = [{"ten_nganh": text, "ma_nganh": number} for text, number in chosen]
    rows[0]["chinh"] = "X"
    return _numbered(rows)


DRAWERS: dict[str, Callable[[Draft, float], list[dict[str, str]]]] = {
    "x_m": _coordinates,
    "canh": _lengths,
    "tu_diem": _borders,
    "gia_tri_von": lambda draft, _: _shares(draft),
    "so_to_ban_do": lambda draft, _: _parcels(draft),
    "hk1": lambda draft, _: _marks(draft),
    "noi_dung_thay_doi_va_co_so_phap_ly": lambda draft, _: _changes(draft),
    "noi_dung_thay_doi_va_can_cu_phap_ly": lambda draft, _: _changes(draft),
    "ten_nganh": lambda draft, _: _industries(draft),
}
"""By a column that tells what the table is; a table without any is one of people."""
SUMMED = {"gia_tri_von", "dien_tich_m2"}
NO_PLACE_FOR_A_TOTAL = {"so_thua", "dia_chi", "noi_thuong_tru", "quoc_tich"}
"""Columns in which nobody writes "Tổng cộng"."""


def _total(draft: Draft, columns: tuple[str, ...], rows: list[dict[str, str]]) -> dict[str, str]:
    """The line "Tổng cộng" of areas or money, under the last columns of words before them."""
    summed = [name for name in columns if name in SUMMED]
    if not summed or len(rows) < 2 or draft.chance.random() < 0.4:
        return {}
    first = columns.index(summed[0])
    label = next(name for name in reversed(columns[:first]) if name not in NO_PLACE_FOR_A_TOTAL)
    total = {label: draft.chance.choice(("Tổng cộng", "Cộng", "Tổng số"))}
    for name in summed:
        tenths = [round(float(row[name].replace(".", "").replace(",", ".")) * 10) for row in rows]
        has_tenths = any("," in row[name] for row in rows)
        total[name] = area(sum(tenths) / 10) if has_tenths else grouped(sum(tenths) // 10)
    if "ty_le" in columns:
        total["ty_le"] = "100"
    return total
