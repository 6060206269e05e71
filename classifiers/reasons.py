"""Why a value is doubted although its letters were read well, said in Vietnamese to the person who looks.

The chance itself is fitted (`classifiers/calibration.py`); here stands which signs hold a value back whatever
the rest says, and how each is told. A sign holds where more than half of the values that showed it were wrong
on drawn papers and on scans alike (docs/decisions/0033-confidence.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records import Word

HOLDING = 0.85
"""Confidence above which a value with a holding sign cannot stand."""
HELD_FOR: Mapping[str, str] = {
    "one syllable": "Họ tên chỉ có một chữ, có thể thiếu phần còn lại",
    "no name part": "Có chữ không giống họ tên",
    "mixed capitals": "Họ tên có chữ in hoa lẫn chữ thường, có thể lẫn chữ của ô khác",
    "begins small": "Bắt đầu bằng chữ thường, có thể lấy nhầm chữ in sẵn của mẫu",
    "two agencies": "Có tên hai cơ quan trong một trường",
    "unit without name": "Kết thúc ở cấp đơn vị mà không có tên, có thể thiếu chữ",
    "is label": "Giống nhãn in sẵn của mẫu, không phải giá trị",
    "trailing": "Kết thúc bằng dấu nối, có thể thiếu phần sau",
}
"""Signs that hold a value back, the plainest first, with what staff read."""
TOLD_TOO: Mapping[str, str] = {
    "white inside": "Có khoảng trống giữa các chữ, có thể thiếu hoặc lẫn chữ của cột khác",
    "passed over": "Có chữ nằm giữa giá trị mà không được lấy",
    "holds label": "Có nhãn của ô khác lẫn trong giá trị",
    "shared": "Hai trường cùng lấy một chỗ trên trang",
    "no agency word": "Không bắt đầu như tên cơ quan, có thể thiếu phần đầu",
    "unusual syllables": "Có chữ ít gặp trong họ tên, có thể sai dấu",
    "repeated otherwise": "Nơi khác trong giấy viết cùng chữ này với dấu khác",
    "unlike print": "Có chữ viết khác dấu với cách thường in",
    "no syllables": "Có chữ lạ trong tiếng Việt, có thể đọc sai",
    "begins unlike": "Không bắt đầu như giá trị thường có của trường này",
    "ends unlike": "Không kết thúc như giá trị thường có của trường này",
    "ends open": "Kết thúc lửng, có thể thiếu phần sau",
    "shorter than example": "Ngắn hơn thường lệ, có thể thiếu chữ",
}
"""Signs that only lower the chance, told where the value is unsure for it."""
ON = {"white inside": 0.8, "shorter than example": 1.0}
"""From where a sign that is no yes or no counts as seen; 0.5 for the others."""
MOST_SHOWN = 6
"""Words of the page that are quoted."""


def is_held(signs: Mapping[str, float]) -> bool:
    """Whether a sign was seen on which no value is accepted without a person."""
    return any(_is_on(sign, signs) for sign in HELD_FOR)


def reason_for(signs: Mapping[str, float], orphans: Sequence[Word]) -> str:
    """The plainest reason to doubt a value, in Vietnamese; empty where only its reading is unsure."""
    told = next((reason for sign, reason in HELD_FOR.items() if _is_on(sign, signs)), "")
    if not told and orphans and _is_on("orphans alike", signs):
        words = " ".join(word.text for word in orphans[:MOST_SHOWN])
        told = f"Còn chữ chưa thuộc trường nào cạnh giá trị: “{words}”"
    return told or next((reason for sign, reason in TOLD_TOO.items() if _is_on(sign, signs)), "")


def _is_on(sign: str, signs: Mapping[str, float]) -> bool:
    return signs.get(sign, 0.0) >= ON.get(sign, 0.5)
