"""Every way to read an address under either regime, each with what it costs; the cheapest is the likeliest.

The costs that are not misread letters were set on addresses composed from units drawn with small seeds
(`bench/addresses.py`); what each is for stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classifiers.places import units
from classifiers.places.matching import Match, match, take
from classifiers.places.pieces import UNREAD, Piece
from classifiers.places.units import Regime, Unit, folded_of

BARE_NEIGHBOUR = 5
"""Two levels though the next smaller piece is a bare name: "Phú Lâm, Tiên Du, Bắc Ninh" has three."""
UNEXPLAINED = 9
"""A unit word in front of a name that nothing explains: never sure."""
NO_COMMUNE = 6
"""A three-level address without a commune is unusual …"""
NO_COMMUNE_BARE = 5
"""… less so when the smaller piece is a bare name, a commune that the list no longer has …"""
NO_COMMUNE_ALONE = 1
"""… and no wonder as a place of birth: "Tiên Du, Bắc Ninh"."""
NO_DISTRICT = 7
"""An old address gives its district, nearly always."""
OTHER_PROVINCE = 3
"""A district under the name of the province that took its province in."""
NO_PROVINCE = 1
PROVINCE_ALONE = 10
"""What is before the province names no unit of it."""
MOST = 14
"""Cost from which nothing is understood."""
COMMUNE_WORDS = frozenset({"Xã", "Phường", "Thị trấn", "Đặc khu"})
DISTRICT_WORDS = frozenset({"Huyện", "Quận", "Thị xã", "Thành phố"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an address."""

    regime: Regime
    province: Match | None
    district: Match | None
    commune: Match | None
    rest: tuple[Piece, ...]
    """Pieces smaller than the units."""
    extra: int = 0

    @property
    def parts(self) -> tuple[Match, ...]:
        """What was matched, small to large."""
        return tuple(part for part in (self.commune, self.district, self.province) if part)

    @property
    def cost(self) -> int:
        return self.extra + sum(part.cost for part in self.parts)

    @property
    def unit(self) -> Unit | None:
        """The smallest unit that was matched."""
        return self.parts[0].unit if self.parts else None


def readings_of(pieces: tuple[Piece, ...]) -> list[Reading]:
    """Every reading that costs less than `MOST`, cheapest first; one for each unit and regime."""
    found: dict[tuple[Regime, str], Reading] = {}
    for reading in sorted(_all(pieces), key=lambda reading: reading.cost):
        key = (reading.regime, reading.unit.path if reading.unit else "")
        if reading.cost < MOST:
            found.setdefault(key, reading)
    return list(found.values())


def _all(pieces: tuple[Piece, ...]) -> Iterator[Reading]:
    is_placed = False
    for province, rest in take(pieces, units.provinces(Regime.PRE_2025)):
        is_placed = is_placed or not province.is_other_kind  # "thành phố Bắc Ninh" was a district
        yield from _three_levels(province, rest)
    for province, rest in take(pieces, units.provinces(Regime.POST_2025)):
        is_placed = is_placed or not province.is_other_kind
        yield from _two_levels(province, rest)
        yield from _merged(province, rest)
    if not is_placed:
        yield from _without_province(pieces)


def _three_levels(province: Match, rest: tuple[Piece, ...]) -> Iterator[Reading]:
    yield Reading(Regime.PRE_2025, province, None, None, rest, PROVINCE_ALONE if rest else 0)
    districts = take(rest, units.districts(province.unit.code))
    for district, smaller in districts:
        yield from _in_district(province, district, smaller)
    if not any(district.cost == 0 for district, _ in districts):
        yield from _without_district(province, rest)


def _in_district(
    province: Match | None, district: Match, rest: tuple[Piece, ...], extra: int = 0
) -> Iterator[Reading]:
    communes = take(rest, units.communes_of_district(district.unit))
    for commune, smaller in communes:
        yield Reading(Regime.PRE_2025, province, district, commune, smaller, extra)
    if not communes:
        yield Reading(Regime.PRE_2025, province, district, None, rest, extra + _commune_lacks(district, rest))


def _commune_lacks(district: Match, rest: tuple[Piece, ...]) -> int:
    if not units.communes_of_district(district.unit):  # an island
        return 0
    if not rest:
        return NO_COMMUNE_ALONE
    if rest[-1].kind in COMMUNE_WORDS:  # one that the list has lost, or the paper misprints
        return NO_COMMUNE_ALONE
    return NO_COMMUNE if rest[-1].is_detail else NO_COMMUNE_BARE


def _without_district(province: Match, rest: tuple[Piece, ...]) -> Iterator[Reading]:
    """The district is missing or cannot be read: the commune may be any of that name in the province."""
    pool = units.old_communes(province.unit.code)
    for skipped in (0, 1):
        if len(rest) <= skipped:
            return
        found = match(rest[len(rest) - 1 - skipped], pool)
        if found:
            smaller = rest if skipped else rest[:-1]  # what was passed over is kept, to be judged
            for commune in found:
                yield Reading(Regime.PRE_2025, province, None, commune, smaller, NO_DISTRICT)
            return


def _two_levels(province: Match, rest: tuple[Piece, ...]) -> Iterator[Reading]:
    yield Reading(Regime.POST_2025, province, None, None, rest, PROVINCE_ALONE if rest else 0)
    for commune, smaller in take(rest, units.new_communes(province.unit.code)):
        yield Reading(Regime.POST_2025, province, None, commune, smaller, _neighbour(smaller, commune))


def _neighbour(rest: tuple[Piece, ...], commune: Match) -> int:
    """What speaks against a commune of today: the piece before it looks like a commune itself."""
    if any(piece.kind in COMMUNE_WORDS for piece in rest):
        return UNEXPLAINED
    if not rest or rest[-1].is_detail:
        return 0
    return 0 if commune.kind else BARE_NEIGHBOUR


def _merged(province: Match, rest: tuple[Piece, ...]) -> Iterator[Reading]:
    """Old commune and district under the province of today that took their own in."""
    for old in units.merged_from(province.unit.code):
        if old.folded == province.unit.folded:
            continue
        for district, smaller in take(rest, units.districts(old.code)):
            said = Match(old, province.cost, province.name, province.kind)
            yield from _in_district(said, district, smaller, OTHER_PROVINCE)


def _without_province(pieces: tuple[Piece, ...]) -> Iterator[Reading]:
    """A district tells its province when no other is called so, or no other has the commune."""
    if not pieces:
        return
    last = pieces[-1]
    named = {name for kind, name in last.readings if kind in {"", UNREAD, *DISTRICT_WORDS}}
    for name in named:
        for district in match(last, units.districts_by_name(folded_of(name))):
            yield from _in_district(None, district, pieces[:-1], NO_PROVINCE)
