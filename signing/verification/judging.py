"""Gathers the facts about one signature and lets the table of rules decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.errors import SignatureValidationError

from signing.embedded import attribute_time, claimed_time, is_local_called_utc, name_in
from signing.orders import Level
from signing.verification.certification import abuse_of_certification
from signing.verification.chains import Chains, Standing
from signing.verification.changes import Changes, changes_after
from signing.verification.containers import Container
from signing.verification.evidence import Evidence, carried_evidence, stored_evidence
from signing.verification.loose import loose_certificates
from signing.verification.placing import is_off_page
from signing.verification.remarks import remark
from signing.verification.rules import Facts, decide
from signing.verification.structure import Finding
from signing.verification.timeline import Stamped, Timeline, protected_by
from signing.verification.verdicts import VIETNAM, Remark, SignatureVerdict, TimeSource, Verdict, shown

_SMALLEST_RSA_BITS, _SMALLEST_CURVE_BITS = 2048, 256
_CLOCKS_DIFFER = timedelta(minutes=5)
_WEAK_DIGESTS = frozenset({"sha1", "md5", "md2"})
_CHAIN_UNKNOWN = frozenset({"NO_CERTIFICATE_CHAIN_FOUND", "NO_SIGNING_CERTIFICATE_FOUND"})
_OTHER_PURPOSES = frozenset({"time_stamping", "ocsp_signing", "server_auth", "code_signing"})
"""Extended key usages (RFC 5280, 4.2.1.12) of certificates that sign, but no documents."""
_PADES = "ETSI.CAdES.detached"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is the same for all signatures of one file."""

    reader: PdfFileReader
    size: int
    now: datetime
    evidence: Evidence
    """All that is known: the file's own, the trust folder's, what services fetched."""
    own: Evidence
    """The file's alone."""
    known: tuple[x509.Certificate, ...]
    """The trust folder's certificates."""
    ambiguities: Sequence[Finding]
    appended: Sequence[Finding]
    certified: Sequence[Container]
    """Signatures that certify the document, in order."""


@dataclass(frozen=True, slots=True)
class _Proof:
    """How a signature's time and level are proved."""

    stamped: Sequence[Stamped]
    moment: datetime
    """When it is proved to have existed; the moment of checking if nothing proves more."""
    source: TimeSource
    level: Level | None


async def judge(
    container: Container, about: FileFacts, chains: Chains, timeline: Timeline
) -> SignatureVerdict:
    """The verdict on one signature that the file shows; never raises for what the file holds."""
    base = _described(container, about)
    if container.forged or container.embedded is None:
        why = container.forged[0] if container.forged else remark("signature_unreadable")
        return _decided(base, Facts(forged=why))
    embedded = container.embedded
    facts = _integrity(Facts(wrapped=next(iter(container.wrapped), None)), container)
    changes = _changes(container, about)
    after = [finding.remark for finding in about.appended if finding.at >= container.end]
    facts = replace(
        facts,
        appended=next(iter(after), None),
        changed=None if changes.permitted else remark("changed_after", changes.in_words()),
        certification_abused=abuse_of_certification(container, about.certified, about.reader),
        later_timestamp_broken=timeline.is_broken_after(container.end),
        ambiguous=next((finding.remark for finding in about.ambiguities), None),
        odd=next(iter(container.odd), timeline.oddity_after(container.end)),
    )
    stamped = await timeline.on_signature(container)
    proven = timeline.proven_before(container.end)
    trusted = [each.time for each in stamped if each.is_trusted]
    moment = min([*trusted, proven])
    standing = await chains.of_signer(embedded.signed_data, embedded.compute_digest(), moment, about.evidence)
    standing = _fit(_authorities_in_time(standing, proven), embedded.signer_cert, moment)
    facts = replace(
        facts,
        chain=standing.outcome,
        another_timestamp=any(each.is_broken for each in stamped),
        foreign_timestamp=next(
            (each.remark() for each in stamped if not (trusted and each.is_readable)), None
        ),
        loose=_loose(container, about) if standing.is_good else None,
    )
    source = TimeSource.TIMESTAMP if moment < about.now else TimeSource.CLAIMED
    proof = _Proof(stamped, moment, source, None)
    level = await _level(container, about, chains, timeline, proof) if facts.digest_matches else None
    return _decided(
        replace(
            base,
            level=level,
            time=moment.astimezone(VIETNAM) if source is TimeSource.TIMESTAMP else base.time,
            time_source=source,
            changes_after=changes.in_words(),
            covers_whole_file=changes.covers_whole_file,
            covers=_covers(container, about, changes),
            chain=_chain_names(standing, about, embedded.signer_cert),
            remarks=tuple(_remarks(container, about, standing, proof, timeline)),
        ),
        facts,
    )


def _decided(base: SignatureVerdict, facts: Facts) -> SignatureVerdict:
    rule, why = decide(facts)
    level = base.level if rule.verdict in {Verdict.VALID, Verdict.INTACT_CHAIN_UNKNOWN} else None
    return replace(
        base,
        level=level,
        verdict=rule.verdict,
        reason=why,
        indication=rule.indication,
        sub_indication=rule.sub_indication,
        remarks=tuple(each for each in base.remarks if each != why),
    )


