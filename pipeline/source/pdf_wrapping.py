"""What is around a PDF's pages: locks, attachments, forms of another kind; and what staff are told of it.

A lock that only forbids printing or copying is opened: the office owns its records. A lock that needs a
password, a key or a rights server is refused with a sentence that says who can open it.
"""

from __future__ import annotations

import contextlib
import mmap
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from records.errors import EncryptedFile

_HANDLER = re.compile(
    rb"/Filter\s*/(EBX_HANDLER|FOPN_\w+|Adobe\.APS|Adobe\.PubSec|Adobe\.PPK\w*|MicrosoftIRM\w*)"
)
"""Security handlers other than the standard one (ISO 32000-1, 7.6.1): eBook Exchange, FileOpen, LiveCycle
rights management, certificates of recipients, Microsoft's rights management."""
_FOR_CERTIFICATES = (b"Adobe.PubSec", b"Adobe.PPK")
RIGHTS_VI = (
    "Tệp bị khóa bằng phần mềm quản lý quyền ({handler}), chỉ phần mềm đó mở được. "
    "Hãy đề nghị nơi gửi cấp bản không khóa, hoặc mở bằng phần mềm đó, in ra giấy rồi quét."
)
RIGHTS_EN = "Locked by rights management ({handler}). Ask the sender for an open copy, or print and scan it."
CERTIFICATE_VI = (
    "Tệp được mã hóa riêng cho chứng thư số của người nhận. "
    "Hãy mở bằng chứng thư số đó, lưu lại bản không mã hóa rồi nộp lại."
)
CERTIFICATE_EN = "Encrypted for its recipient's certificate. Open it with that and save it unencrypted."
GUARDED_VI = (
    "Tệp PDF đặt mật khẩu chủ sở hữu, cấm {forbidden}. "
    "Cơ quan là chủ hồ sơ nên vẫn số hóa; tệp gốc giữ nguyên."
)
ATTACHED_VI = "Tệp PDF có {count} tệp đính kèm không được đọc, vẫn nằm trong tệp gốc: {names}."
PORTFOLIO_VI = (
    "Đây là bộ tài liệu PDF (portfolio): chỉ đọc trang bìa. Hãy tách từng tài liệu bên trong và nộp riêng."
)
STATIC_XFA_VI = (
    "Biểu mẫu XFA: chữ hiển thị ở đây có thể khác khi mở bằng Adobe Reader. Hãy so lại với bản gốc."
)
_MOST_NAMES = 10
_MOST_ATTACHMENTS = 1_000


def refused_lock(path: Path) -> EncryptedFile:
    """Says why a file that asks for a password or a key cannot be opened, by its security handler."""
    handler = _handler_of(path)
    if handler is None:
        return EncryptedFile("a password is needed to open it")
    name = handler.decode("ascii", "replace")
    if handler.startswith(_FOR_CERTIFICATES):
        return EncryptedFile(name, remedy_vi=CERTIFICATE_VI, remedy_en=CERTIFICATE_EN)
    vi, en = RIGHTS_VI.format(handler=name), RIGHTS_EN.format(handler=name)
    return EncryptedFile(name, remedy_vi=vi, remedy_en=en)


def _handler_of(path: Path) -> bytes | None:
    """The name of a handler other than the standard one; the encryption dictionary is never encrypted."""
    with (
        path.open("rb") as stream,
        contextlib.suppress(ValueError, OSError),
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        found = _HANDLER.search(content)
        return found[1] if found else None
    return None


def remarks_on(structure: pikepdf.Pdf) -> tuple[str, ...]:
    """What staff should know about the file as a whole, in Vietnamese."""
    remarks: list[str] = []
    forbidden = ", ".join(_forbidden(structure))
    if forbidden:
        remarks.append(GUARDED_VI.format(forbidden=forbidden))
    if "/Collection" in structure.Root:
        remarks.append(PORTFOLIO_VI)
    names = sorted(set(_attached(structure)))
    if names:
        listed = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
        remarks.append(ATTACHED_VI.format(count=len(names), names=listed))
    form = structure.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        remarks.append(STATIC_XFA_VI)
    return tuple(remarks)


def _forbidden(structure: pikepdf.Pdf) -> Iterator[str]:
    if not structure.is_encrypted:
        return
    allowed = structure.allow
    if not allowed.extract:
        yield "sao chép"
    if not (allowed.print_highres and allowed.print_lowres):
        yield "in"
    if not (allowed.modify_other and allowed.modify_annotation and allowed.modify_form):
        yield "sửa"


def _attached(structure: pikepdf.Pdf) -> Iterator[str]:
    """Names of the files within: those of the whole document and those pinned to a page."""
    with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError, KeyError):
        for _, name in zip(range(_MOST_ATTACHMENTS), structure.attachments, strict=False):
            yield _plain(name)
    for page in structure.pages:
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            if isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") == "/FileAttachment":
                yield _pinned(note)


def _pinned(note: pikepdf.Dictionary) -> str:
    held = note.get("/FS")
    if not isinstance(held, pikepdf.Dictionary):
        return "không tên"
    return _plain(str(held["/UF"] if "/UF" in held else held.get("/F", ""))) or "không tên"


def _plain(name: str) -> str:
    """The name on one line, so that a hostile one cannot write lines of its own."""
    return "".join(letter for letter in name if letter.isprintable())[:80]
