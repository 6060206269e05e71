"""The rights that a person holds, as one frozen value, and the records and files that they open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.models import CatalogueRecord, IntakeFile
from portal.rights.roles import RIGHTS_OF, Right, Role

EVERY_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Held:
    """One grant in force."""

    role: Role
    units: frozenset[str] | None = None
    """Folder names of the units that it covers; `None` for the whole office."""
    types: frozenset[str] = frozenset()
    """Codes of record types; empty for all."""
    level: int = EVERY_LEVEL
    """The highest level of sensitivity that it opens."""

    @property
    def covers_all(self) -> bool:
        """Whether no record is outside it."""
        return self.units is None and not self.types and self.level >= EVERY_LEVEL

    def opens(self, *, unit: str, record_type: str, sensitivity: int) -> bool:
        """Whether a record with these properties is inside."""
        return (
            (self.units is None or unit in self.units)
            and (not self.types or record_type in self.types)
            and sensitivity <= self.level
        )

    def of_records(self) -> Q:
        """The same as a condition on catalogue records."""
        inside = Q(sensitivity__lte=self.level) if self.level < EVERY_LEVEL else Q()
        if self.units is not None:
            inside &= Q(unit__in=sorted(self.units))
        if self.types:
            inside &= Q(record_type__in=sorted(self.types))
        return inside


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may do; made by `rights_of`."""

    held: tuple[Held, ...] = ()
    account: str = ""
    """The person's account; their own files are theirs to follow. Empty for nobody."""

    @classmethod
    def everything(cls) -> Rights:
        """For commands of the machine's own user, who can read the archive anyway."""
        return cls(tuple(Held(role) for role in Role))

    def may(self, right: Right) -> bool:
        """Whether some role gives the right, for some record at least."""
        return any(right in RIGHTS_OF[one.role] for one in self.held)

    def with_right(self, right: Right) -> tuple[Held, ...]:
        """The grants that give the right."""
        return tuple(one for one in self.held if right in RIGHTS_OF[one.role])

    def covers_all(self, right: Right) -> bool:
        """Whether the right holds for every record, so that nothing has to be filtered."""
        return any(one.covers_all for one in self.with_right(right))

    def may_with(self, right: Right, record: CatalogueRecord) -> bool:
        """Whether the right holds for this record."""
        return any(
            one.opens(unit=record.unit, record_type=record.record_type, sensitivity=record.sensitivity)
            for one in self.with_right(right)
        )

    def may_at(self, right: Right, unit: str) -> bool:
        """Whether the right holds at a unit (folder name; empty for the office itself)."""
        return any(one.units is None or unit in one.units for one in self.with_right(right))

    def units(self, right: Right) -> frozenset[str] | None:
        """The units at which the right holds; `None` for the whole office."""
        grants = self.with_right(right)
        if any(one.units is None for one in grants):
            return None
        return frozenset(name for one in grants for name in one.units or ())

    def records(self, right: Right = Right.SEE) -> QuerySet[CatalogueRecord]:
        """The records for which the right holds."""
        rows = CatalogueRecord.objects.all()
        if self.covers_all(right):
            return rows
        return rows.filter(_any_of(one.of_records() for one in self.with_right(right)))

    def files(self, right: Right = Right.SEE, *, is_whole: bool = False) -> QuerySet[IntakeFile]:
        """The files that one may know of: one's own, those of one's units, none whose record is closed.

        What becomes of a file is not known before it is read, so a grant for some types only opens files
        once they are records of those types. That one may know of a file does not open the record that it
        became, or of which it is a duplicate.

        With `is_whole` it is written for going through the whole ledger: the records that are open are listed
        once (15 ms of 3,000) instead of one being looked up for each file (0.8 s of 100,000).
        """
        rows = IntakeFile.objects.all()
        if self.covers_all(right):
            return rows
        grants = self.with_right(right)
        records = CatalogueRecord.objects.filter(pk=OuterRef("record_id"))
        in_work = _any_of(
            Q(unit__in=sorted(one.units)) if one.units is not None else Q() for one in grants if not one.types
        )
        opened = _any_of(one.of_records() for one in grants)
        if is_whole:
            listed = CatalogueRecord.objects.filter(opened).order_by().values("pk")
            is_open: Q | Exists = Q(record_id__in=listed)
        else:
            is_open = Exists(records.filter(opened))
        own = Q(sent_by=self.account) if self.account else Q(pk__in=())
        # Equal, said so that PostgreSQL looks one record up for each file of the unit: of "=" it first
        # makes a table of all records of the office (160 ms of 100,000, for a list of 25 files).
        known = CatalogueRecord.objects.filter(pk__gte=OuterRef("record_id"), pk__lte=OuterRef("record_id"))
        return rows.filter(own | (in_work & ~Exists(known)) | is_open)


def _any_of(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=())
    for one in conditions:
        if not one:  # an empty condition lets everything through
            return Q()
        found |= one
    return found
