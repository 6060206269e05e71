"""Moves pages of a record to another one and takes that back, for people at the station and systems alike.

Whoever moves may review both records; the receiving one is kept no less closely, and nobody else is at it.
Each names the version that was looked at, and both records' moves are written down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from portal.audit import Kind, note
from portal.catalogue.codes import called
from portal.corrections.filing import Held, held_for_correction
from portal.corrections.moving import last_move, move, take_back
from portal.held_records import held_record, the_archive
from portal.models import CatalogueRecord
from portal.reviewing.claims import live_claim
from portal.reviewing.pages import held_as_shown
from portal.rights.asking import rights_of
from portal.rights.roles import Right
from records.errors import NoSuchPart


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a move."""

    target: CatalogueRecord
    numbers: tuple[int, ...]
    is_whole: bool
    """Every page went, and the giving record left the catalogue."""


def move_pages(
    request: HttpRequest, record_id: str, version: str, chosen: Callable[[Held], Sequence[int]], to: str
) -> Moved:
    """Moves pages to the record that `to` calls: an identifier, a short code or a document's number."""
    row = held_record(request, record_id, Right.REVIEW)
    target = _target(request, row, to)
    held = held_as_shown(record_id, version)
    numbers = tuple(chosen(held))
    move(the_archive(), held, numbers, held_for_correction(the_archive(), target.pk), _who(request))
    _note(request, row, target, "given", numbers)
    _note(request, target, row, "received", numbers)
    return Moved(target, numbers, len(numbers) == len(held.record.pages))


def move_back(request: HttpRequest, record_id: str, version: str) -> None:
    """Takes the last move of the record back, in both records."""
    row = held_record(request, record_id, Right.REVIEW)
    held = held_as_shown(record_id, version)
    other = _other(request, row, last_move(held))
    take_back(the_archive(), held, _who(request))
    numbers = [page.number for page in held.record.pages]
    _note(request, row, other, "back", numbers)
    _note(request, other, row, "back", numbers)


def _target(request: HttpRequest, row: CatalogueRecord, said: str) -> CatalogueRecord:
    found = [one for one in called(rights_of(request), said, Right.REVIEW) if one.pk != row.pk]
    if not found:
        raise NoSuchPart(
            f"record {row.pk}: no other record is called so",
            remedy_vi="Không tìm thấy hồ sơ nhận trong số hồ sơ bạn được kiểm tra. Hãy xem lại số hồ sơ.",
            remedy_en="No receiving record is found among those you may review. Check its number.",
        )
    if len(found) > 1:
        raise NoSuchPart(
            f"record {row.pk}: several records are called so",
            remedy_vi="Có nhiều hồ sơ mang số này. Hãy ghi mã hồ sơ.",
            remedy_en="Several records bear this number. Write the record's code.",
        )
    [target] = found
    if target.sensitivity < row.sensitivity:
        raise NoSuchPart(
            f"record {row.pk}: the receiving record is kept less closely",
            remedy_vi="Hồ sơ nhận có mức bảo vệ thấp hơn. Hãy nâng mức của hồ sơ ấy trước.",
            remedy_en="The receiving record is of a lower level of protection. Raise its level first.",
        )
    holder = live_claim(target.pk)
    if holder is not None and holder.person != _who(request):
        raise NoSuchPart(
            f"record {row.pk}: somebody is at the receiving record",
            remedy_vi=f"{holder.person} đang kiểm tra hồ sơ nhận. Hãy đợi, hoặc báo người ấy.",
            remedy_en=f"{holder.person} is reviewing the receiving record. Wait, or tell them.",
        )
    return target


def _other(request: HttpRequest, row: CatalogueRecord, record_id: str) -> CatalogueRecord:
    """The other record of a move; rights are asked of its row, or of `row` where it left the catalogue."""
    if not record_id:
        raise NoSuchPart(f"record {row.pk}: its last version is no move")
    found = CatalogueRecord.objects.filter(pk=record_id).first()
    if found is not None and not rights_of(request).may_with(Right.REVIEW, found):
        raise NoSuchPart(f"record {row.pk}: the other record is not theirs")
    return found or CatalogueRecord(record_id=record_id, unit=row.unit)


def _who(request: HttpRequest) -> str:
    return request.user.get_username()


def _note(
    request: HttpRequest, row: CatalogueRecord, other: CatalogueRecord, way: str, numbers: object
) -> None:
    note(
        request, Kind.PAGES_MOVED, object=f"record:{row.pk}", unit=row.unit,
        other=other.pk, way=way, pages=numbers,
    )  # fmt: skip
