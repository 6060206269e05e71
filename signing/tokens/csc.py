"""A key that a remote signing service holds, by the Cloud Signature Consortium's interface 1.0.4.

The office's access to the service comes from a file (`token_file`) or by OAuth 2.0 client credentials
(`client_id`, `client_secret_file`); the person's PIN or one-time password authorizes each batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from records.errors import CertificateUnfit, SettingInvalid, TokenAbsent
from signing.fitness import require_fit
from signing.remote.service import Credential, SigningService, unreachable
from signing.remote.signer import Authorization, RemoteSigner, signing_terms
from signing.remote.web import Service, Unreachable, is_acceptable_address
from signing.tokens import OpenToken, Pin, SeenCertificate, Sight

_ACCEPTABLE = {
    "url": "an address such as https://ky-so.example.vn/csc/v1 (http only on this machine)",
    "credential_id": "the identifier that the service gave the key",
    "user_id": "the person's identifier at the service",
    "token_file": "a file with the bearer token",
    "client_id": "the office's OAuth 2.0 client identifier, with client_secret_file",
    "client_secret_file": "a file with the secret of client_id",
    "token": "the bearer token itself, as variables ending in TOKEN_FILE give it",
    "client_secret": "the secret itself, as variables ending in CLIENT_SECRET_FILE give it",
    "oauth2_url": "the address of the OAuth 2.0 service, such as https://ky-so.example.vn/csc/v1",
    "tls_authority": "a PEM file with the authority of the service's TLS certificate",
    "signatures": "how many signatures one authorization may make, 1 to 1000",
    "padding": "pss or pkcs1",
    "extend": "yes where the service knows credentials/extendTransaction, else no",
}
_MOST_SECRET_OCTETS = 1 << 14
_SECONDS = 30
_MOST_SHOWN = 20
_SIGNATURES = 500


class RemoteKey:
    """Opens a credential of a service. Options: those of `_ACCEPTABLE`; `url` and access are needed."""

    name = "csc"
    needs_pin = True

    def check(self, options: Mapping[str, str]) -> None:
        """Raises `SettingInvalid` that names the option and an acceptable value."""
        for unknown in options.keys() - _ACCEPTABLE.keys():
            raise SettingInvalid(
                f"{unknown}: no option of a remote key; acceptable: {', '.join(_ACCEPTABLE)}"
            )
        if "url" not in options:
            raise SettingInvalid(f"url: missing; acceptable: {_ACCEPTABLE['url']}")
        for option, content in options.items():
            if not _is_acceptable(option, content):
                raise SettingInvalid(f"{option}: acceptable: {_ACCEPTABLE[option]}")
        has_token, has_client = _gives(options, "token"), "client_id" in options
        if has_token == has_client:
            raise SettingInvalid("token_file: give either token_file or client_id with client_secret_file")
        if has_client != _gives(options, "client_secret"):
            raise SettingInvalid(f"client_secret_file: acceptable: {_ACCEPTABLE['client_secret_file']}")

    def look(self, options: Mapping[str, str]) -> Sight:
        """Asks the service for the credential; authorizes nothing."""
        with _service(options) as service:
            named = options.get("credential_id", "")
            identifiers = (named,) if named else service.credentials(user=options.get("user_id", ""))
            credentials = [service.credential(identifier) for identifier in identifiers[:_MOST_SHOWN]]
        return Sight(
            certificates=tuple(
                SeenCertificate(one.certificate, (("credential_id", one.identifier),)) for one in credentials
            ),
            asks_pin=any(one.asks_secret for one in credentials),
            remark_vi=" ".join(dict.fromkeys(_remark(one) for one in credentials)).strip(),
            sends_otp=any(one.asks_secret and one.wants_otp and one.otp_is_sent for one in credentials),
        )

    @contextmanager
    def open(self, options: Mapping[str, str], pin: Pin | None) -> Iterator[OpenToken]:
        """Authorizes once; raises `PinWrong`, `TokenLocked`, `TokenAbsent` or `CertificateUnfit`."""
        with _service(options) as service:
            credential = _credential(service, options)
            padding = options.get("padding") == "pkcs1"
            signing_terms(credential, "sha256", pkcs1_padding=padding)
            authorization = Authorization(
                service,
                credential,
                pin,
                most_signatures=int(options.get("signatures", _SIGNATURES)),
                can_extend=options.get("extend") == "yes",
            )
            authorization.begin()
            signer = RemoteSigner(credential, authorization, pkcs1_padding=padding)
            yield OpenToken(signer, credential.certificate, credential.chain)


kind = RemoteKey()


def send_otp(options: Mapping[str, str]) -> bool:
    """Has the service send its one-time password; false where the owner's own device makes it."""
    kind.check(options)
    with _service(options) as service:
        credential = _credential(service, options)
        if credential.otp_is_sent:
            service.send_otp(credential.identifier)
        return credential.otp_is_sent


