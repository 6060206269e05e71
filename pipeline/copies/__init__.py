"""Copies that an office hands out: drawn anew, marked "BẢN SAO", watermarked, with chosen places blacked.

`write_copy` is the door. Nothing of the source file comes along: no signature, text, layer, note, attachment
or metadata, only what its pages look like.
"""

from pipeline.copies.masking import Masks, masks_for
from pipeline.copies.writing import CopyOrder, write_copy

__all__ = ["CopyOrder", "Masks", "masks_for", "write_copy"]
