"""Signs with a key that never leaves its token: session, key and mechanism are looked up once for a batch.

The call into the library runs in the library's own thread and without Python's lock, so that the rest of a
batch goes on meanwhile. After a failure that means that the token is gone, or that it refused its PIN, it is
not touched again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pkcs11
from asn1crypto import x509
from pkcs11 import MGF, Mechanism
from pkcs11 import exceptions as faults
from pkcs11.util.ec import encode_ecdsa_signature

from records.errors import CertificateUnfit, PinWrong, SigningRefused, TokenLocked, TokenRemoved
from signing.cryptoki.library import restart_before_next_use
from signing.cryptoki.thread import NoAnswer, thread_of
from signing.mechanisms import TokenSigner
from signing.tokens import Pin

_SIGN_SECONDS = 120
"""A person may have to confirm each signature on the token; a USB token takes less than one second."""
_PSS = {
    "sha256": (Mechanism.SHA256_RSA_PKCS_PSS, Mechanism.SHA256, MGF.SHA256, 32),
    "sha384": (Mechanism.SHA384_RSA_PKCS_PSS, Mechanism.SHA384, MGF.SHA384, 48),
    "sha512": (Mechanism.SHA512_RSA_PKCS_PSS, Mechanism.SHA512, MGF.SHA512, 64),
}
_PKCS1 = {
    "sha256": Mechanism.SHA256_RSA_PKCS,
    "sha384": Mechanism.SHA384_RSA_PKCS,
    "sha512": Mechanism.SHA512_RSA_PKCS,
}
_GONE = (
    faults.DeviceRemoved,
    faults.TokenNotPresent,
    faults.TokenNotRecognised,
    faults.SessionHandleInvalid,
    faults.SessionClosed,
    faults.SlotIDInvalid,
    # What is left of a session when the token was pulled out and put back, and what SoftHSM says of a store
    # whose files have gone.
    faults.UserNotLoggedIn,
    faults.KeyHandleInvalid,
    faults.ObjectHandleInvalid,
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a token makes a signature by one digest."""

    arguments: dict[str, Any]
    """For python-pkcs11's `sign`."""
    prepare: Callable[[bytes], bytes] | None = None
    """Digests the message where the token wants a digest."""
    finish: Callable[[bytes], bytes] | None = None
    """Brings the token's octets into the form that CMS wants."""


@dataclass(slots=True)
class TokenKey:
    """A private key on a token, with what its token can do."""

    handle: Any
    mechanisms: frozenset[Any]
    """What the slot lists (`C_GetMechanismList`)."""
    pkcs1_padding: bool = False
    pin: Pin | None = None
    """Only for keys that want it before each signature (CKA_ALWAYS_AUTHENTICATE)."""
    recipes: dict[str, Recipe] = field(default_factory=dict)

    def recipe(self, digest: str) -> Recipe:
        """How to sign by this digest; raises `CertificateUnfit` where the token cannot."""
        if digest not in self.recipes:
            make = _curve_recipe if self.handle.key_type == pkcs11.KeyType.EC else self._rsa_recipe
            recipe = make(digest)
            if recipe.arguments["mechanism"] not in self.mechanisms:
                raise _unable()
            self.recipes[digest] = recipe
        return self.recipes[digest]

    def _rsa_recipe(self, digest: str) -> Recipe:
        if self.pkcs1_padding:
            return Recipe({"mechanism": _PKCS1[digest]})
        whole, hashed, mask, salt = _PSS[digest]
        parameters = (hashed, mask, salt)
        if whole in self.mechanisms:
            return Recipe({"mechanism": whole, "mechanism_param": parameters})
        return Recipe(
            {"mechanism": Mechanism.RSA_PKCS_PSS, "mechanism_param": parameters}, prepare=_digester(digest)
        )

    def sign(self, message: bytes, digest: str) -> bytes:
        """One signature; raises python-pkcs11's errors."""
        recipe = self.recipe(digest)
        arguments = dict(recipe.arguments)
        if self.pin is not None:
            arguments["pin"] = self.pin.reveal()
        signature: bytes = self.handle.sign(
            recipe.prepare(message) if recipe.prepare else message, **arguments
        )
        return recipe.finish(signature) if recipe.finish else signature


