"""Files that were never paper: what shows is read, what does not is not, and locks say who opens them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from pipeline.source import open_source
from pipeline.source.text_layer import judge, shown_words
from records.errors import EncryptedFile

WEAK = {3: {"aes": False, "metadata": False}}
"""What the oldest kind of lock cannot do."""
HELLO = "BT /F1 12 Tf 72 700 Td (Hello page) Tj ET"


def font() -> Dictionary:
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )


def one_page(content: str = HELLO, **entries: object) -> pikepdf.Pdf:
    """An A4 page that draws `content` in Helvetica; `entries` go into its dictionary."""
    pdf = pikepdf.new()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 595, 842]),
        Resources=Dictionary(Font=Dictionary(F1=font())),
        Contents=pdf.make_indirect(Stream(pdf, content.encode("latin-1"))),
    )
    for key, value in entries.items():
        page[f"/{key}"] = value
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def with_notes(pdf: pikepdf.Pdf, *notes: Dictionary) -> pikepdf.Pdf:
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note) for note in notes])
    return pdf


def note(kind: str, *, flags: int = 4, **entries: object) -> Dictionary:
    out = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([300, 600, 400, 630]), F=flags)
    for key, value in entries.items():
        out[f"/{key}"] = value
    return out


def look(pdf: pikepdf.Pdf, text: str) -> Dictionary:
    """An appearance that shows `text`."""
    content = f"0.9 g 0 0 100 30 re f 0 g BT /F1 10 Tf 4 10 Td ({text}) Tj ET"
    stream = Stream(pdf, content.encode(), Type=Name.XObject, Subtype=Name.Form)
    stream.BBox = Array([0, 0, 100, 30])
    stream.Resources = Dictionary(Font=Dictionary(F1=font()))
    return Dictionary(N=pdf.make_indirect(stream))


def read(pdf: pikepdf.Pdf, folder: Path, **save: object) -> tuple[list[str], Sequence[str]]:
    """The words that show on the first page, and what staff are told."""
    path = folder / "file.pdf"
    pdf.save(path, **save)
    with open_source(path) as source:
        page = source.page(1)
        picture = page.picture(dpi=100)
        words = shown_words(page.own_words(100), picture.pixels)
        return [word.text for word in words], page.warnings


def form(pdf: pikepdf.Pdf, value: str, **entries: object) -> pikepdf.Pdf:
    """A text field filled with `value`, without a picture of it."""
    field = note("Widget", FT=Name.Tx, T="ten", V=value, DA="/F1 12 Tf 0 g", **entries)
    with_notes(pdf, field)
    pdf.Root.AcroForm = Dictionary(
        Fields=pdf.pages[0].obj.Annots, DR=Dictionary(Font=Dictionary(F1=font())), DA="/F1 12 Tf 0 g"
    )
    return pdf


def test_filled_fields_are_part_of_the_page(tmp_path: Path) -> None:
    assert read(form(one_page(), "Gia tri 42"), tmp_path) == (["Hello", "page", "Gia", "tri", "42"], ())


def test_a_field_whose_letters_cannot_be_drawn_is_read_from_the_form(tmp_path: Path) -> None:
    words, warnings = read(form(one_page(), "Nguyễn Văn Đạt"), tmp_path)
    assert words == ["Hello", "page", "Nguyễn", "Văn", "Đạt"]
    assert "ô biểu mẫu" in warnings[0]


def test_shown_notes_are_read_and_comments_are_told(tmp_path: Path) -> None:
    pdf = one_page()
    with_notes(
        pdf,
        note("FreeText", AP=look(pdf, "typed note"), Contents="typed note"),
        note("Popup", flags=28, Contents="nobody prints this"),
        note("Text", flags=28, Contents="nobody prints this"),
        note("Stamp", flags=2, AP=look(pdf, "hidden")),
    )
    words, warnings = read(pdf, tmp_path)
    assert words == ["Hello", "page", "typed", "note"]
    assert len(warnings) == 1
    assert "1 lời bình" in warnings[0]


def test_a_note_without_a_picture_does_not_vanish_silently(tmp_path: Path) -> None:
    pdf = with_notes(one_page(), note("FreeText", Contents="lost", DA="/F1 12 Tf 0 g"))
    words, warnings = read(pdf, tmp_path)
    assert words == ["Hello", "page"]
    assert "không kèm hình hiển thị" in warnings[0]


def test_a_layer_that_is_switched_off_is_not_read(tmp_path: Path) -> None:
    hidden = "/OC /L1 BDC BT /F1 12 Tf 72 650 Td (Draft only) Tj ET EMC"
    shown = "/OC /L2 BDC BT /F1 12 Tf 72 600 Td (Final) Tj ET EMC"
    pdf = one_page(f"{HELLO} {hidden} {shown}")
    off, on = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("off", "on"))
    pdf.pages[0].Resources.Properties = Dictionary(L1=off, L2=on)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([off, on]), D=Dictionary(OFF=Array([off])))
    assert read(pdf, tmp_path)[0] == ["Hello", "page", "Final"]


def test_text_that_leaves_no_trace_is_not_read_and_pale_text_is(tmp_path: Path) -> None:
    white = "1 g BT /F1 12 Tf 72 650 Td (White) Tj ET"
    pale = "0.93 g BT /F1 12 Tf 72 600 Td (Pale) Tj ET"
    outside = "0 g BT /F1 12 Tf 700 600 Td (Outside) Tj ET"
    assert read(one_page(f"{HELLO} {white} {pale} {outside}"), tmp_path)[0] == ["Hello", "page", "Pale"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_cropped_page_shows_and_says_what_is_within(tmp_path: Path, rotate: int) -> None:
    content = f"{HELLO} BT /F1 12 Tf 5 5 Td (cropped) Tj ET"
    pdf = one_page(content, CropBox=Array([50, 600, 300, 800]), Rotate=rotate)
    assert read(pdf, tmp_path)[0] == ["Hello", "page"]


def test_a_page_in_larger_units_is_as_large_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    one_page(UserUnit=2.0).save(path)
    with open_source(path) as source:
        page = source.page(1)
        picture = page.picture()
        word = page.own_words(picture.dpi)[0]
    assert picture.pixels.shape[:2] == (7017, 4958)
    assert picture.dpi == 300
    assert word.box.x0 == pytest.approx(2 * 72 / 72 * 300, abs=12)


def test_a_page_without_contents_is_a_blank_page(tmp_path: Path) -> None:
    pdf = one_page()
    del pdf.pages[0].obj.Contents
    assert read(pdf, tmp_path) == ([], ())


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_an_owners_lock_is_opened_and_said(tmp_path: Path, revision: int) -> None:
    lock = pikepdf.Encryption(
        owner="o", user="", R=revision, allow=pikepdf.Permissions(extract=False), **WEAK.get(revision, {})
    )
    words, warnings = read(one_page(), tmp_path, encryption=lock)
    assert words == ["Hello", "page"]
    assert "cấm sao chép" in warnings[0]


@pytest.mark.parametrize(
    ("handler", "remedy"),
    [("EBX_HANDLER", "quản lý quyền"), ("FOPN_fLock", "quản lý quyền"), ("Adobe.PubSec", "chứng thư số")],
)
def test_a_lock_of_another_kind_is_refused_with_who_can_open_it(
    tmp_path: Path, handler: str, remedy: str
) -> None:
    path = tmp_path / "locked.pdf"
    one_page().save(path)
    before, mark, after = path.read_bytes().rpartition(b"trailer <<")
    lock = f" /Encrypt << /Filter /{handler} /V 4 /Length 128 /R 4 >> ".encode()
    path.write_bytes(before + mark + lock + after)
    with pytest.raises(EncryptedFile) as refused:
        open_source(path)
    assert remedy in refused.value.remedy_vi


def test_a_password_is_asked_for_in_words(tmp_path: Path) -> None:
    path = tmp_path / "closed.pdf"
    one_page().save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(EncryptedFile) as refused:
        open_source(path)
    assert "mật khẩu" in refused.value.remedy_vi


def test_attached_files_are_named(tmp_path: Path) -> None:
    pdf = one_page()
    pdf.attachments["bảng kê.xlsx"] = b"cells"
    held = Dictionary(Type=Name.Filespec, F="phu-luc.docx", UF="phụ lục.docx")
    with_notes(pdf, note("FileAttachment", flags=28, FS=held))
    warnings = read(pdf, tmp_path)[1]
    assert "2 tệp đính kèm" in warnings[0]
    assert "bảng kê.xlsx, phụ lục.docx" in warnings[0]


def test_a_portfolio_says_that_only_its_cover_is_read(tmp_path: Path) -> None:
    pdf = one_page()
    pdf.attachments["a.pdf"] = b"%PDF"
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)
    assert "portfolio" in read(pdf, tmp_path)[1][0]


def test_a_static_xfa_form_is_shown_with_a_warning(tmp_path: Path) -> None:
    pdf = one_page()
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_indirect(Stream(pdf, b"<xdp/>")))
    words, warnings = read(pdf, tmp_path)
    assert words == ["Hello", "page"]
    assert "XFA" in warnings[0]


def unmapped(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    """The page's font draws its letters under names that mean nothing."""
    glyph = Stream(pdf, b"600 0 0 0 500 700 d1 0 0 400 600 re f")
    names = [f"/g{code}" for code in range(97, 123)]
    pdf.pages[0].Resources.Font.F1 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary({name: pdf.make_indirect(glyph) for name in names}),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, *(Name(name) for name in names)])),
        FirstChar=97,
        LastChar=122,
        Widths=Array([600] * 26),
        Resources=Dictionary(),
    )
    return pdf


def test_a_font_that_does_not_say_its_letters_is_not_trusted(tmp_path: Path) -> None:
    rows = " ".join(
        f"BT /F1 12 Tf 72 {760 - 18 * row} Td (this would be a sentence) Tj ET" for row in range(9)
    )
    path = tmp_path / "unmapped.pdf"
    unmapped(one_page(rows)).save(path)
    with open_source(path) as source:
        page = source.page(1)
        assert not judge(page.own_words(100), page.picture(dpi=100).pixels, 100).is_trusted


def test_texts_over_each_other_are_not_trusted(tmp_path: Path) -> None:
    rows = " ".join(
        f"BT /F1 12 Tf 72 {760 - 18 * row} Td ({text}) Tj ET"
        for row in range(9)
        for text in ("this would be a sentence", "another language in its place")
    )
    path = tmp_path / "twice.pdf"
    one_page(rows).save(path)
    with open_source(path) as source:
        page = source.page(1)
        trust = judge(page.own_words(100), page.picture(dpi=100).pixels, 100)
    assert not trust.is_trusted
    assert "chồng" in trust.why
