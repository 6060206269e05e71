"""Papers signed with the throwaway authority by pyHanko alone, in every level and in ways no product uses.

Attacks and second opinions start from them: what checks signatures must not depend on what makes them.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko_certvalidator import ValidationContext

from signing.demo_pki import OFFICE, DemoPki
from signing.orders import Level

FIELDS = ("ChuKy1", "ChuKy2", "ConDau")
"""The competent person's, a second signer's, the agency's."""
_BOXES = ((320, 120, 480, 170), (320, 60, 480, 110), (280, 120, 340, 180))


@dataclass(frozen=True, slots=True)
class Hand:
    """One who signs."""

    label: str = "chairman"
    """An entity of `authorities.yaml`."""
    field: str = FIELDS[0]
    level: Level = Level.B_LTA
    architecture: str = OFFICE
    timestamps_from: tuple[str, str] = ("tsa1", OFFICE)
    """Entity and architecture of the timestamp service."""
    more: dict[str, Any] = dataclasses.field(default_factory=dict)
    """Further words for `PdfSignatureMetadata`."""


TWO_AND_A_SEAL = (
    Hand("chairman", FIELDS[0]),
    Hand("vice_chairman", FIELDS[1]),
    Hand("agency", FIELDS[2]),
)


def write_paper(path: Path, *, compressed: bool = False) -> Path:
    """Two pages with text, a form field with a value, and three empty signature fields.

    `compressed` writes an xref stream and object streams, else classic tables.
    """
    pdf = pikepdf.new()
    for number in (1, 2):
        _add_page(pdf, f"QUYET DINH so 15, trang {number}: ho tro 1000 dong")
    _add_text_field(pdf, "SoTien", "1000")
    modes = pikepdf.ObjectStreamMode
    packed = modes.generate if compressed else modes.disable
    pdf.save(path, object_stream_mode=packed, compress_streams=False)
    _add_signature_fields(path)
    return path


def signed(source: Path, target: Path, pki: DemoPki, hands: Sequence[Hand]) -> Path:
    """`source` signed by one after another, written to `target`."""
    content = source.read_bytes()
    for hand in hands:
        content = sign_bytes(content, pki, hand)
    target.write_bytes(content)
    return target


def sign_bytes(content: bytes, pki: DemoPki, hand: Hand) -> bytes:
    """The PDF with one signature more."""
    metadata = signers.PdfSignatureMetadata(**{**_metadata(pki, hand), **hand.more})
    url = pki.timestamp_url(hand.timestamps_from[0], architecture=hand.timestamps_from[1])
    out = io.BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content), strict=False),
        metadata,
        signer=signer_of(pki, hand),
        timestamper=None if hand.level is Level.B_B else timestamps.HTTPTimeStamper(url),
        output=out,
    )
    return out.getvalue()


def signer_of(pki: DemoPki, hand: Hand) -> signers.SimpleSigner:
    """RSASSA-PSS for RSA keys, ECDSA for those on a curve."""
    pfx = pki.pfx_file(hand.label, architecture=hand.architecture)
    loaded = signers.SimpleSigner.load_pkcs12(pfx, passphrase=pki.pfx_password.encode(), prefer_pss=True)
    assert loaded is not None
    return loaded


def certified(level: MDPPerm = MDPPerm.FILL_FORMS) -> dict[str, Any]:
    """For `Hand.more`: certifies the paper (ISO 32000-2, 12.8.2.2)."""
    return {"certify": True, "docmdp_permissions": level}


def _metadata(pki: DemoPki, hand: Hand) -> dict[str, Any]:
    holds_proof = hand.level.rank >= Level.B_LT.rank
    context = ValidationContext(
        trust_roots=[pki.certificate("root", architecture=arch) for arch in ("office", "stranger")],
        allow_fetching=True,
        revocation_mode="soft-fail",
    )
    return {
        "field_name": hand.field,
        "subfilter": SigSeedSubFilter.PADES,
        "md_algorithm": "sha256",
        "embed_validation_info": holds_proof,
        "use_pades_lta": hand.level is Level.B_LTA,
        "validation_context": context if holds_proof else None,
    }


def _add_signature_fields(path: Path) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    for name, box in zip(FIELDS, _BOXES, strict=True):
        append_signature_field(writer, SigFieldSpec(name, on_page=0, box=box))
    with path.open("wb") as stream:
        writer.write(stream)


def _add_page(pdf: pikepdf.Pdf, text: str) -> None:
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font()))
    page.Contents = pdf.make_stream(f"BT /F1 14 Tf 72 760 Td ({text}) Tj ET".encode())


def _add_text_field(pdf: pikepdf.Pdf, name: str, value: str) -> None:
    look = pdf.make_stream(f"BT /F1 12 Tf 2 4 Td ({value}) Tj ET".encode())
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox = pikepdf.Array([0, 0, 100, 18])
    look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font()))
    widget = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=name,
            V=value,
            DA="/F1 12 Tf 0 g",
            F=4,
            Rect=[72, 700, 172, 718],
            AP=pikepdf.Dictionary(N=look),
            P=pdf.pages[0].obj,
        )
    )
    pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([widget]))
    pdf.Root.AcroForm = pdf.make_indirect(
        pikepdf.Dictionary(
            Fields=pdf.make_indirect(pikepdf.Array([widget])),
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font())),
        )
    )


def _font() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
