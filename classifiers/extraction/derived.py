"""Fields that are printed nowhere and follow from others: owners from their lines, a kind from the title.

What is derived is never surer than what it comes from, and says so in its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from classifiers.extraction.parties import is_list_of_persons
from classifiers.extraction.people import people_in
from classifiers.extraction.rows import Row, as_json
from classifiers.record_type import FieldRule, FieldType, Where
from classifiers.validators import dates, land_use
from classifiers.vietnamese import clean, fold_words
from records import FieldValue

GUESSED = 0.85
"""What a kind that is only told by words of another field counts against that field."""
TELLING = re.compile(r"(subject|content|reason|request|summary|purpose|kind|title|change|affected)")
"""Fields whose words tell what kind of paper or change it is."""
_SOURCES = {
    "issuing_agency": ("issuer", "issuing_authority"),
    "issuer": ("issuing_agency",),
    "issuing_authority": ("issuing_agency",),
    "owners": ("owner_lines", "holder_lines"),
    "holders": ("holder_lines", "owner_lines"),
    "purposes": ("land_use_purpose",),
    "land_use_purposes": ("land_use_purpose",),
}
"""From which field one comes, by its name; others are found by their kind."""


def derive(
    rule: FieldRule, found: Mapping[str, FieldValue], rules: Iterable[FieldRule], titles: str
) -> FieldValue | None:
    """The value that follows from the other fields, or `None` where none does.

    `titles` is the printed title with the lines below it.
    """
    if rule.where is not Where.DERIVED:
        return None
    named = [found[name] for name in _SOURCES.get(rule.name, ()) if name in found]
    names = [name for name in _SOURCES.get(rule.name, ()) if name in found]
    if rule.type in {FieldType.LIST, FieldType.TABLE} and rule.columns:
        if is_list_of_persons(rule.columns):
            return _owners(rule, found, names)
        return _purposes(rule, found)
    if rule.type in {FieldType.ENUM, FieldType.ENUM_OPEN} and rule.enum:
        return _kind(rule, found, [one.name for one in rules], titles)
    return replace(named[0], rule=f"derived:{names[0]}") if named else None


def _owners(rule: FieldRule, found: Mapping[str, FieldValue], names: list[str]) -> FieldValue | None:
    sources = names or [name for name in found if name.endswith(("_lines", "_line"))]
    for name in sources:
        source = found[name]
        rows = people_in(source.value, rule.columns)
        if rows:
            return replace(source, normalised=as_json(rows), rule=f"derived:{name}")
    return None


def _purposes(rule: FieldRule, found: Mapping[str, FieldValue]) -> FieldValue | None:
    """Purposes with their areas and terms, from the fields that print them in one line."""
    source = found.get("land_use_purpose")
    if source is None:
        return None
    terms = _terms(found["land_use_term"].value) if "land_use_term" in found else {}
    rows = []
    for purpose, square_metres in purposes_in(source.value, found.get("area_m2")):
        row: Row = {"purpose": purpose, "area_m2": square_metres, "area": square_metres}
        row["term"] = next(
            (term for name, term in terms.items() if name and fold_words(purpose).startswith(name)),
            terms.get("", ""),
        )
        rows.append({column: row[column] for column in rule.columns if row.get(column)})
    rows = [row for row in rows if row]
    return replace(source, normalised=as_json(rows), rule="derived:land_use_purpose") if rows else None


def with_dwelling_told(found: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """The fields with "đất ở" as ONT or ODT where the address of the parcel on the same paper tells which."""
    address = found.get("parcel_address")
    settled = dict(found)
    for name, value in found.items():
        if address is None or not name.endswith(land_use.FIELD_NAMES) or not value.normalised:
            continue
        parts = land_use.purposes(value.value)
        doubt = "" if value.doubt == land_use.OPEN_DWELLING else value.doubt
        told = land_use.canonical(parts, parcel_address=address.value)
        if value.normalised == land_use.canonical(parts) != told:
            settled[name] = replace(value, normalised=told, doubt=doubt)
    return settled


def purposes_in(text: str, whole: FieldValue | None) -> list[tuple[str, str]]:
    """Each purpose of land use with its area in m², the parcel's own where only one is printed."""
    found = land_use.purposes(text)
    parts = [(one.name, one.square_metres) for one in found if one.square_metres]
    if parts:
        return parts
    return [(clean(text), whole.normalised if whole is not None else "")] if clean(text) else []


def _terms(text: str) -> dict[str, str]:
    """Terms by the folded purpose that they are for; one that is for all stands under an empty name."""
    terms: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, said = part.partition(":")
        term = clean(said if colon else name)
        day = re.search(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", term)
        terms[fold_words(name) if colon else ""] = dates.parse(day[0]).normalised if day else term
    return terms


def _kind(
    rule: FieldRule, found: Mapping[str, FieldValue], order: list[str], titles: str
) -> FieldValue | None:
    """The one listed kind that the title, or else a telling field, names; two are no answer."""
    telling = [found[name] for name in order if name in found and TELLING.search(name) and name != rule.name]
    named = _named(rule.enum, titles)
    first = next(iter(found.values()), None)
    if len(named) == 1 and first is not None:
        sure = replace(
            first, value=named[0], normalised=named[0], as_read=clean(titles), rule="derived:title"
        )
        return replace(sure, confidence=GUESSED * sure.confidence, doubt="")
    for source in telling:
        named = _named(rule.enum, source.value)
        if len(named) == 1:
            name = next(key for key, value in found.items() if value is source)
            return replace(
                source, value=named[0], normalised=named[0], confidence=GUESSED * source.confidence,
                rule=f"derived:{name}", doubt="",
            )  # fmt: skip
    return None


def _named(kinds: Iterable[str], text: str) -> list[str]:
    """The kinds whose words stand in the text; of two one of which holds the other's the longer."""
    words = fold_words(text)
    named = {kind: own for kind in kinds if _stands_in(own := fold_words(kind.replace("_", " ")), words)}
    return [
        kind
        for kind, own in named.items()
        if not any(set(own.split()) < set(o.split()) for o in named.values())
    ]


def _stands_in(own: str, words: str) -> bool:
    """Whether a kind's folded words stand in the text, those without a vowel by the initials they stand for.

    `sddpnn` is "sử dụng đất phi nông nghiệp".
    """
    parts = [" ".join(rf"{letter}\w*" for letter in one) if _is_initials(one) else one for one in own.split()]
    # "Xóa đăng ký thế chấp" is the removal of a mortgage.
    return bool(parts) and re.search(rf"\b{'(?: dang ky)? '.join(parts)}\b", words) is not None


def _is_initials(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and not set(word) & set("aeiouy")
