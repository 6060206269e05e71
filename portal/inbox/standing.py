"""Where a file stands, as staff count it. Each standing is defined here once; every file has exactly one.

scanned = filed + in review + refused + in work + waiting for the other side + twice + removed
"""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from portal.models import IntakeFile
from records import FileState


class Standing(StrEnum):
    """What became of a file that was handed in, so far."""

    WORK = "work"
    """Being opened, read or completed."""
    OTHER_SIDE = "other_side"
    """Read, and waits for the file with the other side of its sheets."""
    REVIEW = "review"
    """In the archive; a person has to look at one of its records at least."""
    FILED = "filed"
    """In the archive, and nothing is left to do."""
    REFUSED = "refused"
    """Given back with a reason."""
    TWICE = "twice"
    """Byte for byte a file that was handed in before."""
    REMOVED = "removed"
    """Taken out of work by a person."""


STATES_OF: dict[Standing, tuple[FileState, ...]] = {
    Standing.WORK: (FileState.RECEIVED, FileState.READING, FileState.READ),
    Standing.REVIEW: (FileState.REVIEW,),
    Standing.FILED: (FileState.FILED,),
    Standing.REFUSED: (FileState.REJECTED,),
    Standing.TWICE: (FileState.DUPLICATE,),
    Standing.REMOVED: (FileState.REMOVED,),
}
"""The ledger's states of each standing; that of waiting for the other side is taken out of the first."""
IN_HAND = (Standing.WORK, Standing.OTHER_SIDE)
"""Standings in which Hoso, not a person, has the next step, or the scanner has."""


def waits_alone() -> Q:
    """The condition on files that are read and whose other side is not there."""
    has_backs = Exists(IntakeFile.objects.filter(partner=OuterRef("pk")))
    is_read_half = Q(state=FileState.READ, partner=None, page_count__gt=0) & ~Q(side="")
    return is_read_half & ~Q(has_backs)


def that_stand(files: QuerySet[IntakeFile], standing: Standing) -> QuerySet[IntakeFile]:
    """Those of `files` that have this standing; asks the index of states."""
    if standing is Standing.OTHER_SIDE:
        return files.filter(waits_alone())
    found = files.filter(state__in=STATES_OF[standing])
    return found.exclude(waits_alone()) if standing is Standing.WORK else found


def with_standing(files: QuerySet[IntakeFile]) -> QuerySet[IntakeFile]:
    """`files` with a column `standing`."""
    told = [When(waits_alone(), then=Value(Standing.OTHER_SIDE.value))]
    told += [When(state__in=states, then=Value(standing.value)) for standing, states in STATES_OF.items()]
    return files.annotate(standing=Case(*told, output_field=CharField()))
