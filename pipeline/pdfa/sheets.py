"""Gathers finished pages and saves them, without holding a long document in memory.

Pages collect in one PDF; when their encoded pictures pass a bound it is saved to a temporary part; the parts
are joined at the end, stream by stream. (A PDF of 500 colour pages, 622 MB, is written within 330 MB.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from pipeline.pdfa.attachments import Attachment, attach
from pipeline.pdfa.font import CharacterCodes, add_fonts
from pipeline.pdfa.levelling import Place, date_place, keep_place
from pipeline.pdfa.metadata import About, date_of, describe
from pipeline.source.page_objects import Matrix, multiply

_PART_BYTES = 24 << 20
_FONTS_TO_COME = "/HosoText"
"""Stands in a page's resources until all its fonts are known, which is when the last page is done."""
_FORBIDDEN = ("/AA", "/Annots", "/B", "/StructParents", "/Tabs", "/PresSteps", "/Thumb", "/Trans", "/Dur")
"""Entries of a page that point to actions, notes and structure that the rendition does not carry."""
_LEAST_POINTS, _MOST_POINTS = 3.0, 14_400.0
"""Sides of a page (ISO 19005-2, 6.1.13)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image stream of the sheet's document, and where it stands."""

    stream: pikepdf.Object
    matrix: Matrix
    """Of the unit square, to points of the upright page."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Operators that place image streams of the sheet's document, and the matrix from their points."""

    operators: tuple[str, ...]
    images: Mapping[str, pikepdf.Object]
    """By resource name, with its slash."""
    matrix: Matrix
    """To points of the upright page."""


class Sheets:
    """The pages of one rendition, in order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: list[Path] = []
        self._held = 0
        self._kept_open: list[pikepdf.Pdf] = []
        self.pdf = pikepdf.new()
        self.codes = CharacterCodes()

    def add(self, place: Place, shown: Sequence[Picture | Drawing], text: bytes) -> None:
        """Adds a page: what it shows, set at its `place`, then the sheet's invisible text, deflated."""
        pdf = self.pdf
        resources = pikepdf.Dictionary()
        images = pikepdf.Dictionary()
        drawing = []
        for number, item in enumerate(shown):
            drawing.append(f"q {_matrix(multiply(item.matrix, place.way))} cm")
            if isinstance(item, Picture):
                images[f"/Pic{number}"] = item.stream
                drawing.append(f"/Pic{number} Do")
            else:
                for name, stream in item.images.items():
                    images[name] = stream
                drawing.extend(item.operators)
            drawing.append("Q")
        self._held += sum(_stored_bytes(stream) for stream in images.values())
        if shown:
            resources.XObject = images
        contents = pikepdf.Array([pdf.make_indirect(pikepdf.Stream(pdf, "\n".join(drawing).encode()))])
        if text:
            words = pikepdf.Stream(pdf, text)
            words.Filter = pikepdf.Name.FlateDecode
            contents.append(pdf.make_indirect(words))
            resources.Font = pikepdf.Dictionary({_FONTS_TO_COME: True})
            self._held += len(text)
        sides = [min(max(side, _LEAST_POINTS), _MOST_POINTS) for side in place.size]
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page, MediaBox=[0, 0, *sides], Resources=resources, Contents=contents
        )
        keep_place(page, place)
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        self._spill_if_full()

    def add_finished(self, page: pikepdf.Page) -> None:
        """Adds a page of another document as it is, less its notes and actions."""
        self.pdf.pages.append(page)
        added = self.pdf.pages[-1].obj
        for entry in _FORBIDDEN:
            if entry in added:
                del added[entry]

    def keep_open(self, pdf: pikepdf.Pdf) -> None:
        """Holds a document from which streams are copied until everything is saved."""
        self._kept_open.append(pdf)

    def save(
        self,
        path: Path,
        about: About,
        attachments: Sequence[Attachment] = (),
        numbers: Sequence[int] = (),
    ) -> None:
        """Joins the parts, writes fonts, files to carry and metadata, and saves to `path`.

        `numbers` are those that the pages bear in their source, where these are not 1, 2, 3 and so on.
        """
        pdf = self._joined()
        date = date_of(about)
        used = [page for page in pdf.pages if _shows_words(page)]
        if used:
            fonts = add_fonts(pdf, self.codes)
            for page in used:
                page.obj.Resources.Font = fonts
                date_place(page.obj, date)
        attach(pdf, attachments, about.created)
        if list(numbers) != list(range(1, len(numbers) + 1)):
            _label(pdf, numbers)
        describe(pdf, about)
        _save(pdf, path, is_final=True)

    def close(self) -> None:
        self.pdf.close()
        for pdf in self._kept_open:
            pdf.close()

    def _spill_if_full(self) -> None:
        if self._held >= _PART_BYTES:
            self._spill()

    def _spill(self) -> None:
        part = self._folder / f"part{len(self._parts)}.pdf"
        _save(self.pdf, part, is_final=False)
        self._parts.append(part)
        self.pdf.close()
        self.pdf = pikepdf.new()
        self._held = 0

    def _joined(self) -> pikepdf.Pdf:
        """One document of all parts, its streams still on disk.

        qpdf's own job joins them: copying pages between documents would bring every stream into memory.
        """
        if not self._parts:
            return self.pdf
        if len(self.pdf.pages):
            self._spill()
        whole = self._folder / "whole.pdf"
        parts = [str(part) for part in self._parts]
        pikepdf.Job(["qpdf", "--empty", "--pages", *parts, "--", str(whole)]).run()
        self.pdf.close()
        self.pdf = pikepdf.open(whole, access_mode=pikepdf.AccessMode.stream)
        return self.pdf


def _label(pdf: pikepdf.Pdf, numbers: Sequence[int]) -> None:
    """Page labels (ISO 32000-1, 12.4.2): a viewer shows each page under its number in the source."""
    starts = [place for place, number in enumerate(numbers) if place == 0 or number != numbers[place - 1] + 1]
    tree = [part for place in starts for part in (place, {"/S": pikepdf.Name.D, "/St": numbers[place]})]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=tree)


def _shows_words(page: pikepdf.Page) -> bool:
    fonts = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    return _FONTS_TO_COME in fonts


def _matrix(matrix: Matrix) -> str:
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in matrix)


def _stored_bytes(stream: pikepdf.Object) -> int:
    return int(stream.get("/Length", 0))


def _save(pdf: pikepdf.Pdf, path: Path, *, is_final: bool) -> None:
    pdf.save(
        path,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
        deterministic_id=is_final,
    )
