"""How an event is bound to the one before it: SHA-256 over a canonical form that anybody can compute again.

The form is JSON with sorted keys, no spaces, UTF-8 (RFC 8259; numbers in it are integers and text only), of
the event's own values and the digest of the event before. Changing, inserting, dropping or reordering events
breaks every digest after them; a cut-off tail shows against a checkpoint kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime


def digest_of(
    *,
    at: datetime,
    actor: str,
    address: str,
    kind: str,
    object: str,  # noqa: A002  # the column's name
    unit: str,
    details: Mapping[str, object],
    previous: str,
) -> str:
    """The digest of one event, 64 hexadecimal digits; `at` with any offset, it is written in UTC."""
    form = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "address": address,
        "kind": kind,
        "object": object,
        "unit": unit,
        "details": details,
        "previous": previous,
    }
    text = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
