"""Parts of a page that many browsers ask for at the same time, made once for all who may see the same.

While a pile of scans is read, every open inbox asks every two seconds and hears something new each time.
What is kept holds nobody's form token: each answer gets its reader's own.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

KEPT_SECONDS = 2.0
"""As often as a page asks: whoever asks next has what is not a second look older than the page before."""
MOST_KEPT = 32
_TOKEN = secrets.token_urlsafe(32)
"""Stands in what is kept where each reader's token comes; nobody can put it there by the name of a file."""


class SharedAnswers:
    """Rendered fragments by what they show and for whom; may be asked from many threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()

    def answer(
        self, request: HttpRequest, template: str, key: Hashable, context: Callable[[], dict[str, object]]
    ) -> HttpResponse:
        """The fragment, with the reader's token in its forms.

        `key` must tell apart whatever the fragment hangs on: the rights, the language, the state shown.
        """
        with self._lock:  # of fifty that ask at once one makes it, and the others wait for that one
            held = self._kept.get(key)
            if held is not None and self._clock() - held[0] < KEPT_SECONDS:
                body = held[1]
            else:
                body = render_to_string(template, {**context(), "csrf_token": _TOKEN})
                self._kept[key] = (self._clock(), body)
                self._kept.move_to_end(key)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return HttpResponse(body.replace(_TOKEN, get_token(request)))
