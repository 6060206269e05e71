"""What the product signs is called valid at the level it was signed to, in every way that an office signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.demo_pki import DemoPki
from signing.orders import Level
from signing.trust import TrustStore
from signing.verification import verifier
from tests.signing.opinions.our_files import sign_our_files

pytestmark = [pytest.mark.slow, pytest.mark.needs("softhsm2-util")]
_OTHER_LEVELS = {"decision_b_b": None, "decision_b_t": None, "decision_b_lt": Level.B_LT}
"""`None` where the file lacks the evidence that checking without a network needs."""


@pytest.mark.slow
def test_every_file_of_ours_is_valid_offline_when_it_carries_its_evidence(
    pki: DemoPki, tmp_path: Path
) -> None:
    checker = verifier(TrustStore.from_folder(pki.trust_folder()))
    for name, path in sign_our_files(tmp_path, pki).items():
        judged = checker.verify(path)
        level = _OTHER_LEVELS.get(name, Level.B_LTA)
        assert judged.is_valid == (level is not None), name
        if level is not None:
            assert {signature.level for signature in judged.signatures} == {level}, name
