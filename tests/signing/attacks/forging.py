"""What forgers need: revisions of their own, and where in the file each signature stands.

Revisions are written by hand, since libraries refuse to write much of what attacks are made of. Originals
have classic cross-reference tables (`write_paper(compressed=False)`).
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

import pikepdf

from signing.demo_pki import DemoPki

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass(frozen=True, slots=True)
class Original:
    """A rightly signed paper that is about to be attacked."""

    content: bytes
    unsigned: bytes
    """The same paper before anybody signed it."""
    other: bytes
    """Another paper, rightly signed by the same official to the same level."""
    pki: DemoPki
    """Keys of everybody, for attacks by insiders."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a signature leaves room for its own value: from `<` up to and with `>`."""

    start: int
    end: int
    range_at: tuple[int, int]
    """Where the four numbers' array with its key stands."""
    covered_to: int
    """The byte after the last one that the signature covers."""

    @property
    def length(self) -> int:
        """In bytes."""
        return self.end - self.start


def gaps(content: bytes) -> tuple[Gap, ...]:
    """Every signature and document timestamp of the file, in the order in which they stand in it."""
    found = []
    for match in _RANGE.finditer(content):
        start, first, second, length = (int(number) for number in match.groups())
        found.append(Gap(start + first, second, match.span(), second + length))
    return tuple(found)


def der_length(content: bytes, gap: Gap) -> int:
    """Bytes of DER in the gap, without the padding (X.690, 8.1.3)."""
    head = bytes.fromhex(content[gap.start + 1 : gap.start + 13].decode("ascii"))
    if head[1] < 0x80:
        return 2 + head[1]
    count = head[1] & 0x7F
    return 2 + count + int.from_bytes(head[2 : 2 + count], "big")


def der_in(content: bytes, gap: Gap) -> bytes:
    """The DER of the signature's CMS."""
    start = gap.start + 1
    return bytes.fromhex(content[start : start + 2 * der_length(content, gap)].decode("ascii"))


def with_der(content: bytes, gap: Gap, der: bytes) -> bytes:
    """Another CMS in the same gap."""
    digits = der.hex().encode().ljust(gap.length - 2, b"0")
    assert len(digits) == gap.length - 2, "the gap is too small"
    return content[: gap.start + 1] + digits + content[gap.end - 1 :]


@dataclass(slots=True)
class Revision:
    """A revision that is appended to a file: `replace` and `add` objects, then `written`."""

    content: bytes
    bodies: dict[int, bytes] = field(default_factory=dict)
    trailer: bytes = b""
    """Further entries of the trailer."""

    def __post_init__(self) -> None:
        self.pdf = pikepdf.open(io.BytesIO(self.content))
        self._next = int(self.pdf.trailer.Size)

    pdf: pikepdf.Pdf = field(init=False)
    _next: int = field(init=False)

    def add(self, body: bytes) -> int:
        """A new object; its number."""
        self._next += 1
        self.bodies[self._next - 1] = body
        return self._next - 1

    def replace(self, changed: pikepdf.Object, body: bytes | None = None) -> None:
        """An object of the file as it stands now in `self.pdf`, or as `body` says."""
        self.bodies[changed.objgen[0]] = changed.unparse(resolved=True) if body is None else body

    def written(self, *, has_xref: bool = True, has_trailer: bool = True) -> bytes:
        """The file with the revision at its end."""
        out = bytearray(self.content)
        if not out.endswith(b"\n"):
            out += b"\n"
        offsets = {}
        for number, body in sorted(self.bodies.items()):
            offsets[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        if has_xref:
            out += xref_table(offsets)
        if has_trailer:
            root = self.pdf.trailer.Root.objgen[0]
            entries = b"/Size %d /Root %d 0 R /Prev %d" % (self._next, root, last_startxref(self.content))
            out += b"trailer\n<< %s %s >>\nstartxref\n%d\n%%%%EOF\n" % (entries, self.trailer, start)
        return bytes(out)


def xref_table(offsets: dict[int, int]) -> bytes:
    """A classic cross-reference table, a section for each object (ISO 32000-2, 7.5.4)."""
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in sorted(offsets.items()))
    return b"xref\n" + (rows or b"0 0\n")


def last_startxref(content: bytes) -> int:
    """Where the last revision's table stands."""
    return int(re.findall(rb"startxref\s+(\d+)", content)[-1])


def stream(body: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries, body)


def form(body: bytes, width: int, height: int) -> bytes:
    """A form XObject in Helvetica."""
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    box = b"/Type /XObject /Subtype /Form /BBox [0 0 %d %d] /Resources << %s >>" % (width, height, font)
    return stream(body, box)
