"""What staff would type into the search box, by kind."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from classifiers.specimens.people import draw_full_name
from classifiers.vietnamese import fold


def queries(count: int) -> dict[str, list[str]]:
    """What staff type, by kind: names with and without marks, phrases, common words, numbers, filters."""
    chance = Random("queries")

    def name() -> str:
        return draw_full_name(chance, is_woman=chance.random() < 0.5, ethnicity="Kinh")

    phrases = (
        "quyền sử dụng đất",
        "giấy khai sinh",
        "chuyển đổi số",
        "phòng cháy, chữa cháy rừng",
        "hộ nghèo",
    )
    common = ("ủy ban nhân dân", "cộng hòa", "ngày tháng năm", "uy ban", "độc lập tự do")
    codes = ("decision", "birth_certificate", "land_certificate_2024", "notice")
    kinds: dict[str, Callable[[], str]] = {
        "name": name,
        "name without marks": lambda: fold(name()),
        "name as a phrase": lambda: f'"{name()}"',
        "phrase": lambda: f'"{chance.choice(phrases)}"',
        "common words": lambda: chance.choice(common),
        "number": lambda: f"số:{chance.randrange(10, 400)}/{chance.choice(('QĐ', 'TB', 'TTr'))}-UBND",
        "personal number": lambda: f"0{chance.randrange(10**10, 9 * 10**10)}",
        "prefix": lambda: fold(name()).split()[-1][:3] + "*",
        "name in a type": lambda: f"loại:{chance.choice(codes)} {name()}",
        "name and year": lambda: f"{name()} từ:2023 đến:2025",
        "field name": lambda: f'tên:"{name()}"',
        "type, state, words": lambda: (
            f"loại:{chance.choice(codes)} trạng_thái:review {chance.choice(phrases)}"
        ),
    }
    share = max(1, count // len(kinds))
    return {kind: [write() for _ in range(share)] for kind, write in kinds.items()}
