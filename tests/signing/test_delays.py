"""A service that is down delays the level and never fakes it; a wrong clock signs nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from records.errors import CertificateUnfit, ClockWrong
from signing.demo_documents import demo_letters
from signing.demo_pki import STRANGER, DemoPki
from signing.lifting import level_of
from signing.orders import Level, Role, SignOrder
from signing.services import ServiceSettings, open_services
from signing.session import open_session
from signing.tokens import NamedToken, Pin
from signing.trust import TrustStore
from signing.verification import Verdict, verify_file
from tests.signing.sessions import intact, leftovers, token_of

NOBODY = "http://127.0.0.1:9/tsa"


@pytest.fixture
def order(tmp_path: Path) -> SignOrder:
    letter = demo_letters(tmp_path / "letters", kinds=("letter",), count=1)[0]
    return SignOrder(letter.path, tmp_path / "out.pdf", Role.PERSON)


def document_timestamps(path: Path) -> int:
    return path.read_bytes().count(b"/DocTimeStamp")


def test_without_services_a_file_is_signed_and_waits(pki: DemoPki, order: SignOrder) -> None:
    with open_session(token_of(pki, "chairman"), Pin(pki.pfx_password)) as session:
        signed = session.sign(order)
    assert (signed.level, signed.is_delayed, signed.is_trial) == (Level.B_B, True, False)
    assert "signing.timestamp_urls" in signed.delayed_by


def test_a_signature_of_trial_waits_for_nothing_and_blames_no_service(pki: DemoPki, order: SignOrder) -> None:
    with open_session(NamedToken("trial", "throwaway"), None) as session:
        signed = session.sign(order)
    assert (signed.level, signed.is_delayed, signed.is_trial) == (Level.B_B, False, True)
    assert signed.delayed_by == "Chữ ký dùng thử không nâng mức được."
    trust = TrustStore.from_folder(pki.trust_folder())
    with (
        open_services(ServiceSettings((pki.timestamp_url(),)), trust) as services,
        open_session(NamedToken("trial", "throwaway"), None, services=services) as session,
    ):
        again = session.sign(replace(order, target=order.target.with_name("again.pdf")))
    assert (again.level, again.is_delayed) == (Level.B_T, False)
    assert "chứng thư gốc" not in again.delayed_by


def test_where_the_root_of_trial_is_trusted_no_state_is_missed(
    pki: DemoPki, order: SignOrder, tmp_path: Path
) -> None:
    """Its certificate says that nobody publishes its revocation (RFC 9608)."""
    folder = tmp_path / "trial"
    token = NamedToken("trial", "throwaway", {"folder": str(folder)})
    with open_session(token, None):
        pass
    office = TrustStore.from_folder(pki.trust_folder())
    trial = TrustStore.from_folder(folder / "trust")
    trust = TrustStore(roots=(*office.roots, *trial.roots), others=office.others)
    with (
        open_services(ServiceSettings((pki.timestamp_url(),)), trust) as services,
        open_session(token, None, services=services) as session,
    ):
        signed = session.sign(order)
    assert (signed.level, signed.delayed_by) == (Level.B_LTA, "")
    assert level_of(order.target) is Level.B_LTA
    (said,) = verify_file(order.target, trust).signatures
    assert (said.verdict, said.level) == (Verdict.VALID, Level.B_LTA)


def test_a_timestamp_service_that_is_down_delays_the_level(pki: DemoPki, order: SignOrder) -> None:
    trust = TrustStore.from_folder(pki.trust_folder())
    with (
        open_services(ServiceSettings((NOBODY,)), trust) as services,
        open_session(token_of(pki, "chairman"), Pin(pki.pfx_password), services=services) as session,
    ):
        signed = session.sign(order)
    assert (signed.level, signed.is_delayed) == (Level.B_B, True)
    assert "dấu thời gian" in signed.delayed_by
    assert intact(order.target) == {"NguoiKy1": True}
    assert document_timestamps(order.target) == 0


def test_a_service_that_dies_in_the_middle_leaves_the_level_that_was_reached(
    pki: DemoPki, order: SignOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust = TrustStore.from_folder(pki.trust_folder())
    settings = ServiceSettings((pki.timestamp_url(),))
    with (
        open_services(settings, trust) as services,
        open_session(token_of(pki, "chairman"), Pin(pki.pfx_password), services=services) as session,
    ):
        stamped = services.timestamper.async_timestamp
        given: list[object] = []

        async def dying(digest: bytes, algorithm: str) -> object:
            """Two timestamps, the trial one and the signature's, then the line is cut."""
            if len(given) == 2:
                services.timestamper._addresses = (NOBODY,)
            given.append(None)
            return await stamped(digest, algorithm)

        monkeypatch.setattr(services.timestamper, "async_timestamp", dying)
        signed = session.sign(order)
    assert (signed.level, signed.is_delayed) == (Level.B_T, True)
    assert document_timestamps(order.target) == 0
    assert b"/DSS" not in order.target.read_bytes()
    assert intact(order.target) == {"NguoiKy1": True}


