"""Number and date are tried on a copy before a number is spent, and again when a description changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pytest

from pipeline.reading import ReadingOptions
from records.errors import OutOfTurn
from signing.demo_documents import demo_letters
from signing.listing import list_signatures
from tests.portal.outgoing.offices import AGENCY, SigningOffice

if TYPE_CHECKING:
    from portal.models import OutgoingDocument


@pytest.fixture
def served(office: SigningOffice) -> Iterator[SigningOffice]:
    from django.conf import settings

    before = settings.HOSO
    settings.HOSO = replace(before, outgoing=office.options)
    yield office
    settings.HOSO = before


def post(office: SigningOffice, account: str, address: str, **form: Any) -> int:
    from django.test import Client

    client = Client()
    client.force_login(office.people[account])
    status: int = client.post(address, form).status_code
    return status


def describe(office: SigningOffice, document: OutgoingDocument, **said: Any) -> None:
    form = {
        "type": "QĐ",
        "unit": "VP",
        "subject": "Về việc thử",
        "signer": office.people["chu_tich"].pk,
        **said,
    }
    assert post(office, "van_thu", f"/outgoing/{document.pk}/describe", **form) == 302
    document.refresh_from_db()


def text_of(path: Path, page: int = 0) -> str:
    with pdfium.PdfDocument(path) as pdf:
        return " ".join(pdf[page].get_textpage().get_text_range().split())


def test_after_a_correction_no_number_is_given_until_it_is_tried_again(served: SigningOffice) -> None:
    from portal.models import BookEntry
    from portal.outgoing.number_books import allocate

    document = served.hand_in(served.letter())
    served.keeper().drain()
    document.refresh_from_db()
    assert document.trial == "passed"
    describe(served, document, type="TTr")
    with pytest.raises(OutOfTurn, match="not tried"):
        allocate(document.pk, AGENCY, by="van_thu")
    served.keeper().drain()
    document.refresh_from_db()
    # The page says QĐ-UBND: the clerk sees why, the sender gets nothing back, no number is spent.
    assert (document.state, document.trial, "ký hiệu" in document.reason_vi) == ("checked", "failed", True)
    assert post(served, "van_thu", "/outgoing/clerk/numbers", document=document.pk) == 302
    assert not BookEntry.objects.exists()
    describe(served, document, type="QĐ")
    served.keeper().drain()
    document.refresh_from_db()
    assert (document.trial, document.reason_vi) == ("passed", "")
    assert allocate(document.pk, AGENCY, by="van_thu").notation == "01/QĐ-UBND"


def test_a_page_without_a_line_for_its_number_waits_until_a_clerk_shows_the_place(
    served: SigningOffice,
) -> None:
    from portal.outgoing.number_books import allocate

    document = served.hand_in(served.letter("appendix"), type_code="QĐ", subject="Về việc thử")
    served.keeper().drain()
    document.refresh_from_db()
    assert (document.state, document.trial) == ("checked", "no_place")
    with pytest.raises(OutOfTurn, match="not tried"):
        allocate(document.pk, AGENCY, by="van_thu")
    address = f"/outgoing/{document.pk}/placing/"
    number = {"page": 1, "left": 20, "top": 8, "width": 60, "height": 7}
    date = {"page": 1, "left": 95, "top": 8, "width": 95, "height": 7}
    assert post(served, "soan_thao", f"{address}number", **number) == 404
    assert post(served, "van_thu", f"{address}number", **number) == 302
    assert post(served, "van_thu", f"{address}date", **date) == 302
    served.keeper().drain()
    document.refresh_from_db()
    assert document.trial == "passed"
    allocate(document.pk, AGENCY, by="van_thu")
    served.keeper().drain()
    document.refresh_from_db()
    assert document.state == "signing"
    shown = text_of(served.desk.path(document.files.get().current))
    assert "Số: 01/QĐ-UBND" in shown
    assert "Thử Nghiệm, ngày" in shown
    assert post(served, "van_thu", f"{address}number", **number) == 404  # it has its number


def test_number_and_date_are_shown_on_page_1_only(served: SigningOffice) -> None:
    document = served.hand_in(served.letter())
    served.keeper().drain()
    place = {"page": 2, "left": 20, "top": 8, "width": 60, "height": 7}
    assert post(served, "van_thu", f"/outgoing/{document.pk}/placing/number", **place) == 302
    document.refresh_from_db()
    assert (document.number_place, document.trial) == (None, "passed")


def test_of_several_signers_each_gets_the_authority_printed_over_their_name(office: SigningOffice) -> None:
    letter = demo_letters(office.data_dir.parent / "kt", count=1, kinds=("proposal",))[0]
    acting = office.people["pho_chu_tich"]
    acting.last_name, acting.first_name = letter.signers[0].full_name, ""
    acting.save()
    document = office.hand_in(letter.path, signers=("chu_tich", "pho_chu_tich"))
    office.keeper().drain()
    assert [signer.prefix for signer in document.signers.all()] == ["", "KT."]


def scanned(letter: Path, target: Path) -> Path:
    """The letter as a scanner gives it: pictures, no text."""
    with pdfium.PdfDocument(letter) as pdf:
        pictures = [page.render(scale=200 / 72).to_pil().convert("L") for page in pdf]
    pictures[0].save(target, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return target


@pytest.mark.slow
def test_a_bare_scan_is_numbered_signed_and_sealed_where_its_lines_were_read(office: SigningOffice) -> None:
    from portal.outgoing.number_books import allocate
    from portal.outgoing.orders import words_beside

    letter = office.letter("letter")
    scan = scanned(letter, letter.with_name("scan.pdf"))
    office.options = replace(office.options, verification_page="https://xa.example.vn/kiem-tra")
    document = office.hand_in(scan, type_code="CV", subject="Về việc thử")
    reading = ReadingOptions(engine="tesseract")
    office.keeper(reading=reading).drain()
    document.refresh_from_db()
    file = document.files.get()
    assert (document.state, document.trial, document.reason_vi) == ("checked", "passed", "")
    words = words_beside(office.desk, file)
    assert words
    allocate(document.pk, AGENCY, by="van_thu")
    office.keeper(reading=reading).drain()
    document.refresh_from_db()
    assert "01" in text_of(office.desk.path(document.files.get().current))
    assert office.sit("chu_tich", document).items.get().reason_vi == ""
    assert office.sit("van_thu", document, agency=AGENCY.code).items.get().reason_vi == ""
    assert document.state == "sealed"
    signed = office.desk.path(document.files.get().current)
    assert [one.field for one in list_signatures(signed)] == ["NguoiKy1", "CoQuan"]
    (person, _seal) = fields_of(signed)
    # Where the letter itself, which has text, says that its signer signs.
    from signing.appearance import find_places

    wanted = find_places(letter).person
    assert wanted is not None
    assert abs(middle(person) - middle(wanted.box)) < 12


def middle(box: Any) -> float:
    return (float(box[0]) + float(box[2])) / 2


def fields_of(path: Path) -> list[Any]:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return [[float(edge) for edge in field["/Rect"]] for field in pdf.Root["/AcroForm"]["/Fields"]]  # type: ignore[union-attr]
