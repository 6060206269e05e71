"""Pages that bear codes of the sizes in use, on papers of many types, worn and photographed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from bench.drawn_pages import CODES
from classifiers.specimens import LEVELS, compose, draw, wear
from classifiers.specimens.draft import FIRST_DAY, LAST_DAY
from classifiers.specimens.people import draw_day, draw_person
from classifiers.specimens.photographing import photograph
from classifiers.specimens.sheet import PrintedCode

DPI = 300
PHOTO = "photo"
WEARS = (*LEVELS, PHOTO)
KINDS = ("card qr", "land qr", "code128", "code39", "datamatrix", "pdf417")


@dataclass(frozen=True, slots=True, eq=False)
class CodedPage:
    """A page and the codes that it bears."""

    seed: int
    wear: str
    pixels: NDArray[np.uint8]
    """(height, width, 3) RGB."""
    dpi: float
    codes: dict[str, str]
    """Kind to payload; empty for a page without any."""
    own: frozenset[str] = frozenset()
    """What codes say that the paper itself prints, as land certificates do; they are not counted."""


def coded_pages(count: int, *, first_seed: int, wears: tuple[str, ...] = WEARS) -> Iterator[CodedPage]:
    """`count` pages with two to four codes at each wear."""
    for seed in range(first_seed, first_seed + count):
        chance = Random(f"codes {seed}")
        paper, own = _paper(seed)
        codes = {kind: payload(kind, chance) for kind in chance.sample(KINDS, chance.randint(2, 4))}
        for kind, text in list(codes.items()):
            if not _stick(paper, kind, text, chance):
                del codes[kind]
        for level in wears:
            yield _worn(paper, level, seed, codes, own)


def bare_pages(count: int, *, first_seed: int, wears: tuple[str, ...] = WEARS) -> Iterator[CodedPage]:
    """The same papers without codes."""
    for seed in range(first_seed, first_seed + count):
        paper, own = _paper(seed)
        for level in wears:
            yield _worn(paper, level, seed, {}, own)


def _paper(seed: int) -> tuple[Image.Image, frozenset[str]]:
    """The first sheet of a paper, and what its own codes say."""
    sheet = compose(CODES[seed % len(CODES)], seed).sheets[0]
    return draw(sheet, DPI), frozenset(item.text for item in sheet.items if isinstance(item, PrintedCode))


def payload(kind: str, chance: Random) -> str:
    """What a code of that kind says, of invented people."""
    person = draw_person(chance, draw_day(chance, FIRST_DAY, LAST_DAY))
    number = f"{chance.randrange(1, 97):03d}{person.born.year // 100 % 2 * 2}{chance.randrange(10**8):08d}"
    card = (
        f"{number}|{chance.randrange(10**9):09d}|{person.name}|{person.born:%d%m%Y}|{person.sex}|"
        f"Thôn Đông, Phú Lâm, Tiên Du, Bắc Ninh|{person.id_issued:%d%m%Y}"
    )
    land = (
        f"Số phát hành: AA {chance.randrange(10**8):08d}\n"
        f"Người sử dụng đất: {person.name}, CCCD số {number}\n"
        f"Thửa đất số: {chance.randrange(1, 900)}; tờ bản đồ số: {chance.randrange(1, 99)}\n"
        "Diện tích: 120,5 m²\nLoại đất: Đất ở tại nông thôn; Thời hạn sử dụng: Lâu dài\n"
        "Địa chỉ: Thôn Đông, xã Tiên Du, tỉnh Bắc Ninh"
    )
    number_alone = (
        f"{chance.randrange(1, 32000):05d}{chance.randrange(9, 25):02d}{chance.randrange(10**6):06d}"
    )
    return {"card qr": card, "land qr": land, "pdf417": card}.get(kind, number_alone)


def _stick(paper: Image.Image, kind: str, text: str, chance: Random) -> bool:
    """Prints a code on the emptiest of some places; false where every place is printed on or taken."""
    picture = _picture(kind, text, chance)
    if chance.random() < 0.15:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    quiet = round(1.5 / 25.4 * DPI)
    width, height = picture.width + 2 * quiet, picture.height + 2 * quiet
    grey = np.asarray(paper.convert("L"))
    places = [
        (chance.randrange(60, paper.width - width - 60), chance.randrange(60, paper.height - height - 60))
        for _ in range(400)
    ]
    empty = [place for place in places if _is_empty(grey, place, (width, height))]
    if not empty:
        return False
    left, top = empty[0]
    paper.paste(picture, (left + quiet, top + quiet))
    return True


def _is_empty(grey: NDArray[np.uint8], place: tuple[int, int], size: tuple[int, int]) -> bool:
    part = grey[place[1] : place[1] + size[1], place[0] : place[0] + size[0]]
    return bool((part > 150).mean() > 0.9995)


def _picture(kind: str, text: str, chance: Random) -> Image.Image:
    """The code at its printed size: modules and bars of whole dots, as printers set them."""
    ways = {
        "card qr": (zxingcpp.BarcodeFormat.QRCode, {"ec_level": chance.choice("LM")}, (12, 14)),
        "land qr": (zxingcpp.BarcodeFormat.QRCode, {"ec_level": chance.choice("LM")}, (19, 20)),
        "code128": (zxingcpp.BarcodeFormat.Code128, {}, (36, 50)),
        "code39": (zxingcpp.BarcodeFormat.Code39, {}, (70, 85)),
        "datamatrix": (zxingcpp.BarcodeFormat.DataMatrix, {}, (9, 14)),
        "pdf417": (zxingcpp.BarcodeFormat.PDF417, {}, (65, 80)),
    }
    format_, options, (least, most) = ways[kind]
    barcode = zxingcpp.create_barcode(text, format_, **options)
    modules = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False))
    width = round(chance.uniform(least, most) / 25.4 * DPI)
    is_linear = kind in {"code128", "code39"}
    height = round(8 / 25.4 * DPI) if is_linear else round(width * modules.shape[0] / modules.shape[1])
    return Image.fromarray(modules).convert("RGB").resize((width, height), Image.Resampling.BOX)


def _worn(paper: Image.Image, level: str, seed: int, codes: dict[str, str], own: frozenset[str]) -> CodedPage:
    seen = photograph(paper, seed) if level == PHOTO else wear(paper, level, seed)
    return CodedPage(seed, level, np.asarray(seen.convert("RGB")), float(seen.info["dpi"][0]), codes, own)
