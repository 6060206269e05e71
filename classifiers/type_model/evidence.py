"""Weighs what a paper prints for and against each record type, and says in Vietnamese what it went by.

Every sign adds points to a type's log-odds. The weights are few and set by hand, so that a type that was
written
yesterday is weighed like the others; `train` fits only how many points make how much confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from classifiers.record_type import RecordType
from classifiers.type_model.page_cues import page_cues
from classifiers.type_model.paper import Paper
from classifiers.type_model.printed_number import NumberSeen, carries_mark, find_number
from classifiers.type_model.printed_title import KnownTitles, TitlesFound, find_titles
from classifiers.validators.doc_number import ABBREVIATIONS
from classifiers.vietnamese import contains_label, contains_words, fold_words

TITLE_POINTS = 6.0
_TITLE_FLOOR = 0.45
"""Strength at which a title says nothing; the points grow from here."""
EXACT_NUMBER, FOLDED_NUMBER, OTHER_NUMBER = 3.5, 2.0, -4.0
FORM_CODE, NUMBER_MARK = 3.0, 3.0
ONLY_HERE, MOST_ONLY_HERE = 1.2, 2.4
NEVER_HERE = -6.0
ANCHORS, ANCHORS_EXPECTED = 5.0, 0.4
STRANGE_TITLE, OTHER_TITLE = -3.0, -4.0
UNTITLED_LETTER, NO_LETTER = 5.0, -2.5
HINT = 0.9
OF_PARTY = -6.0
"""Its papers stand where those of the State print the motto: no type of the catalogue is theirs."""
_PARTY, _PARTY_ZONE = "dang cong san viet nam", 0.2


_SUBJECT = re.compile(r"^(v v|vv|v|ve viec|ve|[nwv][vy]|v [yl1]) ")
"""V/v under the number; its slash is often read as another letter."""
_ADDRESSEES = ("kinh gui", "kinh goi")


@dataclass(frozen=True)
class KnownType:
    """A record type with its words folded once."""

    record_type: RecordType
    anchors: tuple[tuple[str, float], ...]
    """Folded, each with its weight: words that many types print weigh little."""
    only_here: tuple[str, ...]
    never_here: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.record_type.code


@dataclass
class Case:
    """What speaks for and against one type on one paper."""

    code: str
    points: float = 0.0
    signs: list[str] = field(default_factory=list)
    """In Vietnamese, strongest first as they were found."""
    own_points: float = 0.0
    """Without a hint: a hint decides nothing where there is no sign of the type itself."""

    def add(self, points: float, sign: str = "") -> None:
        self.points += points
        self.own_points += points
        if sign:
            self.signs.append(sign)


@dataclass(frozen=True)
class KnownTypes:
    """All record types, prepared for comparison."""

    types: tuple[KnownType, ...]
    titles: KnownTitles

    @classmethod
    def of(cls, record_types: Mapping[str, RecordType]) -> KnownTypes:
        printed: dict[str, int] = {}
        folded = {code: tuple(map(fold_words, each.anchors)) for code, each in record_types.items()}
        for anchors in folded.values():
            for anchor in set(anchors):
                printed[anchor] = printed.get(anchor, 0) + 1
        types = tuple(
            KnownType(
                each,
                tuple((anchor, 1 / printed[anchor]) for anchor in dict.fromkeys(folded[code])),
                _beside_title(each),
                tuple(map(fold_words, each.discriminators.never_here)),
            )
            for code, each in record_types.items()
        )
        return cls(types, KnownTitles.of(record_types.values()))


def _beside_title(record_type: RecordType) -> tuple[str, ...]:
    """Words of this type alone that are no part of its title: as a title they are found by their place,
    and in the text they cite a paper of the type."""
    titles = [fold_words(title) for title in record_type.titles]
    words = map(fold_words, record_type.discriminators.only_here)
    return tuple(each for each in words if not any(each in title for title in titles))


@dataclass(frozen=True, slots=True)
class Printed:
    """What the head of a paper prints: found once, weighed for its type and for where a paper begins."""

    titles: TitlesFound
    number: NumberSeen | None

    @classmethod
    def on(cls, paper: Paper, known: KnownTypes) -> Printed:
        """Looks at the paper's first page."""
        return cls(find_titles(paper, known.titles), find_number(paper))


def weigh(
    paper: Paper, known: KnownTypes, *, hint: str | None = None, printed: Printed | None = None
) -> dict[str, Case]:
    """Points of every type for what is printed on `paper`; the learned model adds its own elsewhere."""
    printed = printed or Printed.on(paper, known)
    titles, number = printed.titles, printed.number
    is_of_party = _is_of_party(paper)
    cases = {each.code: Case(each.code) for each in known.types}
    for each in known.types:
        case = cases[each.code]
        _weigh_title(case, each.record_type, titles)
        _weigh_number(case, each.record_type, number, paper)
        _weigh_words(case, each, paper, is_likely=case.points > 0 or hint == each.code)
        for points, sign in page_cues(each.record_type, paper):
            case.add(points, sign)
        if not each.record_type.title_is_printed:
            _weigh_untitled(case, paper, number, titles)
        if is_of_party:
            case.add(OF_PARTY)
    _weigh_hint(cases, hint)
    return cases


