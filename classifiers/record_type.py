"""What a record type is: its title, the words on its page, its fields and the rules between them.

A type is one file, `record_types/<code>.yaml`; these frozen models are that file once it has been read.
`docs/reference/record-types.md` explains every key to the person who writes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Group(StrEnum):
    """The shelf of the records office on which a type stands."""

    LAND = "land"
    CIVIL_STATUS = "civil_status"
    RESIDENCE_IDENTITY = "residence_identity"
    CONSTRUCTION_BUSINESS = "construction_business"
    ADMINISTRATIVE = "administrative"
    SOCIAL_HEALTH_EDUCATION = "social_health_education"
    OTHER = "other"


class Layout(StrEnum):
    """How the paper is laid out; drawing and reading follow it."""

    ND30_ADMIN = "nd30_admin"
    GCN_2024_TWO_PAGE = "gcn_2024_two_page"
    GCN_2009_FOUR_PAGE = "gcn_2009_four_page"
    GCN_RED_BOOKLET = "gcn_red_booklet"
    CIVIL_CERTIFICATE_PREPRINTED = "civil_certificate_preprinted"
    CIVIL_CERTIFICATE_PREPRINTED_TWO_COLUMNS = "civil_certificate_preprinted_two_columns"
    CIVIL_EXTRACT = "civil_extract"
    APPLICATION_FORM = "application_form"
    APPLICATION_FORM_BOXED = "application_form_boxed"
    HANDWRITTEN_LETTER = "handwritten_letter"
    CONTRACT_NOTARISED = "contract_notarised"
    TAX_FORM = "tax_form"
    DRAWING_SHEET = "drawing_sheet"
    REGISTER_BOOK = "register_book"
    BOOKLET = "booklet"
    CARD_ID1 = "card_id1"
    CARD_CMND = "card_cmnd"
    CARD_INSURANCE = "card_insurance"
    SCHOOL_BOOKLET = "school_booklet"


class FieldType(StrEnum):
    """What kind of value a field holds; the kind chooses its validator and its canonical form."""

    PERSON_NAME = "person_name"
    DATE = "date"
    DATE_WORDS = "date_words"
    YEAR = "year"
    TIME = "time"
    ID_NUMBER = "id_number"
    ID_DOCUMENT = "id_document"
    ADDRESS = "address"
    AREA_M2 = "area_m2"
    AREA_WORDS = "area_words"
    MONEY = "money"
    MONEY_WORDS = "money_words"
    SERIAL = "serial"
    REGISTRY_NUMBER = "registry_number"
    DOC_NUMBER = "doc_number"
    CIVIL_REGISTRATION_NUMBER = "civil_registration_number"
    CIVIL_EXTRACT_NUMBER = "civil_extract_number"
    TAX_CODE = "tax_code"
    BUSINESS_CODE = "business_code"
    PARCEL_NUMBER = "parcel_number"
    MAP_SHEET_NUMBER = "map_sheet_number"
    ENUM = "enum"
    ENUM_OPEN = "enum_open"
    TEXT = "text"
    TEXT_MULTILINE = "text_multiline"
    LIST = "list"
    TABLE = "table"
    CHECKBOX = "checkbox"
    QR = "qr"
    BARCODE = "barcode"
    MRZ = "mrz"
    PHONE = "phone"
    EMAIL = "email"
    PERCENT = "percent"
    DECIMAL = "decimal"
    INTEGER = "integer"
    ORG_NAME = "org_name"
    PLACE = "place"


class Where(StrEnum):
    """Where on the paper a field's value stands."""

    RIGHT_OF_LABEL = "right_of_label"
    BELOW_LABEL = "below_label"
    INLINE = "inline"
    NUMBER_LINE = "number_line"
    PLACE_DATE_LINE = "place_date_line"
    LETTERHEAD_LEFT = "letterhead_left"
    UNDER_TITLE = "under_title"
    UNDER_NUMBER = "under_number"
    SIGNATURE = "signature"
    RECIPIENTS = "recipients"
    LIST = "list"
    TABLE = "table"
    BODY = "body"
    TICK = "tick"
    CORNER = "corner"
    STAMP = "stamp"
    MACHINE_CODE = "machine_code"
    ANYWHERE = "anywhere"
    DERIVED = "derived"

    @property
    def needs_label(self) -> bool:
        """True where the value can be found only by the words printed beside it."""
        return self in {
            Where.RIGHT_OF_LABEL,
            Where.BELOW_LABEL,
            Where.INLINE,
            Where.NUMBER_LINE,
            Where.TICK,
            Where.RECIPIENTS,
        }


