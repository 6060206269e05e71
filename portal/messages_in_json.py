"""Messages that a page's own script sends as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def told_in_json(request: HttpRequest, *, most_bytes: int) -> Mapping[str, Any]:
    """The object that a page's script sent; what stands in it is the caller's to check.

    Raises `ValueError` for a body that is larger, is no JSON object, or is a form, whose fields the check of
    its token has read already.
    """
    if request.content_type != "application/json":
        raise ValueError("no JSON")
    if len(request.body) > most_bytes:
        raise ValueError("too long")
    told = json.loads(request.body)
    if not isinstance(told, dict):
        raise ValueError("no object")  # noqa: TRY004  # one kind of error for all that is malformed
    return told
