"""What the file of a new type could say: title, codes, sections and fields as one filled paper has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from classifiers.extraction.head_fields import Head
from classifiers.extraction.lines import VisualLine, lines_of_pages, text_margins
from classifiers.extraction.spelling import Spelling
from classifiers.new_type.kinds import kind_of, kinds_by_label
from classifiers.new_type.printed_labels import HEADING_MARK, Heading, LabelPrinted, printed_labels
from classifiers.record_type import FieldRule, FieldType, Layout, RecordType, Where
from classifiers.validators.doc_number import ABBREVIATIONS
from classifiers.vietnamese import fold_words, nfc
from records import Page

MOST_FIELDS, MOST_ANCHORS, MOST_ONLY_HERE, MOST_PAGES = 60, 40, 5, 4
MOST_TITLE_LINES = 4
FORM_CODE = re.compile(r"M[ẫâaà]u(?:\s+s[ốoô])?\s*:?\s*[A-ZĐ0-9][\w./-]*\d*[\w./-]*", re.IGNORECASE)
FORM_CODE_ZONE = 0.2
"""Part of the first page's height in which a form prints its code."""
SIGNERS = ("nguoi lam don", "nguoi khai", "nguoi ke khai", "nguoi yeu cau", "nguoi viet don", "nguoi de nghi",
           "nguoi nop thue", "nguoi dang ky", "nguoi lap")  # fmt: skip
"""Folded words over the signature of somebody who fills in a form."""


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A field, and what a person should look at before trusting it."""

    rule: FieldRule
    check: str = ""
    """In Vietnamese; empty where there is nothing to look at."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that the paper tells of its type."""

    code: str
    title: str
    """Empty where no title was found."""
    layout: Layout
    doc_abbreviation: str
    number_mark: str
    form_code: str
    sections: tuple[tuple[str, str], ...]
    """Name and the printed words that open it."""
    fields: tuple[ProposedField, ...]
    anchors: tuple[str, ...]
    only_here: tuple[str, ...]
    """Printed words that no known type prints."""


def propose(pages: Sequence[Page], types: Mapping[str, RecordType], *, code: str = "") -> Proposal:
    """A new type as the paper on `pages` prints it; `types` are those known already.

    Raises `ValueError` when there is no word on the pages.
    """
    read = [page for page in pages if page.words][:MOST_PAGES]
    if not read:
        raise ValueError("no word on these pages")
    lines = lines_of_pages(read)
    title, body = _title_and_body(lines[read[0].number], read[0])
    head = _head(title, read, lines)
    printed = list(printed_labels([*body, *(line for page in read[1:] for line in lines[page.number])]))
    labels = [entry for entry in printed if isinstance(entry, LabelPrinted)]
    sections = _sections(printed)
    number = head.number[1].value if head.number else ""
    symbol = number.partition("/")[2] if "/" in number else ""
    abbreviation = re.split(r"[-.]", symbol.rpartition("/")[2])[0]
    fields = (*_head_fields(head), *_labelled_fields(printed, sections, kinds_by_label(types)))
    fields = (*fields, *_closing_fields(head, body))
    words = [entry.label if isinstance(entry, LabelPrinted) else _bare(entry.text) for entry in printed]
    anchors = tuple(dict.fromkeys(words))[:MOST_ANCHORS]
    is_decreed = abbreviation in ABBREVIATIONS
    return Proposal(
        code=code or name_of(title) or "loai_moi",
        title=title,
        layout=_layout(head, title, labels, is_decreed=is_decreed),
        doc_abbreviation=abbreviation if is_decreed else "",
        number_mark=f"/{symbol.rpartition('/')[2]}" if symbol and not is_decreed else "",
        form_code=_form_code(lines[read[0].number], read[0]),
        sections=tuple(sections.items()),
        fields=_distinct(fields)[:MOST_FIELDS],
        anchors=anchors,
        only_here=_unknown(anchors, types),
    )


def _bare(heading: str) -> str:
    """The heading without its number, which forms change when they put a part before it."""
    return re.sub(r"^(?:\d{1,2}|[IVX]{1,4})\s?[.)-]\s*", "", heading)


def name_of(words: str, *, longest: int = 5) -> str:
    """A name for files and fields: folded words joined by `_`, a letter first; empty without a letter."""
    folded = fold_words(words.partition("(")[0]) or fold_words(words)
    kept = [word for word in folded.split() if word.isascii()][:longest]
    while kept and not kept[0][0].isalpha():
        kept.pop(0)
    return "_".join(kept)


