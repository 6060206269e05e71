"""What will stand on a document's pages once it is signed or sealed: which picture, where, how large.

The order is the one that a batch would make, and the signing room says how it would look, so what is shown
before a PIN is typed is what is written after it. Points from the page's lower left corner, as it is shown.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils import timezone
from PIL import Image

from portal.models import CertificateBinding, OutgoingDocument, OutgoingFile, OutgoingSigner
from portal.outgoing.desk_folder import Desk
from portal.outgoing.document_types import COPIES
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.orders import Bench, order_for_agency, order_for_person, words_beside
from portal.outgoing.places import SEAL, place_from
from portal.outgoing.states import SignerState
from records.errors import HosoError
from signing.appearance.appearances import INVISIBLE, appearance_of
from signing.appearance.drawing import around, fitted
from signing.appearance.measures import points
from signing.appearance.paper import open_paper
from signing.appearance.pictures import Picture, open_picture
from signing.appearance.places import seal_middle
from signing.fields import AGENCY
from signing.orders import Role, SignOrder

Box = tuple[float, float, float, float]
_AROUND = points(1)
"""Looked at beside a box, so that its own edge is within what was drawn."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One picture on one page."""

    page: int
    box: Box
    """Of the picture as it will be drawn."""
    is_by_hand: bool
    """Somebody showed this place; else it was read from the page."""


def bench_of(desk: Desk, options: OutgoingOptions, binding: CertificateBinding | None) -> Bench:
    """A bench for looking: whoever has no certificate yet sees where it would stand, without a picture."""
    return Bench(desk, options, binding or CertificateBinding(token="", agency="", image=""))


def signature_on(bench: Bench, signer: OutgoingSigner) -> Standing | None:
    """Where this person's signature will stand; `None` where the page does not tell it."""
    try:
        order = order_for_person(bench, signer)
        return _drawn(bench, signer.document.files.get(ordinal=0), order, signer.user.get_full_name())
    except HosoError:
        return None


def seal_on(bench: Bench, document: OutgoingDocument) -> Standing | None:
    """Where the seal, or a copy's text block, will stand on a document that all have signed."""
    try:
        file = document.files.get(ordinal=0)
        return _drawn(bench, file, order_for_agency(bench, document, file), "")
    except HosoError:
        return None


def seal_beside(
    document: OutgoingDocument, signature: Standing | None, *, seal: Path | None
) -> Standing | None:
    """Where the seal will go while signatures are still owed: over a third of the last one, or as shown.

    `seal` is its picture, which tells its size; 36 mm where it is not at hand.
    """
    file = document.files.get(ordinal=0)
    size = _size_of_seal(seal)
    shown = place_from(file.place)
    if shown is not None:
        left, bottom, right, top = shown.box
        return Standing(shown.page, around(((left + right) / 2, (bottom + top) / 2), size), True)
    if signature is None or document.type_code in COPIES:
        return None
    return Standing(signature.page, around(seal_middle(signature.box, size), size), False)


def seal_picture(bench: Bench, agency: str) -> Path | None:
    """The picture of an agency's seal: of whoever is to seal with it, else the settings'."""
    held = keeper_of_seal(agency)
    return bench_of(bench.desk, bench.options, held).image if held is not None else bench.options.seal


def keeper_of_seal(agency: str) -> CertificateBinding | None:
    """Whoever is to seal for an agency: the picture's size decides where the seal stands."""
    held = CertificateBinding.objects.filter(agency=agency, ended_at=None)
    return held.exclude(image="").first() or held.first()


def last_signer(document: OutgoingDocument) -> OutgoingSigner | None:
    """Over whose signature the seal goes."""
    signer: OutgoingSigner | None = document.signers.select_related("user").last()
    return signer


def is_free(desk: Desk, file: OutgoingFile, place: Sequence[float]) -> bool:
    """Whether nothing is printed where a signature shall stand: `[page, left, bottom, right, top]`."""
    page, box = int(place[0]), (place[1], place[2], place[3], place[4])
    around_it = (box[0] - _AROUND, box[1] - _AROUND, box[2] + _AROUND, box[3] + _AROUND)
    with open_paper(desk.path(file.current)) as paper:
        width, height = paper.shown(page).size
        within = (max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height))
        return paper.ink(page, around_it).is_free(within)


def as_png(path: Path) -> bytes:
    """A signature's or a seal's picture, cut to its ink as it is laid into files. Raises `SigningRefused`."""
    picture = open_picture(path)
    image = Image.frombytes("RGB", picture.pixels, zlib.decompress(picture.colour))
    image.putalpha(Image.frombytes("L", picture.pixels, zlib.decompress(picture.alpha)))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _drawn(bench: Bench, file: OutgoingFile, order: SignOrder, name: str) -> Standing | None:
    words = words_beside(bench.desk, file)
    if order.role is Role.AGENCY:
        order = replace(order, field=AGENCY)  # its field was made before the first signature
    seen = appearance_of(order, order.source, at=timezone.now(), is_trial=False, words=words, name=name)
    if seen.place == INVISIBLE:
        return None
    box = seen.place.box
    if seen.style.picture is not None:
        box = _inner(box, seen.style.picture, seen.style.picture_size, seen.style.picture_middle)
    return Standing(seen.place.page, box, order.place is not None)


def _inner(
    box: Box, picture: Picture, size: tuple[float, float] | None, middle: tuple[float, float] | None
) -> Box:
    """The picture's own box within its field, as `signing.appearance.drawing` lays it."""
    across, up = box[2] - box[0], box[3] - box[1]
    width, height = size or fitted(picture.aspect, across, up)
    width, height = fitted(width / height, min(width, across), min(height, up))
    x, y = middle or (across / 2, up / 2)
    left = box[0] + min(max(x - width / 2, 0), across - width)
    bottom = box[1] + min(max(y - height / 2, 0), up - height)
    return (left, bottom, left + width, bottom + height)


def _size_of_seal(seal: Path | None) -> tuple[float, float]:
    try:
        picture = open_picture(seal) if seal is not None else None
    except HosoError:
        picture = None
    if picture is None or picture.millimetres is None:
        return SEAL, SEAL
    return points(picture.millimetres[0]), points(picture.millimetres[1])


def is_fixed(document: OutgoingDocument) -> bool:
    """Whether somebody has signed: fields are made before the first signature and stay where they are."""
    return document.signers.filter(state=SignerState.SIGNED).exists()
