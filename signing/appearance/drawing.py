"""What a signature looks like, as a style that pyHanko stamps onto its field.

pyHanko's own styles draw a border, shrink text into the box and lie down on turned pages. This one draws an
image at a given size, or lines of text in Tinos that never shrink, upright on the page as it is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle

from signing import fonts
from signing.appearance import measures
from signing.appearance.pictures import Picture, calibrated_rgb
from signing.appearance.shown_page import Rectangle, ShownPage, shown_page
from signing.fonts import Face

_BLACK = b"/RGB cs 0 0 0 sc"
_RED = b"/RGB cs 0.75 0 0 sc"
_VEIL = b"/RGB cs 1 1 1 sc"
_VEIL_OPACITY = 0.7
_PDFA_1 = re.compile(rb"""pdfaid:part\s*(>|=\s*["'])\s*1\s*[<"']""")
_PADDING = 1.5
"""Points between a trial mark and the edge of its field."""


@dataclass(frozen=True)
class SignatureStyle(BaseStampStyle):
    """An image or a text block within a field, by Decree 30/2020."""

    border_width: int = 0
    """pyHanko's own; nothing is framed."""
    page: int = 1
    """On which the field stands: it tells how the page is turned."""
    picture: Picture | None = None
    picture_size: tuple[float, float] | None = None
    """Points of the image as drawn; `None` fits it into the field with its aspect kept."""
    picture_middle: tuple[float, float] | None = None
    """Where the image's middle goes, in points from the field's lower left corner; `None` is its middle."""
    lines: tuple[str, ...] = ()
    """Text at 10 points from the field's upper left corner, a line each."""
    is_trial: bool = False
    """Whether the page is to say that the signature is worth nothing."""
    is_seal: bool = False
    """A trial mark goes across the middle of a seal, and beside it on a person's signature."""

    def create_stamp(
        self,
        writer: BasePdfFileWriter,
        box: BoxConstraints,
        text_params: dict[str, Any],  # noqa: ARG002  pyHanko's hook: it holds the time, which is not shown
    ) -> SignatureStamp:
        """Called by pyHanko with the field's size in the page's own units."""
        page = shown_page(writer.find_page_for_modification(self.page - 1)[0].get_object())
        return SignatureStamp(writer, self, page, box)


class SignatureStamp(BaseStamp):
    """The appearance stream of one field."""

    def __init__(
        self, writer: BasePdfFileWriter, style: SignatureStyle, page: ShownPage, box: BoxConstraints
    ) -> None:
        super().__init__(writer, style, box)
        self._style, self._page = style, page
        self._is_plain = _forbids_transparency(writer)
        self._width, self._height = self._as_shown(float(box.width), float(box.height))

    def apply_appearance(self, annot_dict: generic.DictionaryObject) -> None:
        """Called by pyHanko with the widget, whose rectangle it handed in cut to whole points before."""
        left, bottom, right, top = (float(edge) for edge in annot_dict["/Rect"])
        self._width, self._height = self._as_shown(abs(right - left), abs(top - bottom))
        super().apply_appearance(annot_dict)

    def _as_shown(self, width: float, height: float) -> tuple[float, float]:
        width, height = width * self._page.unit, height * self._page.unit
        return (height, width) if self._page.rotation in {90, 270} else (width, height)

    def as_form_xobject(self) -> generic.StreamObject:
        """Turned back against the page to stand upright: viewers fit the turned box into the field."""
        form = super().as_form_xobject()
        cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[self._page.rotation]
        matrix = (cosine, sine, -sine, cosine, 0, 0)
        corners = (0, 0, self._width, self._height)
        form["/BBox"] = generic.ArrayObject([generic.FloatObject(f"{edge:.4f}") for edge in corners])
        form["/Matrix"] = generic.ArrayObject([generic.NumberObject(number) for number in matrix])
        form.compress()
        return form

    def render(self) -> bytes:
        """The drawing's operators."""
        style = self._style
        drawn = []
        if style.picture is not None:
            drawn.append(self._drawn_picture(style.picture))
        if style.lines:
            drawn.append(self._text_block(style.lines))
        if style.is_trial:
            drawn.append(self._trial_mark())
        if style.lines or style.is_trial:
            self.set_resource(ResourceType.COLOR_SPACE, generic.NameObject("/RGB"), calibrated_rgb())
        return b"q " + b" ".join(drawn) + b" Q"

    def _drawn_picture(self, picture: Picture) -> bytes:
        style = self._style
        width, height = style.picture_size or fitted(picture.aspect, self._width, self._height)
        width, height = fitted(width / height, min(width, self._width), min(height, self._height))
        x, y = style.picture_middle or (self._width / 2, self._height / 2)
        left = min(max(x - width / 2, 0), self._width - width)
        bottom = min(max(y - height / 2, 0), self._height - height)
        self.set_resource(
            ResourceType.XOBJECT,
            generic.NameObject("/Image"),
            picture.embed(self._ensure_writer, is_cut_out=self._is_plain),
        )
        return b"q %.3f 0 0 %.3f %.3f %.3f cm /Image Do Q" % (width, height, left, bottom)

    def _text_block(self, lines: tuple[str, ...]) -> bytes:
        first = self._height - measures.TEXT_ASCENT
        shown = self._shown_lines("/Text", lines, Face.REGULAR)
        moves = b" ".join(b"%s Tj 0 %.2f Td" % (line, -measures.TEXT_LEADING) for line in shown)
        return b"BT %s /Text %g Tf 0 %.3f Td %s ET" % (_BLACK, measures.TEXT_SIZE, first, moves)

    def _trial_mark(self) -> bytes:
        """Two lines over a pale veil: right of where the seal goes, or across the middle of a seal."""
        lines = measures.TRIAL_MARK
        widest = max(fonts.width(line, 1, Face.BOLD) for line in lines)
        is_seal = self._style.is_seal
        free = self._width * (1 if is_seal else 1 - measures.SEAL_COVERS) - 2 * _PADDING
        size = min(max(free / widest, measures.SMALLEST_TRIAL_SIZE), measures.TRIAL_SIZE)
        size = min(size, (self._width - 2 * _PADDING) / widest)
        if size <= 0:
            return b""
        width, leading = widest * size, size * 1.15
        middle, foot = self._width - width / 2 - _PADDING, _PADDING + size * 0.25
        if is_seal:
            middle, level = self._style.picture_middle or (self._width / 2, self._height / 2)
            foot = level - size * 0.1
        veil = (middle - width / 2, foot - size * 0.25, width, leading + size * 1.05)
        shown = self._shown_lines("/Trial", lines, Face.BOLD)
        placed = b" ".join(
            b"1 0 0 1 %.3f %.3f Tm %s Tj"
            % (middle - fonts.width(line, size, Face.BOLD) / 2, foot + leading * (1 - row), code)
            for row, (line, code) in enumerate(zip(lines, shown, strict=True))
        )
        ground = b"" if self._is_plain else self._veil(veil)
        return b"%s BT %s /Trial %.3f Tf %s ET" % (ground, _RED, size, placed)

    def _shown_lines(self, name: str, lines: tuple[str, ...], face: Face) -> list[bytes]:
        cut = fonts.cut_for("".join(lines), face)
        self.set_resource(ResourceType.FONT, generic.NameObject(name), cut.embed(self._ensure_writer))
        return [cut.shown(line) for line in lines]

    def _veil(self, box: Rectangle) -> bytes:
        """Pale ground below a mark; `box` is left, bottom, width, height."""
        opacity = generic.FloatObject(str(_VEIL_OPACITY))
        state = generic.DictionaryObject({generic.NameObject("/ca"): opacity})
        self.set_resource(ResourceType.EXT_G_STATE, generic.NameObject("/Veil"), state)
        return b"q /Veil gs %s %.3f %.3f %.3f %.3f re f Q" % (_VEIL, *box)


def _forbids_transparency(writer: BasePdfFileWriter) -> bool:
    """Whether the file says that it is PDF/A-1, as older office programs write (ISO 19005-1, 6.4)."""
    root = writer.root
    if "/Metadata" not in root:
        return False
    try:
        return _PDFA_1.search(root["/Metadata"].data) is not None
    except (AttributeError, PdfError, NotImplementedError):
        return False


def fitted(aspect: float, width: float, height: float) -> tuple[float, float]:
    """The largest size of that width over height within a box."""
    return (width, width / aspect) if width / aspect <= height else (height * aspect, height)


def around(middle: tuple[float, float], size: tuple[float, float]) -> Rectangle:
    """The box of that size with that middle."""
    (x, y), (width, height) = middle, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2
