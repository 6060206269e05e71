"""Says where an unexpected error arose without saying what it says."""

from __future__ import annotations

import traceback
from pathlib import Path

_MOST_PLACES = 8
_DEEPEST = 5


def where(error: BaseException) -> str:
    """The kinds of error and the places in the code, the innermost first: `KeyError at store.py:12 < …`.

    Messages of libraries may quote a document, a name or what they were given, so they stay out of logs.
    """
    told: list[str] = []
    found: BaseException | None = error
    while found is not None and len(told) < _DEEPEST:
        frames = reversed(traceback.extract_tb(found.__traceback__)[-_MOST_PLACES:])
        places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
        told.append(f"{type(found).__name__} at {places or 'an unknown place'}")
        found = found.__cause__ or found.__context__
    return "; from ".join(told)