def _curve_recipe(digest: str) -> Recipe:
    """Raw ECDSA over our own digest: SoftHSM 2.6.1 and many tokens know no ECDSA that digests by itself."""
    return Recipe({"mechanism": Mechanism.ECDSA}, prepare=_digester(digest), finish=encode_ecdsa_signature)


def _digester(digest: str) -> Callable[[bytes], bytes]:
    return lambda message: hashlib.new(digest, message).digest()


class CryptokiSigner(TokenSigner):
    """A pyHanko signer over one key of one token."""

    def __init__(
        self, key: TokenKey, certificate: x509.Certificate, chain: Iterable[x509.Certificate], *, library: str
    ) -> None:
        super().__init__(certificate, chain, pkcs1_padding=key.pkcs1_padding)
        self._key = key
        self._library = library
        self._failure: SigningRefused | None = None

    async def make_signature(self, message: bytes, digest: str) -> bytes:
        """The token's signature; raises `TokenRemoved`, `TokenLocked`, `PinWrong` or `CertificateUnfit`."""
        if self._failure is not None:
            raise self._again(self._failure)
        thread = thread_of(self._library)
        try:
            return await thread.wait_in_loop(thread.ask(self._sign, message, digest), seconds=_SIGN_SECONDS)
        except NoAnswer as error:
            self._failure = _hanging()
            restart_before_next_use(self._library)
            raise self._again(self._failure) from error

    def _sign(self, message: bytes, digest: str) -> bytes:
        """In the library's thread."""
        try:
            return self._key.sign(message, digest)
        except pkcs11.PKCS11Error as error:
            refusal = _translated(error)
            if not isinstance(refusal, CertificateUnfit):
                self._failure = refusal
            if isinstance(refusal, TokenRemoved):
                restart_before_next_use(self._library)
            raise refusal from error

    @staticmethod
    def _again(failure: SigningRefused) -> SigningRefused:
        """The same refusal as a new exception, so that no file's error carries another's traceback."""
        return type(failure)(failure.detail, remedy_vi=failure.remedy_vi, remedy_en=failure.remedy_en)


def _hanging() -> TokenRemoved:
    return TokenRemoved(
        f"the token has not answered for {_SIGN_SECONDS} seconds",
        remedy_vi="Thiết bị ký không trả lời. Các tệp đã ký vẫn tốt; hãy rút thiết bị, cắm lại và ký tiếp.",
        remedy_en="The token does not answer. Files already signed are good; plug it in anew and go on.",
    )


def _translated(error: pkcs11.PKCS11Error) -> SigningRefused:
    name = type(error).__name__
    if isinstance(error, _GONE):
        return TokenRemoved(f"the token went away: {name}")
    if isinstance(error, faults.PinLocked):
        return TokenLocked("the token has locked its PIN")
    if isinstance(error, faults.PinIncorrect | faults.PinInvalid | faults.PinLenRange):
        return PinWrong("the token refused the PIN before a signature")
    if isinstance(error, faults.FunctionCancelled | faults.FunctionRejected):
        return PinWrong(
            f"the signature was not confirmed on the token: {name}",
            remedy_vi="Chưa xác nhận ký trên thiết bị (đã hủy hoặc quá giờ). Hãy ký lại.",
        )
    if isinstance(error, faults.MechanismInvalid | faults.MechanismParamInvalid):
        return _unable()
    return TokenRemoved(
        f"the token failed: {name}",
        remedy_vi="Thiết bị ký báo lỗi. Các tệp đã ký vẫn tốt; hãy rút thiết bị, cắm lại và ký tiếp.",
        remedy_en="The token failed. Files already signed are good; plug it in anew and sign the rest.",
    )


def _unable() -> CertificateUnfit:
    return CertificateUnfit(
        "the token knows no RSASSA-PSS or ECDSA",
        remedy_vi="Thiết bị không ký được theo chuẩn RSA-PSS hoặc ECDSA. Nếu cơ quan chấp nhận cách ký "
        'cũ, hãy ghi padding = "pkcs1" vào hoso.toml; nếu không, hãy đề nghị nơi cấp đổi thiết bị.',
        remedy_en='The token knows no RSASSA-PSS or ECDSA. Set padding = "pkcs1" to accept the older scheme.',
    )
