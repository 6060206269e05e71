"""Does ahead what the first person of a day would otherwise wait for; in a thread, once the server answers.

Importing every view takes some seconds of an old machine, reading the card file of 100,000 records one, and
the first child that draws pages two. All would come anyway with the first page and the first search; whoever
asks meanwhile waits as before, no longer.
"""

from __future__ import annotations

import logging
import threading

from django.db import connection
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from portal import garbage
from portal.catalogue.cards import current_cards
from portal.pictures import drawers
from records.faults import where

log = logging.getLogger(__name__)

PAGES = (
    "portal/inbox/overview.html",
    "portal/finding/page.html",
    "portal/record.html",
    "portal/review.html",
    "portal/wall/wall.html",
)
LANGUAGES = ("en", "vi")


def begin() -> threading.Thread:
    """Begins it; the thread ends by itself and stands in nobody's way."""
    thread = threading.Thread(target=_make_ready, name="making ready", daemon=True)
    thread.start()
    return thread


def _make_ready() -> None:
    try:
        make_ready()
    except Exception as error:  # what is not ready is made when it is asked for, and tells its own fault
        log.warning("not everything was made ready: %s", where(error))
    finally:
        connection.close()
        garbage.spare_what_stays()


def make_ready() -> None:
    """Views, words of both languages, templates, the cards of all records, and a child that draws pages."""
    _ = get_resolver().url_patterns
    for language in LANGUAGES:
        with translation.override(language):
            translation.gettext("")
    for name in PAGES:
        get_template(name)
    cards = current_cards()
    _ = (cards.newest, cards.by_day, cards.year)
    drawers.begin()
