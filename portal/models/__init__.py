"""What the database keeps: the ledger of work (the truth) and the catalogue (an index of the archive)."""

from portal.models.catalogue import AlikePages, CataloguePage, CatalogueRecord, FieldEntry, PageLook
from portal.models.intake import IntakeFile, IntakePage

__all__ = [
    "AlikePages",
    "CataloguePage",
    "CatalogueRecord",
    "FieldEntry",
    "IntakeFile",
    "IntakePage",
    "PageLook",
]
