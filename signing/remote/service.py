"""What is asked of a remote signing service, and what its answers mean for staff.

Clauses are those of the Cloud Signature Consortium's specification 1.0.4.0 (June 2019).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import x509

from records.errors import CertificateUnfit, PinWrong, SigningRefused, TokenAbsent, TokenLocked, TokenRemoved
from signing.remote.web import Answer, Service, Unreachable

_SECONDS = 30
AUTHORIZE_SECONDS = 180
"""An implicit authorization waits for the person to confirm on a telephone."""
_MOST_CREDENTIALS = 100
_MOST_CERTIFICATES = 20
_DEFAULT_LIFE = 3600
"""Seconds for which activation data is good where the service does not say (clause 11.6)."""
_SAFETY = timedelta(seconds=10)


class Stale(Exception):
    """The activation data (SAD) is used up or too old; nothing was signed."""

    def __init__(self, *, is_expired: bool) -> None:
        super().__init__()
        self.is_expired = is_expired


@dataclass(frozen=True, slots=True)
class Credential:
    """A key that the service holds (clause 11.5)."""

    identifier: str
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    algorithms: frozenset[str]
    """Object identifiers of signature algorithms that the key can make."""
    most_signatures: int
    """For one authorization (`multisign`)."""
    binds_hashes: bool
    """SCAL 2: activation data is good for the hashes alone that were named when it was asked for."""
    mode: str
    """explicit, implicit or oauth2code."""
    wants_pin: bool
    wants_otp: bool
    otp_is_sent: bool = False
    """The service sends the one-time password when asked to (`online`); else the person's device makes it."""

    @property
    def asks_secret(self) -> bool:
        """Whether somebody has to type something here; else the service asks the person by itself."""
        return self.mode == "explicit" and (self.wants_pin or self.wants_otp)


@dataclass(frozen=True, slots=True)
class Activation:
    """What lets the service use the key (SAD)."""

    sad: str
    until: datetime

    def is_good(self) -> bool:
        """Whether the service will still take it."""
        return datetime.now(UTC) + _SAFETY < self.until


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a person typed for one authorization."""

    pin: str = ""
    otp: str = ""


class SigningService:
    """The calls; the bearer token is kept for as long as the batch."""

    def __init__(self, service: Service, bearer: str) -> None:
        self._service = service
        self._bearer = bearer

    def credentials(self, *, user: str = "") -> tuple[str, ...]:
        """Identifiers of the keys that the bearer may use (credentials/list, clause 11.4)."""
        asked: dict[str, Any] = {"maxResults": _MOST_CREDENTIALS}
        if user:
            asked["userID"] = user
        listed = self._ask("credentials/list", asked).get("credentialIDs")
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise _odd("credentials/list")
        return tuple(listed[:_MOST_CREDENTIALS])

    def credential(self, identifier: str) -> Credential:
        """One key with its certificates (credentials/info, clause 11.5)."""
        asked = {"credentialID": identifier, "certificates": "chain", "certInfo": True, "authInfo": True}
        answer = self._ask("credentials/info", asked)
        try:
            return _credential(identifier, answer)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, binascii.Error) as error:
            raise _odd("credentials/info") from error

    def send_otp(self, identifier: str) -> None:
        """Has a one-time password sent to the key's owner (credentials/sendOTP)."""
        self._ask("credentials/sendOTP", {"credentialID": identifier})

    def authorize(
        self, identifier: str, secrets: Secrets, *, signatures: int, hashes: list[str]
    ) -> Activation:
        """Activation data for so many signatures (credentials/authorize, clause 11.6); asked once."""
        asked: dict[str, Any] = {"credentialID": identifier, "numSignatures": signatures}
        if hashes:
            asked["hash"] = hashes
        if secrets.pin:
            asked["PIN"] = secrets.pin
        if secrets.otp:
            asked["OTP"] = secrets.otp
        return _activation(self._ask("credentials/authorize", asked, seconds=AUTHORIZE_SECONDS))

    def extend(self, identifier: str, activation: Activation, *, hashes: list[str]) -> Activation:
        """Activation data for the next hash of the same authorization (credentials/extendTransaction)."""
        asked: dict[str, Any] = {"credentialID": identifier, "SAD": activation.sad}
        if hashes:
            asked["hash"] = hashes
        return _activation(self._ask("credentials/extendTransaction", asked))

    def sign(self, identifier: str, activation: Activation, digest: str, how: Mapping[str, str]) -> bytes:
        """One signature over a digest in base64 (signatures/signHash, clause 11.9).

        Raises `Stale` when the service does not take the activation data any more.
        """
        asked = {"credentialID": identifier, "SAD": activation.sad, "hash": [digest], **how}
        made = self._ask("signatures/signHash", asked).get("signatures")
        if not isinstance(made, list) or len(made) != 1 or not isinstance(made[0], str):
            raise _odd("signatures/signHash")
        try:
            return base64.b64decode(made[0], validate=True)
        except binascii.Error as error:
            raise _odd("signatures/signHash") from error

    def _ask(self, name: str, asked: Mapping[str, Any], *, seconds: float | None = None) -> Mapping[str, Any]:
        patience = _SECONDS if seconds is None else seconds
        try:
            answer = self._service.post(name, asked, bearer=self._bearer, seconds=patience)
        except Unreachable as error:
            raise unreachable(str(error)) from error
        if answer.is_well:
            return answer.content
        raise _refusal(name, answer)


