"""Takes out of a PDF page's drawing what shows its scan: pictures, where they stand, how they are clipped.

Office scanners lay one picture on a page, or strips, or a compressed background with stencils over it. All of
them come out as they are; text, lines and everything else of the page is left to the overlay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from pipeline.pdfa.encoding import is_allowed

_DEPTH = 4
_MOST_OPERATORS = 50_000
_PATH = {"m", "l", "c", "v", "y", "h", "re"}
_PAINTING = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n"}
_COLOURS = {"g", "rg"}
_OTHER_COLOURS = {"k", "cs", "sc", "scn"}
_PLAIN_STATE = {
    "/Type",
    "/SA",
    "/OP",
    "/op",
    "/OPM",
    "/AIS",
    "/FL",
    "/LW",
    "/LC",
    "/LJ",
    "/ML",
    "/RI",
    "/SM",
    "/TK",
}
_HARMLESS = {"/BM": {"/Normal", "/Compatible"}, "/ca": {"1", "1.0"}, "/CA": {"1", "1.0"}, "/SMask": {"/None"}}
_SEE_THROUGH = ("/SMask", "/Mask", "/ImageMask")
_KEPT = {
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/ColorSpace",
    "/BitsPerComponent",
    "/Filter",
    "/DecodeParms",
    "/Decode",
    "/ImageMask",
    "/SMask",
    "/Mask",
    "/Length",
}
"""What the copy of an image keeps; OPI, alternates, layers and metadata stay behind (ISO 19005-2, 6.2.8)."""


class _NotPlainError(Exception):
    """The page shows its pictures in a way that only drawing it can follow."""


@dataclass(slots=True)
class BaseDrawing:
    """The operators that show a page's pictures, and the pictures by resource name."""

    operators: list[str] = field(default_factory=list)
    images: dict[str, pikepdf.Object] = field(default_factory=dict)
    shown: int = 0
    """How many pictures are painted."""

    @property
    def is_opaque(self) -> bool:
        """Whether no picture lets show through what lies under it."""
        return not any(key in image for image in self.images.values() for key in _SEE_THROUGH)

    def copied(self, pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
        """The pictures copied into `pdf` with their streams untouched."""
        copies = {}
        for name, image in self.images.items():
            copy = pdf.copy_foreign(image)
            masks = [copy[key] for key in ("/SMask", "/Mask") if isinstance(copy.get(key), pikepdf.Stream)]
            for image_or_mask in (copy, *masks):
                for entry in set(image_or_mask.keys()) - _KEPT:
                    del image_or_mask[entry]
            copies[name] = copy
        return copies


def base_drawing(page: pikepdf.Page) -> BaseDrawing | None:
    """What shows the page's pictures, or `None` when PDF/A cannot hold it or it does more than place them."""
    drawing = BaseDrawing()
    try:
        _take(drawing, page, page.resources, 0)
    except (_NotPlainError, AttributeError, KeyError, TypeError, ValueError, pikepdf.PdfError):
        return None
    return drawing if drawing.shown else None


def packed_bytes(page: pikepdf.Page) -> int | None:
    """What the page's pictures take in the file; `None` when that cannot be told."""
    drawing = base_drawing(page)
    if drawing is None:
        return None
    streams = list(drawing.images.values())
    streams += [image[key] for image in streams for key in ("/SMask", "/Mask") if key in image]
    return sum(int(image.get("/Length", 0)) for image in streams if isinstance(image, pikepdf.Stream))


@dataclass(slots=True)
class _Reader:
    """Follows one content stream, keeping what places pictures and dropping the rest."""

    drawing: BaseDrawing
    resources: pikepdf.Object
    depth: int
    path: list[str] = field(default_factory=list)
    clip: str = ""
    odd: list[_Odd] = field(default_factory=lambda: [_Odd()])
    """What was set that is not copied, one entry for each graphics state saved."""

    def take(self, name: str, operands: Any) -> None:  # pikepdf's operand list
        """One operator. Raises `_NotPlainError` where only drawing can follow."""
        if name in _PATH:
            self.path.append(_written(operands, name))
        elif name in {"W", "W*"}:
            self.clip = name
        elif name in _PAINTING:
            self._end_path()
        elif name in {"q", "Q"}:
            self._save_or_restore(name)
        elif name == "cm" or name in _COLOURS:
            self.drawing.operators.append(_written(operands, name))
        elif name == "Do":
            self._show(self.resources.XObject[str(operands[0])])
        else:
            self._note(name, operands)

    def _end_path(self) -> None:
        if self.clip:
            self.drawing.operators += [*self.path, self.clip, "n"]
        self.path, self.clip = [], ""

    def _save_or_restore(self, name: str) -> None:
        if name == "q":
            self.odd.append(self.odd[-1])
        elif len(self.odd) > 1:
            self.odd.pop()
        else:
            raise _NotPlainError
        self.drawing.operators.append(name)

    def _note(self, name: str, operands: Any) -> None:  # pikepdf's operand list
        if name in {"INLINE IMAGE", "BI", "sh"}:
            raise _NotPlainError
        if name in _OTHER_COLOURS:
            self.odd[-1] = replace(self.odd[-1], colour=True)
        elif name == "gs" and not _is_plain(self.resources.ExtGState[str(operands[0])]):
            self.odd[-1] = replace(self.odd[-1], state=True)

    def _show(self, entry: pikepdf.Object) -> None:
        if entry.get("/Subtype") == pikepdf.Name.Image:
            self._show_image(entry)
            return
        inner = BaseDrawing(images=self.drawing.images)
        _take(inner, entry, entry.get("/Resources", pikepdf.Dictionary()), self.depth + 1)
        if not inner.shown:
            return  # a form of text or lines: the overlay shows it
        group = entry.get("/Group", pikepdf.Dictionary())
        if "/OC" in entry or self.odd[-1].state or bool(group.get("/K", False)):
            raise _NotPlainError
        x0, y0, x1, y1 = (float(value) for value in entry.BBox)
        box = (min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
        matrix = entry.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0]))
        placed = ["q", _written(list(matrix), "cm"), f"{_numbers(box)} re W n", *inner.operators, "Q"]
        self.drawing.operators += placed
        self.drawing.shown += inner.shown

    def _show_image(self, image: pikepdf.Object) -> None:
        is_stencil = bool(image.get("/ImageMask", False))
        if self.odd[-1].state or (is_stencil and self.odd[-1].colour):
            raise _NotPlainError
        if "/OC" in image or not _are_allowed(image):
            raise _NotPlainError
        images = self.drawing.images
        name = next((known for known, other in images.items() if other.objgen == image.objgen), None)
        if name is None:
            name = f"/Im{len(images)}"
            images[name] = image
        self.drawing.operators.append(f"{name} Do")
        self.drawing.shown += 1


