"""Several signers, appendices in files of their own, and copies that the agency alone signs."""

from __future__ import annotations

import pypdfium2

from signing.demo_documents import demo_letters
from signing.listing import list_signatures
from tests.portal.outgoing.offices import AGENCY, SigningOffice


def signers_on(office: SigningOffice, path: str) -> list[str]:
    return [one.field for one in list_signatures(office.data_dir / path)]


def show_places(document: object) -> None:
    """By hand, one beside the other, as the invented minutes name nobody of the office's accounts."""
    for signer in document.signers.all():  # type: ignore[attr-defined]
        left = 100.0 + 150 * signer.ordinal
        signer.place = [1, left, 120.0, left + 120, 170.0]
        signer.save()


def test_signers_in_order_wait_for_each_other_and_all_fields_are_made_first(office: SigningOffice) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from portal.outgoing.waiting import for_signature

    document = office.numbered(office.letter("minutes"), signers=("pho_chu_tich", "chu_tich"))
    show_places(document)
    assert not for_signature(office.people["chu_tich"]).exists()
    assert office.sit("pho_chu_tich", document).items.get().state == "signed"
    with office.desk.path(document.files.get().current).open("rb") as stream:
        reader = PdfFileReader(stream)
        fields = {str(field.get_object()["/T"]) for field in reader.root["/AcroForm"]["/Fields"]}
    assert fields == {"NguoiKy1", "NguoiKy2", "CoQuan"}
    assert document.state == "signing"
    assert office.sit("chu_tich", document).items.get().state == "signed"
    assert document.state == "signed"
    office.sit("van_thu", document, agency=AGENCY.code)
    office.keeper().drain()
    document.refresh_from_db()
    assert signers_on(office, document.laid_in) == ["NguoiKy1", "NguoiKy2", "CoQuan"]


def test_signers_in_any_order_do_not_wait(office: SigningOffice) -> None:
    document = office.numbered(office.letter("minutes"), signers=("pho_chu_tich", "chu_tich"), in_order=False)
    show_places(document)
    assert office.sit("chu_tich", document).items.get().state == "signed"
    assert office.sit("pho_chu_tich", document).items.get().state == "signed"
    assert document.state == "signed"


def test_an_appendix_of_its_own_file_is_sealed_with_the_document_and_laid_beside_it(
    office: SigningOffice,
) -> None:
    document = office.numbered(office.letter(), office.letter("appendix"))
    office.sit("chu_tich", document)
    batch = office.sit("van_thu", document, agency=AGENCY.code)
    assert [item.state for item in batch.items.all()] == ["signed", "signed"]
    office.keeper().drain()
    document.refresh_from_db()
    appendix = document.laid_in.replace(".pdf", " phu luc 1.pdf")
    assert signers_on(office, document.laid_in) == ["NguoiKy1", "CoQuan"]
    assert signers_on(office, appendix) == ["PhuLuc"]
    assert f"appendices/{appendix.rpartition('/')[2]}" in office.archive.head(document.record_id).files


def test_an_appendix_of_its_own_file_is_told_number_and_date_of_its_document(office: SigningOffice) -> None:
    document = office.numbered(office.letter(), office.letter("appendix"))
    with pypdfium2.PdfDocument(office.desk.path(document.files.get(ordinal=1).current)) as paper:
        text = " ".join(paper[0].get_textpage().get_text_range().split())
    day = document.entry.issued_on
    assert f"số 01/QĐ-UBND ngày {day:%d} tháng" in text


def test_a_copy_has_a_number_of_its_own_and_the_agencys_signature_alone(office: SigningOffice) -> None:
    document = office.numbered(office.letter("record", number="27"), type_code="SY", signers=())
    assert (document.state, document.entry.notation, document.printed) == ("signed", "01/SY-UBND", False)
    assert office.sit("van_thu", document, agency=AGENCY.code).items.get().reason_vi == ""
    office.keeper().drain()
    document.refresh_from_db()
    assert signers_on(office, document.laid_in) == ["BanSao"]


def test_several_signers_are_placed_by_their_names_on_the_page(office: SigningOffice) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    folder = office.data_dir.parent / "minutes"
    minutes = demo_letters(folder, count=1, kinds=("minutes",))[0]
    secretary = office.people["pho_chu_tich"]
    secretary.last_name = minutes.signers[0].full_name
    secretary.save()
    document = office.numbered(minutes.path, signers=("pho_chu_tich", "chu_tich"))
    assert office.sit("pho_chu_tich", document).items.get().reason_vi == ""
    assert office.sit("chu_tich", document).items.get().reason_vi == ""
    office.sit("van_thu", document, agency=AGENCY.code)
    with office.desk.path(document.files.get().current).open("rb") as stream:
        signatures = PdfFileReader(stream).embedded_signatures
        boxes = {one.field_name: [float(edge) for edge in one.sig_field["/Rect"]] for one in signatures}
    assert boxes["NguoiKy1"][2] < boxes["NguoiKy2"][0]
    assert boxes["CoQuan"][0] < boxes["NguoiKy2"][0] < boxes["CoQuan"][2]
    assert boxes["NguoiKy1"][2] < boxes["CoQuan"][0]


def test_signers_whose_names_the_page_does_not_bear_wait_until_their_places_are_shown(
    office: SigningOffice,
) -> None:
    document = office.numbered(office.letter("minutes"), signers=("pho_chu_tich", "chu_tich"))
    item = office.sit("pho_chu_tich", document).items.get()
    assert (item.state, item.reason_code) == ("failed", "PlaceNotFound")
    show_places(document)
    assert office.sit("pho_chu_tich", document).items.get().state == "signed"
