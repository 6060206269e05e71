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
from random import Random

from classifiers.record_type import FieldRule, FieldType
from classifiers.specimens.draft import Draft
from classifiers.specimens.land import Plot, draw_plot
from classifiers.specimens.people import POLICE, Person, draw_day
from classifiers.specimens.phrases import CORRECTIONS, PHRASES, TOLD
from classifiers.specimens.places import bare, draw_home, draw_name, listed
from classifiers.specimens.taxes import draw_tax_code
from classifiers.specimens.wording import day_in_words, figures, grouped, long_day
from classifiers.validators.number_words import to_words

PERSONAL = listed(
    "full_name|date_of_birth|birth_year|dob_words|dob|sex|ethnicity|nationality|id_document|personal_id|"
    "id_number|id_issue_date|id_issuer|residence|name|id"
)
WOMEN = {"mother", "wife", "bride", "adoptive_mother"}
MEN = {"father", "husband", "groom", "adoptive_father"}
YOUNG = {"child", "ward", "student", "planned"}
PARENTS = {"mother", "father", "applicant"}
PARTS_OF_A_CORRECTION = ("changed_item", "value_from", "value_to")
UNITS = ("xã ", "phường ", "thị trấn ", "đặc khu ", "huyện ", "quận ", "thị xã ", "tỉnh ", "thành phố ")
LETTERS = "ABCDĐEGHKLMNPQRST"


@dataclass(slots=True)
class Values:
    """What one paper says."""

    draft: Draft
    people: dict[str, Person] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    """Days by the name of their field, so that numbers and later days may follow them."""
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
            ages = (1, 12) if role in YOUNG else (26, 46) if role in PARENTS else (20, 80)
            person = self.draft.person(is_woman=sex, ages=ages)
            self.people[role] = person.registered_in(self.draft.unit.code) if role == "child" else person
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
        if (said := self._by_name(rule)) is not None:
            return said
        if rule.enum:
            return self.draft.chance.choice(rule.enum)
        writer = WRITERS.get(rule.type)
        return writer(self, rule) if writer else ""

    def _by_name(self, rule: FieldRule) -> str | None:
        """What is usually written into a field of this name; `None` for a name that says nothing."""
        phrases = PHRASES.get(f"{self.draft.code}.{rule.name}") or PHRASES.get(rule.name)
        if phrases is not None and rule.type is not FieldType.LIST:
            said = self.draft.chance.choice(phrases)
            if said in TOLD:
                name, kind = TOLD[said]
                self.draft.extra_truth[name] = kind
            return said
        if rule.name in PARTS_OF_A_CORRECTION:
            return self._correction()[PARTS_OF_A_CORRECTION.index(rule.name)]
        if rule.name == "book_number" and "/" in (rule.example or ""):
            return f"{self.draft.chance.randrange(1, 5):02d}/{self.day_of('opened').year}"
        if rule.name in {"birth_time", "death_time"} and rule.type is FieldType.TEXT:
            return self._moment()
        return None

    def _of_person(self, role: str, part: str, rule: FieldRule) -> str:
        person = self.person(role)
        if part in {"full_name", "name"}:
            is_capital = rule.example is None or rule.example.isupper()
            return person.printed if is_capital else person.name
        if part == "residence":
            if rule.example and not any(unit in rule.example for unit in ("xã", "phường")):
                return without_units(draw_home(self.draft.chance, self.draft.unit))
            return draw_home(self.draft.chance, self.draft.unit)
        if part == "date_of_birth" and "-" in (rule.example or ""):
            return figures(person.born).replace("/", "-")
        if rule.type is FieldType.ID_DOCUMENT:
            return person.id_document(with_issuer=self.draft.chance.random() < 0.6)
        parts = {
            "date_of_birth": figures(person.born),
            "dob": figures(person.born),
            "birth_year": str(person.born.year),
            "id_issue_date": figures(person.id_issued),
            "id_issuer": POLICE if person.id_issued < date(2024, 7, 1) else "Bộ Công an",
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
        # Days and years stay: with other figures they would be none.
        parts = re.split(r"(\d{1,2}/\d{1,2}/\d{4}|/(?:19|20)\d{2}\b|\b(?:19|20)\d{2}\b)", text)
        parts[::2] = [
            re.sub(r"(?<=\d)\d(?=\d)", lambda _: str(chance.randrange(10)), part) for part in parts[::2]
        ]
        text = "".join(parts)
        return " ".join(text.split())

    def _correction(self) -> tuple[str, str, str]:
        """One correction a paper: what, from, to."""
        chance = Random(f"correction:{self.draft.code}:{self.draft.seed}")  # noqa: S311 (a drawing)
        return chance.choice(CORRECTIONS)

    def _moment(self) -> str:
        """An hour and a day not long before the paper's own."""
        chance, day = self.draft.chance, self.day()
        said = figures(day) if chance.random() < 0.5 else long_day(day).removeprefix("ngày ")
        return f"{chance.randrange(24):02d} giờ {chance.randrange(60):02d} phút ngày {said}"

    def day_of(self, name: str) -> date:
        """The day of the field, the same each time it is asked for; days that follow are in order."""
        if name not in self.days:
            self.days[name] = self._draw_day(name)
        return self.days[name]

    def _draw_day(self, name: str) -> date:
        chance, issued = self.draft.chance, self.draft.issued
        if name in {"opened", "closed"}:
            year = issued.year - 1
            return (
                date(year, 1, chance.randrange(2, 6))
                if name == "opened"
                else date(year, 12, chance.randrange(26, 32))
            )
        if name == "affected_date":
            return draw_day(chance, issued - timedelta(days=4000), issued - timedelta(days=400))
        if name == "termination_date":
            return draw_day(chance, self.day_of("registration_date"), issued)
        if name == "expiry_date":
            return issued + timedelta(days=chance.randrange(2000, 9000))
        if name == "registration_date":
            return draw_day(chance, issued - timedelta(days=120), issued - timedelta(days=1))
        return self.day()

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
    "area_shared_m2": lambda _: "0",
    "area_private_m2": lambda plot: plot.area,
    "land_use_purpose": lambda plot: plot.purpose,
    "land_use_term": lambda plot: plot.term,
    "land_use_form": lambda plot: plot.form,
    "parcel_address": lambda plot: plot.address,
}


