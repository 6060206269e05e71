"""Vietnamese text from before Unicode, told by its fonts and letters and turned into Unicode NFC.

Papers of the 1990s and 2000s were set in fonts that put Vietnamese letters at the codes of Western ones:
`.VnTime` shows "ñy ban" as "ủy ban". What such a page says in its file is therefore not what it shows.
`codes_of` tells for each font of a page which code it follows, `in_unicode` turns a run of its text.
"""

from pipeline.legacy_text.codes import Code, FontCode, in_unicode
from pipeline.legacy_text.telling import FontSample, codes_of

__all__ = ["Code", "FontCode", "FontSample", "codes_of", "in_unicode"]
