"""Reads what a person typed into the search box.

    nguyễn văn an            all three words; pages where they stand together come first
    "quyền sử dụng đất"      exactly these words in this order
    =hòa   ="nguyễn văn an"  with these marks only, in either spelling
    khuyen*                  words that begin so          -thu          pages without the word
    loại:birth_certificate   tên:"nguyễn văn an"   số:15/QĐ-UBND   đơn_vị:"xã phú lâm"   trạng_thái:review
    từ:03/2024 đến:2025      ngày:2024             nhận_từ:01/06/2026          area_m2:>100

Pure: no database, no clock. What cannot be meant as an operator is taken as a word, so pasted text never
fails; what is an operator but malformed is refused with a sentence that says how to write it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from portal.catalogue.folding import fold, words_of
from portal.catalogue.ranges import FieldFilter, Span, field_filter, span_of
from records.errors import QueryInvalid

LONGEST_QUERY = 500
"""Characters; a full trích yếu with its number fits."""
MOST_WORDS = 32
SHORTEST_PREFIX = 2
"""One letter before `*` matches every page: 390 ms on 100,000 pages."""

_PIECE = re.compile(
    r'(?P<minus>-)?(?P<exact>=(?=["\w]))?(?:(?P<key>[^\W\d][\w-]*):(?=[^\s]))?(?P<value>"[^"]*"?|[^\s"]+)'
)
_QUOTES = str.maketrans("“”„«»", '"""""')


class Filter(StrEnum):
    """What a query may be narrowed by, apart from a record's own fields."""

    TYPE = "type"
    STATE = "state"
    UNIT = "unit"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    DATE_FROM = "from"
    DATE_TO = "to"
    RECEIVED = "received"
    RECEIVED_FROM = "received_from"
    RECEIVED_TO = "received_to"


