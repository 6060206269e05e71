"""What goes in and comes out, as the interface's description (OpenAPI) shows it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from portal.api.scopes import Scope
from portal.catalogue.query import LONGEST_QUERY
from portal.corrections.changing import LONGEST_REASON, LONGEST_TEXT

RecordCode = Annotated[str, StringConstraints(pattern=r"^hs-[a-z2-7]{24}$")]
ShortText = Annotated[str, StringConstraints(max_length=255)]
OWN_CODE = r"[A-Za-z0-9.]{1,20}_[A-ZĐa-zđ]{1,10}_[0-9]{1,10}_V[0-9]{1,3}"
DocCode = Annotated[str, StringConstraints(pattern=rf"^({OWN_CODE}|hs-[a-z2-7]{{24}})$")]
MOST_LISTED = 200
VERSION = r"^v[1-9][0-9]{0,5}$"
PageNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class Problem(Schema):
    """Why something was not done."""

    code: str
    message_vi: str
    """What to do, for staff."""
    message_en: str
    faults: list[str] = []
    """Which parts of a malformed request, and why."""


ERRORS = dict.fromkeys((401, 403, 404, 422, 429), Problem)
"""What any operation may answer besides its result."""
CHANGE_ERRORS = {**ERRORS, 409: Problem, 413: Problem, 503: Problem}


class RecordRow(Schema):
    """A record as lists show it."""

    record_id: str
    document_code: str
    version: str
    record_type: str | None
    title: str
    document_number: str
    document_date: date | None
    unit: str
    sensitivity: int
    needs_review: bool
    page_count: int
    received_at: datetime


_BYTES = {"schema": {"type": "string", "format": "binary"}}
FILE_TYPES = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "image/gif",
    "image/bmp",
    "application/octet-stream",
)
AS_FILE: dict[str, Any] = {  # a piece of an OpenAPI document
    "responses": {200: {"description": "The file", "content": dict.fromkeys(FILE_TYPES, _BYTES)}}
}
"""How an operation that answers with a file describes that."""


class Finding(Schema):
    """What records are wanted."""

    q: Annotated[str, StringConstraints(max_length=LONGEST_QUERY)] = ""
    """The portal's query language."""
    record_type: ShortText = ""
    unit: ShortText = ""
    needs_review: bool | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 50
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class RecordList(Schema):
    """One page of records."""

    items: list[RecordRow]
    total: int
    is_at_least: bool = False
    """True when `total` is only the least there are."""


class RecordWhole(RecordRow):
    """A record with what was read of it."""

    record: dict[str, Any]  # record.json, whose schema is documented apart
    """`record.json` (schema 1)."""


class PageText(Schema):
    """The words of one page in reading order."""

    number: int
    text: str


class VersionRow(Schema):
    """One version of a record in the archive."""

    version: str
    created: datetime
    by: str
    message: str


class FieldWish(Schema):
    """What is to become of one field."""

    field: Annotated[str, StringConstraints(max_length=64)]
    action: Literal["edit", "confirm", "clear"]
    value: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    reason: Annotated[str, StringConstraints(max_length=LONGEST_REASON)] = ""
    """Why a value stays that looks impossible."""


class Correcting(Schema):
    """Corrections of one record in one go."""

    version: Annotated[str, StringConstraints(pattern=VERSION)]
    """The version that was looked at; any other newest version refuses them (409)."""
    record_type: Annotated[str, StringConstraints(max_length=64)] | None = None
    fields: Annotated[list[FieldWish], Field(max_length=400)] = []
    seen: Annotated[list[Annotated[str, StringConstraints(max_length=1000)]], Field(max_length=100)] = []
    """Reasons for review that somebody has looked at."""


class Versioned(Schema):
    """An act upon a record as its caller saw it."""

    version: Annotated[str, StringConstraints(pattern=VERSION)]
    """The version that was looked at; any other newest version refuses the act (409)."""


class Parting(Versioned):
    """Where another paper begins."""

    page: PageNumber


class Turning(Versioned):
    """A page and how far it is turned clockwise."""

    page: PageNumber
    degrees: Literal[90, 180, 270]


class Ordering(Versioned):
    """The pages in their new order, each once."""

    pages: Annotated[list[PageNumber], Field(min_length=1, max_length=5000)]


class Moving(Versioned):
    """Pages that belong to another record."""

    pages: Annotated[list[PageNumber], Field(min_length=1, max_length=5000)]
    to: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    """The receiving record's identifier, short code or document number."""


class Levelling(Versioned):
    """How closely a record is to be kept, and why."""

    level: Annotated[int, Field(ge=1, le=4)]
    why: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class AskingAnew(Schema):
    """What is wrong with a scan."""

    page: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """0 for the whole paper."""
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Copying(Schema):
    """A copy that is to be handed out."""

    recipient: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    """The person or office that gets it."""
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    pages: Annotated[str, StringConstraints(max_length=200)] = ""
    """`1-3, 7`; empty for the first ones that fit into one copy."""
    hide: list[ShortText] | None = None
    """Names of fields to be blackened; without it those that the portal proposes, with an empty one none."""
    words: Annotated[str, StringConstraints(max_length=8000)] = ""
    """Further words to be blackened, parted by `;` or line ends."""


