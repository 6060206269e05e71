"""Real folders, real threads: what is handed on, when, and that it is once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from records.errors import SettingInvalid
from tests.watch_folders.inbox import SETTLE, Receiver, make_folder, until, watching
from watch_folders import WatchedFolder, Watcher, WatchMode, folder_watch, hints_by_name, waiting
from watch_folders.events import Listener


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    return inbox


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture(params=[WatchMode.EVENTS, WatchMode.POLLING])
def folder(request: pytest.FixtureRequest, inbox: Path) -> WatchedFolder:
    """The inbox watched in either way; by events alone, since no rescan comes while a test runs."""
    return make_folder(inbox, request.param, rescan_seconds=60.0)


def test_a_file_is_handed_on_once_and_stays_handed_on(folder: WatchedFolder, receiver: Receiver) -> None:
    with watching(folder, receiver=receiver) as watcher:
        (folder.path / "Giấy khai sinh.pdf").write_bytes(b"%PDF")
        assert receiver.stays(["Giấy khai sinh.pdf"])
        watcher.rescan()
        assert receiver.stays(["Giấy khai sinh.pdf"])
        (standing,) = watcher.standing()
        assert (standing.waiting, standing.refused, standing.taken) == (0, 0, 1)
    (file,) = receiver.files
    assert (file.folder, file.size_bytes, file.unit, file.hint) == (folder.path, 4, "", "")


def test_files_that_lay_there_before_are_handed_on_in_order(
    folder: WatchedFolder, receiver: Receiver
) -> None:
    for name in ("b.pdf", "a.pdf", "c.pdf"):
        (folder.path / name).write_bytes(b"x")
    with watching(folder, receiver=receiver):
        assert receiver.stays(["a.pdf", "b.pdf", "c.pdf"])
    assert receiver.names == ["a.pdf", "b.pdf", "c.pdf"]
    assert len(receiver.threads) == 1


def test_a_growing_file_waits_until_it_stands_still(folder: WatchedFolder, receiver: Receiver) -> None:
    # A wait long against the pauses below, so that a busy machine cannot make a pause look like the end.
    with watching(replace(folder, settle_seconds=0.8), receiver=receiver):
        for _part in range(6):
            with (folder.path / "scan.pdf").open("ab") as scan:
                scan.write(b"part")
            time.sleep(0.2)
            assert receiver.files == []
        assert receiver.stays(["scan.pdf"])
    assert receiver.contents == [b"part" * 6]


def test_a_still_file_that_another_program_is_writing_waits(
    folder: WatchedFolder, receiver: Receiver
) -> None:
    scan = folder.path / "scan.pdf"
    code = "import sys; f = open(sys.argv[1], 'wb'); f.write(b'x'); f.flush(); input()"
    writer = subprocess.Popen([sys.executable, "-c", code, str(scan)], stdin=subprocess.PIPE)
    try:
        assert until(scan.exists)
        with watching(folder, receiver=receiver):
            time.sleep(4 * SETTLE)
            assert receiver.files == []
            writer.communicate(b"\n", timeout=10)
            assert receiver.stays(["scan.pdf"])
    finally:
        writer.kill()


def test_a_file_renamed_in_counts_from_its_last_name(folder: WatchedFolder, receiver: Receiver) -> None:
    with watching(folder, receiver=receiver):
        (folder.path / "scan.pdf.part").write_bytes(b"x")
        assert receiver.stays([])
        (folder.path / "scan.pdf.part").rename(folder.path / "scan.pdf")
        assert receiver.stays(["scan.pdf"])


def test_a_file_replaced_while_it_waits_is_handed_on_as_the_new_one(
    folder: WatchedFolder, receiver: Receiver
) -> None:
    with watching(replace(folder, settle_seconds=0.8), receiver=receiver):
        for content in (b"old", b"new"):
            aside = folder.path.parent / "aside"
            aside.write_bytes(content)
            aside.replace(folder.path / "scan.pdf")
            time.sleep(0.3)
        assert receiver.stays(["scan.pdf"])
    assert receiver.contents == [b"new"]


def test_a_file_that_changes_or_comes_again_is_handed_on_again(
    folder: WatchedFolder, receiver: Receiver
) -> None:
    scan = folder.path / "scan.pdf"
    with watching(folder, receiver=receiver):
        scan.write_bytes(b"one")
        assert receiver.stays(["scan.pdf"])
        scan.write_bytes(b"other")
        assert receiver.stays(["scan.pdf"] * 2)
        scan.unlink()
        time.sleep(SETTLE)
        scan.write_bytes(b"third")
        assert receiver.stays(["scan.pdf"] * 3)


def test_what_is_not_a_document_is_never_touched(
    folder: WatchedFolder, receiver: Receiver, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(b"x")
    with watching(folder, receiver=receiver):
        for name in ("~$đơn.docx", "a.tmp", "b.pdf.crdownload", ".DS_Store", "Thumbs.db", ".hidden.pdf"):
            (folder.path / name).write_bytes(b"x")
        (folder.path / ".git").mkdir()
        (folder.path / ".git" / "a.pdf").write_bytes(b"x")
        (folder.path / "link.pdf").symlink_to(outside / "secret.pdf")
        (folder.path / "linked").symlink_to(outside)
        os.mkfifo(folder.path / "pipe.pdf")
        (folder.path / "real.pdf").write_bytes(b"x")
        assert receiver.stays(["real.pdf"])


def test_an_empty_file_is_handed_on_after_a_longer_wait(folder: WatchedFolder, receiver: Receiver) -> None:
    with watching(folder, receiver=receiver):
        (folder.path / "empty.pdf").write_bytes(b"")
        time.sleep(2 * SETTLE)
        assert receiver.files == []
        assert receiver.stays(["empty.pdf"])
    assert receiver.files[0].size_bytes == 0


def test_sub_folders_old_and_new_give_unit_and_hint(folder: WatchedFolder, receiver: Receiver) -> None:
    known = hints_by_name({"Giấy khai sinh": "birth_certificate"})
    (folder.path / "Phường Ba").mkdir()
    with watching(folder, receiver=receiver, known_hint=known):
        (folder.path / "Phường Ba" / "a.pdf").write_bytes(b"x")
        deep = folder.path / "Xã Một" / "giay_khai_sinh" / "2024"
        deep.mkdir(parents=True)
        (deep / "b.pdf").write_bytes(b"x")
        (folder.path / "GIẤY KHAI SINH").mkdir()
        time.sleep(SETTLE)
        (folder.path / "GIẤY KHAI SINH" / "c.pdf").write_bytes(b"x")
        assert until(lambda: len(receiver.files) == 3)
    places = {file.path.name: (file.unit, file.hint) for file in receiver.files}
    assert places == {
        "a.pdf": ("Phường Ba", ""),
        "b.pdf": ("Xã Một", "birth_certificate"),
        "c.pdf": ("", "birth_certificate"),
    }


def test_a_folder_moved_in_and_a_sub_folder_made_again(
    folder: WatchedFolder, receiver: Receiver, tmp_path: Path
) -> None:
    for turn in ("one", "two"):
        (tmp_path / turn / "in").mkdir(parents=True)
        (tmp_path / turn / "in" / f"{turn}.pdf").write_bytes(b"x")
    with watching(folder, receiver=receiver):
        (tmp_path / "one").rename(folder.path / "unit")
        assert receiver.stays(["unit/in/one.pdf"])
        shutil.rmtree(folder.path / "unit")
        time.sleep(SETTLE)
        (tmp_path / "two").rename(folder.path / "unit")
        assert receiver.stays(["unit/in/one.pdf", "unit/in/two.pdf"])


def test_a_receiver_that_fails_gets_the_file_again_later(
    folder: WatchedFolder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting, "FIRST_RETRY_SECONDS", 0.1)
    receiver = Receiver(refusals=3)
    with watching(folder, receiver=receiver) as watcher:
        (folder.path / "Nguyễn Văn An.pdf").write_bytes(b"x")
        assert until(lambda: watcher.standing()[0].refused == 1)
        assert receiver.stays(["Nguyễn Văn An.pdf"])
        assert watcher.standing()[0].refused == 0
    assert "RuntimeError at inbox.py" in caplog.text
    assert "Nguyễn" not in caplog.text, "a log never holds a name"


def test_a_receiver_that_moves_the_file_is_not_called_for_the_old_place(folder: WatchedFolder) -> None:
    done = folder.path.parent / "done"
    done.mkdir()
    seen = []

    def move(file) -> None:  # type: ignore[no-untyped-def]
        seen.append(file.path.name)
        file.path.rename(done / file.path.name)

    with Watcher([folder], move) as watcher:
        for number in range(20):
            (folder.path / f"{number}.pdf").write_bytes(b"x")
        assert until(lambda: len(seen) == 20)
        assert until(lambda: (watcher.standing()[0].waiting, watcher.standing()[0].taken) == (0, 0))
    assert len(set(seen)) == 20 == len(list(done.iterdir()))


def test_a_missing_folder_is_waited_for_and_one_made_again_is_watched_again(
    folder: WatchedFolder, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    folder.path.rmdir()
    with watching(folder, receiver=receiver) as watcher:
        assert until(lambda: watcher.standing()[0].is_missing)
        for name in ("one.pdf", "two.pdf"):
            folder.path.mkdir()
            assert until(lambda: not watcher.standing()[0].is_missing)
            (folder.path / name).write_bytes(b"x")
            assert receiver.gets(name)
            shutil.rmtree(folder.path)
            assert until(lambda: watcher.standing()[0].is_missing)
    assert receiver.names == ["one.pdf", "two.pdf"]
    assert caplog.text.count("waiting for it") == 3 and caplog.text.count("is back") == 2


def test_a_folder_replaced_by_another_is_watched_again(
    folder: WatchedFolder, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "CHECK_SECONDS", 0.1)
    with watching(folder, receiver=receiver):
        folder.path.rename(tmp_path / "away")
        folder.path.mkdir()
        time.sleep(0.4)
        (folder.path / "new.pdf").write_bytes(b"x")
        assert receiver.stays(["new.pdf"])


def test_a_folder_without_events_is_polled_and_says_so(
    inbox: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(folder_watch, "EVENT_GRACE_SECONDS", 0.2)
    monkeypatch.setattr(folder_watch, "Listener", DeafListener)
    with watching(make_folder(inbox), receiver=receiver) as watcher:
        assert not watcher.standing()[0].is_polling
        (inbox / "a.pdf").write_bytes(b"x")
        assert until(lambda: watcher.standing()[0].is_polling)
        (inbox / "b.pdf").write_bytes(b"x")
        assert receiver.stays(["a.pdf", "b.pdf"])
    assert "a file came without an event" in caplog.text


def test_a_system_without_watches_to_give_is_polled(
    inbox: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "Listener", RefusedListener)
    with watching(make_folder(inbox), receiver=receiver) as watcher:
        (inbox / "a.pdf").write_bytes(b"x")
        assert receiver.stays(["a.pdf"])
        assert watcher.standing()[0].is_polling


def test_a_folder_whose_events_come_is_not_polled(
    inbox: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "EVENT_GRACE_SECONDS", 1.0)
    with watching(make_folder(inbox, rescan_seconds=0.2), receiver=receiver) as watcher:
        for number in range(30):
            (inbox / f"{number}.pdf").write_bytes(b"x")
            time.sleep(0.02)
        assert receiver.stays([f"{number}.pdf" for number in range(30)], seconds=1.5)
        assert not watcher.standing()[0].is_polling


def test_two_folders_are_watched_and_nested_ones_refused(
    inbox: Path, tmp_path: Path, receiver: Receiver
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with watching(make_folder(inbox), make_folder(other, WatchMode.POLLING), receiver=receiver):
        (inbox / "a.pdf").write_bytes(b"x")
        (other / "b.pdf").write_bytes(b"x")
        assert receiver.stays(["a.pdf", "b.pdf"])
    assert {file.folder for file in receiver.files} == {inbox, other}
    with pytest.raises(SettingInvalid, match="apart"):
        Watcher([make_folder(inbox), make_folder(inbox / "unit")], receiver)
    with pytest.raises(SettingInvalid, match="settle_seconds"):
        make_folder(inbox, settle_seconds=0)


def test_stopping_finishes_the_file_in_hand_and_begins_no_other(inbox: Path) -> None:
    begun, finished = [], []

    def slow(file) -> None:  # type: ignore[no-untyped-def]
        begun.append(file)
        time.sleep(0.3)
        finished.append(file)

    for number in range(10):
        (inbox / f"{number}.pdf").write_bytes(b"x")
    with Watcher([make_folder(inbox)], slow):
        assert until(lambda: bool(begun))
    assert len(begun) == len(finished) < 10


def test_300_files_copied_at_once_are_each_handed_on_once(folder: WatchedFolder, receiver: Receiver) -> None:
    with watching(folder, receiver=receiver):
        for number in range(300):
            (folder.path / f"tệp {number}.pdf").write_bytes(b"x" * 1000)
        assert until(lambda: len(receiver.files) >= 300)
        time.sleep(4 * SETTLE)
    assert len(receiver.files) == 300 == len(set(receiver.names))


@pytest.mark.slow
@pytest.mark.parametrize("mode", [WatchMode.AUTO, WatchMode.POLLING])
def test_2000_files_copied_at_once_are_each_handed_on_once_for_three_seconds_of_a_processor(
    inbox: Path, tmp_path: Path, mode: WatchMode
) -> None:
    """With the two seconds for which a file has to rest: within five of standing still, on an idle one."""
    source = tmp_path / "source"
    source.mkdir()
    for number in range(2000):
        (source / f"tệp {number:04}.pdf").write_bytes(os.urandom(20_000))
    handed: list[str] = []

    def receive(file) -> None:  # type: ignore[no-untyped-def]
        handed.append(file.path.name)

    began = time.process_time()
    with Watcher([WatchedFolder(inbox, mode)], receive):
        time.sleep(0.5)
        subprocess.run(["cp", "-r", str(source), str(inbox / "UBND")], check=True)
        assert until(lambda: len(handed) >= 2000, seconds=60)
        time.sleep(3)
    assert len(handed) == 2000 == len(set(handed))
    assert time.process_time() - began < 3.0


def test_an_idle_watcher_costs_next_to_nothing(folder: WatchedFolder, receiver: Receiver) -> None:
    quiet = WatchedFolder(folder.path, folder.mode)
    with watching(quiet, receiver=receiver):
        time.sleep(0.5)
        before = time.process_time()
        time.sleep(1.5)
        assert time.process_time() - before < 0.3  # 1.5 if it looked without a pause


class DeafListener(Listener):
    """Hears nothing, like one on a share that another machine writes to."""

    def __init__(self, folder: Path, heard: object) -> None:  # noqa: ARG002
        super().__init__(folder, lambda _path, _is_folder: None)


class RefusedListener(Listener):
    def __init__(self, folder: Path, heard: object) -> None:  # noqa: ARG002
        raise OSError(28, "inotify watch limit reached")
