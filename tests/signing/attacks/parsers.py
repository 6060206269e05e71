"""Files that one reader takes for another one than the next: what was checked is not what is shown."""

from __future__ import annotations

import io
import re

import pikepdf

from tests.signing.attacks.attack import ADDED, CHANGED, FORGED, PARSERS, WRAPPED, of
from tests.signing.attacks.forging import Original, Revision, gaps, last_startxref, stream, xref_table

_FALSE = b"BT /F1 14 Tf 72 760 Td (QUYET DINH so 15: ho tro 9000 dong) Tj ET"


def page_of_a_browser_before_the_header(original: Original) -> bytes:
    """Polyglot: a browser shows the page, a PDF reader looks for its header behind it."""
    return b"<html><body>ho tro 9000 dong</body></html>\n<!--\n" + original.content


def another_file_before_the_header(original: Original) -> bytes:
    """Polyglot: the first PDF of two is shown by readers that go by the header."""
    pdf = pikepdf.open(io.BytesIO(original.unsigned))
    pdf.pages[0].Contents = pdf.make_stream(_FALSE)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue() + original.content


def another_file_behind_the_end(original: Original) -> bytes:
    return original.content + original.other


def object_given_twice(original: Original) -> bytes:
    """The table leads to one of two equal numbers; readers that rebuild it take the other."""
    revision = Revision(original.content)
    page = revision.pdf.pages[0].obj.Contents
    number = page.objgen[0]
    true = stream(bytes(page.read_raw_bytes()))
    revision.replace(page, true)
    written = revision.written()
    at = last_startxref(written)
    false = b"%d 0 obj\n%s\nendobj\n" % (number, stream(_FALSE))
    moved = written[at:].replace(b"startxref\n%d" % at, b"startxref\n%d" % (at + len(false)))
    return written[:at] + false + moved


def another_generation_of_an_object(original: Original) -> bytes:
    """Some readers look at the number alone."""
    revision = Revision(original.content)
    page = revision.pdf.pages[0].obj.Contents.objgen[0]
    revision.replace(revision.pdf.pages[0].obj.Contents, stream(_FALSE))
    written = revision.written()
    at = written.rindex(b"\n%d 0 obj" % page) + 1
    changed = written[:at] + b"%d 1 obj" % page + written[at + len(b"%d 0 obj" % page) :]
    return re.sub(rb"00000 n \n(?=trailer\n[^\n]*\nstartxref\n\d+\n%%EOF\n$)", b"00001 n \n", changed)


def table_behind_a_comment(original: Original) -> bytes:
    """`startxref` leads into a comment, of which readers make different things."""
    revision = Revision(original.content)
    revision.replace(revision.pdf.pages[0].obj.Contents, stream(_FALSE))
    written = revision.written()
    at = last_startxref(written)
    return written[:at] + b"%" + written[at:]


def two_ends(original: Original) -> bytes:
    """A second `startxref` behind the last mark leads to a table with a false page."""
    pdf = pikepdf.open(io.BytesIO(original.content))
    page = pdf.pages[0].obj.Contents.objgen[0]
    false = b"%d 0 obj\n%s\nendobj\n" % (page, stream(_FALSE))
    at = len(original.content)
    entries = (int(pdf.trailer.Size), pdf.trailer.Root.objgen[0], last_startxref(original.content))
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % entries
    table = xref_table({page: at}) + trailer
    ends = b"startxref\n%d\n%%%%EOF\nstartxref\n%d\n%%%%EOF\n"
    return original.content + false + table + ends % (at + len(false), last_startxref(original.content))


def table_leads_back(original: Original) -> bytes:
    """The newest table says that the one before it is itself: no reader may go round for ever."""
    revision = Revision(original.content)
    revision.add(b"<< /Harmless true >>")
    written = revision.written()
    at = last_startxref(written)
    return re.sub(rb"/Prev \d+(?=[^/]*$)", b"/Prev %d" % at, written)


def signature_of_two_fields(original: Original) -> bytes:
    """Another field, the agency's, points to the person's signature."""
    revision = Revision(original.content)
    fields = [one for one in revision.pdf.Root.AcroForm.Fields if one.get("/FT") == pikepdf.Name.Sig]
    signed = next(one for one in fields if "/V" in one)
    other = fields[-1] if fields[-1].objgen != signed.objgen else fields[0]
    body = re.sub(rb"/V \d+ 0 R", b"", other.unparse(resolved=True))
    revision.replace(other, body[:-2] + b" /V %d 0 R >>" % signed.V.objgen[0])
    return revision.written()


def duplicate_keys_in_the_signature(original: Original) -> bytes:
    """In the gap the value ends early, and another range and value follow."""
    gap = gaps(original.content)[-1]
    extra = b"> /ByteRange [0 1 2 3] /Contents <00"
    at = gap.end - 1 - len(extra)
    return original.content[:at] + extra + original.content[gap.end - 1 :]


ATTACKS = (
    *of(
        PARSERS,
        [
            page_of_a_browser_before_the_header,
            another_file_before_the_header,
            another_file_behind_the_end,
            object_given_twice,
            table_behind_a_comment,
            two_ends,
            table_leads_back,
        ],
        ADDED,
    ),
    *of(PARSERS, [another_generation_of_an_object], ADDED | CHANGED),
    *of(PARSERS, [signature_of_two_fields], frozenset({"shared_signature"}), spoils_all=False),
    *of(PARSERS, [duplicate_keys_in_the_signature], FORGED | WRAPPED, spoils_all=False),
)
