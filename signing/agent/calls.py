"""What the agent's page may call, as JSON in and JSON out; each call but the first three is sealed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509

from records.errors import NotYourCertificate, SigningRefused, StrangeRequest, TokenAbsent, TokenLocked
from signing.agent.attributes import MOST_BYTES
from signing.agent.key import MOST_AT_ONCE, MOST_SIGNATURES, AgentKey, Asked, Holder, Seen, Wish
from signing.agent.pairings import Pairings
from signing.agent.seals import Seals
from signing.cryptoki.login import LAST_TRY_VI, WRONG_BEFORE_VI
from signing.fitness import VIETNAM, require_fit
from signing.mechanisms import TokenSigner
from signing.tokens import Pin

Given = Mapping[str, Any]
"""A JSON object of the page."""
_LONGEST_PIN = 256
_MOST_CHAIN = 6


class Calls:
    """The calls by their path. `answer` raises `SigningRefused` with what the page shows."""

    def __init__(self, pairings: Pairings, key: AgentKey) -> None:
        self._pairings = pairings
        self._key = key
        self._seals = Seals(pairings)
        self._open: Mapping[str, Callable[[Given], object]] = {
            "/api/visit": self._visit,
            "/api/pair/begin": self._begin_pairing,
            "/api/pair": self._pair,
        }
        self._sealed: Mapping[str, Callable[[Holder, Given], object]] = {
            "/api/look": self._look,
            "/api/open": self._open_key,
            "/api/sign": self._sign,
            "/api/close": self._close,
        }

    def knows(self, path: str) -> bool:
        """Whether there is such a call."""
        return path in self._open or path in self._sealed

    def answer(self, path: str, given: Given, *, seal: str, body: bytes) -> object:
        """Carries out one call."""
        if path in self._open:
            return self._open[path](given)
        pairing, visit = self._seals.check(seal, path, body)
        return self._sealed[path](Holder(pairing.origin, visit), given)

    def _visit(self, _: Given) -> object:
        return {"visit": self._seals.new_visit()}

    def _begin_pairing(self, given: Given) -> object:
        self._pairings.begin(_text(given, "origin", 300))
        return {}

    def _pair(self, given: Given) -> object:
        made = self._pairings.finish(_text(given, "origin", 300), _text(given, "code", 40))
        return {"pairing": made.identifier, "key": base64.b64encode(made.key).decode()}

    def _look(self, _: Holder, __: Given) -> object:
        return {"tokens": [_seen_as_json(one) for one in self._key.look()]}

    def _open_key(self, holder: Holder, given: Given) -> object:
        typed = _text(given, "pin", _LONGEST_PIN)
        wish = Wish(holder, _count(given, "signatures", MOST_SIGNATURES), _text(given, "certificate", 64))
        opened = self._key.open(wish, Pin(typed))
        signer = opened.signer
        return {
            "certificate": _base64(opened.certificate),
            "chain": [_base64(one) for one in opened.chain[:_MOST_CHAIN]],
            "pkcs1": isinstance(signer, TokenSigner) and signer.pkcs1_padding,
            "trial": opened.is_trial,
        }

    def _sign(self, holder: Holder, given: Given) -> object:
        items = given.get("items")
        if not isinstance(items, list) or not 0 < len(items) <= MOST_AT_ONCE:
            raise StrangeRequest(f"items: acceptable: 1 to {MOST_AT_ONCE}")
        signed = self._key.sign(holder, [_asked(one) for one in items])
        return {
            "signatures": [
                {"number": number, "signature": base64.b64encode(signature).decode()}
                for number, signature in signed.items()
            ]
        }

    def _close(self, holder: Holder, _: Given) -> object:
        self._key.close(holder)
        return {}


def refusal_as_json(error: SigningRefused) -> dict[str, str]:
    """What the page shows of a refusal; never more than its name and its two sentences."""
    vi, en = error.remedy_vi, error.remedy_en
    if isinstance(error, TokenAbsent) and type(error).remedy_vi == vi:
        vi, en = _ABSENT_VI, _ABSENT_EN
    if isinstance(error, NotYourCertificate):
        vi, en = _ANOTHER_VI, _ANOTHER_EN
    return {"code": error.code, "vi": vi, "en": en}


_ABSENT_VI = "Không thấy thiết bị ký. Hãy cắm thiết bị vào máy này rồi bấm “Thử lại”."
_ABSENT_EN = "No signing token was found. Plug it into this computer, then press “Try again”."
_ANOTHER_VI = (
    "Thiết bị đang cắm không có chứng thư đã đăng ký cho tài khoản này. Hãy cắm đúng thiết bị của "
    "mình; nếu mới "
    "được cấp chứng thư khác, hãy gửi chứng thư đó cho quản trị."
)
_ANOTHER_EN = (
    "The token that is plugged in does not hold the certificate bound to this account. Plug in your "
    "own; if you "
    "were given a new certificate, send it to the administrator."
)


def _seen_as_json(seen: Seen) -> dict[str, object]:
    sight = seen.sight
    return {
        "asks_pin": sight.asks_pin,
        "remark": {"vi": sight.remark_vi, "en": remark_in_english(sight.remark_vi)},
        "label": dict(sight.choice).get("token_label", ""),
        "certificates": [_certificate_as_json(one.certificate) for one in sight.certificates],
    }


_REMARKS = {
    TokenLocked.remedy_vi: TokenLocked.remedy_en,
    LAST_TRY_VI: "One try of the PIN is left before the token locks.",
    WRONG_BEFORE_VI: "A wrong PIN was entered when the token was last used.",
    "Khóa dùng thử: chữ ký không có giá trị pháp lý.": "A trial key: its signatures have no legal force.",
    "Khi ký, nhập PIN, một dấu cách, rồi mã OTP.": "To sign, enter PIN, space and the one-time password.",
    "Khi ký, nhập mã OTP.": "To sign, enter the one-time password.",
}


def remark_in_english(remark_vi: str) -> str:
    """What a token says of itself, in English; one that is not known stays as it is."""
    return _REMARKS.get(remark_vi, remark_vi)


def _certificate_as_json(certificate: x509.Certificate) -> dict[str, object]:
    native = certificate.subject.native
    parts = [native.get(part) for part in ("common_name", "organization_name")]
    listed = [str(each) for part in parts for each in (part if isinstance(part, list) else [part]) if each]
    until = certificate.not_valid_after.astimezone(VIETNAM)
    return {
        "der": _base64(certificate),
        "sha256": certificate.sha256.hex(),
        "name": " – ".join(dict.fromkeys(listed)),
        "serial": f"{certificate.serial_number:x}",
        "until": f"{until:%d/%m/%Y}",
        "unfit": _unfit(certificate),
    }


def _unfit(certificate: x509.Certificate) -> dict[str, str] | None:
    try:
        require_fit(certificate, at=datetime.now(UTC))
    except SigningRefused as error:
        return {"vi": error.remedy_vi, "en": error.remedy_en}
    return None


def _asked(item: object) -> Asked:
    if not isinstance(item, dict):
        raise StrangeRequest("items: acceptable: objects with number, digest and message")
    try:
        message = base64.b64decode(_text(item, "message", MOST_BYTES * 2), validate=True)
    except binascii.Error as error:
        raise StrangeRequest("message: acceptable: base64") from error
    return Asked(_count(item, "number", 1 << 31), _text(item, "digest", 16), message)


def _text(given: Given, name: str, most: int) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise StrangeRequest(f"{name}: acceptable: a text of at most {most} characters")
    return value


def _count(given: Given, name: str, most: int) -> int:
    value = given.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise StrangeRequest(f"{name}: acceptable: 0 to {most}")
    return value


def _base64(certificate: x509.Certificate) -> str:
    return base64.b64encode(certificate.dump()).decode()
