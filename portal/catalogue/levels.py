"""Sets how closely one record is kept, otherwise than its type would have it."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive import Archive
from portal.catalogue.index import replace_records
from portal.catalogue.rebuild import read_deposited
from portal.rights.sensitivity import LEVELS
from records.record import dump_json

LONGEST_REASON = 500


def set_level(archive: Archive, record_id: str, level: int, *, why: str, by: str, since: str) -> None:
    """Adds a version with the level, who set it, when and why; lists follow at once.

    `since` is the version that the person saw, for example `v2`. Raises `ObjectMoved` when there is a newer
    one, `ObjectMissing`, `StoreFailed`, `MalformedRecord`, and `ValueError` for no level or no reason.
    """
    reason = " ".join(why.split())[:LONGEST_REASON]
    if level not in LEVELS or not reason:
        raise ValueError("a level from 1 to 4 and a reason are needed")
    versions = archive.versions(record_id)
    seen = int(since.removeprefix("v"))
    held = versions[min(max(seen, 1), len(versions)) - 1]
    intake: dict[str, Any] = json.loads(archive.read(record_id, "intake.json", version=held.number))
    now = timezone.localtime()
    intake["sensitivity"] = {
        "level": level,
        "by": by,
        "at": now.isoformat(timespec="seconds"),
        "why": reason,
    }
    archive.revise(
        record_id,
        {"intake.json": dump_json(intake)},
        message=f"Mức bảo vệ {level}",
        user=by,
        created=now,
        since=held,
    )
    with transaction.atomic():
        replace_records([read_deposited(archive, record_id)])
