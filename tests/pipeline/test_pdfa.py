"""The searchable rendition: the scan untouched, the words exact, PDF/A-2u, and the source left alone."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from pipeline.pdfa import Written, write_searchable
from pipeline.source import open_source
from records import Box, Page, TextOrigin, Word
from tests.pipeline.drawn import (
    LINES,
    WHEN,
    add_stamp,
    encoded,
    paper,
    read_page,
    scan_pdf,
    sign,
    text_pdf,
    words_on,
)
from tests.pipeline.old_fonts import Run, old_pdf


def write(source: Path, pages: list[Page], out: Path) -> Written:
    return write_searchable(source, pages, out, title="Giấy xác nhận", created=WHEN)


def text_of(path: Path, *options: str) -> list[str]:
    done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
    return unicodedata.normalize("NFC", done.stdout.decode()).split()


def streams_of(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return [
            image.read_raw_bytes()
            for page in pdf.pages
            for image in page.Resources.get("/XObject", {}).values()
            if image.get("/Subtype") == "/Image"
        ]


def shown(path: Path, dpi: float = 100) -> np.ndarray:
    with open_source(path) as source:
        pixels = source.page(1).picture(dpi=dpi).pixels
    return pixels if pixels.ndim == 2 else pixels.mean(axis=2)


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("options", [(), ("-raw",)])
def test_what_is_copied_out_is_what_was_read(tmp_path: Path, options: tuple[str, ...]) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")] * 2)
    pages = [read_page(1), read_page(2, words=words_on(["Trang hai: số 12/GCN."]))]
    written = write(source, pages, tmp_path / "out.pdf")
    assert written == Written("2u", ())
    assert text_of(tmp_path / "out.pdf", *options) == " ".join((*LINES, "Trang hai: số 12/GCN.")).split()


@pytest.mark.needs("pdftotext")
def test_more_than_five_hundred_distinct_characters_copy_out_right(tmp_path: Path) -> None:
    letters = [chr(code) for code in range(0x00C0, 0x0250)] + [chr(code) for code in range(0x1EA0, 0x1EFA)]
    letters += ["\U0001f600", "\U00020000", "漢", "đ", "₫"]
    lines = [
        " ".join("".join(letters[at : at + 4]) for at in range(row, row + 32, 4)) for row in range(0, 495, 32)
    ]
    source = tmp_path / "scan.jpg"
    source.write_bytes(encoded(paper(), "JPEG", dpi=(100, 100)))
    write(source, [read_page(words=words_on(lines))], tmp_path / "out.pdf")
    wanted = unicodedata.normalize("NFC", " ".join(lines)).split()
    assert text_of(tmp_path / "out.pdf", "-raw") == wanted


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_scans_own_stream_is_kept_to_the_last_byte(tmp_path: Path, mode: str) -> None:
    stream = encoded(paper(mode=mode), "JPEG", quality=70)
    source = scan_pdf(tmp_path / "scan.pdf", [stream], hidden="old words", rotate=90)
    write(source, [read_page(size=(1169, 827), rotation=270)], tmp_path / "out.pdf")
    assert streams_of(tmp_path / "out.pdf") == [stream]


def test_a_jpeg_file_is_kept_to_the_last_byte(tmp_path: Path) -> None:
    stream = encoded(paper(), "JPEG", quality=70)
    (tmp_path / "scan.jpg").write_bytes(stream)
    write(tmp_path / "scan.jpg", [read_page()], tmp_path / "out.pdf")
    assert streams_of(tmp_path / "out.pdf") == [stream]


def test_a_fax_stream_is_kept_to_the_last_byte(tmp_path: Path) -> None:
    tiff = tmp_path / "fax.tif"
    paper(mode="1").save(tiff, dpi=(100, 100), compression="group4", tiffinfo={278: 1169})
    write(tiff, [read_page()], tmp_path / "first.pdf")
    (packed,) = streams_of(tmp_path / "first.pdf")
    with pikepdf.open(tmp_path / "first.pdf") as pdf:
        assert list(next(iter(pdf.pages[0].Resources.XObject.values())).Filter) == ["/CCITTFaxDecode"]
    with Image.open(tiff) as image:
        (offset,), (length,) = image.tag_v2[273], image.tag_v2[279]
    assert packed == tiff.read_bytes()[offset : offset + length]
    write(tmp_path / "first.pdf", [read_page()], tmp_path / "second.pdf")
    assert streams_of(tmp_path / "second.pdf") == [packed]


def test_a_masked_picture_is_copied_without_what_pdfa_forbids(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")])
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        image.Interpolate = True
        image.SMask = pikepdf.Stream(pdf, b"\xff", Subtype=pikepdf.Name.Image, Width=1, Height=1)
        image.SMask.BitsPerComponent, image.SMask.ColorSpace = 8, pikepdf.Name.DeviceGray
        image.SMask.Interpolate = True
        pdf.save(source)
    write(source, [read_page()], tmp_path / "out.pdf")
    assert len(streams_of(tmp_path / "out.pdf")) == 1
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        assert "/Interpolate" not in image
        assert "/Interpolate" not in image.SMask


def test_strips_of_one_page_are_all_kept(tmp_path: Path) -> None:
    halves = [encoded(paper((827, 584), mark=mark), "JPEG") for mark in (True, False)]
    source = scan_pdf(tmp_path / "strips.pdf", [halves[0]])
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        lower = pikepdf.Stream(
            pdf, halves[1], **{str(k)[1:]: v for k, v in page.Resources.XObject.Im0.items()}
        )
        page.Resources.XObject.Im1 = lower
        page.MediaBox = [0, 0, 595.44, 840.96]
        drawing = b"q 595.44 0 0 420.48 0 420.48 cm /Im0 Do Q q 595.44 0 0 420.48 0 0 cm /Im1 Do Q"
        page.Contents = pikepdf.Stream(pdf, drawing)
        pdf.save(source)
    before = shown(source)
    written = write(source, [read_page(size=(827, 1168))], tmp_path / "out.pdf")
    assert written.remarks == ()
    assert streams_of(tmp_path / "out.pdf") == halves
    assert np.abs(before - shown(tmp_path / "out.pdf")).mean() < 2


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.needs("pdftotext")
def test_turned_pages_stand_upright_with_their_words_on_the_ink(
    tmp_path: Path, rotate: int, rotation: int
) -> None:
    upright = paper()
    stored = upright.rotate(rotate + rotation, expand=True)  # anticlockwise, undone by both turns
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(stored, "JPEG")], rotate=rotate)
    write(source, [read_page(rotation=rotation)], tmp_path / "out.pdf")
    pixels = shown(tmp_path / "out.pdf")
    assert pixels.shape == (1169, 827)
    assert pixels[20, 20] < 60
    assert pixels[20, -20] > 200
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "out.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    first = next(line for line in boxes.splitlines() if ">CỘNG<" in line)
    x, y = (float(first.split(f'{name}="')[1].split('"')[0]) for name in ("xMin", "yMin"))
    assert x == pytest.approx(72, abs=1)
    assert y == pytest.approx(120 * 0.72, abs=4)
    assert text_of(tmp_path / "out.pdf", "-raw") == " ".join(LINES).split()


@pytest.mark.parametrize("skew", [-4.0, 1.5, 4.0])
@pytest.mark.needs("pdftotext")
def test_words_on_a_skewed_page_stay_whole_and_in_order(tmp_path: Path, skew: float) -> None:
    slope = np.tan(np.radians(skew))
    words = tuple(
        Word(
            word.text,
            word.box.moved(0, slope * word.box.x0 + 60),
            word.confidence,
            word.line,
            word.block,
        )
        for word in words_on([*LINES] * 4)
    )
    (tmp_path / "scan.jpg").write_bytes(encoded(paper(), "JPEG", dpi=(100, 100)))
    write(tmp_path / "scan.jpg", [read_page(words=words, skew=skew)], tmp_path / "out.pdf")
    wanted = " ".join([*LINES] * 4).split()
    assert text_of(tmp_path / "out.pdf", "-raw") == wanted
    assert text_of(tmp_path / "out.pdf") == wanted


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_turned_photograph_keeps_its_stream_and_stands_upright(tmp_path: Path, orientation: int) -> None:
    back = {3: 180, 6: 90, 8: 270}
    exif = Image.Exif()
    exif[274] = orientation
    stored = paper().rotate(back.get(orientation, 0), expand=True)
    stream = encoded(stored, "JPEG", exif=exif, dpi=(100, 100))
    (tmp_path / "photo.jpg").write_bytes(stream)
    write(tmp_path / "photo.jpg", [read_page()], tmp_path / "out.pdf")
    assert streams_of(tmp_path / "out.pdf") == [stream]
    pixels = shown(tmp_path / "out.pdf")
    assert pixels.shape == (1169, 827)
    assert pixels[20, 20] < 60
    assert pixels[20, -20] > 200


@pytest.mark.needs("pdftotext")
def test_someone_elses_text_layer_is_replaced_by_ours(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")], hidden="garbage 123")
    write(source, [read_page()], tmp_path / "out.pdf")
    assert text_of(tmp_path / "out.pdf", "-raw") == " ".join(LINES).split()


@pytest.mark.needs("pdftotext")
def test_a_stamp_stays_visible_and_is_read_once(tmp_path: Path) -> None:
    stream = encoded(paper(mark=False), "JPEG")
    source = scan_pdf(tmp_path / "scan.pdf", [stream])
    add_stamp(source, "So 542", (400, 780, 500, 810))
    before = shown(source)
    write(source, [read_page()], tmp_path / "out.pdf")
    assert stream in streams_of(tmp_path / "out.pdf")
    assert np.abs(before - shown(tmp_path / "out.pdf")).mean() < 0.5
    assert "542" not in text_of(tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert "/Annots" not in pdf.pages[0].obj


def test_a_signed_file_is_left_alone_and_its_rendition_says_so(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "signed.pdf", [encoded(paper(), "JPEG")])
    sign(source)
    before = source.read_bytes()
    written = write(source, [read_page()], tmp_path / "out.pdf")
    assert source.read_bytes() == before
    assert "tệp gốc" in written.remarks[0]
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert "/AcroForm" not in pdf.Root
        about = pdf.Root.Metadata.read_bytes().decode()
    assert "urn:sha256:" in about
    assert "chữ ký số" in about


def test_scripts_files_and_passwords_stay_behind(tmp_path: Path) -> None:
    source = scan_pdf(
        tmp_path / "scan.pdf",
        [encoded(paper(), "JPEG")],
        save={"encryption": pikepdf.Encryption(owner="o", user="")},
    )
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.attachments["x.exe"] = b"MZ"
        pdf.save(source)
    write(source, [read_page()], tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert not pdf.is_encrypted
        assert set(pdf.Root.keys()) <= {
            *("/Type", "/Pages", "/Metadata", "/Lang", "/ViewerPreferences", "/OutputIntents", "/Version")
        }


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")])
    write(source, [read_page()], tmp_path / "one.pdf")
    write(source, [read_page()], tmp_path / "two.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_blank_page_and_a_part_of_a_file_are_kept_as_asked(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")] * 3)
    pages = [read_page(3), read_page(1, words=(), is_blank=True)]
    write(source, pages, tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert pdf.docinfo.Title == "Giấy xác nhận"


@pytest.mark.needs("gs", "pdftotext")
def test_a_born_digital_letter_keeps_its_text_and_becomes_pdfa(tmp_path: Path) -> None:
    lines = ["Dear Sir or Madam,", "all bills are paid."]
    source = text_pdf(tmp_path / "letter.pdf", lines)
    with open_source(source) as opened:
        words = opened.page(1).own_words(300)
    page = Page(1, 300, 2479, 3508, words=words, origin=TextOrigin.TEXT_LAYER)
    written = write(source, [page], tmp_path / "out.pdf")
    assert written.conformance in {"2u", "2b"}
    assert text_of(tmp_path / "out.pdf") == " ".join(lines).split()
    assert not streams_of(tmp_path / "out.pdf")


@pytest.mark.needs("gs", "pdftotext")
def test_text_of_an_old_font_copies_out_as_it_shows(tmp_path: Path) -> None:
    lines = ["Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập tự do hạnh phúc"]
    source = old_pdf(tmp_path / "old.pdf", [[Run(line)] for line in lines])
    with open_source(source) as opened:
        words = opened.page(1).own_words(300)
    page = Page(1, 300, 2479, 3508, words=words, origin=TextOrigin.TEXT_LAYER)
    assert write(source, [page], tmp_path / "out.pdf").conformance == "2u"
    assert text_of(tmp_path / "out.pdf") == " ".join(lines).split()


def test_pages_of_a_part_are_shown_under_their_numbers_in_the_source(tmp_path: Path) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")] * 5)
    pages = [read_page(number) for number in (2, 3, 5)]
    write(source, pages, tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert [page.label for page in pdf.pages] == ["2", "3", "5"]


def test_without_ghostscript_a_born_digital_page_is_drawn_under_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = text_pdf(tmp_path / "letter.pdf", ["Dear Sir"])
    with open_source(source) as opened:
        words = opened.page(1).own_words(300)
    page = Page(1, 300, 2479, 3508, words=words, origin=TextOrigin.TEXT_LAYER)
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        written = write(source, [page], tmp_path / "out.pdf")
    assert written.conformance == "2u"
    assert written.remarks[0].startswith("Trang 1 không chuyển")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        (picture,) = pdf.pages[0].Resources.XObject.values()
        assert int(picture.Width) == 2479
    with open_source(tmp_path / "out.pdf") as made:
        assert np.abs(made.page(1).picture(dpi=100).pixels.astype(int).mean() - 255) < 5


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")])

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pikepdf.Pdf, "save", full_disk)
    with pytest.raises(OSError, match="No space"):
        write(source, [read_page()], tmp_path / "out.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["scan.pdf"]


def test_words_without_place_or_letters_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "scan.jpg").write_bytes(encoded(paper(), "JPEG", dpi=(100, 100)))
    words = (Word("", Box(0, 0, 5, 5), 1.0), Word(" ", Box(9, 9, 9, 9), 1.0), Word("a", Box(9, 9, 9, 9), 1.0))
    assert write(tmp_path / "scan.jpg", [read_page(words=words)], tmp_path / "out.pdf").conformance == "2u"


KINDS = {
    "png": lambda: encoded(paper(), "PNG", dpi=(100, 100)),
    "png-1-bit": lambda: encoded(paper(mode="1"), "PNG"),
    "png-alpha": lambda: encoded(paper(mode="RGBA"), "PNG"),
    "png-palette": lambda: encoded(paper(mode="P"), "PNG"),
    "jpeg-cmyk": lambda: encoded(paper(mode="CMYK"), "JPEG"),
    "tiff-lzw": lambda: encoded(paper(), "TIFF", compression="tiff_lzw"),
    "webp": lambda: encoded(paper(), "WEBP"),
    "bmp": lambda: encoded(paper(), "BMP"),
    "gif": lambda: encoded(paper(), "GIF"),
    "heic": lambda: encoded(paper(), "HEIF"),
}


def test_pictures_of_every_kind_look_the_same_in_the_rendition(tmp_path: Path) -> None:
    for name, draw in KINDS.items():
        (tmp_path / name).write_bytes(draw())
        write(tmp_path / name, [read_page()], tmp_path / f"{name}.pdf")
        with Image.open(io.BytesIO(encoded(paper(), "PNG"))) as wanted:
            difference = np.abs(
                shown(tmp_path / f"{name}.pdf") - np.asarray(wanted.convert("L")).astype(float)
            )
        assert difference.mean() < 12, name