def unreachable(cause: str) -> TokenAbsent:
    """What is told when no whole answer came."""
    return TokenAbsent(
        f"the remote signing service cannot be reached: {cause}",
        remedy_vi="Không kết nối được dịch vụ ký số từ xa. Hãy kiểm tra mạng và địa chỉ dịch vụ rồi thử lại.",
        remedy_en="The remote signing service cannot be reached. Check network and address, then try again.",
    )


def during_signing(error: TokenAbsent) -> TokenRemoved:
    """The same refusal in the middle of a batch: what was signed stays."""
    return TokenRemoved(
        error.detail,
        remedy_vi="Dịch vụ ký số từ xa không trả lời nữa. Các tệp đã ký vẫn tốt; hãy thử ký tiếp sau "
        "ít phút.",
        remedy_en="The remote signing service failed. Files already signed are good; sign the rest later.",
    )


def _refusal(name: str, answer: Answer) -> Exception:
    """What a refusal means: clause 10.1 gives few codes, the rest is in the description."""
    said = f"{answer.error.lower()} {answer.description}"
    detail = f"{name}: status {answer.status}, {answer.error or 'no reason given'}"
    refusal: Exception = _service_error(detail)
    if "locked" in said and ("pin" in said or "otp" in said or "credential" in said):
        refusal = TokenLocked(detail)
    elif "otp" in said and ("invalid_otp" in said or "otp is invalid" in said):
        refusal = PinWrong(detail, remedy_vi="Mã OTP không đúng hoặc đã hết hạn. Hãy lấy mã mới rồi ký lại.")
    elif "invalid_pin" in said or "pin is invalid" in said:
        refusal = PinWrong(detail)
    elif "access_denied" in said:
        refusal = PinWrong(
            detail, remedy_vi="Người ký chưa xác nhận hoặc đã từ chối trên ứng dụng ký số. Hãy ký lại."
        )
    elif name == "signatures/signHash" and "sad" in said.split():
        refusal = Stale(is_expired="expired" in said)
    elif "certificate" in said and ("expired" in said or "revoked" in said or "suspended" in said):
        refusal = CertificateUnfit(detail)
    elif answer.status in {401, 403}:
        refusal = _not_allowed(detail)
    return refusal


def _not_allowed(detail: str) -> SigningRefused:
    return TokenAbsent(
        detail,
        remedy_vi="Dịch vụ ký số từ xa không chấp nhận quyền truy cập của cơ quan (token_file hoặc "
        "client_id). Hãy xin nhà cung cấp cấp lại.",
        remedy_en="The remote signing service refuses this office's access (token_file or client_id).",
    )


def _service_error(detail: str) -> TokenAbsent:
    return TokenAbsent(
        detail,
        remedy_vi="Dịch vụ ký số từ xa từ chối yêu cầu. Hãy thử lại sau; nếu vẫn vậy, hãy báo nhà cung cấp.",
        remedy_en="The remote signing service refused. Try again later; then ask its provider.",
    )


def _odd(name: str) -> TokenAbsent:
    return _service_error(f"{name}: the answer does not have the form of CSC 1.0.4")


def _activation(answer: Mapping[str, Any]) -> Activation:
    sad, seconds = answer.get("SAD"), answer.get("expiresIn", _DEFAULT_LIFE)
    if not isinstance(sad, str) or not sad or not isinstance(seconds, int) or not 0 < seconds < 1 << 31:
        raise _odd("credentials/authorize")
    return Activation(sad, datetime.now(UTC) + timedelta(seconds=seconds))


def _credential(identifier: str, answer: Mapping[str, Any]) -> Credential:
    key, cert = answer["key"], answer["cert"]
    if key.get("status", "enabled") != "enabled":
        raise CertificateUnfit("the service says that the key is disabled")
    if cert.get("status", "valid") != "valid":
        raise CertificateUnfit("the service says that the certificate is not valid")
    certificates = [
        x509.Certificate.load(base64.b64decode(one), strict=True)
        for one in cert["certificates"][:_MOST_CERTIFICATES]
    ]
    return Credential(
        identifier=identifier,
        certificate=certificates[0],
        chain=tuple(certificates[1:]),
        algorithms=frozenset(str(one) for one in key["algo"]),
        most_signatures=max(1, int(answer["multisign"])),
        binds_hashes=str(answer.get("SCAL", "1")) == "2",
        mode=str(answer["authMode"]),
        wants_pin=_is_wanted(answer, "PIN"),
        wants_otp=_is_wanted(answer, "OTP"),
        otp_is_sent=str((answer.get("OTP") or {}).get("type", "")) == "online",
    )


def _is_wanted(answer: Mapping[str, Any], secret: str) -> bool:
    wanted = answer.get(secret) or {}
    return str(wanted.get("presence", "false")).lower() in {"true", "optional"}
