"""Nothing is taken from a person's folder before it is safe, and nothing is lost, doubled or overwritten."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.limits import Limits
from records import FileState, record_id_for
from records.errors import DamagedFile, StoreFailed

if TYPE_CHECKING:
    from portal.intake.ledger import Intake
    from portal.models import IntakeFile

Drop = Callable[..., Path]


@pytest.fixture
def intake(portal_data: Path) -> Intake:
    from portal.intake.ledger import Intake

    return Intake(portal_data, Limits(max_bytes=1000))


@pytest.fixture
def drop(portal_data: Path) -> Drop:
    def into_inbox(name: str = "tờ trình.pdf", content: bytes = b"a scan", folder: str = "") -> Path:
        path = portal_data / "inbox" / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return into_inbox


def rows() -> list[IntakeFile]:
    from portal.models import IntakeFile

    return list(IntakeFile.objects.all())


def staged_files(data: Path) -> list[Path]:
    return [path for path in (data / "staging").iterdir() if path.is_file()]


def test_a_file_is_staged_recorded_and_then_laid_in_done(
    intake: Intake, drop: Drop, portal_data: Path
) -> None:
    path = drop(folder="Văn thư/to-trinh")
    file = intake.take(path, folder="Văn thư/to-trinh", unit="Văn thư", hint="to-trinh")
    assert file is not None
    assert not path.exists()
    assert (portal_data / file.laid_in).read_bytes() == b"a scan"
    assert file.laid_in.startswith("done/") and file.laid_in.endswith("/Văn thư/to-trinh/tờ trình.pdf")
    assert (portal_data / "staging" / file.staged_path).read_bytes() == b"a scan"
    [row] = rows()
    assert (row.state, row.source_path, row.unit, row.hint) == (FileState.RECEIVED, "", "Văn thư", "to-trinh")
    assert row.sha256 == hashlib.sha256(b"a scan").hexdigest()
    assert row.record_id == record_id_for(row.sha256)


def test_two_files_of_one_name_lie_side_by_side(intake: Intake, drop: Drop, portal_data: Path) -> None:
    for content in (b"one", b"two", b"three"):
        intake.take(drop("scan.pdf", content))
    laid = [row.laid_in.rsplit("/", 1)[1] for row in rows()]
    assert laid == ["scan.pdf", "scan (2).pdf", "scan (3).pdf"]
    assert [(portal_data / row.laid_in).read_bytes() for row in rows()] == [b"one", b"two", b"three"]


def test_a_scanner_that_names_every_file_alike_does_not_slow_the_intake_down(
    intake: Intake, drop: Drop
) -> None:
    for number in range(25):
        intake.take(drop("scan.pdf", b"%d" % number))
    assert len({row.laid_in for row in rows()}) == 25


def test_the_same_bytes_are_a_duplicate_that_names_the_first(
    intake: Intake, drop: Drop, portal_data: Path
) -> None:
    first = intake.take(drop("một.pdf"))
    second = intake.take(drop("hai.pdf"))
    assert first is not None and second is not None
    assert second.state == FileState.DUPLICATE
    assert second.record_id == first.record_id
    assert "một.pdf" in second.reason_vi
    assert second.laid_in.startswith("done/") and (portal_data / second.laid_in).exists()
    assert [path.name for path in staged_files(portal_data)] == [first.staged_path]


def test_a_file_that_only_the_catalogue_knows_is_a_duplicate(intake: Intake, drop: Drop) -> None:
    from django.utils import timezone

    from portal.models import CatalogueRecord

    sha256 = hashlib.sha256(b"a scan").hexdigest()
    CatalogueRecord.objects.create(
        record_id=record_id_for(sha256),
        version="v1",
        type_confidence=1,
        needs_review=False,
        source_name="cũ.pdf",
        source_sha256=sha256,
        page_count=1,
        received_at=timezone.now(),
        record={},
    )
    file = intake.take(drop())
    assert file is not None and file.state == FileState.DUPLICATE and "cũ.pdf" in file.reason_vi


@pytest.mark.parametrize(("content", "code"), [(b"", "EmptyFile"), (b"x" * 1001, "TooLarge")])
def test_an_empty_or_too_large_file_is_given_back_with_its_reason(
    intake: Intake, drop: Drop, portal_data: Path, content: bytes, code: str
) -> None:
    path = drop("lạ.pdf", content)
    file = intake.take(path)
    assert file is not None
    assert (file.state, file.reason_code) == (FileState.REJECTED, code)
    assert not path.exists()
    assert (portal_data / file.laid_in).read_bytes() == content
    reason = (portal_data / (file.laid_in + ".reason.txt")).read_text("utf-8-sig")
    assert file.reason_vi in reason and "Not accepted" in reason
    assert staged_files(portal_data) == []


def test_a_file_refused_when_opened_is_found_in_rejected_and_no_longer_in_done(
    intake: Intake, drop: Drop, portal_data: Path
) -> None:
    file = intake.take(drop())
    twin = intake.take(drop("bản sao.pdf"))
    assert file is not None and twin is not None
    intake.reject(file.pk, DamagedFile("no page tree"))
    assert [row.state for row in rows()] == [FileState.REJECTED, FileState.REJECTED]
    for row in rows():
        assert row.laid_in.startswith("rejected/")
        assert (portal_data / row.laid_in).read_bytes() == b"a scan"
        assert (portal_data / (row.laid_in + ".reason.txt")).exists()
    assert not [path for path in (portal_data / "done").rglob("*") if path.is_file()]
    assert staged_files(portal_data) == []


def test_a_rejected_file_may_be_handed_in_again(intake: Intake, drop: Drop) -> None:
    file = intake.take(drop())
    assert file is not None
    intake.reject(file.pk, DamagedFile())
    again = intake.take(drop())
    assert again is not None and again.state == FileState.RECEIVED


def test_a_file_that_grows_while_it_is_copied_is_left_for_later(
    intake: Intake, drop: Drop, portal_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop()
    fsync = os.fsync

    def grow_meanwhile(handle: int) -> None:
        with path.open("ab") as stream:
            stream.write(b" and more")
        fsync(handle)

    with monkeypatch.context() as patched:
        patched.setattr("portal.intake.durable.os.fsync", grow_meanwhile)
        assert intake.take(path) is None
    assert path.exists() and rows() == [] and staged_files(portal_data) == []
    file = intake.take(path)
    assert file is not None and file.size_bytes == len(b"a scan and more")


def test_a_link_is_not_followed(intake: Intake, portal_data: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"not for the archive")
    (portal_data / "inbox").mkdir()
    link = portal_data / "inbox" / "scan.pdf"
    link.symlink_to(secret)
    assert intake.take(link) is None
    assert rows() == [] and secret.exists()


def test_a_name_that_is_no_utf8_is_taken(intake: Intake, portal_data: Path) -> None:
    (portal_data / "inbox").mkdir()
    path = portal_data / "inbox" / os.fsdecode(b"t\xf4 tr\xecnh.pdf")
    path.write_bytes(b"legacy")
    file = intake.take(path)
    assert file is not None and file.name == "t_ tr_nh.pdf"
    assert not path.exists() and (portal_data / file.laid_in).read_bytes() == b"legacy"


def test_a_folder_name_cannot_lead_out_of_done(intake: Intake, drop: Drop, portal_data: Path) -> None:
    file = intake.take(drop(), folder="../../etc")
    assert file is not None and "/etc/" in file.laid_in and ".." not in file.laid_in


class Crash(BaseException):
    """Stands for the end of the process: nothing of ours catches it."""


STEPS = (
    "portal.intake.staging.durable.sync_folder",
    "portal.intake.ledger.Intake._record",
    "portal.intake.laying.Laying._fetch",
    "portal.intake.durable.Path.replace",
    "portal.intake.laying.Laying._forget_source",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_between_any_two_steps_neither_loses_nor_doubles(
    intake: Intake, drop: Drop, portal_data: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = drop()

    def die(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(step, die)
        with pytest.raises(Crash):
            intake.take(path)
    restart(intake, path)
    [row] = rows()
    assert (row.state, row.source_path) == (FileState.RECEIVED, "")
    assert not path.exists()
    found = [each for each in (portal_data / "done").rglob("*") if each.is_file()]
    assert [each.read_bytes() for each in found] == [b"a scan"]
    assert found == [portal_data / row.laid_in]
    assert [each.name for each in staged_files(portal_data)] == [row.staged_path]


def restart(intake: Intake, path: Path) -> None:
    """What a new process does: settles what is open, looks into the inbox, and after an hour sweeps."""
    intake.recover()
    intake.take(path)
    for staged in staged_files(intake.data_dir):
        os.utime(staged, (0, 0))
    intake.sweep()


@pytest.mark.parametrize("step", ["portal.intake.durable.move", "portal.intake.laying.Laying._forget_source"])
def test_a_crash_while_refusing_is_settled_by_the_next_start(
    intake: Intake, drop: Drop, portal_data: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = intake.take(drop())
    assert file is not None

    def die(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(step, die)
        with pytest.raises(Crash):
            intake.reject(file.pk, DamagedFile())
    intake.recover()
    [row] = rows()
    assert (row.state, row.source_path, row.staged_path) == (FileState.REJECTED, "", "")
    assert (portal_data / row.laid_in).read_bytes() == b"a scan"
    assert (portal_data / (row.laid_in + ".reason.txt")).exists()


def test_another_file_put_in_the_old_ones_place_is_taken_for_itself(
    intake: Intake, drop: Drop, portal_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop()

    def die(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr("portal.intake.durable.move", die)
        with pytest.raises(Crash):
            intake.take(path)
    path.write_bytes(b"another scan")
    intake.recover()
    assert path.read_bytes() == b"another scan"
    intake.take(path)
    assert sorted((portal_data / row.laid_in).read_bytes() for row in rows()) == [b"a scan", b"another scan"]


def test_a_source_that_cannot_be_moved_is_owed_and_not_taken_again(
    intake: Intake, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop()

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "the folder is read-only")

    with monkeypatch.context() as patched:
        patched.setattr("portal.intake.durable.move", refuse)
        assert intake.take(path) is not None
        assert intake.take(path) is None
    assert path.exists() and len(rows()) == 1
    assert intake.take(path) is None
    assert not path.exists() and len(rows()) == 1


def test_a_move_across_file_systems_copies_and_then_removes(
    intake: Intake, drop: Drop, portal_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop()
    replace = Path.replace

    def another_device(source: Path, target: Path) -> Path:
        if source == path:
            raise OSError(errno.EXDEV, "another device")
        return replace(source, target)

    monkeypatch.setattr("portal.intake.durable.Path.replace", another_device)
    file = intake.take(path)
    assert file is not None and not path.exists()
    assert (portal_data / file.laid_in).read_bytes() == b"a scan"


def test_a_staged_copy_that_nobody_knows_goes_back_to_the_inbox(
    intake: Intake, drop: Drop, portal_data: Path
) -> None:
    file = intake.take(drop())
    assert file is not None
    file.delete()  # as when the database was lost
    os.utime(portal_data / "staging" / file.staged_path, (0, 0))
    intake.sweep()
    [returned] = (portal_data / "inbox").rglob("*" + file.staged_path)
    assert returned.read_bytes() == b"a scan" and staged_files(portal_data) == []


@pytest.fixture
def small_files_only() -> Iterator[Callable[[int], None]]:
    """Lets no file of this process grow over so many bytes, which the system reports like a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_file_in_the_inbox_and_no_copy_behind(
    intake: Intake, drop: Drop, portal_data: Path, small_files_only: Callable[[int], None]
) -> None:
    path = drop(content=b"x" * 900)
    small_files_only(500)
    with pytest.raises(StoreFailed):
        intake.take(path)
    small_files_only(resource.RLIM_INFINITY)
    assert path.exists() and staged_files(portal_data) == [] and rows() == []
    assert intake.take(path) is not None
