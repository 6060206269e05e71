"""Where signatures and seal will stand on a document: shown by hand, or as read from its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.children import NoTurn
from portal.models import OutgoingSigner
from portal.outgoing.paper_places import PlacesTask, look_for_places
from portal.pictures.drawers import ask
from records.errors import PageFailed, PlaceNotFound
from signing.appearance import PageWord, Places
from signing.orders import FieldPlace

SEAL = 36 * 72 / 25.4
"""Points; the field of a seal, which is drawn in its own size (36 mm for a commune's) around its middle."""

Words = Sequence[PageWord] | None
"""What was read on a scan (`read_words`)."""


def place_from(held: object) -> FieldPlace | None:
    """A place as the rows keep it: `[page, left, bottom, right, top]`."""
    if not isinstance(held, list):
        return None
    page, left, bottom, right, top = held
    return FieldPlace(int(page), (float(left), float(bottom), float(right), float(top)))


def places_of_signers(
    path: Path, signers: Sequence[OutgoingSigner], words: Words = None
) -> Mapping[int, FieldPlace]:
    """The place of each of several signers by ordinal: by hand, else where the page bears the name.

    Raises `PlaceNotFound` where one has none, or two would stand on each other: a name that is not on the
    page finds somebody else's place.
    """
    places: dict[int, FieldPlace] = {}
    for signer in signers:
        place = place_from(signer.place) or place_of_signer(path, signer, words)
        if place is None or any(_overlap(place, other) for other in places.values()):
            raise PlaceNotFound(
                f"signer {signer.ordinal} of several",
                remedy_vi="Văn bản có nhiều người ký: hãy chỉ chỗ ký của từng người trên trang rồi ký.",
                remedy_en="Several people sign this document: show each one's place on it, then sign.",
            )
        places[signer.ordinal] = place
    return places


def seal_over(person: FieldPlace) -> FieldPlace:
    """The seal's place over the left third of a signature (Decree 30/2020, Appendix I)."""
    left, bottom, right, top = person.box
    edge, middle = left + (right - left) / 3, (bottom + top) / 2
    return FieldPlace(person.page, (edge - SEAL, middle - SEAL / 2, edge, middle + SEAL / 2))


def place_of_signer(path: Path, signer: OutgoingSigner, words: Words = None) -> FieldPlace | None:
    """Between the position and the full name; where several sign, by the name of the signer's account.

    The name only finds the place: whose signature it is, the certificate says. Raises `PlaceNotFound` or
    `NotSignable`.
    """
    return _found(path, words, signer.user.get_full_name()).person


def place_of_seal(path: Path, words: Words = None) -> FieldPlace | None:
    """Over the left third of the signature. Raises `PlaceNotFound` or `NotSignable`."""
    return _found(path, words).agency


def _found(path: Path, words: Words, name: str = "") -> Places:
    """What a child finds: a PDF may hang the program that opens it.

    Raises `PlaceNotFound`, also for a paper that made a child hang or die, `NotSignable` or `NoTurn`.
    """
    task = PlacesTask(path, None if words is None else tuple(words), name)
    try:
        return ask(look_for_places, task, known_as=(str(path), "places"))
    except NoTurn:
        raise
    except PageFailed as error:
        raise PlaceNotFound(
            f"given up: {error.code}",
            remedy_vi="Trang này khó mở, không tự tìm được chỗ ký. Hãy chỉ chỗ ký trên trang rồi ký.",
            remedy_en="This page is hard to open, so no place was found. Show the place on it, then sign.",
        ) from error


def _overlap(one: FieldPlace, other: FieldPlace) -> bool:
    if one.page != other.page:
        return False
    (left, bottom, right, top), (left_2, bottom_2, right_2, top_2) = one.box, other.box
    return left < right_2 and left_2 < right and bottom < top_2 and bottom_2 < top
