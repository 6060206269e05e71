"""Nothing false is called valid, and each attack is named for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.trust import TrustStore
from tests.signing.attacks import appended, insiders, parsers, untrusted, wrapped
from tests.signing.attacks.attack import Attack
from tests.signing.attacks.changed_bytes import changed_bytes
from tests.signing.attacks.forging import Original

verification = pytest.importorskip("signing.verification")
_ON_SIGNED = (*appended.ATTACKS, *wrapped.ATTACKS, *parsers.ATTACKS)
_ON_UNSIGNED = (*insiders.ATTACKS, *untrusted.ATTACKS)
_ORIGINALS = ("one_signature", "three_with_proof")


@pytest.fixture(scope="module")
def trust(originals: dict[str, Original]) -> TrustStore:
    return TrustStore.from_folder(originals["one_signature"].pki.trust_folder())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "attacked.pdf"


def _judge(path: Path, attack: Attack, original: Original, trust: TrustStore) -> None:
    attacked = attack.make(original)
    assert attacked not in {original.content, original.unsigned}
    path.write_bytes(attacked)
    judged = verification.verify_file(path, trust)
    verdicts = {one.verdict.value for one in judged.signatures}
    assert not judged.is_valid
    if attack.spoils_all:
        assert "valid" not in verdicts
    reasons = {one.reason.code for one in judged.signatures} | {one.code for one in judged.remarks}
    assert reasons & attack.named, (sorted(verdicts), sorted(reasons))


def test_what_is_rightly_signed_is_valid(
    originals: dict[str, Original], trust: TrustStore, path: Path
) -> None:
    path.write_bytes(originals["three_with_proof"].content)
    assert [one.verdict.value for one in verification.verify_file(path, trust).signatures] == ["valid"] * 3
    path.write_bytes(untrusted.rightly_signed(originals["one_signature"]))
    assert [one.verdict.value for one in verification.verify_file(path, trust).signatures] == ["valid"]


@pytest.mark.parametrize("name", _ORIGINALS)
@pytest.mark.parametrize("attack", _ON_SIGNED, ids=lambda attack: attack.name)
def test_an_attack_on_a_signed_paper_is_not_valid_and_named(
    attack: Attack, name: str, originals: dict[str, Original], trust: TrustStore, path: Path
) -> None:
    _judge(path, attack, originals[name], trust)


@pytest.mark.parametrize("attack", _ON_UNSIGNED, ids=lambda attack: attack.name)
def test_an_attack_by_one_who_signs_is_not_valid_and_named(
    attack: Attack, originals: dict[str, Original], trust: TrustStore, path: Path
) -> None:
    _judge(path, attack, originals["one_signature"], trust)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "each"), [("one_signature", 30), ("three_with_proof", 3)])
def test_no_byte_of_a_signed_paper_can_be_another(
    name: str, each: int, originals: dict[str, Original], trust: TrustStore, path: Path
) -> None:
    content = originals[name].content
    unseen = []
    for changed in changed_bytes(content, each=each, seed=2026):
        path.write_bytes(changed.applied(content))
        if verification.verify_file(path, trust).is_valid:
            unseen.append(changed)
    assert unseen == []
