"""Where signature, seal and text block go on a paper that is only read: Decree 30/2020 turned into boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from records.errors import PlaceNotFound
from signing.appearance import measures
from signing.appearance.drawing import around, fitted
from signing.appearance.measures import points
from signing.appearance.paper import FieldOnPage, PageWord, Paper, open_paper
from signing.appearance.shown_page import Rectangle
from signing.appearance.signers import SignerLines, folded, is_same_person, pieces_of, signers_of
from signing.appearance.text_block import block_size
from signing.orders import FieldPlace

Size = tuple[float, float]
"""Width and height in points."""

_APPENDIX = re.compile(r"^PHU LUC\b")
_APPENDIX_LINE = re.compile(r"^\W*phụ\s+lục\b", re.IGNORECASE | re.MULTILINE)
_HEAD = 6
"""Pieces of lines at the top of a page among which an appendix says what it is."""
_CLEAR = points(1)
"""Between the signature and the lines above and below it."""
_SHRINK = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)
"""A signature image that would cover print is tried smaller, never elsewhere."""
_STEP = points(2)
_LOWEST = points(45)
"""The text block stays within this much of the page's upper edge."""
_MARK = (points(62), points(10))
_EDGE = points(8)
"""A trial mark without a place to sign stands this far from the page's lower edge."""


@dataclass(frozen=True, slots=True)
class Places:
    """What was found; `None` where the paper shows no such place."""

    person: FieldPlace | None
    """The signature's image, between position and full name."""
    agency: FieldPlace | None
    """The seal, over the left third of the signature."""
    text_block: FieldPlace | None
    """Top right of page 1, for appendices and copies."""


def find_places(
    path: Path,
    *,
    words: Sequence[PageWord] | None = None,
    name: str = "",
    signature: Size | None = None,
    seal: Size | None = None,
    lines: Sequence[str] = ("",) * 3,
) -> Places:
    """Reads a PDF for the places of its signatures.

    `words` are what a recogniser read of a bare scan; `name` is the signer's, where several sign; `signature`
    and `seal` are the images' sizes in points where they are known; `lines` are those of the text block.

    Raises `PlaceNotFound` when the paper shows no place at all, and `NotSignable` when it cannot be opened.
    """
    with open_paper(path, words) as paper:
        block = text_block(paper, lines)
        try:
            person = person_place(paper, signer_on(paper, name), signature)
        except PlaceNotFound:
            if block is None:
                raise
            return Places(None, None, block)
        return Places(person, agency_place(paper, person, seal), block)


def signer_on(paper: Paper, name: str = "") -> SignerLines:
    """Who signs: where the certificate's name is printed, else on the main document's last page with a place.

    Where several are left, it is the rightmost column that nobody has signed yet. Raises `PlaceNotFound`.
    """
    on_last: list[SignerLines] = []
    for found in _signers(paper):
        on_last = on_last or found
        named = [signer for signer in found if name and is_same_person(name, signer.full_name)]
        if named or not name:
            return _not_yet_signed(paper, named or found)
    return _not_yet_signed(paper, on_last) if on_last else main_signer(paper)


def main_signer(paper: Paper) -> SignerLines:
    """Whose signature the seal goes over: the rightmost on the last page with places to sign.

    Raises `PlaceNotFound`.
    """
    for found in _signers(paper):
        return found[0]
    raise PlaceNotFound("no line of position with a full name below it")


def person_place(paper: Paper, signer: SignerLines, size: Size | None = None) -> FieldPlace:
    """The box for the signature's image, centred between position and name and covering nothing.

    `size` is the image's own in points. Raises `PlaceNotFound` when there is no room.
    """
    top = signer.position[1] - _CLEAR
    bottom = signer.name[3] + _CLEAR if signer.name else top - measures.SIGNATURE_HEIGHT
    wished = drawn_size(size, top - bottom)
    middle = (signer.middle, (top + bottom) / 2)
    ink = paper.ink(signer.page, around(middle, (wished[0] + _CLEAR, wished[1] + _CLEAR)))
    others = [field.box for field in paper.fields() if field.is_signed and field.page == signer.page]
    for part in _SHRINK:
        width, height = wished[0] * part, wished[1] * part
        if width < measures.SMALLEST_SIGNATURE[0] or height < measures.SMALLEST_SIGNATURE[1]:
            break
        box = around(middle, (width, height))
        if ink.is_free(box) and not any(_overlap(box, other) for other in others):
            return FieldPlace(signer.page, box)
    raise PlaceNotFound(
        f"page {signer.page}: no free room between position and name",
        remedy_vi=f"Trang {signer.page}: giữa chức vụ và họ tên không còn chỗ trống để ký. "
        "Hãy chừa chỗ trống, hoặc chỉ chỗ ký trên trang.",
        remedy_en=f"Page {signer.page}: nothing is free between position and name. "
        "Leave room there, or show the place on the page.",
    )


def agency_place(paper: Paper, person: FieldPlace, size: Size | None = None) -> FieldPlace:
    """Where the seal will go, told when only this person's place is known.

    Of several signers the seal goes over the main one's signature, whoever signs first.
    """
    try:
        main = main_signer(paper)
        if not stands_in(person, main) and any(stands_in(person, other) for other in _others(paper, main)):
            person = person_place(paper, main)
    except PlaceNotFound:
        pass  # placed by hand on a paper without lines to read: beside this signature, then
    return seal_place(paper, person, size)


