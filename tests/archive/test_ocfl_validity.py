"""What lies on disk is valid to a validator that knows nothing of us."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import ocfl
import pytest

from archive import Archive
from archive.layout import object_folder
from archive.stores.folder import FolderStore
from tests.archive.making import NAME, WHEN, complaints, deposit, inventory_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def archive(root: Path) -> Archive:
    return Archive(FolderStore(root))


def test_empty_root_is_valid(archive: Archive, root: Path) -> None:
    assert complaints(root) == []


def test_first_and_later_versions_are_valid_without_a_warning(archive: Archive, root: Path) -> None:
    deposit(archive)
    assert complaints(root) == []
    deposit(archive, record=b'{"record_type": "birth_certificate"}\n')
    archive.revise("hs-one", {"searchable.pdf": None}, message="Bỏ", user="Lê Thị Hoa", created=WHEN)
    deposit(archive, "hs-two")
    assert complaints(root) == []
    assert inventory_of(root)["head"] == "v3"


def test_the_validators_own_command_agrees(archive: Archive, root: Path) -> None:
    deposit(archive)
    command = Path(sys.executable).with_name("ocfl-validate.py")
    if not command.exists():
        pytest.skip("needs ocfl-validate.py: pip install ocfl-py")
    for place in (root, root / object_folder("hs-one")):
        done = subprocess.run([sys.executable, command, place], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    (root / object_folder("hs-one") / "v1" / "content" / "words.json").unlink()
    done = subprocess.run([sys.executable, command, place], capture_output=True, text=True, check=False)
    assert done.returncode == 1


def test_objects_lie_where_the_declared_layout_says(archive: Archive, root: Path) -> None:
    deposit(archive)
    storage = ocfl.StorageRoot(root=str(root))
    assert storage.object_path("hoso:hs-one") == object_folder("hs-one")
    assert (root / object_folder("hs-one") / "v1" / "content" / "original" / NAME).is_file()


def test_validator_notices_one_changed_byte(archive: Archive, root: Path) -> None:
    deposit(archive)
    (target,) = root.glob("*/*/*/v1/content/record.json")
    target.write_bytes(b'{"record_type": nulL}\n')
    assert complaints(root) != []


def test_an_object_is_found_and_read_by_another_program(archive: Archive, root: Path, tmp_path: Path) -> None:
    deposit(archive)
    (folder,) = [Path(root, path) for path, _id in ocfl.StorageRoot(root=str(root)).list_objects()]
    raw = json.loads((folder / "inventory.json").read_bytes())
    by_path = {path: digest for digest, paths in raw["versions"]["v1"]["state"].items() for path in paths}
    assert (folder / raw["manifest"][by_path["words.json"]][0]).read_bytes() == b'{"pages": []}\n'
