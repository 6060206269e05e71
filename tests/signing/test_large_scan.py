"""A scan of three hundred megabytes is signed, in memory that does not grow with the file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from signing.demo_documents import demo_letters
from tests.signing.sessions import intact, leftovers

_PAGES = 60
_WIDTH, _HEIGHT = 2200, 2300
"""Of a page's picture, a byte a pixel: 5 MB."""
_MOST_GROWTH_MB = 450
"""Measured: 286, the pictures that the reader of the page holds on to; signing itself takes none."""

_PROGRAM = """
import sys
from pathlib import Path
from signing.orders import Level, Role, SignOrder
from signing.session import open_session
from signing.tokens import NamedToken

def most_mb():
    # Of this program alone; getrusage would count what the test held when it started it.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

small, source, target = (Path(name) for name in sys.argv[1:])
with open_session(NamedToken("trial", "throwaway"), None) as session:
    session.sign(SignOrder(small, target.with_name("small.pdf"), Role.PERSON, Level.B_B))
    before = most_mb()
    session.sign(SignOrder(source, target, Role.PERSON, Level.B_B))
print(most_mb() - before)
"""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return demo_letters(tmp_path / "letters", kinds=("letter",), count=1)[0].path


@pytest.fixture
def scan(letter: Path, tmp_path: Path) -> Iterator[Path]:
    """Sixty scanned pages of noise before a letter whose signer is read from its last page.

    Taken away afterwards: pytest keeps folders of earlier runs.
    """
    path = tmp_path / "scan.pdf"
    with pikepdf.open(letter) as pdf:
        for number in range(_PAGES):
            pdf.add_blank_page(page_size=(595, 842))
            page = pdf.pages[-1]
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=_picture(pdf)))
            page.Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /Scan Do")
            pdf.pages.insert(number, page)
            del pdf.pages[-1]
        pdf.save(path, compress_streams=False)
    yield path
    path.unlink()
    shutil.rmtree(tmp_path / "signed", ignore_errors=True)


def _picture(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return pdf.make_stream(
        os.urandom(_WIDTH * _HEIGHT),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=_WIDTH,
        Height=_HEIGHT,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_scan_of_three_hundred_megabytes_is_signed_in_bounded_memory(
    letter: Path, scan: Path, tmp_path: Path
) -> None:
    assert scan.stat().st_size > 300e6
    target = tmp_path / "signed" / "scan.pdf"
    target.parent.mkdir()
    command = [sys.executable, "-c", _PROGRAM, str(letter), str(scan), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(done.stdout) < _MOST_GROWTH_MB
    assert target.stat().st_size - scan.stat().st_size < 1 << 20
    assert intact(target) == {"NguoiKy1": True}
    assert leftovers(tmp_path) == []