def test_a_chain_that_nobody_here_trusts_makes_no_lasting_level(pki: DemoPki, order: SignOrder) -> None:
    trust = TrustStore.from_folder(pki.trust_folder())
    stranger = NamedToken(
        "stranger", "pkcs12", {"file": str(pki.pfx_file("chairman", architecture=STRANGER))}
    )
    with (
        open_services(ServiceSettings((pki.timestamp_url(),)), trust) as services,
        open_session(stranger, Pin(pki.pfx_password), services=services) as session,
    ):
        signed = session.sign(order)
    assert (signed.level, signed.is_delayed) == (Level.B_T, True)
    assert "chứng thư gốc" in signed.delayed_by


def test_a_wrong_clock_signs_nothing(pki: DemoPki, order: SignOrder, tmp_path: Path) -> None:
    """The service's clock is an hour ahead of ours: it is ours that must be doubted."""
    trust = TrustStore.from_folder(pki.trust_folder())
    before = order.source.read_bytes()
    pki.set_clock(datetime.now(UTC) + timedelta(hours=1))
    try:
        with (
            open_services(ServiceSettings((pki.timestamp_url(),)), trust) as services,
            open_session(token_of(pki, "chairman"), Pin(pki.pfx_password), services=services) as session,
            pytest.raises(ClockWrong),
        ):
            session.sign(order)
    finally:
        pki.set_clock(None)
    assert not order.target.exists()
    assert leftovers(tmp_path) == []
    assert order.source.read_bytes() == before


def test_an_earlier_timestamp_that_is_good_no_longer_delays_and_refuses_nobody(
    pki: DemoPki, order: SignOrder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the service that stamped for the person was revoked before the seal."""
    from signing.proofs import Proofs

    trust = TrustStore.from_folder(pki.trust_folder())
    pin = pki.pfx_password
    with open_services(ServiceSettings((pki.timestamp_url(),)), trust) as services:
        with open_session(token_of(pki, "chairman"), Pin(pin), services=services) as session:
            session.sign(order)
        path_of = Proofs._path

        async def only_our_own(proofs: Proofs, certificate: Any, others: Any) -> Any:
            if certificate.sha256 == pki.certificate("tsa1").sha256:
                raise CertificateUnfit("revoked")
            return await path_of(proofs, certificate, others)

        monkeypatch.setattr(Proofs, "_path", only_our_own)
        with open_session(token_of(pki, "agency"), Pin(pin), services=services) as session:
            sealed = session.sign(SignOrder(order.target, tmp_path / "sealed.pdf", Role.AGENCY))
    assert (sealed.level, sealed.is_delayed) == (Level.B_T, True)
    assert intact(tmp_path / "sealed.pdf") == {"NguoiKy1": True, "CoQuan": True}
