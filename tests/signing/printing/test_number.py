"""Number and date are printed where the decree has them, and nothing else of the paper changes."""

from __future__ import annotations

import subprocess
import zlib
from datetime import date
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from records.errors import NotSignable, PlaceNotFound, SigningRefused
from signing.appearance import PageWord
from signing.demo_documents import DemoLetter, demo_letters
from signing.orders import FieldPlace
from signing.printing.number import ByHand, print_number
from signing.printing.reading import first_page_lines
from tests.signing.printing.papers import rewritten, text_of, with_content
from tests.tools.verapdf import failures

DAY = date(2026, 2, 5)
WHOLE = "Thử Nghiệm, ngày 05 tháng 02 năm 2026"


def draw(folder: Path, *, kind: str = "decision", blank: str = "      ", **known: object) -> DemoLetter:
    (letter,) = demo_letters(folder, count=1, kinds=[kind], blank=blank, **known)  # type: ignore[arg-type]
    return letter


def printed(
    source: Path, *, number: int = 7, symbol: str = "QĐ-UBND", day: date = DAY, **more: object
) -> Path:
    target = source.with_suffix(".numbered.pdf")
    print_number(source, target, number=number, symbol=symbol, date=day, **more)  # type: ignore[arg-type]
    return target


def picture(path: Path, page: int = 0) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[page].render(scale=2).to_numpy()[..., 0]


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("blank", ["   ", "      ", "........", "……", "____", " . . . . "])
@pytest.mark.parametrize("mode", ["-layout", "-raw"])
def test_number_and_date_are_found_as_one_line_whatever_the_blank(
    tmp_path: Path, blank: str, mode: str
) -> None:
    text = text_of(printed(draw(tmp_path, blank=blank).path), mode)
    assert "Số: 07/QĐ-UBND" in text
    assert WHOLE in text


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        (7, date(2026, 1, 9), "Số: 07/QĐ-UBND Thử Nghiệm, ngày 09 tháng 01 năm 2026"),
        (15, date(2026, 3, 10), "Số: 15/QĐ-UBND Thử Nghiệm, ngày 10 tháng 3 năm 2026"),
        (1204, date(2026, 12, 31), "Số: 1204/QĐ-UBND Thử Nghiệm, ngày 31 tháng 12 năm 2026"),
    ],
)
@pytest.mark.needs("pdftotext")
def test_small_numbers_days_and_months_have_a_nought(
    tmp_path: Path, number: int, day: date, expected: str
) -> None:
    assert expected in text_of(printed(draw(tmp_path).path, number=number, day=day), "-raw")


def test_figures_stand_on_the_baseline_of_their_line_in_its_size(tmp_path: Path) -> None:
    path = printed(draw(tmp_path).path)
    (line,) = (line for line in first_page_lines(path) if "Số:" in line.text)
    number, rest = line.between(line.text.index("07"), line.text.index("/")), line.glyphs
    assert {round(glyph.baseline, 2) for glyph in rest} == {round(rest[0].baseline, 2)}
    assert {round(glyph.size, 2) for glyph in number} == {13.0}
    slash = line.between(line.text.index("/"), line.text.index("/") + 1)[0]
    assert number[-1].right == pytest.approx(slash.left, abs=0.2)


def test_nothing_else_on_the_paper_moves(tmp_path: Path) -> None:
    letter = draw(tmp_path, blank="........")
    path = printed(letter.path)
    assert np.array_equal(picture(letter.path, 1), picture(path, 1))
    before, after = picture(letter.path), picture(path)
    rows = np.flatnonzero((before != after).any(axis=1))
    assert rows.max() - rows.min() < 2 * 20  # the one line of number and date


@pytest.mark.needs("verapdf")
def test_numbered_papers_stay_pdf_a(tmp_path: Path) -> None:
    made = [
        printed(draw(tmp_path / kind, kind=kind, blank=blank).path, symbol=symbol)
        for kind, blank, symbol in (
            ("decision", "....", "QĐ-UBND"),
            ("letter", "    ", "UBND-VP"),
            ("proposal", "……", "TTr-UBND"),
        )
    ]
    assert failures(made) == []


