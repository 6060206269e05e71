"""Marks lost in recognition, mended by the document's own spelling and by official phrases.

"TỈNH QUANG NGAÃI" in a letterhead stands three lines above "Quảng Ngãi, ngày". A word that was read
unsurely takes the marks that the same letters carry, beside the same neighbour, elsewhere in the document.
Only marks, letter case and a doubled letter are ever touched, so a name can lose no syllable; names of
persons and numbers are not mended at all. What was read is kept in `as_read`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from classifiers.extraction.folding import fold
from classifiers.extraction.lines import VisualLine
from records import Word

UNSURE_BELOW = 0.93
"""Recognition confidence under which a word may be mended; right words of clean pages lie above it."""
OFFICIAL_WEIGHT = 3.0
"""An official phrase counts as much as three sure readings in the document."""

OFFICIAL_PHRASES = (
    "ủy ban nhân dân tỉnh", "ủy ban nhân dân thành phố", "ủy ban nhân dân huyện", "ủy ban nhân dân quận",
    "ủy ban nhân dân thị xã", "ủy ban nhân dân xã", "ủy ban nhân dân phường", "ủy ban nhân dân thị trấn",
    "ủy ban nhân dân đặc khu", "hội đồng nhân dân", "văn phòng", "công an tỉnh", "sở tài chính", "sở nội vụ",
    "sở y tế", "sở tư pháp", "sở xây dựng", "sở công thương", "sở giáo dục và đào tạo",
    "sở khoa học và công nghệ", "sở nông nghiệp và môi trường", "sở nông nghiệp và phát triển nông thôn",
    "sở tài nguyên và môi trường", "sở kế hoạch và đầu tư", "sở văn hóa, thể thao và du lịch",
    "sở lao động - thương binh và xã hội", "sở thông tin và truyền thông", "sở giao thông vận tải",
    "về việc", "trên địa bàn tỉnh", "trên địa bàn huyện", "trên địa bàn xã", "trên địa bàn thành phố",
    "tăng cường công tác", "triển khai thực hiện", "quy định", "ban hành", "phê duyệt", "điều chỉnh", "bổ sung",
    "thành lập", "kiện toàn", "công bố danh mục", "thủ tục hành chính", "kế hoạch", "kết quả", "giai đoạn",
    "trung học phổ thông", "phổ thông", "dự toán ngân sách nhà nước", "kinh tế - xã hội", "phòng, chống",
    "tham nhũng, tiêu cực", "chuyển đổi số", "cải cách hành chính", "quy trình nội bộ", "giải quyết",
)  # fmt: skip
PROVINCES = (
    "Hà Nội", "Hà Giang", "Cao Bằng", "Bắc Kạn", "Tuyên Quang", "Lào Cai", "Điện Biên", "Lai Châu", "Sơn La",
    "Yên Bái", "Hòa Bình", "Thái Nguyên", "Lạng Sơn", "Quảng Ninh", "Bắc Giang", "Phú Thọ", "Vĩnh Phúc",
    "Bắc Ninh", "Hải Dương", "Hải Phòng", "Hưng Yên", "Thái Bình", "Hà Nam", "Nam Định", "Ninh Bình",
    "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế", "Đà Nẵng", "Quảng Nam",
    "Quảng Ngãi", "Bình Định", "Phú Yên", "Khánh Hòa", "Ninh Thuận", "Bình Thuận", "Kon Tum", "Gia Lai",
    "Đắk Lắk", "Đắk Nông", "Lâm Đồng", "Bình Phước", "Tây Ninh", "Bình Dương", "Đồng Nai", "Bà Rịa",
    "Vũng Tàu", "Hồ Chí Minh", "Long An", "Tiền Giang", "Bến Tre", "Trà Vinh", "Vĩnh Long", "Đồng Tháp",
    "An Giang", "Kiên Giang", "Cần Thơ", "Hậu Giang", "Sóc Trăng", "Bạc Liêu", "Cà Mau",
)  # fmt: skip
"""The provinces of before and after July 2025 (QĐ 124/2004/QĐ-TTg; the 34 of today keep names of these 63)."""

Pair = tuple[str, str]


@lru_cache(maxsize=1)
def _official_pairs() -> dict[Pair, Counter[Pair]]:
    pairs: dict[Pair, Counter[Pair]] = defaultdict(Counter)
    for phrase in (*OFFICIAL_PHRASES, *PROVINCES):
        for left, right in pairwise(phrase.lower().replace(",", "").split()):
            pairs[_key(left), _key(right)][left, right] += OFFICIAL_WEIGHT
    return pairs


class Spelling:
    """How a document writes each pair of neighbouring words, weighted by recognition confidence."""

    def __init__(self, lines: Iterable[VisualLine]) -> None:
        self._pairs: dict[Pair, Counter[Pair]] = defaultdict(Counter)
        for line in lines:
            for left, right in pairwise(line.words):
                written = bare(left.text), bare(right.text)
                key = _key(written[0]), _key(written[1])
                if all(key):
                    weight = min(left.confidence, right.confidence)
                    self._pairs[key][written] += weight * weight

    def mend(self, words: Sequence[Word]) -> tuple[list[str], frozenset[int]]:
        """The words' texts with marks put right, and the indices of those that were changed or confirmed."""
        texts = [word.text for word in words]
        settled: set[int] = set()
        for index in range(len(words) - 1):
            unsure = [at for at in (index, index + 1) if words[at].confidence < UNSURE_BELOW]
            written = bare(words[index].text), bare(words[index + 1].text)
            best = self._best(written)
            if best is None:
                continue
            for at in unsure:
                wanted = best[at - index]
                texts[at] = _respell(texts[at], wanted)
                settled.add(at)
        return texts, frozenset(settled)

    def _best(self, written: Pair) -> Pair | None:
        """The spelling that clearly outweighs the others for these letters; `None` when none does."""
        key = _key(written[0]), _key(written[1])
        votes = Counter(self._pairs.get(key, {})) + Counter(_official_pairs().get(key, {}))
        if not votes:
            return None
        best, weight = votes.most_common(1)[0]
        rivals = sum(other for pair, other in votes.items() if pair != best)
        return best if weight >= 1.5 and weight >= 2.0 * rivals else None


def _key(text: str) -> str:
    """Folded letters, doubled ones once: stacked marks are often read as a second letter ("NGAÃI")."""
    return re.sub(r"([a-z])\1+", r"\1", fold(text))


def bare(text: str) -> str:
    """A word in lower case without the signs around it."""
    return text.lower().strip(".,;:!?()[]“”\"'…-–_/|`^~‘’*")


def _respell(text: str, wanted: str) -> str:
    """`text` with its letters written as `wanted`, in its own letter case and with its own signs around."""
    core = bare(text)
    at = text.lower().find(core)
    if not core or at < 0 or len(text.lower()) != len(text):
        return text
    found = text[at : at + len(core)]
    if found.isupper() and (len(found) > 1 or len(wanted) == 1):
        shaped = wanted.upper()
    elif found[:1].isupper():
        shaped = wanted[:1].upper() + wanted[1:]
    else:
        shaped = wanted
    return text[:at] + shaped + text[at + len(core) :]
