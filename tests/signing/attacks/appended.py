"""Something is added after the signature: the bytes that it covers stay as they were.

Incremental saving attacks (Mladenov et al.) and what a later revision can do to a page, a form or the
catalogue.
"""

from __future__ import annotations

import pikepdf

from tests.signing.attacks.attack import ADDED, CHANGED, REFUND, STRIPPED, of
from tests.signing.attacks.forging import Original, Revision, form, stream

_FALSE = b"BT /F1 14 Tf 72 760 Td (QUYET DINH so 15: ho tro 9000 dong) Tj ET"


def bytes_after_the_end(original: Original) -> bytes:
    """Not even a comment may follow what the last signature covers unseen."""
    return original.content + b"\n0 0 obj << /Ghost true >> endobj\n"


def comments_after_the_end(original: Original) -> bytes:
    return original.content + b"% nothing to see here\n" * 20 + b"%%EOF\n"


def page_content_replaced(original: Original) -> bytes:
    """Incremental saving with body, table and trailer."""
    return _content_replaced(original.content).written()


def page_content_replaced_without_trailer(original: Original) -> bytes:
    """Some readers rebuild the table from the objects and take the last of each number."""
    return _content_replaced(original.content).written(has_trailer=False)


def page_content_replaced_without_table(original: Original) -> bytes:
    return _content_replaced(original.content).written(has_xref=False, has_trailer=False)


def page_content_replaced_with_a_copied_signature(original: Original) -> bytes:
    """The signature's dictionary is written again behind the change, so that it seems to be the newest."""
    revision = _content_replaced(original.content)
    for field in revision.pdf.Root.AcroForm.Fields:
        value = field.get("/V")
        if isinstance(value, pikepdf.Dictionary):
            revision.replace(value)
    return revision.written()


def content_stream_laid_over(original: Original) -> bytes:
    revision = Revision(original.content)
    page = revision.pdf.pages[0].obj
    over = revision.add(stream(b"1 g 60 740 400 40 re f 0 g " + _FALSE))
    old = page.Contents.objgen[0]
    body = page.unparse(resolved=True).replace(
        b"/Contents %d 0 R" % old, b"/Contents [%d 0 R %d 0 R]" % (old, over)
    )
    assert body != page.unparse(resolved=True)
    revision.replace(page, body)
    return revision.written()


def annotation_laid_over(original: Original) -> bytes:
    return annotated(original.content, b"Stamp")


def redaction_laid_over(original: Original) -> bytes:
    return annotated(original.content, b"Redact")


def font_replaced(original: Original) -> bytes:
    """Letters of another shape under the same codes: a page's resources change and its content does not."""
    revision = Revision(original.content)
    page = revision.pdf.pages[0].obj
    glyphs = revision.add(stream(b"500 0 0 0 500 500 d1 0 0 500 500 re f"))
    names = b"/Differences [32 " + b"/g " * 90 + b"]"
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 500] /FontMatrix [0.001 0 0 0.001 0 0]"
    font += b"/CharProcs << /g %d 0 R >> /Encoding << /Type /Encoding %s >>" % (glyphs, names)
    font += b"/FirstChar 32 /LastChar 121 /Widths [%s] >>" % (b"500 " * 90)
    page.Resources.Font.F1 = pikepdf.Name("/New")
    body = page.unparse(resolved=True).replace(b"/F1 /New", b"/F1 %d 0 R" % revision.add(font))
    revision.replace(page, body)
    return revision.written()


def page_added(original: Original) -> bytes:
    revision = Revision(original.content)
    pages = revision.pdf.Root.Pages
    content = revision.add(stream(_FALSE))
    body = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>"
    number = revision.add(body % (pages.objgen[0], content))
    kids = pages.unparse(resolved=True).replace(b"]", b" %d 0 R]" % number, 1)
    revision.replace(pages, kids.replace(b"/Count 2", b"/Count 3"))
    return revision.written()


def page_removed(original: Original) -> bytes:
    revision = Revision(original.content)
    pages = revision.pdf.Root.Pages
    del pages.Kids[1]
    pages.Count = 1
    revision.replace(pages)
    return revision.written()


def pages_exchanged(original: Original) -> bytes:
    revision = Revision(original.content)
    pages = revision.pdf.Root.Pages
    pages.Kids = pikepdf.Array([pages.Kids[1], pages.Kids[0]])
    revision.replace(pages)
    return revision.written()