def signed_place(paper: Paper, signer: SignerLines | None) -> FieldPlace | None:
    """Where the person's image stands already: between these lines, else in the last visible field."""
    signed = [field for field in paper.fields() if field.is_signed and field.is_visible]
    if signer is not None:
        signed = [field for field in signed if stands_in(field, signer)]
    return FieldPlace(signed[-1].page, signed[-1].image or signed[-1].box) if signed else None


def seal_place(paper: Paper, person: FieldPlace, size: Size | None = None) -> FieldPlace:
    """The seal's box beside a signature: its right edge where the signature's left third ends.

    Without a size, room is kept for the largest seal, and to the signature's middle: the image that comes may
    be narrower than its field. Seal and signature are level (point 8 a).
    """
    side = points(measures.LARGEST_SEAL_MM)
    more = 0.0 if size else (person.box[2] - person.box[0]) * (0.5 - measures.SEAL_COVERS)
    width, height = size or (side, side)
    x, y = seal_middle(person.box, (width, height))
    x, width = x + more / 2, width + more
    across, up = paper.shown(person.page).size
    x = min(max(x, width / 2), across - width / 2)
    y = min(max(y, height / 2), up - height / 2)
    return FieldPlace(person.page, around((x, y), (width, height)))


def seal_middle(person: Rectangle, size: Size) -> tuple[float, float]:
    """The middle of a seal that covers a third of the signature on its left."""
    left, bottom, right, top = person
    third = left + (right - left) * measures.SEAL_COVERS
    return third - size[0] / 2, (bottom + top) / 2


def text_block(paper: Paper, lines: Sequence[str]) -> FieldPlace | None:
    """Free room for these lines at the top right of page 1; `None` when there is none.

    The place named by the decree is tried first, then lower and further left, and narrower blocks after that.
    """
    width, height = paper.shown(1).size
    ink = paper.ink(1, (0.0, height - _LOWEST - points(30), width, height))
    taken = [field.box for field in paper.fields() if field.page == 1 and field.is_visible]
    for most in measures.TEXT_WIDTHS:
        size = block_size(lines, most)
        for right, top in _corners(width, height):
            box = (right - size[0], top - size[1], right, top)
            if ink.is_free(box) and not any(_overlap(box, field) for field in taken):
                return FieldPlace(1, box)
    return None


def mark_place(paper: Paper) -> FieldPlace:
    """Where a trial mark stands on a paper without a place to sign: the foot of the last page."""
    width, _ = paper.shown(paper.pages).size
    middle = (width / 2, _EDGE + _MARK[1] / 2)
    return FieldPlace(paper.pages, around(middle, (min(_MARK[0], width), _MARK[1])))


def _not_yet_signed(paper: Paper, signers: Sequence[SignerLines]) -> SignerLines:
    signed = [field for field in paper.fields() if field.is_signed and field.is_visible]
    for signer in signers:
        if not any(stands_in(field, signer) for field in signed):
            return signer
    return signers[0]


def _others(paper: Paper, main: SignerLines) -> list[SignerLines]:
    return [signer for found in _signers(paper) for signer in found if signer != main]


def _signers(paper: Paper) -> Iterator[list[SignerLines]]:
    """The places to sign of each page of the main document that has any, from its last page backwards."""
    for page in range(_last_page(paper), 0, -1):
        found = signers_of(page, paper.words(page), paper.shown(page).size[0])
        if found:
            yield found


def _last_page(paper: Paper) -> int:
    """The last page before an appendix begins."""
    for page in range(2, paper.pages + 1):
        if paper.has_line(page, _APPENDIX_LINE) and _begins_appendix(paper.words(page)):
            return page - 1
    return paper.pages


def _begins_appendix(words: Sequence[PageWord]) -> bool:
    return any(_APPENDIX.match(folded(piece.text)) for piece in pieces_of(words)[:_HEAD])


def drawn_size(size: Size | None, room: float) -> Size:
    """How large a signature's image is drawn where `room` points are free from top to bottom."""
    if size is None:
        return measures.SIGNATURE_WIDTH, min(measures.SIGNATURE_HEIGHT, max(room, 0.0))
    least, most = measures.SIGNATURE_WIDTHS
    return fitted(size[0] / size[1], min(max(size[0], least), most), max(room, 0.1))


def stands_in(field: FieldOnPage | FieldPlace, signer: SignerLines) -> bool:
    """Whether the field's middle is in the signer's column, from the position's head to the name's foot."""
    x, y = (field.box[0] + field.box[2]) / 2, (field.box[1] + field.box[3]) / 2
    foot = signer.name[1] if signer.name else signer.position[1] - points(40)
    return field.page == signer.page and abs(x - signer.middle) < points(20) and foot < y < signer.position[3]


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _corners(width: float, height: float) -> Iterator[tuple[float, float]]:
    """Upper right corners to try: the decree's, then away from it, downwards before leftwards."""
    rights = [width - measures.TEXT_RIGHT, width - measures.TEXT_NEAREST_EDGE]
    rights += [width - measures.TEXT_RIGHT - _STEP * step for step in range(1, 15)]
    lowest = height - _LOWEST
    tops = [height - measures.TEXT_TOP, height - measures.TEXT_NEAREST_EDGE]
    top = height - measures.TEXT_TOP - _STEP
    while top > lowest:
        tops.append(top)
        top -= _STEP
    for right in rights:
        for top in tops:
            yield right, top