@contextmanager
def _service(options: Mapping[str, str]) -> Iterator[SigningService]:
    with closing(Service(options["url"], ca_file=options.get("tls_authority", ""))) as connection:
        yield SigningService(connection, _bearer(options))


def _remark(credential: Credential) -> str:
    if credential.asks_secret and credential.wants_otp:
        return (
            "Khi ký, nhập PIN, một dấu cách, rồi mã OTP." if credential.wants_pin else "Khi ký, nhập mã OTP."
        )
    return ""


def _credential(service: SigningService, options: Mapping[str, str]) -> Credential:
    identifier = options.get("credential_id", "") or _only_credential(service, options.get("user_id", ""))
    credential = service.credential(identifier)
    require_fit(credential.certificate, at=datetime.now(UTC))
    if credential.mode not in {"explicit", "implicit"}:
        raise CertificateUnfit(
            "the credential is authorized in a browser (oauth2code), which is not supported",
            remedy_vi="Chứng thư này chỉ cho phép ký qua trình duyệt của nhà cung cấp. Hãy đề nghị họ "
            "cho phép xác nhận bằng PIN, OTP hoặc ứng dụng.",
        )
    return credential


def _only_credential(service: SigningService, user: str) -> str:
    listed = service.credentials(user=user)
    if len(listed) == 1:
        return listed[0]
    if not listed:
        raise TokenAbsent("the service holds no credential for this access")
    named = ", ".join(listed)
    raise CertificateUnfit(
        f"the service holds {len(listed)} credentials; settings name none of them",
        remedy_vi=f"Dịch vụ có nhiều chứng thư. Hãy ghi một credential_id vào hoso.toml: {named}.",
        remedy_en=f"The service holds several credentials. Put one credential_id into hoso.toml: {named}.",
    )


def _bearer(options: Mapping[str, str]) -> str:
    """The office's access: from its file, or asked for by its client identifier (RFC 6749, clause 4.4)."""
    if _gives(options, "token"):
        return _secret(options, "token")
    address = options.get("oauth2_url", options["url"])
    asked = {
        "grant_type": "client_credentials",
        "client_id": options["client_id"],
        "client_secret": _secret(options, "client_secret"),
    }
    with closing(Service(address, ca_file=options.get("tls_authority", ""))) as service:
        try:
            answer = service.post_form("oauth2/token", asked, seconds=_SECONDS)
        except Unreachable as error:
            raise unreachable(str(error)) from error
    token = answer.content.get("access_token")
    if not answer.is_well or not isinstance(token, str) or not _is_header_safe(token):
        raise TokenAbsent(
            f"oauth2/token: status {answer.status}, {answer.error or 'no token given'}",
            remedy_vi="Dịch vụ ký số từ xa không chấp nhận client_id hoặc mật khẩu của nó. "
            "Hãy kiểm tra hoso.toml.",
        )
    return token


def _gives(options: Mapping[str, str], secret: str) -> bool:
    return secret in options or f"{secret}_file" in options


def _secret(options: Mapping[str, str], option: str) -> str:
    """A secret from its file, or as settings have read it from one already."""
    held = options.get(option, "").strip()
    path = Path(options.get(f"{option}_file", ""))
    if not held:
        try:
            with path.open("rb") as opened:
                held = opened.read(_MOST_SECRET_OCTETS + 1).decode("ascii").strip()
        except (OSError, ValueError) as error:
            raise _no_secret(path) from error
    if not held or len(held) > _MOST_SECRET_OCTETS or not _is_header_safe(held):
        raise _no_secret(path)
    return held


def _no_secret(path: Path) -> TokenAbsent:
    return TokenAbsent(
        "the file with the access to the remote service cannot be read or holds none",
        remedy_vi=f"Không đọc được quyền truy cập dịch vụ trong tệp {path.name}. Hãy kiểm tra đường dẫn và "
        "nội dung tệp.",
    )


def _is_header_safe(secret: str) -> bool:
    return secret.isascii() and secret.isprintable() and " " not in secret


def _is_acceptable(option: str, content: str) -> bool:
    if option in {"url", "oauth2_url"}:
        return is_acceptable_address(content)
    if option == "signatures":
        return content.isascii() and content.isdigit() and 1 <= int(content) <= 1000
    choices = {"padding": {"pss", "pkcs1"}, "extend": {"yes", "no"}}
    return content in choices[option] if option in choices else bool(content.strip())
