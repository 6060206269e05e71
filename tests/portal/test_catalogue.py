"""The catalogue follows from the archive: typed, idempotent, and the same again after a rebuild."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from archive import Archive
from archive.stores.folder import FolderStore
from records import Record, RecordId, record_id_for
from records.errors import MalformedRecord
from records.record import dump_json
from tests.portal.catalogued import add, make_field, make_record, search_all

pytestmark = pytest.mark.usefixtures("portal_data")

Deposit = Callable[..., RecordId]


@pytest.fixture
def archive(portal_data: Path) -> Archive:
    return Archive(FolderStore(portal_data / "archive"))


@pytest.fixture
def deposit(archive: Archive) -> Deposit:
    def into_both(
        record: Record, *, received_at: str = "2026-06-01T08:00:00+07:00", unit: str = ""
    ) -> RecordId:
        from portal.catalogue.index import index_record

        record_id = record_id_for(record.source.sha256)
        intake = {
            "received_at": received_at,
            "unit": unit,
            "hint": "",
            "folder": "",
            "name": record.source.name,
        }
        version = archive.deposit(
            record_id,
            {
                f"original/{record.source.name}": b"scan",
                "record.json": dump_json(record.to_json()),
                "words.json": dump_json(record.words_json()),
                "intake.json": dump_json(intake),
            },
            message="test",
            user="test",
            created=datetime(2026, 6, 1, tzinfo=UTC),
        )
        index_record(record_id, f"v{version.number}", record, intake)
        return record_id

    return into_both


def whole_catalogue() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the catalogue but the row numbers that carry no meaning."""
    from portal.models import CataloguePage, CatalogueRecord, FieldEntry

    without = {"id"}
    out = {}
    for model in (CatalogueRecord, CataloguePage, FieldEntry):
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in without]
        out[model.__name__] = sorted(model.objects.values_list(*names), key=repr)
    return out


def answers(*queries: str) -> list[object]:
    return [(results.total, results.hits) for results in map(search_all, queries)]


def test_fields_are_typed_so_that_filters_can_compare_them() -> None:
    from portal.models import CatalogueRecord, FieldEntry

    fields = {
        "child_full_name": make_field("NGUYỄN ĐỨC AN", "Nguyễn Đức An"),
        "registration_date": make_field("25/11/2021", "2021-11-25"),
        "registration_number": make_field("045/2021"),
        "area_m2": make_field("1.234,5", "1234.5"),
        "child_personal_id": make_field("027221650318"),
        "date_of_birth": make_field("1950", "1950"),
    }
    record = add(make_record("Giấy khai sinh", record_type="birth_certificate", fields=fields))
    entries = {entry.name: entry for entry in FieldEntry.objects.filter(record=record)}
    assert entries["child_full_name"].folded == "nguyen duc an"
    assert entries["registration_date"].date == date(2021, 11, 25)
    assert entries["area_m2"].number == Decimal("1234.5")
    assert entries["child_personal_id"].number is None
    assert entries["date_of_birth"].date is None
    row = CatalogueRecord.objects.get(pk=record)
    assert (row.title, row.document_number, row.document_date) == (
        "Nguyễn Đức An",
        "045/2021",
        date(2021, 11, 25),
    )


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"subject": "Về việc  giao đất", "signer_name": "Lê Văn B"}, "Về việc giao đất"),
        ({"wife_full_name": "Trần Thị Hoa", "husband_full_name": "Lê Văn B"}, "Lê Văn B – Trần Thị Hoa"),
        ({"signer_name": "Lê Văn B"}, "Quét ngày 5"),
        ({"somebody_name": "Lò Thị Mây", "signer_name": "Lê Văn B"}, "Lò Thị Mây"),
    ],
)
def test_title_is_the_subject_else_the_people_else_the_file(fields: dict[str, str], title: str) -> None:
    from records.title import title_of

    given = {name: make_field(value) for name, value in fields.items()}
    assert title_of(make_record("x", name="Quét ngày 5.pdf", fields=given)) == title


def test_the_same_record_again_changes_nothing() -> None:
    record = make_record("quyết định", "trang hai", fields={"subject": make_field("Về việc giao đất")})
    add(record)
    before = whole_catalogue(), answers("quyết định", "giao đất")
    add(record)
    assert (whole_catalogue(), answers("quyết định", "giao đất")) == before


def test_a_corrected_record_is_found_by_its_new_words_only() -> None:
    from portal.catalogue.index import index_record

    record = make_record("Ông Nguyễn Văn Ân", "trang hai", fields={"full_name": make_field("Nguyễn Văn Ân")})
    record_id = add(record)
    corrected = make_record("Ông Nguyễn Văn Mẫn", fields={"full_name": make_field("Nguyễn Văn Mẫn")})
    index_record(record_id, "v2", corrected, {"received_at": "2026-06-01T08:00:00+07:00"})
    assert [total for total, _ in answers("ân", '"trang hai"', "tên:ân", "mẫn", "tên:mẫn")] == [0, 0, 0, 1, 1]


