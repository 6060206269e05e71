"""Verifies one file: opens it strictly, finds every signature and what became of it, and judges each."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import mmap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from asn1crypto import x509
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import extract_certificate_info
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing.opening import QuickReader
from signing.trust import TrustStore
from signing.verification.certification import certifying
from signing.verification.chains import Chains
from signing.verification.containers import Container, look_at
from signing.verification.deadline import TookTooLong, stopped_after
from signing.verification.evidence import Evidence, carried_evidence, stored_evidence, timestamps_on
from signing.verification.history import MOST_SIGNATURES, lost_signatures
from signing.verification.judging import FileFacts, judge, lost
from signing.verification.remarks import remark
from signing.verification.structure import Finding, irregularities, layout_of, unexplained
from signing.verification.timeline import Timeline
from signing.verification.verdicts import VIETNAM, FileVerdict, Remark, SignatureVerdict

if TYPE_CHECKING:
    from signing.services import Services

logger = logging.getLogger(__name__)
for _talkative in (
    "pyhanko.pdf_utils.reader",
    "pyhanko.sign.validation",
    "pyhanko.sign.diff_analysis",
    "pyhanko_certvalidator",
):
    # They log the names of signers with a traceback for each chain that is not good; names are never logged.
    logging.getLogger(_talkative).setLevel(logging.CRITICAL)

_MOST_BYTES = 2 << 30
_MOST_REVISIONS = 500
_SECONDS_A_FILE = 60.0
_CHUNK_BYTES = 1 << 20
_HARMLESS = frozenset({"hybrid_consistent"})


class _Refused(Exception):
    """The file cannot be checked; carries why."""

    def __init__(self, why: Remark) -> None:
        super().__init__(why.code)
        self.why = why


class Verifier:
    """Verifies files against one trust folder; what it learns about certificates serves the next file too."""

    def __init__(
        self,
        trust: TrustStore,
        *,
        services: Services | None = None,
        seconds_a_file: float = _SECONDS_A_FILE,
    ) -> None:
        self._trust = trust
        self._services = services
        self._seconds_a_file = seconds_a_file
        self._chains = Chains(trust)
        self._given = Evidence(
            certificates=trust.others, crls=tuple(CRLContainer(revoked) for revoked in trust.crls)
        )

    def verify(self, path: Path, *, at: datetime | None = None) -> FileVerdict:
        """The verdict on the file at `path` as at `at` (with its zone) or now; never raises for bad files."""
        now = at or datetime.now(UTC)
        empty = FileVerdict(
            file=str(path),
            checked_at=datetime.now(VIETNAM),
            at=at.astimezone(VIETNAM) if at else None,
            roots=self._trust.digests,
            asked_online=self._services is not None,
        )
        try:
            with stopped_after(self._seconds_a_file):
                return self._verified(path, empty, now)
        except TookTooLong:
            return replace(empty, remarks=(remark("took_too_long"),))
        except _Refused as refusal:
            return replace(empty, remarks=(refusal.why,))
        except OSError as error:
            return replace(empty, remarks=(_unopened(error),))
        except Exception as error:  # pyHanko raises many kinds on hostile input, and verifying never does
            logger.info("not verified: %s", type(error).__name__)
            return replace(empty, remarks=(remark("unreadable", type(error).__name__),))

    def _verified(self, path: Path, empty: FileVerdict, now: datetime) -> FileVerdict:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            if size > _MOST_BYTES:
                raise _Refused(remark("too_large", f"{size >> 20} MB"))
            if size == 0:
                raise _Refused(remark("unreadable", "tệp rỗng"))
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                verdict = replace(empty, sha256=_sha256(whole), byte_count=size)
                return asyncio.run(_OneFile(self, stream, whole, now).verdict(verdict))

    @property
    def known(self) -> tuple[x509.Certificate, ...]:
        """The trust folder's certificates."""
        return (*self._trust.roots, *self._trust.others)

    @property
    def chains(self) -> Chains:
        """Answers about certificates."""
        return self._chains

    async def evidence(self, own: Evidence, signers: Iterable[x509.Certificate]) -> Evidence:
        """The file's own evidence, the trust folder's, and what services say of the signers."""
        known = own + self._given if self._given.certificates or self._given.crls else own
        return known if self._services is None else known + await self._asked(known, signers)

    async def _asked(self, known: Evidence, signers: Iterable[x509.Certificate]) -> Evidence:
        assert self._services is not None  # noqa: S101  looked at by the caller
        from signing.services.contexts import LivingContext  # noqa: PLC0415  needs the network's libraries

        context = self._services.validation_context()
        for certificate in {each.sha256: each for each in signers}.values():
            try:
                await self._services.check_certificate(certificate, known.certificates, context=context)
            except Exception as error:  # unknown, revoked or no answer: judged below by what was fetched
                logger.info("status not learnt: %s", type(error).__name__)
        answers, lists = context.own_fetchers.seen() if isinstance(context, LivingContext) else ([], [])
        return Evidence(
            ocsps=tuple(one for answer in answers for one in OCSPContainer.load_multi(answer)),
            crls=tuple(CRLContainer(revoked) for revoked in lists),
        )