@pytest.mark.needs("qpdf")
def test_numbered_papers_are_sound_and_the_original_is_untouched(tmp_path: Path) -> None:
    letter = draw(tmp_path)
    before = letter.path.read_bytes()
    subprocess.run(["qpdf", "--check", str(printed(letter.path))], check=True, capture_output=True)
    assert letter.path.read_bytes() == before


def test_a_paper_that_is_complete_is_copied_byte_for_byte(tmp_path: Path) -> None:
    letter = draw(tmp_path, number="07", date=DAY)
    target = tmp_path / "same.pdf"
    assert not print_number(letter.path, target, number=7, symbol="QĐ-UBND", date=DAY)
    assert target.read_bytes() == letter.path.read_bytes()


@pytest.mark.parametrize(
    ("stands", "wanted"),
    [
        ({"number": "08"}, {}),
        ({"date": date(2026, 2, 6)}, {}),
        ({"date": date(2026, 3, 5)}, {}),
        ({}, {"day": date(2027, 2, 5)}),
        ({}, {"symbol": "QĐ-HĐND"}),
    ],
)
def test_what_differs_from_what_was_allocated_is_refused(
    tmp_path: Path, stands: dict[str, object], wanted: dict[str, object]
) -> None:
    letter = draw(tmp_path, **stands)
    with pytest.raises(NotSignable) as refused:
        printed(letter.path, **wanted)  # type: ignore[arg-type]
    assert "khác" in refused.value.remedy_vi
    assert sorted(tmp_path.iterdir()) == [letter.path]


def test_a_date_is_completed_where_a_number_stands_already(tmp_path: Path) -> None:
    assert print_number(
        draw(tmp_path, number="07").path, tmp_path / "out.pdf", number=7, symbol="QĐ-UBND", date=DAY
    )
    assert any(WHOLE in " ".join(line.text.split()) for line in first_page_lines(tmp_path / "out.pdf"))


def test_a_blank_too_narrow_for_its_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotSignable, match="narrow"):
        printed(draw(tmp_path, blank=" ").path, number=12345)


def test_a_page_without_such_lines_is_refused_unless_somebody_shows_the_place(tmp_path: Path) -> None:
    letter = draw(tmp_path, kind="appendix")
    with pytest.raises(PlaceNotFound):
        printed(letter.path)
    by_hand = ByHand(FieldPlace(1, (90, 780, 250, 800)), FieldPlace(1, (300, 780, 540, 800)))
    path = printed(letter.path, by_hand=by_hand, place="Thử Nghiệm")
    text = [line.text for line in first_page_lines(path)]
    assert any("Số: 07/QĐ-UBND" in line and WHOLE in line for line in text)


def test_law_titles_in_the_body_are_not_taken_for_the_date(tmp_path: Path) -> None:
    path = printed(draw(tmp_path).path)
    assert "ngày 05 tháng 3 năm 2020" in " ".join(line.text for line in first_page_lines(path))


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("mode", ["-layout", "-raw"])
def test_after_a_label_alone_number_and_symbol_are_printed_together(tmp_path: Path, mode: str) -> None:
    letter = draw(tmp_path)
    symbol = "/QĐ-UBND".encode("utf-16-be").hex().upper().encode()
    label = with_content(letter.path, tmp_path / "label.pdf", [(symbol, b"0020" * 8)])
    path = printed(label)
    assert "Số: 07/QĐ-UBND" in text_of(path, mode)
    (line,) = (line for line in first_page_lines(path) if "Số:" in line.text)
    gap = line.glyphs[3].left - line.glyphs[2].right
    assert gap == pytest.approx(0.25 * 13, abs=0.1)


@pytest.mark.slow
@pytest.mark.needs("pdftotext", "chromium")
def test_papers_printed_from_a_browser_are_filled(tmp_path: Path) -> None:
    page = tmp_path / "paper.html"
    page.write_text(
        "<meta charset=utf-8><table width=100%><tr><td>Số: ......../QĐ-UBND"
        "<td><i>Thử Nghiệm, ngày ..... tháng ..... năm 20....</i></table>",
        encoding="utf-8",
    )
    made = tmp_path / "paper.pdf"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={made}"]
    subprocess.run([*command, "--no-pdf-header-footer", str(page)], check=True, capture_output=True)
    text = text_of(printed(made), "-raw")
    assert "Số: 07/QĐ-UBND" in text
    assert WHOLE in text


