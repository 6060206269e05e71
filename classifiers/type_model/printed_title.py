"""Finds the title that a paper prints and says which record type's title it is, through misread letters.

A title is a run of lines in capitals under the letterhead. A run is compared as a whole and in parts: a part
of
a longer title ("GIẤY XÁC NHẬN …" inside "TỜ KHAI CẤP GIẤY XÁC NHẬN …") is worth less than the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

from classifiers.record_type import RecordType
from classifiers.type_model.capital_runs import Run, capital_runs, is_agency, is_letterhead, letterhead_end
from classifiers.type_model.paper import Paper, SheetLine
from classifiers.type_model.printed_subject import (
    DOUBTFUL,
    KnownSubject,
    is_unclear,
    known_subjects,
    subject_after,
    subject_similarity,
)
from classifiers.type_model.printed_subject import SURE as SUBJECT_SURE
from classifiers.vietnamese import fold_words

SURE = 0.9
"""Similarity of squeezed folded text from which a title counts as read; marks do not count at all."""
LEAST = 0.74
"""Below this two titles only share words."""
POSSIBLE = 0.95
"""Strength of a kind of document whose subject may be the type's: just not less than the plain kind's own, so
that the words of the page decide between them."""
# Stamps of urgency and secrecy, marks of copies, and the line that names who decides.
_NO_TITLE = (
    "hoa toc",
    "thuong khan",
    "khan",
    "mat",
    "toi mat",
    "sao y",
    "sao luc",
    "trich sao",
    "ban sao",
    "du thao",
    "chu tich",
    "giam doc",
    "truong phong",
    "tong giam doc",
)
_LABELLED = re.compile(r":\s*\S|\d{3}")
"""A label with its value, or a number: no title, whatever its capitals."""
_AFTER_TITLE = re.compile(r"^(ve viec|v v|ve|ho|ban sao|ban chinh|so|su dung cho|kem theo|nam \d|dang ky)\b")


@dataclass(frozen=True, slots=True)
class TitleSeen:
    """A record type's title as found on the paper."""

    code: str
    similarity: float
    """0 to 1, of letters; 1 is letter for letter, marks aside."""
    standing: float
    """0 to 1: how much it stands as a title does (capitals, centred, whole block)."""

    @property
    def strength(self) -> float:
        return self.similarity * self.standing


@dataclass(frozen=True, slots=True)
class TitlesFound:
    seen: Mapping[str, TitleSeen]
    """The best for each type, those above `LEAST` only."""
    has_strange_title: bool
    """A clear title stands there and is none of the catalogue's."""


class KnownTitle(NamedTuple):
    """A title of the catalogue, ready to be compared."""

    squeezed: str
    """Folded, without spaces: letter-spaced capitals and split words look the same in it."""
    code: str
    may_go_on: bool
    """The subject may follow in capitals, as under the titles of Decree 30."""
    kind_letters: int = 0
    """Letters of the kind of document that it begins with and narrows; 0 for a title of its own."""


@dataclass(frozen=True)
class KnownTitles:
    """Every title of the catalogue, and which narrow another."""

    titles: tuple[KnownTitle, ...]
    squeezed: tuple[str, ...]
    subjects: tuple[KnownSubject, ...]
    kinds: tuple[str, ...]
    """The kinds of document that a subject narrows, squeezed."""
    narrower: Mapping[str, frozenset[str]]
    """Of a type, those with a title that begins with one of its titles and goes on."""

    @classmethod
    def of(cls, types: Iterable[RecordType]) -> KnownTitles:
        """The titles of these types, with their variants."""
        every = list(types)
        subjects = known_subjects(every)
        titles = tuple(
            KnownTitle(
                squeezed,
                each.code,
                each.doc_abbreviation is not None and not _lists_its_subjects(each, subjects, title),
                _kind_letters(squeezed, subjects),
            )
            for each in every
            for title in each.titles
            for squeezed in _squeezed_forms(title)
        )
        narrower = {
            each.code: frozenset(
                other.code
                for short in titles
                if short.code == each.code
                for other in titles
                if other.code != each.code
                and other.squeezed.startswith(short.squeezed)
                and len(other.squeezed) > len(short.squeezed)
            )
            for each in every
        }
        kinds = tuple(dict.fromkeys(subject.kind for subject in subjects))
        return cls(titles, tuple(title.squeezed for title in titles), subjects, kinds, narrower)


