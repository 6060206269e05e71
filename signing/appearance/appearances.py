"""From an order to what its signature shows: the image or the text, its place, and its size there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from records.errors import NotSignable, PlaceNotFound, SigningRefused
from signing.appearance import measures, places
from signing.appearance.drawing import SignatureStyle, around
from signing.appearance.measures import points
from signing.appearance.paper import PageWord, Paper, open_paper
from signing.appearance.pictures import Picture, open_picture
from signing.appearance.places import Size
from signing.appearance.text_block import DEFAULT_COPY, broken, time_line
from signing.orders import FieldPlace, Role, SignOrder

INVISIBLE = FieldPlace(1, (0.0, 0.0, 0.0, 0.0))
"""The place of a signature that shows nothing on any page."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """What one signature shows, ready for pyHanko."""

    place: FieldPlace
    """`INVISIBLE` for one that shows nothing: no image was given and the page shows no place to sign."""
    style: SignatureStyle
    """A pyHanko stamp style."""
    agency: FieldPlace | None = None
    """For a person: where the agency's field goes, since all fields are made before the first signature."""


def appearance_of(
    order: SignOrder,
    path: Path,
    *,
    at: datetime,
    is_trial: bool,
    words: Sequence[PageWord] | None = None,
    name: str = "",
    seal_mm: float | None = None,
) -> Appearance:
    """How and where the signature of an order shows on the file at `path`.

    `at` is the signing time, told on appendices and copies alone; `words` is what a recogniser read of a bare
    scan; `name` is the certificate's common name, which chooses among several signers; `seal_mm` is the width
    of the seal, for an image that does not say its dpi.

    Raises `PlaceNotFound`, `NotSignable` (unreadable, or a field too small for the seal) or `SigningRefused`
    (an image that cannot be used).
    """
    picture = open_picture(order.image) if order.image is not None and order.role in _SHOWS_IMAGE else None
    if order.role is Role.PERSON:
        return _of_person(order, path, picture, words=words, name=name, is_trial=is_trial)
    if order.role is Role.AGENCY:
        return _of_agency(order, path, picture, words=words, is_trial=is_trial, seal_mm=seal_mm)
    return _of_text(order, path, at=at, name=name, is_trial=is_trial)


_SHOWS_IMAGE = frozenset({Role.PERSON, Role.AGENCY})


def _of_person(
    order: SignOrder,
    path: Path,
    picture: Picture | None,
    *,
    words: Sequence[PageWord] | None,
    name: str,
    is_trial: bool,
) -> Appearance:
    size = _own_size(picture)
    with open_paper(path, words) as paper:
        place = _field_or_hand(_named_field(paper, order.field), order.place)
        if place is None:
            try:
                place = places.person_place(paper, places.signer_on(paper, name), size)
            except PlaceNotFound:
                if picture is not None:
                    raise
                place = places.mark_place(paper) if is_trial else INVISIBLE
        agency = places.agency_place(paper, place) if place is not INVISIBLE else None
    is_by_hand = order.place is not None  # whoever drew the box wants it filled; fields may be larger
    room = place.box[3] - place.box[1]
    drawn = None if is_by_hand or size is None else places.drawn_size(size, room)
    style = SignatureStyle(page=place.page, picture=picture, picture_size=drawn, is_trial=is_trial)
    return Appearance(place, style, agency)


def _of_agency(
    order: SignOrder,
    path: Path,
    picture: Picture | None,
    *,
    words: Sequence[PageWord] | None,
    is_trial: bool,
    seal_mm: float | None,
) -> Appearance:
    size = _seal_size(picture, seal_mm, order.image) if picture is not None else None
    with open_paper(path, words) as paper:
        field = _named_field(paper, order.field)
        person = _signature_beside(paper, field)
        shown = _around_seal(order.place, size)
        place = _field_or_hand(field, shown)
        if place is None:
            place = _found_for_seal(paper, person, size, is_needed=picture is not None, is_trial=is_trial)
    middle = None
    if size is not None:
        place = _with_room(place, size)
        middle = _seal_in(place, size, _middle_of(shown) or _over_third(person, place, size))
    style = SignatureStyle(
        page=place.page,
        picture=picture,
        picture_size=size,
        picture_middle=middle,
        is_trial=is_trial,
        is_seal=True,
    )
    return Appearance(place, style)


def _of_text(order: SignOrder, path: Path, *, at: datetime, name: str, is_trial: bool) -> Appearance:
    own = order.text or ((DEFAULT_COPY, name) if order.role is Role.COPY else ())
    mark = (" ".join(measures.TRIAL_MARK),) if is_trial else ()
    lines = (*mark, *(line for line in own if line.strip()), time_line(at))
    with open_paper(path) as paper:
        place = _field_or_hand(_named_field(paper, order.field), order.place)
        place = place or places.text_block(paper, lines)
    if place is None:
        raise PlaceNotFound(
            "page 1: no free room at the top right",
            remedy_vi="Góc trên bên phải trang 1 không còn chỗ trống cho dòng chữ ký số. "
            "Hãy chừa lề trên, hoặc chỉ chỗ trên trang.",
            remedy_en="Nothing is free at the top right of page 1. Leave a margin there, or show a place.",
        )
    width = place.box[2] - place.box[0]
    return Appearance(place, SignatureStyle(page=place.page, lines=broken(lines, width)))