@pytest.mark.needs("pdftotext")
def test_text_in_pieces_and_by_every_operator_is_filled(tmp_path: Path) -> None:
    letter = draw(tmp_path)
    with pikepdf.open(letter.path) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    shown = f"Số: {' ' * 6}/QĐ-UBND".encode("utf-16-be").hex().upper().encode()
    assert shown in content
    head, tail = shown[:20], shown[20:]
    for number, pieces in enumerate(
        (
            b"<" + head + b"> Tj <" + tail + b"> Tj",
            b"[<" + head + b"> 0 <" + tail + b">] TJ",
            b"0 TL <" + head + b"> ' [<" + tail + b">] TJ",
            b"0 TL 0 0 <" + shown + b'> "',
            b"100 Tz 0 Tw <" + shown + b"> Tj",
        )
    ):
        path = with_content(letter.path, tmp_path / f"{number}.pdf", [(b"<" + shown + b"> Tj", pieces)])
        assert "Số: 07/QĐ-UBND" in text_of(printed(path), "-raw")


@pytest.mark.needs("pdftotext", "gs")
def test_papers_of_other_programs_are_filled(tmp_path: Path) -> None:
    letter = draw(tmp_path, blank=".......")
    cairo, ghostscript = tmp_path / "cairo.pdf", tmp_path / "gs.pdf"
    subprocess.run(["pdftocairo", "-pdf", str(letter.path), str(cairo)], check=True)
    command = ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-o", str(ghostscript)]
    subprocess.run([*command, str(letter.path)], check=True)
    for path in (cairo, ghostscript):
        text = text_of(printed(path), "-raw")
        assert "Số: 07/QĐ-UBND" in text
        assert WHOLE in text


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("mode", ["-layout", "-raw"])
def test_a_real_paper_is_filled_as_it_was_before_it_was_signed(
    tmp_path: Path, shared_samples: Path, mode: str
) -> None:
    def take_signatures_away(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj.Annots

    real = shared_samples / "real_admin" / "qn_2024_542-TB.pdf"
    draft = rewritten(real, tmp_path / "draft.pdf", take_signatures_away)
    text = text_of(printed(draft, number=542, symbol="TB-UBND", day=date(2024, 11, 7)), mode)
    assert "Số: 542/TB-UBND" in text
    assert "Quảng Ngãi, ngày 07 tháng 11 năm 2024" in text


@pytest.mark.needs("pdftotext")
def test_text_within_a_form_object_is_printed_over_and_its_dots_are_refused(tmp_path: Path) -> None:
    def wrap(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        form = pdf.make_stream(page.Contents.read_bytes())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.MediaBox, page.Resources
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = pdf.make_stream(b"/F Do")

    spaces = rewritten(draw(tmp_path / "a").path, tmp_path / "spaces.pdf", wrap)
    text = text_of(printed(spaces))
    assert "Số: 07/QĐ-UBND" in text
    assert WHOLE in text
    dots = rewritten(draw(tmp_path / "b", blank="........").path, tmp_path / "dots.pdf", wrap)
    with pytest.raises(PlaceNotFound, match="dots"):
        printed(dots)


@pytest.mark.needs("pdftotext")
def test_named_fields_are_filled_and_become_part_of_the_page(tmp_path: Path) -> None:
    letter = draw(tmp_path, kind="appendix")

    def add_fields(pdf: pikepdf.Pdf) -> None:
        fields = [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T=name, Rect=box
                )
            )
            for name, box in (
                ("So_Ky_Hieu", [90, 780, 200, 800]),
                ("ngay_thang", [300, 780, 540, 800]),
                ("ghi_chu", [90, 700, 200, 720]),
            )
        ]
        pdf.pages[0].Annots = pikepdf.Array(fields)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))

    path = printed(rewritten(letter.path, tmp_path / "form.pdf", add_fields), place="Thử Nghiệm")
    text = text_of(path)
    assert "07/QĐ-UBND" in text
    assert WHOLE in text
    with pikepdf.open(path) as pdf:
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["ghi_chu"]
        assert len(pdf.pages[0].Annots) == 1


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_scan_is_filled_by_the_words_that_were_read_on_it(tmp_path: Path, turned: int) -> None:
    letter = draw(tmp_path)
    words = [
        PageWord(1, glyph.text, (glyph.left, glyph.baseline, glyph.right, glyph.baseline + 9))
        for line in first_page_lines(letter.path)[:8]
        for glyph in line.glyphs
    ]
    scan = tmp_path / "scan.pdf"
    with pypdfium2.PdfDocument(letter.path) as pdf:
        image = pdf[0].render(scale=2).to_pil().convert("L")
    image.rotate(turned, expand=True).save(scan, "PDF", resolution=144)
    rewritten(scan, scan.with_stem("turned"), lambda made: made.pages[0].rotate(turned, relative=False))
    scan = scan.with_stem("turned")
    path = printed(scan, words=words)
    changed = np.argwhere(picture(scan) != picture(path))
    with_text = np.argwhere(picture(letter.path) != picture(printed(letter.path)))
    for end in (np.min, np.max):  # pixels at 144 dpi
        assert np.abs(end(changed, axis=0) - end(with_text, axis=0)).max() < 6
    with pytest.raises(PlaceNotFound):
        printed(rewritten(scan, tmp_path / "other.pdf", lambda _: None))


