"""What a font's name says of its code: `.VnTimeH` is TCVN3 in capitals, `VNI-Times` is VNI."""

from __future__ import annotations

import re

from pipeline.legacy_text.codes import Code, FontCode

_SUBSET = re.compile(r"^[A-Z]{6}\+")
"""Put before the name of a font of which a part was embedded (ISO 32000-1, 9.6.4)."""
_STYLE = re.compile(
    r"[,-]?\s*(?:bold|italic|oblique|regular|normal|roman|mt|ps)+$|[,-]\s*[bi]+$", re.IGNORECASE
)
_NAMES = (
    (re.compile(r"^[._]?VNI(?=[-_ A-Z])"), Code.VNI),
    (re.compile(r"^(?:[._]Vn|Vn(?=[A-Z]))|^\.VN(?=[A-Z][a-z])"), Code.TCVN3),
    (re.compile(r"^VPS(?=[-_ A-Z])"), Code.VPS),
    (re.compile(r"^VISCII|^VI (?=[A-Z])"), Code.VISCII),
)


def code_of_name(name: str) -> FontCode | None:
    """The code that the font's PostScript or PDF name promises; `None` for an ordinary name."""
    bare = _SUBSET.sub("", name.strip()).replace("#20", " ").replace("#2E", ".").replace("#2e", ".")
    code = next((code for pattern, code in _NAMES if pattern.match(bare)), None)
    if code is None:
        return None
    family = bare
    while (shorter := _STYLE.sub("", family)) != family:
        family = shorter
    # Only the fonts of TCVN3, which has no marked capitals, come in pairs.
    return FontCode(code, code is Code.TCVN3 and family.endswith("H"))
