"""The administrative units of both regimes, read from their files when an address first asks for them.

Three levels until 30 June 2025 (63 provinces, 696 districts, 10,035 communes), two since (34 provinces, 3,321
communes). A file is kept as text and a province becomes units when it is named: a process that meets
addresses of one province pays for one. Both files are opened in 5 ms, a
province takes 3 ms, the whole country 200.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path

from classifiers.vietnamese import fold, neutral_key

UNTIL_FILE = Path(__file__).with_name("units_before_2025-07.csv")
SINCE_FILE = Path(__file__).with_name("units_since_2025-07.csv")
COMMUNE_KINDS = {"x": "Xã", "p": "Phường", "t": "Thị trấn", "d": "Đặc khu"}


class Regime(StrEnum):
    """Under which division of the country an address is written."""

    PRE_2025 = "pre_2025"
    """Commune, district, province: until 30 June 2025."""
    POST_2025 = "post_2025"
    """Commune and province: since 1 July 2025."""
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Unit:
    """A province, a district or a commune, as the list of its time names it."""

    code: str
    """Of the National Statistics Office: 2 digits a province, 3 a district, 5 a commune."""
    kind: str
    """`Xã`, `Phường`, `Thị trấn`, `Đặc khu`, `Huyện`, `Quận`, `Thị xã`, `Thành phố` or `Tỉnh`."""
    name: str
    regime: Regime
    parent: Unit | None = None
    successors: tuple[str, ...] = ()
    """Codes of the communes since July 2025 that took it over; several where it was split."""
    key: str = field(default="", compare=False)
    """For comparing: one spelling of tones, i for y, no spaces, hyphens and apostrophes."""
    folded: str = field(default="", compare=False)
    """As `key`, without marks."""

    @property
    def full(self) -> str:
        """As a line of an address prints it: `xã Phú Lâm`."""
        return f"{self.kind[0].lower()}{self.kind[1:]} {self.name}"

    @property
    def path(self) -> str:
        """With what it lies in: `xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh`."""
        return self.full if self.parent is None else f"{self.full}, {self.parent.path}"


class Pool(tuple[Unit, ...]):
    """The units among which a name is sought, with what seeking needs, made once."""

    @cached_property
    def by_key(self) -> dict[str, tuple[Unit, ...]]:
        """Units by their key; a few names are borne twice in a district."""
        found: dict[str, tuple[Unit, ...]] = {}
        for unit in self:
            found[unit.key] = (*found.get(unit.key, ()), unit)
        return found

    @cached_property
    def folded(self) -> list[str]:
        return [unit.folded for unit in self]

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(unit.kind for unit in self)


@lru_cache(maxsize=4096)  # a piece of an address is sought in several pools
def key_of(name: str) -> str:
    """The form in which names are compared; marks count."""
    return neutral_key(name.replace("'", "").replace("’", "")).replace(" ", "")


@lru_cache(maxsize=4096)
def folded_of(name: str) -> str:
    """The form in which names without their marks are compared."""
    return "".join(letter for letter in fold(name).replace("y", "i") if letter.isalnum())


@cache
def provinces(regime: Regime) -> Pool:
    """The 63 provinces before, or the 34 since."""
    return Pool(unit for unit, _ in _sections(regime).values())


def province(code: str, regime: Regime) -> Unit | None:
    """The province of that code in that time."""
    section = _sections(regime).get(code)
    return section[0] if section else None


@cache
def merged_from(code: str) -> tuple[Unit, ...]:
    """The provinces before July 2025 whose communes lie in the province of today with that code."""
    codes = _section_head(_sections(Regime.POST_2025)[code][1]).split(" ")
    return tuple(unit for each in codes if (unit := province(each, Regime.PRE_2025)))


@cache
def districts(province_code: str) -> Pool:
    """The districts of a province before July 2025."""
    return Pool(district for district, _ in _old_province(province_code).values())


def communes_of_district(district: Unit) -> Pool:
    """The communes of a district before July 2025; islands had none."""
    return _old_province(district.parent.code)[district.code][1] if district.parent else Pool()


@cache
def old_communes(province_code: str) -> Pool:
    """All communes of a province before July 2025."""
    return Pool(commune for _, communes in _old_province(province_code).values() for commune in communes)


@cache
def new_communes(province_code: str) -> Pool:
    """The communes of a province since July 2025."""
    head, text = _sections(Regime.POST_2025)[province_code]
    return Pool(_commune(line, head, Regime.POST_2025) for line in text.split("\n")[1:] if line)


@cache
def new_commune(code: str) -> Unit | None:
    """The commune since July 2025 of that code."""
    for head, text in _sections(Regime.POST_2025).values():
        if f"\n{code}," in text:
            return next(unit for unit in new_communes(head.code) if unit.code == code)
    return None


def successors_of(unit: Unit) -> tuple[Unit, ...]:
    """The communes of today into which an old one went: one, or several of which papers must tell which."""
    return tuple(found for code in unit.successors if (found := new_commune(code)))


@cache
def districts_by_name(folded: str) -> Pool:
    """Every district of the country before July 2025 that is called so, marks aside."""
    return Pool(
        unit
        for code, (_, text) in _sections(Regime.PRE_2025).items()
        if folded in _district_names(text)
        for unit in districts(code)
        if unit.folded == folded
    )


@cache
def _district_names(text: str) -> frozenset[str]:
    return frozenset(folded_of(line.split(",")[2]) for line in text.split("\n") if line.startswith("-"))


@cache
def _sections(regime: Regime) -> dict[str, tuple[Unit, str]]:
    """Each province with the text of its lines, its own first."""
    file = UNTIL_FILE if regime is Regime.PRE_2025 else SINCE_FILE
    found = {}
    for text in file.read_text(encoding="utf-8").split("=")[1:]:
        code, kind, name = text.split("\n", 1)[0].split(",")[:3]
        found[code] = (_unit(code, kind, name, regime, None), text)
    return found


def _section_head(text: str) -> str:
    """The last column of a province's own line."""
    return text.split("\n", 1)[0].rpartition(",")[2]


@cache
def _old_province(code: str) -> dict[str, tuple[Unit, Pool]]:
    head, text = _sections(Regime.PRE_2025)[code]
    found = {}
    for part in text.split("\n-")[1:]:
        first, *lines = part.split("\n")
        number, kind, name, went = first.split(",")
        district = _unit(number, kind, name, Regime.PRE_2025, head, went)
        communes = Pool(_commune(line, district, Regime.PRE_2025) for line in lines if line)
        found[number] = (district, communes)
    return found


def _commune(line: str, parent: Unit, regime: Regime) -> Unit:
    code, mark, name, *went = line.split(",")
    return _unit(code, COMMUNE_KINDS[mark], name, regime, parent, *went)


def _unit(  # noqa: PLR0917 (the columns of a line, in their order)
    code: str, kind: str, name: str, regime: Regime, parent: Unit | None, went: str = ""
) -> Unit:
    return Unit(code, kind, name, regime, parent, tuple(went.split()), key_of(name), folded_of(name))
