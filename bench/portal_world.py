"""A large office for the bench: drawn records with their ledger, events, accounts, and some real scans."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.drawn_catalogue import UNITS

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from portal.models import AuditEvent, IntakeFile

EVENT_KINDS = ("record.viewed",) * 6 + ("searched",) * 3 + ("record.corrected", "record.downloaded", "login")
READERS = tuple(f"can-bo-{number}" for number in range(1, 41))
REFUSED, IN_WORK, REMOVED, OUTGOING = 400, 40, 30, 150
WAITING_SHARE = 10
"""One record in so many waits for review."""
BATCH = 2_000
_INTAKE_PAGES = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 120)"
    " INSERT INTO portal_intakepage"
    " (file_id, number, state, attempts, reason_code, reason_vi, reading, seconds, read_at)"
    " SELECT f.id, n, CASE WHEN f.state = 'reading' AND n >= 37 THEN 'waiting' ELSE 'read' END, 0,"
    " '', '', '', 0, CASE WHEN f.state = 'reading' AND n >= 37 THEN NULL ELSE f.received_at END"
    " FROM portal_intakefile f JOIN numbers ON n <= f.page_count"
)
"""The pages of every file; a million of them in the database's own words, in half a minute."""
FIRST_REFUSED = 10**7
"""Numbers of drawn digests above those of records."""


@dataclass(frozen=True, slots=True)
class Office:
    """What addresses are filled in with: for each parameter the things there are, in turn."""

    things: Mapping[str, tuple[object, ...]]
    scanned: tuple[str, ...]
    """Records with scans in the archive."""
    people: Mapping[str, User] = field(default_factory=dict)


def fill(folder: Path, *, events: int, scanned: int) -> Office:
    """Puts beside the records of the catalogue what a grown office has; nothing twice."""
    from portal.models import AuditEvent, IntakeFile, OutgoingDocument  # noqa: PLC0415

    _units()
    if not IntakeFile.objects.exists():
        _ledger()
    missing = events - AuditEvent.objects.count()
    if missing > 0:
        _chain(missing)
    if not OutgoingDocument.objects.exists():
        _outgoing()
    ids = _scanned(folder, scanned)
    people = _people()
    return Office(_things(ids, people), tuple(ids), people)


def _units() -> None:
    from django.utils import timezone  # noqa: PLC0415

    from portal.models import Unit  # noqa: PLC0415

    for name in UNITS:
        Unit.objects.get_or_create(name=name, defaults={"seen_at": timezone.now()})


