"""From the words behind a label to a field's value: cut to its kind, judged by its validator.

The words behind a label may hold more than the value: a unit, a bracket, the next sentence. For kinds with a
form of their own (dates, numbers, identity numbers) the part that has that form is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from classifiers.extraction.names import name_alone
from classifiers.parsed import Parsed
from classifiers.record_type import FieldRule, FieldType, Normalise, Where
from classifiers.validators import choice, validator_of
from classifiers.validators.person_name import display
from classifiers.vietnamese import clean, fold, fold_words

MULTILINE = frozenset(
    {FieldType.TEXT, FieldType.TEXT_MULTILINE, FieldType.ADDRESS, FieldType.ORG_NAME, FieldType.ID_DOCUMENT,
     FieldType.DATE_WORDS, FieldType.AREA_WORDS, FieldType.MONEY_WORDS}
)  # fmt: skip
"""Kinds whose value may run over several lines."""
FORMED = frozenset(
    {FieldType.DATE, FieldType.YEAR, FieldType.TIME, FieldType.ID_NUMBER, FieldType.AREA_M2, FieldType.MONEY,
     FieldType.SERIAL, FieldType.REGISTRY_NUMBER, FieldType.DOC_NUMBER, FieldType.CIVIL_REGISTRATION_NUMBER,
     FieldType.CIVIL_EXTRACT_NUMBER, FieldType.TAX_CODE, FieldType.BUSINESS_CODE, FieldType.PARCEL_NUMBER,
     FieldType.MAP_SHEET_NUMBER, FieldType.PHONE, FieldType.PERCENT, FieldType.DECIMAL, FieldType.INTEGER,
     FieldType.ENUM, FieldType.DATE_WORDS, FieldType.AREA_WORDS, FieldType.MONEY_WORDS, FieldType.EMAIL}
)  # fmt: skip
"""Kinds that a validator can truly refuse: a value that passes is surer for it."""
NUMBERED_BY_YEAR = frozenset({FieldType.CIVIL_REGISTRATION_NUMBER, FieldType.CIVIL_EXTRACT_NUMBER})
"""Numbers that go on behind a slash with their year."""
END_OF_PAPER = re.compile(r"\s*(?:[.,]\s?/[\s.,]*|\.[I|!]\.)$")
"""`./.`, the sign behind the last word of a paper's text (Decree 30/2020, Appendix I, II.5), or `.I.`."""
MOST_LEADING = 8
"""First words of a text among which a value of a given form is looked for."""
SIGNING_DAY = "ngày ký"
"""Canonical value of "có hiệu lực kể từ ngày ký": the day of issue, which another field holds."""
NO_END = "không thời hạn"
"""Canonical value of an expiry that a card of a person over 60 prints in words (Law 26/2023, Art. 21)."""
NO_NAME = "Viết thường, không giống họ tên, cần người kiểm tra"
NO_ARTICLE = r"(?<!điều )(?<!khoản )(?<!mục )(?<!\d)(?<!\d[.,])"
"""Before a sum or an area: "giá … nêu tại Điều 1 của Hợp đồng này" tells none yet."""
_SHAPES = {
    FieldType.DATE: re.compile(
        r"(?:ng[^\W\d_]*y\s*)?\d{1,2}\s*(?:[/.-]\s*\d{1,2}\s*[/.-]|\s*th[^\W\d_]*ng\s*\d{1,2}\s*n[^\W\d_]*m)\s*\d{4}"
        r"|\d{1,2}\s*[/.-]\s*\d{4}|(?<!\d)(?:19|20)\d{2}(?!\d)",
        re.IGNORECASE,
    ),
    FieldType.YEAR: re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)"),
    FieldType.TIME: re.compile(r"\d{1,2}\s*gi[^\W\d_]\s*(?:\d{1,2}\s*ph[^\W\d_]t)?", re.IGNORECASE),
    FieldType.ID_NUMBER: re.compile(r"[A-Z]\d{7,8}(?!\d)|\d(?:[ .]?\d){11}(?!\d)|\d(?:[ .]?\d){8}(?!\d)"),
    FieldType.AREA_M2: re.compile(NO_ARTICLE + r"\d[\d.,]*", re.IGNORECASE),
    FieldType.MONEY: re.compile(NO_ARTICLE + r"\d[\d.,]*", re.IGNORECASE),
    FieldType.PERCENT: re.compile(r"\d[\d.,]*\s*%?"),
    FieldType.DECIMAL: re.compile(r"\d[\d.,]*"),
    FieldType.INTEGER: re.compile(r"\d[\d.]*"),
    FieldType.REGISTRY_NUMBER: re.compile(r"(?:[A-ZĐ]{1,3}[ .]?)?\d{2,6}(?:[./-][0-9A-ZĐa-zđ/.-]+)?(?!\d)"),
    FieldType.PHONE: re.compile(r"\+?\d[\d .-]{7,14}\d"),
    FieldType.CIVIL_REGISTRATION_NUMBER: re.compile(r"\d{1,5}(?:\s*/\s*\d{4})?(?!\d)"),
    FieldType.CIVIL_EXTRACT_NUMBER: re.compile(r"\d{1,6}(?:\s*/\s*\d{4})?\s*/\s*TL[A-ZĐ]{2,6}(?:\s*-\s*BS)?"),
    FieldType.PARCEL_NUMBER: re.compile(r"\d{1,5}(?:[-/]\d{1,4})?[a-z]?\b"),
    FieldType.MAP_SHEET_NUMBER: re.compile(r"TĐ ?\d{1,4}[-/]\d{4}|\d{1,4}(?:[-/]\d{1,4})?[a-z]?\b|-/-"),
}  # fmt: skip

