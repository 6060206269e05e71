"""Gives a token its PIN exactly once, and says what the token thought of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pkcs11
from pkcs11 import exceptions as faults

from records.errors import PinWrong, SigningRefused, TokenAbsent, TokenLocked
from signing.cryptoki.library import restart_before_next_use
from signing.tokens import Pin

_WRONG = (faults.PinIncorrect, faults.PinInvalid, faults.PinLenRange)
LAST_TRY_VI = "Chỉ còn một lần thử: nhập sai nữa thiết bị sẽ bị khóa."
WRONG_BEFORE_VI = "Đã có lần nhập sai PIN từ lần dùng trước."


_Failure = tuple[tuple[type[pkcs11.PKCS11Error], ...], type[SigningRefused], str, str]
_OTHER_FAILURES: tuple[_Failure, ...] = (
    (
        (faults.PinExpired,),
        PinWrong,
        "the PIN has expired",
        "PIN đã hết hạn hoặc phải đổi trước khi dùng. Hãy đổi PIN bằng phần mềm của thiết bị.",
    ),
    (
        (faults.UserPinNotInitialized,),
        TokenAbsent,
        "the token has no PIN yet",
        "Thiết bị ký chưa được đặt PIN. Hãy đặt PIN bằng phần mềm của nhà cung cấp.",
    ),
    (
        (faults.UserAlreadyLoggedIn, faults.AnotherUserAlreadyLoggedIn),
        TokenAbsent,
        "somebody else is logged in to the token",
        "Thiết bị ký đang được chương trình khác dùng. Hãy đóng chương trình đó rồi thử lại.",
    ),
    (
        (faults.FunctionCancelled, faults.FunctionRejected),
        PinWrong,
        "the PIN was not entered on the token",
        "Chưa nhập PIN trên thiết bị (đã hủy hoặc quá giờ). Hãy ký lại và nhập PIN.",
    ),
)


@contextmanager
def session_with(token: Any, pin: Pin | None, *, library: str) -> Iterator[Any]:
    """A session that is logged in; logged out and closed at the end, also where the token is gone by then.

    Raises `PinWrong`, `TokenLocked` or `TokenAbsent`. The PIN reaches the token in one call of `C_Login`.
    """
    session = _open(token, pin, library=library)
    try:
        yield session
    finally:
        # A token that was pulled out has logged everybody out by itself.
        with suppress(pkcs11.PKCS11Error):
            session.close()


def has_keypad(token: Any) -> bool:
    """Whether the person types the PIN on the token itself, so that nobody else may ask for it."""
    return bool(token.flags & pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH)


def pin_state_vi(token: Any) -> str:
    """What the token says about earlier wrong PINs, for staff; empty when there were none."""
    if token.flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
        return TokenLocked.remedy_vi
    if token.flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY:
        return LAST_TRY_VI
    if token.flags & pkcs11.TokenFlag.USER_PIN_COUNT_LOW:
        return WRONG_BEFORE_VI
    return ""


def _open(token: Any, pin: Pin | None, *, library: str) -> Any:
    if token.flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
        raise TokenLocked("the token says that its PIN is locked; it was not tried")
    try:
        return token.open(user_pin=_for_login(token, pin))
    except pkcs11.PKCS11Error as error:
        # python-pkcs11 leaves the session of a refused login open, and tokens have few: a new start ends it.
        restart_before_next_use(library)
        raise _translated(error, token) from error


def _for_login(token: Any, pin: Pin | None) -> Any:
    if has_keypad(token):
        return pkcs11.PROTECTED_AUTH
    if pin is not None and pin.reveal():
        return pin.reveal()
    if token.flags & pkcs11.TokenFlag.LOGIN_REQUIRED:
        raise PinWrong("no PIN was given; the token was not asked")
    return None


def _translated(error: pkcs11.PKCS11Error, token: Any) -> SigningRefused:
    """What a failed opening means; reads the token's flags again, which count wrong PINs."""
    name = type(error).__name__
    if isinstance(error, faults.PinLocked):
        return TokenLocked("the token has locked its PIN")
    if isinstance(error, _WRONG):
        return _wrong_pin(token)
    for kinds, refusal, detail, remedy_vi in _OTHER_FAILURES:
        if isinstance(error, kinds):
            return refusal(f"{detail}: {name}", remedy_vi=remedy_vi)
    return TokenAbsent(f"the token cannot be opened: {name}")


def _wrong_pin(token: Any) -> SigningRefused:
    try:
        flags = token.slot.get_token().flags
    except pkcs11.PKCS11Error:
        return PinWrong("the token refused the PIN")
    if flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
        return TokenLocked("the token refused the PIN and has locked itself")
    if flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY:
        return PinWrong(
            "the token refused the PIN; one try is left",
            remedy_vi=f"Mã PIN không đúng. {LAST_TRY_VI} Hãy kiểm tra kỹ trước khi nhập lại.",
            remedy_en="Wrong PIN. One try is left before the token locks.",
        )
    return PinWrong("the token refused the PIN")
