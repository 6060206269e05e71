"""Listing paths without fonts: every object that was changed later has the paths that pyHanko lists."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki
from signing.opening import QuickReader
from signing.orders import Level
from signing.revisions import scan
from tests.signing.attacks.forging import Revision
from tests.signing.signed_papers import TWO_AND_A_SEAL, Hand, sign_bytes, signed, write_paper


def _paths(reader: PdfFileReader, revision: int) -> dict[tuple[int, int], set[str]]:
    """Paths to the objects that a later revision changed."""
    resolver = reader.get_historical_resolver(revision)
    resolver._load_reverse_xref_cache()
    listed = resolver._indirect_object_access_cache or {}
    return {
        (ref.idnum, ref.generation): {str(path) for path in paths}
        for ref, paths in listed.items()
        if reader.xrefs.get_last_change(ref) > revision
    }


def _assert_same(content: bytes) -> None:
    theirs = PdfFileReader(io.BytesIO(content), strict=False)
    ours = QuickReader(io.BytesIO(content), strict=False)
    for revision in range(theirs.xrefs.total_revisions):
        assert _paths(ours, revision) == _paths(theirs, revision)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory, pki: DemoPki) -> bytes:
    """A signed letter with embedded fonts."""
    [made] = demo_letters(tmp_path_factory.mktemp("letter"), count=1, kinds=("decision",))
    return sign_bytes(made.path.read_bytes(), pki, Hand(level=Level.B_B))


def test_paths_of_a_signed_letter_are_pyhankos(letter: bytes) -> None:
    _assert_same(letter)


def test_unchanged_fonts_are_passed_by(letter: bytes) -> None:
    reader = QuickReader(io.BytesIO(letter), strict=False)
    resolver = reader.get_historical_resolver(0)
    resolver._load_reverse_xref_cache()
    assert not [part for part in resolver.cache.values() if "/DW" in part]


@pytest.mark.parametrize("compressed", [False, True])
def test_paths_of_papers_of_several_signatures_are_pyhankos(
    tmp_path: Path, pki: DemoPki, *, compressed: bool
) -> None:
    paper = write_paper(tmp_path / "paper.pdf", compressed=compressed)
    _assert_same(signed(paper, tmp_path / "signed.pdf", pki, TWO_AND_A_SEAL).read_bytes())


@pytest.mark.parametrize("part", ["FontDescriptor", "FontFile2", "W"])
def test_a_font_whose_part_was_changed_is_walked(letter: bytes, part: str) -> None:
    """The font file is two steps from the page's font, the descriptor one."""
    revision = Revision(letter)
    font = revision.pdf.pages[0].obj.Resources.Font.TinosRegular.DescendantFonts[0]
    changed = {"W": font, "FontDescriptor": font.FontDescriptor, "FontFile2": font.FontDescriptor.FontFile2}
    revision.replace(changed[part], b"<< >>")
    content = revision.written()
    _assert_same(content)
    last = PdfFileReader(io.BytesIO(content), strict=False).xrefs.total_revisions - 1
    ours = QuickReader(io.BytesIO(content), strict=False)
    assert changed[part].objgen in _paths(ours, last - 1)


def test_a_font_that_leads_to_a_changed_page_is_walked(tmp_path: Path, letter: bytes) -> None:
    """A shadow attack would hide such a way from what compares revisions."""
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        pdf.pages[0].obj.Resources.Font.TinosBold.Way = pdf.pages[1].obj
        pdf.save(tmp_path / "prepared.pdf", compress_streams=False)
    revision = Revision((tmp_path / "prepared.pdf").read_bytes())
    revision.replace(revision.pdf.pages[1].obj, b"<< /Type /Page >>")
    _assert_same(revision.written())


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (b"<< /Type /Font /A 3 0 R /B [4 0 R 5 0 R] >> endobj", ([3, 4, 5], True)),
        (b"<< /Type /Name /Font 3 0 R >> stream", ([3], False)),
        (b"[0 [500.5 -3 true] <0aFF> (Adobe)] endobj", ([], False)),
        (b"<< /A 3 1 R >> endobj", None),
        (b"<< /A 3 0%\nR >> endobj", None),
        (b"<< /A (endobj) /B (\\) >> endobj) /C 3 0 R >> endobj", None),
        (b"<< /A /endobj /B << >> /C 3 0 R >> endobj", ([3], False)),
        (b"<< /A (a >> endobj b) >> endobj", None),
        (b"<< /A 3\x000 R >> endobj", None),
        (b"<< /A /B#52 >> endobj", None),
        (b"<< /A [ >> ] endobj", None),
        (b"<< /A 3 0 R >> << /B 4 0 R >> endobj", None),
        (b"<< /A 3 0 R >>", None),
        (b"<< R >> endobj", None),
        (b"7 endobj", None),
    ],
)
def test_what_is_not_plain_is_left_to_pyhanko(written: bytes, found: tuple[list[int], bool] | None) -> None:
    assert scan(io.BytesIO(b"9 0 obj " + written), 0, 9) == found
    assert scan(io.BytesIO(b"9 0 obj " + written), 0, 8) is None
