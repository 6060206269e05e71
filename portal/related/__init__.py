"""Papers that belong to a record: of the same person, parcel or dossier, cited by number, scans of one sheet.

`related_to` is the door. Every look-up is by an index over field values, and only what the person may see
is told.
"""

from portal.related.finding import Related, Relation, related_to

__all__ = ["Related", "Relation", "related_to"]
