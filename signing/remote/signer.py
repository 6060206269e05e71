"""Signs through a remote service: one authorization for as many signatures as the service allows.

A PIN that was accepted may authorize again when the activation data is used up; a one-time password cannot,
and staff are told so. After a refusal the service is not asked again in this batch.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import threading
from collections.abc import Mapping

from asn1crypto import algos

from records.errors import CertificateUnfit, PinWrong, SigningRefused, TokenAbsent, TokenRemoved
from signing.mechanisms import TokenSigner, pss_mechanism
from signing.remote.service import Activation, Credential, Secrets, SigningService, Stale, during_signing
from signing.tokens import Pin

_PSS_OID = "1.2.840.113549.1.1.10"
_RSA_OID = "1.2.840.113549.1.1.1"
_PKCS1_OIDS = {
    "sha256": "1.2.840.113549.1.1.11",
    "sha384": "1.2.840.113549.1.1.12",
    "sha512": "1.2.840.113549.1.1.13",
}
_ECDSA_OIDS = {
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}


class Authorization:
    """Activation data for one batch: asked for when needed, used for as long as it is good."""

    def __init__(
        self,
        service: SigningService,
        credential: Credential,
        pin: Pin | None,
        *,
        most_signatures: int,
        can_extend: bool,
    ) -> None:
        self._service = service
        self._credential = credential
        self._pin = pin
        self._most = min(credential.most_signatures, most_signatures)
        self._can_extend = can_extend
        self._held: Activation | None = None
        self._left = 0
        self._is_used = False
        self._is_reusable = True
        """Until the service refuses activation data that it had given for more signatures."""
        self._is_authorized = False

    def begin(self) -> None:
        """Authorizes before the first file where the service allows it, so that a wrong PIN shows at once."""
        if not self._credential.binds_hashes:
            self._held = self._authorize([])

    def sign(self, digest: str, how: Mapping[str, str]) -> bytes:
        """One signature; authorizes anew once where the service says that the activation data is used up."""
        held = self._held_for(digest)
        if held is not None:
            try:
                return self._service.sign(self._credential.identifier, held, digest, how)
            except Stale as error:
                self._held = None
                self._is_reusable = self._is_reusable and error.is_expired
        activation = self._authorize(self._bound(digest))
        self._keep(activation)
        try:
            return self._service.sign(self._credential.identifier, activation, digest, how)
        except Stale as error:
            raise TokenAbsent("the service does not take the activation data it has just given") from error

    def _held_for(self, digest: str) -> Activation | None:
        """Activation data of an earlier authorization that is still good for one more signature."""
        held, self._held = self._held, None
        if held is None or not held.is_good():
            return None
        if self._is_used and self._can_extend:
            held = self._service.extend(self._credential.identifier, held, hashes=self._bound(digest))
        self._keep(held)
        return held

    def _keep(self, activation: Activation) -> None:
        """Counts one use, and keeps it for the next signature where it may serve for that."""
        self._is_used = True
        self._left -= 1
        may_serve = self._can_extend or not self._credential.binds_hashes
        self._held = activation if self._left > 0 and self._is_reusable and may_serve else None

    def _bound(self, digest: str) -> list[str]:
        return [digest] if self._credential.binds_hashes else []

    def _authorize(self, hashes: list[str]) -> Activation:
        if self._is_authorized and self._credential.wants_otp:
            raise PinWrong(
                "another one-time password is needed for the rest",
                remedy_vi="Mã OTP chỉ dùng được cho một phần lô ký. Hãy lấy mã OTP mới và ký tiếp các tệp "
                "còn lại.",
                remedy_en="The one-time password is used up. Sign the rest with a new one.",
            )
        signatures = self._most if self._is_reusable and (self._can_extend or not hashes) else 1
        secrets = secrets_of(self._credential, self._pin)
        activation = self._service.authorize(
            self._credential.identifier, secrets, signatures=signatures, hashes=hashes
        )
        self._is_authorized, self._is_used, self._left = True, False, signatures
        return activation


class RemoteSigner(TokenSigner):
    """A pyHanko signer over one credential of a service."""

    def __init__(
        self, credential: Credential, authorization: Authorization, *, pkcs1_padding: bool = False
    ) -> None:
        super().__init__(credential.certificate, credential.chain, pkcs1_padding=pkcs1_padding)
        self._credential = credential
        self._authorization = authorization
        self._failure: SigningRefused | None = None
        self._one_at_a_time = threading.Lock()

    async def make_signature(self, message: bytes, digest: str) -> bytes:
        """The service's signature; raises `TokenRemoved`, `PinWrong`, `TokenLocked` or `CertificateUnfit`."""
        return await asyncio.to_thread(self._sign, message, digest)

    def _sign(self, message: bytes, digest: str) -> bytes:
        how = signing_terms(self._credential, digest, pkcs1_padding=self.pkcs1_padding)
        hashed = base64.b64encode(hashlib.new(digest, message).digest()).decode()
        with self._one_at_a_time:
            if self._failure is not None:
                failure = self._failure
                raise type(failure)(failure.detail, remedy_vi=failure.remedy_vi, remedy_en=failure.remedy_en)
            try:
                return self._authorization.sign(hashed, how)
            except TokenAbsent as error:
                self._failure = during_signing(error)
                raise TokenRemoved(
                    self._failure.detail,
                    remedy_vi=self._failure.remedy_vi,
                    remedy_en=self._failure.remedy_en,
                ) from error
            except SigningRefused as error:
                self._failure = error
                raise


