"""Appendices are told number and date of their document, and no other paper's are touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pikepdf
import pytest

from records.errors import NotSignable
from signing.demo_documents import demo_letters
from signing.printing.number import print_number
from signing.printing.references import print_reference
from tests.signing.printing.papers import text_of
from tests.tools.verapdf import failures

DAY = date(2026, 2, 5)
EXPECTED = "Kèm theo Quyết định số 07/QĐ-UBND ngày 05 tháng 02 năm 2026"


def draw(folder: Path, *, kind: str = "appendix", **known: object) -> Path:
    return demo_letters(folder, count=1, kinds=[kind], **known)[0].path  # type: ignore[arg-type]


def referred(source: Path, *, symbol: str = "QĐ-UBND") -> tuple[Path, bool]:
    target = source.with_suffix(".filled.pdf")
    return target, print_reference(source, target, number=7, symbol=symbol, date=DAY)


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("blank", ["      ", "......", "…"])
@pytest.mark.parametrize("mode", ["-layout", "-raw"])
def test_an_appendix_in_a_file_of_its_own_is_told_its_document(tmp_path: Path, blank: str, mode: str) -> None:
    path, is_printed = referred(draw(tmp_path, blank=blank))
    assert is_printed
    assert EXPECTED in text_of(path, mode)


@pytest.mark.needs("pdftotext", "verapdf")
def test_an_appendix_in_the_documents_file_is_filled_with_it(tmp_path: Path) -> None:
    letter, appendix = draw(tmp_path / "a", kind="decision"), draw(tmp_path / "b")
    whole = tmp_path / "whole.pdf"
    with pikepdf.open(letter) as pdf, pikepdf.open(appendix) as behind:
        pdf.pages.extend(behind.pages)
        pdf.save(whole)
    target = tmp_path / "numbered.pdf"
    print_number(whole, target, number=7, symbol="QĐ-UBND", date=DAY)
    text = text_of(target)
    assert "Số: 07/QĐ-UBND" in text
    assert EXPECTED in text
    assert failures([target]) == []


@pytest.mark.parametrize(
    ("known", "symbol"),
    [({}, "TTr-UBND"), ({"number": "08"}, "QĐ-UBND"), ({"number": "07", "date": DAY}, "QĐ-UBND")],
)
def test_other_papers_and_complete_references_are_left_as_they_are(
    tmp_path: Path, known: dict[str, object], symbol: str
) -> None:
    source = draw(tmp_path, **known)
    path, is_printed = referred(source, symbol=symbol)
    assert not is_printed
    assert path.read_bytes() == source.read_bytes()


def test_a_signed_appendix_is_refused(tmp_path: Path) -> None:
    source = draw(tmp_path)
    source.write_bytes(source.read_bytes() + b"\n% /ByteRange [0 1 2 3]")
    with pytest.raises(NotSignable):
        referred(source)
