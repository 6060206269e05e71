"""What a copy carries beside its picture: "BẢN SAO" at the top right, and who took it and when all over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from signing.fonts import FontCut, cut_for, font_file, lacking, width

STAMP = "BẢN SAO"
STAMP_POINTS = 10.0
"""Circular 05/2025/TT-BNV: top right, Times New Roman (Tinos is its metric twin), upright, size 10, black."""
STAMP_EDGE = 28.35
"""Points from the top and right edges: 10 mm, which every printer prints."""
_WATERMARK_POINTS = 15.0
_FOOT_POINTS = 8.0
_WATERMARK_ALPHA = 46
"""Of 255: seen on white and on ink alike, and what is below can be read."""
_FOOT_ALPHA = 200
_DEGREES = 32.0
_GREY = (70, 80, 92)


def printable(text: str) -> str:
    """`text` on one line, with a question mark for each letter that the font lacks."""
    line = " ".join(text.split())
    absent = set(lacking(line))
    return "".join("?" if sign in absent else sign for sign in line)


def watermarked(image: Image.Image, lines: Sequence[str], dpi: float) -> Image.Image:
    """The page in RGB with `lines` slanting over it three times and once along its foot."""
    if not lines:
        return image
    tile = _tile(tuple(lines), max(8, round(_WATERMARK_POINTS * dpi / 72)))
    grey = Image.new("RGB", tile.size, _GREY)
    for share in (0.2, 0.5, 0.8):
        place = (image.width - tile.width) // 2, round(image.height * share) - tile.height // 2
        image.paste(grey, place, tile)
    font = _font(max(6, round(_FOOT_POINTS * dpi / 72)))
    foot = Image.new("L", image.size, 0)
    ImageDraw.Draw(foot).text(
        (image.width / 2, image.height - 0.2 * dpi), " · ".join(lines), _FOOT_ALPHA, font, anchor="mb"
    )
    image.paste(Image.new("RGB", image.size, _GREY), (0, 0), foot)
    return image


def stamp_form(pdf: pikepdf.Pdf, size: tuple[float, float]) -> pikepdf.Object:
    """A form that shows `STAMP` on an upright page of `size` points."""
    cut = cut_for(STAMP)
    x = size[0] - STAMP_EDGE - width(STAMP, STAMP_POINTS)
    y = size[1] - STAMP_EDGE - STAMP_POINTS
    shown = f"0 g BT /F {STAMP_POINTS:g} Tf {x:.2f} {y:.2f} Td ".encode() + cut.shown(STAMP) + b" Tj ET"
    form = pikepdf.Stream(pdf, shown)
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = [0, 0, *size]
    form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({"/F": _embedded(pdf, cut)}))
    return pdf.make_indirect(form)


def _embedded(pdf: pikepdf.Pdf, cut: FontCut) -> pikepdf.Object:
    """The font's letters as a Type 0 font with Identity-H codes (ISO 32000-2, 9.7)."""
    program = pikepdf.Stream(pdf, cut.program)
    program.Filter, program.Length1 = pikepdf.Name.FlateDecode, cut.length
    name = pikepdf.Name("/" + cut.name)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        FontFile2=pdf.make_indirect(program),
        FontBBox=list(cut.box),
        Flags=0b110,  # serif, symbolic: codes of no standard encoding
        Ascent=cut.ascent,
        Descent=cut.descent,
        CapHeight=662,
        ItalicAngle=0,
        StemV=84,
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDToGIDMap=pikepdf.Name.Identity,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        W=[0, list(cut.widths)],
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_indirect(pikepdf.Stream(pdf, cut.to_unicode())),
        )
    )


@lru_cache(maxsize=16)
def _tile(lines: tuple[str, ...], size: int) -> Image.Image:
    """The slanting lines as opacity."""
    font = _font(size)
    widths = [font.getlength(line) for line in lines]
    flat = Image.new("L", (round(max(widths)) + size, round(1.4 * size * len(lines)) + size), 0)
    draw = ImageDraw.Draw(flat)
    for number, line in enumerate(lines):
        draw.text((flat.width / 2, (0.9 + 1.4 * number) * size), line, _WATERMARK_ALPHA, font, anchor="mm")
    return flat.rotate(_DEGREES, resample=Image.Resampling.BICUBIC, expand=True)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file()), size)
