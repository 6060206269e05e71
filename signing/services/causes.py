"""Says why a certificate did not pass, whatever pyHanko wrapped the reason in."""

from __future__ import annotations

from collections.abc import Iterator

from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
)

from records.errors import CertificateUnfit, ClockWrong, HosoError, ServiceUnavailable

_DEEPEST = 10


def translated(error: BaseException) -> HosoError | None:
    """What a failing certificate check means for staff; `None` where it was not about certificates.

    `CertificateUnfit` when the certificate is revoked, out of its time, without a chain to a trusted root or
    not for this use; `ServiceUnavailable` when its status could not be had. Looks through what wraps the
    cause.
    """
    for found in _chain(error):
        if isinstance(found, (ServiceUnavailable, CertificateUnfit, ClockWrong)):
            return found
        if isinstance(found, RevokedError):
            return CertificateUnfit(
                str(found),
                remedy_vi="Chứng thư số đã bị thu hồi, không ký được nữa. Hãy liên hệ nơi cấp.",
                remedy_en="The certificate was revoked and cannot sign. Ask whoever issued it.",
            )
        if isinstance(found, (ExpiredError, NotYetValidError)):
            return CertificateUnfit(
                str(found),
                remedy_vi="Chứng thư số ngoài thời hạn hiệu lực. Hãy gia hạn, hoặc xem lại ngày giờ của máy.",
                remedy_en="The certificate is out of its time. Renew it, or check this computer's date.",
            )
        if isinstance(found, InsufficientRevinfoError):
            return ServiceUnavailable(str(found))
        if isinstance(found, (PathBuildingError, InvalidCertificateError)):
            return CertificateUnfit(str(found))
    return None


def cause_of(error: BaseException) -> str:
    """The innermost known reason as one line for the log."""
    known = translated(error)
    return known.detail if known is not None else f"{type(error).__name__}: {error}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    for _ in range(_DEEPEST):
        if found is None:
            return
        yield found
        found = found.__cause__ or found.__context__