@dataclass(frozen=True, slots=True)
class _Odd:
    """Settings in force that the copy would lose."""

    colour: bool = False
    """A fill colour other than grey or RGB; it matters to stencils."""
    state: bool = False
    """Opacity, blending and the like; they matter to every picture."""


def _take(
    drawing: BaseDrawing, content: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object, depth: int
) -> None:
    instructions = pikepdf.parse_content_stream(content)
    if len(instructions) > _MOST_OPERATORS or depth > _DEPTH:
        raise _NotPlainError
    reader = _Reader(drawing, resources, depth)
    for instruction in instructions:
        reader.take(str(instruction.operator), instruction.operands)
    drawing.operators += ["Q"] * (len(reader.odd) - 1)


def _are_allowed(image: pikepdf.Object) -> bool:
    """The picture and its masks, as PDF/A-2 asks."""
    masks = [image[key] for key in ("/SMask", "/Mask") if isinstance(image.get(key), pikepdf.Stream)]
    return is_allowed(image) and all(is_allowed(mask) and "/Matte" not in mask for mask in masks)


def _is_plain(state: pikepdf.Object) -> bool:
    """Whether a graphics state leaves pictures as they are."""
    return all(key in _PLAIN_STATE or str(value) in _HARMLESS.get(key, set()) for key, value in state.items())


def _written(operands: Iterable[Any], operator: str) -> str:  # pikepdf's operands: numbers of several kinds
    return f"{_numbers(float(operand) for operand in operands)} {operator}".strip()


def _numbers(values: Iterable[float]) -> str:
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in values)
