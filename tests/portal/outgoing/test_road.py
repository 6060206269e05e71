"""The whole way of a document: handed in, numbered, signed, sealed, archived, laid in signed/."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from signing.listing import list_signatures
from tests.portal.outgoing.offices import AGENCY, SigningOffice

if TYPE_CHECKING:
    from portal.models import OutgoingDocument


def state(document: OutgoingDocument) -> str:
    document.refresh_from_db()
    return str(document.state)


def test_type_subject_and_authority_are_read_from_the_page(office: SigningOffice) -> None:
    document = office.hand_in(office.letter("proposal"), signers=("pho_chu_tich",))
    office.keeper().drain()
    document.refresh_from_db()
    assert (document.state, document.type_code, document.unit) == ("checked", "TTr", "VP")
    assert document.subject.startswith("Về việc đề nghị")
    assert document.signers.get().prefix == "KT."


def test_a_decision_goes_the_whole_way_to_the_archive_and_to_signed(office: SigningOffice) -> None:
    from portal.models import BookEntry, CatalogueRecord

    letter = office.letter()
    before = letter.read_bytes()
    document = office.numbered(letter)
    assert state(document) == "signing"
    assert office.sit("chu_tich", document).state == "done"
    assert state(document) == "signed"
    assert office.sit("van_thu", document, agency=AGENCY.code).state == "done"
    assert state(document) == "sealed"
    office.keeper().drain()

    assert (state(document), document.reason_vi) == ("issued", "")
    entry = BookEntry.objects.get(document=document)
    signed = office.data_dir / document.laid_in
    assert signed.name == "01-QĐ-UBND.pdf"
    assert [one.signer for one in list_signatures(signed)] == ["Nguyễn Văn Thử", "UBND xã Thử Nghiệm"]
    held = office.archive.head(document.record_id).files
    assert {"original/01-QĐ-UBND.pdf", f"handed-in/{letter.name}", "proof.json", "record.json"} <= held.keys()
    assert office.archive.read(document.record_id, "original/01-QĐ-UBND.pdf") == signed.read_bytes()
    assert office.archive.read(document.record_id, f"handed-in/{letter.name}") == before
    proof = json.loads(office.archive.read(document.record_id, "proof.json"))
    assert (proof["notation"], proof["signers"][0]["account"]) == ("01/QĐ-UBND", "chu_tich")
    report = proof["files"][0]["verification"]
    # B-B carries no chain and no revocation state, so offline nobody can say more of it.
    assert {one["verdict"] for one in report["signatures"]} == {"intact_chain_unknown"}
    assert [event["kind"] for event in proof["events"]] == [
        "received", "checked", "numbered", "printed", "signed", "sealed"
    ]  # fmt: skip
    record = CatalogueRecord.objects.get(pk=document.record_id)
    assert (record.record_type, record.document_number) == ("decision", "01/QĐ-UBND")
    assert (entry.state, record.unit) == ("issued", AGENCY.name)


def test_the_seal_comes_only_after_the_person(office: SigningOffice) -> None:
    from records.errors import OutOfTurn

    document = office.numbered(office.letter())
    with pytest.raises(OutOfTurn):
        office.sit("van_thu", document, agency=AGENCY.code)
    assert state(document) == "signing"


def test_a_document_without_its_number_waits_for_no_signature(office: SigningOffice) -> None:
    from records.errors import OutOfTurn

    document = office.hand_in(office.letter())
    office.keeper().drain()
    with pytest.raises(OutOfTurn):
        office.sit("chu_tich", document)


def test_only_the_named_official_signs(office: SigningOffice) -> None:
    from records.errors import NotYourCertificate, OutOfTurn

    document = office.numbered(office.letter())
    with pytest.raises(OutOfTurn):
        office.sit("pho_chu_tich", document)
    with pytest.raises(NotYourCertificate):
        office.sit("dong_nghiep", document)


def test_a_token_with_a_namesakes_certificate_is_refused_and_nothing_is_signed(office: SigningOffice) -> None:
    from dataclasses import replace

    from signing.tokens import NamedToken

    document = office.numbered(office.letter())
    namesake = office.pki.pfx_file("chairman", architecture="stranger")
    tokens = {**office.options.tokens, "chu_tich": NamedToken("chu_tich", "pkcs12", {"file": str(namesake)})}
    office.options = replace(office.options, tokens=tokens)
    batch = office.sit("chu_tich", document)
    assert (batch.state, batch.reason_code) == ("broken", "NotYourCertificate")
    assert (state(document), document.batch_id) == ("signing", None)
    assert list_signatures(office.desk.path(document.files.get().current)) == ()


def test_a_wrong_pin_ends_the_batch_and_leaves_everything_waiting(office: SigningOffice) -> None:
    from signing.tokens import Pin

    document = office.numbered(office.letter())
    batch = office.sit("chu_tich", document, pin=Pin("sai"))
    assert (batch.state, batch.reason_code, state(document)) == ("broken", "PinWrong", "signing")
    assert office.sit("chu_tich", document).state == "done"


def test_a_batch_signs_many_and_a_file_that_fails_stops_nobody(office: SigningOffice) -> None:
    documents = [office.numbered(office.letter(seed=seed)) for seed in range(1, 5)]
    broken = documents[1].files.get()
    office.desk.path(broken.current).write_bytes(b"%PDF-1.7\nnothing")
    batch = office.sit("chu_tich", *documents)
    assert [state(one) for one in documents] == ["signed", "signing", "signed", "signed"]
    items = list(batch.items.values_list("state", flat=True))
    assert (batch.state, items.count("signed"), items.count("failed")) == ("done", 3, 1)
    assert documents[1].reason_vi


def test_a_code_for_citizens_is_printed_before_the_first_signature_when_the_office_has_a_page(
    office: SigningOffice,
) -> None:
    from dataclasses import replace

    import zxingcpp

    from portal.views.outgoing.pictures import drawn

    office.options = replace(office.options, verification_page="https://xa.example.vn/kiem-tra")
    document = office.numbered(office.letter())
    file = document.files.get()
    image, _scale = drawn(office.desk.path(file.current), file.page_count, 200)
    codes = [code.text for code in zxingcpp.read_barcodes(image)]
    assert codes == [f"https://xa.example.vn/kiem-tra/{document.proof_code}"]
    office.sit("chu_tich", document)
    assert state(document) == "signed"
