"""Anybody checks a paper without an account: the file, a photograph of its QR code, or the code."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.portal.outgoing.offices import SigningOffice
from tests.portal.public.papers import issued, photograph, upload

pytestmark = pytest.mark.usefixtures("portal_data")


def visit() -> object:
    from django.test import Client

    return Client(enforce_csrf_checks=False)


def test_an_issued_file_is_said_to_be_intact_with_who_signed(office: SigningOffice) -> None:
    from portal.models import AuditEvent

    document = issued(office)
    content = (office.data_dir / document.laid_in).read_bytes()
    answer = visit().post("/kiem-tra/", {"paper": upload(content)})  # type: ignore[attr-defined]
    page = answer.content.decode()
    assert answer.status_code == 200
    # B-B without anything to ask offline: nobody can say more of it than that nothing was changed.
    assert "nguyên vẹn, nhưng chưa xác minh được người ký" in page
    assert "Nguyễn Văn Thử" in page
    event = AuditEvent.objects.get(kind="public.verified")
    assert set(event.details) == {"what", "sha256", "verdict"}
    assert (event.actor, event.address, event.details["verdict"]) == ("", "", "intact_chain_unknown")


def test_a_changed_file_is_said_to_be_changed(office: SigningOffice) -> None:
    document = issued(office)
    content = bytearray((office.data_dir / document.laid_in).read_bytes())
    content[2000] ^= 1
    page = visit().post("/kiem-tra/", {"paper": upload(bytes(content))}).content.decode()  # type: ignore[attr-defined]
    assert "đã bị sửa sau khi ký" in page


def test_a_report_is_made_of_what_was_found_and_of_nothing_else(office: SigningOffice) -> None:
    import re

    import pikepdf

    document = issued(office)
    content = (office.data_dir / document.laid_in).read_bytes()
    client = visit()
    page = client.post("/kiem-tra/", {"paper": upload(content)}).content.decode()  # type: ignore[attr-defined]
    found = re.search(r'name="found" value="([^"]+)"', page)
    assert found is not None
    answer = client.post("/kiem-tra/bao-cao", {"found": found[1]})  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as report:
        assert len(report.pages) >= 1
    forged = client.post("/kiem-tra/bao-cao", {"found": found[1][:-2] + "xx"})  # type: ignore[attr-defined]
    assert forged.status_code == 400


def test_the_code_shows_what_stands_on_the_paper_and_nothing_of_its_subject(office: SigningOffice) -> None:
    document = issued(office)
    answer = visit().get(f"/kiem-tra/{document.proof_code}")  # type: ignore[attr-defined]
    page = answer.content.decode()
    assert "01/QĐ-UBND" in page and "Cơ quan đã ban hành" in page
    assert document.subject and document.subject not in page
    assert "Nguyễn Văn Thử" not in page and "chu_tich" not in page
    assert answer["X-Robots-Tag"].startswith("noindex")
    typed = document.proof_code.replace("-", " ").lower()
    assert visit().get("/kiem-tra/", {"code": typed})["Location"] == f"/kiem-tra/{document.proof_code}"  # type: ignore[attr-defined]


def test_the_file_is_held_against_what_the_office_keeps_when_it_comes_by_its_code(
    office: SigningOffice,
) -> None:
    document = issued(office)
    content = (office.data_dir / document.laid_in).read_bytes()
    sent = {"code": document.proof_code}
    same = visit().post("/kiem-tra/", {**sent, "paper": upload(content)}).content.decode()  # type: ignore[attr-defined]
    assert "đúng từng byte với bản mà cơ quan đang lưu" in same
    other = visit().post("/kiem-tra/", {**sent, "paper": upload(content + b"\n")}).content.decode()  # type: ignore[attr-defined]
    assert "KHÁC bản mà cơ quan đang lưu" in other


def test_what_is_withdrawn_and_what_is_not_issued_yet_say_so(office: SigningOffice) -> None:
    from portal.outgoing.ending import recall

    document = office.numbered(office.letter())
    early = visit().get(f"/kiem-tra/{document.proof_code}").content.decode()  # type: ignore[attr-defined]
    assert "chưa được ban hành" in early
    recall(document.pk, by="van_thu", why="Sai nội dung")
    late = visit().get(f"/kiem-tra/{document.proof_code}").content.decode()  # type: ignore[attr-defined]
    assert "đã bị thu hồi" in late and "Sai nội dung" not in late


def test_unknown_malformed_and_unnumbered_codes_answer_alike(office: SigningOffice) -> None:
    draft = office.hand_in(office.letter())
    codes = ("AAAA-BBBB-CCCC-DDDD", "khong-phai-ma", "A" * 500, draft.proof_code)
    answers = [visit().get(f"/kiem-tra/{code}") for code in codes]  # type: ignore[attr-defined]
    assert {answer.status_code for answer in answers} == {404}
    import re

    bodies = {
        re.sub(r'"X-CSRFToken": "[^"]*"|value="[^"]*"', "", answer.content.decode()) for answer in answers
    }
    assert len(bodies) == 1


def test_a_code_has_at_least_80_bits(office: SigningOffice) -> None:
    codes = {office.hand_in(office.letter(seed=seed)).proof_code.replace("-", "") for seed in (1, 2)}
    assert len(codes) == 2
    assert all(5 * len(code) >= 80 for code in codes)


def test_the_printed_qr_code_is_read_from_a_photograph_and_leads_to_the_paper(office: SigningOffice) -> None:
    from portal.views.outgoing.pictures import drawn

    document = issued(office)
    file = document.files.get()
    image, _scale = drawn(office.data_dir / document.laid_in, file.page_count, 200)
    client = visit()
    answer = client.post("/kiem-tra/", {"paper": upload(photograph(image), "anh.jpg")})  # type: ignore[attr-defined]
    assert answer["Location"] == f"/kiem-tra/{document.proof_code}"


def test_a_qr_code_that_leads_elsewhere_is_warned_of(office: SigningOffice) -> None:
    import qrcode

    out = io.BytesIO()
    qrcode.make("https://gia-mao.example/kiem-tra/ABCD-EFGH-IJKL-MNOP").save(out)
    page = visit().post("/kiem-tra/", {"paper": upload(out.getvalue(), "a.png")})  # type: ignore[attr-defined]
    assert page.status_code == 422
    assert "gia-mao.example" in page.content.decode() and "Đừng mở địa chỉ đó" in page.content.decode()


def test_a_page_that_is_switched_off_is_not_there() -> None:
    from dataclasses import replace

    from django.conf import settings

    settings.HOSO = replace(settings.HOSO, public_verification=False)
    for address in ("/kiem-tra/", "/verify/", "/kiem-tra/AAAA-BBBB-CCCC-DDDD"):
        assert visit().get(address).status_code == 404  # type: ignore[attr-defined]


def test_a_form_without_its_token_is_refused() -> None:
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/kiem-tra/", {"paper": upload(b"%PDF-1.7\n")})
    assert answer.status_code == 403


def test_nothing_that_was_sent_is_left_on_the_disk(
    office: SigningOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = {path for path in office.data_dir.rglob("*") if path.is_file()}
    visit().post("/kiem-tra/", {"paper": upload(b"%PDF-1.7\n" + b"x" * (4 << 20))})  # type: ignore[attr-defined]
    after = {path for path in office.data_dir.rglob("*") if path.is_file()}
    assert list(folder.iterdir()) == []
    assert {path.name for path in after - before} <= {"place-1", "place-2", "hoso.db-wal", "hoso.db-shm"}
