"""What a file carries to prove its certificates: authorities, revocation lists and OCSP answers.

Read from the document security store (ETSI EN 319 142-1, 5.4.2), from signatures and from timestamps. Sizes
are bounded, and what cannot be parsed is left out: missing evidence never makes a signature good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from asn1crypto import cms, ocsp, x509
from asn1crypto.crl import CertificateList
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

_MOST_ENTRIES = 500
"""Of each kind; a paper renewed for thirty years holds some dozens."""
_MOST_ENTRY_BYTES = 32 << 20
_MOST_KEPT_BYTES = 64 << 10
"""Larger evidence (whole revocation lists) is parsed anew for each file rather than kept."""

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Certificates and revocation states, to be believed only as far as they verify."""

    certificates: tuple[x509.Certificate, ...] = ()
    ocsps: tuple[OCSPContainer, ...] = ()
    crls: tuple[CRLContainer, ...] = ()
    is_damaged: bool = False
    """Whether a part could not be read."""

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            (*self.certificates, *other.certificates),
            (*self.ocsps, *other.ocsps),
            (*self.crls, *other.crls),
            self.is_damaged or other.is_damaged,
        )


def stored_evidence(handler: Any) -> Evidence | None:
    """The document security store of a file, or of one of its revisions; `None` where there is none.

    `handler` is pyHanko's reader or historical resolver.
    """
    try:
        store = handler.root["/DSS"]
    except Exception:  # none, or a catalogue that cannot be read
        return None
    damaged: list[str] = []
    certificates = list(_entries(store, "/Certs", DecodePurpose.CERTIFICATE, _certificate, damaged))
    answers = list(_entries(store, "/OCSPs", DecodePurpose.OCSP_RESPONSE, _answers, damaged))
    lists = list(_entries(store, "/CRLs", DecodePurpose.CRL, _list, damaged))
    return Evidence(
        tuple(certificates),
        tuple(answer for several in answers for answer in several),
        tuple(lists),
        bool(damaged),
    )


def _entries(
    store: Any, key: str, purpose: DecodePurpose, parse: Callable[[bytes], _Read], damaged: list[str]
) -> Iterator[_Read]:
    try:
        references = list(islice(store[key], _MOST_ENTRIES))
    except KeyError:
        return
    except Exception:  # no array
        damaged.append(key)
        return
    for reference in references:
        try:
            content = bytes(reference.get_object().read_data(purpose))
            yield _kept(parse, content)
        except Exception:  # pyHanko and asn1crypto raise many kinds
            damaged.append(key)


def _kept(parse: Callable[[bytes], _Read], content: bytes) -> _Read:
    if len(content) > _MOST_ENTRY_BYTES:
        raise ValueError("too large")
    # The same authorities and answers stand in all papers of an office: parsed once a process.
    read: _Read = _parsed(parse, content) if len(content) <= _MOST_KEPT_BYTES else parse(content)
    return read


@lru_cache(maxsize=512)
def _parsed(parse: Callable[[bytes], Any], content: bytes) -> Any:  # whatever the parser gives
    return parse(content)


def _certificate(content: bytes) -> x509.Certificate:
    certificate = x509.Certificate.load(content, strict=True)
    _ = certificate.subject.native, certificate.public_key.algorithm, certificate.not_valid_after
    return certificate


def _answers(content: bytes) -> tuple[OCSPContainer, ...]:
    return tuple(OCSPContainer.load_multi(ocsp.OCSPResponse.load(content, strict=True)))


def _list(content: bytes) -> CRLContainer:
    read = CertificateList.load(content, strict=True)
    _ = read.issuer.native
    return CRLContainer(read)


def carried_evidence(signed: cms.SignedData) -> Evidence:
    """What a signature or timestamp carries itself, timestamps on it included."""
    certificates, damaged = list(_embedded(signed)), False
    answers: list[OCSPContainer] = []
    lists: list[CRLContainer] = []
    for signer in islice(signed["signer_infos"], 1):
        for attribute in signer["signed_attrs"] or ():
            if attribute["type"].native != "adobe_revocation_info_archival":
                continue
            try:
                archived = attribute["values"][0]
                lists += [CRLContainer(entry) for entry in islice(archived["crl"] or (), _MOST_ENTRIES)]
                for answer in islice(archived["ocsp"] or (), _MOST_ENTRIES):
                    answers += OCSPContainer.load_multi(answer)
            except Exception:  # asn1crypto raises many kinds
                damaged = True
        for token in timestamps_on(signer):
            certificates += _embedded(token)
    return Evidence(tuple(certificates), tuple(answers), tuple(lists), damaged)


def timestamps_on(signer: cms.SignerInfo) -> Iterator[cms.SignedData]:
    """The timestamps on a signature, which lie among its unsigned attributes (RFC 5126, 6.1.1)."""
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            for token in islice(attribute["values"], 8):
                yield token["content"]


def _embedded(signed: cms.SignedData) -> Iterable[x509.Certificate]:
    chosen = (choice.chosen for choice in islice(signed["certificates"] or (), _MOST_ENTRIES))
    # Parsed from their own bytes, once a process: the same authorities stand in all papers of an office.
    return [
        _kept(_certificate, certificate.dump())
        for certificate in chosen
        if isinstance(certificate, x509.Certificate)
    ]
