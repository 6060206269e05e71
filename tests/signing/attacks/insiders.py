"""Somebody who prepares a paper before it is signed, or may add to it, shows other people another one.

Shadow attacks (Mainka et al.) and attacks on certified papers (Rohlmann et al.): keys are used rightly here.
"""

from __future__ import annotations

import io
import re

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, append_signature_field

from signing.orders import Level
from tests.signing.attacks.appended import annotated
from tests.signing.attacks.attack import CERTIFIED, CHANGED, SHADOW, of
from tests.signing.attacks.forging import Original, Revision, form, last_startxref, stream, xref_table
from tests.signing.attacks.messages import signed_by, signer_for
from tests.signing.signed_papers import FIELDS, Hand, certified, sign_bytes

_TRUE = b"BT /F1 14 Tf 72 760 Td (QUYET DINH so 15: ho tro 1000 dong) Tj ET"
_FALSE = b"BT /F1 14 Tf 72 760 Td (QUYET DINH so 15: ho tro 9000 dong) Tj ET"


def shadow_hide_under_an_object(original: Original) -> bytes:
    """Hide: the false text is there from the beginning under a cover, which a later revision empties."""
    revision = Revision(original.unsigned)
    page = revision.pdf.pages[0].obj
    cover = revision.add(form(b"1 g 60 740 400 40 re f 0 g " + _TRUE, 595, 842))
    revision.replace(page.Contents, stream(_FALSE + b" /Cover Do"))
    resources = page.unparse(resolved=True).replace(
        b"/Resources <<", b"/Resources << /XObject << /Cover %d 0 R >>" % cover
    )
    revision.replace(page, resources)
    signed = _signed(original, revision.written())
    return _replaced(signed, {cover: form(b"", 595, 842)})


def shadow_hide_by_a_reference(original: Original) -> bytes:
    """Hide: the table is the only thing that changes; the cover's number now leads to an empty object."""
    revision = Revision(original.unsigned)
    page = revision.pdf.pages[0].obj
    cover = revision.add(form(b"1 g 60 740 400 40 re f 0 g " + _TRUE, 595, 842))
    empty = b"\n%d 0 obj\n%s\nendobj\n" % (cover, form(b"", 595, 842))
    holder = revision.add(stream(empty))
    revision.replace(page.Contents, stream(_FALSE + b" /Cover Do"))
    body = page.unparse(resolved=True)
    names = b"/Resources << /XObject << /Cover %d 0 R /H %d 0 R >>" % (cover, holder)
    revision.replace(page, body.replace(b"/Resources <<", names))
    signed = _signed(original, revision.written())
    return _table_alone(signed, {cover: signed.index(empty) + 1})


def shadow_replace_by_overlay(original: Original) -> bytes:
    """Replace: a text field whose look is true; its false value shows as soon as the look is dropped."""
    revision = Revision(original.unsigned)
    field = revision.pdf.Root.AcroForm.Fields[0]
    field.V = pikepdf.String("9000")
    revision.replace(field)
    signed = _signed(original, revision.written())
    later = Revision(signed)
    look = later.pdf.Root.AcroForm.Fields[0].AP.N
    later.replace(look, form(b"BT /F1 12 Tf 2 4 Td (9000) Tj ET", 100, 18))
    return later.written()


def shadow_replace_by_a_font(original: Original) -> bytes:
    """Replace: a font's definition is given again; to some readers fonts are no content."""
    revision = Revision(original.unsigned)
    page = revision.pdf.pages[0].obj
    font = revision.add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    body = page.unparse(resolved=True)
    bare = re.sub(rb"/F1 << .*? >>", b"/F1 %d 0 R" % font, body, count=1)
    assert bare != body
    revision.replace(page, bare)
    signed = _signed(original, revision.written())
    other = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding %s >> >>"
    return _replaced(signed, {font: other % b"/Differences [49 /nine]"})


def shadow_hide_and_replace(original: Original) -> bytes:
    """Hide and replace: a whole second paper lies in the file; a new table makes it the one that is shown."""
    revision = Revision(original.unsigned)
    page = revision.pdf.pages[0].obj.Contents.objgen[0]
    hidden = b"\n%d 0 obj\n%s\nendobj\n" % (page, stream(_FALSE))
    revision.add(stream(hidden))
    signed = _signed(original, revision.written())
    return _table_alone(signed, {page: signed.index(hidden) + 1})


def shadow_hide_and_replace_the_catalogue(original: Original) -> bytes:
    """Hide and replace: only the trailer changes, whose root is another catalogue that was signed unseen."""
    revision = Revision(original.unsigned)
    content = revision.add(stream(_FALSE))
    pages = revision.add(b"")
    one = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>"
    revision.bodies[pages] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % revision.add(
        one % (pages, content)
    )
    fields = revision.pdf.Root.AcroForm.objgen[0]
    root = revision.add(b"<< /Type /Catalog /Pages %d 0 R /AcroForm %d 0 R >>" % (pages, fields))
    signed = _signed(original, revision.written())
    return _table_alone(signed, {}, root=root)


