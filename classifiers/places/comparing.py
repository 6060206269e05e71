"""Whether two addresses name one place: by the units they lie in, whatever words they use for them.

A card prints `Thôn Đông, Tiên Du, Bắc Ninh`, a certificate `thôn Đông, xã Tiên Du, tỉnh Bắc Ninh`, and a
paper from before July 2025 names a commune that is now part of another: their texts differ, their units do
not.
"""

from __future__ import annotations

from classifiers.places.address import read_address
from classifiers.places.units import Regime, Unit


def is_same_commune(one: str, other: str) -> bool | None:
    """Whether two addresses lie in one commune; `None` where either does not surely say which.

    A commune of the time before July 2025 is that of today which took it over, in whole or in part.
    """
    first, second = _commune(one), _commune(other)
    if first is None or second is None:
        return None
    if first.regime is second.regime:
        return first.code == second.code
    before, since = (first, second) if first.regime is Regime.PRE_2025 else (second, first)
    return since.code in before.successors


def _commune(text: str) -> Unit | None:
    address = read_address(text)
    found = address.commune
    # A name that was misread, though only one unit is like it, proves nothing against another paper.
    return found.unit if found is not None and address.is_sure and found.cost == 0 else None
