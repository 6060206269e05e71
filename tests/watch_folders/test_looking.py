"""Names, places, file systems, and whether a file may be taken."""

from __future__ import annotations

import os
import signal
import threading
import unicodedata
from pathlib import Path, PurePath

import pytest

from watch_folders.file_systems import file_system_of, is_network
from watch_folders.hints import hints_by_name, place_of
from watch_folders.ignored import is_ignored
from watch_folders.looking import Footprint, Readiness, look, readiness, scan


@pytest.mark.parametrize(
    "name",
    [
        "a.TMP",
        "a.part",
        "a.pdf.crdownload",
        "~$a.docx",
        ".a",
        ".DS_Store",
        "THUMBS.DB",
        "desktop.ini",
        "a.pdf~",
    ],
)
def test_temporaries_are_ignored(name: str) -> None:
    assert is_ignored(name)


@pytest.mark.parametrize(
    "name", ["a.pdf", "Đơn xin.tif", "part.pdf", "tmp.pdf", "không tên", "~a.pdf", "a.exe"]
)
def test_anything_else_is_not(name: str) -> None:
    assert not is_ignored(name)


KNOWN = hints_by_name({"Giấy khai sinh": "birth_certificate", "birth_certificate": "birth_certificate"})


@pytest.mark.parametrize(
    ("relative", "unit", "hint"),
    [
        ("a.pdf", "", ""),
        ("Xã Một/a.pdf", "Xã Một", ""),
        ("Xã Một/Giấy khai sinh/a.pdf", "Xã Một", "birth_certificate"),
        ("Xã Một/2024/giay-khai-sinh/quyển 1/a.pdf", "Xã Một", "birth_certificate"),
        ("GIẤY_KHAI_SINH/a.pdf", "", "birth_certificate"),
        ("birth_certificate/2024/a.pdf", "", "birth_certificate"),
        ("Xã Một/linh tinh/a.pdf", "Xã Một", ""),
    ],
)
def test_folders_say_unit_and_hint(relative: str, unit: str, hint: str) -> None:
    assert place_of(PurePath(relative), KNOWN) == (unit, hint)
    assert place_of(PurePath(unicodedata.normalize("NFD", relative)), KNOWN) == (unit, hint)


def test_without_known_hints_the_second_folder_is_the_hint_as_it_is_called() -> None:
    assert place_of(PurePath("Xã Một/Linh tinh/a.pdf"), None) == ("Xã Một", "Linh tinh")
    assert place_of(PurePath("Xã Một/a.pdf"), None) == ("Xã Một", "")


def test_a_folder_name_that_is_no_utf_8_can_be_kept() -> None:
    unit, _hint = place_of(PurePath(os.fsdecode(b"X\xe3 M/a.pdf")), KNOWN)
    assert unit.encode() == b"X? M"


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:44 / /srv/scan\\040share rw - cifs //nas/scan rw
41 22 0:45 / /srv/sshfs rw - fuse.sshfs host: rw
42 22 0:46 / /srv/nfs rw - nfs4 host:/x rw
43 22 0:47 / /srv/usb rw - fuseblk /dev/sdb1 rw
44 42 8:9 / /srv/nfs/local rw - xfs /dev/sdc rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/inbox", "ext4"),
        ("/srv/scan share/a", "cifs"),
        ("/srv/sshfs", "fuse.sshfs"),
        ("/srv/nfs/a/b", "nfs4"),
        ("/srv/nfs2", "ext4"),
        ("/srv/nfs/local/a", "xfs"),
        ("/srv/usb/a", "fuseblk"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert file_system_of(Path(path), mounts=MOUNTS) == kind


def test_a_local_folder_is_not_a_network_share(tmp_path: Path) -> None:
    assert not is_network(tmp_path)


def test_a_file_open_for_writing_anywhere_is_not_ready(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    seen = look(str(path), with_inode=True)
    assert seen is not None
    assert readiness(str(path), seen, with_inode=True) is Readiness.READY
    with path.open("ab"):
        assert readiness(str(path), seen, with_inode=True) is Readiness.WRITTEN
    with path.open("rb"):
        assert readiness(str(path), seen, with_inode=True) is Readiness.READY


def test_a_changed_gone_linked_or_special_file_is_not_ready(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    assert readiness(str(path), Footprint(9, 9, 9), with_inode=True) is Readiness.CHANGED
    assert readiness(str(tmp_path / "none"), Footprint(1, 1, 1), with_inode=True) is Readiness.CHANGED
    (tmp_path / "link").symlink_to(path)
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        assert look(str(tmp_path / name), with_inode=True) is None
        assert readiness(str(tmp_path / name), Footprint(1, 1, 1), with_inode=True) is not Readiness.READY


def test_a_writer_that_comes_while_we_look_does_not_end_this_process(tmp_path: Path) -> None:
    """A lease that is broken sends a signal; by default it would be SIGIO, which ends the process."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    assert signal.getsignal(signal.SIGIO) is signal.SIG_DFL
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with path.open("r+b"):
                pass

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _look in range(3000):
            seen = look(str(path), with_inode=True)
            assert seen is not None
            readiness(str(path), seen, with_inode=True)
    finally:
        stop.set()
        writer.join()


def test_on_a_share_the_inode_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    seen = look(str(path), with_inode=False)
    assert seen is not None and seen.inode == 0
    assert scan(str(tmp_path), with_inode=False).files == {str(path): seen}
