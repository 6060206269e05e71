"""The programs whose opinion we ask pass rightly signed papers, and can say no."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.demo_pki import STRANGER, DemoPki
from signing.orders import Level
from tests.signing.opinions import dss, openssl_cms, openssl_ts, pdfsig, qpdf_check
from tests.signing.signed_papers import TWO_AND_A_SEAL, Hand, signed, write_paper

pytestmark = [pytest.mark.needs("openssl"), pytest.mark.needs("pdfsig"), pytest.mark.needs("qpdf")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, pki: DemoPki) -> Path:
    """A paper of each level, one of three signatures, one altered, and one by a stranger."""
    folder = tmp_path_factory.mktemp("papers")
    paper = write_paper(folder / "paper.pdf")
    for level in Level:
        signed(paper, folder / f"{level.value}.pdf", pki, [Hand(level=level)])
    three = signed(paper, folder / "three.pdf", pki, TWO_AND_A_SEAL).read_bytes()
    (folder / "altered.pdf").write_bytes(three.replace(b"1000 dong", b"9000 dong"))
    strange = Hand(architecture=STRANGER, timestamps_from=("tsa1", STRANGER))
    signed(paper, folder / "stranger.pdf", pki, [strange])
    return folder


@pytest.mark.parametrize("level", Level)
def test_a_paper_of_every_level_passes(folder: Path, pki: DemoPki, level: Level) -> None:
    path, roots = folder / f"{level.value}.pdf", pki.trust_folder()
    asked = [pdfsig(path), openssl_cms(path, roots), openssl_ts(path, roots), qpdf_check(path)]
    assert [one for one in asked if not one.passes] == []
    timestamps = {Level.B_B: 0, Level.B_T: 1, Level.B_LT: 1, Level.B_LTA: 2}
    assert [one.checked for one in asked] == [1, 1, timestamps[level], 1]


def test_all_three_signatures_and_their_timestamps_are_looked_at(folder: Path, pki: DemoPki) -> None:
    path, roots = folder / "three.pdf", pki.trust_folder()
    asked = [pdfsig(path), openssl_cms(path, roots), openssl_ts(path, roots)]
    assert [(one.passes, one.checked) for one in asked] == [(True, 3), (True, 3), (True, 6)]


def test_an_altered_page_is_seen_by_each(folder: Path, pki: DemoPki) -> None:
    path, roots = folder / "altered.pdf", pki.trust_folder()
    asked = [pdfsig(path), openssl_cms(path, roots), openssl_ts(path, roots)]
    assert [one.passes for one in asked] == [False] * 3
    assert [len(one.said) for one in asked] == [3, 3, 3]


def test_a_strangers_chain_is_seen_by_openssl_and_not_by_pdfsig(folder: Path, pki: DemoPki) -> None:
    path, roots = folder / "stranger.pdf", pki.trust_folder()
    assert not openssl_cms(path, roots).passes
    assert not openssl_ts(path, roots).passes
    assert pdfsig(path).passes


def test_a_paper_without_signatures_has_nobody_s_word(folder: Path, pki: DemoPki) -> None:
    path = folder / "paper.pdf"
    assert openssl_cms(path, pki.trust_folder()).checked == 0
    assert not pdfsig(path).passes


@pytest.mark.needs("dss-validate")
@pytest.mark.slow
def test_dss_passes_what_carries_its_proof_and_nothing_else(folder: Path, pki: DemoPki) -> None:
    said = dss(sorted(folder.glob("*.pdf")), pki.trust_folder())
    indications = {
        path.stem: sorted({(one.indication, one.level) for one in seen}) for path, seen in said.items()
    }
    assert indications == {
        # Offline, nobody can know whether a certificate without a revocation state was revoked.
        "B-B": [("INDETERMINATE", "PAdES-BASELINE-B")],
        "B-T": [("INDETERMINATE", "PAdES-BASELINE-T")],
        "B-LT": [("TOTAL-PASSED", "PAdES-BASELINE-LT")],
        "B-LTA": [("TOTAL-PASSED", "PAdES-BASELINE-LTA")],
        "three": [("TOTAL-PASSED", "PAdES-BASELINE-LTA")],
        "altered": [("TOTAL-FAILED", "PAdES-BASELINE-LTA")],
        "stranger": [("INDETERMINATE", "PAdES-BASELINE-LTA")],
        "paper": [],
    }
