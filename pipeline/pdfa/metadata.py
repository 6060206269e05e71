"""The parts of PDF/A that are not pages: XMP, the sRGB output intent, language and dates."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from PIL import ImageCms

TOOL = "Hoso"
LANGUAGE = "vi-VN"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{about}<dc:source>urn:sha256:{sha256}</dc:source>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<pdf:Producer>{tool}</pdf:Producer>
{conformance}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
_ABOUT = '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:description>\n'
_PDFA = "<pdfaid:part>{part}</pdfaid:part>\n<pdfaid:conformance>{level}</pdfaid:conformance>\n"


@dataclass(frozen=True, slots=True)
class About:
    """What the rendition says of itself."""

    title: str
    created: datetime
    sha256: str
    """Of the source file."""
    description: str = ""
    conformance: str = "2u"
    """`2u`, `2b`, `3u` or `3b`; `none` claims nothing."""


def describe(pdf: pikepdf.Pdf, about: About) -> None:
    """Writes metadata, language, output intent and viewer preferences into `pdf`."""
    title = _clean(about.title) or "Hồ sơ"
    xmp = pikepdf.Stream(
        pdf, _xmp(about, title, _moment(about)).encode()
    )  # never packed: archives scan for it
    xmp.Type, xmp.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    root = pdf.Root
    root.Metadata = pdf.make_indirect(xmp)
    root.Lang = pikepdf.String(LANGUAGE)
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    date = date_of(about)
    pdf.docinfo = pdf.make_indirect(
        pikepdf.Dictionary(Title=title, Creator=TOOL, Producer=TOOL, CreationDate=date, ModDate=date)
    )
    if about.conformance != "none":
        root.OutputIntents = pikepdf.Array([_output_intent(pdf)])


def date_of(about: About) -> pikepdf.String:
    """When the rendition was made, as a PDF writes dates."""
    return pikepdf.String(_moment(about).strftime("D:%Y%m%d%H%M%SZ"))


def _moment(about: About) -> datetime:
    return about.created.astimezone(UTC) if about.created.tzinfo else about.created.replace(tzinfo=UTC)


def _xmp(about: About, title: str, moment: datetime) -> str:
    claims = about.conformance != "none"
    return _XMP.format(
        title=escape(title),
        language=LANGUAGE,
        about=_ABOUT.format(text=escape(_clean(about.description))) if about.description else "",
        sha256=about.sha256,
        tool=TOOL,
        date=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        conformance=_PDFA.format(part=about.conformance[0], level=about.conformance[1].upper())
        if claims
        else "",
    )


def _clean(text: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(character for character in text if character.isprintable()).strip()


def _output_intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    profile = pikepdf.Stream(pdf, zlib.compress(srgb_profile(), 9), N=3)
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
def srgb_profile() -> bytes:
    """An ICC profile for sRGB, made by LittleCMS, with a fixed date: equal input gives equal output."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = b"\x07\xe8\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"  # 1 January 2024 (ICC.1:2010, 7.2.8)
    made[84:100] = bytes(16)  # the profile's own digest, which the date would change; nought stands for none
    return bytes(made)
