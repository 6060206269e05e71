"""The shape of an attack: who described it, how it is made, and what we have to say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.signing.attacks.forging import Original

Maker = Callable[[Original], bytes]

CHANGED = frozenset({"changed_after"})
"""Something that is listed in a later revision."""
ADDED = frozenset({"bytes_appended", "hidden_object", "duplicate_objects", "loose_reading", "unreadable"})
"""Something that no table lists, or that readers may take in different ways."""
STRIPPED = frozenset({"signature_stripped", "signature_replaced", "signature_orphaned"})
FORGED = frozenset({"no_byte_range", "no_contents", "signature_unreadable", "unsupported_kind"})
WRAPPED = frozenset({"byte_range_abused", "contents_elsewhere", "contents_padded", "contents_mixed"})
BROKEN = frozenset({"digest_mismatch", "signature_broken", "certificate_mismatch", "timestamp_broken"})

REFUND = "Mladenov, Mainka, Meyer zu Selhausen, Grothe, Schwenk: 1 Trillion Dollar Refund (CCS 2019)"
SHADOW = "Mainka, Mladenov, Rohlmann: Shadow Attacks (NDSS 2021)"
CERTIFIED = "Rohlmann, Mladenov, Mainka, Schwenk: Breaking the Specification: PDF Certification (S&P 2021)"
PARSERS = "differences between parsers (LangSec)"
ETSI = "ETSI EN 319 102-1"


@dataclass(frozen=True, slots=True)
class Attack:
    """One way to pass something false off as signed."""

    name: str
    source: str
    """The paper or standard that describes it."""
    make: Maker
    named: frozenset[str] = CHANGED
    """Codes of verification of which one has to be told (docs/reference/attacks.md)."""
    spoils_all: bool = True
    """Whether no signature of the file may be called valid; else at least one may not."""


def of(
    source: str, makers: Iterable[Maker], named: frozenset[str] = CHANGED, *, spoils_all: bool = True
) -> tuple[Attack, ...]:
    """Attacks of one source, each with its maker's name."""
    return tuple(Attack(maker.__name__, source, maker, named, spoils_all) for maker in makers)
