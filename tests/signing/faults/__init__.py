"""Tokens that fail on purpose, put among the kinds as a plug-in of an office's own would be.

`fault_tokens()` makes the kind `faulty` known for as long as it is entered; `faulty_token` names one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import signing.tokens
from signing.demo_pki import DemoPki
from signing.tokens import NamedToken, Pin, token_kinds

_FOLDER = str(Path(__file__).parent / "kinds")


@contextmanager
def fault_tokens() -> Iterator[None]:
    """The kinds in `kinds/` are found beside the product's own; a hanging one is let go at the end."""
    signing.tokens.__path__.append(_FOLDER)
    token_kinds.cache_clear()
    try:
        yield
    finally:
        token_kinds()["faulty"].let_go()  # type: ignore[attr-defined]  # this kind's own
        signing.tokens.__path__.remove(_FOLDER)
        token_kinds.cache_clear()


def faulty_token(
    pki: DemoPki, fault: str, *, after: int = 0, label: str = "chairman"
) -> tuple[NamedToken, Pin]:
    """A token with that official's key that fails after so many signatures; its PIN is the demo's.

    Faults: `removed`, `locked`, `absent`, `pin_wrong`, `hangs`, `lies` (its signatures are not its key's).
    """
    options = {"fault": fault, "after": str(after), "file": str(pki.pfx_file(label))}
    return NamedToken(f"faulty-{fault}", "faulty", options), Pin(pki.pfx_password)
