"""Whether a page is the end of a paper: signature block, list of recipients, and nothing much after them."""

from __future__ import annotations

import re

from classifiers.type_model.paper import Paper

MOST_WORDS_AFTER = 90
"""Words that may follow the first line of a signature block: titles, names, a list of recipients."""
LOWEST_START = 0.15
"""Height at which a closing may begin: a last page may hold the signature alone."""
_CLOSING = re.compile(
    r"^(noi nhan|luu vt|(tm|kt|tl|tuq|q) |chu tich|pho chu tich|giam doc|pho giam doc|truong phong|"
    r"pho truong|chanh van phong|hieu truong|thu truong|cong chung vien|thu ky|chu toa|chu tri|can bo|"
    r"nguoi (lam don|yeu cau|khai|ke khai|viet|nop|de nghi|ky|dai dien|nhan|duoc|thuc hien|lap)|"
    r"(dai dien )?ben (a|b|chuyen|nhan|tang|cho|mua|ban)\b|ky ten|ky ghi ro|ky va ghi|xac nhan cua|"
    r"ho ten chu ky)"
)


def closes(paper: Paper) -> bool:
    """Whether the page ends with who signs it or who receives it."""
    lines = sorted(paper.lines, key=lambda line: line.y)
    for place, line in enumerate(lines):
        if line.y > LOWEST_START and len(line.folded) < 60 and _CLOSING.match(line.folded):
            after = sum(len(other.folded.split()) for other in lines[place + 1 :])
            if after <= MOST_WORDS_AFTER:
                return True
    return False
