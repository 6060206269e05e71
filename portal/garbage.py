"""Sets aside what stays as long as the process, so that Python does not look there for rings to be freed.

Python's full collection goes through every object that there is. Views, templates and libraries of a served
portal are 245,000 that stay until the end: whoever asked for a page just then, one in 220, waited 150 to
250 ms longer, on pages that take 4. Once the portal answers they are set aside; what comes later is looked
through as often as Python does by itself. Looking less often was tried and gained nothing: the pauses grew
with what had gathered (docs/decisions/0093-the-portals-speed.md).
"""

from __future__ import annotations

import gc


def spare_what_stays() -> None:
    """Takes what is held now for what stays; takes as long as one full collection, 0.2 s."""
    gc.collect()
    gc.freeze()


def spare_nothing() -> None:
    """As Python does by itself, for a process that goes on without its portal."""
    gc.unfreeze()
