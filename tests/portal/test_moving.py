"""Pages go from one record to another and back: nothing is lost, both say so, and who may not may not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline import digitise
from portal.corrections.evidence import Action
from records import RecordId
from records.errors import NoSuchPart, ObjectMoved
from tests.classifiers.test_splitting import application, decision, signed
from tests.portal.persons import signed_in
from tests.portal.test_dividing import PAGES, rendition
from tests.portal.test_views import deposit

ELSEWHERE = "ef" * 32


@pytest.fixture
def archive(portal_data: Path) -> Archive:
    return Archive(FolderStore(portal_data / "archive"))


@pytest.fixture
def dossier(portal_data: Path, tmp_path: Path) -> RecordId:
    """A decision of two pages and an application, filed as one record."""
    record = digitise.assemble("tap.pdf", "cd" * 32, PAGES)
    return deposit(portal_data, record, **{"searchable.pdf": rendition(record, tmp_path / "one.pdf")})


@pytest.fixture
def other(portal_data: Path, tmp_path: Path) -> RecordId:
    """A record of another file: a decision of two pages."""
    pages = [replace(one, number=at) for at, one in enumerate((decision(), signed("Điều 2.")), start=1)]
    record = digitise.assemble("khac.pdf", ELSEWHERE, pages)
    return deposit(portal_data, record, **{"searchable.pdf": rendition(record, tmp_path / "two.pdf")})


def moved(archive: Archive, giver: str, pages: list[int], taker: str) -> None:
    from portal.corrections.filing import held_for_correction
    from portal.corrections.moving import move

    move(archive, held_for_correction(archive, giver), pages, held_for_correction(archive, taker), "lan")


def numbers(archive: Archive, record_id: str, version: int | None = None) -> list[int]:
    raw = json.loads(archive.read(record_id, "record.json", version=version))
    return [page["number"] for page in raw["pages"]]


def texts(archive: Archive, record_id: str) -> list[str]:
    from portal.corrections.filing import held_for_correction

    return [page.text for page in held_for_correction(archive, record_id).record.pages]


def pages_of_pdf(archive: Archive, record_id: str) -> int:
    with archive.as_file(record_id, "searchable.pdf") as path, pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_a_page_goes_to_a_record_of_another_file_with_the_next_number_and_says_whence(
    archive: Archive, dossier: RecordId, other: RecordId
) -> None:
    from portal.models import CatalogueRecord

    page = texts(archive, dossier)[2]
    moved(archive, dossier, [3], other)
    assert (numbers(archive, dossier), numbers(archive, other)) == ([1, 2], [1, 2, 3])
    assert texts(archive, other)[2] == page
    assert (pages_of_pdf(archive, dossier), pages_of_pdf(archive, other)) == (2, 3)
    home = json.loads(archive.read(other, "intake.json"))["pages_from"]
    assert home == {"3": {"sha256": "cd" * 32, "page": 3, "original_in": dossier}}
    assert {row.pk: row.page_count for row in CatalogueRecord.objects.all()} == {dossier: 2, other: 3}
    assert not [*archive.verify(dossier), *archive.verify(other)]


def test_a_page_that_goes_home_has_its_own_number_again(
    archive: Archive, dossier: RecordId, other: RecordId
) -> None:
    moved(archive, dossier, [2], other)
    assert numbers(archive, other) == [1, 2, 3]
    moved(archive, other, [3], dossier)
    assert (numbers(archive, dossier), numbers(archive, other)) == ([1, 2, 3], [1, 2])
    assert "pages_from" not in json.loads(archive.read(other, "intake.json"))
    assert "pages_from" not in json.loads(archive.read(dossier, "intake.json"))


def test_within_one_file_pages_go_to_their_own_place(archive: Archive, dossier: RecordId) -> None:
    from tests.portal.test_dividing import parted

    second = parted(archive, dossier)
    moved(archive, dossier, [2], second)
    assert (numbers(archive, dossier), numbers(archive, second)) == ([1], [2, 3])


def test_taking_a_move_back_gives_both_records_what_they_were(
    archive: Archive, dossier: RecordId, other: RecordId
) -> None:
    from portal.corrections.filing import held_for_correction
    from portal.corrections.moving import last_move, take_back

    names = ("record.json", "words.json", "intake.json", "searchable.pdf")
    before = [archive.read(one, name) for one in (dossier, other) for name in names]
    moved(archive, dossier, [1, 3], other)
    assert last_move(held_for_correction(archive, other)) == dossier
    assert take_back(archive, held_for_correction(archive, other), "minh") == dossier
    assert [archive.read(one, name) for one in (dossier, other) for name in names] == before
    for one in (dossier, other):
        held = held_for_correction(archive, one)
        assert [said.action for said in held.corrections] == [Action.MOVE, Action.MOVE]
        assert held.version.number == 3  # the versions between are kept
        assert last_move(held) == ""


def test_a_record_that_gives_its_last_page_leaves_the_catalogue_and_comes_back(
    archive: Archive, dossier: RecordId, other: RecordId
) -> None:
    from portal.catalogue.rebuild import rebuild
    from portal.corrections.filing import held_for_correction
    from portal.corrections.moving import take_back
    from portal.models import CatalogueRecord

    moved(archive, other, [1, 2], dossier)
    assert numbers(archive, dossier) == [1, 2, 3, 4, 5]
    assert list(CatalogueRecord.objects.values_list("pk", flat=True)) == [dossier]
    rebuild(archive)
    assert list(CatalogueRecord.objects.values_list("pk", flat=True)) == [dossier]
    take_back(archive, held_for_correction(archive, dossier), "lan")
    assert set(CatalogueRecord.objects.values_list("pk", flat=True)) == {dossier, other}


def test_what_was_changed_since_is_neither_moved_nor_taken_back(
    archive: Archive, dossier: RecordId, other: RecordId
) -> None:
    from portal.corrections.filing import held_for_correction
    from portal.corrections.moving import move, take_back
    from tests.portal.test_dividing import parted

    stale = held_for_correction(archive, other)
    moved(archive, dossier, [3], other)
    with pytest.raises(ObjectMoved):
        move(archive, held_for_correction(archive, dossier), [1], stale, "lan")
    with pytest.raises(NoSuchPart):
        moved(archive, dossier, [9], other)
    with pytest.raises(NoSuchPart):
        moved(archive, dossier, [1], dossier)
    mine = held_for_correction(archive, other)
    parted(archive, dossier, 2)
    with pytest.raises(ObjectMoved):
        take_back(archive, mine, "lan")
    assert numbers(archive, other) == [1, 2, 3]


def test_pages_are_moved_by_the_form_and_taken_back_by_a_button_and_both_are_written_down(
    archive: Archive, dossier: RecordId, other: RecordId
) -> None:
    from portal.models import AuditEvent

    person = signed_in("lan")
    offered = person.get(f"/records/{dossier}/move/targets").content.decode()
    assert f'value="{other}"' in offered
    sent = {"version": "v1", "pages": "3", "to": other}
    assert person.post(f"/records/{dossier}/move", sent)["Location"] == f"/records/{dossier}/review"
    page = person.get(f"/records/{dossier}/review").content.decode()
    assert "Vừa chuyển trang sang" in page and "Hoàn tác" in page
    assert "Vừa nhận trang từ" in person.get(f"/records/{other}/review").content.decode()
    person.post(f"/records/{other}/move/back", {"version": "v2"})
    assert (numbers(archive, dossier), numbers(archive, other)) == ([1, 2, 3], [1, 2])
    told = [(one.object, one.details["way"]) for one in AuditEvent.objects.filter(kind="record.pages_moved")]
    assert set(told) == {
        (f"record:{one}", way)
        for one, ways in ((dossier, ("given", "back")), (other, ("received", "back")))
        for way in ways
    }
    history = person.get(f"/records/{other}/?tab=history").content.decode()
    assert history.count("Chuyển trang giữa hai hồ sơ") == 2


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"pages": "9"}, "Ghi số trang cần chuyển"),
        ({"pages": " "}, "Ghi số trang cần chuyển"),
        ({"to": "hs-" + "a" * 24}, "Không tìm thấy hồ sơ nhận"),
        ({"code": "77/QĐ-UBND không có"}, "Không tìm thấy hồ sơ nhận"),
        ({"version": "v9"}, "Chưa đổi gì"),
    ],
)
def test_a_form_that_asks_for_what_cannot_be_changes_nothing(
    archive: Archive, dossier: RecordId, other: RecordId, sent: dict[str, str], told: str
) -> None:
    person = signed_in("lan")
    asked = {"version": "v1", "pages": "3", "to": other, **sent}
    answer = person.post(f"/records/{dossier}/move", asked, follow=True)
    assert told in answer.content.decode()
    assert (archive.head(dossier).number, archive.head(other).number) == (1, 1)


def test_pages_go_to_no_record_that_one_may_not_review_and_to_none_that_is_kept_less_closely(
    archive: Archive, dossier: RecordId, other: RecordId
) -> None:
    from portal.models import CatalogueRecord

    CatalogueRecord.objects.filter(pk=other).update(unit="xa-khac")
    here = signed_in("lan", unit="Xã Phú Lâm")
    asked = {"version": "v1", "pages": "3", "to": other}
    assert f'value="{other}"' not in here.get(f"/records/{dossier}/move/targets").content.decode()
    answer = here.post(f"/records/{dossier}/move", asked, follow=True)
    assert "Không tìm thấy hồ sơ nhận" in answer.content.decode()
    CatalogueRecord.objects.filter(pk=dossier).update(sensitivity=3)
    answer = signed_in("minh").post(f"/records/{dossier}/move", asked, follow=True)
    assert "mức bảo vệ thấp hơn" in answer.content.decode()
    assert archive.head(other).number == 1


def test_a_page_of_another_file_is_numbered_beyond_every_page_of_its_new_file(
    archive: Archive, dossier: RecordId, other: RecordId
) -> None:
    from tests.portal.test_dividing import parted

    second = parted(archive, dossier)  # the file's pages 1 and 2, and 3
    moved(archive, other, [2], dossier)
    assert numbers(archive, dossier) == [1, 2, 4]
    assert application().text in texts(archive, second)[0]
