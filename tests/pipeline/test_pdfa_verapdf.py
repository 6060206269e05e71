"""Every kind of rendition conforms to what it claims, as the reference validator sees it; one run for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from pipeline.pdfa import Attachment, write_searchable
from pipeline.source import open_source
from records import Page, TextOrigin
from tests.pipeline.drawn import WHEN, add_stamp, encoded, paper, read_page, scan_pdf, sign, text_pdf
from tests.pipeline.test_pdfa import KINDS
from tests.pipeline.test_pdfa_compact import SIZE, jpx_pdf, worn_page
from tests.tools.verapdf import failures

MORE_KINDS: dict[str, Callable[[], bytes]] = {
    "jpeg-grey": lambda: encoded(paper(mode="L"), "JPEG"),
    "png-16-bit": lambda: encoded(Image.fromarray(np.full((1169, 827), 40_000, np.uint16)), "PNG"),
    "png-grey-alpha": lambda: encoded(paper(mode="LA"), "PNG"),
    "tiff-fax": lambda: encoded(paper(mode="1"), "TIFF", compression="group4"),
    "tiff-cmyk": lambda: encoded(paper(mode="CMYK"), "TIFF"),
}
RECORD = Attachment("record.json", b"{}", "application/json", description="Hồ sơ")


def write(source: Path, page: Page, out: Path, **options: object) -> Path:
    write_searchable(source, [page], out, title="Giấy", created=WHEN, **options)  # type: ignore[arg-type]
    return out


def images(folder: Path) -> list[Path]:
    made = []
    for name, draw in {**KINDS, **MORE_KINDS}.items():
        (folder / name).write_bytes(draw())
        made.append(write(folder / name, read_page(), folder / f"{name}.pdf"))
    (folder / "worn").write_bytes(encoded(worn_page(), "JPEG", quality=85, dpi=(150, 150)))
    page = read_page(size=SIZE, dpi=150)
    made.append(write(folder / "worn", page, folder / "compact.pdf", compact=True, attachments=[RECORD]))
    askew = read_page(size=SIZE, dpi=150, skew=4.0)
    for name, compact in (("askew", False), ("askew-compact", True)):
        made.append(write(folder / "worn", askew, folder / f"{name}.pdf", compact=compact))
    return made


def scans(folder: Path) -> list[Path]:
    made = []
    source = scan_pdf(folder / "scan", [encoded(paper(), "JPEG")], hidden="old", shown="Stamp", rotate=90)
    add_stamp(source, "So 542", (400, 700, 500, 730))
    sign(source)
    made.append(write(source, read_page(size=(1169, 827)), folder / "signed.pdf"))
    for mode in ("RGB", "L"):
        jpx_pdf(folder / mode, mode)
        made.append(write(folder / mode, read_page(), folder / f"jpx-{mode}.pdf"))
    for name, spoil in (("large", enlarge), ("clear", make_transparent), ("layered", lay_in_layers)):
        source = scan_pdf(folder / name, [encoded(paper(), "JPEG")])
        with pikepdf.open(source, allow_overwriting_input=True) as pdf:
            spoil(pdf)
            pdf.save(source)
        made.append(write(source, read_page(), folder / f"{name}.pdf"))
    return made


def enlarge(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.UserUnit = 2


def make_transparent(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Resources.ExtGState = pikepdf.Dictionary(G0=pikepdf.Dictionary(ca=0.5, BM=pikepdf.Name.Multiply))
    page.Contents = pikepdf.Stream(pdf, b"/G0 gs " + page.Contents.read_bytes())


def lay_in_layers(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Layer"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(Order=[layer]))
    pdf.pages[0].Resources.XObject.Im0.OC = layer


def letters(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    source = text_pdf(folder / "letter", ["Dear Sir or Madam,", "all bills are paid."])
    with open_source(source) as opened:
        words = opened.page(1).own_words(300)
    page = replace(read_page(size=(2479, 3508), dpi=300), words=words, origin=TextOrigin.TEXT_LAYER)
    made = [write(source, page, folder / "converted.pdf")]
    with monkeypatch.context() as without_ghostscript:
        without_ghostscript.setenv("PATH", str(folder))
        made.append(write(source, page, folder / "redrawn.pdf"))
    return made


@pytest.mark.needs("verapdf")
@pytest.mark.slow
def test_renditions_of_every_kind_conform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [*images(tmp_path), *scans(tmp_path), *letters(tmp_path, monkeypatch)]
    assert failures(made) == []


@pytest.mark.needs("verapdf")
def test_a_file_that_does_not_conform_is_named(tmp_path: Path) -> None:
    plain = text_pdf(tmp_path / "plain.pdf", ["Dear Sir"])
    assert "plain.pdf" in failures([plain])[0]
