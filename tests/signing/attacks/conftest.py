"""Rightly signed papers that attacks start from: one signature without proof, and three with all of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki
from signing.orders import Level, Role, SignOrder
from signing.services import ServiceSettings, open_services
from signing.session import open_session
from signing.tokens import Pin
from signing.trust import TrustStore
from tests.signing.attacks.forging import Original
from tests.signing.attacks.messages import list_of
from tests.signing.sessions import token_of
from tests.signing.signed_papers import TWO_AND_A_SEAL, Hand, signed, write_paper


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory, pki: DemoPki) -> dict[str, Original]:
    folder = tmp_path_factory.mktemp("originals")
    paper = write_paper(folder / "paper.pdf")
    hands = {"one_signature": [Hand(level=Level.B_B)], "three_with_proof": list(TWO_AND_A_SEAL)}
    made = {}
    for name, who in hands.items():
        content = signed(paper, folder / f"{name}.pdf", pki, who).read_bytes()
        other = signed(paper, folder / "other.pdf", pki, who).read_bytes()
        made[name] = Original(content, paper.read_bytes(), other, pki)
    return made


@pytest.fixture(scope="session")
def own_paper(tmp_path_factory: pytest.TempPathFactory, pki: DemoPki) -> bytes:
    """A paper signed B-LTA through the product's own doors: its last timestamp covers the whole file."""
    return _signed_by_us(tmp_path_factory.mktemp("own"), pki, Level.B_LTA)


@pytest.fixture(scope="session")
def paper_with_loose_proof(tmp_path_factory: pytest.TempPathFactory, pki: DemoPki) -> bytes:
    """Signed B-LT: its proofs are appended after all that a signature covers."""
    return _signed_by_us(tmp_path_factory.mktemp("loose"), pki, Level.B_LT)


def _signed_by_us(folder: Path, pki: DemoPki, level: Level) -> bytes:
    letter = demo_letters(folder / "letters", kinds=("letter",), count=1)[0].path
    settings = ServiceSettings(timestamp_urls=(pki.timestamp_url(),))
    trust = TrustStore.from_folder(pki.trust_folder())
    with (
        open_services(settings, trust) as services,
        open_session(token_of(pki, "chairman"), Pin(pki.pfx_password), services=services) as session,
    ):
        session.sign(SignOrder(letter, folder / "signed.pdf", Role.PERSON, level))
    return (folder / "signed.pdf").read_bytes()


@pytest.fixture(scope="session")
def trust(pki: DemoPki) -> TrustStore:
    """The office's root, and nothing that is known beforehand about anybody's certificate."""
    return TrustStore.from_folder(pki.trust_folder())


@pytest.fixture(scope="session")
def trust_with_lists(trust: TrustStore, pki: DemoPki) -> TrustStore:
    """With the authorities' revocation lists, by which even a bare signature is valid."""
    return replace(trust, crls=tuple(list_of(pki, label) for label in ("chairman", "issuing")))
