"""Where one agency's name ends and the next begins among the lines of a head.

Decree 30/2020/NĐ-CP, Appendix I, II.2 prints the parent above the issuer and lets either run over several
lines, with no sign between them. What a line begins with tells: "HUYỆN …" goes on with "ỦY BAN NHÂN DÂN",
"PHÒNG …" is another agency, "VÀ MÔI TRƯỜNG" goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classifiers.extraction.folding import fold_words
from classifiers.extraction.office_words import AGENCIES, BARE_AGENCIES, SHORT_AGENCIES
from classifiers.vietnamese import nfc

UNIT_RANKS = {
    "tinh": 4, "thanh pho": 3, "tp": 3, "huyen": 2, "quan": 2, "thi xa": 2,
    "xa": 1, "phuong": 1, "thi tran": 1, "dac khu": 1, "khu vuc": 0,
}  # fmt: skip
"""Words that begin the name of an administrative unit, folded; a larger unit ranks higher."""
_NO_UNIT = re.compile(r"(quan (su|ly|tri|doi|khu|y|trac|he)|phuong (phap|an|tien|huong|thuc))\b")
"""Words that only begin like a unit: quân sự is no quận."""
_NO_AGENCY = re.compile(
    r"(so \d|phong (chong|chay|ngua)|quy (dat|hoach)|to (quoc|chuc|dan)(?! pho)|vien (chuc|thong)"
    r"|hoi nhap|doan ket|bo tri|tram cam|dai (bieu|doan|chung))\b"
)
"""Words that only begin like an agency: SỐ 2, PHÒNG CHỐNG, QUỸ ĐẤT, TỔ QUỐC."""
_NAMELESS_UNIT = re.compile(
    r"(nhan dan|ubnd|hdnd) (tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)$"
)
_SCHOOL = re.compile(r"\b(tieu hoc|thcs|thpt|mam non|mau giao|trung hoc (co so|pho thong)|cao dang|dai hoc)$")
_OPEN_END = re.compile(r"(\bva|[-–,&])$")
_HALF_WORD = re.compile(r"\b(bien|quoc|lien)$")
"""First halves of words that go on below, "BIÊN / PHÒNG"; "TỈNH ĐIỆN BIÊN / SỞ …" is whole."""


def begins_agency(above: Sequence[str], line: str) -> bool:
    """Whether a head's line opens a new agency rather than go on with that whose lines stand `above`."""
    folded, name = fold_words(line), fold_words(" ".join(above))
    if _goes_on(above[-1].strip(), line.strip(), name, folded):
        return False
    rank = _rank_at_start(folded)
    if rank is not None:
        # "ỦY BAN NHÂN DÂN / TỈNH X" and "… XÃ Y / HUYỆN X" are one name; a unit inside it is another's.
        ranks = list(_units(name))
        return bool(ranks) and rank <= ranks[-1]
    return starts_agency(line)


def _goes_on(last: str, line: str, name: str, folded: str) -> bool:
    """Whether the words at the seam of two lines say that a name goes on."""
    if _OPEN_END.search(fold_words(last)) or last[-1:] in "-–,&" or line[:1] in "-–&":
        return True
    if _HALF_WORD.search(fold_words(last)) and not list(_units(name)):
        return True
    if folded.split()[:1] == ["va"] or (name.endswith(" xa") and folded.startswith("hoi")):
        return True
    return (
        name in BARE_AGENCIES or _NAMELESS_UNIT.search(name) is not None or _SCHOOL.search(name) is not None
    )


def starts_agency(line: str) -> bool:
    """Whether a line begins as the names of agencies do."""
    folded = fold_words(line)
    if _NO_AGENCY.match(folded):
        return False
    if any(folded == head or folded.startswith(f"{head} ") for head in AGENCIES):
        return True
    first = nfc(line).upper().split()[:1]
    # "TÔ HIỆU" in a school's name is no "TỔ"; letters that lost all their marks may be one.
    return bool(first) and any(
        first[0] == short or (first[0].isascii() and first[0].lower() == fold_words(short))
        for short in SHORT_AGENCIES
    )


def _rank_at_start(folded: str) -> int | None:
    if _NO_UNIT.match(folded):
        return None
    return next(
        (rank for unit, rank in UNIT_RANKS.items() if folded == unit or folded.startswith(f"{unit} ")), None
    )


def _units(name: str) -> Iterator[int]:
    """Ranks of the units that a folded name holds, each with a name of its own behind it."""
    words = name.split()
    for at in range(len(words) - 1):
        rest = " ".join(words[at:])
        rank = _rank_at_start(rest)
        # "XÃ HỘI" is society unless it is the name of a commune: "NHÂN DÂN XÃ HỘI AN".
        is_society = rest.startswith("xa hoi") and words[at - 1 : at] not in ([], ["dan"], ["ubnd"])
        if rank is not None and not is_society:
            yield rank
