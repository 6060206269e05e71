"""The opinion of EU DSS, the European Commission's validator: the whole report of ETSI EN 319 102-1."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_LONGEST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class DssTimestamp:
    """A timestamp as DSS judged it."""

    kind: str
    """SIGNATURE_TIMESTAMP or DOCUMENT_TIMESTAMP."""
    indication: str
    authority: str


@dataclass(frozen=True, slots=True)
class DssSignature:
    """A signature as DSS judged it."""

    field: str
    indication: str
    """TOTAL-PASSED, TOTAL-FAILED or INDETERMINATE."""
    sub_indication: str
    """Empty when it passed."""
    level: str
    """PAdES-BASELINE-B, -T, -LT, -LTA, or what else it is."""
    signer: str
    timestamps: tuple[DssTimestamp, ...]
    errors: tuple[str, ...]


def dss(
    paths: Sequence[Path], roots: Path, *, at: datetime | None = None
) -> dict[Path, tuple[DssSignature, ...]]:
    """Every signature of many files, judged in one run: starting the machine takes seconds.

    Trusts the certificates in `roots` alone and fetches nothing. A file that DSS cannot open has
    no signatures.
    """
    moment = ["--at", at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")] if at else []
    done = subprocess.run(
        ["dss-validate", str(roots), *moment, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        timeout=_LONGEST_SECONDS,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {Path(line["file"]): tuple(map(_signature, line.get("signatures", ()))) for line in lines}


def _signature(said: dict[str, Any]) -> DssSignature:  # as DssValidate.java prints it
    return DssSignature(
        field=said["field"] or "",
        indication=said["indication"],
        sub_indication=said["sub_indication"] or "",
        level=said["level"],
        signer=said["signer"] or "",
        timestamps=tuple(
            DssTimestamp(one["kind"], one["indication"], one["authority"] or "") for one in said["timestamps"]
        ),
        errors=tuple(said["errors"]),
    )
