"""Trust comes from files in a folder and from nothing else."""

from __future__ import annotations

import hashlib
import urllib.request
from pathlib import Path

import pytest

from records.errors import TrustInvalid
from signing.demo_pki import DemoPki
from signing.trust import TrustStore


def test_every_certificate_in_the_folder_is_a_root_with_its_digest(pki: DemoPki, tmp_path: Path) -> None:
    root = pki.certificate("root")
    (tmp_path / "goc.crt").write_bytes(root.dump())
    trust = TrustStore.from_folder(tmp_path)
    assert [found.dump() for found in trust.roots] == [root.dump()]
    assert trust.digests == {"goc.crt": hashlib.sha256(root.dump()).hexdigest()}


def test_a_bundle_gives_all_its_certificates_once(pki: DemoPki, tmp_path: Path) -> None:
    bundle = pki.certificate_file("root").read_bytes() + pki.certificate_file("issuing").read_bytes()
    (tmp_path / "a.pem").write_bytes(bundle)
    (tmp_path / "b.PEM").write_bytes(bundle)
    trust = TrustStore.from_folder(tmp_path)
    assert len(trust.roots) == 2
    assert sorted(trust.digests) == ["a.pem #1", "a.pem #2", "b.PEM #1", "b.PEM #2"]


def test_authorities_in_between_and_revocation_lists_lie_in_folders_of_their_own(
    pki: DemoPki, tmp_path: Path
) -> None:
    (tmp_path / "others").mkdir()
    (tmp_path / "crls").mkdir()
    (tmp_path / "others" / "issuing.cer").write_bytes(pki.certificate("issuing").dump())
    with urllib.request.urlopen(pki.certificate("chairman").crl_distribution_points[0].url) as answer:  # noqa: S310
        (tmp_path / "crls" / "issuing.crl").write_bytes(answer.read())
    trust = TrustStore.from_folder(tmp_path)
    assert trust.roots == ()
    assert len(trust.others) == len(trust.crls) == 1


def test_an_empty_or_missing_folder_trusts_nobody(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        trust = TrustStore.from_folder(folder)
        assert (trust.roots, trust.others, trust.crls, trust.digests) == ((), (), (), {})


def test_hidden_files_and_readme_are_passed_over(tmp_path: Path) -> None:
    for name in (".DS_Store", "README", "README.md", "readme.txt"):
        (tmp_path / name).write_text("no certificate", encoding="utf-8")
    assert TrustStore.from_folder(tmp_path).roots == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", b"hello"),
        ("empty.pem", b""),
        ("rubbish.der", b"\x30\x03\x02\x01\x01"),
        ("text.crt", b"not a certificate at all"),
        ("key.pem", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        ("cut.pem", b"-----BEGIN CERTIFICATE-----\nMIIB"),
        ("huge.der", b"\x30" * (5 << 20)),
    ],
)
def test_a_file_that_is_no_certificate_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TrustInvalid, match=name):
        TrustStore.from_folder(tmp_path)


def test_a_certificate_with_bytes_after_it_is_refused(pki: DemoPki, tmp_path: Path) -> None:
    (tmp_path / "root.der").write_bytes(pki.certificate("root").dump() + b"\x00")
    with pytest.raises(TrustInvalid, match=r"root\.der"):
        TrustStore.from_folder(tmp_path)