def page_turned_and_cropped(original: Original) -> bytes:
    """What stands outside the crop box is not shown."""
    revision = Revision(original.content)
    page = revision.pdf.pages[0].obj
    page.CropBox = pikepdf.Array([0, 0, 595, 400])
    page.Rotate = 180
    revision.replace(page)
    return revision.written()


def catalogue_runs_a_script(original: Original) -> bytes:
    revision = Revision(original.content)
    root = revision.pdf.Root
    root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="this.getField('SoTien').value = 9000")
    revision.replace(root)
    return revision.written()


def catalogue_made_anew(original: Original) -> bytes:
    """The trailer points to another catalogue with pages of its own; the signatures' form stays."""
    revision = Revision(original.content)
    content = revision.add(stream(_FALSE))
    pages = revision.add(b"")
    page = revision.add(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>" % (pages, content)
    )
    revision.bodies[pages] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % page
    form_number = revision.pdf.Root.AcroForm.objgen[0]
    root = revision.add(b"<< /Type /Catalog /Pages %d 0 R /AcroForm %d 0 R >>" % (pages, form_number))
    old = b"/Root %d 0 R /Prev" % revision.pdf.trailer.Root.objgen[0]
    return revision.written().replace(old, b"/Root %d 0 R /Prev" % root)


def layer_switched(original: Original) -> bytes:
    """Optional content may hide or show whole parts of a page."""
    revision = Revision(original.content)
    layer = revision.add(b"<< /Type /OCG /Name (L) >>")
    settings = b"/OCProperties << /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >> " % (layer, layer)
    revision.replace(revision.pdf.Root, b"<< " + settings + revision.pdf.Root.unparse(resolved=True)[2:])
    return revision.written()


def field_value_changed(original: Original) -> bytes:
    revision, field = _text_field(original)
    field.V = pikepdf.String("9000")
    revision.replace(field)
    look = form(b"BT /F1 12 Tf 2 4 Td (9000) Tj ET", 100, 18)
    revision.replace(field.AP.N, look)
    return revision.written()


def field_value_changed_without_appearance(original: Original) -> bytes:
    """With NeedAppearances the viewer draws the false value itself."""
    revision, field = _text_field(original)
    field.V = pikepdf.String("9000")
    del field.AP
    revision.replace(field)
    form_of_all = revision.pdf.Root.AcroForm
    form_of_all.NeedAppearances = True
    revision.replace(form_of_all)
    return revision.written()


def field_appearance_changed(original: Original) -> bytes:
    """The value stays what was signed; what people see is another."""
    revision, field = _text_field(original)
    revision.replace(field.AP.N, form(b"BT /F1 12 Tf 2 4 Td (9000) Tj ET", 100, 18))
    return revision.written()


def signature_appearance_changed(original: Original) -> bytes:
    """Another name in the picture of the signature, or a picture that covers the page."""
    revision = Revision(original.content)
    field = revision.pdf.Root.AcroForm.Fields[1]
    look = revision.add(form(b"1 g 0 0 160 50 re f 0 g BT /F1 12 Tf 4 20 Td (Le Van Gia) Tj ET", 160, 50))
    field.AP = pikepdf.Dictionary(N=pikepdf.Name("/New"))
    revision.replace(field, field.unparse(resolved=True).replace(b"/N /New", b"/N %d 0 R" % look))
    return revision.written()


def signature_moved_over_the_text(original: Original) -> bytes:
    revision = Revision(original.content)
    field = revision.pdf.Root.AcroForm.Fields[1]
    field.Rect = pikepdf.Array([60, 740, 500, 790])
    revision.replace(field)
    return revision.written()


def signature_taken_out_of_its_field(original: Original) -> bytes:
    """Stripped: the field is there, its value is gone."""
    revision = Revision(original.content)
    field = revision.pdf.Root.AcroForm.Fields[1]
    del field.V
    revision.replace(field)
    return revision.written()


def signature_field_taken_out_of_the_form(original: Original) -> bytes:
    revision = Revision(original.content)
    form_of_all = revision.pdf.Root.AcroForm
    del form_of_all.Fields[1]
    body = form_of_all.unparse(resolved=True)
    fields = form_of_all.Fields
    revision.replace(*((fields,) if fields.is_indirect else (form_of_all, body)))
    return revision.written()


