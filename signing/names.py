"""Keeps the prepared form of names of certificates, which asn1crypto makes anew for each comparison.

Two names are one when their prepared forms are (RFC 5280, 7.1; RFC 4518, clause 2). Preparing takes half a
millisecond a part, and a paper's check compares the same few authorities dozens of times. The prepared form
follows from the string alone, so that keeping it changes no answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from asn1crypto import x509

_MOST_KEPT = 1024
_LONGEST_KEPT = 256
"""Characters; authorities' names have fewer, and a hostile file's do not stay in memory."""

_prepare_as_asn1crypto = x509.NameTypeAndValue._ldap_string_prep


@lru_cache(maxsize=_MOST_KEPT)
def _kept(string: str) -> Any:  # asn1crypto is untyped
    return _prepare_as_asn1crypto(None, string)


def _prepare(part: Any, string: str) -> Any:  # an asn1crypto name's part
    """Stands in for asn1crypto's method; what it refuses, it refuses each time."""
    return _kept(string) if len(string) <= _LONGEST_KEPT else _prepare_as_asn1crypto(part, string)


def keep_prepared_names() -> None:
    """From now on, for the whole process."""
    x509.NameTypeAndValue._ldap_string_prep = _prepare
