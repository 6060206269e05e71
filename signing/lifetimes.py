"""Until when a timestamp's algorithms are to be relied on, by the table in `algorithm_lifetimes.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info, extract_signer_info

_TABLE = Path(__file__).with_name("algorithm_lifetimes.yaml")
_UNKNOWN = date(1970, 1, 1)
"""What the table does not name is not relied on."""


@dataclass(frozen=True, slots=True)
class AlgorithmEnd:
    """The algorithm that ends first."""

    name: str
    """`RSASSA-PKCS1v15 2048`, `SHA1`."""
    until: datetime
    source: str


def first_to_end(token: cms.SignedData) -> AlgorithmEnd | None:
    """Which algorithm of a timestamp token ends first; `None` when no end is named for any.

    Looks at what was stamped (message imprint), and at the token's own signature. The chain above it is
    proven to have existed by the next timestamp, like everything else in the file.
    """
    ends = [end for end in (_of_digest(_imprint(token)), *_of_signature(token)) if end is not None]
    return min(ends, key=lambda end: end.until, default=None)


def _of_signature(token: cms.SignedData) -> tuple[AlgorithmEnd | None, AlgorithmEnd | None]:
    info = extract_signer_info(token)
    key = extract_certificate_info(token).signer_cert.public_key
    mechanism = str(info["signature_algorithm"].signature_algo)
    return _of_digest(info["digest_algorithm"]["algorithm"].native), _of_key(mechanism, int(key.bit_size))


def _imprint(token: cms.SignedData) -> str:
    told = token["encap_content_info"]["content"].parsed
    return str(told["message_imprint"]["hash_algorithm"]["algorithm"].native)


def _of_digest(name: str) -> AlgorithmEnd | None:
    return _end(name.upper(), _table()["digests"].get(name, {"until": _UNKNOWN}))


def _of_key(mechanism: str, bits: int) -> AlgorithmEnd | None:
    rows = _table()["keys"].get(mechanism, [{"until": _UNKNOWN}])
    row = next((row for row in rows if "bits" not in row or bits <= row["bits"]), rows[-1])
    return _end(f"{mechanism.upper()} {bits}", row)


def _end(name: str, row: dict[str, Any]) -> AlgorithmEnd | None:
    if "until" not in row:
        return None
    until: date = row["until"]
    return AlgorithmEnd(name, datetime(until.year, until.month, until.day, tzinfo=UTC), _table()["source"])


@cache
def _table() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return read
