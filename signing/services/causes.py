"""Says why a certificate did not pass, whatever pyHanko wrapped the reason in.

pyHanko's own words name the certificate's holder, and details go to logs: what is said here is worded anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)

from records.errors import CertificateUnfit, ClockWrong, HosoError, ServiceUnavailable

_DEEPEST = 10
_ADDRESS = re.compile(r"https?://[^\s;,'\")]{1,300}")


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
                f"{_whose(found)} was revoked on {found.revocation_dt:%Y-%m-%d}: {found.reason.native}",
                remedy_vi="Chứng thư số đã bị thu hồi, không ký được nữa. Hãy liên hệ nơi cấp.",
                remedy_en="The certificate was revoked and cannot sign. Ask whoever issued it.",
            )
        if isinstance(found, (ExpiredError, NotYetValidError)):
            return CertificateUnfit(
                _out_of_time(found),
                remedy_vi="Chứng thư số ngoài thời hạn hiệu lực. Hãy gia hạn, hoặc xem lại ngày giờ của máy.",
                remedy_en="The certificate is out of its time. Renew it, or check this computer's date.",
            )
        if isinstance(found, InsufficientRevinfoError):
            asked = ", ".join(dict.fromkeys(_ADDRESS.findall(str(found))))
            return ServiceUnavailable(f"{_whose(found)}: its state cannot be had: {asked or 'nobody to ask'}")
        if isinstance(found, (PathBuildingError, InvalidCertificateError)):
            return CertificateUnfit(f"no trusted chain, or not for this use: {type(found).__name__}")
    return None


def cause_of(error: BaseException) -> str:
    """The innermost known reason as one line for the log."""
    known = translated(error)
    return known.detail if known is not None else type(error).__name__


def _whose(error: PathValidationError) -> str:
    return "the certificate" if error.is_ee_cert else "an authority's certificate"


def _out_of_time(error: ExpiredError | NotYetValidError) -> str:
    if isinstance(error, ExpiredError):
        return f"{_whose(error)} expired on {error.expired_dt:%Y-%m-%d}"
    return f"{_whose(error)} is not valid before {error.valid_from:%Y-%m-%d}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    for _ in range(_DEEPEST):
        if found is None:
            return
        yield found
        found = found.__cause__ or found.__context__