@dataclass(frozen=True, slots=True)
class _OneFile:
    """One open file on its way to a verdict."""

    verifier: Verifier
    stream: BinaryIO
    whole: Any
    """A map of its bytes."""
    now: datetime

    async def verdict(self, empty: FileVerdict) -> FileVerdict:
        reader, findings = self._opened()
        layout = layout_of(reader)
        findings += irregularities(reader, self.whole, layout)
        containers = self._containers(reader)
        signatures = [each for each in containers if not each.is_timestamp]
        timestamps = [each for each in containers if each.is_timestamp]
        gone = [lost(name, why) for name, why in lost_signatures(reader, self.whole, containers)]
        first = min((each.end for each in containers if each.end), default=len(self.whole))
        appended = list(unexplained(reader, self.whole, layout, first))
        about = await self._facts(reader, containers, findings, appended)
        timeline = Timeline(self.verifier.chains, about.evidence, self.now)
        await timeline.walk(timestamps)
        judged = [await judge(each, about, self.verifier.chains, timeline) for each in signatures]
        return replace(
            empty,
            revisions=reader.xrefs.total_revisions,
            signatures=(*_once(judged, signatures), *gone),
            timestamps=tuple(each.shown() for each in reversed(timeline.overall)),
            remarks=tuple(_about_file(signatures, timestamps, gone, findings)),
        )

    def _opened(self) -> tuple[PdfFileReader, list[Finding]]:
        findings: list[Finding] = []
        try:
            reader = QuickReader(self.stream, strict=True)
        except Exception:  # what a strict reader refuses a lenient one may still show to somebody
            findings.append(Finding(0, remark("loose_reading")))
            reader = QuickReader(self.stream, strict=False)
        if reader.xrefs.total_revisions > _MOST_REVISIONS:
            raise _Refused(remark("too_large", f"{reader.xrefs.total_revisions} lần lưu"))
        if reader.encrypted and reader.decrypt("").status is AuthStatus.FAILED:
            raise _Refused(remark("password"))
        return reader, findings

    def _containers(self, reader: PdfFileReader) -> list[Container]:
        fields = list(islice(enumerate_sig_fields(reader, True), MOST_SIGNATURES + 1))
        if len(fields) > MOST_SIGNATURES:
            raise _Refused(remark("too_large", f"hơn {MOST_SIGNATURES} chữ ký"))
        found = [look_at(reader, self.whole, str(name), field) for name, _, field in fields]
        return sorted(found, key=lambda each: each.end)

    async def _facts(
        self,
        reader: PdfFileReader,
        containers: Sequence[Container],
        findings: Sequence[Finding],
        appended: Sequence[Finding],
    ) -> FileFacts:
        own = stored_evidence(reader) or Evidence()
        signers = []
        for container in containers:
            if container.embedded is not None:
                own += carried_evidence(container.embedded.signed_data)
                signers += _signing(container)
        evidence = await self.verifier.evidence(own, signers)
        return FileFacts(
            reader=reader,
            size=len(self.whole),
            now=self.now,
            evidence=evidence,
            own=own,
            known=self.verifier.known,
            ambiguities=[finding for finding in findings if finding.remark.code not in _HARMLESS],
            appended=appended,
            certified=certifying(each for each in containers if not each.is_timestamp),
        )


def _unopened(error: OSError) -> Remark:
    """Why the system did not hand over a file, in the words of whoever has to find it."""
    if isinstance(error, FileNotFoundError | IsADirectoryError):
        return remark("no_such_file")
    if isinstance(error, PermissionError):
        return remark("not_readable")
    return remark("unreadable", error.strerror or "lỗi đọc")


def _signing(container: Container) -> list[x509.Certificate]:
    """The certificates of a signer and of its timestamps' services, as far as they are readable."""
    found = []
    embedded = container.embedded
    assert embedded is not None  # noqa: S101  looked at by the caller
    for signed in (embedded.signed_data, *timestamps_on(embedded.signer_info)):
        try:
            found.append(extract_certificate_info(signed).signer_cert)
        except Exception as error:  # the certificate is not inside, or is rubbish: judged with the signature
            logger.info("a signer's certificate cannot be read: %s", type(error).__name__)
    return found


def _once(judged: Sequence[SignatureVerdict], signatures: Sequence[Container]) -> list[SignatureVerdict]:
    """Two fields that show one signature: the second is somebody's trick."""
    seen: set[int] = set()
    result = []
    for verdict, container in zip(judged, signatures, strict=True):
        is_again = container.end > 0 and container.end in seen
        seen.add(container.end)
        result.append(lost(verdict.field, remark("shared_signature")) if is_again else verdict)
    return result


def _about_file(
    signatures: Sequence[Container],
    timestamps: Sequence[Container],
    gone: Sequence[SignatureVerdict],
    findings: Sequence[Finding],
) -> list[Remark]:
    found = [finding.remark for finding in findings]
    if not signatures and not gone:
        found.append(remark("only_timestamps" if timestamps else "no_signature"))
    return list(dict.fromkeys(found))


def _sha256(whole: Any) -> str:
    digest = hashlib.sha256()
    for start in range(0, len(whole), _CHUNK_BYTES):
        digest.update(whole[start : start + _CHUNK_BYTES])
    return digest.hexdigest()
