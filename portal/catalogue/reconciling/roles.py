"""Who is named where on a type's papers: the fields that hold one person's number, name and birth together.

Fields of one person share the beginning of their names (`mother_full_name`, `mother_birth_year`); a list of
people (parties, owners) holds each with honorific, name, birth and number in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from classifiers.catalogue import load_record_types
from classifiers.record_type import FieldType, RecordType
from classifiers.vietnamese import nfc

NUMBER_ENDINGS = ("personal_id", "id_number", "id_document", "id")
NAME_ENDINGS = ("full_name", "name")
BIRTH_ENDINGS = ("date_of_birth", "birth_year")
LISTS = ("party_a", "party_b", "principals", "agent", "owner_lines", "owners", "beneficiaries")
"""Fields whose text names people one after the other."""
LONGEST_LIST = 20_000
"""Letters of such a text that are looked at."""
MOST_PEOPLE = 60
_SYLLABLE = r"[^\W\d_]+(?:['’-][^\W\d_]+)?"
_PERSON = re.compile(
    rf"(?<!\w)(?:ông|bà|anh|chị)(?: (?:ông|bà))?\s*:?\s*({_SYLLABLE}(?: {_SYLLABLE}){{1,6}})", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:CCCD|CMND|CMTND|căn cước(?: công dân)?|chứng minh nhân dân|định danh(?: cá nhân)?)"
    r"[^\d\n]{0,30}(\d{12}|\d{9})(?!\d)",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"sinh\s*(?:năm|ngày)?\s*:?\s*(?:(\d{1,2})/(\d{1,2})/)?((?:19|20)\d{2})(?!\d)", re.IGNORECASE
)
# Words that follow a name without a comma; a name never holds them.
_END = re.compile(
    r"\s(?:sinh|năm|cccd|cmnd|cmtnd|căn|số|và|địa|hiện|thường|hộ|chứng|là|cùng)(?:\s.*)?$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Role:
    """The fields of one person on papers of a type; a name is empty where the type has no such field."""

    number: str
    name: str
    born: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in a list."""

    name: str
    """As printed."""
    number: str
    """Digits; empty when not told."""
    born: str
    """ISO 8601, or a year alone; empty when not told."""


@cache
def roles_by_type() -> Mapping[str, tuple[Role, ...]]:
    """By code of a record type, the persons on its papers that are known by a number."""
    return {code: roles_of(kind) for code, kind in load_record_types().items()}


def roles_of(record_type: RecordType) -> tuple[Role, ...]:
    """The persons of a type that are known by a number."""
    names = {rule.name: rule.type for rule in record_type.fields}
    roles = []
    for name, kind in names.items():
        if kind not in {FieldType.ID_NUMBER, FieldType.ID_DOCUMENT}:
            continue
        ending = next((end for end in NUMBER_ENDINGS if name == end or name.endswith(f"_{end}")), None)
        if ending is not None:
            whose = name[: -len(ending)]
            roles.append(Role(name, _first(names, whose, NAME_ENDINGS), _first(names, whose, BIRTH_ENDINGS)))
    return tuple(roles)


def role_fields(record_type: RecordType) -> frozenset[str]:
    """Every field that says who somebody is on papers of a type."""
    single = {name for role in roles_of(record_type) for name in (role.number, role.name, role.born) if name}
    names = {rule.name for rule in record_type.fields}
    return frozenset(single | subjects(names) | (names & set(LISTS)))


def subjects(names: set[str]) -> set[str]:
    """Among field names, those of the persons whom a civil-status paper is about."""
    about = ("child", "deceased", "husband", "wife", "person", "ward")
    return {f"{one}_full_name" for one in about if f"{one}_full_name" in names}


def people_in(text: str) -> Iterator[Named]:
    """The people whom a list names, each with what stands before the next."""
    text = nfc(text[:LONGEST_LIST])
    found = list(_PERSON.finditer(text))[:MOST_PEOPLE]
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        about = text[match.start() : end]
        number, born = _NUMBER.search(about), _BORN.search(about)
        yield Named(_END.sub("", match[1]).strip(), number[1] if number else "", _iso(born) if born else "")


def _iso(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}" if day else year


def _first(names: dict[str, FieldType], whose: str, endings: tuple[str, ...]) -> str:
    return next((whose + end for end in endings if whose + end in names), "")