def _named_field(paper: Paper, name: str) -> FieldPlace | None:
    """The place of a field that the file has; an invisible one is invisible."""
    for field in paper.fields() if name else ():
        if field.name == name:
            return FieldPlace(field.page, field.box) if field.is_visible else INVISIBLE
    return None


def _signature_beside(paper: Paper, field: FieldPlace | None) -> FieldPlace | None:
    """The person's signature that the seal goes over: on the seal's page when its field is there already."""
    try:
        main = places.signed_place(paper, places.main_signer(paper))
    except PlaceNotFound:
        main = None
    signed = main or places.signed_place(paper, None)
    return signed if field is None or (signed is not None and signed.page == field.page) else None


def _found_for_seal(
    paper: Paper, person: FieldPlace | None, size: Size | None, *, is_needed: bool, is_trial: bool
) -> FieldPlace:
    try:
        person = person or places.person_place(paper, places.main_signer(paper))
    except PlaceNotFound:
        if is_needed:
            raise
        return places.mark_place(paper) if is_trial else INVISIBLE
    return places.seal_place(paper, person, size)


def _own_size(picture: Picture | None) -> Size | None:
    """The signature image's size in points: its own, or the usual width when it does not say."""
    if picture is None:
        return None
    if picture.millimetres is not None:
        return points(picture.millimetres[0]), points(picture.millimetres[1])
    return measures.SIGNATURE_WIDTH, measures.SIGNATURE_WIDTH / picture.aspect


def _seal_size(picture: Picture, seal_mm: float | None, image: Path | None) -> Size:
    """The seal's actual size in points: as set, else as the image's dpi says."""
    named = image.name if image is not None else ""
    if seal_mm is not None:
        return points(seal_mm), points(seal_mm) / picture.aspect
    if picture.millimetres is None:
        raise SigningRefused(
            f"{named}: the seal's image names no dpi",
            remedy_vi=f"Ảnh con dấu {named} không ghi độ phân giải (dpi) nên không biết kích thước thật. "
            "Hãy quét lại con dấu kèm dpi, hoặc đặt đường kính con dấu (mm) trong cấu hình.",
            remedy_en=f"The seal's image {named} names no dpi, so its actual size is unknown. "
            "Scan it with its dpi, or set the seal's width in millimetres.",
        )
    least, most = measures.SEALS_MM
    width, height = picture.millimetres
    if not (least <= width <= most and least / 2 <= height <= most):
        raise SigningRefused(
            f"{named}: a seal of {width:.0f} x {height:.0f} mm",
            remedy_vi=f"Theo dpi ghi trong ảnh, con dấu {named} rộng {width:.0f} mm, không đúng kích thước "
            "con dấu thật. Hãy sửa dpi của ảnh, hoặc đặt đường kính con dấu (mm) trong cấu hình.",
            remedy_en=f"By its dpi the seal {named} is {width:.0f} mm wide, which no seal is. "
            "Correct the image's dpi, or set the seal's width in millimetres.",
        )
    return points(width), points(height)


def _field_or_hand(field: FieldPlace | None, by_hand: FieldPlace | None) -> FieldPlace | None:
    """A field that is on the page stays where it is; a place by hand goes before everything else."""
    return field if field is not None and (field is not INVISIBLE or by_hand is None) else by_hand


def _around_seal(place: FieldPlace | None, size: Size | None) -> FieldPlace | None:
    """A place shown by hand, made as large as the seal is around its middle."""
    middle = _middle_of(place)
    if place is None or middle is None or size is None:
        return place
    return FieldPlace(place.page, around(middle, size))


def _middle_of(place: FieldPlace | None) -> tuple[float, float] | None:
    if place is None:
        return None
    left, bottom, right, top = place.box
    return (left + right) / 2, (bottom + top) / 2


def _over_third(person: FieldPlace | None, place: FieldPlace, size: Size) -> tuple[float, float] | None:
    return places.seal_middle(person.box, size) if person is not None and person.page == place.page else None


def _with_room(place: FieldPlace, size: Size) -> FieldPlace:
    left, bottom, right, top = place.box
    slack = 1 - measures.SEAL_SLACK
    if place is not INVISIBLE and (right - left < size[0] * slack or top - bottom < size[1] * slack):
        width = f"{size[0] / measures.POINTS_PER_MM:.0f} mm"
        raise NotSignable(
            f"page {place.page}: the field is smaller than the seal",
            remedy_vi="Ô ký nhỏ hơn con dấu, mà con dấu phải đúng kích thước thật. "
            f"Hãy vẽ lại ô ký rộng ít nhất {width}, hoặc chỉ chỗ đóng dấu trên trang.",
            remedy_en="The field is smaller than the seal, which must have its actual size. "
            f"Draw the field at least {width} wide, or show a place on the page.",
        )
    return place


def _seal_in(place: FieldPlace, size: Size, wanted: tuple[float, float] | None) -> tuple[float, float] | None:
    """Where the seal's middle goes within a larger field; `None` is the field's own middle."""
    left, bottom, right, top = place.box
    if wanted is None or not (left < wanted[0] < right and bottom < wanted[1] < top):
        return None
    return _within(wanted[0] - left, right - left, size[0]), _within(
        wanted[1] - bottom, top - bottom, size[1]
    )


def _within(middle: float, room: float, length: float) -> float:
    """The middle moved so that a length around it stays within the room, or lies evenly over its ends."""
    spare = max(room - length, 0.0) / 2
    return min(max(middle, room / 2 - spare), room / 2 + spare)
