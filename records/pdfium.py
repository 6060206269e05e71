"""The lock that whoever uses PDFium holds in a process of several threads.

PDFium is not safe among threads, not even with a document for each
(https://pdfium.googlesource.com/pdfium/, README). The portal draws pages in threads while a batch of the
signing desk reads them in another, so both rooms have to know one lock, and this is what both may import.
"""

from __future__ import annotations

import threading

pdfium_lock = threading.RLock()
"""Held from opening a document until it is closed; the same thread may take it twice."""
