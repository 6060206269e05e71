"""Asks whether certificates were revoked: OCSP where the certificate names a responder, else its list.

Each validation context gets fetchers of its own over answers shared by all: a context knows what its own
signatures need, which is what goes into their file; another signer's status has no business there. What was
fetched is kept for others only after a certificate was found good by it, so rubbish never stays.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Iterable
from typing import Any

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CertificateFetchError, CRLFetchError, OCSPFetchError
from pyhanko_certvalidator.fetchers import CertificateFetcher, CRLFetcher, Fetchers, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import (
    enumerate_delivery_point_urls,
    format_ocsp_request,
    gather_aia_issuer_urls,
    process_ocsp_response_data,
    unpack_cert_content,
)
from pyhanko_certvalidator.util import get_ocsp_urls, get_relevant_crl_dps

from records.errors import ServiceUnavailable
from signing.services.answers import Answers, Kept, only_answer
from signing.services.resting import Resting
from signing.services.web import Question, WebClient

logger = logging.getLogger(__name__)

_MOST_OCSP_BYTES = 256 << 10
_MOST_LIST_BYTES = 64 << 20
_MOST_CERTIFICATE_BYTES = 256 << 10
_MOST_ADDRESSES = 4
"""Of one kind in one certificate; more are a mistake or an attack."""
_MOST_CERTIFICATES_FETCHED = 20
"""In one context: a chain that goes on for ever ends here."""
_WRONG = (ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What asn1crypto raises for what is not DER of the kind asked for."""


class StatusDesk:
    """What all contexts share: the line, the answers, and which services are left alone for a while."""

    def __init__(self, web: WebClient, answers: Answers, resting: Resting) -> None:
        self.web = web
        self.answers = answers
        self.resting = resting

    def fetchers(self, *, reuse: bool = True) -> ContextFetchers:
        """A set for one validation context; without `reuse` it asks anew what others have asked before."""
        return ContextFetchers(self, reuse=reuse)

    async def ask(self, question: Question) -> bytes:
        """Asks unless the service failed lately: a batch of hundreds waits for a dead responder once.

        A service is an address, not a host: on one host the revocation list may answer where OCSP does not.
        """
        self.resting.refuse(question.address)
        try:
            return await self.web.ask(question)
        except ServiceUnavailable as error:
            self.resting.rest(question.address, error.detail)
            raise


class ContextFetchers:
    """The three fetchers that pyHanko wants, for one context."""

    def __init__(self, desk: StatusDesk, *, reuse: bool) -> None:
        self.ocsp = _Ocsp(desk, reuse=reuse)
        self.crls = _Crls(desk, reuse=reuse)
        self.certificates = _Certificates(desk)

    def for_pyhanko(self) -> Fetchers:
        """As pyHanko takes them."""
        return Fetchers(ocsp_fetcher=self.ocsp, crl_fetcher=self.crls, cert_fetcher=self.certificates)

    def confirm(self, certificate: x509.Certificate) -> None:
        """The certificate was found good by the newest answers about it.

        pyHanko looks at lists only where the OCSP answer did not do, so such an answer is dropped.
        """
        if self.crls.confirm(certificate):
            self.ocsp.drop(certificate)
        else:
            self.ocsp.confirm(certificate)

    def seen(self) -> tuple[list[ocsp.OCSPResponse], list[crl.CertificateList]]:
        """Every answer so far, those about certificates that were found bad included."""
        return self.ocsp.seen(), self.crls.seen()