_WITH_UNIT = {
    FieldType.AREA_M2: re.compile(r"\d[\d.,]*(?=\s*m(?:[²2]|\b))"),
    FieldType.MONEY: re.compile(r"\d[\d.,]*(?=\s*(?:đồng|vnđ|vnd|đ)\b)", re.IGNORECASE),
}
"""The same with the unit behind: "nêu tại Điều 1 của Hợp đồng này là: 1.250.000.000 đồng" names one sum."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A value after its validator."""

    value: str
    normalised: str
    is_valid: bool
    errors: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.value


def judge(rule: FieldRule, text: str) -> Judged:
    """The value of `rule`'s kind in `text`, in canonical form, and what is wrong with it."""
    text = END_OF_PAPER.sub("", text)
    if rule.type is FieldType.DATE and re.fullmatch(r"(ngay )?ky", fold_words(text)):
        return Judged(clean(text), SIGNING_DAY, True, (), ())
    if rule.type is FieldType.DATE and fold_words(text) == fold_words(NO_END):
        return Judged(clean(text).strip(" .,;:"), NO_END, True, (), ())
    tidied = _tidy(text)
    if rule.type is FieldType.ORG_NAME:
        tidied = re.sub(r"\s+lập$", "", tidied)
    if rule.type is FieldType.PERSON_NAME:
        tidied = name_alone(tidied)
    cleaned = clean(_shaped(rule, tidied))
    if rule.type is FieldType.ENUM and rule.enum:
        parsed = _choice(rule, cleaned)
    elif rule.type in {FieldType.TABLE, FieldType.LIST, FieldType.TEXT_MULTILINE}:
        lines = [_paragraph(line) if rule.where is Where.BODY else clean(line) for line in text.split("\n")]
        kept = "\n".join(line for line in lines if not is_none(line))
        return Judged(kept, kept, bool(kept), (), ())
    else:
        parsed = validator_of(rule).parse(cleaned)
    leading = _leading_match(rule, cleaned) if rule.regex and not _fits(rule, parsed) else ""
    if leading:
        parsed = validator_of(rule).parse(leading)
    errors = [*parsed.errors, *_errors_of_form(rule, parsed)]
    normalised = parsed.normalised or ""
    if rule.normalise is Normalise.UPPER:
        normalised = normalised.upper()
    elif rule.normalise is Normalise.DISPLAY_NAME:
        normalised = display(normalised)
    elif rule.normalise is Normalise.DIGITS:
        normalised = re.sub(r"\D", "", normalised)
    return Judged(parsed.value, normalised, bool(normalised) and not errors, tuple(errors), parsed.warnings)