def _lists_its_subjects(each: RecordType, subjects: Iterable[KnownSubject], title: str) -> bool:
    """Whether the type says which subjects it has, and others have others: a labour contract is neither a
    contract for works nor one on land, while minutes of whatever kind are minutes."""
    kind = fold_words(title).replace(" ", "")
    narrowed = {subject.code for subject in subjects if subject.kind == kind}
    return each.code in narrowed and len(narrowed) > 1


def _kind_letters(squeezed: str, subjects: Iterable[KnownSubject]) -> int:
    kinds = {subject.kind for subject in subjects}
    return max((len(kind) for kind in kinds if squeezed.startswith(kind) and squeezed != kind), default=0)


def _squeezed_forms(title: str) -> Iterator[str]:
    """The title, and its parts where a spaced slash says that either is printed."""
    forms = [title, *(title.split(" / ") if " / " in title else ())]
    yield from dict.fromkeys(fold_words(form).replace(" ", "") for form in forms)


def find_titles(paper: Paper, known: KnownTitles) -> TitlesFound:
    """Looks for every type's title in the upper half of the first page."""
    cut, whole = capital_runs(paper)
    best: dict[str, TitleSeen] = {}
    strange: list[Run] = []
    known_at: set[float] = set()
    floor = letterhead_end(paper)
    for run in (*cut, *whole):
        found = _match_block(run, known)
        _keep_best(best, found)
        if any(seen.strength > 0.6 for seen in found):
            known_at.update(line.y for line in run)
        elif run in cut and run[0].y > floor and _looks_like_title(run):
            strange.append(run)
    has_strange = any(not known_at & {line.y for line in run} for run in strange)
    _keep_best(best, _match_loose(paper, known.titles))
    _keep_best(best, _match_subjects(paper, (*cut, *whole), known, best))
    best = _give_way(best, known)
    return TitlesFound(best, has_strange and not any(seen.strength > 0.8 for seen in best.values()))


def _keep_best(best: dict[str, TitleSeen], found: Iterable[TitleSeen]) -> None:
    for seen in found:
        if seen.code not in best or seen.strength > best[seen.code].strength:
            best[seen.code] = seen


def _match_subjects(
    paper: Paper,
    blocks: Sequence[Sequence[SheetLine]],
    known: KnownTitles,
    seen: Mapping[str, TitleSeen],
) -> Iterator[TitleSeen]:
    """Kinds of document with the subject that makes them a type of their own.

    Where no subject could be read the narrower types stay possible; the words of the page decide.
    """
    for kind in known.kinds:
        # The first only: a decision says "QUYẾT ĐỊNH:" again before its articles.
        read = next(
            (read for block in blocks if (read := subject_after(paper, block, kind)) is not None), None
        )
        plain = _plain_seen(kind, known, seen)
        if read is None and plain is None:
            continue
        alike = {
            each: subject_similarity(read or (), each.words) for each in known.subjects if each.kind == kind
        }
        is_told = max(alike.values()) >= SUBJECT_SURE
        possible = POSSIBLE if plain is None else min(POSSIBLE, plain.strength)
        for subject, similarity in alike.items():
            if similarity >= SUBJECT_SURE:
                yield TitleSeen(subject.code, 1.0, 1.0)
            elif not is_told and (similarity >= DOUBTFUL or is_unclear(read or ())):
                yield TitleSeen(subject.code, 1.0, possible)


def _plain_seen(kind: str, known: KnownTitles, seen: Mapping[str, TitleSeen]) -> TitleSeen | None:
    """The kind of document as it was read for a title, however faintly."""
    plain = {title.code for title in known.titles if title.squeezed == kind}
    found = [seen[code] for code in plain if code in seen and seen[code].strength > 0.6]
    return max(found, key=lambda each: each.strength, default=None)


def _give_way(best: Mapping[str, TitleSeen], known: KnownTitles) -> dict[str, TitleSeen]:
    """Titles that are only the beginning of a longer one that was read as surely are weakened."""
    out = dict(best)
    for code, seen in best.items():
        longer = [best[other] for other in known.narrower.get(code, ()) if other in best]
        if any(other.strength > POSSIBLE and other.strength > seen.strength - 0.06 for other in longer):
            out[code] = TitleSeen(code, seen.similarity, seen.standing * 0.62)
    return out


