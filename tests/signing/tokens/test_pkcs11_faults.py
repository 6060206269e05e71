"""What a token answers when it is locked, pulled out, hangs or knows no PSS, and how often it was asked."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest

from records.errors import CertificateUnfit, PinWrong, SigningRefused, TokenAbsent, TokenLocked, TokenRemoved
from signing.cryptoki import signer as cryptoki_signer
from signing.demo_pki import DemoPki
from signing.tokens import NamedToken, Pin, open_token
from tests.signing.faults import cryptoki as faults
from tests.signing.faults.cryptoki import FaultyLibrary, faulty_library
from tests.signing.softhsm import softhsm_token
from tests.signing.tokens.checking import require_signature, sign_message

pytestmark = pytest.mark.needs("softhsm2-util", "gcc")


@pytest.fixture(scope="module")
def store(pki: DemoPki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    softhsm_token(pki, folder, "chairman")
    return folder


@pytest.fixture
def library(store: Path) -> Iterator[FaultyLibrary]:
    with faulty_library(store) as library:
        yield library


@pytest.fixture
def token(library: FaultyLibrary) -> NamedToken:
    return NamedToken("chairman", "pkcs11", {"library": str(library.path)})


@pytest.fixture
def pin() -> Pin:
    from tests.signing.softhsm import PIN

    return Pin(PIN)


def test_the_pin_reaches_the_token_once_however_many_files_are_signed(
    library: FaultyLibrary, token: NamedToken, pin: Pin
) -> None:
    with open_token(token, pin) as opened:
        for _ in range(5):
            require_signature(opened, sign_message(opened))
    assert (library.counted("L"), library.counted("S")) == (1, 5)


def test_a_wrong_pin_is_tried_once(library: FaultyLibrary, token: NamedToken) -> None:
    with pytest.raises(PinWrong), open_token(token, Pin("000000")):
        pass
    assert library.counted("L") == 1


@pytest.mark.parametrize(
    ("code", "refusal", "word"),
    [
        (faults.PIN_LOCKED, TokenLocked, "bị khóa"),
        (faults.PIN_INCORRECT, PinWrong, "không đúng"),
        (faults.PIN_EXPIRED, PinWrong, "đổi PIN"),
        (faults.PIN_NOT_INITIALIZED, TokenAbsent, "đặt PIN"),
        (faults.FUNCTION_CANCELED, PinWrong, "hủy"),
        (faults.ALREADY_LOGGED_IN, TokenAbsent, "chương trình khác"),
        (faults.DEVICE_REMOVED, TokenAbsent, "cắm thiết bị"),
        (faults.GENERAL_ERROR, TokenAbsent, "cắm thiết bị"),
    ],
)
def test_what_the_token_answers_to_the_pin_is_named_after_one_try(
    library: FaultyLibrary,
    token: NamedToken,
    pin: Pin,
    *,
    code: int,
    refusal: type[SigningRefused],
    word: str,
) -> None:
    library.plan(login_code=code)
    with pytest.raises(refusal) as raised, open_token(token, pin):
        pass
    assert word in raised.value.remedy_vi
    assert library.counted("L") == 1


def test_a_wrong_pin_before_the_last_says_that_one_try_is_left(
    library: FaultyLibrary, token: NamedToken
) -> None:
    library.plan(token_flags=pkcs11.TokenFlag.USER_PIN_FINAL_TRY)
    with pytest.raises(PinWrong) as raised, open_token(token, Pin("000000")):
        pass
    assert "Chỉ còn một lần thử" in raised.value.remedy_vi


def test_a_token_that_says_it_is_locked_is_not_given_a_pin(
    library: FaultyLibrary, token: NamedToken, pin: Pin
) -> None:
    library.plan(token_flags=pkcs11.TokenFlag.USER_PIN_LOCKED)
    with pytest.raises(TokenLocked), open_token(token, pin):
        pass
    assert library.counted("L") == 0


def test_a_token_with_a_keypad_is_given_no_pin(library: FaultyLibrary, token: NamedToken) -> None:
    """SoftHSM has no keypad and refuses a login without a PIN: that it was asked that way is what counts."""
    library.plan(token_flags=pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH)
    with pytest.raises(SigningRefused), open_token(token, None):
        pass
    assert library.counted("L") == 1


@pytest.mark.parametrize(
    "code",
    [
        faults.DEVICE_REMOVED,
        faults.TOKEN_NOT_PRESENT,
        faults.SESSION_HANDLE_INVALID,
        faults.DEVICE_ERROR,
        faults.GENERAL_ERROR,
    ],
)
def test_a_token_that_goes_away_mid_batch_is_not_touched_again(
    library: FaultyLibrary, token: NamedToken, pin: Pin, code: int
) -> None:
    library.plan(sign_fails=3, sign_code=code)
    with open_token(token, pin) as opened:
        for _ in range(2):
            require_signature(opened, sign_message(opened))
        for _ in range(4):
            with pytest.raises(TokenRemoved) as raised:
                sign_message(opened)
            assert "đã ký vẫn tốt" in raised.value.remedy_vi
    assert library.counted("S") == 3


def test_a_token_without_pss_signs_by_the_older_padding_only_where_settings_say_so(
    library: FaultyLibrary, token: NamedToken, pin: Pin
) -> None:
    library.plan(no_pss=1)
    with open_token(token, pin) as opened, pytest.raises(CertificateUnfit) as raised:
        sign_message(opened)
    assert 'padding = "pkcs1"' in raised.value.remedy_vi
    assert library.counted("I") == 0
    allowed = NamedToken(token.name, token.kind, {**token.options, "padding": "pkcs1"})
    with open_token(allowed, pin) as opened:
        sign_message(opened)


def test_other_threads_go_on_while_the_token_signs(
    library: FaultyLibrary, token: NamedToken, pin: Pin
) -> None:
    """Would hang if C_Sign kept Python's lock: the main thread lets the token wait and counts meanwhile."""
    with open_token(token, pin) as opened:
        library.plan(sign_waits=1000)
        signing = threading.Thread(target=sign_message, args=(opened,))
        signing.start()
        while not library.counted("S"):
            time.sleep(0.005)
        turns = 0
        while signing.is_alive():
            time.sleep(0.005)
            turns += 1
    assert turns > 5


def test_a_token_that_hangs_is_given_up_and_keeps_nobody_waiting(
    library: FaultyLibrary, token: NamedToken, pin: Pin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cryptoki_signer, "_SIGN_SECONDS", 0.1)
    with open_token(token, pin) as opened:
        library.plan(sign_waits=700)
        for _ in range(3):
            with pytest.raises(TokenRemoved) as raised:
                sign_message(opened)
            assert "không trả lời" in raised.value.remedy_vi
    assert library.counted("S") == 1


def test_a_caller_may_lose_patience_first(library: FaultyLibrary, token: NamedToken, pin: Pin) -> None:
    async def sign_impatiently() -> None:
        async with asyncio.timeout(0.1):
            await opened.signer.async_sign_raw(b"x", "sha256")

    with open_token(token, pin) as opened:
        library.plan(sign_waits=400)
        with pytest.raises(TimeoutError):
            asyncio.run(sign_impatiently())
        library.plan()
        require_signature(opened, sign_message(opened))
