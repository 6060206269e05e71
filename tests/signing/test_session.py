"""One token, any number of files: what comes out is signed as asked, and nothing else is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from records.errors import CertificateUnfit, NotSignable, OutOfTurn
from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki
from signing.orders import Level, Role, Signed, SignOrder
from signing.services import Services, ServiceSettings, open_services
from signing.session import SigningSession, open_session
from signing.tokens import Pin
from signing.trust import TrustStore
from tests.signing.sessions import intact, token_of


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return demo_letters(tmp_path / "letters", kinds=("letter",), count=1)[0].path


@pytest.fixture(scope="module")
def services(pki: DemoPki) -> Iterator[Services]:
    settings = ServiceSettings(timestamp_urls=(pki.timestamp_url(),), rest_seconds=0)
    with open_services(settings, TrustStore.from_folder(pki.trust_folder())) as opened:
        yield opened


@pytest.fixture
def chairman(pki: DemoPki, services: Services) -> Iterator[SigningSession]:
    with open_session(token_of(pki, "chairman"), Pin(pki.pfx_password), services=services) as session:
        yield session


@pytest.fixture
def agency(pki: DemoPki, services: Services) -> Iterator[SigningSession]:
    with open_session(token_of(pki, "agency"), Pin(pki.pfx_password), services=services) as session:
        yield session


def signed_by(session: SigningSession, source: Path, target: Path, role: Role, level: Level) -> Signed:
    return session.sign(SignOrder(source, target, role, level))


@pytest.mark.parametrize("level", list(Level))
def test_a_person_signs_at_every_level(
    chairman: SigningSession, letter: Path, tmp_path: Path, level: Level
) -> None:
    before = sha256(letter.read_bytes()).digest()
    signed = signed_by(chairman, letter, tmp_path / "out.pdf", Role.PERSON, level)
    assert (signed.level, signed.field, signed.signer) == (level, "NguoiKy1", "Nguyễn Văn Thử")
    assert not signed.is_delayed
    assert signed.at.isoformat().endswith("+07:00")
    assert intact(tmp_path / "out.pdf") == {"NguoiKy1": True}
    assert sha256(letter.read_bytes()).digest() == before


def test_the_seal_after_a_person_at_the_highest_level_leaves_both_valid(
    chairman: SigningSession, agency: SigningSession, letter: Path, tmp_path: Path
) -> None:
    signed_by(chairman, letter, tmp_path / "1.pdf", Role.PERSON, Level.B_LTA)
    sealed = signed_by(agency, tmp_path / "1.pdf", tmp_path / "2.pdf", Role.AGENCY, Level.B_LTA)
    assert (sealed.field, sealed.level) == ("CoQuan", Level.B_LTA)
    assert intact(tmp_path / "2.pdf") == {"NguoiKy1": True, "CoQuan": True}
    assert (tmp_path / "2.pdf").read_bytes().startswith((tmp_path / "1.pdf").read_bytes())


def test_all_fields_are_made_before_the_first_signature(
    chairman: SigningSession, letter: Path, tmp_path: Path
) -> None:
    order = SignOrder(
        letter, tmp_path / "out.pdf", Role.PERSON, Level.B_B, fields_to_make=(("NguoiKy2", None),)
    )
    chairman.sign(order)
    with (tmp_path / "out.pdf").open("rb") as stream:
        reader = PdfFileReader(stream)
        fields = {name: value is not None for name, value, _ in enumerate_sig_fields(reader)}
    assert fields == {"NguoiKy1": True, "NguoiKy2": False, "CoQuan": False}


def test_a_seal_before_any_person_is_out_of_turn(
    agency: SigningSession, letter: Path, tmp_path: Path
) -> None:
    with pytest.raises(OutOfTurn):
        signed_by(agency, letter, tmp_path / "out.pdf", Role.AGENCY, Level.B_B)
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_agency_cannot_stand_in_for_the_person(
    agency: SigningSession, letter: Path, tmp_path: Path
) -> None:
    signed_by(agency, letter, tmp_path / "1.pdf", Role.PERSON, Level.B_B)
    with pytest.raises(OutOfTurn):
        signed_by(agency, tmp_path / "1.pdf", tmp_path / "2.pdf", Role.AGENCY, Level.B_B)


def test_a_second_seal_is_refused(
    chairman: SigningSession, agency: SigningSession, letter: Path, tmp_path: Path
) -> None:
    signed_by(chairman, letter, tmp_path / "1.pdf", Role.PERSON, Level.B_B)
    signed_by(agency, tmp_path / "1.pdf", tmp_path / "2.pdf", Role.AGENCY, Level.B_B)
    with pytest.raises(OutOfTurn, match="sealed already"):
        signed_by(agency, tmp_path / "2.pdf", tmp_path / "3.pdf", Role.AGENCY, Level.B_B)


def test_a_revoked_official_cannot_sign(
    pki: DemoPki, services: Services, letter: Path, tmp_path: Path
) -> None:
    with (
        open_session(token_of(pki, "revoked"), Pin(pki.pfx_password), services=services) as session,
        pytest.raises(CertificateUnfit),
    ):
        signed_by(session, letter, tmp_path / "out.pdf", Role.PERSON, Level.B_B)
    assert not (tmp_path / "out.pdf").exists()


def test_what_is_signed_is_never_overwritten(chairman: SigningSession, letter: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    target.write_bytes(b"somebody's")
    with pytest.raises(NotSignable, match="exists already"):
        signed_by(chairman, letter, target, Role.PERSON, Level.B_B)
    assert target.read_bytes() == b"somebody's"


def test_a_pin_is_forgotten_when_the_batch_ends(pki: DemoPki) -> None:
    pin = Pin(pki.pfx_password)
    with open_session(token_of(pki, "chairman"), pin):
        pass
    with pytest.raises(RuntimeError):
        pin.reveal()


def test_a_second_person_and_a_seal_after_lasting_signatures_leave_all_valid(
    pki: DemoPki, services: Services, chairman: SigningSession, agency: SigningSession, tmp_path: Path
) -> None:
    """Minutes with two signers whose fields nobody made beforehand, every signature at B-LTA."""
    minutes = demo_letters(tmp_path / "letters", kinds=("minutes",), count=1)[0].path
    signed_by(chairman, minutes, tmp_path / "1.pdf", Role.PERSON, Level.B_LTA)
    with open_session(token_of(pki, "vice_chairman"), Pin(pki.pfx_password), services=services) as vice:
        second = signed_by(vice, tmp_path / "1.pdf", tmp_path / "2.pdf", Role.PERSON, Level.B_LTA)
    sealed = signed_by(agency, tmp_path / "2.pdf", tmp_path / "3.pdf", Role.AGENCY, Level.B_LTA)
    assert (second.field, second.level, sealed.level) == ("NguoiKy2", Level.B_LTA, Level.B_LTA)
    assert intact(tmp_path / "3.pdf") == {"NguoiKy1": True, "NguoiKy2": True, "CoQuan": True}
