"""Opens a paper that nobody has signed yet, and lays the changed one down whole.

What is printed goes in before the first signature: a signed file is refused, not repaired.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

import pikepdf

from records.errors import NoSpace, NotSignable
from signing.listing import is_signed
from signing.writing import draft_of

_MOST_PAGES = 20_000


@dataclass(slots=True)
class OpenPaper:
    """A paper open for printing."""

    pdf: pikepdf.Pdf
    is_changed: bool = False
    """Set by whoever prints; an unchanged paper is copied byte for byte."""


@contextmanager
def open_unsigned(source: Path, target: Path) -> Iterator[OpenPaper]:
    """The paper at `source`; `target` appears whole when the block is left without an error.

    Raises `NotSignable` for what is signed, encrypted, damaged, empty or no PDF, and where the target exists;
    `NoSpace` where it cannot be written.
    """
    with draft_of(source, target) as draft:
        if is_signed(source):
            raise NotSignable(
                "signed already",
                remedy_vi="Văn bản đã có chữ ký số nên không in thêm được. "
                "Hãy cấp số và ngày trên bản chưa ký.",
                remedy_en="The file is signed: nothing can be printed on it. Use the unsigned document.",
            )
        draft.stream.seek(0)
        with _opened(draft.stream) as pdf, _room(draft.is_small) as written:
            paper = OpenPaper(pdf)
            with _translated():
                yield paper
            if paper.is_changed:
                with _disk(), _translated():
                    pdf.save(written, fix_metadata_version=False, deterministic_id=True)
                    written.seek(0)
                    draft.cut(0)
                    draft.stream.seek(0)
                    shutil.copyfileobj(written, draft.stream)
        draft.publish()


@contextmanager
def _room(is_small: bool) -> Iterator[BinaryIO]:
    """Where the changed file is written first: in memory, or for a large one in a file that nobody sees."""
    with BytesIO() if is_small else tempfile.TemporaryFile() as written:
        yield cast(BinaryIO, written)


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[pikepdf.Pdf]:
    try:
        pdf = pikepdf.open(stream)
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    except pikepdf.PdfError as error:
        raise _damaged(error) from error
    with pdf:
        if pdf.is_encrypted:
            raise _encrypted()
        if not 0 < len(pdf.pages) <= _MOST_PAGES:
            raise NotSignable(f"{len(pdf.pages)} pages")
        yield pdf


@contextmanager
def _translated() -> Iterator[None]:
    """What pikepdf raises on damaged and hostile content."""
    try:
        yield
    except (
        pikepdf.PdfError,
        TypeError,
        ValueError,
        KeyError,
        AttributeError,
        IndexError,
        ArithmeticError,
    ) as error:
        raise _damaged(error) from error


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoSpace(error.strerror or type(error).__name__) from error


def _encrypted() -> NotSignable:
    return NotSignable(
        "encrypted",
        remedy_vi="Tệp có mật khẩu hoặc bị hạn chế quyền. Hãy bỏ mật khẩu bằng chương trình đã tạo ra tệp.",
        remedy_en="The file is encrypted. Remove the password with the program that made it.",
    )


def _damaged(error: Exception) -> NotSignable:
    return NotSignable(
        f"damaged: {type(error).__name__}",
        remedy_vi="Tệp PDF bị hỏng hoặc chưa chép xong. Hãy xuất hoặc chép lại tệp.",
        remedy_en="The PDF is damaged or was not copied whole. Export or copy it again.",
    )