class _Ocsp(OCSPFetcher):
    def __init__(self, desk: StatusDesk, *, reuse: bool) -> None:
        self._desk = desk
        self._reuse = reuse
        self._fetched: dict[bytes, tuple[str, Kept]] = {}
        self._good: dict[bytes, tuple[str, Kept]] = {}

    async def fetch(self, cert: x509.Certificate, authority: Authority) -> ocsp.OCSPResponse:
        question = f"ocsp {authority.public_key.sha256.hex()} {cert.serial_number:x}"
        kept = self._desk.answers.find(question, _load_ocsp) if self._reuse else None
        kept = kept or await self._asked(cert, authority)
        self._fetched[cert.issuer_serial] = (question, kept)
        return kept.answer

    async def _asked(self, cert: x509.Certificate, authority: Authority) -> Kept:
        """The first usable answer of the responders that the certificate names."""
        whys = []
        for address in get_ocsp_urls(cert)[:_MOST_ADDRESSES]:
            try:
                return await self._asked_at(address, cert, authority)
            except ServiceUnavailable as error:
                whys.append(error.detail)
        raise OCSPFetchError("; ".join(whys) or "the certificate names no OCSP responder")

    async def _asked_at(self, address: str, cert: x509.Certificate, authority: Authority) -> Kept:
        request = format_ocsp_request(cert, authority, certid_hash_algo="sha1", request_nonces=True)
        question = Question(
            address,
            request.dump(),
            content_type="application/ocsp-request",
            accept="application/ocsp-response",
            most_bytes=_MOST_OCSP_BYTES,
            is_vouched=True,
        )
        body = await self._desk.ask(question)
        try:
            answer = process_ocsp_response_data(body, ocsp_request=request, ocsp_url=address)
            single = only_answer(answer)
            status = single["cert_status"].name
            kept = self._desk.answers.judged(answer)
        except (*_WRONG, OCSPFetchError) as error:
            raise ServiceUnavailable(f"{address}: not an OCSP answer to what was asked") from error
        except Exception as error:  # pyHanko raises its own for a refused request and for a wrong nonce
            raise ServiceUnavailable(f"{address}: refused, or of another question") from error
        if status == "unknown":
            raise ServiceUnavailable(f"{address}: the responder does not know the certificate")
        if not kept.is_fresh(self._desk.answers.now()):
            raise ServiceUnavailable(f"{address}: an answer that is out of date")
        return kept

    def confirm(self, certificate: x509.Certificate) -> None:
        found = self._fetched.pop(certificate.issuer_serial, None)
        if found is not None:
            self._good[certificate.issuer_serial] = found
            self._desk.answers.keep(*found)

    def drop(self, certificate: x509.Certificate) -> None:
        self._fetched.pop(certificate.issuer_serial, None)

    def seen(self) -> list[ocsp.OCSPResponse]:
        """Every answer so far, whatever it says."""
        return [kept.answer for _, kept in (*self._good.values(), *self._fetched.values())]

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        return [kept.answer for _, kept in self._good.values()]

    def fetched_responses_for_cert(self, cert: x509.Certificate) -> Iterable[ocsp.OCSPResponse]:
        found = self._good.get(cert.issuer_serial)
        if found is None or not found[1].is_fresh(self._desk.answers.now()):
            return []
        return [found[1].answer]


