"""What a file may cost before it is refused, so that a hostile one meets a limit before the machine does.

One frozen value is made from the settings and handed down; nothing here reads a setting by itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file, and one page of it, may take. Picklable: it travels to worker processes."""

    max_bytes: int = 2 << 30
    """Bytes of the file; 2 GiB is 2,000 colour pages at 300 dpi."""
    max_pages: int = 5_000
    """Pages of one file."""
    max_page_pixels: int = 178_000_000
    """Pixels of one stored image. A0 at 300 dpi has 139 million; from 179 million Pillow itself refuses."""
    max_rendered_pixels: int = 50_000_000
    """Pixels of one page as drawn for reading (A3 at 400 dpi: 31 million); a larger page gets fewer dpi."""
    max_dpi: float = 400.0
    """Dots per inch for reading. Finer scans are reduced: recognition gains nothing and pays by the pixel."""
    page_seconds: float = 120.0
    """Wall-clock seconds that reading one page may take; the process that runs the page keeps the clock."""
    conversion_seconds: float = 600.0
    """Wall-clock seconds that an outside converter may take for one whole file."""
    memory_bytes: int = 1_500_000_000
    """Memory that a worker may take before it is stopped; a usual page needs less than 600 MB."""
