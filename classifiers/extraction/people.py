"""Persons in running text: "Ông: NGUYỄN VĂN AN, sinh năm 1985, CCCD số …; và vợ là bà: …".

Contracts, certificates and powers of attorney name their parties so. A person begins at the word of address;
what follows up to the next one is that person's. An address that is the same for all is printed once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.extraction.rows import Row
from classifiers.validators import address, dates
from classifiers.validators.person_name import display
from classifiers.vietnamese import clean, fold

MOST_PERSONS = 40
_NAME_WORD = r"(?:[^\W\d_]+(?:['’-][^\W\d_]+)*)"
_OPENING = re.compile(
    r"(?P<relation>(?:cùng |và |với )*(?:vợ|chồng|con|cha|bố|mẹ|anh|chị|em)"
    r"(?: trai| gái| đẻ| ruột)?(?: là)?\s+)?"
    r"(?P<honorific>(?:Hộ (?:gia đình )?)?\b(?:Ông|Bà|Anh|Chị)\b(?:\s*[(/]\s*(?:ông|bà)\s*\)?)?)"
    r"\s*:?\s*(?:Họ (?:và )?tên\s*:?\s*)?",
    re.IGNORECASE,
)
_UNADDRESSED = re.compile(
    r"(?:Họ,? (?:chữ đệm,? )?(?:và )?tên|Tên tôi là|Tôi (?:tên )?là)\s*:?\s*", re.IGNORECASE
)
_KINDS = (
    (r"Thẻ căn cước công dân|Căn cước công dân|CCCD", "CCCD"),
    (r"Thẻ căn cước|Căn cước|CC(?!\w)", "CC"),
    (r"Giấy chứng minh (?:nhân dân|quân đội)|Chứng minh nhân dân|CMND|CMT(?:ND)?", "CMND"),
    (r"Hộ chiếu", "Hộ chiếu"),
    (r"Số định danh cá nhân|Số định danh|Mã định danh", "Số định danh"),
    (r"Giấy khai sinh", "Giấy khai sinh"),
)
_KIND = "|".join(pattern for pattern, _ in _KINDS)
_NUMBER = re.compile(
    rf"(?P<kind>{_KIND})[^:\d]{{0,24}}:?\s*(?P<number>[A-Z]?\d(?:[ .]?\d){{6,11}})(?!\d)", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"(?<!\d)(\d{12}|\d{9})(?!\d)")
_DATE = r"\d{1,2}\s*(?:[/.-]\s*\d{1,2}\s*[/.-]|tháng\s*\d{1,2}\s*năm)\s*\d{4}"
_BORN = re.compile(
    rf"(?:sinh ngày|ngày sinh|ngày, tháng, năm sinh|sinh)\s*:?\s*(?:ngày\s*)?({_DATE})", re.IGNORECASE
)
_BIRTH_YEAR = re.compile(r"(?:sinh năm|năm sinh)\s*:?\s*((?:19|20)\d{2})", re.IGNORECASE)
_ISSUED = re.compile(rf"(?:cấp ngày|ngày cấp|cấp)\s*:?\s*(?:ngày\s*)?({_DATE})", re.IGNORECASE)
_ISSUER = re.compile(
    r"(?:nơi cấp|do|,)\s*:?\s*((?:Cục|Công an|Bộ|CA|Phòng)\b[^,;\n]*?)(?=\s*(?:cấp|,|;|\n|$))", re.IGNORECASE
)
_HOME = re.compile(
    r"(?:cùng )?(?:(?:(?:nơi )?(?:đăng ký )?(?:hộ khẩu )?thường trú(?: tại)?|nơi cư trú"
    r"|(?:và )?địa chỉ(?: thường trú)?|nơi ở|trú tại|cư trú tại)\s*:"
    # Behind "tại" running text needs no colon: "thường trú tại thôn 4, xã …".
    # An area behind the place is the parcel's: "… tỉnh Bắc Ninh 120,5 m² đất".
    r"|(?:thường trú|cư trú|trú|sinh sống) tại)\s*(?P<place>[^;:\n]+?)"
    r"(?=\s*(?:[;:\n]|$)|,?\s\d[\d.,]*\s?m[²2]|,?\sthuộc thửa)",
    re.IGNORECASE,
)
_RELATION = re.compile(r"(?:quan hệ|là)\s*(?:với [^:]{2,30})?:\s*([^,;\n]+)", re.IGNORECASE)


def people_in(text: str, columns: Sequence[str]) -> list[Row]:
    """The persons of a text, a row each, with as many of the columns as are printed about them.

    Columns: `honorific`, `full_name` or `name`, `birth_year`, `birth_date`, `id_kind`, `id_number`,
    `id_issuer`, `id_issue_date`, `residence` or `address`, `relation`. Others are left empty.
    """
    text = _unbroken(text)
    starts = _starts(text)
    rows: list[Row] = []
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    for (_, body, opening), end in zip(starts[:MOST_PERSONS], ends, strict=False):
        about = re.sub(r"\s*\n\d{1,2}[.)]\s*$", "", text[body:end])  # the next person's number
        name = _name(about)
        if name:
            rows.append({**opening, **_facts(about), "full_name": display(name)})
    return [_in_columns(row, columns) for row in _sharing(text, rows)]


def _unbroken(text: str) -> str:
    """The text with those line ends gone at which a sentence is merely broken."""
    lines = text.split("\n")
    joined = lines[0]
    for line in lines[1:]:
        opens = _OPENING.match(line.lstrip()) or re.match(
            r"\W*[^\d:]{2,40}:\s*\S|\W*[-–+*•]|\d{1,2}[.)]\s", line
        )
        joined += ("\n" if opens or joined.rstrip().endswith((";", ".")) else " ") + line
    return joined


def _starts(text: str) -> list[tuple[int, int, Row]]:
    """Where each person begins, where the name does, and what the words of address say."""
    found = []
    for match in _OPENING.finditer(text):
        honorific = clean(match["honorific"])
        # "Giao cho ông Nguyễn Văn An": behind the label a sentence goes on in small letters.
        is_first = not text[: match.start()].strip(" :")
        is_address = honorific[:1].isupper() or match["relation"] or ":" in match[0] or is_first
        if is_address and _name(text[match.end() :]):
            row = {"honorific": honorific[:1].upper() + honorific[1:]}
            if match["relation"]:
                row["relation"] = re.sub(
                    r"^(?:cùng |và |với )+|\s*là\s*$", "", clean(match["relation"]).lower()
                )
            found.append((match.start(), match.end(), row))
    if not found:
        found = [(match.start(), match.end(), {}) for match in _UNADDRESSED.finditer(text)]
    return found


def _name(text: str) -> str:
    """The name with which a text begins: two to six words, all in capitals or each with a capital first."""
    words: list[str] = []
    for token in text.lstrip().split("\n")[0].split()[:7]:
        bare = token.strip(",;:.()")
        is_part = re.fullmatch(_NAME_WORD, bare) is not None and bare[:1].isupper()
        if not is_part or (words and words[0].isupper() and not bare.isupper()):
            break
        words.append(bare)
        if token[-1:] in ",;:.)":
            break
    # "NGUYỄN VĂN AN CCCD số" runs on into the kind of paper.
    while words and fold(words[-1]) in {"cccd", "cmnd", "cc", "cmt", "so", "sinh"}:
        words.pop()
    return " ".join(words) if 2 <= len(words) <= 6 else ""


def _facts(about: str) -> Row:
    row: Row = {}
    number = _NUMBER.search(about)
    bare = _BARE_NUMBER.search(about) if number is None else None
    if number is not None:
        row["id_kind"] = next(
            kind for pattern, kind in _KINDS if re.fullmatch(pattern, number["kind"], re.IGNORECASE)
        )
        row["id_number"] = re.sub(r"[ .]", "", number["number"])
    elif bare is not None:
        row["id_number"] = bare[1]
    behind = about[number.end() :] if number is not None else about
    for column, pattern, where in (("birth_date", _BORN, about), ("id_issue_date", _ISSUED, behind)):
        match = pattern.search(where)
        day = dates.parse(f"ngày {match[1]}").normalised if match else ""
        if day:
            row[column] = day
    year = _BIRTH_YEAR.search(about)
    if year is not None or "birth_date" in row:
        row["birth_year"] = year[1] if year is not None else row["birth_date"][:4]
    issuer, home = _ISSUER.search(behind), _HOME.search(about)
    if issuer is not None:
        row["id_issuer"] = clean(issuer[1])
    if home is not None:
        row["residence"] = address.parse(home["place"]).value
    return row


def _sharing(text: str, rows: Sequence[Row]) -> list[Row]:
    """The rows with the address that is said to be the same for all."""
    homes = [row["residence"] for row in rows if "residence" in row]
    is_shared = len(homes) == 1 and re.search(r"cùng (?:địa chỉ|thường trú|nơi|trú)", text, re.IGNORECASE)
    return [{"residence": homes[0], **row} if is_shared else dict(row) for row in rows]


def _in_columns(row: Row, columns: Sequence[str]) -> Row:
    """The row under the names that the record type gives its columns."""
    names = {"name": "full_name", "ho_ten": "full_name", "ten": "full_name", "address": "residence"}
    named = {column: row.get(names.get(column, column), "") for column in columns}
    return {column: value for column, value in named.items() if value}