def _title_and_body(lines: Sequence[VisualLine], page: Page) -> tuple[str, Sequence[VisualLine]]:
    """The first run of centred lines in capitals below the motto, and what stands below it."""
    left, right = text_margins(lines)
    middles, width = ((left + right) / 2, page.width / 2), max(right - left, 1.0)
    mottos = [index for index, line in enumerate(lines) if "doc lap tu do" in fold_words(line.text)]
    start = mottos[0] + 1 if mottos else 0
    for first in range(start, len(lines)):
        if lines[first].box.y0 > 0.6 * page.height:
            break
        block: list[str] = []
        for line in lines[first : first + MOST_TITLE_LINES]:
            text = nfc(line.text)
            off = min(abs(line.centre_x - middle) for middle in middles)
            is_centred = off < 0.1 * width and line.box.x0 > left + 0.04 * width
            opens_part = bool(block) and HEADING_MARK.match(text) is not None
            if opens_part or not (is_centred and _is_title_text(text)):
                break
            block.append(text.strip(" .:"))
        if block:
            return " ".join(block), lines[first + len(block) :]
    return "", lines[start:]


def _is_title_text(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 4 and all(map(str.isupper, letters)) and not re.search(r":\s*\S|\d{3}", text)


def _head(title: str, pages: Sequence[Page], lines: Mapping[int, tuple[VisualLine, ...]]) -> Head:
    bare = RecordType.model_validate(
        {
            "schema": "1",
            "code": "new",
            "title": title or "?",
            "title_is_printed": bool(title),
            "name_vi": "?",
            "name_en": "?",
            "layout": "nd30_admin",
            "fields": [{"name": "none", "type": "text", "where": "derived"}],
        }
    )
    return Head(bare, pages, lines, Spelling(line for rows in lines.values() for line in rows))


def _sections(printed: Sequence[LabelPrinted | Heading]) -> dict[str, str]:
    """The parts of the paper, where labels repeat: only then does a field need one."""
    times = Counter(fold_words(entry.label) for entry in printed if isinstance(entry, LabelPrinted))
    if max(times.values(), default=0) < 2:
        return {}
    headings = (entry.text for entry in printed if isinstance(entry, Heading))
    return {name: text for text in headings if (name := name_of(text))}


def _head_fields(head: Head) -> Iterable[ProposedField]:
    """Fields of the administrative form, where the paper has one."""
    parent, issuing = head.agencies
    if parent is not None:
        yield _placed("parent_agency", FieldType.ORG_NAME, Where.LETTERHEAD_LEFT)
    if issuing is not None:
        yield _placed("issuing_agency", FieldType.ORG_NAME, Where.LETTERHEAD_LEFT, required=True)
    if head.number is not None:
        number = FieldRule(
            name="doc_number",
            type=FieldType.DOC_NUMBER,
            labels=("Số",),
            where=Where.NUMBER_LINE,
            required=True,
        )
        yield ProposedField(number)
    if head.place_date is not None and head.letterhead is not None and head.date_line is not None:
        yield _placed("issue_place", FieldType.PLACE, Where.PLACE_DATE_LINE)
        yield _placed("issue_date", FieldType.DATE, Where.PLACE_DATE_LINE, required=True)
    about = FieldRule(name="subject", type=FieldType.TEXT, where=Where.UNDER_TITLE)
    if head.number is not None and head.subject(about) is not None:
        yield ProposedField(about, "dòng dưới tên loại có phải là trích yếu không?")


def _closing_fields(head: Head, body: Sequence[VisualLine]) -> Iterable[ProposedField]:
    folded = [(line, fold_words(line.text)) for line in body]
    if any(text.startswith("noi nhan") for _, text in folded):
        yield ProposedField(
            FieldRule(name="recipients", type=FieldType.LIST, labels=("Nơi nhận",), where=Where.RECIPIENTS)
        )
    if head.date_line is None and head.place_date is not None:
        yield _placed("signing_date", FieldType.DATE, Where.PLACE_DATE_LINE)
    signers = [
        nfc(segment.text).strip(" .:")
        for line, _ in folded
        for segment in line.segments(2.5)
        if fold_words(segment.text).startswith(SIGNERS) and len(segment.words) <= 6
    ]
    if signers:
        rule = FieldRule(
            name="signer_name", type=FieldType.PERSON_NAME, labels=(signers[-1],), where=Where.SIGNATURE
        )
        yield ProposedField(rule)
    elif head.number is not None:
        yield _placed("signer_title", FieldType.TEXT, Where.SIGNATURE)
        yield _placed("signer_name", FieldType.PERSON_NAME, Where.SIGNATURE)


def _placed(name: str, kind: FieldType, where: Where, *, required: bool = False) -> ProposedField:
    return ProposedField(FieldRule(name=name, type=kind, where=where, required=required))


def _labelled_fields(
    printed: Sequence[LabelPrinted | Heading], sections: Mapping[str, str], known: Mapping[str, FieldType]
) -> Iterable[ProposedField]:
    """A field for every label, in its section where there are sections."""
    section: str | None = None
    has_name = False
    for entry in printed:
        if isinstance(entry, Heading):
            section = name_of(entry.text) if name_of(entry.text) in sections else section
            continue
        name = name_of(entry.label)
        if not name:
            continue
        kind = kind_of(entry.label, entry.filled, known)
        is_first_name = kind.type is FieldType.PERSON_NAME and not has_name
        has_name = has_name or is_first_name
        doubts = [] if entry.is_sure else ["chữ của nhãn đọc chưa chắc"]
        if not kind.is_sure:
            doubts.append(f"kiểu giá trị có phải {kind.type.value} không?")
        rule = FieldRule(
            name=name,
            type=kind.type,
            labels=(entry.label,),
            mark=entry.mark or None,
            required=is_first_name,
            where=Where.BELOW_LABEL if entry.is_below else Where.RIGHT_OF_LABEL,
            section=section,
            enum=kind.enum,
        )
        yield ProposedField(rule, "; ".join(doubts))


def _distinct(fields: Iterable[ProposedField]) -> tuple[ProposedField, ...]:
    """Each name once; the same label in the same section is one field, told to the person who checks."""
    kept: dict[str, ProposedField] = {}
    seen: set[tuple[tuple[str, ...], str | None]] = set()
    for field in fields:
        rule = field.rule
        key = (tuple(map(fold_words, rule.labels)), rule.section)
        if rule.labels and key in seen:
            before = next(
                each
                for each in kept.values()
                if (tuple(map(fold_words, each.rule.labels)), each.rule.section) == key
            )
            told = "nhãn này in nhiều lần; nếu là người khác nhau, hãy thêm sections"
            if told not in before.check:
                check = "; ".join(filter(None, (before.check, told)))
                kept[before.rule.name] = replace(before, check=check)
            continue
        seen.add(key)
        name, number = rule.name, 2
        while name in kept:
            name, number = f"{rule.name}_{number}", number + 1
        kept[name] = replace(field, rule=rule.model_copy(update={"name": name}))
    return tuple(kept.values())


def _layout(head: Head, title: str, labels: Sequence[LabelPrinted], *, is_decreed: bool) -> Layout:
    folded = fold_words(title)
    if any(label.mark.startswith("[") for label in labels):
        return Layout.TAX_FORM
    if folded.startswith("hop dong") or "thoa thuan" in folded:
        return Layout.CONTRACT_NOTARISED
    if folded.startswith("trich luc") and "ban do" not in folded:
        return Layout.CIVIL_EXTRACT
    if is_decreed or (head.number is not None and head.agencies[1] is not None):
        return Layout.ND30_ADMIN
    return Layout.APPLICATION_FORM


def _form_code(lines: Sequence[VisualLine], page: Page) -> str:
    for line in lines:
        match = FORM_CODE.search(nfc(line.text)) if line.box.y0 < FORM_CODE_ZONE * page.height else None
        if match is not None and any(map(str.isdigit, match[0])):
            return re.sub(r"\s+", " ", match[0].replace(":", " ")).strip(" .,;")
    return ""


def _unknown(anchors: Sequence[str], types: Mapping[str, RecordType]) -> tuple[str, ...]:
    known = {
        fold_words(words)
        for each in types.values()
        for words in (*each.anchors, *(label for rule in each.fields for label in rule.labels))
    }
    fresh = [anchor for anchor in anchors if fold_words(anchor) not in known and len(anchor.split()) >= 3]
    return tuple(fresh[:MOST_ONLY_HERE])
