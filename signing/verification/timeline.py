"""Works out when each signature is proved to have existed, from the newest timestamp back to the oldest.

The newest timestamp over the file has to hold at the moment of checking; each older one only at the time that
the next newer one proves, and so each signature (the chain of ETSI EN 319 102-1, 5.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import generic_cms

from signing.embedded import name_in
from signing.verification.chains import Chains, Standing
from signing.verification.containers import Container
from signing.verification.evidence import Evidence, timestamps_on
from signing.verification.remarks import remark
from signing.verification.verdicts import VIETNAM, ArchiveTimestamp, Remark, shown

_CLOCKS_DIFFER = timedelta(minutes=5)
_BROKEN = frozenset({"HASH_FAILURE", "SIG_CRYPTO_FAILURE"})
_UNREADABLE = Standing("FORMAT_FAILURE")


@dataclass(frozen=True, slots=True)
class Stamped:
    """A timestamp, judged."""

    service: str
    time: datetime
    standing: Standing

    @property
    def is_trusted(self) -> bool:
        """Whether its time is proved."""
        return self.standing.is_good

    @property
    def is_broken(self) -> bool:
        """Whether it was made over something else than what it lies upon."""
        return self.standing.outcome in _BROKEN

    @property
    def is_readable(self) -> bool:
        """Whether anything can be said of it: one changed byte may make it what nobody can read."""
        return self.standing is not _UNREADABLE

    def remark(self) -> Remark | None:
        """Why it proves nothing."""
        if self.is_trusted:
            return None
        if not self.is_readable:
            return remark("timestamp_unreadable")
        if self.is_broken:
            return remark("timestamp_for_another")
        if self.standing.outcome == "TRY_LATER":
            return remark("timestamp_unproven", self.service)
        if self.standing.outcome.startswith("OUT_OF_BOUNDS"):
            return remark("timestamp_expired")
        return remark("timestamp_by_stranger", self.service)


@dataclass(frozen=True, slots=True)
class Overall:
    """A timestamp over the file, judged."""

    container: Container
    stamped: Stamped | None
    """`None` where it cannot be read."""
    is_broken: bool

    @property
    def is_trusted(self) -> bool:
        """Whether it proves that everything it covers existed at its time."""
        return self.stamped is not None and self.stamped.is_trusted and not self.is_broken

    def shown(self) -> ArchiveTimestamp:
        """For verdicts and reports."""
        stamped, container = self.stamped, self.container
        why = stamped.remark() if stamped else None
        remarks = [*container.forged, *container.wrapped, *([why] if why else [])]
        expires = stamped.standing.path[-1].not_valid_after if stamped and stamped.standing.path else None
        return ArchiveTimestamp(
            field=container.name,
            service=stamped.service if stamped else "",
            time=stamped.time.astimezone(VIETNAM) if stamped else None,
            is_trusted=self.is_trusted,
            is_broken=self.is_broken,
            expires=expires.astimezone(VIETNAM) if expires else None,
            remarks=tuple(remarks),
        )


class Timeline:
    """The timestamps over one file; `evidence` is all that is known, `now` the moment of checking."""

    def __init__(self, chains: Chains, evidence: Evidence, now: datetime) -> None:
        self._chains = chains
        self._evidence = evidence
        self._now = now
        self.overall: list[Overall] = []
        """Newest first."""

    async def walk(self, timestamps: Sequence[Container]) -> None:
        """Judges the timestamps over the file, newest first."""
        for container in sorted(timestamps, key=lambda each: each.end, reverse=True):
            self.overall.append(await self._judge(container))

    async def _judge(self, container: Container) -> Overall:
        embedded = container.embedded
        if embedded is None or container.wrapped:
            return Overall(container, None, is_broken=True)
        stamped = await self.judge(
            embedded.signed_data,
            embedded.compute_digest,
            proven=self.proven_before(container.end),
        )
        return Overall(container, stamped, is_broken=stamped is None or stamped.is_broken)

    async def judge(self, token: cms.SignedData, imprint: Any, *, proven: datetime) -> Stamped | None:
        """One timestamp that existed at `proven`; `None` where it cannot be read.

        `imprint` gives the digest it should be over, by the name of the algorithm.
        """
        try:
            content = token["encap_content_info"]["content"].parsed
            issued: datetime = content["gen_time"].native
            certificate = extract_certificate_info(token).signer_cert
            service = name_in(certificate, "common_name")
            standing = await self._chains.of_timestamp(
                token, imprint, self._evidence, issued=issued, proven=proven
            )
        except Exception:  # asn1crypto and pyHanko raise many kinds on hostile input
            return None
        if standing.is_good and issued > proven + _CLOCKS_DIFFER:
            standing = Standing("TIMESTAMP_ORDER_FAILURE", standing.path)
        return Stamped(service, issued, standing)

    def proven_before(self, end: int) -> datetime:
        """When bytes up to `end` are proved to exist: at the oldest good timestamp over them, else now."""
        times = [each.stamped.time for each in self.covering(end) if each.stamped]
        return min([*times, self._now])

    def covering(self, end: int) -> list[Overall]:
        """Good timestamps over everything up to `end` and beyond it."""
        return [each for each in self.overall if each.is_trusted and each.container.end > end]

    def is_broken_after(self, end: int) -> bool:
        """Whether a timestamp over those bytes no longer matches."""
        return any(
            each.is_broken and (each.container.end > end or each.stamped is None) for each in self.overall
        )

    def oddity_after(self, end: int) -> Remark | None:
        """What no standard allows in a timestamp over those bytes."""
        return next(
            (odd for each in self.overall if each.container.end > end for odd in each.container.odd), None
        )

    async def on_signature(self, container: Container) -> list[Stamped]:
        """The timestamps that a signature carries, judged."""
        if container.embedded is None:
            return []
        signer = container.embedded.signer_info
        imprint = generic_cms.message_imprint_checker(signer)
        proven = self.proven_before(container.end)
        judged = [await self.judge(token, imprint, proven=proven) for token in timestamps_on(signer)]
        return [stamped or Stamped("", proven, _UNREADABLE) for stamped in judged]


def protected_by(overall: Overall) -> Remark:
    """Which timestamp protects a signature for the years to come."""
    stamped = overall.stamped
    assert stamped is not None  # noqa: S101  only good ones protect
    return remark("protected_by", f"{stamped.service}, {shown(stamped.time)}")
