"""The parts of PDF/A-2 that are not pages: metadata, the sRGB output intent, language and file identifier."""

from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from PIL import ImageCms

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Hoso</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<pdf:Producer>Hoso</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def describe(pdf: pikepdf.Pdf, *, title: str, created: datetime) -> None:
    """Makes `pdf` say that it is PDF/A-2u, in Vietnamese, of that title; `created` carries its zone."""
    title = "".join(character for character in title if character.isprintable()).strip() or "Văn bản"
    moment = created.astimezone(UTC)
    text = _XMP.format(title=escape(title), date=moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    xmp = pikepdf.Stream(pdf, text.encode())  # never packed: archives scan for it
    xmp.Type, xmp.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    root = pdf.Root
    root.Metadata = pdf.make_indirect(xmp)
    root.Lang = pikepdf.String("vi-VN")
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    root.OutputIntents = pikepdf.Array([_output_intent(pdf)])
    date = moment.strftime("D:%Y%m%d%H%M%SZ")
    pdf.docinfo = pdf.make_indirect(
        pikepdf.Dictionary(Title=title, Creator="Hoso", Producer="Hoso", CreationDate=date, ModDate=date)
    )


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The whole file; equal content gives equal bytes."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, fix_metadata_version=False, min_version="1.7")
    return out.getvalue()


def _output_intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    profile = pikepdf.Stream(pdf, _packed_profile(), N=3)
    profile.Filter = pikepdf.Name.FlateDecode
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier="sRGB IEC61966-2.1",
            Info="sRGB IEC61966-2.1",
            RegistryName="http://www.color.org",
            DestOutputProfile=pdf.make_indirect(profile),
        )
    )


@cache
def _packed_profile() -> bytes:
    """An ICC profile for sRGB, made by LittleCMS, with a fixed date: equal input gives equal output."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = b"\x07\xe8\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"  # 1 January 2024 (ICC.1:2010, 7.2.8)
    made[84:100] = bytes(16)  # the profile's own digest, which the date would change; nought stands for none
    return zlib.compress(bytes(made), 9)