class _Crls(CRLFetcher):
    def __init__(self, desk: StatusDesk, *, reuse: bool) -> None:
        self._desk = desk
        self._reuse = reuse
        self._fetched: dict[bytes, list[tuple[str, Kept]]] = {}
        self._good: dict[bytes, list[tuple[str, Kept]]] = {}
        self._looked_at: set[bytes] = set()

    async def fetch(
        self, cert: x509.Certificate, *, use_deltas: bool = True
    ) -> Iterable[crl.CertificateList]:
        found, whys = [], []
        for address in _list_addresses(cert, use_deltas=use_deltas):
            try:
                found.append((f"crl {address}", await self._list_at(address)))
            except ServiceUnavailable as error:
                whys.append(error.detail)
        if whys and not found:
            raise CRLFetchError("; ".join(whys))
        self._fetched[cert.issuer_serial] = found
        return [kept.answer for _, kept in found]

    async def _list_at(self, address: str) -> Kept:
        known = self._desk.answers.find(f"crl {address}", _load_list) if self._reuse else None
        if known is not None:
            return known
        question = Question(
            address, accept="application/pkix-crl", most_bytes=_MOST_LIST_BYTES, is_vouched=True
        )
        body = await self._desk.ask(question)
        try:
            kept = self._desk.answers.judged(_load_list(body))
        except _WRONG as error:
            raise ServiceUnavailable(f"{address}: not a revocation list") from error
        if not kept.is_fresh(self._desk.answers.now()):
            raise ServiceUnavailable(f"{address}: a revocation list that is out of date")
        return kept

    def confirm(self, certificate: x509.Certificate) -> bool:
        """Whether lists were needed for it."""
        serial = certificate.issuer_serial
        found = self._fetched.pop(serial, None)
        if found:
            self._good[serial] = found
            for question, kept in found:
                self._desk.answers.keep(question, kept)
        was_needed = serial in self._looked_at
        self._looked_at.discard(serial)
        return was_needed

    def seen(self) -> list[crl.CertificateList]:
        """Every list so far, each once."""
        found = [entry for lists in (*self._good.values(), *self._fetched.values()) for entry in lists]
        return [kept.answer for kept in dict(found).values()]

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        lists = {question: kept.answer for found in self._good.values() for question, kept in found}
        return list(lists.values())

    def fetched_crls_for_cert(self, cert: x509.Certificate) -> Iterable[crl.CertificateList]:
        """Raises `KeyError` where nothing fresh is known, on which pyHanko fetches."""
        self._looked_at.add(cert.issuer_serial)
        found = self._good[cert.issuer_serial]
        if not all(kept.is_fresh(self._desk.answers.now()) for _, kept in found):
            raise KeyError(cert.issuer_serial)
        return [kept.answer for _, kept in found]


class _Certificates(CertificateFetcher):
    """Certificates of authorities that a signed file leaves out. Nobody has checked who names their address,
    so they may not lie in a private network."""

    def __init__(self, desk: StatusDesk) -> None:
        self._desk = desk
        self._fetched: dict[str, list[x509.Certificate]] = {}

    def fetch_cert_issuers(self, cert: x509.Certificate) -> AsyncGenerator[x509.Certificate, None]:
        return self._all(list(gather_aia_issuer_urls(cert)))

    def fetch_crl_issuers(self, certificate_list: Any) -> AsyncGenerator[x509.Certificate, None]:
        return self._all(list(certificate_list.issuer_cert_urls))

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return [certificate for found in self._fetched.values() for certificate in found]

    async def _all(self, addresses: list[str]) -> AsyncGenerator[x509.Certificate, None]:
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                found = await self._at(address)
            except CertificateFetchError as error:
                logger.info("an authority's certificate was not fetched: %s", error)
                continue
            for certificate in found:
                yield certificate

    async def _at(self, address: str) -> list[x509.Certificate]:
        if address in self._fetched:
            return self._fetched[address]
        if len(self._fetched) >= _MOST_CERTIFICATES_FETCHED:
            raise CertificateFetchError(f"more than {_MOST_CERTIFICATES_FETCHED} certificates to fetch")
        self._fetched[address] = []
        try:
            body = await self._desk.ask(Question(address, most_bytes=_MOST_CERTIFICATE_BYTES))
            kind = None if pem.detect(body) else "application/octet-stream"
            self._fetched[address] = list(unpack_cert_content(body, kind, address, True))
        except ServiceUnavailable as error:
            raise CertificateFetchError(f"{address}: {error.detail}") from error
        except _WRONG as error:
            raise CertificateFetchError(f"{address}: no certificate") from error
        return self._fetched[address]


def _list_addresses(certificate: x509.Certificate, *, use_deltas: bool) -> list[str]:
    points = get_relevant_crl_dps(certificate, use_deltas=use_deltas)
    return [url for point in points for url in enumerate_delivery_point_urls(point)][:_MOST_ADDRESSES]


def _load_ocsp(der: bytes) -> ocsp.OCSPResponse:
    return ocsp.OCSPResponse.load(der, strict=True)


def _load_list(der: bytes) -> crl.CertificateList:
    if pem.detect(der):
        der = pem.unarmor(der)[2]
    return crl.CertificateList.load(der, strict=True)