def encrypt(source: Path, target: Path, *, user: str) -> Path:
    with pikepdf.open(source) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="chu", user=user))
    return target


@pytest.mark.parametrize(
    "kind", ["locked", "restricted", "cut", "text", "empty", "signed", "missing", "no page"]
)
def test_hostile_files_are_refused_with_a_sentence_and_leave_nothing(tmp_path: Path, kind: str) -> None:
    letter, path = draw(tmp_path / "made"), tmp_path / "in" / "paper.pdf"
    path.parent.mkdir()
    match kind:
        case "locked" | "restricted":
            encrypt(letter.path, path, user="mat khau" if kind == "locked" else "")
        case "cut":
            path.write_bytes(letter.path.read_bytes()[:3000])
        case "text":
            path.write_text("không phải PDF")
        case "empty":
            path.touch()
        case "signed":
            path.write_bytes(letter.path.read_bytes() + b"\n% /ByteRange [0 1 2 3]")
        case "no page":
            rewritten(letter.path, path, lambda pdf: pdf.pages.__delitem__(slice(None)))
    with pytest.raises(SigningRefused) as refused:
        printed(path)
    assert refused.value.remedy_vi
    assert [file.name for file in path.parent.iterdir()] == ([] if kind == "missing" else ["paper.pdf"])


def test_a_target_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    letter = draw(tmp_path)
    target = tmp_path / "out.pdf"
    target.write_text("khác")
    with pytest.raises(NotSignable):
        print_number(letter.path, target, number=7, symbol="QĐ-UBND", date=DAY)
    assert target.read_text() == "khác"


def test_fonts_that_pages_share_are_left_alone(tmp_path: Path) -> None:
    with pikepdf.open(printed(draw(tmp_path).path)) as pdf:
        first, second = (set(page.Resources.Font.keys()) for page in pdf.pages)
    assert len(first - second) == 2
    assert not second - first


def test_a_page_that_inflates_beyond_any_paper_is_refused_at_once(tmp_path: Path) -> None:
    def pack(pdf: pikepdf.Pdf) -> None:
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
        bomb = pikepdf.Stream(pdf, packed)
        bomb.Filter = pikepdf.Name.FlateDecode
        pdf.pages[0].Contents = pikepdf.Array([pdf.make_indirect(bomb)])

    with pytest.raises(NotSignable, match="inflates"):
        printed(rewritten(draw(tmp_path).path, tmp_path / "bomb.pdf", pack))


@pytest.mark.slow
def test_a_file_of_five_thousand_pages_is_numbered(tmp_path: Path) -> None:
    def grow(pdf: pikepdf.Pdf) -> None:
        for _ in range(5000):
            pdf.pages.append(pdf.pages[1])

    path = printed(rewritten(draw(tmp_path).path, tmp_path / "long.pdf", grow))
    assert any("07/QĐ-UBND" in line.text for line in first_page_lines(path))


@pytest.mark.parametrize("number", ["0", "-3", "1a", "", "12345678"])
def test_what_is_no_number_is_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(NotSignable):
        print_number(draw(tmp_path).path, tmp_path / "out.pdf", number=number, symbol="QĐ-UBND", date=DAY)
