"""Where `hoso digitise` lays what it made: three files a source, none ever written over another source's."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from records import Record
from records.record import dump_json


@dataclass(frozen=True, slots=True)
class Outputs:
    """The three files of one source."""

    pdf: Path
    json: Path
    text: Path


@dataclass(slots=True)
class OutputFolder:
    """A folder that gives each source names of its own.

    The first source of a stem gets `<stem>`, a second one `<stem>.<extension>`, then `<stem>~2` and so on;
    the parts of one source after its first get `<stem>-2`, `<stem>-3`. A source that was digitised into this
    folder before, byte for byte, gets its old names again.
    """

    folder: Path
    _taken: set[str] = field(default_factory=set)

    def for_source(self, name: str, sha256: str, part: int = 1) -> Outputs:
        """Reserves the names for part `part`, from 1, of the source called `name` with this digest."""
        for whole in _candidates(name):
            stem = whole if part == 1 else f"{whole}-{part}"
            if stem not in self._taken and self._is_free_for(stem, sha256):
                self._taken.add(stem)
                return Outputs(*(self.folder / f"{stem}.{suffix}" for suffix in ("pdf", "json", "txt")))
        raise AssertionError("names never run out")

    def _is_free_for(self, stem: str, sha256: str) -> bool:
        described = self.folder / f"{stem}.json"
        if not described.exists():
            return not any((self.folder / f"{stem}.{suffix}").exists() for suffix in ("pdf", "txt"))
        try:
            return bool(json.loads(described.read_bytes())["source"]["sha256"] == sha256)
        except (ValueError, KeyError, TypeError, OSError):
            return False


def _candidates(name: str) -> Iterator[str]:
    path = Path(name)
    yield path.stem
    yield path.name
    yield from (f"{path.stem}~{number}" for number in count(2))


def write_outputs(record: Record, made_pdf: Path, outputs: Outputs) -> None:
    """Lays the three files, each whole or not at all; the `.json` last, so that it stands for all three."""
    made_pdf.replace(outputs.pdf)
    _write_whole(outputs.text, record.text.encode())
    _write_whole(outputs.json, dump_json(record.to_json()))


def _write_whole(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".hoso-", delete=False) as stream:
        stream.write(content)
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(path)
