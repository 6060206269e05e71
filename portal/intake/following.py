"""Keeps the ledger in step with the catalogue: a file waits for review while any of its records does."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from portal.counts.marking import mark_files
from portal.models import CatalogueRecord, IntakeFile
from records import FileState

_AT_ONCE = 300
"""Digests in one statement: SQLite takes some thousand parameters, and each stands in it three times."""


def follow_records(digests: Collection[str]) -> None:
    """Sets filed and review anew for settled files that became records with these digests (SHA-256).

    New scans and back sides, whose own digests are others, follow the record into which they went. To be
    called in the transaction that changed the records.
    """
    wanted = sorted(digests)
    for start in range(0, len(wanted), _AT_ONCE):
        _follow(wanted[start : start + _AT_ONCE])


def _follow(digests: Collection[str]) -> None:
    rows = CatalogueRecord.objects.filter(source_sha256__in=digests).order_by()
    waits: dict[str, bool] = {}
    ids: dict[str, str] = {}
    for record_id, sha256, needs_review in rows.values_list("record_id", "source_sha256", "needs_review"):
        waits[sha256] = waits.get(sha256, False) or needs_review
        ids[record_id] = sha256
    if not waits:
        return
    # One read finds what is out of step, which is nothing for most calls.
    came = Q(sha256__in=waits, replaces="") | Q(partner__sha256__in=waits) | Q(replaces__in=ids)
    settled = IntakeFile.objects.filter(came, state__in=(FileState.FILED, FileState.REVIEW))
    wrong: dict[FileState, list[int]] = {FileState.FILED: [], FileState.REVIEW: []}
    for file_id, state, sha256, replaces, fronts in settled.values_list(
        "pk", "state", "sha256", "replaces", "partner__sha256"
    ):
        must_wait = waits[ids[replaces]] if replaces in ids else waits.get(fronts or sha256, False)
        right = FileState.REVIEW if must_wait else FileState.FILED
        if state != right:
            wrong[right].append(file_id)
    IntakeFile.objects.filter(pk__in=wrong[FileState.FILED]).update(state=FileState.FILED, reason_vi="")
    IntakeFile.objects.filter(pk__in=wrong[FileState.REVIEW]).update(state=FileState.REVIEW)
    if any(wrong.values()):
        mark_files(Q(pk__in=[file_id for found in wrong.values() for file_id in found]))
