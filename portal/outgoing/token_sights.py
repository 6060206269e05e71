"""What can be seen of a token before its PIN is asked for, without a page ever waiting for it.

Tokens hang: a maker's library, a remote service. Each is looked at in a thread of its own, one at a time; a
page takes what is known after a moment and says so where nothing is.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from records.errors import HosoError
from records.faults import where
from signing.tokens import NamedToken, Sight, look_at, token_kinds
from signing.tokens.csc import send_otp

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 2.0
"""How long a page waits for a look; a USB token answers in a tenth of a second."""
OTP_SECONDS = 20.0
"""How long a person who asked for a one-time password waits."""
FRESH_SECONDS = 10.0
"""How long a look counts: a token that was plugged in is seen when the page is loaded again."""
SILENT_VI = "Thiết bị chưa trả lời. Nếu ký không được, hãy cắm lại (hoặc xem lại mạng) rồi tải lại trang."
BUSY_VI = "Thiết bị này đang ký một đợt khác."
OTP_SILENT_VI = "Dịch vụ ký số chưa trả lời; mã OTP có thể vẫn được gửi. Hãy đợi ít phút rồi xem lại."


@dataclass(frozen=True, slots=True)
class TokenSight:
    """What a page says of a token."""

    asks_pin: bool
    remark_vi: str = ""
    sends_otp: bool = False
    """Whether its service sends a one-time password on request."""


class _Look:
    """Something asked of a token, in a thread that may never come back."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.begun = time.monotonic()
        self.result: object = None
        self.error: HosoError | None = None
        self._done = threading.Event()
        threading.Thread(target=self._run, args=(act,), name="token sight", daemon=True).start()

    def _run(self, act: Callable[[], object]) -> None:
        try:
            self.result = act()
        except HosoError as error:
            self.error = error
        except Exception as error:  # whatever a maker's library raises
            log.error("looking at a token ended by a fault: %s", where(error))  # noqa: TRY400
            self.error = HosoError(type(error).__name__)
        finally:
            self._done.set()

    def is_done(self, seconds: float = 0.0) -> bool:
        return self._done.wait(seconds)

    @property
    def is_stale(self) -> bool:
        return self.is_done() and time.monotonic() - self.begun > FRESH_SECONDS


_looks: dict[str, _Look] = {}
_guard = threading.Lock()


def sight_of(token: NamedToken, *, is_at_work: bool = False, seconds: float = PATIENCE_SECONDS) -> TokenSight:
    """What is known of the token after `seconds` at most; one that signs just now is left alone."""
    kind = token_kinds().get(token.kind)
    unknown = kind.needs_pin if kind else True
    if is_at_work:
        return TokenSight(unknown, BUSY_VI)
    with _guard:
        look = _looks.get(token.name)
        if look is None or look.is_stale:
            look = _looks[token.name] = _Look(lambda: look_at(token))
    waited = time.monotonic() - look.begun
    if not look.is_done(max(0.0, seconds - waited)):  # whoever loads the page again has waited already
        return TokenSight(unknown, SILENT_VI)
    if not isinstance(look.result, Sight):
        return TokenSight(unknown, look.error.remedy_vi if look.error else SILENT_VI)
    seen = look.result
    return TokenSight(seen.asks_pin, seen.remark_vi, seen.sends_otp)


def forget(token: NamedToken) -> None:
    """Has it looked at anew: a batch has changed what it says, such as the tries that are left."""
    with _guard:
        if (look := _looks.get(token.name)) is not None and look.is_done():
            del _looks[token.name]


def ask_for_otp(token: NamedToken, *, seconds: float = OTP_SECONDS) -> bool:
    """Has the token's service send its one-time password; false where the owner's own device makes it.

    Raises what the service refuses with, and `HosoError` when it is silent for `seconds`.
    """
    if token.kind != "csc":
        return False
    asked = _Look(lambda: send_otp(token.options))
    if not asked.is_done(seconds):
        raise HosoError("the service is silent", remedy_vi=OTP_SILENT_VI)
    if asked.error is not None:
        raise asked.error
    return bool(asked.result)