_KEYS = {
    "type": Filter.TYPE, "loai": Filter.TYPE,
    "state": Filter.STATE, "trangthai": Filter.STATE,
    "unit": Filter.UNIT, "donvi": Filter.UNIT,
    "name": Filter.NAME, "ten": Filter.NAME, "hoten": Filter.NAME,
    "number": Filter.NUMBER, "so": Filter.NUMBER, "sokyhieu": Filter.NUMBER,
    "date": Filter.DATE, "ngay": Filter.DATE,
    "from": Filter.DATE_FROM, "tu": Filter.DATE_FROM, "tungay": Filter.DATE_FROM,
    "to": Filter.DATE_TO, "den": Filter.DATE_TO, "denngay": Filter.DATE_TO,
    "received": Filter.RECEIVED, "nhan": Filter.RECEIVED, "ngaynhan": Filter.RECEIVED,
    "receivedfrom": Filter.RECEIVED_FROM, "nhantu": Filter.RECEIVED_FROM,
    "receivedto": Filter.RECEIVED_TO, "nhanden": Filter.RECEIVED_TO,
}  # fmt: skip
"""Keys as people may type them, folded and without separators."""
_MARKED = frozenset({
    "loại", "trạngthái", "đơnvị", "tên", "họtên", "số", "sốkýhiệu", "ngày", "từ", "từngày", "đến", "đếnngày",
    "nhận", "ngàynhận", "nhậntừ", "nhậnđến",
})  # fmt: skip
"""The Vietnamese ones with their marks."""
_STATES = {
    "review": True, "choduyet": True, "canxem": True, "choxem": True,
    "filed": False, "daluu": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: a word, a beginning of one, or words that stand together."""

    words: tuple[str, ...]
    """As written, small letters; several stand together in this order."""
    is_prefix: bool = False
    """The last word may go on."""
    is_quoted: bool = False
    """Put in quotation marks; it is never joined with its neighbours."""
    is_exact: bool = False
    """Only with the marks that were typed."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for and what to narrow it by."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    types: tuple[str, ...] = ()
    """Codes or parts of a name, as typed; `search` finds the codes."""
    needs_review: bool | None = None
    units: tuple[str, ...] = ()
    """Parts of unit names, folded."""
    names: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[tuple[str, ...], ...] = ()
    dated: Span = field(default_factory=Span)
    received: Span = field(default_factory=Span)
    fields: tuple[FieldFilter, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing is asked for."""
        return self == Query()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that is looked for, in order."""
        return tuple(word for term in self.terms for word in term.words)


def parse(text: str, *, known_fields: Collection[str] = ()) -> Query:
    """Reads `text` as a query; `known_fields` are the field names that may stand before a colon.

    Raises `QueryInvalid` for a query that is too long, a malformed date or number, or one that only excludes.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryInvalid(
            f"the query has {len(text)} characters; at most {LONGEST_QUERY}",
            remedy_vi=f"Câu tìm kiếm quá dài. Hãy rút còn tối đa {LONGEST_QUERY} ký tự.",
            remedy_en=f"The search is too long. Shorten it to {LONGEST_QUERY} characters.",
        )
    query = Query()
    text = text.translate(_QUOTES)
    for piece in _PIECE.finditer(text):
        at_start = piece.start() == 0 or text[piece.start() - 1].isspace()
        is_excluded = bool(piece["minus"]) and at_start
        is_exact = bool(piece["exact"]) and (at_start or text[piece.start() - 1] in "-(")
        key, value = piece["key"] or "", piece["value"]
        narrowed = None if is_excluded or not key else _narrowed(query, key, value, frozenset(known_fields))
        if narrowed is not None:
            query = narrowed
            continue
        for words in (key, value) if key else (value,):
            query = _with_term(query, words, is_excluded=is_excluded, is_exact=is_exact)
    return _checked(query)


def exactly(query: Query) -> Query:
    """The same query, every word of it with the marks that were typed."""
    terms = tuple(replace(term, is_exact=True) for term in query.terms)
    return replace(query, terms=terms)


def _with_term(query: Query, text: str, *, is_excluded: bool, is_exact: bool) -> Query:
    words = tuple(words_of(text))
    if not words:
        return query
    is_quoted = text.startswith('"')
    is_prefix = not is_quoted and text.endswith("*")
    if is_prefix and len(words[-1]) < SHORTEST_PREFIX:
        raise QueryInvalid(
            "a prefix needs two letters",
            remedy_vi="Trước dấu * cần ít nhất hai chữ cái, ví dụ: khu*",
            remedy_en="At least two letters must stand before *, for example: khu*",
        )
    term = Term(words, is_prefix, is_quoted, is_exact)
    if is_excluded:
        return replace(query, excluded=(*query.excluded, term))
    return replace(query, terms=(*query.terms, term))


def _narrowed(query: Query, key: str, value: str, known_fields: frozenset[str]) -> Query | None:
    """`query` with one more filter, or `None` when `key: value` is no filter but text."""
    bare = value.strip('"')
    words = tuple(words_of(bare))
    kind = _kind_of(key)
    if not words:
        return None
    if kind in _DATE_FILTERS:
        return _between(query, kind, span_of(bare))
    if kind is None:
        if key not in known_fields:
            return None
        one = field_filter(key, bare, is_quoted=value.startswith('"'))
        return replace(query, fields=(*query.fields, one))
    return _by_words(query, kind, bare, words)


def _kind_of(key: str) -> Filter | None:
    """The filter that a key names, typed with its marks or with none: `tờ:` is no `từ:`, `nam:` no `nắm:`."""
    bare = re.sub(r"[\W_]", "", unicodedata.normalize("NFC", key)).lower()
    plain = re.sub(r"[\W_]", "", fold(key))
    return _KEYS.get(plain) if bare == plain or bare in _MARKED else None


def _by_words(query: Query, kind: Filter, value: str, words: tuple[str, ...]) -> Query:
    match kind:
        case Filter.TYPE:
            return replace(query, types=(*query.types, value))
        case Filter.UNIT:
            return replace(query, units=(*query.units, fold(value)))
        case Filter.NAME:
            return replace(query, names=(*query.names, words))
        case Filter.NUMBER:
            return replace(query, numbers=(*query.numbers, words))
    return replace(query, needs_review=_state(value))


_DATE_FILTERS = frozenset(
    {
        Filter.DATE,
        Filter.DATE_FROM,
        Filter.DATE_TO,
        Filter.RECEIVED,
        Filter.RECEIVED_FROM,
        Filter.RECEIVED_TO,
    }
)


def _between(query: Query, kind: Filter, span: Span) -> Query:
    if kind in {Filter.DATE_FROM, Filter.RECEIVED_FROM}:
        span = Span(first=span.first)
    elif kind in {Filter.DATE_TO, Filter.RECEIVED_TO}:
        span = Span(last=span.last)
    if kind in {Filter.DATE, Filter.DATE_FROM, Filter.DATE_TO}:
        return replace(query, dated=query.dated.within(span))
    return replace(query, received=query.received.within(span))


def _checked(query: Query) -> Query:
    if sum(len(term.words) for term in (*query.terms, *query.excluded)) > MOST_WORDS:
        raise QueryInvalid(
            f"more than {MOST_WORDS} words",
            remedy_vi=f"Câu tìm kiếm có quá nhiều từ. Hãy giữ lại tối đa {MOST_WORDS} từ.",
            remedy_en=f"The search has too many words. Keep at most {MOST_WORDS}.",
        )
    if query.excluded and replace(query, excluded=()).is_empty:
        raise QueryInvalid(
            "the query only excludes",
            remedy_vi="Hãy thêm ít nhất một từ cần tìm, ngoài các từ loại trừ (-từ).",
            remedy_en="Add at least one word to look for beside those excluded (-word).",
        )
    return query


def _state(value: str) -> bool:
    needs_review = _STATES.get(fold(value).replace(" ", ""))
    if needs_review is None:
        raise QueryInvalid(
            "an unknown state",
            remedy_vi="Trạng thái là “chờ xem” hoặc “đã lưu”, ví dụ: trạng_thái:review hay trạng_thái:filed",
            remedy_en="A state is review or filed, for example: state:review",
        )
    return needs_review
