"""Reads a query as clerks type it: `số: 12/QĐ`, `loại:khai sinh`, `trạng thái:chờ xem`, `năm:2024`.

Only what names a known filter is touched, and never anything inside quotation marks, so that pasted text
stays the words that it is.
"""

from __future__ import annotations

import re
import unicodedata

from portal.catalogue.folding import fold
from portal.catalogue.query import Query, parse
from portal.catalogue.ranges import is_day
from portal.catalogue.type_names import codes_named, known_field_names
from records.errors import QueryInvalid

_KEYS = {
    "loại": "loại", "loại hồ sơ": "loại", "loại giấy tờ": "loại", "type": "type",
    "trạng thái": "trạng_thái", "state": "state",
    "đơn vị": "đơn_vị", "unit": "unit",
    "tên": "tên", "họ tên": "tên", "họ và tên": "tên", "name": "name",
    "số": "số", "số hiệu": "số", "số và ký hiệu": "số", "number": "number",
    "ngày": "ngày", "năm": "ngày", "date": "date",
    "từ": "từ", "từ ngày": "từ", "đến": "đến", "đến ngày": "đến", "from": "from", "to": "to",
    "nhận": "nhận", "ngày nhận": "nhận", "nhận từ": "nhận_từ", "nhận đến": "nhận_đến",
}  # fmt: skip
"""Filters as people say them, each with the key of the plain language."""
_SPOKEN = {**{fold(said): key for said, key in _KEYS.items()}, **_KEYS}
"""Typed without marks they mean the same; with other marks (`tờ:` is no `từ:`) they are words."""
_DATES = frozenset({"ngày", "date", "từ", "đến", "from", "to", "nhận", "nhận_từ", "nhận_đến"})
_KEY = re.compile(
    r"(?<![^\s(])("
    + "|".join(re.escape(said).replace(r"\ ", r"[\s_]+") for said in sorted(_SPOKEN, key=len, reverse=True))
    + r"):[ \t]*(?=\S)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"?')
_VALUE = re.compile(r"[^\s\"]+")
_WORDY = frozenset({"loại", "type", "trạng_thái", "state"})
"""Keys of which the value may be several words without quotation marks."""
_STATES = frozenset({"cho xem", "cho duyet", "can xem", "da luu", "review", "filed"})
_MOST_WORDS = 8
"""Of a type's name that is typed without quotation marks."""


def understood(text: str) -> Query:
    """What is asked for. Raises `QueryInvalid` with a sentence that says how to write it."""
    query = parse(_without_operators(as_meant(text)), known_fields=known_field_names())
    for told in query.types:
        if not codes_named(told):
            raise QueryInvalid(
                "an unknown type",
                remedy_vi=f"Không có loại hồ sơ nào tên “{told}”. Hãy viết một phần tên loại, ví dụ: "
                'loại:"khai sinh"; hoặc bỏ điều kiện này rồi chọn loại ở cột bên.',
                remedy_en=f"No record type is called “{told}”. Write part of its name, for example: "
                'type:"birth"; or leave it out and choose the type beside the results.',
            )
    return query


def as_meant(text: str) -> str:
    """`text` in the plain language of `query.parse`."""
    text = unicodedata.normalize("NFC", text)
    out, at = [], 0
    while found := _next_key(text, at):
        said = re.sub(r"[\s_]+", " ", found[1]).lower()
        key = _SPOKEN[said]
        out.append(text[at : found.start()])
        value, at = _value(key, text, found.end())
        is_loose = text[found.end() - 1] != ":" or said == "nam"
        if is_loose and not _fits(key, value.strip('"')):
            out.append(text[found.start() : at])  # "Từ: Hà Nội" is what a letter says
        else:
            out.append(f"{key}:{value}")
    return "".join(out) + text[at:]


def _next_key(text: str, at: int) -> re.Match[str] | None:
    """The next key outside quotation marks that has a value."""
    quoted = [(one.start(), one.end()) for one in _QUOTED.finditer(text)]
    for found in _KEY.finditer(text, at):
        if not any(begin < found.start() < end for begin, end in quoted):
            return found
    return None


def _value(key: str, text: str, at: int) -> tuple[str, int]:
    """What a key asks for, and where it ends: several words where they name one thing."""
    if quoted := _QUOTED.match(text, at):
        return quoted[0], quoted.end()
    words: list[re.Match[str]] = []
    for word in _VALUE.finditer(text, at):
        if len(words) == _MOST_WORDS or (words and (":" in word[0] or '"' in text[at : word.start()])):
            break
        words.append(word)
    for count in range(len(words), 1, -1):
        run = text[at : words[count - 1].end()]
        if key not in _WORDY or not _fits(key, run):
            continue
        return f'"{run}"', words[count - 1].end()
    return words[0][0], words[0].end()


def _fits(key: str, value: str) -> bool:
    """Whether a value is one that the key can mean."""
    if key in _DATES:
        return is_day(value)
    if key in {"loại", "type"}:
        return bool(codes_named(value))
    if key in {"trạng_thái", "state"}:
        return fold(value) in _STATES
    return True


def _without_operators(text: str) -> str:
    """AND says what is so anyway; OR is refused, since leaving it out would find the contrary."""
    plain = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), text)
    if plain == plain.upper():
        return text  # a title in capitals
    if re.search(r"(?<!\S)OR(?!\S)", plain):
        raise QueryInvalid(
            "OR is no operator",
            remedy_vi="Mỗi lần chỉ tìm được các từ cùng có mặt. Hãy bỏ OR và tìm từng ý một, "
            "hoặc chọn nhiều mục ở cột bên.",
            remedy_en="One search finds words that stand together. Leave OR out and search for one thing "
            "at a time, or choose several entries beside the results.",
        )
    for found in reversed(list(re.finditer(r"(?<!\S)AND(?!\S)", plain))):
        text = text[: found.start()] + text[found.end() :]
    return text
