"""Batches over real tokens: one login, a token pulled out in the middle, a PIN typed on the token itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest

from hoso.command import main
from records.errors import TokenRemoved
from signing.batch import NotSigned, Outcome, sign_batch
from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki
from signing.orders import Level, Role, Signed, SignOrder
from signing.session import open_session
from signing.tokens import NamedToken, Pin
from tests.signing.csc_server import BEARER, serve_csc
from tests.signing.csc_server import PIN as REMOTE_PIN
from tests.signing.faults.cryptoki import FaultyLibrary, faulty_library
from tests.signing.sessions import intact, leftovers
from tests.signing.softhsm import PIN, softhsm_token, token_folder

FILES = 6


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    demo_letters(folder, kinds=("letter",), count=FILES)
    return folder


@pytest.fixture
def orders(letters: Path, tmp_path: Path) -> list[SignOrder]:
    sources = sorted(letters.glob("*.pdf"))
    return [SignOrder(source, tmp_path / "out" / source.name, Role.PERSON, Level.B_B) for source in sources]


@pytest.fixture
def library(pki: DemoPki, tmp_path: Path) -> Iterator[FaultyLibrary]:
    softhsm_token(pki, tmp_path, "chairman")
    with faulty_library(tmp_path) as library:
        yield library


@pytest.mark.needs("softhsm2-util")
def test_a_token_whose_files_are_taken_away_mid_batch_leaves_whole_files_alone(
    pki: DemoPki, orders: list[SignOrder], tmp_path: Path
) -> None:
    token, pin = softhsm_token(pki, tmp_path, "chairman")
    held = token_folder(tmp_path, "chairman")

    def pull_out(outcome: Outcome) -> None:
        if held.exists() and isinstance(outcome, Signed):
            held.rename(tmp_path / "pulled-out")

    with open_session(token, pin) as session:
        outcomes = sign_batch(orders, session, on_outcome=pull_out)
    signed = [outcome for outcome in outcomes if isinstance(outcome, Signed)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, NotSigned)]
    assert signed
    assert refused
    assert all(isinstance(outcome.error, TokenRemoved) for outcome in refused)
    assert all(intact(outcome.order.target) == {"NguoiKy1": True} for outcome in signed)
    assert not any(outcome.order.target.exists() for outcome in refused)
    assert leftovers(tmp_path / "out") == []


@pytest.mark.needs("softhsm2-util", "gcc")
def test_a_folder_is_signed_under_one_login_and_a_wrong_pin_signs_nothing(
    library: FaultyLibrary, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, library, monkeypatch)
    assert sign(letters, tmp_path / "wrong", "000000", monkeypatch) == 1
    assert (library.counted("L"), library.counted("S")) == (1, 0)
    assert not list((tmp_path / "wrong").glob("*"))
    assert sign(letters, tmp_path / "right", PIN, monkeypatch) == 0
    assert (library.counted("L"), library.counted("S")) == (2, FILES)
    assert len(list((tmp_path / "right").rglob("*.pdf"))) == FILES


@pytest.mark.needs("softhsm2-util", "gcc")
def test_nobody_is_asked_for_the_pin_of_a_token_with_a_keypad(
    library: FaultyLibrary, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SoftHSM has no keypad and refuses, but the login was tried and nothing was read from the input."""
    configure(tmp_path, library, monkeypatch)
    library.plan(token_flags=pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH)
    typed = io.StringIO(f"{PIN}\n")
    assert sign(letters, tmp_path / "out", typed, monkeypatch) == 1
    assert typed.tell() == 0
    assert library.counted("L") == 1


def test_a_remote_key_signs_a_folder_under_one_authorization(
    pki: DemoPki, orders: list[SignOrder], tmp_path: Path
) -> None:
    access = tmp_path / "access"
    access.write_text(BEARER)
    with serve_csc(pki) as server:
        token = NamedToken("tu-xa", "csc", {"url": server.address, "token_file": str(access)})
        with open_session(token, Pin(REMOTE_PIN)) as session:
            outcomes = sign_batch(orders, session)
        assert len(server.named("credentials/authorize")) == 1
    for outcome in outcomes:
        assert isinstance(outcome, Signed)
        assert intact(outcome.order.target) == {"NguoiKy1": True}


def configure(folder: Path, library: FaultyLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "hoso.toml"
    file.write_text(
        f'[signing.tokens.chu_tich]\nkind = "pkcs11"\nlibrary = "{library.path}"\n', encoding="utf-8"
    )
    monkeypatch.setenv("HOSO_CONFIG", str(file))


def sign(source: Path, target: Path, typed: str | io.StringIO, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n") if isinstance(typed, str) else typed)
    asked = [
        "--role",
        "person",
        "--token",
        "chu_tich",
        "--level",
        "B-B",
        "--data",
        str(target.parent / "data"),
    ]
    return main(["sign", str(source), "-o", str(target), *asked])
