"""Rightly signed papers that attacks start from: one signature without proof, and three with all of it."""

from __future__ import annotations

import pytest

from signing.demo_pki import DemoPki
from signing.orders import Level
from tests.signing.attacks.forging import Original
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