def _date(values: Values, rule: FieldRule) -> str:
    example = rule.example or ""
    day = values.day_of(rule.name)
    if "tháng" in example:
        said = long_day(day)
        return said[:1].upper() + said[1:] if example[:1].isupper() else said
    return figures(day)


def _address(values: Values, rule: FieldRule) -> str:
    home = draw_home(values.draft.chance, values.draft.unit)
    example = rule.example or ""
    if example and not any(unit in f" {example}" for unit in (" xã ", " phường ", " huyện ", " tỉnh ")):
        return without_units(home.split(", ", 1)[1])
    return home


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
        is_committee = example.startswith(("ỦY BAN", "UBND"))
        return f"ỦY BAN NHÂN DÂN {unit.commune.upper()}" if is_committee else ""
    if example.startswith("Công ty"):
        return f"Công ty TNHH {draw_name(values.draft.chance)}"
    is_committee = not example or example.startswith(("Ủy ban", "UBND"))
    return unit.committee if is_committee else ""


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
    FieldType.ADDRESS: _address,
    FieldType.AREA_M2: lambda values, _: values.plot.area,
    FieldType.AREA_WORDS: lambda values, _: _area_words(values.plot.area),
    FieldType.MONEY: lambda values, rule: grouped(values.amount(rule.name)),
    FieldType.MONEY_WORDS: lambda values, rule: f"{to_words(values.amount(rule.name))} đồng",
    FieldType.SERIAL: _serial,
    FieldType.REGISTRY_NUMBER: _registry_number,
    FieldType.CIVIL_REGISTRATION_NUMBER: lambda values, rule: (
        f"{values.draft.chance.randrange(1, 300)}/{_year_beside(values, rule.name)}"
    ),
    FieldType.TAX_CODE: lambda values, _: draw_tax_code(values.draft.chance),
    FieldType.PHONE: lambda values, _: f"09{values.draft.chance.randrange(10**8):08d}",
    FieldType.INTEGER: lambda values, _: str(values.draft.chance.randrange(1, 9)),
    FieldType.ORG_NAME: _organisation,
    FieldType.PLACE: lambda values, _: bare(values.draft.unit.commune),
    FieldType.PERCENT: lambda values, _: f"{values.draft.chance.randrange(10, 99)},5%",
}


def _year_beside(values: Values, name: str) -> int:
    """The year of the day that belongs to a number: that of the registration for its number."""
    day = f"{name.removesuffix('_number')}_date"
    known = {"registration_date", "termination_date", "affected_date"}
    return values.day_of(day).year if day in known else values.draft.issued.year


def without_units(address: str) -> str:
    """An address as cards print it, without `xã`, `huyện` and `tỉnh`."""
    return ", ".join(bare(part) if part.startswith(UNITS) else part for part in address.split(", "))


def _area_words(area: str) -> str:
    return f"{to_words(_plain_number(area))} mét vuông"


def _plain_number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))
