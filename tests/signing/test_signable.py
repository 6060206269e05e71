"""What may be signed is signed; what may not is refused with its reason, untouched and without leftovers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, append_signature_field

from records.errors import NotSignable
from signing.demo_documents import demo_letters
from signing.demo_pki import DemoPki
from signing.orders import Level, Role, SignOrder
from signing.session import SigningSession, open_session
from signing.tokens import NamedToken
from tests.signing.sessions import intact


@pytest.fixture
def session() -> Iterator[SigningSession]:
    with open_session(NamedToken("trial", "throwaway"), None, largest_bytes=50 << 20) as opened:
        yield opened


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return demo_letters(tmp_path / "letters", kinds=("letter",), count=1)[0].path


def sign(session: SigningSession, source: Path, *, field: str = "") -> Path:
    target = source.parent / "out" / source.name
    session.sign(SignOrder(source, target, Role.PERSON, Level.B_B, field=field))
    return target


def with_fields(source: Path, *specs: SigFieldSpec) -> Path:
    with source.open("rb+") as stream:
        writer = IncrementalPdfFileWriter(stream)
        for spec in specs:
            append_signature_field(writer, spec)
        writer.write_in_place()
    return source


def signed_elsewhere(source: Path, pki: DemoPki, **metadata: object) -> Path:
    """Signed by another program: pyHanko's plain call, in a field of its own."""
    signer = signers.SimpleSigner.load_pkcs12(pki.pfx_file("vice_chairman"), passphrase=b"thu nghiem")
    with source.open("rb") as stream:
        writer = IncrementalPdfFileWriter(stream, strict=False)
        meta = signers.PdfSignatureMetadata(**{"field_name": "Sig1", **metadata})
        out = signers.sign_pdf(writer, meta, signer, output=io.BytesIO())
    source.write_bytes(out.getvalue())
    return source


def rewritten(path: Path, *, change: Callable[[pikepdf.Pdf], None] | None = None, **saving: Any) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        if change is not None:
            change(pdf)
        pdf.save(path, **saving)
    return path


def add_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "needs a password": (
        lambda path: rewritten(path, encryption=pikepdf.Encryption(user="x", owner="y")),
        "mật khẩu",
    ),
    "restricts rights": (
        lambda path: rewritten(path, encryption=pikepdf.Encryption(owner="y")),
        "mật khẩu",
    ),
    "is an XFA form": (lambda path: rewritten(path, change=add_xfa), "XFA"),
    "was not copied whole": (cut, "hỏng"),
    "is no PDF": (lambda path: path.write_bytes(b"PK\x03\x04" * 300), "không phải tệp PDF"),
    "is empty": (lambda path: path.write_bytes(b""), "rỗng"),
    "is too large": (lambda path: path.open("rb+").truncate(51 << 20), "quá lớn"),
    "is not there": (Path.unlink, "Không mở được"),
    "lies about its tables": (
        lambda path: path.write_bytes(b"%PDF-1.7\nstartxref\n99999\n%%EOF\n"),
        "hỏng",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_is_refused_that(session: SigningSession, letter: Path, what: str) -> None:
    spoil, word = REFUSED[what]
    spoil(letter)
    before = letter.read_bytes() if letter.exists() else b""
    with pytest.raises(NotSignable) as refusal:
        sign(session, letter)
    assert word in refusal.value.remedy_vi
    assert (letter.read_bytes() if letter.exists() else b"") == before
    assert [path for path in letter.parent.rglob("*") if path.is_file() and path != letter] == []


def test_a_folder_called_like_a_pdf_is_refused(session: SigningSession, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(NotSignable):
        sign(session, tmp_path / "a.pdf")


def test_what_is_certified_as_final_takes_no_signature(
    session: SigningSession, letter: Path, pki: DemoPki
) -> None:
    with_fields(letter, SigFieldSpec("NguoiKy1"))
    signed_elsewhere(letter, pki, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    with pytest.raises(NotSignable, match="P 1"):
        sign(session, letter)


@pytest.mark.parametrize("allowed", [MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
def test_what_is_certified_for_filling_takes_a_signature_in_a_field_that_is_there_alone(
    session: SigningSession, letter: Path, pki: DemoPki, allowed: MDPPerm
) -> None:
    with_fields(letter, SigFieldSpec("ChoKy"))
    signed_elsewhere(letter, pki, certify=True, docmdp_permissions=allowed)
    with pytest.raises(NotSignable, match="certified"):
        sign(session, letter)
    assert intact(sign(session, letter, field="ChoKy")) == {"Sig1": True, "ChoKy": True}


def test_a_field_that_an_earlier_signature_locks_is_refused(
    session: SigningSession, letter: Path, pki: DemoPki
) -> None:
    lock = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["ChoKy"])
    with_fields(letter, SigFieldSpec("Sig1", field_mdp_spec=lock), SigFieldSpec("ChoKy"))
    signed_elsewhere(letter, pki)
    with pytest.raises(NotSignable, match="locked"):
        sign(session, letter, field="ChoKy")


def test_a_paper_that_another_program_signed_takes_one_more_field(
    session: SigningSession, letter: Path, pki: DemoPki
) -> None:
    """ISO 32000-2, 12.8.2.2 and 12.8.4: an approval signature forbids nothing that is appended."""
    assert intact(sign(session, signed_elsewhere(letter, pki))) == {"Sig1": True, "NguoiKy1": True}


def test_a_paper_that_was_changed_after_it_was_signed_takes_no_further_signature(
    session: SigningSession, letter: Path, pki: DemoPki
) -> None:
    signed_elsewhere(letter, pki)
    with letter.open("rb+") as stream:
        writer = IncrementalPdfFileWriter(stream)
        page = writer.find_page_for_modification(0)[0].get_object()
        page["/Rotate"] = page.raw_get("/Rotate") if "/Rotate" in page else page["/MediaBox"][0].__class__(90)
        writer.update_container(page)
        writer.write_in_place()
    with pytest.raises(NotSignable, match="broken"):
        sign(session, letter)


def test_a_field_that_is_signed_is_not_signed_again(session: SigningSession, letter: Path) -> None:
    once = sign(session, letter)
    with pytest.raises(NotSignable, match="signed already"):
        sign(session, once, field="NguoiKy1")


def test_a_paper_with_hybrid_tables_as_word_writes_them_is_signed(
    session: SigningSession, letter: Path
) -> None:
    """A classic table for old readers, with a stream beside it (ISO 32000-2, 7.5.8.4)."""
    rewritten(letter, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = letter.read_bytes()
    at = content.rindex(b"startxref")
    offset = int(content[at:].split()[1])
    size = int(PdfFileReader(io.BytesIO(content)).trailer["/Size"])
    entry = b"\x00" * 4
    table = (
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 2 1]/Index[0 1]/Length %d>>\nstream\n%s\nendstream\nendobj\n"
        % (size, size + 1, len(entry), entry)
    )
    trailer = content.index(b"trailer", offset)
    head = content[:offset]
    body = content[offset:trailer] + content[trailer:at].replace(b"<<", b"<< /XRefStm %d " % len(head), 1)
    moved = len(head) + len(table)
    letter.write_bytes(head + table + body + b"startxref\n%d\n%%%%EOF\n" % moved)
    with letter.open("rb") as stream:
        assert PdfFileReader(stream, strict=False).xrefs.hybrid_xrefs_present
    out = sign(session, letter)
    assert out.read_bytes().startswith(letter.read_bytes())
    assert intact(out) == {"NguoiKy1": True}
