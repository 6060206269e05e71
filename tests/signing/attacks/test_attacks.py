"""Nothing false is called valid, and each attack is named for what it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from signing.trust import TrustStore
from signing.verification import verify_file
from tests.signing.attacks import appended, insiders, parsers, untrusted, wrapped
from tests.signing.attacks.attack import Attack
from tests.signing.attacks.changed_bytes import ChangedByte, changed_bytes
from tests.signing.attacks.forging import Original, gaps

_ON_SIGNED = (*appended.ATTACKS, *wrapped.ATTACKS, *parsers.ATTACKS)
_ORIGINALS = ("one_signature", "three_with_proof")
_ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "attacked.pdf"


def _judge(path: Path, attack: Attack, original: Original, trust: TrustStore) -> None:
    attacked = attack.make(original)
    assert attacked not in {original.content, original.unsigned}
    path.write_bytes(attacked)
    judged = verify_file(path, trust)
    verdicts = {one.verdict.value for one in judged.signatures}
    assert not judged.is_valid
    if attack.spoils_all:
        assert "valid" not in verdicts
    reasons = {one.reason.code for one in judged.signatures} | {one.code for one in judged.remarks}
    assert reasons & attack.named, (sorted(verdicts), sorted(reasons))


def test_what_is_rightly_signed_is_valid(
    originals: dict[str, Original],
    own_paper: bytes,
    trust: TrustStore,
    trust_with_lists: TrustStore,
    path: Path,
) -> None:
    """Else the tests below would say nothing."""
    by_hand = untrusted.rightly_signed(originals["one_signature"])
    for content in (originals["three_with_proof"].content, by_hand, own_paper):
        path.write_bytes(content)
        assert {one.verdict.value for one in verify_file(path, trust).signatures} == {"valid"}
    path.write_bytes(originals["one_signature"].content)
    assert verify_file(path, trust_with_lists).is_valid


@pytest.mark.parametrize("name", _ORIGINALS)
@pytest.mark.parametrize("attack", _ON_SIGNED, ids=lambda attack: attack.name)
def test_an_attack_on_a_signed_paper_is_not_valid_and_named(
    attack: Attack, name: str, originals: dict[str, Original], trust_with_lists: TrustStore, path: Path
) -> None:
    _judge(path, attack, originals[name], trust_with_lists)


@pytest.mark.parametrize("attack", insiders.ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_by_one_who_prepares_or_adds_is_not_valid_and_named(
    attack: Attack, originals: dict[str, Original], trust_with_lists: TrustStore, path: Path
) -> None:
    _judge(path, attack, originals["one_signature"], trust_with_lists)


@pytest.mark.parametrize("attack", untrusted.ATTACKS, ids=lambda attack: attack.name)
def test_a_signature_that_nobody_may_trust_is_not_valid_and_named(
    attack: Attack, originals: dict[str, Original], trust: TrustStore, path: Path
) -> None:
    _judge(path, attack, originals["one_signature"], trust)


@pytest.mark.slow
def test_no_byte_of_a_bare_signature_s_paper_can_be_another(
    originals: dict[str, Original], trust_with_lists: TrustStore, path: Path
) -> None:
    assert _unseen(originals["one_signature"].content, 12, path, trust_with_lists) == []


@pytest.mark.slow
def test_no_byte_of_a_paper_with_its_proof_can_be_another(
    own_paper: bytes, trust: TrustStore, path: Path
) -> None:
    assert gaps(own_paper)[-1].covered_to == len(own_paper)  # nothing lies behind, whatever the layout
    assert _unseen(own_paper, 5, path, trust) == []


@pytest.mark.slow
def test_a_changed_byte_of_proofs_that_nothing_covers_changes_nothing_that_is_proved(
    paper_with_loose_proof: bytes, trust: TrustStore, path: Path
) -> None:
    """Identifiers and names in the store may be others; no signer, time or level may."""
    content, chance = paper_with_loose_proof, random.Random(2026)
    covered = gaps(content)[-1].covered_to
    path.write_bytes(content)
    rightly = _proved(path, trust)
    tail = chance.sample(range(covered, len(content)), 60)
    others = {}
    for at in tail:
        path.write_bytes(ChangedByte("proof", at, content[at] ^ chance.choice([1, 2, 32])).applied(content))
        others[at] = _proved(path, trust)
    assert {at: found for at, found in others.items() if found not in {(), rightly}} == {}


def _proved(path: Path, trust: TrustStore) -> tuple[tuple[str, ...], ...]:
    """Of each signature that is valid; nothing where one is not."""
    judged = verify_file(path, trust)
    if not judged.is_valid:
        return ()
    return tuple(
        (one.field, one.certificate_sha256, str(one.time), str(one.level)) for one in judged.signatures
    )


def _unseen(content: bytes, each: int, path: Path, trust: TrustStore) -> list[ChangedByte]:
    """Changes of one byte that verification did not mind; `each` are tried in every region of the file."""
    unseen = []
    for changed in changed_bytes(content, each=each, seed=2026):
        path.write_bytes(changed.applied(content))
        if verify_file(path, trust).is_valid:
            unseen.append(changed)
    return unseen


def test_the_page_about_attacks_names_every_one() -> None:
    page = (_ROOT / "docs/reference/attacks.md").read_text(encoding="utf-8")
    made = (*_ON_SIGNED, *insiders.ATTACKS, *untrusted.ATTACKS)
    assert [attack.name for attack in made if f"`{attack.name}`" not in page] == []
