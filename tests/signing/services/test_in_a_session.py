"""Signing itself goes on when services fail in the middle of a file, and the level that it tells is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.lifting import level_of
from signing.orders import Level, Role, Signed, SignOrder
from signing.services import ServiceSettings, open_services
from signing.session import open_session
from signing.tokens import NamedToken, Pin
from signing.verification import Verdict, verify_file
from tests.signing.services import faulty
from tests.signing.services.faulty import Answer, Asked, Fault, FaultyPki
from tests.signing.signed_papers import FIELDS, write_paper


def _from_the(number: int) -> Fault:
    """Right until then, and failing from that question on."""
    count = 0

    def answer(asked: Asked) -> Answer:
        nonlocal count
        count += 1
        return asked.say(asked.rightly()) if count < number else faulty.server_error(asked)

    return answer


def _signed(tmp_path: Path, broken: FaultyPki, settings: ServiceSettings) -> Signed:
    source = write_paper(tmp_path / "paper.pdf")
    order = SignOrder(source, tmp_path / "signed.pdf", Role.PERSON, field=FIELDS[0])
    token = NamedToken("chu_tich", "pkcs12", {"file": str(broken.pki.pfx_file("chairman"))})
    pin = Pin(broken.pki.pfx_password)
    line = open_services(settings, broken.trust())
    with line as services, open_session(token, pin, services=services) as session:
        return session.sign(order)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_another_service_takes_over_in_the_middle_of_a_file(
    tmp_path: Path, broken: FaultyPki, number: int
) -> None:
    broken.faults["tsa/tsa1"] = _from_the(number)
    signed = _signed(tmp_path, broken, broken.settings("tsa1", "tsa2", timeout_seconds=10))
    assert signed.level is Level.B_LTA
    (said,) = verify_file(signed.order.target, broken.trust()).signatures
    assert (said.verdict, said.level) == (Verdict.VALID, Level.B_LTA)


@pytest.mark.parametrize(("number", "level"), [(1, Level.B_B), (2, Level.B_B), (3, Level.B_T)])
def test_the_level_told_is_the_level_there_when_the_only_service_fails(
    tmp_path: Path, broken: FaultyPki, number: int, level: Level
) -> None:
    broken.faults["tsa/tsa1"] = _from_the(number)
    signed = _signed(tmp_path, broken, broken.settings("tsa1", timeout_seconds=10))
    assert signed.level is level
    assert "dấu thời gian" in signed.delayed_by
    assert level_of(signed.order.target) is level


def test_a_dead_responder_and_list_delay_the_level(tmp_path: Path, broken: FaultyPki) -> None:
    broken.faults.update(ocsp=faulty.server_error, crls=faulty.garbage)
    signed = _signed(tmp_path, broken, broken.settings("tsa1", timeout_seconds=10))
    assert signed.level is Level.B_B
    assert signed.is_delayed
