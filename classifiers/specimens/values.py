"""Draws a value for any field of any record type, from the field's kind and name.

People, parcels and sums are kept for the whole paper, so that a mother's name and her number are one
person's and the words of a sum say its figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from classifiers.record_type import FieldRule, FieldType
from classifiers.specimens.draft import Draft
from classifiers.specimens.land import Plot, draw_plot
from classifiers.specimens.people import Person, draw_day
from classifiers.specimens.places import bare, draw_home, draw_name, listed
from classifiers.specimens.taxes import draw_tax_code
from classifiers.specimens.wording import day_in_words, figures, grouped, long_day
from classifiers.validators.number_words import to_words

PERSONAL = listed(
    "full_name|date_of_birth|birth_year|dob_words|dob|sex|ethnicity|nationality|id_document|personal_id|"
    "id_number|residence|name|id"
)
WOMEN = {"mother", "wife", "bride", "adoptive_mother"}
MEN = {"father", "husband", "groom", "adoptive_father"}
YOUNG = {"child", "ward", "student"}
PARENTS = {"mother", "father", "applicant"}
LETTERS = "ABCDĐEGHKLMNPQRST"


@dataclass(slots=True)
class Values:
    """What one paper says."""

    draft: Draft
    people: dict[str, Person] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    _plot: Plot | None = None

    @property
    def plot(self) -> Plot:
        if self._plot is None:
            self._plot = draw_plot(self.draft.chance, self.draft.unit)
        return self._plot

    def person(self, role: str) -> Person:
        """The paper's person in this role: a child is young, a mother is a woman."""
        if role not in self.people:
            sex = True if role in WOMEN else False if role in MEN else None
            ages = (0, 6) if role in YOUNG else (26, 46) if role in PARENTS else (20, 80)
            self.people[role] = self.draft.person(is_woman=sex, ages=ages)
        return self.people[role]

    def of(self, rule: FieldRule) -> str:
        """A value as it would be printed; the example, with its figures changed, where no kind fits."""
        text = self._drawn(rule)
        if text and rule.regex and not re.fullmatch(rule.regex, text):
            text = ""
        return text or self._like_example(rule)

    def _drawn(self, rule: FieldRule) -> str:
        role, part = _role_of(rule.name)
        if part:
            return self._of_person(role, part, rule)
        if rule.name in PARCEL and rule.type is not FieldType.AREA_WORDS:
            return PARCEL[rule.name](self.plot)
        if rule.enum:
            return self.draft.chance.choice(rule.enum)
        writer = WRITERS.get(rule.type)
        return writer(self, rule) if writer else ""

    def _of_person(self, role: str, part: str, rule: FieldRule) -> str:
        person = self.person(role)
        if part in {"full_name", "name"}:
            is_capital = rule.example is None or rule.example.isupper()
            return person.printed if is_capital else person.name
        if part == "residence":
            return draw_home(self.draft.chance, self.draft.unit)
        if rule.type is FieldType.ID_DOCUMENT:
            return person.id_document(with_issuer=self.draft.chance.random() < 0.6)
        parts = {
            "date_of_birth": figures(person.born),
            "dob": figures(person.born),
            "birth_year": str(person.born.year),
            "dob_words": day_in_words(person.born),
            "sex": person.sex,
            "ethnicity": person.ethnicity,
            "nationality": "Việt Nam",
        }
        return parts.get(part, person.id_number)

    def _like_example(self, rule: FieldRule) -> str:
        """The example with other figures and the paper's own commune."""
        chance, unit = self.draft.chance, self.draft.unit
        text = (
            (rule.example or "")
            .replace("Tiên Du", bare(unit.commune))
            .replace("TIÊN DU", bare(unit.commune).upper())
        )
        text = re.sub(r"(?<=\d)\d(?=\d)", lambda _: str(chance.randrange(10)), text)
        return " ".join(text.split())

    def day(self, *, until: date | None = None) -> date:
        """A day in the year before the paper's own."""
        last = until or self.draft.issued
        return draw_day(self.draft.chance, last - timedelta(days=360), last - timedelta(days=1))

    def amount(self, name: str) -> int:
        """The sum behind a figure and its words: `price` and `price_words` share one."""
        key = name.removesuffix("_words")
        if key not in self.sums:
            chance = self.draft.chance
            self.sums[key] = chance.randrange(3, 4000) * chance.choice((100_000, 500_000, 1_000_000))
        return self.sums[key]