def _errors_of_form(rule: FieldRule, parsed: Parsed) -> list[str]:
    """What speaks against a value that its validator bore."""
    errors = []
    if rule.type is FieldType.PERSON_NAME and parsed.normalised and parsed.value.islower():
        errors.append(NO_NAME)  # "là người được nhận di sản nêu trên"
    if rule.regex and parsed.normalised and not _fits(rule, parsed):
        errors.append("Không đúng dạng thường in của trường này")
    return errors


def _fits(rule: FieldRule, parsed: Parsed) -> bool:
    """Whether a value has the form that the field's `regex` asks for."""
    printed = re.sub(r"\s+", " ", parsed.value)
    return _matches(rule.regex or "", printed, parsed.normalised or "")


def _leading_match(rule: FieldRule, text: str) -> str:
    """The longest run of first words that has the field's form: what follows is the sentence going on."""
    regex, words = rule.regex or "", text.split()
    if not (regex.startswith("^") and regex.endswith("$")) or rule.type is FieldType.ENUM:
        return ""
    runs = (
        " ".join(words[:count]).rstrip(" ,;.")
        for count in range(min(len(words) - 1, MOST_LEADING), 0, -1)
        if not words[count].startswith("/")
    )
    return next((run for run in runs if run and _matches(regex, run, run)), "")


def _matches(regex: str, printed: str, normalised: str) -> bool:
    compact = re.sub(r"\s+", "", printed)
    return any(re.search(regex, text) for text in (printed, compact, normalised))


def _tidy(text: str) -> str:
    """Without dotted leaders and unpaired brackets; one real dot inside a number stays."""
    text = re.sub(r"(?:[.…·_]\s*){3,}|…+", " ", text)
    text = re.sub(r"\s+([,;.])", r"\1", text).strip(" :;,._-–—|*'\"`")
    if text.count("(") != text.count(")"):
        text = (
            text.strip("()[] ").split(" (")[-1 if text.startswith("(") else 0]
            if "(" in text
            else text.strip(")] ")
        )
    return text.strip(" :;,_|")


def _shaped(rule: FieldRule, text: str) -> str:
    """The first part of `text` that has the form of the field's kind, or all of it.

    A part that is cut out of a longer figure ("1972" of "17/O2/1972") is not the value: then all is returned,
    for the validator to refuse.
    """
    shape = _SHAPES.get(rule.type)
    with_unit = _WITH_UNIT.get(rule.type)
    match = with_unit.search(text) if with_unit is not None else None
    match = match or (shape.search(text) if shape is not None else None)
    if match is None:
        return text
    before, behind = text[: match.start()], text[match.end() :]
    is_torn = before[-1:].isalnum() or behind[:1].isalnum()
    # "72" of "72/2O21" is half a number whose year was misread.
    is_torn = is_torn or (rule.type in NUMBERED_BY_YEAR and re.match(r"\s?/\s?\w", behind) is not None)
    if rule.type is FieldType.DATE:
        is_torn = is_torn or any(map(str.isdigit, before)) or before[-1:] in {"/", "-", "."}
    return text if is_torn else match[0].strip(" .,;")


def _choice(rule: FieldRule, text: str) -> Parsed:
    """The one allowed value with which the text begins; what follows it is another field's label misread."""
    parsed = choice.parse(text, choices=rule.enum)
    if parsed.is_valid:
        return parsed
    words = fold_words(text)
    named = [value for value in rule.enum if re.search(rf"\b{re.escape(fold_words(value))}\b", words)]
    if len(named) > 1 and len(named) == len(rule.enum):
        # "Nam □ Nữ □": both are printed, and which box is marked was not seen.
        return parsed
    begun = [value for value in rule.enum if words.split()[:1] == fold_words(value).split()[:1]]
    return choice.parse(begun[0], choices=rule.enum) if len(begun) == 1 else parsed


def _paragraph(line: str) -> str:
    """A line of a paper's own text, with its dash and the colon or semicolon that ends it."""
    said = clean(line)
    if not said:
        return said
    dash, end = line.lstrip()[:2], line.rstrip()[-1:]
    return (dash if dash in {"- ", "– "} else "") + said + (end if end in {":", ";"} else "")


def is_none(text: str) -> bool:
    """Whether the blank says that there is nothing (`-/-`, a dash, dots)."""
    return not re.search(r"\w", fold(text)) or bool(re.fullmatch(r"[-–—/\s.]*", text))
