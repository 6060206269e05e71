"""The child process that reads spots and pages for people in review, and how long it may take."""

from __future__ import annotations

from portal.children import Children

SPOT_SECONDS = 25.0
"""A line takes half a second; the first one waits for a child that begins."""
PAGE_SECONDS = 120.0
MEMORY_BYTES = 3 << 30

the_reader = Children(1, memory_bytes=MEMORY_BYTES)
"""Of this process."""
