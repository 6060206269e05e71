"""Small files drawn for tests: images of papers, scans as PDF, born-digital PDF, stamps, signatures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from records import Box, Line, Page, Word

A4_AT_100 = (827, 1169)
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Ủy ban nhân dân xã Ngọc Lặc kính gửi các thôn,",
    "thông báo về việc cấp đổi giấy chứng nhận.",
)


def paper(size: tuple[int, int] = A4_AT_100, *, mode: str = "RGB", mark: bool = True) -> Image.Image:
    """A white sheet with lines of bars for writing, and a black corner mark at the top left."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    width, height = size
    for row in range(height // 8, height - height // 8, max(8, height // 30)):
        draw.rectangle((width // 8, row, width - width // 8, row + max(1, height // 120)), fill=(40, 40, 60))
    if mark:
        draw.rectangle((0, 0, width // 12, height // 12), fill="black")
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image in a file format of Pillow."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def words_on(
    lines: Sequence[str], *, dpi: float = 100, left: float = 100, top: float = 120
) -> tuple[Word, ...]:
    """Words of `lines` set in letters of a fifth of an inch, as an engine would report them."""
    words = []
    letter, height, step = dpi * 0.08, dpi * 0.16, dpi * 0.3
    for number, text in enumerate(lines):
        x, y = left, top + number * step
        for word in text.split():
            width = letter * len(word)
            line = Line(x, y + 0.8 * height, x + width, y + 0.8 * height)
            words.append(Word(word, Box(x, y, x + width, y + height), 0.9, number, 0, line))
            x += width + letter
    return tuple(words)


def read_page(
    number: int = 1, *, size: tuple[int, int] = A4_AT_100, dpi: float = 100, **more: object
) -> Page:
    """A page as read, with the standard lines on it unless `words` says otherwise."""
    more.setdefault("words", words_on(LINES, dpi=dpi))
    return Page(number, dpi, *size, **more)  # type: ignore[arg-type]


def scan_pdf(
    path: Path,
    streams: Sequence[bytes],
    *,
    rotate: int = 0,
    hidden: str = "",
    shown: str = "",
    save: dict[str, object] | None = None,
) -> Path:
    """A PDF of JPEG pages at 100 dpi, with invisible or visible text over each when asked for."""
    pdf = pikepdf.new()
    for stream in streams:
        with Image.open(io.BytesIO(stream)) as image:
            width, height, mode = *image.size, image.mode
        picture = pikepdf.Stream(pdf, stream, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        picture.Width, picture.Height, picture.BitsPerComponent = width, height, 8
        picture.ColorSpace = pikepdf.Name.DeviceGray if mode == "L" else pikepdf.Name.DeviceRGB
        picture.Filter = pikepdf.Name.DCTDecode
        wide, high = width * 0.72, height * 0.72
        content = f"q {wide} 0 0 {high} 0 0 cm /Im0 Do Q"
        content += f" BT 3 Tr /F1 12 Tf 72 {high - 100} Td ({hidden}) Tj ET" if hidden else ""
        content += f" BT 0 Tr /F1 12 Tf 300 {high - 40} Td ({shown}) Tj ET" if shown else ""
        _add_page(pdf, (wide, high), content, {"/Im0": picture}, rotate)
    pdf.save(path, **(save or {}))
    return path


def text_pdf(path: Path, lines: Sequence[str], *, save: dict[str, object] | None = None) -> Path:
    """A born-digital A4 page in a font that every viewer has; Latin letters only."""
    pdf = pikepdf.new()
    rows = [f"BT /F1 12 Tf 72 {760 - 18 * row} Td ({line}) Tj ET" for row, line in enumerate(lines)]
    _add_page(pdf, (595, 842), "\n".join(rows), {}, 0)
    pdf.save(path, **(save or {}))
    return path


def add_stamp(path: Path, text: str, rect: tuple[float, float, float, float]) -> None:
    """Puts a stamp annotation with an appearance of its own on the first page."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        wide, high = rect[2] - rect[0], rect[3] - rect[1]
        content = f"1 0 0 rg 0 0 {wide} {high} re f 0 g BT /F1 10 Tf 4 {high / 3} Td ({text}) Tj ET"
        look = pikepdf.Stream(pdf, content.encode(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = pikepdf.Array([0, 0, wide, high])
        look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font()))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=list(rect),
            F=4,
            AP=pikepdf.Dictionary(N=pdf.make_indirect(look)),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(path)


def sign(path: Path, signer_name: str = "Nguyễn Thử", agency: str = "Xã Thử Nghiệm") -> None:
    """Signs the PDF with a throwaway key, by an incremental update."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, signer_name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, agency),
        ]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    store = path.with_suffix(".p12")
    store.write_bytes(
        serialization.pkcs12.serialize_key_and_certificates(
            b"test", key, certificate, None, serialization.NoEncryption()
        )
    )
    signer = signers.SimpleSigner.load_pkcs12(store)
    with path.open("rb+") as stream:
        signers.sign_pdf(
            IncrementalPdfFileWriter(stream),
            signers.PdfSignatureMetadata(field_name="ChuKy1"),
            signer=signer,
            in_place=True,
        )
    store.unlink()


def drawn_text(lines: Sequence[str], *, size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """Lines in Pillow's own font, at 150 dpi on A4; for ink that looks like writing."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(26)
    for row, line in enumerate(lines):
        draw.text((150, 150 + 50 * row), line, fill=0, font=font)
    return image


def _add_page(
    pdf: pikepdf.Pdf,
    size: tuple[float, float],
    content: str,
    images: dict[str, pikepdf.Object],
    rotate: int,
) -> None:
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font()), XObject=pikepdf.Dictionary(images))
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, *size],
        Resources=resources,
        Contents=pdf.make_indirect(pikepdf.Stream(pdf, content.encode("latin-1"))),
    )
    if rotate:
        page.Rotate = rotate
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _font() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
