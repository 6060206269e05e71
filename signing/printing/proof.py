"""Prints a citizen's proof: a small QR with the address at which the office says whether a paper is its own.

The code is drawn as filled boxes, not as a picture, so it is sharp at any size and needs no image in the
file. It goes on before the first signature, where nothing is printed and nobody will sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from records.errors import PlaceNotFound, SettingInvalid
from signing.appearance.paper import PageWord, Paper, open_paper
from signing.appearance.shown_page import Rectangle
from signing.appearance.signers import SignerLines, signers_of
from signing.fonts import wrapped
from signing.orders import FieldPlace
from signing.printing.bounds import require_bounded
from signing.printing.drawing import POINTS_PER_MM, Drawing
from signing.printing.faces import FontShelf, Style, width_of
from signing.printing.overlay import add_fonts, from_shown, lay_over, shelf_for
from signing.printing.unsigned import open_unsigned

SIDE = 18 * POINTS_PER_MM
"""Of the symbol. Within a quiet zone of four modules it takes 22 mm of a page."""
_QUIET_MODULES = 4
"""White around the symbol (ISO/IEC 18004, 9.1)."""
_ERROR_CORRECTION = "M"
"""15 % of the symbol may be lost: stains and staples."""
_LONGEST_ADDRESS = 120
"""Characters. Longer ones need modules under 0.4 mm, which office scanners at 150 dpi blur."""
_CODE = re.compile(r"[A-Z2-7](?:-?[A-Z2-7]){15,63}")
"""Base32, at least 80 bits, in groups: nobody guesses the code of a paper that they do not hold."""
_TEXT = Style(8)
_LEADING = 10.0
_TEXT_WIDTH = 62 * POINTS_PER_MM
_HEADING = "Kiểm tra văn bản tại:"
_LEFT, _BOTTOM, _RIGHT, _TOP = (mm * POINTS_PER_MM for mm in (30, 12, 15, 20))
"""From the page's edges. The bottom margin (20-25 mm) may be used: no text of the paper is there."""
_LARGEST = 1189 * POINTS_PER_MM
"""How far a page is looked at, the long side of A0: a page of metres would take gigabytes to draw."""
_STEP = 4 * POINTS_PER_MM
_SIGNING_LEFT, _SIGNING_RIGHT, _SIGNING_DEEP = (mm * POINTS_PER_MM for mm in (55, 30, 45))
"""Around the middle of a signer's lines, kept for signature and seal; the last where no name stands below."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The symbol and its words, ready to be placed."""

    modules: NDArray[np.bool_]
    lines: tuple[str, ...]

    @property
    def module(self) -> float:
        """Side of one module in points."""
        return SIDE / len(self.modules)

    @property
    def quiet(self) -> float:
        """Width of the quiet zone in points."""
        return _QUIET_MODULES * self.module

    @property
    def size(self) -> tuple[float, float]:
        """Width and height with the quiet zone and the words."""
        words = max(width_of(line, _TEXT) for line in self.lines)
        height = max(SIDE + 2 * self.quiet, len(self.lines) * _LEADING + 4)
        return SIDE + 2 * self.quiet + words + 2, height


def proof_address(address: str, code: str) -> str:
    """Where a paper is checked: `{code}` in the address is replaced, else the code is its last part.

    Raises `SettingInvalid` for what is no plain http or https address, or too long for a small symbol, and
    `ValueError` for a code that could be guessed.
    """
    if not _CODE.fullmatch(code):
        raise ValueError("a proof's code is base32 of at least 80 bits, in groups parted by hyphens")
    whole = address.replace("{code}", code) if "{code}" in address else f"{address.rstrip('/')}/{code}"
    parts = urlsplit(whole)
    is_plain = whole.isascii() and whole.isprintable() and " " not in whole
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_plain:
        raise SettingInvalid("the address of the verification page: acceptable: https://xa.example/kiem-tra")
    if len(whole) > _LONGEST_ADDRESS:
        raise SettingInvalid(
            f"the address of the verification page: at most {_LONGEST_ADDRESS} characters with its code"
        )
    return whole


