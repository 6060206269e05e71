"""What the database keeps: the ledger of work (the truth) and the catalogue (an index of the archive)."""

from portal.models.catalogue import CataloguePage, CatalogueRecord, FieldEntry
from portal.models.intake import IntakeFile, IntakePage

__all__ = ["CataloguePage", "CatalogueRecord", "FieldEntry", "IntakeFile", "IntakePage"]
