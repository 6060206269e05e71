"""What one page shows of beginning a paper or going on with one, read from its words and codes.

Heads follow Decree 30/2020/NĐ-CP, Appendix I: motto and letterhead, number, place and date, the title alone
in capitals; page numbers stand centred in the margin and not on page 1. Annexes name the paper that they
belong to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from classifiers.splitting.closing import closes
from classifiers.splitting.numbering import Item, PageNumber, item_of, page_number_of
from classifiers.type_model import examine
from classifiers.type_model.paper import Paper, SheetLine
from classifiers.vietnamese import contains_words, fold_words
from records import Page

MM_PER_INCH = 25.4
HEAD_ZONE = 0.45
"""Part of the page's height in which letterhead, number, date and title stand."""
LOWEST_OF_A_SHORT_PAGE = 0.62
FEWEST_WORDS = 4
"""With fewer words a page says nothing of itself."""
MOST_CARD_WORDS = 150
"""A copied side of an identity card holds some seventy words, stamps of certification included."""
_MOTTO = ("cong hoa xa hoi chu nghia viet nam", "doc lap tu do hanh phuc")
_PLACE_DATE = re.compile(r"^(?:\S+ ){0,6}ngay \S{1,4} thang \S{1,3} nam \S{4}\b")
_DATE = re.compile(r"\bngay \S{0,2}\d\S{0,2} thang \S{0,2}\d|\b\d{1,2} \d{1,2} (?:19|20)\d\d\b")
"""With a letter or two misread; a blank one has no figure before its month."""
_LONG_NUMBER = re.compile(r"\d{5,}")
_OWN_NUMBER = re.compile(r"(\d{1,5})\s*/")
_CITED = re.compile(
    r"(?:\wem|ke\w|k\wm) the\w (?:van ban )?(?P<kind>quyet dinh|nghi quyet|to trinh|cong van|ke hoach|"
    r"thong bao|bao cao|huong dan|chi thi|bien ban|hop dong|phuong an|de an|chuong trinh|"
    r"quy che|giay moi|giay chung nhan)"
    r"(?: nay)?(?: so)?(?: (?P<number>\d{1,5}))?(?: (?P<year>(?:19|20)\d\d))?(?: (?P<symbol>[a-z]{1,5}))?"
)
_GENERAL = frozenset({"tt", "nd", "ttlt"})
"""Symbols of circulars and decrees: what comes with them is a form for all, not an annex of one paper."""
_ABBREVIATIONS = {
    "quyet dinh": "QĐ",
    "nghi quyet": "NQ",
    "to trinh": "TTr",
    "ke hoach": "KH",
    "thong bao": "TB",
    "bao cao": "BC",
    "chi thi": "CT",
    "bien ban": "BB",
    "huong dan": "HD",
    "giay moi": "GM",
}
_GOES_ON = {
    "loi chung": "lời chứng của người chứng thực",
    "thua dat nha o va tai san khac": "trang trong của giấy chứng nhận",
    "so do thua dat nha o": "trang trong của giấy chứng nhận",
    "noi dung thay doi va co so phap ly": "trang biến động của giấy chứng nhận",
    "nhung thay doi sau khi cap": "trang biến động của giấy chứng nhận",
    "trang bo sung giay chung nhan": "trang bổ sung giấy chứng nhận",
}
_GREETING = re.compile(
    r"^(\S+ ){1,4}(than men|kinh men|than yeu|quy men)$|^(kinh thua|kinh gui|thua|dear) \S+"
)
GREETING_ZONE = 0.3
_LEADING_NUMBER = re.compile(r"^([ivx]{1,4}|\d) ")
_CARD_BACK = (
    "ngon tro trai",
    "ngon tro phai",
    "dac diem nhan dang",
    "dac diem nhan dang personal",
    "dau vet rieng",
)
_CARD_FRONT = ("can cuoc cong dan", "the can cuoc", "giay chung minh nhan dan", "can cuoc identity card")
_MACHINE_LINE = re.compile(r"[A-Z0-9<]{5,}<[A-Z0-9<]*|^I[DOI0]VNM[A-Z0-9<]+$")
_ID_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)|(?<!\d)\d{9}(?!\d)")


