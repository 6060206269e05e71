"""Signature fields: their names, and all of them made before the first signature.

A field that is added after a signature is a change to what was signed: readers warn of it, and a
certification forbids it (ISO 32000-2, 12.8.2.2). So whoever signs first also makes the fields of those who
sign after.

| role | field |
|---|---|
| person | `NguoiKy1`, `NguoiKy2`, ... in the order of signing |
| agency | `CoQuan` |
| appendix | `PhuLuc` (`PhuLuc2`, ... where it is signed again) |
| copy | `BanSao` (`BanSao2`, ... a copy of a copy) |
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from records.errors import NotSignable, OutOfTurn
from signing.appearance import INVISIBLE, shown_page
from signing.orders import FieldPlace, Role, SignOrder
from signing.signable import SignablePdf, require_open_field

PERSON, AGENCY, APPENDIX, COPY = "NguoiKy", "CoQuan", "PhuLuc", "BanSao"
_NAMES = {Role.PERSON: PERSON, Role.AGENCY: AGENCY, Role.APPENDIX: APPENDIX, Role.COPY: COPY}
_READABLE = {
    PERSON: "Chữ ký của người có thẩm quyền",
    AGENCY: "Chữ ký số của cơ quan",
    APPENDIX: "Chữ ký số của cơ quan trên phụ lục",
    COPY: "Chữ ký số của cơ quan trên bản sao",
}
"""What readers show for a field (`/TU`), Vietnamese as the documents are."""

NewField = tuple[str, FieldPlace | None]
"""Name and place; without a place it is invisible."""


def own_field(order: SignOrder, pdf: SignablePdf) -> str:
    """The field that this order fills, there or still to be made; raises `NotSignable` or `OutOfTurn`."""
    name = order.field or _role_field(order.role, pdf)
    if name in pdf.fields and name not in pdf.empty:
        raise NotSignable(
            f"the field {name!r} is signed already",
            remedy_vi=f"Ô ký {name} đã có chữ ký. Hãy chọn ô khác.",
            remedy_en=f"The field {name} is signed already. Choose another.",
        )
    require_open_field(pdf, name)
    return name


def fields_to_make(
    order: SignOrder, pdf: SignablePdf, *, own: NewField, agency: FieldPlace | None
) -> tuple[NewField, ...]:
    """All fields that are missing: this order's, those it names, and the agency's at the first signature."""
    wanted = [own, *order.fields_to_make]
    if order.role is Role.PERSON and not pdf.signatures:
        wanted.append((AGENCY, agency))
    missing = {name: place for name, place in reversed(wanted) if name not in pdf.fields}
    return tuple(reversed(missing.items())) if pdf.takes_new_fields else ()


def require_pages(order: SignOrder, pdf: SignablePdf) -> None:
    """Raises `NotSignable` for a place on a page that the document does not have."""
    pages = int(pdf.writer.root["/Pages"]["/Count"])
    for place in (order.place, *(place for _, place in order.fields_to_make)):
        if place is not None and not 1 <= place.page <= pages:
            raise NotSignable(
                f"no page {place.page} of {pages}",
                remedy_vi=f"Văn bản chỉ có {pages} trang, không có trang {place.page}. Hãy chọn trang khác.",
                remedy_en=f"The document has {pages} pages, and no page {place.page}.",
            )


def make_fields(writer: Any, wanted: tuple[NewField, ...]) -> None:  # a pyHanko writer
    """Adds empty signature fields."""
    for name, given in wanted:
        place = None if given == INVISIBLE else given
        append_signature_field(
            writer,
            SigFieldSpec(
                sig_field_name=name,
                on_page=place.page - 1 if place else 0,
                box=_box_in_file(writer, place) if place else None,  # type: ignore[arg-type]  # takes floats
                readable_field_name=_READABLE.get(name.rstrip("0123456789")),
            ),
        )


def _role_field(role: Role, pdf: SignablePdf) -> str:
    if role is Role.AGENCY:
        if AGENCY in pdf.fields and AGENCY not in pdf.empty:
            raise OutOfTurn(
                "sealed already",
                remedy_vi="Văn bản này đã có chữ ký số của cơ quan. Hãy bỏ tệp này ra khỏi lô.",
                remedy_en="The agency has signed this document already.",
            )
        return AGENCY
    names = _numbered(_NAMES[role], first_has_number=role is Role.PERSON)
    return next(name for name in names if name not in pdf.fields or name in pdf.empty)


def _numbered(name: str, *, first_has_number: bool) -> Iterator[str]:
    yield f"{name}1" if first_has_number else name
    yield from (f"{name}{number}" for number in count(2))


def _box_in_file(writer: Any, place: FieldPlace) -> tuple[float, float, float, float]:
    """From the page as it is shown to the page's own coordinates."""
    page = writer.find_page_for_modification(place.page - 1)[0].get_object()
    return shown_page(page).in_file(place.box)
