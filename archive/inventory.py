"""The inventory of one OCFL object: what each version holds, where the bytes lie, and their digests.

Pure values: nothing here reads or writes a file. OCFL 1.1, 3.5 and 3.6.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from records.errors import ObjectDamaged

INVENTORY = "inventory.json"
SIDECAR = "inventory.json.sha512"
INVENTORY_TYPE = "https://ocfl.io/1.1/spec/#inventory"
_VERSION_NAME = re.compile(r"^v([1-9][0-9]*)$")


@dataclass(frozen=True, slots=True)
class Digests:
    """Both digests of one file, lower-case hexadecimal."""

    sha512: str
    """Names the content in the inventory."""
    sha256: str
    """Kept in the fixity block: the digest that the ledger, the record and an auditor know the file by."""


@dataclass(frozen=True, slots=True)
class VersionBlock:
    """One version as the inventory keeps it."""

    created: str
    """RFC 3339."""
    message: str
    user: str
    state: Mapping[str, str]
    """Logical path to SHA-512."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything known about an object, up to its newest version."""

    object_id: str
    versions: tuple[VersionBlock, ...]
    """Version 1 first."""
    manifest: Mapping[str, tuple[str, ...]]
    """SHA-512 to the content paths, relative to the object, that hold these bytes."""
    sha256: Mapping[str, str]
    """Content path to SHA-256."""

    @property
    def head(self) -> int:
        """Number of the newest version, from 1."""
        return len(self.versions)

    @property
    def state(self) -> Mapping[str, str]:
        """Logical path to SHA-512 in the newest version."""
        return self.versions[-1].state

    def with_version(self, block: VersionBlock, stored: Mapping[str, Digests]) -> Inventory:
        """The inventory after one more version, whose new files lie at the content paths of `stored`."""
        manifest = {digest: set(paths) for digest, paths in self.manifest.items()}
        for path, digests in stored.items():
            manifest.setdefault(digests.sha512, set()).add(path)
        return Inventory(
            object_id=self.object_id,
            versions=(*self.versions, block),
            manifest={digest: tuple(sorted(paths)) for digest, paths in manifest.items()},
            sha256={**self.sha256, **{path: digests.sha256 for path, digests in stored.items()}},
        )

    def to_bytes(self) -> bytes:
        """`inventory.json`: UTF-8, keys sorted, so that equal inventories are equal bytes."""
        raw = {
            "id": self.object_id,
            "type": INVENTORY_TYPE,
            "digestAlgorithm": "sha512",
            "head": f"v{self.head}",
            "manifest": {digest: list(paths) for digest, paths in self.manifest.items()},
            "versions": {f"v{number}": _block_json(block) for number, block in enumerate(self.versions, 1)},
            "fixity": {"sha256": _inverted(self.sha256)},
        }
        return (json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Inventory:
        """Reads `inventory.json`; raises `ObjectDamaged` when it is not one that we could have written."""
        try:
            raw: dict[str, Any] = json.loads(content)
            versions = _ordered_versions(raw["versions"], raw["head"])
            return cls(
                object_id=str(raw["id"]),
                versions=versions,
                manifest={digest.lower(): tuple(paths) for digest, paths in raw["manifest"].items()},
                sha256=_by_path(raw.get("fixity", {}).get("sha256", {})),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ObjectDamaged(f"inventory cannot be read: {type(error).__name__}: {error}") from error


def empty_inventory(object_id: str) -> Inventory:
    """The inventory before the first version; it is never written."""
    return Inventory(object_id=object_id, versions=(), manifest={}, sha256={})


def sidecar_for(inventory: bytes) -> bytes:
    """`inventory.json.sha512` for these bytes (OCFL 1.1, 3.6)."""
    return f"{hashlib.sha512(inventory).hexdigest()} {INVENTORY}\n".encode()


def sidecar_matches(inventory: bytes, sidecar: bytes) -> bool:
    """Whether a sidecar, ours or another program's, states the digest of these bytes."""
    parts = sidecar.split()
    return (
        bool(parts) and parts[0].decode("ascii", "replace").lower() == hashlib.sha512(inventory).hexdigest()
    )


def rfc3339(moment: datetime) -> str:
    """A moment to the second, for example `2025-03-01T08:30:00+07:00`; `ValueError` without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a version's time has a time zone")
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def parse_rfc3339(text: str) -> datetime:
    """Reads what `rfc3339` wrote."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _block_json(block: VersionBlock) -> dict[str, Any]:
    # An address should be a URI (OCFL 1.1, 3.5.3.1); accounts of one agency have no other than this.
    return {
        "created": block.created,
        "message": block.message,
        "user": {"name": block.user, "address": f"hoso:user/{quote(block.user, safe='')}"},
        "state": _inverted(block.state),
    }


def _block(raw: Mapping[str, Any]) -> VersionBlock:
    return VersionBlock(
        created=str(raw["created"]),
        message=str(raw.get("message", "")),
        user=str(raw.get("user", {}).get("name", "")),
        state=_by_path(raw["state"]),
    )


def _ordered_versions(raw: Mapping[str, Any], head: str) -> tuple[VersionBlock, ...]:
    numbered: dict[int, VersionBlock] = {}
    for name, block in raw.items():
        match = _VERSION_NAME.match(name)
        if match is None:
            raise ValueError("a version is not named v1, v2, …")
        numbered[int(match[1])] = _block(block)
    if sorted(numbered) != list(range(1, len(numbered) + 1)) or head != f"v{len(numbered)}":
        raise ValueError("versions have a gap, or head is not the newest")
    return tuple(numbered[number] for number in sorted(numbered))


def _inverted(by_path: Mapping[str, str]) -> dict[str, list[str]]:
    paths: dict[str, list[str]] = {}
    for path, digest in sorted(by_path.items()):
        paths.setdefault(digest, []).append(path)
    return paths


def _by_path(by_digest: Mapping[str, Any]) -> dict[str, str]:
    return {str(path): digest.lower() for digest, paths in by_digest.items() for path in paths}
