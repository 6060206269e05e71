"""Writes the searchable rendition of a source: PDF/A-2u, the scan's own image stream under invisible text.

With files attached it is PDF/A-3u.

`write_searchable` (in `writing.py`) is the door. The source is only read.
"""

from pipeline.pdfa.attachments import Attachment
from pipeline.pdfa.writing import Written, write_searchable

__all__ = ["Attachment", "Written", "write_searchable"]