@dataclass(frozen=True, slots=True)
class Citation:
    """The paper to which a page says that it is attached."""

    said: str
    """As a person would say it, in Vietnamese."""
    abbreviation: str = ""
    """Of that paper's kind; empty where the page names none."""
    number: str = ""
    """Its figures; empty where they were left out or written by hand."""


@dataclass(frozen=True)
class PageSigns:
    """Everything that a page says of where it belongs."""

    page: Page
    paper: Paper
    motto: bool = False
    title: str = ""
    """Code of the record type whose title stands alone on it."""
    title_strength: float = 0.0
    """0 to 1."""
    strange_title: bool = False
    type_code: str = ""
    """What the page alone is taken for; empty for "không rõ"."""
    type_confidence: float = 0.0
    symbol: str = ""
    """Of its own number, such as `QĐ-UBND`."""
    number: str = ""
    """The figures of its own number."""
    has_place_and_date: bool = False
    has_form_code: bool = False
    attached_to: Citation | None = None
    is_draft: bool = False
    goes_on: str = ""
    """What it is a later page of, in Vietnamese."""
    is_card_back: bool = False
    machine_ids: frozenset[str] = frozenset()
    """Identity numbers in its machine-readable zone."""
    ids: frozenset[str] = frozenset()
    """Identity numbers printed on it."""
    page_number: PageNumber | None = None
    first_item: Item | None = None
    last_item: Item | None = None
    greets: bool = False
    """A letter's first line: "Chi thân mến", "Kính thưa …"."""
    begins_small: bool = False
    """Its first line begins with a small letter: in the middle of a sentence."""
    ends_open: bool = False
    """Its last line ends in the middle of a sentence."""
    closes: bool = False
    """It ends with a signature or the list of recipients."""

    @property
    def has_title(self) -> bool:
        return bool(self.title) or self.strange_title

    @property
    def has_head(self) -> bool:
        return self.motto or self.has_title

    @cached_property
    def is_unfilled(self) -> bool:
        """A form's head without its number, a date or a long number anywhere: nobody has filled it in.

        A title alone, as over an article or a recipe, is no form's.
        """
        is_form = self.motto or bool(self.title) or self.has_form_code
        is_filled = self.number or _DATE.search(self.paper.text) or _LONG_NUMBER.search(self.paper.text)
        return is_form and not is_filled

    @cached_property
    def ends_early(self) -> bool:
        """Nothing stands on its lower part: pages within a paper are full."""
        return max((line.y for line in self.paper.lines), default=1.0) < LOWEST_OF_A_SHORT_PAGE

    @property
    def size(self) -> tuple[float, float]:
        """Shorter and longer side, mm; zeros when unknown."""
        if not self.page.dpi:
            return 0.0, 0.0
        width, height = (side / self.page.dpi * MM_PER_INCH for side in (self.page.width, self.page.height))
        return min(width, height), max(width, height)


def signs_of(page: Page) -> PageSigns:
    """Looks at one page that is not blank."""
    seen = examine([page])
    paper = seen.paper
    if not paper.lines:
        return PageSigns(page, paper, page_number=page_number_of(page))
    titles, number = seen.printed.titles, seen.printed.number
    best = max(titles.seen.values(), key=lambda title: title.strength, default=None)
    guess = seen.guess
    body = _body(page)
    has_motto = _has_motto(paper)
    is_titled = best is not None and best.strength > 0.6
    return PageSigns(
        page,
        paper,
        motto=has_motto,
        title=best.code if best is not None and is_titled else "",
        title_strength=best.strength if best is not None else 0.0,
        strange_title=titles.has_strange_title and not is_titled,
        type_code=guess.code or "",
        type_confidence=guess.confidence if guess.code else 0.0,
        symbol=number.symbol if number else "",
        number=_own_number(paper) if number else "",
        has_place_and_date=any(_PLACE_DATE.match(line.folded) for line in paper.top if len(line.folded) < 60),
        has_form_code=_has_form_code(paper),
        attached_to=_attached_to(paper),
        is_draft=_is_draft(paper),
        goes_on="" if has_motto and is_titled else _goes_on(paper),
        is_card_back=not has_motto and _is_card_back(page, paper),
        machine_ids=_machine_ids(page),
        ids=frozenset(_ID_NUMBER.findall(" ".join(word.text for word in page.words))),
        page_number=page_number_of(page),
        first_item=item_of(body[0]) if body else None,
        last_item=next((item for item in map(item_of, reversed(body)) if item is not None), None),
        greets=any(_GREETING.search(line.folded) for line in paper.top if line.y < GREETING_ZONE),
        begins_small=bool(body) and _begins_small(body[0]),
        ends_open=bool(body) and _ends_open(body[-1]),
        closes=closes(paper),
    )


