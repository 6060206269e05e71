"""An address in its parts under the regime it was written in, with codes where they are sure.

What is printed is kept; a part is told only by what it lies in, never by a commune's name alone: 245 names of
communes occur more than once in the country.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from classifiers.places.former import former_province
from classifiers.places.matching import MARGIN, Match
from classifiers.places.pieces import LONGEST, Piece, pieces_of
from classifiers.places.reading import Reading, readings_of
from classifiers.places.spelled import spelled
from classifiers.places.units import Regime, Unit, successors_of
from classifiers.vietnamese import clean


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says, as far as it says it surely."""

    text: str
    """As printed, on one line."""
    detail: str
    """House, street, hamlet: what stands before the units, as printed; all of it when no unit is told."""
    regime: Regime
    commune: Match | None
    district: Match | None
    province: Match | None
    is_sure: bool
    """Whether commune and all above it can be relied on; false too where no commune is printed."""
    candidates: tuple[Unit, ...] = ()
    """The units it may mean when it is not sure which: communes, or districts where no commune is told."""
    rest: tuple[Piece, ...] = ()
    """The pieces before the units that were told."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that were told, small to large."""
        told = (self.commune, self.district, self.province)
        return tuple(match.unit for match in told if match is not None)

    @property
    def successors(self) -> tuple[Unit, ...]:
        """Communes of today in which an old address may lie: several where its commune was split."""
        commune = self.commune.unit if self.commune else None
        smallest = commune or (self.district.unit if self.district else None)
        if smallest is None or self.regime is Regime.POST_2025 or not (self.is_sure or commune is None):
            return ()
        return successors_of(smallest)

    @property
    def normalised(self) -> str:
        """`Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh`: names as listed where sure, else as printed
        but for unit words and the province's name.

        Equal for two prints of one place, whatever their abbreviations and spelling; read again it gives the
        same units.
        """
        if not self.is_sure:
            return spelled(self.text, pieces_of(self.text), self.province)
        names = (unit.full for unit in self.units)
        return ", ".join(part for part in (self.detail, *names) if part)

    def to_json(self) -> str:
        """The parts as one line of JSON with sorted keys; `as_read` is what stands on the paper."""
        told = {"commune": self.commune, "district": self.district, "province": self.province}
        parts: dict[str, object] = {
            name: {
                "code": match.unit.code,
                "kind": match.unit.kind,
                "name": match.unit.name,
                "as_read": match.name,
            }
            for name, match in told.items()
            if match is not None
        }
        parts |= {
            "detail": self.detail,
            "regime": self.regime.value,
            "is_sure": self.is_sure,
            "candidates": [_brief(unit) for unit in self.candidates],
            "successors": [_brief(unit) for unit in self.successors],
        }
        return json.dumps(parts, ensure_ascii=False, sort_keys=True)


def _brief(unit: Unit) -> dict[str, str]:
    return {"code": unit.code, "path": unit.path, "regime": unit.regime.value}


@lru_cache(maxsize=4096)  # the papers of an office name the same few places
def read_address(text: str) -> Address:
    """Reads an address; never raises, and says `unsure` rather than guess."""
    value = re.sub(r"\s*,\s*", ", ", clean(text))
    pieces = pieces_of(value) if len(value) <= LONGEST else ()
    if pieces and former_province(pieces[-1]):
        return Address(value, value, Regime.PRE_2025, None, None, None, is_sure=False, rest=pieces)
    readings = readings_of(pieces)
    if not readings:
        return Address(value, value, Regime.UNSURE, None, None, None, is_sure=False, rest=pieces)
    best = readings[0]
    rivals = [other for other in readings[1:] if other.cost < best.cost + MARGIN]
    if not rivals or _say_the_same(best, rivals):
        return _told(value, best)
    return _open(value, best, rivals)


def _say_the_same(best: Reading, rivals: list[Reading]) -> bool:
    """A province alone is the same before and since where its name lived on."""
    return best.unit is not None and all(
        rival.unit is not None and rival.unit.folded == best.unit.folded and rival.unit.parent is None
        for rival in rivals
    )


def _told(value: str, best: Reading) -> Address:
    province = best.province
    district = best.district
    if province is None and district is not None and district.unit.parent is not None:
        province = Match(district.unit.parent, 0)
    regime = best.regime if best.commune or best.district else Regime.UNSURE
    is_sure = best.commune is not None and (best.district is not None or regime is Regime.POST_2025)
    commune = best.commune if is_sure else None
    # A commune of the province without its district is one of perhaps several that there were.
    candidates = (best.commune.unit,) if best.commune and not is_sure else ()
    return Address(
        value, _detail(value, best, commune), regime, commune, district, province,
        is_sure=is_sure, candidates=candidates, rest=best.rest,
    )  # fmt: skip


def _open(value: str, best: Reading, rivals: list[Reading]) -> Address:
    """What all near readings share, and between which units they leave the choice."""
    near = [best, *rivals]
    regimes = {reading.regime for reading in near}
    regime = regimes.pop() if len(regimes) == 1 else Regime.UNSURE
    district = _shared([reading.district for reading in near])
    province = _shared([reading.province for reading in near])
    candidates = tuple(dict.fromkeys(one.unit for one in near if one.unit and one.unit.parent))
    return Address(
        value, value, regime, None, district, province,
        is_sure=False, candidates=candidates, rest=best.rest,
    )  # fmt: skip


def _shared(matches: list[Match | None]) -> Match | None:
    first = matches[0]
    if first is not None and all(
        match is not None and match.unit.folded == first.unit.folded for match in matches
    ):
        return first
    return None


def _detail(value: str, best: Reading, commune: Match | None) -> str:
    """The printed text up to the smallest unit that was told."""
    if commune is None:
        return value
    if not best.rest:
        return ""
    last = best.rest[-1]
    return value[: last.start + len(last.text)].strip(" ,;-–")