def _ledger() -> None:
    """A row a record that was filed or waits, and files that were refused, are in work, were removed."""
    from django.db import connection  # noqa: PLC0415

    from portal.models import CatalogueRecord, IntakeFile  # noqa: PLC0415

    columns = ("record_id", "unit", "received_at", "needs_review", "page_count")
    waiting = list(CatalogueRecord.objects.order_by("pk").values_list("pk", flat=True)[::WAITING_SHARE])
    for start in range(0, len(waiting), 500):
        CatalogueRecord.objects.filter(pk__in=waiting[start : start + 500]).update(
            needs_review=True, doubt_count=3
        )
    files: list[IntakeFile] = []
    for number, row in enumerate(CatalogueRecord.objects.order_by("received_at").values_list(*columns)):
        files.append(_settled(number, row))
    IntakeFile.objects.bulk_create([*files, *_others()], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute(_INTAKE_PAGES)


def _settled(number: int, row: tuple[str, str, datetime, bool, int]) -> IntakeFile:
    from portal.models import IntakeFile  # noqa: PLC0415

    record_id, unit, received, needs_review, pages = row
    return IntakeFile(
        name=f"Scan_{number:06d}.pdf",
        unit=unit,
        sha256=_digest(number),
        size_bytes=200_000,
        state="review" if needs_review else "filed",
        page_count=pages,
        record_id=record_id,
        received_at=received,
        settled_at=received + timedelta(seconds=30),
        laid_in=f"done/Scan_{number:06d}.pdf",
    )


def _others() -> Iterator[IntakeFile]:
    from django.utils import timezone  # noqa: PLC0415

    from portal.models import IntakeFile  # noqa: PLC0415

    now = timezone.now()
    kinds = (("rejected", REFUSED, None), ("reading", IN_WORK, 120), ("removed", REMOVED, None))
    for state, count, pages in kinds:
        for index in range(count):
            number = FIRST_REFUSED + index
            ago = timedelta(minutes=index) if state == "reading" else timedelta(hours=7 * index)
            yield IntakeFile(
                name=f"{state}_{index:04d}.pdf",
                unit=UNITS[index % len(UNITS)],
                sha256=_digest(f"{state} {number}"),
                size_bytes=100_000,
                state=state,
                page_count=pages,
                received_at=now - ago,
                settled_at=None if state == "reading" else now - ago,
                laid_in="" if state == "reading" else f"{state}/{index}.pdf",
                reason_code="DamagedFile" if state == "rejected" else "",
                reason_vi="Tệp bị hỏng." if state == "rejected" else "",
            )


def _digest(of: object) -> str:
    return hashlib.sha256(str(of).encode()).hexdigest()


def _chain(count: int) -> None:
    """Events of the last three years, bound to each other as the portal binds them."""
    from django.utils import timezone  # noqa: PLC0415

    from portal.audit.chain import digest_of  # noqa: PLC0415
    from portal.models import AuditEvent, CatalogueRecord  # noqa: PLC0415

    chance = Random("events")
    records = list(CatalogueRecord.objects.order_by("pk").values_list("pk", "unit")[:20_000])
    last = AuditEvent.objects.order_by("-pk").first()
    previous = last.digest if last else ""
    begin = timezone.now() - timedelta(days=3 * 365)
    step = timedelta(days=3 * 365) / count
    held: list[AuditEvent] = []
    for index in range(count):
        kind = chance.choice(EVENT_KINDS)
        record, unit = chance.choice(records)
        is_about_record = kind.startswith("record")
        values: dict[str, Any] = {
            "at": begin + step * index,
            "actor": chance.choice(READERS),
            "address": f"10.0.0.{chance.randrange(2, 250)}",
            "kind": kind,
            "object": f"record:{record}" if is_about_record else "",
            "unit": unit if is_about_record else "",
            "details": {"hits": chance.randrange(300)} if kind == "searched" else {},
        }
        digest = digest_of(**values, previous=previous)
        held.append(AuditEvent(**values, previous=previous, digest=digest))
        previous = digest
        if len(held) == BATCH:
            AuditEvent.objects.bulk_create(held, batch_size=500)
            held.clear()
    AuditEvent.objects.bulk_create(held, batch_size=500)


def _outgoing() -> None:
    from portal.models import OutgoingDocument, OutgoingFile  # noqa: PLC0415

    states = ("checked", "signing", "signed", "issued", "refused")
    for index in range(OUTGOING):
        received = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(days=index)
        document = OutgoingDocument.objects.create(
            state=states[index % len(states)],
            agency="ubnd",
            type_code="QĐ",
            trial="passed",
            subject=f"Về việc kiện toàn Ban chỉ đạo số {index}",
            sender=READERS[index % len(READERS)],
            received_at=received,
        )
        name = f"{document.pk}.pdf"
        OutgoingFile.objects.create(
            document=document,
            ordinal=0,
            name=name,
            sha256=_digest(name),
            size_bytes=1,
            handed_in=name,
            current=name,
        )


def _scanned(folder: Path, count: int) -> list[str]:
    """Records whose scans lie in the archive: birth certificates, the longest waiting of all."""
    from bench.review import deposit_specimen  # noqa: PLC0415
    from portal.models import CatalogueRecord  # noqa: PLC0415
    from records import record_id_for  # noqa: PLC0415

    ids = [str(record_id_for(f"{seed:064x}")) for seed in range(count)]
    held = set(CatalogueRecord.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for seed, record_id in enumerate(ids):
        if record_id not in held:
            deposit_specimen(folder, seed)
    return ids


def _people() -> dict[str, User]:
    """Four kinds of people."""
    return {
        "whole office": _person("bench-whole", "records_staff", "official", "clerk"),
        "one unit": _person("bench-one-unit", "records_staff", unit=UNITS[0], level=3),
        "auditor": _person("bench-auditor", "auditor"),
        "administrator": _person("bench-administrator", "administrator"),
    }


def _person(name: str, *roles: str, unit: str = "", level: int = 4) -> User:
    from django.contrib.auth.models import User  # noqa: PLC0415

    from portal.models import Unit  # noqa: PLC0415
    from portal.rights.granting import give  # noqa: PLC0415
    from portal.rights.roles import Role  # noqa: PLC0415

    user, _is_new = User.objects.get_or_create(username=name)
    held = Unit.objects.get(name=unit) if unit else None
    for role in roles:
        give(user, Role(role), by="bench", unit=held, level=level)
    return user


def _things(scanned: list[str], people: Mapping[str, User]) -> dict[str, tuple[object, ...]]:
    from django.utils import timezone  # noqa: PLC0415

    from portal.models import (  # noqa: PLC0415
        AuditEvent,
        Grant,
        IntakeFile,
        OutgoingDocument,
        SavedSearch,
        SigningBatch,
        Unit,
        WallLink,
    )

    now = timezone.now()
    owner = people["whole office"]
    batch = SigningBatch.objects.get_or_create(
        key=uuid.UUID(int=7), defaults={"by": owner.username, "is_seal": False, "begun_at": now}
    )[0]
    saved = SavedSearch.objects.get_or_create(
        owner=owner, name="bench", defaults={"address": "q=quyết+định", "made_at": now}
    )[0]
    secret = "bench-screen"  # noqa: S105  # of a made-up office
    WallLink.objects.get_or_create(
        digest=_digest(secret), defaults={"name": "bench", "made_by": "bench", "made_at": now}
    )
    monday = (now - timedelta(days=now.weekday() + 14)).date().isoformat()
    return {
        "record_id": tuple(scanned),
        "DocCode": tuple(scanned),
        "number": (1,),
        "version": (1,),
        "file_id": tuple(IntakeFile.objects.filter(state="rejected").values_list("pk", flat=True)[:20]),
        "document_id": tuple(OutgoingDocument.objects.values_list("pk", flat=True)[:20]),
        "ordinal": (0,),
        "what": ("1",),
        "key": (batch.key,),
        "account": (owner.pk,),
        "unit": tuple(Unit.objects.values_list("pk", flat=True)[:20]),
        "grant": (Grant.objects.values_list("pk", flat=True).first(),),
        "saved": (saved.pk,),
        "week": (monday,),
        "secret": (secret,),
        "code": ("khong-co-ma-nay",),
        "name": ("review.threshold",),
        "event_id": (AuditEvent.objects.values_list("pk", flat=True).first(),),
    }