def lost(name: str, why: Remark) -> SignatureVerdict:
    """The verdict on a signature that the file no longer shows."""
    empty = SignatureVerdict(field=name, verdict=Verdict.ALTERED, reason=why, level=None)
    return _decided(empty, Facts(stripped=why))


def _described(container: Container, about: FileFacts) -> SignatureVerdict:
    """Who and when, as the signature itself says."""
    embedded = container.embedded
    certificate = _or_none(lambda: embedded.signer_cert) if embedded else None
    time = _or_none(lambda: claimed_time(container.entries, embedded)) if embedded else None
    digest = _or_none(lambda: embedded.md_algorithm) if embedded else None
    return SignatureVerdict(
        field=container.name,
        verdict=Verdict.INVALID,
        reason=remark("signature_unreadable"),
        level=None,
        signer=name_in(certificate, "common_name"),
        agency=name_in(certificate, "organization_name"),
        time=time.astimezone(VIETNAM) if isinstance(time, datetime) and time.tzinfo else None,
        covers_whole_file=container.end == about.size,
        algorithm=f"{digest}, {_key(certificate)}" if certificate is not None else "",
        certificate_sha256=certificate.sha256.hex() if certificate is not None else "",
    )


def _integrity(facts: Facts, container: Container) -> Facts:
    """Whether digest and signature match, whatever their algorithms are worth today."""
    embedded = container.embedded
    assert embedded is not None  # noqa: S101  looked at by the caller
    try:
        signer = extract_signer_info(embedded.signed_data)
        certificate = extract_certificate_info(embedded.signed_data).signer_cert
        intact, matches = generic_cms.validate_sig_integrity(
            signer, certificate, expected_content_type="data", actual_digest=embedded.compute_digest()
        )
    except SignatureValidationError as error:
        sub = getattr(error.ades_subindication, "standard_name", "")
        if sub == "NO_SIGNING_CERTIFICATE_FOUND" or "certificate" in str(error).lower():
            return replace(facts, certificate_matches=False)
        return replace(facts, forged=remark("signature_unreadable"))
    except Exception:  # asn1crypto, cryptography and pyHanko raise many kinds on hostile input
        return replace(facts, forged=remark("signature_unreadable"))
    return replace(facts, digest_matches=intact, signature_matches=matches)


def _changes(container: Container, about: FileFacts) -> Changes:
    embedded = container.embedded
    assert embedded is not None  # noqa: S101  looked at by the caller
    try:
        return changes_after(about.reader, embedded, container.end, about.size)
    except Exception:  # pyHanko raises many kinds on hostile input
        return Changes(False, False, (remark("objects_changed"),))


def _authorities_in_time(standing: Standing, proven: datetime) -> Standing:
    """Evidence by an authority counts only if that was still in its time when the evidence is proved."""
    if not standing.is_good:
        return standing
    over = any(authority.not_valid_after < proven for authority in standing.path[1:-1])
    return Standing("OUT_OF_BOUNDS_NO_POE", standing.path) if over else standing


def _fit(standing: Standing, signer: x509.Certificate, moment: datetime) -> Standing:
    """A chain that holds is no proof if the signer's certificate was not in use yet or is for other uses."""
    if signer.not_valid_before > moment and standing.outcome not in _CHAIN_UNKNOWN:
        return Standing("NOT_YET_VALID", standing.path)
    purposes = signer.extended_key_usage_value
    if standing.is_good and purposes is not None and set(purposes.native) <= _OTHER_PURPOSES:
        return Standing("CHAIN_CONSTRAINTS_FAILURE", standing.path)
    return standing


async def _level(
    container: Container, about: FileFacts, chains: Chains, timeline: Timeline, proof: _Proof
) -> Level | None:
    """What is proved: each level needs the one before it (ETSI EN 319 142-1, 6)."""
    embedded = container.embedded
    is_baseline = container.sub_filter == _PADES and not _is_outdated(embedded)
    if embedded is None or not is_baseline:
        return None
    if proof.source is not TimeSource.TIMESTAMP:
        return Level.B_B
    stored = stored_evidence(about.reader)
    if stored is None or not await _is_proved_inside(container, about, chains, timeline, proof):
        return Level.B_T
    for overall in timeline.covering(container.end):
        covered = overall.container.embedded
        resolver = about.reader.get_historical_resolver(covered.signed_revision) if covered else None
        if resolver is not None and stored_evidence(resolver) is not None:
            return Level.B_LTA
    return Level.B_LT


def _is_outdated(embedded: Any) -> bool:  # pyHanko's signature
    """Whether the digest is one that ETSI TS 119 312 no longer lists."""
    return embedded is None or embedded.md_algorithm in _WEAK_DIGESTS


