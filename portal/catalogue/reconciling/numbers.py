"""A number is given once: two papers with one number of one agency and year are the same paper.

Decree 30/2020/NĐ-CP, Article 15: numbers run from 01 on 1 January and are unique in the year and the kind of
document. Entries of civil status run in the books of a commune (Law 60/2014/QH13).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from rapidfuzz import fuzz

from classifiers.vietnamese import fold, fold_words, nfc
from portal.catalogue.reconciling.disagreement import Disagreement, Severity, disagreement
from portal.catalogue.reconciling.papers import Paper
from portal.catalogue.reconciling.roles import subjects

DOCUMENT_VI = (
    "Số {number} của {agency} năm {year} có trên hai văn bản khác nhau: hồ sơ {one} và hồ sơ {other}"
)
ENTRY_VI = (
    "Số {number} tại {agency} có trên hai giấy về hai người khác nhau: "
    "“{said}” (hồ sơ {one}) và “{known}” (hồ sơ {other})"
)
UNKNOWN_VI = "Giấy chứng nhận (hồ sơ {record}) dẫn {number}, văn bản này không có trong kho"
SAME_SUBJECT = 85.0
"""Likeness, 0 to 100, from which two subjects are one text read twice."""
CITING = ("changes", "notes", "land_use_origin")
LONGEST = 20_000
_DECISION = re.compile(
    r"(?<![\d/])(\d{1,5}(?:/\d{4})?/QĐ-[A-ZĐƯÔƠÂĂÊ][A-ZĐƯÔƠÂĂÊa-zđ0-9&.]*(?:-[A-ZĐƯ0-9]+)*)"
)


def numbers_given_twice(every: Sequence[Paper]) -> Iterator[Disagreement]:
    """Document, extract and entry numbers that two different papers carry."""
    documents: dict[tuple[str, ...], list[Paper]] = defaultdict(list)
    entries: dict[tuple[str, ...], list[Paper]] = defaultdict(list)
    for paper in every:
        for number in ("doc_number", "permit_number"):
            if key := _document_key(paper, number):
                documents[key].append(paper)
        for number in ("extract_number", "registration_number"):
            if key := _entry_key(paper, number):
                entries[key].append(paper)
    for key, papers in documents.items():
        yield from _different_documents(key, papers)
    for key, papers in entries.items():
        yield from _different_people(key, papers)


def unknown_decisions(every: Sequence[Paper]) -> Iterator[Disagreement]:
    """Decisions that a land certificate cites and that the archive does not hold."""
    held = {fold(paper.said("doc_number")) for paper in every if paper.said("doc_number")}
    for paper in every:
        if not paper.record_type.startswith("land_certificate"):
            continue
        texts = [(name, paper.fields[name].value[:LONGEST]) for name in CITING if name in paper.fields]
        found = chain.from_iterable(
            ((name, cited) for cited in _DECISION.findall(nfc(text))) for name, text in texts
        )
        for name, cited in dict.fromkeys(found):
            number = cited.rstrip(".")
            if fold(number) not in held:
                sentence = UNKNOWN_VI.format(record=paper.record_id, number=number)
                yield Disagreement("cited_decision", Severity.INFO, sentence, paper.cited(name))


def _document_key(paper: Paper, name: str) -> tuple[str, ...] | None:
    number, agency, day = paper.said(name), paper.fields.get("issuing_agency"), paper.said("issue_date")
    if not number or agency is None or not day[:4].isdigit():
        return None
    parent = paper.fields.get("parent_agency")
    return (name, fold(number), fold_words(agency.value), fold_words(parent.value) if parent else "", day[:4])


def _different_documents(key: tuple[str, ...], papers: Sequence[Paper]) -> Iterator[Disagreement]:
    name, *_, year = key
    first, *others = papers
    for other in others:
        days = first.said("issue_date"), other.said("issue_date")
        shared = min(map(len, days))
        subject, another = fold_words(first.said("subject")), fold_words(other.said("subject"))
        is_other_text = bool(subject and another) and fuzz.ratio(subject, another) < SAME_SUBJECT
        if days[0][:shared] != days[1][:shared] or is_other_text:
            sentence = DOCUMENT_VI.format(
                number=first.fields[name].value,
                agency=" ".join(first.fields["issuing_agency"].value.split()),
                year=year,
                one=first.record_id,
                other=other.record_id,
            )
            fields = (name, "issue_date", "subject")
            yield disagreement("number_twice", sentence, (*first.cited(*fields), *other.cited(*fields)))


def _entry_key(paper: Paper, name: str) -> tuple[str, ...] | None:
    number = paper.said(name)
    place = paper.fields.get("registration_place" if name == "registration_number" else "issuing_agency")
    if not number or place is None or not subjects(set(paper.fields)):
        return None
    year = re.search(r"/((?:19|20)\d{2})(?:/|$)", number)
    day = paper.said("registration_date" if name == "registration_number" else "issue_date")
    if year is None and not day[:4].isdigit():
        return None
    parent = paper.fields.get("parent_agency") if name == "extract_number" else None
    above = fold_words(parent.value) if parent else ""
    return (name, _book(paper), fold(number), fold_words(place.value), above, year[1] if year else day[:4])


def _book(paper: Paper) -> str:
    """Papers of births, marriages and deaths are numbered in books of their own, extracts with them."""
    kind = paper.record_type
    return next((book for book in ("birth", "marriage", "death") if kind.startswith(f"{book}_")), kind)


def _different_people(key: tuple[str, ...], papers: Sequence[Paper]) -> Iterator[Disagreement]:
    name = key[0]
    first, *others = papers
    for other in others:
        shared = sorted(subjects(set(first.fields)) & subjects(set(other.fields)))
        for field in shared:
            said, known = first.fields[field], other.fields[field]
            if fold_words(said.value) != fold_words(known.value):
                place = "registration_place" if name == "registration_number" else "issuing_agency"
                sentence = ENTRY_VI.format(
                    number=first.fields[name].value,
                    agency=" ".join(first.fields[place].value.split()),
                    said=said.value,
                    one=first.record_id,
                    known=known.value,
                    other=other.record_id,
                )
                cited = (*first.cited(name, field), *other.cited(name, field))
                yield disagreement("entry_twice", sentence, cited)
                break
