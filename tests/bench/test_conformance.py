"""What the validator says of the PDFs of a bench is counted file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.conformance import conformance_of, validator
from pipeline.pdfa import write_searchable
from tests.pipeline.drawn import WHEN, encoded, paper, read_page, scan_pdf, text_pdf


@pytest.mark.needs("verapdf")
def test_files_that_conform_are_counted_and_the_others_named(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "good.pdf.bad.pdf"
    source = scan_pdf(tmp_path / "scan.pdf", [encoded(paper(), "JPEG")])
    write_searchable(source, [read_page(skew=3.0)], good, title="Giấy", created=WHEN)
    text_pdf(bad, ["Dear Sir"])
    command = validator()
    assert command is not None
    found = conformance_of([good, bad], command)
    assert (found.files, found.conformant, found.failed) == (2, 1, (str(bad),))
