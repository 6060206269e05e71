"""Valid deposits for tests, with overrides, and the outside validator's verdict on a storage root."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import ocfl
from ocfl.validator import Validator

from archive import Archive, Version

WHEN = datetime(2025, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=7)))
NAME = "Giấy khai sinh – Đỗ Thị Ước Nguyện.pdf"


def make_contents(**changes: bytes | Path) -> dict[str, bytes | Path]:
    """The files of one small record; `record="…"` replaces `record.json`, and so on."""
    contents: dict[str, bytes | Path] = {
        f"original/{NAME}": b"%PDF-1.7 what was handed in",
        "searchable.pdf": b"%PDF-1.7 with a text layer",
        "words.json": b'{"pages": []}\n',
        "record.json": b'{"record_type": null}\n',
        "intake.json": b'{"unit": "UBND"}\n',
    }
    names = {"original": f"original/{NAME}", "searchable": "searchable.pdf", "words": "words.json"}
    names |= {"record": "record.json", "intake": "intake.json"}
    return contents | {names[key]: content for key, content in changes.items()}


def deposit(archive: Archive, record_id: str = "hs-one", **changes: bytes | Path) -> Version:
    return archive.deposit(
        record_id, make_contents(**changes), message="Số hóa lần đầu", user="Trần Văn Bình", created=WHEN
    )


def complaints(root: Path) -> list[str]:
    """Everything that ocfl-py has to say about a root and each of its objects, warnings too."""
    storage = ocfl.StorageRoot(root=str(root))
    found = [] if storage.validate(log_warnings=True) else ["the root: " + storage.log.status_str()]
    found += [str(error) for error in storage.errors]
    if storage.num_objects != storage.good_objects:
        found.append(f"{storage.good_objects} of {storage.num_objects} objects are good")
    for inventory in root.glob("*/*/*/inventory.json"):
        validator = Validator(log_warnings=True)
        if not validator.validate_object(str(inventory.parent)):
            found.append(validator.status_str())
    return found


def inventory_of(root: Path, record_suffix: str = "hs-one") -> dict[str, object]:
    (path,) = root.glob(f"*/*/*{record_suffix}/inventory.json")
    raw: dict[str, object] = json.loads(path.read_bytes())
    return raw
