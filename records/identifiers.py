"""Identifiers that follow from what they name, so that work delivered twice makes the same record."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import NewType

RecordId = NewType("RecordId", str)
"""`hs-` and 24 lower-case base-32 letters and digits (120 bits)."""

RECORD_ID_PATTERN = re.compile(r"^hs-[a-z2-7]{24}$")
SHA256_PATTERN = re.compile(r"^[0-9a-f]{64}$")


def record_id_for(sha256: str, part: int = 1) -> RecordId:
    """Names the record that part `part` (from 1) of the file with this SHA-256 becomes.

    The same bytes always give the same identifier: a job that is delivered twice, or a database that is
    rebuilt, cannot make a second record. Raises `ValueError` for a malformed digest or part.
    """
    if not SHA256_PATTERN.match(sha256):
        raise ValueError("a SHA-256 digest is 64 lower-case hexadecimal digits")
    if part < 1:
        raise ValueError("parts are counted from 1")
    digest = hashlib.sha256(f"{sha256}:{part}".encode()).digest()[:15]
    return RecordId("hs-" + base64.b32encode(digest).decode("ascii").lower())


def record_id_in(text: str) -> str:
    """The first record identifier in `text`, such as a file's name, or empty."""
    found = re.search(r"(?<![a-z0-9])hs-[a-z2-7]{24}(?![a-z0-9])", text)
    return found.group() if found else ""


def is_record_id(text: str) -> bool:
    """Whether `text` has the form of a record identifier; paths and addresses are checked with this."""
    return RECORD_ID_PATTERN.match(text) is not None
