"""A place on a page that a person drew a box around, with what was read there, on its way through the form.

The browser carries it back signed, so that what stands in the archive as read by the machine was read by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from records import Box

_SALT = "hoso.review.spot"
LONGEST_TOKEN = 12_000


@dataclass(frozen=True, slots=True)
class Spot:
    """What was read in a box."""

    page: int
    box: Box
    """Pixels of the upright page."""
    text: str
    """As read; empty for nothing."""
    confidence: float
    """0 to 1."""


def token_of(spot: Spot, *, record_id: str, version: str) -> str:
    """The spot as the form carries it; good for this version of this record alone."""
    value = [record_id, version, spot.page, spot.box.as_list(), spot.text, round(spot.confidence, 4)]
    return signing.dumps(value, salt=_SALT, compress=True)


def spot_in(token: str, *, record_id: str, version: str) -> Spot | None:
    """The spot of a token; `None` for none, a forged one, or one of another record or version."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    try:
        of, at, page, box, text, confidence = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if (of, at) != (record_id, version):
        return None
    return Spot(page, Box.from_list(box), text, confidence)