def test_a_removed_record_leaves_no_trace() -> None:
    from portal.catalogue.index import remove

    gone, stays = add(make_record("quyết định", name="a")), add(make_record("quyết định", name="b"))
    remove(gone)
    remove(gone)
    assert [hit.record_id for hit in answers("quyết định")[0][1]] == [stays]  # type: ignore[index]
    assert [row[0] for row in whole_catalogue()["CatalogueRecord"]] == [stays]


def test_indexing_fails_with_the_transaction_of_its_caller() -> None:
    from django.db import transaction

    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        add(make_record("quyết định"))
        raise Broken
    assert answers("quyết định") == [(0, ())]


def test_an_intake_that_tells_no_time_is_refused() -> None:
    from portal.catalogue.index import index_record

    record = make_record("x")
    with pytest.raises(MalformedRecord):
        index_record(record_id_for(record.source.sha256), "v1", record, {"unit": "x"})


QUERIES = (
    "quyết định",
    "nguyen van an",
    "tên:an",
    "từ:2020 đến:2024",
    "đơn_vị:đông",
    "area_m2:>100",
    "state:review",
)


@pytest.fixture
def filed(deposit: Deposit) -> list[RecordId]:
    ids = []
    for number in range(9):
        fields = {
            "full_name": make_field(f"Nguyễn Văn An {number}"),
            "issue_date": make_field("x", f"202{number % 6}-03-15"),
            "area_m2": make_field(str(98 + number)),
        }
        record = make_record(
            f"Quyết định số {number} của Nguyễn Văn An",
            "trang hai",
            name=f"{number}.pdf",
            fields=fields,
            reasons=["Không rõ ngày"] if number % 4 == 0 else (),
        )
        day = f"2026-06-{(number * 7) % 9 + 1:02d}T08:00:00+07:00"
        ids.append(deposit(record, received_at=day, unit="Xã Đông" if number % 2 else "Xã Tây"))
    return ids


def test_rebuild_gives_the_same_records_fields_and_results(archive: Archive, filed: list[RecordId]) -> None:
    from portal.catalogue.index import remove
    from portal.catalogue.rebuild import rebuild

    before = whole_catalogue(), answers(*QUERIES)
    for record_id in filed:
        remove(record_id)
    assert whole_catalogue()["CatalogueRecord"] == []
    told: list[tuple[int, int]] = []
    done = rebuild(archive, lambda now, total: told.append((now, total)))
    assert (done.records, done.removed, done.unreadable) == (len(filed), 0, ())
    assert (whole_catalogue(), answers(*QUERIES)) == before
    assert told[-1] == (len(filed), len(filed))


def test_rebuild_takes_out_what_the_archive_does_not_hold(archive: Archive, filed: list[RecordId]) -> None:
    from portal.catalogue.rebuild import rebuild

    add(make_record("không có trong kho"))
    assert rebuild(archive).removed == 1
    assert answers("không có trong kho") == [(0, ())]
    assert answers("quyết định")[0][0] == len(filed)  # type: ignore[index]


def test_rebuild_tells_what_it_cannot_read_and_goes_on(
    archive: Archive, filed: list[RecordId], portal_data: Path
) -> None:
    from portal.catalogue.rebuild import rebuild

    with archive.as_file(filed[0], "record.json") as damaged:
        damaged.write_bytes(b"{}")
    with archive.as_file(filed[1], "intake.json") as missing:
        missing.unlink()
    done = rebuild(archive)
    assert {one.record_id for one in done.unreadable} == set(filed[:2])
    assert all(one.remedy_vi for one in done.unreadable)
    assert done.records == len(filed) - 2
    assert answers("quyết định")[0][0] == len(filed)  # type: ignore[index]


def test_rebuild_brings_the_newest_version_back(archive: Archive, deposit: Deposit) -> None:
    from portal.catalogue.rebuild import rebuild
    from portal.models import CatalogueRecord

    first = make_record("Ông An", name="a.pdf")
    record_id = deposit(first)
    second = make_record("Ông An", name="a.pdf", reasons=["Cần xem"])
    archive.revise(
        record_id,
        {"record.json": dump_json(second.to_json())},
        message="corrected",
        user="clerk",
        created=datetime(2026, 7, 1, tzinfo=UTC),
    )
    rebuild(archive)
    row = CatalogueRecord.objects.get(pk=record_id)
    assert (row.version, row.needs_review, row.reasons) == ("v2", True, ["Cần xem"])
