"""What is measured: one file a peer, with a Protocol that all of them keep."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

from bench.measuring import Cost


@dataclass(frozen=True, slots=True)
class Reading:
    """What a peer made of the bundle."""

    cost: Cost
    texts: dict[str, list[str]]
    """How the text was got (`own`, `pdftotext`) to the text of each page."""
    output: Path | None = None
    """The searchable PDF, where the peer writes one."""
    remarks: list[str] = field(default_factory=list)


class Peer(Protocol):
    """A program that reads the bundle."""

    name: str

    def missing(self) -> str:
        """What is not installed; empty when the peer can run."""

    def read(self, bundle: Path, folder: Path, *, jobs: int) -> Reading:
        """Reads the PDF with `jobs` processes, writing into `folder`."""


def peers() -> dict[str, Peer]:
    """Every peer by name, in the order of their names."""
    found: dict[str, Peer] = {}
    for module in pkgutil.iter_modules(__path__):
        for peer in cast("list[Peer]", importlib.import_module(f"{__name__}.{module.name}").PEERS):
            found[peer.name] = peer
    return found