def _head(paper: Paper) -> Sequence[SheetLine]:
    return [line for line in paper.top if line.y < HEAD_ZONE]


def _has_motto(paper: Paper) -> bool:
    return any(
        len(line.folded) > 12 and any(fuzz.partial_ratio(phrase, line.folded) > 84 for phrase in _MOTTO)
        for line in _head(paper)
    )


def _own_number(paper: Paper) -> str:
    for line in _head(paper):
        if re.match(r"^\W*[Ss]\S{0,2}\b", line.text) and (found := _OWN_NUMBER.search(line.text)):
            return found[1].lstrip("0")
    return ""


def _has_form_code(paper: Paper) -> bool:
    return any(
        re.match(r"^(mau( so)? [a-z]{0,4} ?\d|bieu( so)? \d|tp ht|mau [a-z]{2})", line.folded)
        and line.y < 0.2
        for line in paper.top
    )


def _attached_to(paper: Paper) -> Citation | None:
    """The paper that the page's head names as its own; forms of a circular or a decree have none."""
    head = _head(paper)
    text = " ".join(line.folded for line in head)
    for found in _CITED.finditer(text):
        if (found["symbol"] or "") in _GENERAL or (found["year"] and found["symbol"] == "qd"):
            continue
        said = f"kèm theo {found['kind']}"
        return Citation(said, _ABBREVIATIONS.get(found["kind"], ""), (found["number"] or "").lstrip("0"))
    for line in head:
        if re.match(r"^phu luc\b", line.folded) and (line.is_capital or len(line.folded) < 24):
            return Citation("phụ lục")
    return None


def _is_draft(paper: Paper) -> bool:
    return any(re.match(r"^du thao( lan \d)?$", line.folded) for line in _head(paper))


def _goes_on(paper: Paper) -> str:
    """What the page says that it is a later page of; only a line that begins with the words counts."""
    for line in (line for line in paper.top if line.y < HEAD_ZONE):
        if re.search(r"\btiep theo( trang \d+)?$", line.folded) and len(line.folded) < 40:
            return "phần tiếp theo"
        said = _LEADING_NUMBER.sub("", line.folded)
        for words, what in _GOES_ON.items():
            if fuzz.ratio(words, said[: len(words)]) > 90 and line.text[:1].isupper():
                return what
    return ""


def _is_card_back(page: Page, paper: Paper) -> bool:
    if len(page.words) > MOST_CARD_WORDS:
        return False
    has_back = bool(_machine_text(page)) or any(
        contains_words(paper.text, words, at_least=0.88) for words in _CARD_BACK
    )
    return has_back and not any(contains_words(paper.text, words, at_least=0.9) for words in _CARD_FRONT)


def _machine_text(page: Page) -> str:
    """The machine-readable zone (ICAO 9303, TD1): as decoded, else as its words were read."""
    zones = [code.text for code in page.codes if code.kind == "mrz"]
    return "".join(zones) or "".join(word.text for word in page.words if _MACHINE_LINE.match(word.text))


def _machine_ids(page: Page) -> frozenset[str]:
    """Identity numbers in the zone: they follow the card's own nine figures and their check figure."""
    zone = re.sub(r"[^A-Z0-9<]", "", _machine_text(page).upper().replace("O", "0"))
    return frozenset(re.findall(r"\d{10}(\d{12})(?=<)", zone))


def _body(page: Page) -> list[str]:
    """Lines of the page without the printed page number."""
    lines = [" ".join(word.text for word in line).strip() for line in page.lines()]
    return [line for line in lines if sum(letter.isalpha() for letter in line) > 1]


def _begins_small(line: str) -> bool:
    word = line.split(maxsplit=1)[0]
    return word[0].isalpha() and word[0].islower() and len(fold_words(line).split()) > 2 and ")" not in word


def _ends_open(line: str) -> bool:
    last = line.rsplit(maxsplit=1)[-1]
    return last[-1] == "," or (last[-1].isalpha() and last.islower() and len(line.split()) > 5)