class Normalise(StrEnum):
    """How a value becomes its canonical form, where the field's type alone does not say."""

    AS_READ = "as_read"
    SINGLE_LINE = "single_line"
    DISPLAY_NAME = "display_name"
    UPPER = "upper"
    DIGITS = "digits"


class Check(StrEnum):
    """A relation between fields that a right record keeps; unread fields are left out of it."""

    WORDS_AGREE = "words_agree"
    """The figure (first) equals what the words (second) say."""
    ORDERED = "ordered"
    """Dates in order, earliest first; equal ones pass."""
    SAME_YEAR = "same_year"
    """The year inside a number (first) is the year of the date (second)."""
    PERSON_ID = "person_id"
    """A 12-digit number (first) agrees with the sex and the date of birth that follow it."""
    YEARS_APART = "years_apart"
    """From the first date or year to the second are at least `years`."""
    SUM = "sum"
    """The first number is the sum of the others."""
    PARTS_SUM = "parts_sum"
    """The first number is the sum of the areas written inside the second."""
    AT_MOST = "at_most"
    """The first number is not above the second."""
    DIFFER = "differ"
    """Two numbers that must not be mistaken for each other."""
    SAME_NAME = "same_name"
    """Two names of one person, capitals and marks aside."""
    EXACTLY_ONE = "exactly_one"
    """Just one of the fields carries a value."""
    IN_PERIOD = "in_period"
    """The date lies in the type's `in_use`."""
    TAX_CODE = "tax_code"
    """The tax code's check digit is right."""
    ABBREVIATION = "abbreviation"
    """The document number carries the type's `doc_abbreviation`."""


class Severity(StrEnum):
    ERROR = "error"
    """The record waits for a person."""
    WARNING = "warning"
    """Staff are told; nothing is asked of them."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InUse(_Frozen):
    """The period in which papers of the type were issued."""

    since: date
    until: date | None = None


class Edition(_Frozen):
    """One print of the type's form: forms change by decree, and papers of every print stay in the files."""

    name: Sentence
    """What the record says that it is printed by, such as `NĐ 151/2025/NĐ-CP`."""
    since: date | None = None
    """Left out for a first edition whose beginning is not known."""
    until: date | None = None
    """Left out while in use; else the day before the next edition where nothing else is known."""
    legal_form: tuple[Sentence, ...] = ()
    form_codes: tuple[Sentence, ...] = ()
    titles: tuple[Sentence, ...] = ()
    """Printed in this edition instead of the type's title; the first is the usual one."""
    labels: Mapping[Identifier, tuple[Sentence, ...]] = {}
    """By field, what this edition prints beside it instead of the field's labels."""


class Discriminators(_Frozen):
    """Words that tell the type from its neighbours."""

    only_here: tuple[Sentence, ...] = ()
    """Printed on this type and hardly on another."""
    never_here: tuple[Sentence, ...] = ()
    """Printed as a heading on another type that is easily taken for this one."""


class Section(_Frozen):
    """A part of the paper; fields whose labels repeat are told apart by it."""

    name: Identifier
    starts_at: tuple[Sentence, ...] = Field(min_length=1)
    """Any one of these printed words opens the section; it ends where the next one starts."""


