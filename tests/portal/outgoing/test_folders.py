"""`outgoing/<official>/`: a PDF dropped there waits for that official; whatever cannot be signed says why."""

from __future__ import annotations

import pytest

from records.errors import StoreFailed
from tests.portal.outgoing.offices import AGENCY, SigningOffice
from watch_folders import SettledFile


def drop(office: SigningOffice, folder: str, name: str, content: bytes) -> SettledFile:
    root = office.data_dir / "outgoing"
    path = root / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return SettledFile(path, root, path.relative_to(root), "", "", len(content))


def receive(office: SigningOffice, settled: SettledFile) -> None:
    from portal.outgoing.taking import OutgoingFolders

    OutgoingFolders(office.desk, office.options, max_bytes=10 << 20).receive(settled)


def results(settled: SettledFile) -> str:
    return settled.path.with_name(settled.path.name + ".ket-qua.txt").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("folder", ["chu_tich", "Nguyễn Văn Thử", "nguyen van thu"])
def test_a_pdf_in_an_officials_folder_waits_for_that_official(office: SigningOffice, folder: str) -> None:
    from portal.models import OutgoingDocument

    content = office.letter().read_bytes()
    settled = drop(office, folder, "tờ trình.pdf", content)
    receive(office, settled)
    document = OutgoingDocument.objects.get()
    file = document.files.get()
    assert document.signers.get().user == office.people["chu_tich"]
    assert not settled.path.exists()
    assert (office.data_dir / file.laid_in).read_bytes() == content
    assert office.desk.path(file.handed_in).read_bytes() == content


def test_what_came_of_a_dropped_file_stands_beside_it(office: SigningOffice) -> None:
    from portal.models import OutgoingDocument
    from portal.outgoing.number_books import allocate

    settled = drop(office, "chu_tich", "a.pdf", office.letter().read_bytes())
    receive(office, settled)
    keeper = office.keeper()
    keeper.drain()
    document = OutgoingDocument.objects.get()
    allocate(document.pk, AGENCY, by="van_thu")
    keeper.drain()
    office.sit("chu_tich", document)
    office.sit("van_thu", document, agency=AGENCY.code)
    keeper.drain()
    assert "Đã ban hành 01/QĐ-UBND: signed/" in results(settled)
    receive(office, drop(office, "chu_tich", "a.pdf.ket-qua.txt", b"x"))
    assert OutgoingDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("a.docx", b"PK\x03\x04", "Chỉ ký được tệp PDF"), ("a.pdf", b"", "rỗng")],
)
def test_what_cannot_be_signed_lies_in_rejected_with_its_reason(
    office: SigningOffice, name: str, content: bytes, reason: str
) -> None:
    settled = drop(office, "chu_tich", name, content)
    receive(office, settled)
    assert not settled.path.exists()
    rejected = [path for path in (office.data_dir / "rejected").rglob("*") if path.is_file()]
    assert sorted(path.name for path in rejected) == [name, f"{name}.reason.txt"]
    assert reason in results(settled)
    assert not [path for path in office.desk.folder.iterdir() if path.suffix == ".pdf"]


def test_a_signed_file_is_given_back(office: SigningOffice) -> None:
    document = office.numbered(office.letter())
    office.sit("chu_tich", document)
    signed = office.desk.path(document.files.get().current).read_bytes()
    settled = drop(office, "chu_tich", "b.pdf", signed)
    receive(office, settled)
    assert "đã có chữ ký số" in results(settled)


@pytest.mark.parametrize(("folder", "told"), [("ông Ba", "Chưa có tài khoản ký"), ("", "thư mục con")])
def test_a_folder_of_nobody_keeps_its_files_and_says_so_once(
    office: SigningOffice, folder: str, told: str
) -> None:
    settled = drop(office, folder, "a.pdf", office.letter().read_bytes())
    for _ in range(2):
        with pytest.raises(StoreFailed):
            receive(office, settled)
    assert settled.path.exists()
    assert results(settled).count(told) == 1


def test_a_file_whose_move_a_crash_cut_off_is_taken_once(office: SigningOffice) -> None:
    from portal.intake import originals
    from portal.models import OutgoingDocument, OutgoingFile
    from portal.outgoing.taking import finish_owed

    content = office.letter().read_bytes()
    settled = drop(office, "chu_tich", "a.pdf", content)
    receive(office, settled)
    # As it stands when the process dies between the commit and the move.
    file = OutgoingFile.objects.get()
    laid = office.data_dir / file.laid_in
    laid.rename(settled.path)
    OutgoingFile.objects.update(source_path=originals.path_to_text(settled.path))
    receive(office, settled)
    assert (OutgoingDocument.objects.count(), settled.path.exists()) == (1, False)
    assert laid.read_bytes() == content
    laid.rename(settled.path)
    OutgoingFile.objects.update(source_path=originals.path_to_text(settled.path))
    finish_owed(office.desk)
    assert (laid.read_bytes(), settled.path.exists()) == (content, False)
