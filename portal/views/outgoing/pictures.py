"""Draws pages of outgoing documents, and the piece of a page on which a signature will stand."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

from portal.held_records import the_archive
from portal.models import OutgoingDocument, OutgoingFile
from portal.outgoing.looks import note_fetched
from portal.outgoing.number_books import LARGEST_NUMBER
from portal.outgoing.orders import words_beside
from portal.outgoing.paper_pictures import Sizes, TrialTask, draw_trial, sizes_of
from portal.outgoing.permissions import keeps
from portal.outgoing.places import place_from, place_of_seal, place_of_signer
from portal.outgoing.printing import trial_task
from portal.outgoing.retention import at_hand
from portal.outgoing.states import DocumentState, TrialState
from portal.pictures.drawers import draw
from portal.pictures.drawing import DocumentTask, Picture, Wish, draw_document, webp
from portal.rights.guarding import needs, signed_in
from portal.rights.roles import Right
from portal.short_numbers import short_number
from portal.views.outgoing.held import held_document, the_desk, the_options
from records.errors import HosoError, StoreFailed
from signing.orders import FieldPlace

SCREEN_DPI = 110
FINE_DPI = 190
"""For whoever looks closer (`?fine`)."""
KEPT_SECONDS = 600
"""How long a browser keeps a page whose address names its version: the next paper opens at once."""
PLACE_DPI = 80
QUALITY = 82
POINTS_AN_INCH = 72.0
AROUND = (150.0, 60.0)
"""Points shown beside and above a place, so that position and name can be read."""
_MARK = (232, 89, 12)


@require_safe
@signed_in
def page(request: HttpRequest, document_id: int, ordinal: int, number: int) -> HttpResponse:
    """Page `number` of a file as it stands now, as WebP."""
    file = _held_file(request, document_id, ordinal)
    dpi = FINE_DPI if "fine" in request.GET else SCREEN_DPI
    tag = f'"{file.current or "archived"}-{number}-{dpi}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    note_fetched(request, document_id)
    try:
        with at_hand(the_desk(), the_archive(), file.document, file) as path:
            content = _drawn(path, number, Wish(dpi, quality=QUALITY)).content
    except StoreFailed as error:
        raise Http404("the archive cannot give it") from error
    return _answer(content, tag, is_kept="v" in request.GET)


@require_safe
@needs(Right.CLERK)
def trial(request: HttpRequest, document_id: int) -> HttpResponse:
    """Page 1 with today's date and the number that the document would get in its turn, or `?n=` as the list
    foresees it for the documents that are ticked; printed on a copy."""
    document = held_document(request, document_id)
    file = _held_file(request, document_id, 0)
    if not keeps(request, document.agency):
        raise Http404("another agency's clerk numbers it")
    if document.state != DocumentState.CHECKED or document.trial != TrialState.PASSED:
        raise Http404("no trial to be shown")
    note_fetched(request, document_id)
    wish = Wish(FINE_DPI if "fine" in request.GET else SCREEN_DPI, quality=QUALITY)
    with the_desk().work_folder() as folder:
        target, number = folder / "trial.pdf", _asked_number(request)
        wanted = trial_task(the_desk(), the_options(), file, target, words=file.words, number=number)
        picture = draw(draw_trial, TrialTask(wanted, wish), known_as=(file.handed_in, "trial"))
    if picture is None:
        raise Http404("it cannot be printed now")
    return _answer(picture.content, "")


@require_safe
@signed_in
def place(request: HttpRequest, document_id: int, what: str) -> HttpResponse:
    """The piece of the page where a signer's signature (`what` is the ordinal) or the seal will stand."""
    document = held_document(request, document_id)
    file = _held_file(request, document_id, 0)
    found = place_for(document, file, what)
    if found is None:
        raise Http404("no place is known yet")
    tag = f'"{file.current}-{what}-{found}"'.replace(" ", "")
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    return _answer(webp(_cut_out(the_desk().path(file.current), found), QUALITY), tag)


def place_for(document: OutgoingDocument, file: OutgoingFile, what: str) -> FieldPlace | None:
    """Where the signature of signer `what`, or the seal, will stand: by hand, else as read from the page."""
    if not file.current:
        return None  # issued long ago: nobody signs it any more
    desk = the_desk()
    path = desk.path(file.current)
    try:
        if what in {"number", "date"}:
            return place_from(document.number_place if what == "number" else document.date_place)
        words = words_beside(desk, file)
        if what == "seal":
            return place_from(file.place) or place_of_seal(path, words)
        signer = document.signers.select_related("user").filter(ordinal=int(what)).first()
        return (place_from(signer.place) or place_of_signer(path, signer, words)) if signer else None
    except HosoError:
        return None


def page_sizes(path: Path) -> Sizes:
    """Width and height of every page in points as it is shown; none for what cannot be opened."""
    return draw(sizes_of, path, known_as=(str(path), "sizes")) or []


def drawn(path: Path, number: int, dpi: float) -> tuple[Image.Image, float]:
    """A page as it is shown, and how many pixels a point became; `Http404` when there is no such page."""
    picture = _drawn(path, number, Wish(dpi))
    return picture.image(), picture.scale


def _drawn(path: Path, number: int, wish: Wish) -> Picture:
    picture = draw(draw_document, DocumentTask(path, number, wish), known_as=(str(path), number))
    if picture is None:
        raise Http404("the page cannot be drawn")
    return picture


def _cut_out(path: Path, found: FieldPlace) -> Image.Image:
    image, scale = drawn(path, found.page, PLACE_DPI)
    left, bottom, right, top = (edge * scale for edge in found.box)
    box = (left, image.height - top, right, image.height - bottom)
    ImageDraw.Draw(image).rectangle(box, outline=_MARK, width=2)
    beside, above = (edge * scale for edge in AROUND)
    return image.crop(
        (
            max(0, round(box[0] - beside)),
            max(0, round(box[1] - above)),
            min(image.width, round(box[2] + beside)),
            min(image.height, round(box[3] + above)),
        )
    )


def _held_file(request: HttpRequest, document_id: int, ordinal: int) -> OutgoingFile:
    file: OutgoingFile | None = held_document(request, document_id).files.filter(ordinal=ordinal).first()
    if file is None:
        raise Http404("no such file")
    return file


def _asked_number(request: HttpRequest) -> int:
    return short_number(request.GET.get("n", ""), digits=len(str(LARGEST_NUMBER))) or 0


def _answer(content: bytes, tag: str, *, is_kept: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type="image/webp")
    if tag:
        response["ETag"] = tag
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}" if is_kept else "private, no-cache"
    return response
