"""A paper or page that is scanned again takes the place of the old scan, which the archive keeps."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from archive import Archive
from archive.stores.folder import FolderDraft, FolderStore
from pipeline.quality import ScanRule
from records import FileState, Record
from records.errors import StoreFailed
from tests.portal.persons import make_person
from tests.portal.test_halves import draw_shades, shades_of
from tests.portal.test_jobs_real_steps import draw_stack, work_off

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from portal.models import CatalogueRecord, IntakeFile


@pytest.fixture
def archive(portal_data: Path) -> Archive:
    (portal_data / "inbox").mkdir()
    return Archive(FolderStore(portal_data / "archive"))


@pytest.fixture
def clerk(portal_data: Path) -> Client:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person("lan"))
    return client


@pytest.fixture
def poor(portal_data: Path, archive: Archive) -> CatalogueRecord:
    """A record of two pages at 75 dpi, listed to be scanned again."""
    from portal.models import CatalogueRecord

    draw_shades(portal_data / "inbox" / "mờ.tif", 250, 240)
    work_off(portal_data, archive)
    row = CatalogueRecord.objects.get()
    assert row.needs_rescan
    return row


def scan(portal_data: Path, *shades: int, name: str = "quét lại.tif") -> io.BytesIO:
    path = portal_data / name
    draw_shades(path, *shades)
    sent = io.BytesIO(path.read_bytes())
    sent.name = name
    return sent


def send(clerk: Client, address: str, **fields: object) -> HttpResponse:
    """Posts a form with the token that a page of the portal gave."""
    page = clerk.get("/rescan/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    answer: HttpResponse = clerk.post(address, {"csrfmiddlewaretoken": token[1], **fields})
    return answer


def sent_files() -> list[IntakeFile]:
    from portal.models import IntakeFile

    return list(IntakeFile.objects.exclude(sent_by=""))


def heads(archive: Archive) -> dict[str, int]:
    return {record_id: archive.head(record_id).number for record_id in archive.record_ids()}


def test_one_page_is_replaced_in_a_new_version_and_nothing_is_lost(
    portal_data: Path, archive: Archive, clerk: Client, poor: CatalogueRecord
) -> None:
    before = archive.head(poor.record_id).files
    answer = send(clerk, f"/records/{poor.record_id}/rescan", scan=scan(portal_data, 200), page="2")
    assert answer.status_code == 302
    # Measured against 75 dpi now, the new page meets the rule; the other one waits on.
    work_off(portal_data, archive)
    poor.refresh_from_db()
    assert (poor.version, heads(archive)) == ("v2", {poor.record_id: 2})
    with archive.as_file(poor.record_id, "searchable.pdf") as path:
        assert shades_of(path) == [250, 200]
        with pikepdf.open(path) as pdf:
            assert pdf.open_metadata().pdfa_status == "2U"
    with archive.as_file(poor.record_id, "searchable.pdf", version=1) as path:
        assert shades_of(path) == [250, 240]
    after = archive.head(poor.record_id)
    assert after.files["original/mờ.tif"] == before["original/mờ.tif"]
    assert "rescan/1/quét lại.tif" in after.files
    record = Record.from_json(json.loads(archive.read(poor.record_id, "record.json")))
    assert [page.number for page in record.pages] == [1, 2]
    assert record.source.name == "mờ.tif"
    [entry] = poor.rescans
    assert (entry["by"], entry["page"], entry["replaced_version"]) == ("lan", "2", "v1")
    [sent] = sent_files()
    assert (sent.record_id, sent.record_count) == (poor.record_id, 0)
    page = clerk.get(f"/records/{poor.record_id}/?tab=files").content.decode()
    assert "quét lại.tif" in page and "?version=v1" in page
    got = clerk.get(f"/records/{poor.record_id}/searchable.pdf?version=v1")
    assert b"".join(got.streaming_content) == archive.read(poor.record_id, "searchable.pdf", version=1)  # type: ignore[attr-defined]
    assert clerk.get(f"/records/{poor.record_id}/rescans/1").status_code == 200
    assert clerk.get(f"/records/{poor.record_id}/rescans/2").status_code == 404


def test_the_whole_paper_is_replaced_and_the_entry_closed_with_who_and_when(
    portal_data: Path, archive: Archive, clerk: Client, poor: CatalogueRecord
) -> None:
    from portal.catalogue.rebuild import rebuild

    send(clerk, f"/records/{poor.record_id}/rescan", scan=scan(portal_data, 210, 200, 190), page="")
    assert "Đang đọc bản quét lại" in clerk.get("/rescan/").content.decode()
    work_off(portal_data, archive, rule=ScanRule(is_on=False))
    poor.refresh_from_db()
    assert (poor.version, poor.page_count, poor.needs_rescan) == ("v2", 3, False)
    listed = clerk.get("/rescan/").content.decode()
    assert "Không có hồ sơ nào cần quét lại" in listed
    assert "lan" in listed and "Đã quét lại" in listed
    with archive.as_file(poor.record_id, "searchable.pdf") as path:
        assert shades_of(path) == [210, 200, 190]
    seen = (poor.rescans, poor.rescanned_at)
    rebuild(archive)
    poor.refresh_from_db()
    assert (poor.rescans, poor.rescanned_at) == seen


def test_a_part_of_a_stack_is_replaced_without_touching_the_stack(
    portal_data: Path, archive: Archive, clerk: Client
) -> None:
    from portal.held_records import originals_of
    from portal.models import CatalogueRecord, IntakeFile
    from records import record_id_for

    draw_stack(portal_data / "inbox" / "tập.tif")
    work_off(portal_data, archive, folder="Xã A")
    file = IntakeFile.objects.get()
    first, second = (record_id_for(file.sha256, part) for part in (1, 2))
    send(clerk, f"/records/{second}/rescan", scan=scan(portal_data, 210), page="4")
    work_off(portal_data, archive)
    assert heads(archive) == {first: 1, second: 2}
    row = CatalogueRecord.objects.get(pk=second)
    assert (row.unit, row.record["pages"][0]["number"]) == ("Xã B", 4)
    assert [held.record_id for held in originals_of(row)] == [first]
    with archive.as_file(second, "searchable.pdf") as path:
        assert shades_of(path) == [210]


def test_a_new_scan_that_does_not_fit_is_given_back_and_the_record_stays(
    portal_data: Path, archive: Archive, clerk: Client, poor: CatalogueRecord
) -> None:
    send(clerk, f"/records/{poor.record_id}/rescan", scan=scan(portal_data, 200, 210), page="2")
    work_off(portal_data, archive)
    assert [file.state for file in sent_files()] == [FileState.REJECTED]
    assert heads(archive) == {poor.record_id: 1}
    assert "có 2 trang nhưng chỉ thay trang 2" in clerk.get("/rescan/").content.decode()


def test_the_same_scan_again_is_told_at_once(
    portal_data: Path, archive: Archive, clerk: Client, poor: CatalogueRecord
) -> None:
    same = io.BytesIO((portal_data / "done").rglob("mờ.tif").__next__().read_bytes())
    same.name = "mờ nữa.tif"
    send(clerk, f"/records/{poor.record_id}/rescan", scan=same)
    assert "Trùng hoàn toàn" in clerk.get("/rescan/").content.decode()


def test_a_step_that_is_delivered_twice_adds_one_version(
    portal_data: Path, archive: Archive, clerk: Client, poor: CatalogueRecord
) -> None:
    from portal.models import IntakeFile

    send(clerk, f"/records/{poor.record_id}/rescan", scan=scan(portal_data, 200), page="1")
    work_off(portal_data, archive)
    [sent] = sent_files()
    assert heads(archive) == {poor.record_id: 2}
    [kept] = (portal_data / "done").rglob("quét lại.tif")
    staged = portal_data / "staging" / "again"
    staged.write_bytes(kept.read_bytes())
    reading = json.dumps(poor.record["pages"][0] | {"words": []})
    sent.pages.update(reading=reading)
    IntakeFile.objects.filter(pk=sent.pk).update(state=FileState.READ, staged_path="again")
    work_off(portal_data, archive)
    assert heads(archive) == {poor.record_id: 2}


def test_a_file_named_after_a_waiting_record_is_a_new_scan_of_it(
    portal_data: Path, archive: Archive, poor: CatalogueRecord
) -> None:
    from portal.intake.ledger import Intake, named_errand
    from watch_folders import SettledFile

    inbox = portal_data / "inbox"
    assert named_errand("hs-" + "a" * 24 + ".pdf") is None
    path = inbox / f"{poor.record_id} trang 2.tif"
    draw_shades(path, 200)
    size = path.stat().st_size
    Intake(portal_data).receive(SettledFile(path, inbox, path.relative_to(inbox), "", "", size))
    work_off(portal_data, archive, rule=ScanRule(dpi=75))
    assert heads(archive) == {poor.record_id: 2}
    poor.refresh_from_db()
    assert [(entry["by"], entry["page"]) for entry in poor.rescans] == [("", "2")]


def test_a_folder_named_after_a_resolution_measures_its_scans_against_it(
    portal_data: Path, archive: Archive
) -> None:
    from portal.intake.folder_wishes import dpi_of
    from portal.models import CatalogueRecord

    assert [dpi_of(folder) for folder in ("Xã A/200 dpi", "200dpi/x", "A/20 dpi", "A/9000 dpi", "")] == [
        200.0, 200.0, None, None, None,
    ]  # fmt: skip
    draw_shades(portal_data / "inbox" / "cũ.tif", 250, dpi=200)
    work_off(portal_data, archive, folder="Xã A/200 dpi")
    codes = [fault["code"] for fault in CatalogueRecord.objects.get().record["pages"][0]["faults"]]
    assert "resolution" not in codes


def test_a_refused_file_is_answered_by_a_new_scan(portal_data: Path, archive: Archive, clerk: Client) -> None:
    from portal.models import IntakeFile

    draw_shades(portal_data / "inbox" / "mờ.tif", 250)
    work_off(portal_data, archive, folder="Xã A", returns_faults=True)
    refused = IntakeFile.objects.get()
    page = clerk.get("/rejected/").content.decode()
    assert f"/rejected/{refused.pk}/rescan" in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    clerk.post(
        f"/rejected/{refused.pk}/rescan",
        {"csrfmiddlewaretoken": token[1], "scan": scan(portal_data, 200, name="rõ.tif")},
    )
    work_off(portal_data, archive)
    answer = IntakeFile.objects.get(answers=refused)
    assert (answer.sent_by, answer.folder, answer.state) == ("lan", "Xã A", FileState.REVIEW)
    shown = clerk.get("/rejected/").content.decode()
    assert "Đã quét lại thành" in shown and "rõ.tif" in shown


def test_a_paper_that_is_gone_is_kept_as_it_was_scanned(
    portal_data: Path, archive: Archive, clerk: Client, poor: CatalogueRecord
) -> None:
    send(clerk, f"/records/{poor.record_id}/keep", **{"from": "list"})
    poor.refresh_from_db()
    assert (poor.needs_rescan, poor.version) == (False, "v2")
    assert not any(reason.startswith("Cần quét lại") for reason in poor.reasons)
    assert poor.record["pages"][0]["faults"]
    intake = json.loads(archive.read(poor.record_id, "intake.json"))
    assert intake["kept_as_is"]["by"] == "lan"
    send(clerk, f"/records/{poor.record_id}/keep")
    assert heads(archive) == {poor.record_id: 2}


class DiskIsFull(FolderStore):
    """Reads, and takes nothing more."""

    def draft(self, key: str) -> FolderDraft:
        raise StoreFailed(f"no space left for {key}")


def test_the_decision_to_keep_a_scan_is_written_down_once_and_only_if_the_archive_took_it(
    portal_data: Path, archive: Archive, clerk: Client, poor: CatalogueRecord
) -> None:
    from portal.audit import Kind, note_by
    from portal.catalogue.keeping import keep_as_scanned
    from portal.models import AuditEvent

    def written() -> list[tuple[str, str, dict[str, str]]]:
        events = AuditEvent.objects.filter(kind="record.kept", unit=poor.unit)
        return list(events.values_list("actor", "object", "details"))

    def noted(version: str) -> None:
        note_by("lan", Kind.RECORD_KEPT, object=poor.pk, unit=poor.unit, version=version)

    with pytest.raises(StoreFailed):
        keep_as_scanned(Archive(DiskIsFull(portal_data / "archive")), poor.record_id, "lan", noting=noted)
    assert written() == []
    send(clerk, f"/records/{poor.record_id}/keep")
    send(clerk, f"/records/{poor.record_id}/keep")
    assert written() == [("lan", f"record:{poor.record_id}", {"version": "v1"})]


def test_strangers_forged_forms_and_large_bodies_are_turned_away(
    portal_data: Path, archive: Archive, clerk: Client, poor: CatalogueRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.test import Client

    from portal import request_size

    address = f"/records/{poor.record_id}/rescan"
    assert clerk.post(address, {"scan": scan(portal_data, 200)}).status_code == 403
    assert clerk.get(address).status_code == 405
    stranger = Client()
    assert stranger.post(address, {"scan": scan(portal_data, 200)})["Location"].startswith("/login/")
    monkeypatch.setattr(request_size, "FORM_BYTES", 1000)
    assert stranger.post(address, {"scan": scan(portal_data, 200)}).status_code == 413
    assert clerk.post(f"/records/{poor.record_id}/keep", {"scan": scan(portal_data, 200)}).status_code == 413
    assert "Chưa chọn tệp" in clerk.get(send(clerk, address)["Location"]).content.decode()
    assert send(clerk, address, page="9", scan=scan(portal_data, 200)).status_code == 404
    assert send(clerk, "/records/hs-" + "a" * 24 + "/rescan").status_code == 404
    assert sent_files() == []
    assert not list((portal_data / "uploads").glob("*")) if (portal_data / "uploads").exists() else True


@pytest.mark.parametrize("name", ["../../thoát.tif", "C:\\x\\bản.tif", "\x00.tif", "a" * 400 + ".tif", "..."])
def test_a_name_sent_by_a_browser_leads_nowhere_else(
    portal_data: Path, archive: Archive, poor: CatalogueRecord, name: str
) -> None:
    from portal.intake.errand import Errand
    from portal.intake.ledger import Intake
    from portal.intake.uploads import take_upload

    taken = take_upload(
        Intake(portal_data), name, [b"not a scan"], folder="quét lại", unit="", errand=Errand("lan")
    )
    assert (portal_data / taken.laid_in).read_bytes() == b"not a scan"
    assert (portal_data / taken.laid_in).resolve().is_relative_to(portal_data.resolve() / "done")
    assert list((portal_data / "uploads").iterdir()) == []
