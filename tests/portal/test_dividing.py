"""A person parts a record at a page and joins it again: nothing is lost, and who and when is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline import digitise
from pipeline.pdfa import write_searchable
from portal.corrections.evidence import Action, parse_corrections
from portal.corrections.learning import corrected_records
from records import Record, RecordId, record_id_for
from records.errors import NoSuchPart, ObjectMoved
from tests.classifiers.test_splitting import application, decision, signed
from tests.portal.persons import make_person
from tests.portal.test_views import deposit

if TYPE_CHECKING:
    from django.test import Client

DIGEST = "cd" * 32
PAGES = tuple(
    replace(page, number=number)
    for number, page in enumerate((decision(), signed("Điều 3. Có hiệu lực."), application()), start=1)
)


@pytest.fixture
def client(portal_data: Path) -> Client:
    """Somebody who is not signed in."""
    from django.test import Client

    return Client()


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make_person("lan"))
    return client


@pytest.fixture
def archive(portal_data: Path) -> Archive:
    return Archive(FolderStore(portal_data / "archive"))


@pytest.fixture
def dossier(portal_data: Path, tmp_path: Path) -> RecordId:
    """A decision of two pages and an application, filed as one record."""
    record = digitise.assemble("tap.pdf", DIGEST, PAGES)
    out = tmp_path / "made.pdf"
    return deposit(portal_data, record, **{"searchable.pdf": rendition(record, out)})


def rendition(record: Record, out: Path) -> bytes:
    """A PDF/A with a page for each page of the record."""
    from datetime import UTC, datetime

    from PIL import Image

    source = out.with_suffix(".tif")
    first, *rest = (Image.new("L", (248, 351), 250) for _ in record.pages)
    first.save(source, save_all=True, append_images=rest, dpi=(30, 30))
    write_searchable(source, list(record.pages), out, title="tập", created=datetime(2026, 6, 1, tzinfo=UTC))
    return out.read_bytes()


def numbers(archive: Archive, record_id: str, version: int | None = None) -> list[int]:
    raw = json.loads(archive.read(record_id, "record.json", version=version))
    return [page["number"] for page in raw["pages"]]


def pages_of_pdf(archive: Archive, record_id: str) -> int:
    with archive.as_file(record_id, "searchable.pdf") as path, pikepdf.open(path) as pdf:
        return len(pdf.pages)


def parted(archive: Archive, record_id: str, page: int = 3) -> str:
    from portal.corrections.dividing import divide
    from portal.corrections.filing import held_for_correction

    return divide(archive, held_for_correction(archive, record_id), page, "lan")


def joined(archive: Archive, record_id: str, before: str) -> str:
    from portal.corrections.dividing import join
    from portal.corrections.filing import held_for_correction

    return join(archive, held_for_correction(archive, record_id), before, "minh")


def test_a_record_is_parted_at_a_page_into_two_that_are_read_anew(
    archive: Archive, dossier: RecordId
) -> None:
    from portal.models import CatalogueRecord

    second = parted(archive, dossier)
    assert (numbers(archive, dossier), numbers(archive, second)) == ([1, 2], [3])
    assert (pages_of_pdf(archive, dossier), pages_of_pdf(archive, second)) == (2, 1)
    rows = {row.pk: row for row in CatalogueRecord.objects.all()}
    assert rows[dossier].record_type == "decision" and rows[second].page_count == 1
    assert rows[second].record_type != "decision"


def test_both_parts_say_who_parted_them_when_and_where_the_original_lies(
    archive: Archive, dossier: RecordId
) -> None:
    from portal.held_records import original_of
    from portal.models import CatalogueRecord

    second = parted(archive, dossier)
    for record_id in (dossier, second):
        head = archive.head(record_id)
        assert (head.user, head.message) == ("lan", "Tách tại trang 3")
        said = parse_corrections(archive.read(record_id, "corrections.json"))[-1]
        assert (said.action, said.by, said.page) == (Action.DIVIDE, "lan", 3) and said.at
        held = original_of(CatalogueRecord.objects.get(pk=record_id))
        assert held is not None and held.record_id == dossier
    intake = json.loads(archive.read(second, "intake.json"))
    assert intake["original_in"] == dossier and intake["divided"]["from"] == dossier
    assert intake["received_at"] == "2026-06-01T08:00:00+07:00"


def test_nothing_is_lost_when_a_record_is_parted(archive: Archive, dossier: RecordId) -> None:
    second = parted(archive, dossier)
    assert numbers(archive, dossier, version=1) == [1, 2, 3]
    kept = {page["number"]: page for each in (dossier, second) for page in words(archive, each)}
    assert kept == {page["number"]: page for page in words(archive, dossier, version=1)}
    assert not [*archive.verify(dossier), *archive.verify(second)]


def words(archive: Archive, record_id: str, version: int | None = None) -> list[dict[str, object]]:
    return list(json.loads(archive.read(record_id, "words.json", version=version))["pages"])


def test_joining_undoes_it_and_a_rebuild_finds_the_same(archive: Archive, dossier: RecordId) -> None:
    from portal.catalogue.rebuild import rebuild
    from portal.models import CatalogueRecord

    second = parted(archive, dossier)
    assert joined(archive, second, dossier) == dossier
    for _ in range(2):
        (row,) = CatalogueRecord.objects.all()
        assert (row.pk, row.page_count) == (dossier, 3)
        rebuild(archive)
    assert numbers(archive, dossier) == [1, 2, 3] and pages_of_pdf(archive, dossier) == 3
    assert archive.head(dossier).user == archive.head(second).user == "minh"
    assert json.loads(archive.read(second, "intake.json"))["joined_into"] == dossier
    assert second not in [one.record_id for one in corrected_records(archive)]


def test_what_was_joined_can_be_parted_there_again(archive: Archive, dossier: RecordId) -> None:
    from portal.models import CatalogueRecord

    second = parted(archive, dossier)
    joined(archive, second, dossier)
    assert parted(archive, dossier) == second
    assert CatalogueRecord.objects.count() == 2 and numbers(archive, second) == [3]
    said = parse_corrections(archive.read(second, "corrections.json"))
    assert [one.action for one in said] == [Action.DIVIDE, Action.JOIN, Action.DIVIDE]


def test_a_value_that_a_person_typed_stays_with_the_page_it_stands_on(
    archive: Archive, dossier: RecordId
) -> None:
    from portal.corrections.changing import Changes, FieldChange
    from portal.corrections.filing import correct, held_for_correction

    held = held_for_correction(archive, dossier)
    wanted = Changes((FieldChange("doc_number", Action.EDIT, "77/QĐ-UBND"),))
    correct(archive, held, wanted, "lan")
    second = parted(archive, dossier)
    fields = json.loads(archive.read(dossier, "record.json"))["fields"]
    assert fields["doc_number"]["value"] == "77/QĐ-UBND" and fields["doc_number"]["rule"] == "person:lan"
    assert "77/QĐ-UBND" not in archive.read(second, "record.json").decode()


@pytest.mark.parametrize("page", [0, 1, 4, 99])
def test_a_record_is_not_parted_at_its_first_page_or_at_one_it_lacks(
    page: int, archive: Archive, dossier: RecordId
) -> None:
    with pytest.raises(NoSuchPart):
        parted(archive, dossier, page)
    assert archive.head(dossier).number == 1


def test_who_parts_after_somebody_else_has_saved_changes_nothing(archive: Archive, dossier: RecordId) -> None:
    from portal.corrections.dividing import divide
    from portal.corrections.filing import held_for_correction

    held = held_for_correction(archive, dossier)
    archive.revise(dossier, {"note.txt": b"x"}, message="test", user="minh", created=held.version.created)
    with pytest.raises(ObjectMoved):
        divide(archive, held, 3, "lan")
    assert list(archive.record_ids()) == [dossier]


def test_a_record_of_another_file_cannot_be_joined(
    archive: Archive, dossier: RecordId, portal_data: Path
) -> None:
    other = digitise.assemble("khac.pdf", "ef" * 32, PAGES[:1])
    with pytest.raises(NoSuchPart):
        joined(archive, deposit(portal_data, other), dossier)


def test_the_review_offers_both_and_does_them(clerk: Client, archive: Archive, dossier: RecordId) -> None:
    from portal.models import CatalogueRecord

    page = clerk.get(f"/records/{dossier}/review").content.decode()
    assert "Tách tại trang 2" in page and "Tách tại trang 3" in page and "Tách tại trang 1<" not in page
    assert "Ghép với hồ sơ trước" not in page
    stale = clerk.post(f"/records/{dossier}/divide", {"page": "3", "version": "v9"}, follow=True)
    assert "Hồ sơ vừa được người khác sửa" in stale.content.decode()
    second = clerk.post(f"/records/{dossier}/divide", {"page": "3", "version": "v1"}, follow=True)
    shown = second.content.decode()
    assert "Ghép với hồ sơ trước" in shown and CatalogueRecord.objects.count() == 2
    second_id = record_id_for(DIGEST, 10_003)
    assert clerk.get(f"/records/{dossier}/divide").status_code == 405
    clerk.post(f"/records/{second_id}/join", {"version": "v1"})
    assert CatalogueRecord.objects.count() == 1
    assert clerk.get(f"/records/{second_id}/").status_code == 404


def test_who_is_not_signed_in_parts_and_joins_nothing(
    client: Client, archive: Archive, dossier: RecordId
) -> None:
    for act in ("divide", "join"):
        answer = client.post(f"/records/{dossier}/{act}", {"page": "3", "version": "v1"})
        assert answer.status_code == 302 and "login" in answer["Location"]
    assert archive.head(dossier).number == 1