def certified_without_changes_and_signed_again(original: Original) -> bytes:
    """The certification allows nothing (P1), and yet somebody signs after it."""
    certified_paper = _certified(original, MDPPerm.NO_CHANGES)
    return _signed_by_force(original, certified_paper, Hand("agency", FIELDS[2], Level.B_B))


def certified_for_forms_and_annotated(original: Original) -> bytes:
    """The certification allows filling forms (P2) alone; a note is laid over the text."""
    return annotated(_certified(original, MDPPerm.FILL_FORMS), b"FreeText")


def certified_for_notes_and_covered_by_one(original: Original) -> bytes:
    """Evil annotation attack: the certification allows notes (P3), and a note covers what was certified."""
    return annotated(_certified(original, MDPPerm.ANNOTATE), b"FreeText")


def certified_for_notes_and_stamped(original: Original) -> bytes:
    """Evil annotation attack with a stamp, which looks like part of the page."""
    return annotated(_certified(original, MDPPerm.ANNOTATE), b"Stamp")


def certified_and_covered_by_a_new_signature(original: Original) -> bytes:
    """Sneaky signature attack: a new field with a look of its own covers the text, signed by a stranger."""
    paper = _certified(original, MDPPerm.FILL_FORMS)
    writer = IncrementalPdfFileWriter(io.BytesIO(paper), strict=False)
    append_signature_field(writer, SigFieldSpec("KyThem", on_page=0, box=(60, 740, 500, 790)))
    out = io.BytesIO()
    writer.write(out)
    revision = Revision(out.getvalue())
    field = revision.pdf.Root.AcroForm.Fields[-1]
    look = revision.add(form(b"1 g 0 0 440 50 re f 0 g BT /F1 14 Tf 12 20 Td (9000 dong) Tj ET", 440, 50))
    body = re.sub(rb"/AP << .*? >>", b"", field.unparse(resolved=True))
    revision.replace(field, body[:-2] + b"/AP << /N %d 0 R >> >>" % look)
    hand = Hand("chairman", "KyThem", Level.B_B, architecture="stranger")
    return _signed_by_force(original, revision.written(), hand)


def certification_loosened(original: Original) -> bytes:
    """The catalogue's permissions are taken away, so that nothing seems to be certified any more."""
    revision = Revision(_certified(original, MDPPerm.NO_CHANGES))
    root = revision.pdf.Root
    del root.Perms
    revision.replace(root)
    revision.replace(revision.pdf.pages[0].obj.Contents, stream(_FALSE))
    return revision.written()


def _signed(original: Original, paper: bytes) -> bytes:
    return sign_bytes(paper, original.pki, Hand(level=Level.B_B))


def _certified(original: Original, allowed: MDPPerm) -> bytes:
    return sign_bytes(original.unsigned, original.pki, Hand(level=Level.B_B, more=certified(allowed)))


def _signed_by_force(original: Original, paper: bytes, hand: Hand) -> bytes:
    """A rightly made signature that no signing program agrees to make."""
    signer = signer_for(original.pki, hand.label, architecture=hand.architecture)
    return signed_by(paper, signer, field=hand.field)


def _replaced(signed: bytes, bodies: dict[int, bytes]) -> bytes:
    revision = Revision(signed)
    revision.bodies.update(bodies)
    return revision.written()


def _table_alone(signed: bytes, offsets: dict[int, int], *, root: int | None = None) -> bytes:
    """A revision without any object: only numbers lead elsewhere."""
    pdf = pikepdf.open(io.BytesIO(signed))
    at = len(signed)
    entries = (int(pdf.trailer.Size), root or pdf.trailer.Root.objgen[0], last_startxref(signed), at)
    end = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % entries
    return signed + xref_table(offsets) + end


ATTACKS = of(
    SHADOW,
    [
        shadow_hide_under_an_object,
        shadow_hide_by_a_reference,
        shadow_replace_by_overlay,
        shadow_replace_by_a_font,
        shadow_hide_and_replace,
        shadow_hide_and_replace_the_catalogue,
    ],
) + of(
    CERTIFIED,
    [
        certified_without_changes_and_signed_again,
        certified_for_forms_and_annotated,
        certified_for_notes_and_covered_by_one,
        certified_for_notes_and_stamped,
        certified_and_covered_by_a_new_signature,
        certification_loosened,
    ],
    CHANGED | {"certification_abused"},
    spoils_all=False,
)