def _role_of(name: str) -> tuple[str, str]:
    """`mother_full_name` is the mother's full name; names that are no person's give no part."""
    for part in PERSONAL:
        if name == part:
            return "holder", part
        if name.endswith(f"_{part}"):
            role = name.removesuffix(f"_{part}")
            if role not in {"business", "project", "work", "parcel", "facility"}:
                return role, part
    return "", ""


PARCEL: dict[str, Callable[[Plot], str]] = {
    "parcel_number": lambda plot: plot.number,
    "map_sheet_number": lambda plot: plot.map_sheet,
    "area_m2": lambda plot: plot.area,
    "land_use_purpose": lambda plot: plot.purpose,
    "land_use_term": lambda plot: plot.term,
    "land_use_form": lambda plot: plot.form,
    "parcel_address": lambda plot: plot.address,
}


def _date(values: Values, rule: FieldRule) -> str:
    is_long = bool(rule.example and "tháng" in rule.example)
    day = values.day()
    return long_day(day) if is_long else figures(day)


def _serial(values: Values, rule: FieldRule) -> str:
    chance = values.draft.chance
    digits = 8 if rule.regex and "{8}" in rule.regex else 6
    return f"{chance.choice(LETTERS)}{chance.choice(LETTERS)} {chance.randrange(10**digits):0{digits}d}"


def _registry_number(values: Values, _: FieldRule) -> str:
    chance = values.draft.chance
    return f"{chance.choice(('CH', 'CS', 'CT', 'VP'))} {chance.randrange(1, 99999):05d}"


def _organisation(values: Values, rule: FieldRule) -> str:
    unit = values.draft.unit
    example = rule.example or ""
    if example.isupper():
        return f"ỦY BAN NHÂN DÂN {unit.commune.upper()}"
    if example.startswith("Công ty"):
        return f"Công ty TNHH {draw_name(values.draft.chance)}"
    return unit.committee


WRITERS: dict[FieldType, Callable[[Values, FieldRule], str]] = {
    FieldType.PERSON_NAME: lambda values, rule: values._of_person(rule.name, "name", rule),
    FieldType.DATE: _date,
    FieldType.DATE_WORDS: lambda values, _: day_in_words(values.day()),
    FieldType.YEAR: lambda values, _: str(values.day().year),
    FieldType.TIME: lambda values, _: (
        f"{values.draft.chance.randrange(24):02d} giờ {values.draft.chance.randrange(60):02d} phút"
    ),
    FieldType.ID_NUMBER: lambda values, _: values.person("holder").id_number,
    FieldType.ID_DOCUMENT: lambda values, _: values.person("holder").id_document(),
    FieldType.ADDRESS: lambda values, _: draw_home(values.draft.chance, values.draft.unit),
    FieldType.AREA_M2: lambda values, _: values.plot.area,
    FieldType.AREA_WORDS: lambda values, _: _area_words(values.plot.area),
    FieldType.MONEY: lambda values, rule: grouped(values.amount(rule.name)),
    FieldType.MONEY_WORDS: lambda values, rule: f"{to_words(values.amount(rule.name))} đồng",
    FieldType.SERIAL: _serial,
    FieldType.REGISTRY_NUMBER: _registry_number,
    FieldType.CIVIL_REGISTRATION_NUMBER: lambda values, _: (
        f"{values.draft.chance.randrange(1, 300)}/{values.draft.issued.year}"
    ),
    FieldType.TAX_CODE: lambda values, _: draw_tax_code(values.draft.chance),
    FieldType.PHONE: lambda values, _: f"09{values.draft.chance.randrange(10**8):08d}",
    FieldType.INTEGER: lambda values, _: str(values.draft.chance.randrange(1, 9)),
    FieldType.ORG_NAME: _organisation,
    FieldType.PLACE: lambda values, _: bare(values.draft.unit.commune),
    FieldType.PERCENT: lambda values, _: f"{values.draft.chance.randrange(10, 99)},5%",
}


def _area_words(area: str) -> str:
    return f"{to_words(_plain_number(area))} mét vuông"


def _plain_number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))
