"""What the database keeps: the ledger of work, the catalogue, and the outgoing road with its number books."""

from portal.models.catalogue import AlikePages, CataloguePage, CatalogueRecord, FieldEntry, PageLook
from portal.models.intake import IntakeFile, IntakePage
from portal.models.number_books import BookEntry, NumberBook
from portal.models.outgoing import (
    BatchItem,
    OutgoingDocument,
    OutgoingEvent,
    OutgoingFile,
    OutgoingSigner,
    SigningBatch,
)
from portal.models.signers import CertificateBinding, Mandate

__all__ = [
    "AlikePages",
    "BatchItem",
    "BookEntry",
    "CataloguePage",
    "CatalogueRecord",
    "CertificateBinding",
    "FieldEntry",
    "IntakeFile",
    "IntakePage",
    "Mandate",
    "NumberBook",
    "OutgoingDocument",
    "OutgoingEvent",
    "OutgoingFile",
    "OutgoingSigner",
    "PageLook",
    "SigningBatch",
]
