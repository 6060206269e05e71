"""What the database keeps: the ledger of work, the catalogue, and the outgoing road with its number books,
people's rights, what is in hand in review, and the audit chain."""

from portal.models.accounts import AccountState, FormerPassword, GuessCount, Notice, SignedInSession
from portal.models.audit import AuditEvent, AuditReview, ChainState
from portal.models.catalogue import (
    AlikePages,
    CatalogueChange,
    CataloguePage,
    CatalogueRecord,
    FieldEntry,
    PageLook,
)
from portal.models.counts import (
    ActivityCount,
    ActivityDay,
    DayCount,
    DayToCount,
    SampleCheck,
    WallLink,
)
from portal.models.finding import RecentSearch, SavedSearch, SavedSearchLook
from portal.models.guide import GuideMark
from portal.models.hand_outs import HandOut
from portal.models.intake import IntakeFile, IntakePage, RescanRequest
from portal.models.interchange import ApiToken, Delivery, Webhook
from portal.models.number_books import BookEntry, NumberBook
from portal.models.outgoing import (
    BatchItem,
    OutgoingDocument,
    OutgoingEvent,
    OutgoingFile,
    OutgoingSigner,
    SigningBatch,
)
from portal.models.people import Grant, Unit
from portal.models.public import PublicAttempt
from portal.models.reviewing import ReviewClaim, ReviewDraft, ReviewLeave
from portal.models.signers import CertificateBinding, Mandate, OfferedCertificate

__all__ = [
    "AccountState",
    "ActivityCount",
    "ActivityDay",
    "AlikePages",
    "ApiToken",
    "AuditEvent",
    "AuditReview",
    "BatchItem",
    "BookEntry",
    "CatalogueChange",
    "CataloguePage",
    "CatalogueRecord",
    "CertificateBinding",
    "ChainState",
    "DayCount",
    "DayToCount",
    "Delivery",
    "FieldEntry",
    "FormerPassword",
    "Grant",
    "GuessCount",
    "GuideMark",
    "HandOut",
    "IntakeFile",
    "IntakePage",
    "Mandate",
    "Notice",
    "NumberBook",
    "OfferedCertificate",
    "OutgoingDocument",
    "OutgoingEvent",
    "OutgoingFile",
    "OutgoingSigner",
    "PageLook",
    "PublicAttempt",
    "RecentSearch",
    "RescanRequest",
    "ReviewClaim",
    "ReviewDraft",
    "ReviewLeave",
    "SampleCheck",
    "SavedSearch",
    "SavedSearchLook",
    "SignedInSession",
    "SigningBatch",
    "Unit",
    "WallLink",
    "Webhook",
]
