"""Deposits over every store: idempotent, versioned, read back, counted."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from archive import Archive, ProblemKind
from archive.layout import object_folder
from archive.stores import Store, open_store, store_names
from records.errors import ObjectDamaged, ObjectMissing, ObjectMoved, StoreFailed
from records.identifiers import record_id_for
from tests.archive.making import NAME, WHEN, deposit, make_contents


@pytest.fixture(params=store_names())
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return open_store(request.param, str(tmp_path / "archive"))


@pytest.fixture
def archive(store: Store) -> Archive:
    return Archive(store)


def test_what_was_deposited_is_read_back(archive: Archive) -> None:
    version = deposit(archive)
    assert (version.number, version.user, version.created) == (1, "Trần Văn Bình", WHEN)
    for path, content in make_contents().items():
        assert archive.read("hs-one", path) == content
        with archive.open("hs-one", path) as stream:
            assert stream.read() == content
        with archive.as_file("hs-one", path) as place:
            assert place.read_bytes() == content and place.suffix == Path(path).suffix
    assert version.files["words.json"].sha256 == hashlib.sha256(b'{"pages": []}\n').hexdigest()


def test_depositing_the_same_again_writes_nothing(archive: Archive, store: Store) -> None:
    first = deposit(archive)
    before = archive.usage()
    again = archive.deposit(
        "hs-one", make_contents(), message="lần khác", user="người khác", created=datetime.now().astimezone()
    )
    assert again == first
    assert archive.usage() == before
    assert store.drafts() == []


def test_a_change_makes_a_version_that_stores_only_what_is_new(archive: Archive) -> None:
    deposit(archive)
    second = deposit(archive, record=b'{"record_type": "notice"}\n')
    assert second.number == 2
    assert second.files["record.json"].content_path == "v2/content/record.json"
    assert second.files[f"original/{NAME}"].content_path == f"v1/content/original/{NAME}"
    assert archive.read("hs-one", "record.json", version=1) == b'{"record_type": null}\n'
    assert archive.read("hs-one", "record.json") == b'{"record_type": "notice"}\n'
    assert [version.number for version in archive.versions("hs-one")] == [1, 2]
    assert archive.head("hs-one") == second


def test_going_back_to_earlier_content_is_a_version_of_its_own_and_stores_nothing(archive: Archive) -> None:
    deposit(archive)
    deposit(archive, record=b"{}\n")
    third = deposit(archive)
    assert third.number == 3
    assert third.files["record.json"].content_path == "v1/content/record.json"
    assert archive.verify("hs-one") == ()


def test_a_revision_names_only_what_changes(archive: Archive) -> None:
    deposit(archive)
    version = archive.revise(
        "hs-one", {"record.json": b"{}\n", "words.json": None}, message="Sửa", user="Lê Thị Hoa", created=WHEN
    )
    assert sorted(version.files) == ["intake.json", f"original/{NAME}", "record.json", "searchable.pdf"]
    with pytest.raises(ObjectMissing):
        archive.read("hs-one", "words.json")
    with pytest.raises(ObjectMissing):
        archive.revise("hs-none", {"record.json": b""}, message="", user="", created=WHEN)


def test_a_revision_worked_out_from_an_older_version_is_refused(archive: Archive) -> None:
    first = deposit(archive)
    second = archive.revise("hs-one", {"record.json": b"2\n"}, message="", user="", created=WHEN, since=first)
    with pytest.raises(ObjectMoved):
        archive.revise("hs-one", {"record.json": b"3\n"}, message="", user="", created=WHEN, since=first)
    assert archive.head("hs-one").number == second.number == 2
    assert archive.read("hs-one", "record.json") == b"2\n"


def test_two_files_of_the_same_bytes_both_come_back(archive: Archive) -> None:
    deposit(archive, words=b"same", record=b"same")
    deposit(archive, words=b"twin", record=b"twin")
    assert archive.read("hs-one", "words.json") == archive.read("hs-one", "record.json") == b"twin"
    assert archive.read("hs-one", "words.json", version=1) == b"same"
    assert archive.verify("hs-one") == ()


def test_a_file_is_deposited_from_its_path(archive: Archive, tmp_path: Path) -> None:
    scan = tmp_path / "scan.tif"
    scan.write_bytes(b"II*\0" * 700_000)
    version = deposit(archive, original=scan)
    assert version.files[f"original/{NAME}"].sha256 == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert archive.verify("hs-one") == ()


def test_a_source_that_has_gone_leaves_no_trace(archive: Archive, store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreFailed):
        deposit(archive, searchable=tmp_path / "gone.pdf")
    assert list(archive.record_ids()) == [] and store.drafts() == []
    deposit(archive)
    with pytest.raises(StoreFailed):
        deposit(archive, searchable=tmp_path / "gone.pdf")
    assert archive.head("hs-one").number == 1 and store.drafts() == []


def test_records_are_listed_and_counted_without_a_database(archive: Archive) -> None:
    ids = {record_id_for(hashlib.sha256(bytes([number])).hexdigest()) for number in range(20)}
    for record_id in ids:
        deposit(archive, record_id)
    assert set(archive.record_ids()) == ids and len(list(archive.record_ids())) == 20
    usage = archive.usage()
    assert (usage.records, usage.files) == (20, 20 * (5 + 5))
    assert usage.size_bytes > 20 * sum(len(bytes(content)) for content in make_contents().values())


def test_an_unknown_record_is_missing(archive: Archive) -> None:
    assert not archive.has("hs-one")
    for act in (archive.head, archive.verify, archive.versions):
        with pytest.raises(ObjectMissing):
            act("hs-one")


def test_the_same_deposits_make_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for name in ("a", "b"):
        archive = Archive(open_store("folder", str(tmp_path / name)))
        deposit(archive)
        deposit(archive, record=b"{}\n")
        root = tmp_path / name
        trees.append(
            {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        )
    assert trees[0] == trees[1]


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "/a",
        "a//b",
        "a/./b",
        "",
        "a\0b",
        "a/",
        unicodedata.normalize("NFD", "Giấy"),
        "x" * 256,
        "a\nb",
    ],
)
def test_unsafe_logical_paths_are_refused(archive: Archive, path: str) -> None:
    with pytest.raises(ValueError, match="logical path"):
        archive.deposit("hs-one", {path: b""}, message="", user="", created=WHEN)


def test_a_path_that_is_anothers_folder_is_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="folder"):
        archive.deposit("hs-one", {"a": b"", "a/b": b""}, message="", user="", created=WHEN)
    with pytest.raises(ValueError, match="at least one"):
        archive.deposit("hs-one", {}, message="", user="", created=WHEN)


@pytest.mark.parametrize("record_id", ["", "../etc", "hs/one", "HS-ONE", "hs one"])
def test_malformed_identifiers_are_refused(archive: Archive, record_id: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        deposit(archive, record_id)


def test_a_time_without_a_zone_is_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="time zone"):
        archive.deposit(
            "hs-one",
            make_contents(),
            message="",
            user="",
            created=datetime(2025, 1, 1),  # noqa: DTZ001
        )


class TestVerify:
    """On a folder, where bytes can be spoiled."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return tmp_path / "archive"

    @pytest.fixture
    def kept(self, root: Path) -> Archive:
        archive = Archive(open_store("folder", str(root)))
        deposit(archive)
        deposit(archive, record=b"{}\n")
        assert archive.verify("hs-one") == ()
        return archive

    @pytest.mark.parametrize(
        ("name", "act", "kind"),
        [
            ("v1/content/words.json", lambda path: path.write_bytes(b"x"), ProblemKind.ALTERED),
            ("v1/content/words.json", Path.unlink, ProblemKind.MISSING),
            ("v1/content/new.txt", lambda path: path.write_bytes(b"x"), ProblemKind.UNEXPECTED),
            ("v1/inventory.json", lambda path: path.write_bytes(b"{}"), ProblemKind.ALTERED),
            ("0=ocfl_object_1.1", Path.unlink, ProblemKind.MISSING),
            ("inventory.json", lambda path: path.write_bytes(b"{}"), ProblemKind.INVENTORY),
            ("inventory.json", Path.unlink, ProblemKind.MISSING),
        ],
    )
    def test_damage_is_named(self, kept: Archive, root: Path, name: str, act, kind: ProblemKind) -> None:  # type: ignore[no-untyped-def]
        act(root / object_folder("hs-one") / name)
        assert [(problem.kind, problem.path) for problem in kept.verify("hs-one")] == [(kind, name)]

    def test_reading_damaged_bytes_is_refused(self, kept: Archive, root: Path) -> None:
        (path,) = root.glob("*/*/*/v1/content/words.json")
        path.write_bytes(b"x")
        with pytest.raises(ObjectDamaged):
            kept.read("hs-one", "words.json")
        (path,) = root.glob("*/*/*/inventory.json")
        path.write_bytes(path.read_bytes().replace(b"v1/content", b"v1/other"))
        with pytest.raises(ObjectDamaged):
            kept.head("hs-one")
