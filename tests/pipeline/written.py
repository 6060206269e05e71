"""Papers written for tests, word by word, so that the true place of every word is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFont

from records import Box, Word

FONTS = (
    Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"),
)
AGENCY = ("ỦY BAN NHÂN DÂN", "XÃ ĐỒNG LỘC", "Số:       /CT-UBND")
MOTTO = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Đồng Lộc, ngày       tháng 3 năm 2024",
)
BODY = (
    "Thực hiện chỉ đạo của cấp trên về việc rà soát, bổ sung hồ sơ địa chính,",
    "Ủy ban nhân dân xã yêu cầu các thôn, tổ dân phố tổ chức kiểm tra lại toàn",
    "bộ sổ sách đang giữ, đối chiếu với thực tế sử dụng đất của từng hộ gia đình;",
    "kịp thời tháo gỡ khó khăn, vướng mắc, không để xảy ra khiếu nại kéo dài.",
    "Cán bộ phụ trách có trách nhiệm tổng hợp kết quả, gửi về văn phòng trước",
    "ngày 25 tháng 4 năm 2024 để báo cáo; trường hợp chậm trễ phải nêu rõ lý do.",
    "Kinh phí thực hiện được bố trí từ nguồn ngân sách xã, dự toán 12.500.000 đồng.",
    "Các hộ có nhu cầu cấp đổi giấy chứng nhận nộp hồ sơ tại bộ phận một cửa.",
)


@dataclass
class Paper:
    """A sheet in work at a resolution."""

    dpi: int = 300
    width_mm: float = 210.0
    height_mm: float = 297.0
    words: list[Word] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = self.px(self.width_mm), self.px(self.height_mm)
        self.image = Image.new("RGB", size, "white")
        self.pen = ImageDraw.Draw(self.image)

    def px(self, millimetres: float) -> int:
        return round(millimetres / 25.4 * self.dpi)

    def write(
        self,
        text: str,
        x_mm: float,
        y_mm: float,
        *,
        points: float = 13,
        colour: str = "black",
        face: str = "",
    ) -> None:
        """Writes a line with its baseline at `y_mm`, noting each word with the box of its ink."""
        font = _font(round(points / 72 * self.dpi), face)
        x, y = float(self.px(x_mm)), self.px(y_mm)
        line = len({word.line for word in self.words})
        for piece in text.split(" "):
            if piece:
                self.pen.text((x, y), piece, font=font, fill=colour, anchor="ls")
                box = self.pen.textbbox((x, y), piece, font=font, anchor="ls")
                self.words.append(Word(piece, Box(*map(float, box)), 1.0, line))
            x += font.getlength(piece + " ")

    def scrawl(self, x_mm: float, y_mm: float, *, colour: str = "black") -> None:
        """Two digits by a felt pen: taller than print, below its baseline, one stroke thick."""
        tall, thick = self.px(4.2), self.px(0.6)
        x, base = self.px(x_mm), self.px(y_mm + 0.7)
        self.pen.ellipse((x, base - tall, x + tall * 0.55, base), outline=colour, width=thick)
        left = x + tall * 0.75
        self.pen.line((left, base - tall, left + tall * 0.5, base - tall * 0.95), fill=colour, width=thick)
        self.pen.line(
            (left + tall * 0.5, base - tall * 0.95, left + tall * 0.1, base), fill=colour, width=thick
        )

    def seal(self, x_mm: float, y_mm: float) -> None:
        """A round red seal of 34 mm about a point, rings and a star of strokes."""
        ink = Image.new("RGB", self.image.size, "white")
        pen = ImageDraw.Draw(ink)
        x, y, red = self.px(x_mm), self.px(y_mm), (222, 40, 50)
        for radius_mm, thick_mm in ((17.0, 0.8), (15.5, 0.4), (9.0, 0.4)):
            radius = self.px(radius_mm)
            pen.ellipse(
                (x - radius, y - radius, x + radius, y + radius), outline=red, width=self.px(thick_mm)
            )
        for angle in np.linspace(0, 2 * np.pi, 24, endpoint=False):
            inner, outer = self.px(10.5), self.px(14.5)
            ends = [(x + reach * np.cos(angle), y + reach * np.sin(angle)) for reach in (inner, outer)]
            pen.line([*ends[0], *ends[1]], fill=red, width=self.px(1.2))
        pen.regular_polygon((x, y, self.px(6)), 5, fill=red)
        # Stamp ink is transparent: black print stays black beneath it.
        self.image.paste(ImageChops.multiply(self.image, ink))

    @property
    def pixels(self) -> NDArray[np.uint8]:
        return np.asarray(self.image)


def directive(
    dpi: int = 300,
    *,
    number: str = "",
    by_hand: str | None = None,
    sealed: bool = False,
) -> Paper:
    """A one-page directive; `number` and day printed, or written in ink of the colour `by_hand`."""
    paper = Paper(dpi)
    agency = (*AGENCY[:2], AGENCY[2].replace("       ", f" {number} ") if number else AGENCY[2])
    motto = (*MOTTO[:2], MOTTO[2].replace("       ", f" {number} ") if number else MOTTO[2])
    for row, (left, right) in enumerate(zip(agency, motto, strict=True)):
        paper.write(left, 25, 25 + 6.5 * row)
        paper.write(right, 95, 25 + 6.5 * row)
    if by_hand:
        paper.scrawl(33, 38, colour=by_hand)
        paper.scrawl(128, 38, colour=by_hand)
    for row, text in enumerate(BODY * 2):
        paper.write(text, 25, 60 + 7.2 * row)
    paper.write("CHỦ TỊCH", 130, 190)
    paper.write("Nguyễn Thị Hồng Thắm", 120, 215)
    if sealed:
        paper.seal(128, 208)
    return paper


def placed(pixels: NDArray[np.uint8], degrees: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The paper lying askew by `degrees` clockwise on white, and the map that took it there."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    grown = (
        round(width + abs(np.sin(np.radians(degrees))) * height),
        round(height + abs(np.sin(np.radians(degrees))) * width),
    )
    turn[:, 2] += (grown[0] - width) / 2, (grown[1] - height) / 2
    lying = cv2.warpAffine(pixels, turn, grown, flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(lying, np.uint8), turn


@cache
def _font(size: int, face: str = "") -> ImageFont.FreeTypeFont:
    named = [path.with_name(f"{face}.ttf") for path in FONTS if face]
    for path in (*named, *FONTS):
        if path.is_file():
            return ImageFont.truetype(str(path), size)
    pytest.skip("needs a serif font: apt-get install fonts-croscore")
