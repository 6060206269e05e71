"""Logs and errors' details name no person, no document's text and no PIN, whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest

from records.errors import HosoError
from signing import approval
from signing.batch import NotSigned, sign_batch
from signing.demo_documents import demo_letters
from signing.demo_pki import OFFICE, STRANGER, DemoPki
from signing.lifting import lift
from signing.orders import Level, Role, SignOrder
from signing.services import Services, ServiceSettings, open_services
from signing.session import open_session
from signing.tokens import NamedToken, Pin
from signing.trust import TrustStore
from tests.signing.signed_papers import Hand, signed, write_paper

PEOPLE = ("Nguyễn Văn Thử", "Trần Thị Mẫu", "Lê Văn Thu Hồi", "Phạm Thị Hết Hạn")
SECRET = "Đinh Thị Không Ai Được Biết"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return demo_letters(tmp_path / "letters", kinds=("letter",), count=1)[0].path


@pytest.fixture
def services(pki: DemoPki) -> Iterator[Services]:
    settings = ServiceSettings((pki.timestamp_url(),), timeout_seconds=20)
    with open_services(settings, TrustStore.from_folder(pki.trust_folder())) as opened:
        yield opened


def _told(
    pki: DemoPki,
    letter: Path,
    label: str = "chairman",
    *,
    architecture: str = OFFICE,
    pin: str = "",
    services: Services | None = None,
) -> str:
    """What signing says besides what staff read: an error's detail, whatever became of the file."""
    options = {"file": str(pki.pfx_file(label, architecture=architecture))}
    order = SignOrder(letter, letter.with_name("out.pdf"), Role.PERSON)
    try:
        with open_session(
            NamedToken("t", "pkcs12", options), Pin(pin or pki.pfx_password), services=services
        ) as session:
            (outcome,) = sign_batch([order], session)
    except HosoError as error:
        return f"{error!r} {error} {error.detail}"
    if not isinstance(outcome, NotSigned):
        return ""
    return f"{outcome.error!r} {outcome.error} {outcome.error.detail}"


def _revoked(pki: DemoPki, letter: Path, services: Services) -> str:
    return _told(pki, letter, "revoked", services=services)


def _expired(pki: DemoPki, letter: Path, services: Services) -> str:
    return _told(pki, letter, "expired", services=services)


def _unknown_chain(pki: DemoPki, letter: Path, services: Services) -> str:
    return _told(pki, letter, architecture=STRANGER, services=services)


def _wrong_pin(pki: DemoPki, letter: Path, services: Services) -> str:
    return _told(pki, letter, pin=SECRET)


def _well(pki: DemoPki, letter: Path, services: Services) -> str:
    return _told(pki, letter, services=services)


def _damaged(pki: DemoPki, letter: Path, services: Services) -> str:
    content = letter.read_bytes()
    letter.write_bytes(content[: len(content) // 2] + SECRET.encode() * 50)
    return _told(pki, letter, services=services)


def _not_lifted(pki: DemoPki, letter: Path, services: Services, label: str = "revoked") -> str:
    path = signed(
        write_paper(letter.with_name("paper.pdf")),
        letter.with_name("signed.pdf"),
        pki,
        [Hand(label, level=Level.B_B)],
    )
    try:
        lift(path, services)
    except HosoError as error:
        return f"{error!r} {error} {error.detail}"
    return ""


def _not_lifted_by_strangers(pki: DemoPki, letter: Path, services: Services) -> str:
    others = TrustStore(roots=(pki.certificate("root", architecture=STRANGER),))
    with open_services(services.settings, others) as foreign:
        return _not_lifted(pki, letter, foreign, "chairman")


def _status_unknown(pki: DemoPki, letter: Path, services: Services) -> str:
    address = pki.certificate("chairman").ocsp_urls[0]
    for silent in (address, *(point.split("?")[0] for point in _lists(pki))):
        services._resting.rest(silent, "silent")
    return _not_lifted(pki, letter, services, "chairman")


def _lists(pki: DemoPki) -> list[str]:
    points = pki.certificate("chairman").crl_distribution_points
    return [point.url for point in points if point.url]


CASES = [
    _well,
    _revoked,
    _expired,
    _unknown_chain,
    _wrong_pin,
    _damaged,
    _not_lifted,
    _not_lifted_by_strangers,
    _status_unknown,
]


@pytest.mark.parametrize("case", CASES)
def test_nothing_that_is_logged_or_raised_names_anybody(
    case: Callable[[DemoPki, Path, Services], str],
    pki: DemoPki,
    letter: Path,
    services: Services,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="signing")
    words = _sentences(letter)
    told = f"{case(pki, letter, services)}\n{_logged(caplog)}"
    for kept in (*PEOPLE, SECRET, pki.pfx_password, *words):
        assert kept not in told


def test_an_unforeseen_fault_is_logged_by_its_place_without_its_words(
    pki: DemoPki, letter: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quotes(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {SECRET!r}")

    monkeypatch.setattr(approval, "prepare", quotes)
    told = f"{_told(pki, letter)}\n{_logged(caplog)}"
    assert SECRET not in told
    assert "ValueError at test_names_in_logs.py" in told


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    formatter = logging.Formatter("%(name)s %(message)s")  # with its traceback, as logs are written
    return "\n".join(formatter.format(record) for record in caplog.records)


def _sentences(letter: Path) -> list[str]:
    with pypdfium2.PdfDocument(letter) as document:
        lines = document[0].get_textpage().get_text_range().splitlines()
    found = [line.strip() for line in lines if len(line.split()) > 4]
    assert found
    return found
