"""Finds signed files whose evidence will end, and adds an archive timestamp while it still holds.

A timestamp proves what it covers for as long as its service's certificate and its algorithms hold. A new one,
made before, proves that the old one existed then; so a signature made today is checked in thirty years
(EN 319 102-1, 5.6). Files below the wanted level, because a service was down, are lifted on the way.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from records.errors import CertificateUnfit, HosoError, NotSignable, ServiceUnavailable
from signing.appending import appended
from signing.evidence import ArchiveTimestamp, Evidence, evidence_of, open_signed
from signing.intactness import require_intact
from signing.lifetimes import first_to_end
from signing.lifting import lift_async
from signing.orders import Level
from signing.services import Services
from signing.services.timestamps import CheckedTimeStamper
from signing.stamping import add_states

IN_GOOD_TIME = timedelta(days=365)
"""Renewed when it would end within a year: the command runs monthly, and a service may be away for a
while."""


class Why(Enum):
    """Why a file is due."""

    BELOW_LEVEL = "below_level"
    """A signature does not have the level yet that was asked for."""
    CERTIFICATE_ENDS = "certificate_ends"
    """The certificate of the last timestamp, or one above it, ends."""
    ALGORITHM_ENDS = "algorithm_ends"
    """An algorithm of the last timestamp is no longer to be relied on."""


@dataclass(frozen=True, slots=True)
class Due:
    """One reason to add to a file."""

    why: Why
    what: str
    """The level it has, the certificate's name, or the algorithm."""
    at: datetime | None = None
    """When it ends; `None` for a level."""


