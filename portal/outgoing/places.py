"""Where signatures and seal will stand on a document, as read from its page."""

from __future__ import annotations

from pathlib import Path

from portal.models import OutgoingSigner
from signing.appearance import find_places
from signing.orders import FieldPlace


def place_of_signer(path: Path, signer: OutgoingSigner) -> FieldPlace | None:
    """Between the position and the full name; where several sign, by the name of the signer's account.

    The name only finds the place: whose signature it is, the certificate says. Raises `PlaceNotFound` or
    `NotSignable`.
    """
    return find_places(path, name=signer.user.get_full_name()).person


def place_of_seal(path: Path) -> FieldPlace | None:
    """Over the left third of the signature. Raises `PlaceNotFound` or `NotSignable`."""
    return find_places(path).agency