class FieldRule(_Frozen):
    """One field: what is printed beside it, what it holds and where it stands."""

    name: Identifier
    type: FieldType
    labels: tuple[Sentence, ...] = ()
    """As printed, without item mark, colon and leaders; the first is the usual one, the rest variants."""
    mark: Sentence | None = None
    """Item mark printed before the label, such as `a)`, `1.` or `+`."""
    required: bool = False
    """A record without a sure value of it waits for a person."""
    where: Where = Where.RIGHT_OF_LABEL
    section: Identifier | None = None
    regex: Sentence | None = None
    """What the whole value as printed must match (after inner spaces are made single)."""
    enum: tuple[Sentence, ...] = ()
    """For `enum`: every value there is; for `enum_open`: the usual ones."""
    columns: tuple[Sentence, ...] = ()
    """Names of the columns of a `table`, or of the parts of each entry of a `list`."""
    column_types: Mapping[Sentence, FieldType] = Field(default_factory=dict)
    """What a column holds where its name does not say so."""
    normalise: Normalise | None = None
    example: str | None = None
    """Of an invented person."""
    note: str | None = None


class RecordRule(_Frozen):
    """A relation between fields, and what staff read when it does not hold."""

    check: Check
    fields: tuple[Identifier, ...] = Field(min_length=1)
    severity: Severity = Severity.ERROR
    reason: Sentence
    """In Vietnamese."""
    years: int | None = None
    """For `years_apart` only."""


class RecordType(_Frozen):
    """A type of record, as its file tells it."""

    schema_version: Literal["1"] = Field(alias="schema")
    code: Identifier
    """Stable name in files, searches and statistics; the name of its file."""
    title: Sentence
    """As printed: what stands alone in capitals, then what follows below it in small letters, if that is part
    of what tells the type (`QUYẾT ĐỊNH Về việc giao đất`)."""
    title_is_printed: bool = True
    """False for an official letter, which carries no title of its type."""
    title_variants: tuple[Sentence, ...] = ()
    name_vi: Sentence
    name_en: Sentence
    group: Group = Group.OTHER
    layout: Layout
    legal_form: tuple[Sentence, ...] = ()
    in_use: InUse | None = None
    doc_abbreviation: Sentence | None = None
    """Between slash and agency in a document number; Decree 30/2020/NĐ-CP, Article 7 and Appendix III."""
    form_codes: tuple[Sentence, ...] = ()
    editions: tuple[Edition, ...] = ()
    """In the order of their dates; `title`, `labels` and `form_codes` hold where an edition says nothing."""
    number_marks: tuple[Sentence, ...] = ()
    """Pieces of a number that only this type carries, such as `/TLKS-BS`."""
    anchors: tuple[Sentence, ...] = ()
    """Printed words in their order on the page, letterhead and title left out."""
    discriminators: Discriminators = Discriminators()
    sections: tuple[Section, ...] = ()
    fields: tuple[FieldRule, ...] = Field(min_length=1)
    rules: tuple[RecordRule, ...] = ()
    notes: tuple[Sentence, ...] = ()
    sensitivity: Annotated[int, Field(ge=1, le=4)] | None = None
    """How closely its papers are kept, 1 to 4 (QCVN 12:2026/BCA); see `level` for what holds without it."""

    @property
    def level(self) -> int:
        """The level of sensitivity: 1 for administrative papers, else 2, unless its file tells one."""
        return self.sensitivity or (1 if self.group is Group.ADMINISTRATIVE else 2)

    @property
    def titles(self) -> tuple[str, ...]:
        """Every form of the printed title, those of all editions too; empty for a type that prints none."""
        own = (self.title, *self.title_variants) if self.title_is_printed else self.title_variants
        of_editions = (title for edition in self.editions for title in edition.titles)
        return tuple(dict.fromkeys((*own, *of_editions)))

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands alone in capitals of every title; its words in small letters open the subject below."""
        return tuple(dict.fromkeys(map(_in_capitals, self.titles)))

    def field(self, name: str) -> FieldRule | None:
        """The field of that name, or `None`."""
        return next((rule for rule in self.fields if rule.name == name), None)

    @property
    def required_fields(self) -> tuple[str, ...]:
        return tuple(rule.name for rule in self.fields if rule.required)


def _in_capitals(title: str) -> str:
    words = title.split()
    kept = list(takewhile(lambda word: word == word.upper(), words))
    return " ".join(kept or words)