def signing_terms(credential: Credential, digest: str, *, pkcs1_padding: bool) -> dict[str, str]:
    """The algorithm as signatures/signHash wants it; raises `CertificateUnfit` where the key cannot."""
    hash_oid = algos.DigestAlgorithmId(digest).dotted
    if credential.certificate.public_key.algorithm == "ec":
        chosen = _ECDSA_OIDS[digest]
        if chosen in credential.algorithms:
            return {"signAlgo": chosen, "hashAlgo": hash_oid}
    elif not pkcs1_padding:
        if _PSS_OID in credential.algorithms:
            parameters = pss_mechanism(digest)["parameters"].dump()
            return {
                "signAlgo": _PSS_OID,
                "signAlgoParams": base64.b64encode(parameters).decode(),
                "hashAlgo": hash_oid,
            }
    else:
        for chosen in (_PKCS1_OIDS[digest], _RSA_OID):
            if chosen in credential.algorithms:
                return {"signAlgo": chosen, "hashAlgo": hash_oid}
    raise CertificateUnfit(
        "the service's key makes neither RSASSA-PSS nor ECDSA signatures",
        remedy_vi="Dịch vụ không ký được theo chuẩn RSA-PSS hoặc ECDSA. Nếu cơ quan chấp nhận cách ký cũ, "
        'hãy ghi padding = "pkcs1" vào hoso.toml.',
        remedy_en='The service knows no RSASSA-PSS or ECDSA. Set padding = "pkcs1" to accept the older one.',
    )


def secrets_of(credential: Credential, pin: Pin | None) -> Secrets:
    """What was typed, parted into PIN and one-time password where the credential wants both.

    Both are typed in one line with a blank between them, the one-time password last.
    """
    if not credential.asks_secret:
        return Secrets()
    typed = pin.reveal().strip() if pin is not None else ""
    if not typed:
        raise PinWrong("no PIN was given; the service was not asked")
    if not credential.wants_otp:
        return Secrets(pin=typed)
    if not credential.wants_pin:
        return Secrets(otp=typed)
    first, blank, last = typed.rpartition(" ")
    if not blank or not first.strip() or not last:
        raise PinWrong(
            "PIN and one-time password are both needed; the service was not asked",
            remedy_vi="Chứng thư này cần cả PIN và mã OTP. Hãy nhập PIN, một dấu cách, rồi mã OTP.",
            remedy_en="Type the PIN, a blank and the one-time password.",
        )
    return Secrets(pin=first.strip(), otp=last)