def _match_block(block: Sequence[SheetLine], known: KnownTitles) -> list[TitleSeen]:
    """Compares every run of the block's lines with every title."""
    runs = [(i, j) for i in range(len(block)) for j in range(i + 1, len(block) + 1)]
    texts = ["".join(line.folded for line in block[i:j]).replace(" ", "") for i, j in runs]
    scores = process.cdist(texts, known.squeezed, scorer=fuzz.ratio, score_cutoff=LEAST * 100)
    seen: list[TitleSeen] = []
    for row, (start, end) in enumerate(runs):
        alike = {int(column): float(scores[row][column]) / 100 for column in scores[row].nonzero()[0]}
        for column, (title, _, may_go_on, _) in enumerate(known.titles):
            # "BIÊN BẢN HỌP …", "QUYẾT ĐỊNH PHÊ DUYỆT …"
            if start == 0 and may_go_on and len(texts[row]) > len(title) + 3:
                prefix = fuzz.ratio(texts[row][: len(title)], title) / 100
                if prefix >= SURE:
                    alike[column] = max(alike.get(column, 0.0), prefix * 0.97)
        for column, similarity in alike.items():
            known_title = known.titles[column]
            share = _of_what_narrows(texts[row], known_title, similarity)
            if share >= LEAST:
                standing = _standing(block, start, end, may_go_on=known_title.may_go_on)
                seen.append(TitleSeen(known_title.code, share, standing))
    return seen


def _of_what_narrows(text: str, title: KnownTitle, similarity: float) -> float:
    """The similarity, or that of what follows the kind of document: "HỢP ĐỒNG THUÊ NHÀ" shares its kind
    with every contract, and is like "HỢP ĐỒNG TƯ VẤN" in nothing else."""
    if not title.kind_letters or similarity == 1:
        return similarity
    rest = fuzz.ratio(text[title.kind_letters :], title.squeezed[title.kind_letters :]) / 100
    return min(similarity, rest)


def _standing(block: Sequence[SheetLine], start: int, end: int, *, may_go_on: bool) -> float:
    standing = 1.0 if all(line.is_centred for line in block[start:end]) else 0.92
    if start > 0:  # capitals just above belong to the title and are not in it
        standing *= 0.62
    rest = block[end:]
    if rest and not may_go_on and not _AFTER_TITLE.match(rest[0].folded):
        standing *= 0.72
    return standing


def _match_loose(paper: Paper, titles: Sequence[KnownTitle]) -> list[TitleSeen]:
    """Titles in a line with something else: a stamp beside it, or small letters as people write them."""
    seen: list[TitleSeen] = []
    shortest = min((len(title.squeezed) for title in titles), default=0)
    for line in paper.top:
        words = line.text.split()
        if is_letterhead(line) or len(words) > 16 or _is_reference(line.folded):
            continue
        capitals = "".join(fold_words(word).replace(" ", "") for word in words if _is_capital_word(word))
        whole = line.folded.replace(" ", "")
        has_more = capitals != whole
        is_small = not line.is_capital and line.is_centred
        if not (len(capitals) >= shortest and has_more) and not is_small:
            continue
        for title, code, _, _ in titles:
            if has_more and len(capitals) >= len(title) and title in capitals[-len(title) - 2 :]:
                seen.append(TitleSeen(code, 1.0, 0.8))
            elif is_small and abs(len(whole) - len(title)) < 5 and fuzz.ratio(whole, title) > 94:
                seen.append(TitleSeen(code, 1.0, 0.6))
    return seen


def _is_capital_word(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def _is_reference(folded: str) -> bool:
    """Whether the line cites another paper: words after these name a reference, not a title."""
    return re.match(r"^(can cu|theo|kem theo|xet|thuc hien|do)\b", folded) is not None


def _looks_like_title(block: Sequence[SheetLine]) -> bool:
    """A run of capitals, centred, as long as a title: not a name, a numbered heading or a stamp."""
    text = " ".join(line.folded for line in block)
    return (
        all(line.is_centred and not _LABELLED.search(line.text) for line in block)
        and 2 <= len(text.split()) <= 30
        and len(text) >= 7
        and len(text) > 3.1 * len(text.split())  # not a row of abbreviations
        and re.match(r"^(dieu|chuong|muc|phan|[ivx]+|\d+) ", text) is None
        and not is_agency(text)
        and not text.startswith(_NO_TITLE)
    )
