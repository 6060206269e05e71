"""Whatever dies, fills up or races: the old version or the new one stands, whole."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive import Archive
from archive.inventory import INVENTORY, SIDECAR
from archive.layout import object_folder
from archive.stores import folder as folder_store
from archive.stores.folder import FolderStore
from records.errors import StoreFailed
from tests.archive.making import complaints, deposit, make_contents

ROOT = Path(__file__).parents[2]
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "open"}
"""Audit events before something on disk changes; a process that dies at one has done all before it."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    Archive(FolderStore(root))
    return root


def in_child(act: Callable[[], None]) -> int:
    """Runs `act` in a forked child and gives its exit status; a signal counts negative."""
    pid = os.fork()
    if pid == 0:
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def die_at(step: int) -> None:
    """Arms this process to be killed just before its change number `step` on disk."""
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in CHANGES or (event == "open" and not _is_for_writing(arguments)):
            return
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _is_for_writing(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def settled(root: Path) -> Archive:
    archive = Archive(FolderStore(root))
    archive.settle()
    assert complaints(root) == []
    assert FolderStore(root).drafts() == []
    return archive


@pytest.mark.parametrize("versions_before", [0, 1])
def test_a_writer_killed_before_any_one_change_leaves_the_old_or_the_new_version(
    tmp_path: Path, versions_before: int
) -> None:
    heads = set()
    step = 0
    while True:
        root = tmp_path / f"archive-{step}"
        archive = Archive(FolderStore(root))
        if versions_before:
            deposit(archive, record=b"before\n")

        def write(archive: Archive = archive, step: int = step) -> None:
            die_at(step)
            deposit(archive)

        status = in_child(write)
        archive = settled(root)
        head = archive.head("hs-one").number if archive.has("hs-one") else 0
        heads.add(head)
        assert head in {versions_before, versions_before + 1}
        assert deposit(archive).number == versions_before + 1
        assert archive.verify("hs-one") == () and complaints(root) == []
        if status == 0:
            break
        step += 1
    assert step > 15, "the deposit was killed at too few places for this to prove anything"
    assert heads == {versions_before, versions_before + 1}


def test_a_reader_sees_a_whole_version_between_any_two_steps_of_a_dead_writer(tmp_path: Path) -> None:
    for step in range(40):
        root = tmp_path / f"archive-{step}"
        archive = Archive(FolderStore(root))
        deposit(archive, record=b"before\n")

        def write(archive: Archive = archive, step: int = step) -> None:
            die_at(step)
            deposit(archive)

        status = in_child(write)
        head = archive.head("hs-one")
        expected = {1: b"before\n", 2: make_contents()["record.json"]}
        assert archive.read("hs-one", "record.json") == expected[head.number]
        if status == 0:
            return
    pytest.fail("the deposit has more steps than this test tries")


def test_25_random_kills_of_a_busy_writer(root: Path) -> None:
    chance = random.Random(2)

    def write() -> None:
        archive = Archive(FolderStore(root))
        while True:
            name = f"hs-{chance.randrange(6)}"
            deposit(archive, name, record=b"%d" % chance.randrange(10**9), words=b"w" * 300_000)

    for _kill in range(25):
        chance.random()
        pid = os.fork()
        if pid == 0:
            write()
        time.sleep(chance.uniform(0.002, 0.05))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        Archive(FolderStore(root)).settle()
    archive = settled(root)
    assert all(archive.verify(record_id) == () for record_id in archive.record_ids())


def test_settling_says_what_it_did(root: Path) -> None:
    archive = Archive(FolderStore(root))
    deposit(archive)
    for name in (INVENTORY, SIDECAR):
        place = root / object_folder("hs-one") / name
        place.with_suffix(".old").write_bytes(place.read_bytes())
    deposit(archive, record=b"{}\n")
    for name in (INVENTORY, SIDECAR):
        place = root / object_folder("hs-one") / name
        place.with_suffix(".old").replace(place)
    FolderStore(root).draft("hoso%3ahs-one").write("begun", [b""])
    assert archive.head("hs-one").number == 1
    assert [entry.what for entry in archive.settle()] == ["version finished", "draft removed"]
    assert archive.head("hs-one").number == 2
    assert archive.settle() == ()
    assert complaints(root) == []


def test_a_version_that_is_not_whole_is_set_aside_not_finished_and_not_lost(root: Path) -> None:
    archive = Archive(FolderStore(root))
    deposit(archive)
    stray = root / object_folder("hs-one") / "v2" / "content"
    stray.mkdir(parents=True)
    (stray / "record.json").write_bytes(b"half")
    assert deposit(archive, record=b"{}\n").number == 2
    assert complaints(root) == []
    assert [path.read_bytes() for path in root.with_name("archive.work").rglob("record.json")] == [b"half"]


def test_a_damaged_object_is_left_for_a_person(root: Path) -> None:
    archive = Archive(FolderStore(root))
    deposit(archive)
    FolderStore(root).draft("hoso%3ahs-one").write("begun", [b""])
    (root / object_folder("hs-one") / INVENTORY).write_bytes(b"{}")
    assert [entry.what for entry in archive.settle()] == ["left for a person", "draft removed"]
    assert (root / object_folder("hs-one") / INVENTORY).read_bytes() == b"{}"


@pytest.mark.parametrize("limit", [10, 1_000, 100_000, 250_000])
def test_a_write_that_does_not_fit_leaves_the_record_as_it_was(root: Path, limit: int) -> None:
    """The kernel refuses bytes past a file size limit much as it does on a full disk."""
    archive = Archive(FolderStore(root))
    deposit(archive)

    def write() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        for name in ("hs-one", "hs-two"):
            with pytest.raises(StoreFailed, match="full") as caught:
                deposit(archive, name, words=b"w" * 300_000)
            assert "đầy" in caught.value.remedy_vi

    assert in_child(write) == 0
    assert FolderStore(root).drafts() == []
    assert list(archive.record_ids()) == ["hs-one"] and archive.head("hs-one").number == 1
    assert complaints(root) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a tmpfs")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_refuses_and_works_again_when_there_is_room(small_disk: Path) -> None:
    root = small_disk / "archive"
    archive = Archive(FolderStore(root))
    kept = []
    with pytest.raises(StoreFailed, match="full") as caught:
        for number in range(100):
            deposit(archive, f"hs-{number}", words=os.urandom(12_000))
            kept.append(f"hs-{number}")
    assert isinstance(caught.value.__cause__, OSError) and caught.value.__cause__.errno == errno.ENOSPC
    assert sorted(archive.record_ids()) == sorted(kept) and len(kept) > 1
    assert FolderStore(root).drafts() == [] and complaints(root) == []
    subprocess.run(["mount", "-o", "remount,size=1m", str(small_disk)], check=True)
    deposit(archive, "hs-later")
    assert complaints(root) == []


def test_processes_that_deposit_the_same_make_one_version(root: Path) -> None:
    def write() -> None:
        archive = Archive(FolderStore(root))
        for number in range(8):
            assert deposit(archive, f"hs-{number}").number == 1

    at_once(write, 4)
    archive = settled(root)
    assert [archive.head(name).number for name in sorted(archive.record_ids())] == [1] * 8


def test_processes_that_deposit_different_content_are_put_in_a_row(root: Path) -> None:
    def write() -> None:
        archive = Archive(FolderStore(root))
        for number in range(5):
            deposit(archive, record=b"%d of %d" % (number, os.getpid()))

    at_once(write, 4)
    archive = settled(root)
    assert [version.number for version in archive.versions("hs-one")] == list(range(1, 21))
    assert archive.verify("hs-one") == ()


def test_threads_and_a_store_without_locks_still_serialise(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some shares accept a lock and do not keep it: the renames alone must then hold the line."""
    monkeypatch.setattr(folder_store, "_wait_for_lock", lambda _handle: None)
    archive = Archive(FolderStore(root))
    threads = [
        threading.Thread(target=deposit, args=(archive,), kwargs={"record": b"%d" % number})
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deposit(archive, record=b"last")
    settled(root)
    assert 2 <= archive.head("hs-one").number <= 7
    assert archive.verify("hs-one") == ()


def test_a_dead_holder_frees_its_record(root: Path) -> None:
    def die_holding() -> None:
        with FolderStore(root).hold("hoso%3ahs-one"):
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(die_holding) == -signal.SIGKILL
    deposit(Archive(FolderStore(root)))


def device(folder: Path) -> int:
    return folder.stat().st_dev


def test_a_work_folder_on_another_file_system_is_refused(tmp_path: Path) -> None:
    places = [folder for folder in (Path("/dev/shm"), ROOT) if folder.is_dir()]  # noqa: S108
    others = [folder for folder in places if device(folder) != device(tmp_path)]
    if not others:
        pytest.skip("needs two file systems")
    place = others[0] / f".hoso-test-{os.getpid()}"
    try:
        with pytest.raises(StoreFailed, match="two file systems"):
            FolderStore(tmp_path / "archive", place)
    finally:
        for folder in ("drafts", "locks", ""):
            (place / folder).rmdir()


def at_once(act: Callable[[], None], count: int) -> None:
    pids = []
    for _child in range(count):
        pid = os.fork()
        if pid == 0:
            try:
                act()
            except BaseException:
                os._exit(1)
            os._exit(0)
        pids.append(pid)
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids] == [0] * count
