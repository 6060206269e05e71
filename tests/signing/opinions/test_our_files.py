"""What the product signs others call valid too: a dozen files, and everybody who can judge them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from signing.demo_pki import DemoPki
from signing.orders import Level
from signing.trust import TrustStore
from signing.verification import verify_file
from tests.signing.attacks.messages import list_of
from tests.signing.opinions import dss, openssl_cms, openssl_ts, pdfsig, qpdf_check, verapdf
from tests.signing.opinions.our_files import sign_our_files

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("softhsm2-util"),
    pytest.mark.needs("openssl"),
    pytest.mark.needs("pdfsig"),
    pytest.mark.needs("qpdf"),
]
_SIGNERS = {"letter_sealed": 2, "minutes_two_signers_and_seal": 3, "softhsm_pss_sealed": 2, "lifted": 2}
"""How many have signed; one where it is not said."""
_LEVELS = {"decision_b_b": "B", "decision_b_t": "T", "decision_b_lt": "LT"}
"""Levels; LTA where it is not said."""


@pytest.fixture(scope="module")
def our_files(tmp_path_factory: pytest.TempPathFactory, pki: DemoPki) -> dict[str, Path]:
    return sign_our_files(tmp_path_factory.mktemp("ours"), pki)


def test_every_file_of_ours_is_valid_to_ourselves(our_files: dict[str, Path], pki: DemoPki) -> None:
    """With the authorities' lists of today, by which signatures without proof can be judged, too."""
    trust = TrustStore.from_folder(pki.trust_folder())
    trust = replace(trust, crls=tuple(list_of(pki, label) for label in ("chairman", "issuing")))
    judged = {name: verify_file(path, trust) for name, path in our_files.items()}
    assert [name for name, verdict in judged.items() if not verdict.is_valid] == []
    levels = {name: {one.level for one in verdict.signatures} for name, verdict in judged.items()}
    assert levels == {name: {Level(f"B-{_LEVELS.get(name, 'LTA')}")} for name in our_files}


def test_openssl_poppler_and_qpdf_pass_every_file_of_ours(our_files: dict[str, Path], pki: DemoPki) -> None:
    roots = pki.trust_folder()
    refused, checked = [], {}
    for name, path in our_files.items():
        asked = [pdfsig(path), openssl_cms(path, roots), openssl_ts(path, roots), qpdf_check(path)]
        refused += [(name, one) for one in asked if not one.passes]
        checked[name] = (asked[0].checked, asked[1].checked)
    assert refused == []
    assert checked == {name: (_SIGNERS.get(name, 1),) * 2 for name in our_files}


@pytest.mark.needs("verapdf")
def test_every_file_of_ours_is_still_pdf_a(our_files: dict[str, Path]) -> None:
    assert verapdf(list(our_files.values())).said == ()


@pytest.mark.needs("dss-validate")
def test_dss_passes_every_file_of_ours_that_carries_its_proof(
    our_files: dict[str, Path], pki: DemoPki
) -> None:
    said = dss(list(our_files.values()), pki.trust_folder())
    seen = {
        name: [(one.indication, one.level, one.sub_indication) for one in said[path]]
        for name, path in our_files.items()
    }
    expected = {name: [_by_dss(_LEVELS.get(name, "LTA"))] * _SIGNERS.get(name, 1) for name in our_files}
    assert seen == expected
    kinds = {stamp.indication for path in said.values() for one in path for stamp in one.timestamps}
    assert "FAILED" not in kinds


def _by_dss(level: str) -> tuple[str, str, str]:
    """Offline, nobody can know whether a certificate without a revocation state was revoked."""
    if level in {"B", "T"}:
        return "INDETERMINATE", f"PAdES-BASELINE-{level}", "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    return "TOTAL-PASSED", f"PAdES-BASELINE-{level}", ""


def test_what_openssl_checks_of_our_files_is_all_that_stands_in_them(
    our_files: dict[str, Path], pki: DemoPki
) -> None:
    """A timestamp over each signature from B-T on, and one over each file that is B-LTA."""
    roots = pki.trust_folder()
    assert openssl_ts(our_files["decision_b_b"], roots).checked == 0
    assert openssl_ts(our_files["decision_b_t"], roots).checked == 1
    assert openssl_ts(our_files["decision_b_lt"], roots).checked == 1
    assert openssl_ts(our_files["decision_b_lta"], roots).checked == 2
    assert openssl_ts(our_files["minutes_two_signers_and_seal"], roots).checked >= 4