class RelatedRow(Schema):
    """A paper that belongs to another one."""

    record: RecordRow
    why: list[str]


class FileVerdictShape(Schema):
    """As `hoso verify --json`; its schema is in docs/reference/verification.md."""

    schema_version: int = Field(alias="schema")
    file: str
    signatures: list[dict[str, Any]]  # documented there


class FileSaid(Schema):
    """What is said of a scan that is handed in."""

    unit: ShortText = ""
    """Folder name of the unit; empty for the office itself."""
    hint: ShortText = ""
    """Name or code of the record type, where it is known."""
    replaces: RecordCode | Literal[""] = ""
    """The record of which this is a new scan; its unit is then that of the file."""
    page: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """The one page of that record that was scanned again; 0 for the whole paper."""


class FileRow(Schema):
    """A file that was handed in, and how far it is."""

    id: int
    name: str
    unit: str
    state: str
    page_count: int | None
    record_id: str
    """The record that it became, or will become; only what the key's account may see."""
    record_count: int
    reason_code: str
    reason_vi: str
    received_at: datetime
    settled_at: datetime | None


class FileList(Schema):
    """One page of files, the newest first."""

    items: list[FileRow]
    next_before: int | None
    """`before` of the next page; none at the end."""


class TypeRow(Schema):
    """A record type."""

    code: str
    name_vi: str
    name_en: str
    group: str
    sensitivity: int


class Me(Schema):
    """Whom this key stands for."""

    account: str
    scopes: list[Scope]
    roles: list[str]
    units: list[str] | None
    """Units whose records it sees; `null` for all."""


class Numbers(Schema):
    """How the office stands."""

    files: dict[str, int]
    """Files by state."""
    records: dict[str, int]
    """Records filed and in review."""


class OutgoingRow(Schema):
    """An outgoing document."""

    id: int
    state: str
    notation: str
    """Number and symbol; empty before it has one."""
    type_code: str
    subject: str
    agency: str
    urgency: str
    received_at: datetime
    settled_at: datetime | None
    record_id: str
    reason_vi: str


class OutgoingSaid(Schema):
    """What is said of a document that is handed in."""

    agency: ShortText = ""
    """Code of the agency; the first one of the settings when empty."""
    type_code: ShortText = ""
    subject: Annotated[str, StringConstraints(max_length=500)] = ""
    signer: Annotated[list[ShortText], Field(max_length=20)] = []
    """Accounts of officials in the order of signing."""


class OutgoingList(Schema):
    """One page of outgoing documents, the newest first."""

    items: list[OutgoingRow]
    next_before: int | None


class AuditRow(Schema):
    """One event of the chain."""

    id: int
    at: datetime
    actor: str
    address: str
    kind: str
    object: str
    unit: str
    details: dict[str, Any]  # codes, numbers and digests, each kind its own
    previous: str
    digest: str


class AuditList(Schema):
    """One page of events, the newest first."""

    items: list[AuditRow]
    next_before: int | None


class HookWish(Schema):
    """Where to be told what."""

    url: Annotated[str, StringConstraints(max_length=500, pattern=r"^https?://[^\s]+$")]
    events: list[Annotated[str, StringConstraints(max_length=48)]] = []
    """Empty for all."""


class HookRow(Schema):
    """A webhook; its secret is told when it is made, and then no more."""

    id: int
    url: str
    events: list[str]
    made_at: datetime
    secret: str = ""


class DocumentMeta(Schema):
    """A document by letter 7197/BKHCN-CĐSQG and Decree 30/2020, Appendix VI."""

    DocCode: str
    """`MCQ_LV_STT_PB`, or the record's own identifier where it came without one."""
    TypeName: str
    CodeNumber: str
    CodeNotation: str
    IssuedDate: date | None
    OrganName: str
    Subject: str
    Language: str = "Tiếng Việt"
    PageAmount: int
    SignerInfo: str
    Status: Literal["processing", "review", "filed", "rejected"]
    Reason: str = ""
    FileName: str = ""
    Digest: str = ""
    """SHA-256 of the original."""


class ImportSaid(Schema):
    """What is said of a document that is pushed."""

    DocCode: Annotated[str, StringConstraints(pattern=rf"^{OWN_CODE}$")]
    Unit: ShortText = ""
    TypeName: ShortText = ""
    """Name or code of the record type, where it is known."""


class Imported(Schema):
    """What became of a document that was pushed."""

    DocCode: str
    Status: Literal["processing", "review", "filed", "rejected"]
    FileId: int
    RecordId: str
    Reason: str = ""