class Fate(Enum):
    """What became of a file."""

    GOOD = "good"
    """Nothing was due."""
    LIFTED = "lifted"
    """It has the wanted level now."""
    RENEWED = "renewed"
    """It has a new archive timestamp."""
    FAILED = "failed"
    """It is as it was, and still due."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """What was found and done."""

    fate: Fate
    due: tuple[Due, ...]
    """As found before anything was done."""
    until: datetime | None
    """How long the evidence holds now; `None` when no end is known or there is none."""
    error: HosoError | None = None
    """Why it failed."""


def due(path: Path, *, before: datetime, level: Level = Level.B_LTA) -> tuple[Due, ...]:
    """What ends before `before` (with its zone) or is missing in the file at `path`. Judges no trust.

    Raises `NotSignable` for a file that cannot be read or carries no signature.
    """
    with path.open("rb") as stream:
        return _due(evidence_of(open_signed(stream, path), path), before, level)


def held_until(path: Path) -> datetime | None:
    """When the last archive timestamp stops proving anything; `None` without one."""
    with path.open("rb") as stream:
        last = evidence_of(open_signed(stream, path), path).last_timestamp
    return None if last is None else _end_of(last)


def renew(
    path: Path, services: Services, *, before: datetime | None = None, level: Level = Level.B_LTA
) -> Renewal:
    """Lifts the file and adds an archive timestamp as far as it is due before `before`, else within a year.

    Appends alone; a file that fails stays as it was, and its `Renewal` carries the reason.
    """
    return asyncio.run(renew_async(path, services, before=before, level=level))


async def renew_async(
    path: Path, services: Services, *, before: datetime | None = None, level: Level = Level.B_LTA
) -> Renewal:
    """`renew` for whoever runs an event loop."""
    until = before or services.clock() + IN_GOOD_TIME
    found: tuple[Due, ...] = ()
    fate = Fate.GOOD
    try:
        found = await asyncio.to_thread(due, path, before=until, level=level)
        if any(one.why is Why.BELOW_LEVEL for one in found):
            await lift_async(path, services, level)
            fate = Fate.LIFTED
        if level is Level.B_LTA and _ending(await asyncio.to_thread(due, path, before=until, level=level)):
            await _add_timestamp(path, services)
            fate = Fate.RENEWED
        return Renewal(fate, found, await asyncio.to_thread(held_until, path))
    except HosoError as error:
        return Renewal(Fate.FAILED, found, None, error)
    except OSError as error:
        return Renewal(Fate.FAILED, found, None, NotSignable(f"{path.name}: {error.strerror}"))


def _ending(found: tuple[Due, ...]) -> bool:
    return any(one.why is not Why.BELOW_LEVEL for one in found)


def _due(evidence: Evidence, before: datetime, level: Level) -> tuple[Due, ...]:
    found = []
    if evidence.lasting and evidence.level.rank < level.rank:
        found.append(Due(Why.BELOW_LEVEL, evidence.level.value))
    last = evidence.last_timestamp
    if last is None:
        return tuple(found)
    if last.ends < before:
        found.append(Due(Why.CERTIFICATE_ENDS, last.ends_with, last.ends))
    algorithm = first_to_end(last.embedded.signed_data)
    if algorithm is not None and algorithm.until < before:
        found.append(Due(Why.ALGORITHM_ENDS, algorithm.name, algorithm.until))
    return tuple(found)


def _end_of(stamp: ArchiveTimestamp) -> datetime:
    algorithm = first_to_end(stamp.embedded.signed_data)
    return stamp.ends if algorithm is None else min(stamp.ends, algorithm.until)


async def _add_timestamp(path: Path, services: Services) -> None:
    """One archive timestamp more, by the service whose own holds longest."""
    with path.open("rb") as stream:
        last = evidence_of(open_signed(stream, path), path).last_timestamp
    assert last is not None  # noqa: S101  else it was lifted, or is not due
    if last.ends <= services.clock():
        raise _too_late(last)
    timestamper, end = await longest(services)
    if end is not None and end <= _end_of(last):
        raise _no_better(end)
    with appended(path) as copy:
        await _renewed(copy, path, services, timestamper)


async def _renewed(copy: BinaryIO, path: Path, services: Services, timestamper: CheckedTimeStamper) -> None:
    evidence = evidence_of(open_signed(copy, path), path)
    last = evidence.last_timestamp
    assert last is not None  # noqa: S101  as before
    require_intact(evidence, path.name)
    context = services.validation_context(reuse=False)
    try:
        chain = await services.check_timestamp(last.embedded.signed_data, context=context)
    except CertificateUnfit as error:
        raise _too_late(last) from error
    await add_states(copy, [chain], context, timestamper=timestamper)


async def longest(services: Services) -> tuple[CheckedTimeStamper, datetime | None]:
    """The service whose timestamps hold longest, and until when; `None` where no end is known.

    Raises `ServiceUnavailable` when none answers.
    """
    found: list[tuple[datetime, CheckedTimeStamper]] = []
    whys = []
    for timestamper in services.each_timestamper:
        try:
            token = await timestamper.async_dummy_response("sha256")
            chain = await services.check_timestamp(token["content"])
        except (ServiceUnavailable, CertificateUnfit) as error:
            whys.append(error.detail)
            continue
        ends = min(one.not_valid_after for one in list(chain)[1:])
        algorithm = first_to_end(token["content"])
        found.append((ends if algorithm is None else min(ends, algorithm.until), timestamper))
    if not found:
        raise ServiceUnavailable("; ".join(whys) or "no timestamp service is set")
    end, best = max(found, key=lambda one: one[0])
    return best, end


def _too_late(last: ArchiveTimestamp) -> CertificateUnfit:
    return CertificateUnfit(
        f"the last archive timestamp ({last.at.date()}) ended with {last.ends_with} on {last.ends.date()}",
        remedy_vi="Dấu thời gian cuối cùng đã hết hiệu lực nên không gia hạn được nữa. "
        "Hãy lấy bản sao đã gia hạn, hoặc đề nghị nơi ban hành ký lại.",
        remedy_en="The last timestamp has ended and cannot be renewed any more. "
        "Take a copy that was renewed, or ask the issuer to sign again.",
    )


def _no_better(end: datetime) -> ServiceUnavailable:
    return ServiceUnavailable(
        f"no timestamp service gives timestamps that hold beyond {end.date()}",
        remedy_vi=f"Các dịch vụ cấp dấu thời gian đang dùng cũng chỉ bền đến {end:%d/%m/%Y}. "
        "Hãy khai báo thêm dịch vụ mới hơn (signing.timestamp_urls).",
        remedy_en=f"The timestamp services in use hold only until {end.date()}, too. Name a newer one.",
    )