def signature_replaced_by_an_empty_one(original: Original) -> bytes:
    revision = Revision(original.content)
    field = revision.pdf.Root.AcroForm.Fields[1]
    revision.replace(field.V, b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached >>")
    return revision.written()


def proof_taken_out(original: Original) -> bytes:
    """The catalogue loses its document security store: no certificate state is known any more."""
    revision = Revision(original.content)
    root = revision.pdf.Root
    root.DSS = pikepdf.Dictionary()
    root.Pages = root.Pages
    revision.replace(root)
    return _content_replaced(revision.written()).written()


def hybrid_table_hides_another_page(original: Original) -> bytes:
    """A stream named by XRefStm is read by some readers and not by others (ISO 32000-2, 7.5.8.4)."""
    revision = Revision(original.content)
    page = revision.pdf.pages[0].obj.Contents.objgen[0]
    base = original.content + b"\n"
    false = b"%d 0 obj\n%s\nendobj\n" % (page, stream(_FALSE))
    row = b"\x01" + len(base).to_bytes(4, "big") + b"\x00"
    entries = b"/Type /XRef /W [1 4 1] /Index [%d 1] /Size %d" % (page, int(revision.pdf.trailer.Size) + 2)
    hidden = b"%d 0 obj\n%s\nendobj\n" % (int(revision.pdf.trailer.Size) + 1, stream(row, entries))
    revision.content = base + false + hidden
    revision.trailer = b"/XRefStm %d" % (len(base) + len(false))
    revision.add(b"<< /Harmless true >>")
    return revision.written()


def duplicate_keys_in_the_page(original: Original) -> bytes:
    """Readers differ in whether the first or the last of two equal keys counts."""
    revision = Revision(original.content)
    page = revision.pdf.pages[0].obj
    false = revision.add(stream(_FALSE))
    revision.replace(page, page.unparse(resolved=True)[:-2] + b" /Contents %d 0 R >>" % false)
    return revision.written()


def annotated(content: bytes, subtype: bytes, *, rect: bytes = b"60 740 500 790") -> bytes:
    """A note on page 1 that covers the text with another."""
    revision = Revision(content)
    page = revision.pdf.pages[0].obj
    look = revision.add(form(b"1 g 0 0 440 50 re f 0 g BT /F1 14 Tf 12 20 Td (9000 dong) Tj ET", 440, 50))
    note = b"<< /Type /Annot /Subtype /%s /Rect [%s] /F 4 /Contents (9000) /AP << /N %d 0 R >> /P %d 0 R >>"
    number = revision.add(note % (subtype, rect, look, page.objgen[0]))
    notes = page.Annots
    body = b"[ " + b" ".join(b"%d 0 R" % one.objgen[0] for one in notes) + b" %d 0 R ]" % number
    if notes.is_indirect:
        revision.replace(notes, body)
    else:
        revision.replace(page, page.unparse(resolved=True).replace(notes.unparse(), body))
    return revision.written()


def _content_replaced(content: bytes) -> Revision:
    revision = Revision(content)
    revision.replace(revision.pdf.pages[0].obj.Contents, stream(_FALSE))
    return revision


def _text_field(original: Original) -> tuple[Revision, pikepdf.Object]:
    revision = Revision(original.content)
    field = revision.pdf.Root.AcroForm.Fields[0]
    assert pikepdf.Name.Tx == field.FT
    return revision, field


_REVISION = "a later revision (ISO 32000-2, 7.5.6)"
ATTACKS = (
    *of(
        REFUND,
        [
            bytes_after_the_end,
            comments_after_the_end,
            page_content_replaced_without_trailer,
            page_content_replaced_without_table,
        ],
        ADDED,
    ),
    *of(REFUND, [page_content_replaced, page_content_replaced_with_a_copied_signature]),
    *of(
        _REVISION,
        [
            content_stream_laid_over,
            annotation_laid_over,
            redaction_laid_over,
            font_replaced,
            page_added,
            page_removed,
            pages_exchanged,
            page_turned_and_cropped,
            catalogue_runs_a_script,
            catalogue_made_anew,
            layer_switched,
            field_value_changed,
            field_value_changed_without_appearance,
            field_appearance_changed,
            signature_appearance_changed,
            signature_moved_over_the_text,
            proof_taken_out,
        ],
    ),
    *of(_REVISION, [duplicate_keys_in_the_page], CHANGED | ADDED),
    *of(
        _REVISION,
        [
            signature_taken_out_of_its_field,
            signature_field_taken_out_of_the_form,
            signature_replaced_by_an_empty_one,
        ],
        STRIPPED,
        spoils_all=False,
    ),
    *of("ISO 32000-2, 7.5.8.4", [hybrid_table_hides_another_page], CHANGED | {"hybrid_table"}),
)
