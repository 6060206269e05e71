"""What every kind of token keeps to; a new file in `signing/tokens/` is tested by making a valid one here."""

from __future__ import annotations

import logging
import shutil
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest

from records.errors import PinWrong, SettingInvalid
from signing.demo_pki import DemoPki
from signing.tokens import NamedToken, Pin, TokenKind, look_at, open_token, token_kinds
from tests.signing import csc_server
from tests.signing.csc_server import serve_csc
from tests.signing.softhsm import softhsm_token
from tests.signing.tokens.checking import MESSAGE, require_signature, sign_message

Made = tuple[NamedToken, Pin | None]
Maker = Callable[[DemoPki, Path], AbstractContextManager[Made]]


def _throwaway(_: DemoPki, __: Path) -> AbstractContextManager[Made]:
    return nullcontext((NamedToken("mau", "throwaway"), None))


def _pkcs12(pki: DemoPki, _: Path) -> AbstractContextManager[Made]:
    options = {"file": str(pki.pfx_file("agency"))}
    return nullcontext((NamedToken("mau", "pkcs12", options), Pin(pki.pfx_password)))


def _pkcs11(pki: DemoPki, folder: Path) -> AbstractContextManager[Made]:
    if shutil.which("softhsm2-util") is None:
        pytest.skip("needs softhsm2-util: apt-get install softhsm2")
    return nullcontext(softhsm_token(pki, folder, "agency"))


@contextmanager
def _csc(pki: DemoPki, folder: Path) -> Iterator[Made]:
    access = folder / "access"
    access.write_text(csc_server.BEARER)
    with serve_csc(pki, credentials=("agency",)) as server:
        options = {"url": server.address, "token_file": str(access)}
        yield NamedToken("mau", "csc", options), Pin(csc_server.PIN)


MAKERS: dict[str, Maker] = {
    "throwaway": _throwaway,
    "pkcs12": _pkcs12,
    "pkcs11": _pkcs11,
    "csc": _csc,
}


@pytest.fixture(params=sorted(token_kinds()))
def kind(request: pytest.FixtureRequest) -> TokenKind:
    return token_kinds()[request.param]


@pytest.fixture
def made(kind: TokenKind, pki: DemoPki, tmp_path: Path) -> Iterator[Made]:
    assert kind.name in MAKERS, f"say above how a valid token of the kind {kind.name} is made"
    with MAKERS[kind.name](pki, tmp_path) as made:
        yield made


def test_a_kind_bears_the_name_of_its_file(kind: TokenKind) -> None:
    assert isinstance(kind, TokenKind)
    assert type(kind).__module__ == f"signing.tokens.{kind.name}"


def test_an_unknown_option_is_named_with_those_that_there_are(kind: TokenKind) -> None:
    with pytest.raises(SettingInvalid, match=r"signing\.tokens\.mau\.khong_co.*acceptable"):
        open_token(NamedToken("mau", kind.name, {"khong_co": "1"}), None)


def test_what_it_signs_is_its_certificates(made: Made) -> None:
    with open_token(*made) as opened:
        for _ in range(2):
            require_signature(opened, sign_message(opened))


def test_a_dry_run_is_long_enough_and_signs_nothing(made: Made) -> None:
    import asyncio

    with open_token(*made) as opened:
        dry = asyncio.run(opened.signer.async_sign_raw(MESSAGE, "sha256", dry_run=True))
        assert set(dry) == {0}
        assert len(dry) >= len(sign_message(opened))


def test_it_can_be_opened_again_after_it_was_closed(made: Made) -> None:
    for _ in range(2):
        with open_token(*made) as opened:
            require_signature(opened, sign_message(opened))


def test_a_failure_inside_the_batch_closes_it(made: Made) -> None:
    with pytest.raises(ZeroDivisionError), open_token(*made):
        raise ZeroDivisionError
    with open_token(*made) as opened:
        require_signature(opened, sign_message(opened))


def test_it_can_be_looked_at_without_a_pin(made: Made) -> None:
    token, pin = made
    sight = look_at(token)
    assert sight.asks_pin is (pin is not None)
    with open_token(token, pin) as opened:
        for seen in sight.certificates:
            assert seen.certificate.dump() == opened.certificate.dump()


def test_no_pin_is_shown_by_what_it_opens(made: Made) -> None:
    token, pin = made
    with open_token(token, pin) as opened:
        shown = f"{opened!r} {vars(opened.signer)!r}"
    assert pin is None or pin.reveal() not in shown


def test_no_pin_is_logged_or_told_by_an_error(made: Made, caplog: pytest.LogCaptureFixture) -> None:
    token, pin = made
    wrong, told = Pin("864209753"), ""
    with caplog.at_level(logging.DEBUG):
        if pin is not None:
            with pytest.raises(PinWrong) as refusal, open_token(token, wrong):
                pass
            told = f"{refusal.value.remedy_vi} {''.join(traceback.format_exception(refusal.value))}"
        # A kind that takes no PIN is handed one all the same, as a careless caller would.
        with open_token(token, pin or wrong) as opened:
            sign_message(opened)
    for secret in filter(None, (wrong, pin)):
        assert secret.reveal() not in told + caplog.text


def test_an_unknown_kind_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(SettingInvalid, match="pkcs11"):
        open_token(NamedToken("mau", "usb"), None)
