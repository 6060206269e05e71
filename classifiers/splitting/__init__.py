"""Where one paper ends and the next begins in a file of many: a dossier that was scanned in one go.

`page_signs` says what each page shows of beginning or going on, `boundaries` weighs the signs between two
pages, `segmentation` makes the likeliest division of all pages of it, `spans` gives the answer.
"""

from classifiers.splitting.spans import Boundary, Span, split

__all__ = ["Boundary", "Span", "split"]