def _is_of_party(paper: Paper) -> bool:
    """Whether the paper is headed as those of the Party are, which names its kinds as the State does."""
    return any(
        line.is_capital and line.y < _PARTY_ZONE and fuzz.ratio(line.folded, _PARTY) > 85
        for line in paper.top
    )


def _weigh_title(case: Case, record_type: RecordType, titles: TitlesFound) -> None:
    seen = titles.seen.get(case.code)
    strongest = max((each.strength for each in titles.seen.values()), default=0.0)
    if seen is not None:
        share = max(0.0, (seen.strength - _TITLE_FLOOR) / (1 - _TITLE_FLOOR))
        if share:
            case.add(
                TITLE_POINTS * share, f"Tên loại in trên giấy: {record_type.title} ({seen.similarity:.0%})"
            )
    if strongest > 0.8 and (seen is None or seen.strength < strongest - 0.06):
        case.add(OTHER_TITLE * strongest)
    elif titles.has_strange_title:
        case.add(STRANGE_TITLE)


def _weigh_number(case: Case, record_type: RecordType, number: NumberSeen | None, paper: Paper) -> None:
    for mark in record_type.number_marks:
        if carries_mark(paper, mark):
            case.add(NUMBER_MARK, f"Số có ký hiệu {mark}")
            break
    for form_code in record_type.form_codes:
        if contains_label(paper.opening, form_code, at_least=1.0):
            case.add(FORM_CODE, f"Có ghi {form_code}")
            break
    if number is None or number.abbreviation is None:
        return
    wanted = record_type.doc_abbreviation
    if wanted == number.abbreviation:
        sign = f"Ký hiệu trong số văn bản: {wanted} ({ABBREVIATIONS.get(wanted, '').lower()})"
        case.add(EXACT_NUMBER if number.is_exact else FOLDED_NUMBER, sign)
    elif (
        number.abbreviation in ABBREVIATIONS
        and number.is_exact
        and (wanted or not record_type.title_is_printed)
    ):
        case.add(OTHER_NUMBER)


def _weigh_words(case: Case, known: KnownType, paper: Paper, *, is_likely: bool) -> None:
    """Words printed on the form; a likely type's are searched through misreadings, which is slower."""
    least = 0.86 if is_likely else 1.0
    found = [weight for anchor, weight in known.anchors if contains_words(paper.text, anchor, at_least=least)]
    if known.anchors and (found or is_likely):
        total = sum(weight for _, weight in known.anchors)
        # A type with few words of its own cannot say much by them.
        trust = min(1.0, total / 3)
        points = max(-2.0, min(2.5, ANCHORS * (sum(found) / total - ANCHORS_EXPECTED))) * trust
        is_telling = points > 0.3 and len(found) > 1
        case.add(points, f"Thấy {len(found)}/{len(known.anchors)} mục in sẵn của mẫu" if is_telling else "")
    own = [words for words in known.only_here if contains_words(paper.text, words, at_least=least)]
    if own:
        case.add(min(MOST_ONLY_HERE, ONLY_HERE * len(own)), "Có chữ chỉ in trên mẫu này")
    if any(_heads(paper, words) for words in known.never_here):
        case.add(NEVER_HERE, "")


def _heads(paper: Paper, words: str) -> bool:
    """Whether `words` are a heading, in capitals in the upper half; in small letters they cite a paper."""
    return contains_words(paper.headings, words, at_least=0.9) > 0


def _weigh_untitled(case: Case, paper: Paper, number: NumberSeen | None, titles: TitlesFound) -> None:
    """An official letter prints no title: its subject is under the number, its addressee in the middle."""
    has_subject = any(
        line.centre < 0.55 and line.y < 0.42 and _SUBJECT.match(line.folded) for line in paper.top
    )
    has_addressee = any(fuzz.ratio(line.folded[:8], said) > 80 for line in paper.top for said in _ADDRESSEES)
    has_letterhead = contains_label(paper.text[:1500], "độc lập tự do hạnh phúc") > 0
    is_of_agency = number is not None and number.abbreviation is None
    if number is not None and is_of_agency and ("-" in number.symbol or has_addressee):
        case.add(2.5, "Số văn bản không có ký hiệu tên loại")
    if has_subject and has_letterhead:
        case.add(UNTITLED_LETTER - 2.0, "Trích yếu V/v đặt dưới số văn bản, không có tên loại")
    if has_addressee:
        # Some letters print their subject without "V/v"; a number of the agency's own then says as much.
        is_told = is_of_agency and has_letterhead and not has_subject
        case.add(3.0 if is_told else 1.5, "Có Kính gửi")
    if not (has_letterhead and (has_subject or number is not None)):
        case.add(NO_LETTER)
    if any(each.strength > 0.8 for each in titles.seen.values()):
        case.add(OTHER_TITLE)


def _weigh_hint(cases: Mapping[str, Case], hint: str | None) -> None:
    """The folder's name breaks a tie; it makes nothing of a type that the paper itself does not speak for."""
    case = cases.get(hint or "")
    if case is not None and case.own_points > 1.0:
        case.points += HINT
        case.signs.append("Thư mục nộp gợi ý loại này")


def strongest(cases: Iterable[Case], count: int = 3) -> Sequence[Case]:
    """The cases with the most points, best first."""
    return sorted(cases, key=lambda case: -case.points)[:count]
