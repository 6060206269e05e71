"""Truncated and garbled signed files are judged, never raise, and never keep anybody waiting."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest

from signing.trust import TrustStore
from signing.verification import verify_file
from tests.signing.attacks.forging import Original, Revision, der_length, gaps, stream, with_der

_ORIGINALS = ("one_signature", "three_with_proof")
_TOKENS = (
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b"obj",
    b"endobj",
    b"stream",
    b" R",
    b"/",
    b"9999999999",
    b"-1",
    b"null",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "damaged.pdf"


def _is_valid(path: Path, content: bytes, trust: TrustStore) -> bool:
    path.write_bytes(content)
    return verify_file(path, trust).is_valid


def test_a_truncated_file_is_judged(
    originals: dict[str, Original], own_paper: bytes, trust: TrustStore, path: Path
) -> None:
    """What ends where a revision ends is that revision, rightly signed: those lengths are left out."""
    chance = random.Random(5)
    for content in (originals["one_signature"].content, own_paper):
        whole_revisions = {gap.covered_to for gap in gaps(content)}
        for length in {0, 1, 8, *(chance.randrange(len(content)) for _ in range(25))} - whole_revisions:
            assert not _is_valid(path, content[:length], trust)


@pytest.mark.parametrize("name", _ORIGINALS)
def test_a_garbled_file_is_judged(
    name: str, originals: dict[str, Original], trust: TrustStore, path: Path
) -> None:
    chance = random.Random(7)
    for _ in range(25):
        assert not _is_valid(path, _garbled(originals[name].content, chance), trust)


def _garbled(content: bytes, chance: random.Random) -> bytes:
    """Pieces exchanged, words of the format strewn in, blocks overwritten."""
    garbled = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(garbled))
        match chance.randrange(3):
            case 0:
                garbled[at:at] = chance.choice(_TOKENS)
            case 1:
                garbled[at : at + chance.randint(1, 300)] = b""
            case _:
                piece = chance.randint(1, 40)
                garbled[at : at + piece] = chance.randbytes(piece)
    return bytes(garbled)


def test_garbled_messages_in_the_right_place_are_judged(
    originals: dict[str, Original], trust: TrustStore, path: Path
) -> None:
    """DER of wrong lengths and kinds: what ASN.1 parsers fall over."""
    content, chance = originals["one_signature"].content, random.Random(11)
    gap = gaps(content)[0]
    der = bytes.fromhex(content[gap.start + 1 : gap.start + 1 + 2 * der_length(content, gap)].decode())
    for _ in range(40):
        changed = bytearray(der)
        for _ in range(chance.randint(1, 6)):
            changed[chance.randrange(len(changed))] = chance.choice(
                [0x30, 0x80, 0xFF, 0x00, 0x31, 0xA0, 0x84]
            )
        assert not _is_valid(path, with_der(content, gap, bytes(changed)), trust)


def test_deeply_nested_input_ends(originals: dict[str, Original], trust: TrustStore, path: Path) -> None:
    content = originals["one_signature"].content
    for opening, closing in ((b"[", b"]"), (b"<< /A ", b" >>")):
        revision = Revision(content)
        revision.replace(revision.pdf.pages[0].obj.Contents, opening * 20_000 + b"0" + closing * 20_000)
        assert not _is_valid(path, revision.written(), trust)
    gap = gaps(content)[0]
    nested = b"\x30\x80" * ((gap.length - 2) // 4)
    assert not _is_valid(path, with_der(content, gap, nested), trust)


def test_a_small_file_that_unpacks_to_a_huge_one_ends(
    originals: dict[str, Original], trust: TrustStore, path: Path
) -> None:
    bomb = zlib.compress(zlib.compress(b"\0" * (200 << 20), 9), 9)
    revision = Revision(originals["one_signature"].content)
    body = stream(bomb, b"/Filter [/FlateDecode /FlateDecode] /Type /ObjStm /N 1000000 /First 10")
    revision.replace(revision.pdf.pages[0].obj.Contents, body)
    assert not _is_valid(path, revision.written(), trust)


def test_references_in_a_circle_end(originals: dict[str, Original], trust: TrustStore, path: Path) -> None:
    content = originals["one_signature"].content
    pages = Revision(content)
    root = pages.pdf.Root.Pages
    pages.replace(root, b"<< /Type /Pages /Count 2 /Kids [%d 0 R] >>" % root.objgen[0])
    assert not _is_valid(path, pages.written(), trust)
    fields = Revision(content)
    field = fields.pdf.Root.AcroForm.Fields[1]
    fields.replace(field, b"<< /T (a) /Kids [%d 0 R] /Parent %d 0 R >>" % (field.objgen[0], field.objgen[0]))
    assert not _is_valid(path, fields.written(), trust)


def test_thousands_of_signatures_end(originals: dict[str, Original], trust: TrustStore, path: Path) -> None:
    revision = Revision(originals["one_signature"].content)
    value = revision.pdf.Root.AcroForm.Fields[1].V.objgen[0]
    numbers = [revision.add(b"<< /FT /Sig /T (f%d) /V %d 0 R >>" % (row, value)) for row in range(3000)]
    form = revision.pdf.Root.AcroForm
    listed = b"/Fields [ %s ]" % b" ".join(b"%d 0 R" % number for number in numbers)
    revision.replace(form, b"<< " + listed + b" >>")
    assert not _is_valid(path, revision.written(), trust)