async def _is_proved_inside(
    container: Container, about: FileFacts, chains: Chains, timeline: Timeline, proof: _Proof
) -> bool:
    """Whether the file alone holds what checking the signer and its timestamp needs."""
    embedded = container.embedded
    if embedded is None:
        return False
    if about.own is about.evidence:
        return True  # it was judged by nothing else
    alone = Timeline(chains, about.own, about.now)
    await alone.walk([overall.container for overall in timeline.overall])
    if proof.stamped and not any(each.is_trusted for each in await alone.on_signature(container)):
        return False
    digest = embedded.compute_digest()
    return (await chains.of_signer(embedded.signed_data, digest, proof.moment, about.own)).is_good


def _loose(container: Container, about: FileFacts) -> Remark | None:
    assert container.embedded is not None  # noqa: S101  looked at by the caller
    if about.own.is_damaged:
        return remark("damaged_evidence")
    names = loose_certificates(about.own.certificates, about.known)
    return remark("loose_certificate", ", ".join(names[:3])) if names else None


def _covers(container: Container, about: FileFacts, changes: Changes) -> str:
    if changes.covers_whole_file:
        return "toàn bộ tệp"
    assert container.embedded is not None  # noqa: S101  looked at by the caller
    revision = container.embedded.signed_revision + 1
    return f"đến lần lưu {revision} trong {about.reader.xrefs.total_revisions} lần lưu của tệp"


def _chain_names(standing: Standing, about: FileFacts, signer: x509.Certificate) -> tuple[str, ...]:
    """Names of the authorities, the signer's issuer first; as far as the file tells where it is unknown."""
    if standing.path:
        return tuple(name_in(each, "common_name") for each in reversed(standing.path[:-1]))
    names = [_issuer_name(signer)]
    by_name = {each.subject.dump(): each for each in about.own.certificates}
    above = by_name.get(signer.issuer.dump())
    while above is not None and above.issuer != above.subject and len(names) < 10:
        names.append(_issuer_name(above))
        above = by_name.get(above.issuer.dump())
    return tuple(names)


def _issuer_name(certificate: x509.Certificate) -> str:
    native = certificate.issuer.native
    value = native.get("common_name") or native.get("organization_name") or ""
    return str(value[-1] if isinstance(value, list) else value)


def _remarks(
    container: Container, about: FileFacts, standing: Standing, proof: _Proof, timeline: Timeline
) -> list[Remark]:
    embedded = container.embedded
    assert embedded is not None  # noqa: S101  looked at by the caller
    certificate = embedded.signer_cert
    found = [*container.wrapped[1:], *container.odd]
    if container.sub_filter != _PADES:
        found.append(remark("not_baseline", container.sub_filter))
    if embedded.md_algorithm in _WEAK_DIGESTS:
        found.append(remark("sha1"))
    if _is_weak(certificate):
        found.append(remark("weak_key", _key(certificate)))
    found += _about_times(container, about, proof)
    if not carried_evidence(embedded.signed_data).certificates[1:] and not about.own.certificates[1:]:
        found.append(remark("no_authorities_inside"))
    if standing.is_good and certificate.not_valid_after < about.now:
        found.append(remark("expired_since", shown(certificate.not_valid_after)))
    if standing.is_good:
        found += [
            remark("not_revocable", name_in(each, "common_name"))
            for each in standing.path[1:]
            if not each.ocsp_urls and not each.crl_distribution_points
        ]
    found += [why for each in proof.stamped if (why := each.remark())]
    if is_off_page(container.field, about.reader):
        found.append(remark("off_page"))
    protecting = timeline.covering(container.end)
    if protecting:
        found.append(protected_by(protecting[0]))
    found += [finding.remark for finding in about.ambiguities]
    return list(dict.fromkeys(found))


def _about_times(container: Container, about: FileFacts, proof: _Proof) -> list[Remark]:
    embedded = container.embedded
    found = []
    claimed = _or_none(lambda: claimed_time(container.entries, embedded))
    attribute = attribute_time(embedded)
    if is_local_called_utc(container.entries, embedded):
        found.append(remark("odd_time"))
    elif isinstance(claimed, datetime) and claimed.tzinfo and attribute is not None:
        between = abs(attribute - claimed)
        if between > _CLOCKS_DIFFER:
            found.append(remark("times_differ", str(between).split(".", maxsplit=1)[0]))
    if not isinstance(claimed, datetime) or claimed.tzinfo is None:
        return found
    if claimed > about.now + _CLOCKS_DIFFER:
        found.append(remark("future_time"))
    if proof.source is TimeSource.TIMESTAMP and claimed > proof.moment + _CLOCKS_DIFFER:
        found.append(remark("claim_after_timestamp"))
    return found


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key
    return f"{key.algorithm} {key.bit_size}" if key.algorithm in {"rsa", "ec", "dsa"} else str(key.algorithm)


def _is_weak(certificate: x509.Certificate) -> bool:
    """Law 20/2023 and its decrees: RSA of 2048 bits or more, curves of 256 or more."""
    key = certificate.public_key
    smallest = {"rsa": _SMALLEST_RSA_BITS, "dsa": _SMALLEST_RSA_BITS, "ec": _SMALLEST_CURVE_BITS}
    return bool(key.algorithm in smallest and key.bit_size < smallest[key.algorithm])


def _or_none(
    read: Any,
) -> Any:  # a callable of any result; each part of a damaged signature may raise anything
    try:
        return read()
    except Exception:
        return None