def print_proof(
    source: Path,
    target: Path,
    *,
    address: str,
    code: str,
    place: FieldPlace | None = None,
    words: Sequence[PageWord] | None = None,
) -> FieldPlace:
    """Writes the paper at `source` with a QR and the code in small text to `target`; gives where it stands.

    It stands at the bottom left of the last page, else wherever that page has room, never where something is
    printed or will be signed; or at `place`, whose lower left corner counts. `words` are what a recogniser
    read of a scan. Raises `PlaceNotFound` when the last page is full, what `proof_address` raises, and
    `NotSignable` for a file that is signed, encrypted or damaged.
    """
    block = _block(proof_address(address, code), code)
    with open_unsigned(source, target) as paper:
        require_bounded(paper.pdf.pages[-1])
        found = place or _free_place(source, block, words)
        if not 1 <= found.page <= len(paper.pdf.pages):
            raise PlaceNotFound(f"no page {found.page}")
        page = paper.pdf.pages[found.page - 1]
        shelf = shelf_for([page])
        lay_over(page, _drawn(block, found.box[:2], shelf), matrix=from_shown(page))
        add_fonts(paper.pdf, [page], shelf)
        paper.is_changed = True
        width, height = block.size
        left, bottom = found.box[:2]
        return FieldPlace(found.page, (left, bottom, left + width, bottom + height))


def _block(address: str, code: str) -> _Block:
    symbol = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level=_ERROR_CORRECTION)
    modules = np.asarray(symbol.to_image(scale=1, add_quiet_zones=False)) < 128
    shown = urlsplit(address)
    site = f"{shown.hostname}{shown.path}".removesuffix(f"/{code}")
    lines = (*wrapped(_HEADING, _TEXT_WIDTH, _TEXT.size), *_chopped(site), *_chopped(f"Mã: {code}"))
    return _Block(modules, lines)


def _chopped(text: str) -> Iterator[str]:
    """Lines no wider than the words' column; addresses and codes have no spaces to break at."""
    line = ""
    for letter in text:
        if width_of(line + letter, _TEXT) > _TEXT_WIDTH:
            yield line
            line = ""
        line += letter
    yield line


def _drawn(block: _Block, corner: tuple[float, float], shelf: FontShelf) -> Drawing:
    drawing = Drawing(shelf)
    left, bottom = corner
    width, height = block.size
    drawing.fill([(left, bottom, left + width, bottom + height)], grey=1.0)
    x, top = left + block.quiet, bottom + (height + SIDE) / 2
    drawing.fill(list(_bars(block.modules, x, top, block.module)))
    baseline = bottom + height / 2 + len(block.lines) * _LEADING / 2 - _TEXT.size
    for number, line in enumerate(block.lines):
        drawing.text(left + SIDE + 2 * block.quiet, baseline - number * _LEADING, line, _TEXT)
    return drawing


def _bars(modules: NDArray[np.bool_], left: float, top: float, side: float) -> Iterator[Rectangle]:
    """Dark modules of each row, neighbours joined: seams between boxes would show as white hair lines."""
    for number, row in enumerate(modules):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
        for start, end in edges.reshape(-1, 2):
            yield (left + start * side, top - (number + 1) * side, left + end * side, top - number * side)


def _free_place(source: Path, block: _Block, words: Sequence[PageWord] | None) -> FieldPlace:
    with open_paper(source, words) as paper:
        page = paper.pages
        width, height = (min(side, _LARGEST) for side in paper.shown(page).size)
        ink, taken = paper.ink(page, (0.0, 0.0, width, height)), list(_taken(paper, page))
        for box in _candidates(block.size, (width, height)):
            if ink.is_free(box) and not any(_overlap(box, other) for other in taken):
                return FieldPlace(page, box)
    raise PlaceNotFound(
        f"page {page}: no room for the proof",
        remedy_vi=f"Trang {page} không còn chỗ trống để in mã QR. Hãy chừa chỗ, chỉ chỗ in, hoặc bỏ mã QR.",
        remedy_en=f"Page {page} has no room for the QR. Leave room, show the place, or print none.",
    )


def _candidates(size: tuple[float, float], page: tuple[float, float]) -> Iterator[Rectangle]:
    """From the bottom left of the page upwards, then further to the right."""
    left = _LEFT
    while left + size[0] <= page[0] - _RIGHT:
        bottom = _BOTTOM
        while bottom + size[1] <= page[1] - _TOP:
            yield (left, bottom, left + size[0], bottom + size[1])
            bottom += _STEP
        left += 2 * _STEP


def _taken(paper: Paper, page: int) -> Iterator[Rectangle]:
    """Signature fields, and the white between position and name where somebody will sign and be sealed."""
    yield from (field.box for field in paper.fields() if field.page == page and field.is_visible)
    for signer in signers_of(page, paper.words(page), paper.shown(page).size[0]):
        yield _signing_room(signer)


def _signing_room(signer: SignerLines) -> Rectangle:
    top = signer.position[1]
    bottom = signer.name[1] if signer.name else top - _SIGNING_DEEP
    return signer.middle - _SIGNING_LEFT, bottom, signer.middle + _SIGNING_RIGHT, top


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
