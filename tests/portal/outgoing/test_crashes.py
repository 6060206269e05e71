"""What a crash, a failed step or a full disk leaves behind: documents where they were, and nothing twice."""

from __future__ import annotations

import pytest

from records.errors import NoSpace, StoreFailed
from signing.listing import list_signatures
from tests.portal.outgoing.offices import AGENCY, SigningOffice


def test_a_batch_that_died_leaves_what_was_signed_and_frees_the_rest(office: SigningOffice) -> None:
    import uuid

    from django.utils import timezone

    from portal.models import OutgoingDocument, SigningBatch
    from portal.outgoing import batches

    first, second = (office.numbered(office.letter(seed=seed)) for seed in (1, 2))
    office.sit("chu_tich", first)
    # As the rows stand when the process dies after the first file.
    died = SigningBatch.objects.create(
        key=uuid.uuid4(), by="chu_tich", is_seal=False, begun_at=timezone.now()
    )
    OutgoingDocument.objects.filter(pk=second.pk).update(batch=died)
    batches.recover()
    died.refresh_from_db()
    assert (died.state, "ngắt giữa chừng" in died.reason_vi) == ("broken", True)
    assert office.sit("chu_tich", second).items.get().state == "signed"
    first.refresh_from_db()
    assert (first.state, second.state) == ("signed", "signed")


def test_a_signed_file_that_no_row_names_is_not_used_and_goes_away(office: SigningOffice) -> None:
    from portal.outgoing.keeper import named_files

    document = office.numbered(office.letter())
    orphan = office.desk.path(office.desk.new_name())
    orphan.write_bytes(b"signed, but the process died before its row")
    office.desk.sweep(named_files(), older_than_seconds=-1)
    assert not orphan.exists()
    assert office.desk.path(document.files.get().current).exists()
    office.sit("chu_tich", document)
    assert len(list_signatures(office.desk.path(document.files.get().current))) == 1


def test_a_number_stays_with_its_document_when_printing_fails_and_is_printed_later(
    office: SigningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.models import BookEntry
    from portal.outgoing import printing
    from portal.outgoing.number_books import allocate

    document = office.hand_in(office.letter())
    office.keeper().drain()
    allocate(document.pk, AGENCY, by="van_thu")

    def full(_task: object) -> None:
        raise NoSpace("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(printing, "print_on", full)
        office.keeper().drain()
    document.refresh_from_db()
    assert (document.state, document.reason_code, document.printed) == ("numbered", "NoSpace", False)
    office.keeper().drain()
    document.refresh_from_db()
    assert (document.state, document.reason_vi, document.printed) == ("signing", "", True)
    assert list(BookEntry.objects.values_list("number", "document")) == [(1, document.pk)]


def test_a_document_whose_archiving_fails_is_archived_once_later(
    office: SigningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.models import CatalogueRecord
    from portal.outgoing import issuing

    document = office.numbered(office.letter())
    office.sit("chu_tich", document)
    office.sit("van_thu", document, agency=AGENCY.code)

    def away(*_: object) -> str:
        raise StoreFailed("the folder is away")

    with monkeypatch.context() as broken:
        broken.setattr(issuing, "lay", away)  # after the deposit, before the rows
        office.keeper().drain()
    document.refresh_from_db()
    assert (document.state, document.reason_code) == ("sealed", "StoreFailed")
    office.keeper().drain()
    document.refresh_from_db()
    assert document.state == "issued"
    assert len(office.archive.versions(document.record_id)) == 1
    assert CatalogueRecord.objects.count() == 1


def test_what_cannot_be_opened_goes_back_to_the_sender(office: SigningOffice) -> None:
    letter = office.letter()
    broken = letter.with_name("broken.pdf")
    broken.write_bytes(letter.read_bytes()[:600])
    document = office.hand_in(broken)
    office.keeper().drain()
    document.refresh_from_db()
    assert (document.state, "hỏng" in document.reason_vi, document.told) == ("refused", True, True)


def test_a_draft_that_names_another_type_goes_back_before_a_number_is_spent(office: SigningOffice) -> None:
    from portal.models import BookEntry

    document = office.hand_in(office.letter(), type_code="TTr")
    office.keeper().drain()
    document.refresh_from_db()
    assert (document.state, BookEntry.objects.exists()) == ("refused", False)
    # Once it is back, the same file may be handed in again, described rightly.
    again = office.hand_in(office.letter())
    office.keeper().drain()
    again.refresh_from_db()
    assert again.state == "checked"


@pytest.mark.needs("sqlite")
def test_a_process_killed_in_the_middle_of_a_batch_leaves_signed_files_safe_and_the_rest_waiting(
    office: SigningOffice,
) -> None:
    import subprocess
    import sys
    from pathlib import Path

    from portal.models import OutgoingDocument
    from portal.outgoing import batches

    documents = [office.numbered(office.letter(seed=seed)) for seed in (1, 2, 3)]
    pfx = str(office.pki.pfx_file("chairman"))
    command = [sys.executable, "-m", "tests.portal.outgoing.signing_until_killed", str(office.data_dir), pfx]
    span = [str(documents[0].pk), str(documents[-1].pk)]
    ended = subprocess.run(
        [*command, office.pki.pfx_password, *span], cwd=Path(__file__).parents[3], timeout=110, check=False
    )
    assert ended.returncode == -9
    states = sorted(OutgoingDocument.objects.values_list("state", flat=True))
    assert states == ["signed", "signing", "signing"]
    signed = OutgoingDocument.objects.get(state="signed")
    assert len(list_signatures(office.desk.path(signed.files.get().current))) == 1

    batches.recover()
    batch = office.sit("chu_tich", *documents)
    assert batch.items.count() == 2
    for document in documents:
        assert document.state == "signed"
        assert len(list_signatures(office.desk.path(document.files.get().current))) == 1
