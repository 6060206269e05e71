"""Opens images: one page for JPEG, PNG, WebP, BMP, GIF and HEIC, one a frame for TIFF.

JPEG goes through OpenCV's decoder, which took 40 ms of processor time for a 300-dpi A4 page in colour
where Pillow took 90; everything else goes through Pillow.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.limits import Limits
from pipeline.source.resolution import ESTIMATED_VI, Resolution, resolution_of
from pipeline.source.shapes import PagePicture, Pixels, SourceKind
from records import PageImageKind, Word
from records.errors import DamagedFile, EmptyFile, HosoError, NotADocument, PageFailed, TooLarge

ORIENTATION_TAG = 274
"""EXIF and TIFF tag `Orientation`."""
_TURNED = {5, 6, 7, 8}
_PILLOW_FORMATS = {
    SourceKind.TIFF: ("TIFF",),
    SourceKind.JPEG: ("JPEG", "MPO"),
    SourceKind.PNG: ("PNG",),
    SourceKind.WEBP: ("WEBP",),
    SourceKind.BMP: ("BMP",),
    SourceKind.GIF: ("GIF",),
    SourceKind.HEIC: ("HEIF",),
}
FIRST_FRAME_VI = "Tệp có nhiều ảnh; chỉ ảnh đầu tiên được số hóa."
REDUCED_VI = "Ảnh quét quá {dpi:.0f} dpi; đã thu nhỏ còn {reading:.0f} dpi để nhận dạng."

_FOREIGN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError)
"""What Pillow raises for a broken file, by experience more than by its documentation."""

pillow_heif.register_heif_opener()


class ImageSource:
    """An image file, opened but not decoded."""

    def __init__(self, path: Path, kind: SourceKind, limits: Limits) -> None:
        self._path = path
        self._kind = kind
        self._limits = limits
        self._image = open_image(path, kind)
        try:
            frames = _count_frames(self._image, limits)
            self._page_count = frames if kind is SourceKind.TIFF else 1
            self._has_more_frames = frames > self._page_count
            check_pixels(self._image, limits)
        except HosoError:
            self._image.close()
            raise

    @property
    def kind(self) -> SourceKind:
        return self._kind

    @property
    def page_count(self) -> int:
        return self._page_count

    def page(self, number: int) -> ImagePage:
        """The page at `number`, from 1. `IndexError` outside."""
        if not 1 <= number <= self._page_count:
            raise IndexError(number)
        notes = (FIRST_FRAME_VI,) if self._has_more_frames else ()
        is_only_page = self._page_count == 1
        return ImagePage(
            self._path,
            self._image,
            self._kind,
            number,
            limits=self._limits,
            is_only_page=is_only_page,
            notes=notes,
        )

    def close(self) -> None:
        self._image.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ImagePage:
    """One frame of an image file."""

    kind = PageImageKind.SCAN

    def __init__(
        self,
        path: Path,
        image: Image.Image,
        source_kind: SourceKind,
        number: int,
        *,
        limits: Limits,
        is_only_page: bool,
        notes: tuple[str, ...],
    ) -> None:
        self._path = path
        self._image = image
        self._source_kind = source_kind
        self._limits = limits
        self._is_only_page = is_only_page
        self._warnings = notes
        self.number = number

    @property
    def warnings(self) -> tuple[str, ...]:
        return self._warnings

    def own_words(self, dpi: float) -> tuple[Word, ...]:
        """Images carry no text of their own: always empty."""
        del dpi
        return ()

    def picture(self, dpi: float | None = None) -> PagePicture:
        """The upright frame on white. Raises `DamagedFile`, or `PageFailed` when other pages remain."""
        pixels = self.stored_pixels()
        resolution, orientation = resolution_of(self._image.info, *self._image.size), self.orientation
        notes = [ESTIMATED_VI] if resolution.is_estimated else []
        if orientation in _TURNED:
            resolution = Resolution(resolution.y, resolution.x, resolution.is_estimated)
        picture = _at_reading_size(pixels, resolution, dpi, self._limits, notes)
        self._warnings = tuple(dict.fromkeys((*self._warnings, *picture.warnings)))
        return picture

    @property
    def orientation(self) -> int:
        """How the frame is to be turned to be shown, 1 to 8 (EXIF tag 274)."""
        return _orientation(self._image)

    @property
    def is_lone_fax(self) -> bool:
        """Whether the file is one upright frame packed by CCITT group 4, which a PDF can hold as it is."""
        is_fax = self._image.info.get("compression") == "group4"
        return self._is_only_page and is_fax and self.orientation == 1

    def stored_pixels(self) -> Pixels:
        """Every pixel of the upright frame, not resampled. Raises as `picture` does."""
        try:
            self._seek()
            return self._decode()
        except HosoError:
            raise
        except (*_FOREIGN, Image.DecompressionBombError, MemoryError) as error:
            raise self._failure(error) from error

    def _seek(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if self._source_kind is SourceKind.TIFF:
                self._image.seek(self.number - 1)
        check_pixels(self._image, self._limits)

    def _decode(self) -> Pixels:
        if self._source_kind is SourceKind.JPEG and self._image.mode in {"L", "RGB"}:
            pixels = decode_jpeg(self._path.read_bytes(), is_grey=self._image.mode == "L", turn=True)
            if pixels is not None:
                return pixels
        upright = ImageOps.exif_transpose(self._image)
        return pixels_of(upright)

    def _failure(self, error: BaseException) -> HosoError:
        detail = f"page {self.number}: {type(error).__name__}"
        return DamagedFile(detail) if self._is_only_page else PageFailed(detail)


def open_image(path: Path, kind: SourceKind) -> Image.Image:
    """Opens the header with Pillow, by the decoder of `kind` only. Raises the `SourceRefused` kinds."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(path, formats=_PILLOW_FORMATS[kind])
    except Image.DecompressionBombError as error:
        raise TooLarge("more pixels than Pillow opens") from error
    except UnidentifiedImageError as error:
        raise DamagedFile(f"not a readable {kind.value} image") from error
    except _FOREIGN as error:
        raise DamagedFile(f"{kind.value}: {type(error).__name__}") from error


def _count_frames(image: Image.Image, limits: Limits) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frames = int(getattr(image, "n_frames", 1))
            image.seek(0)
    except _FOREIGN as error:
        raise DamagedFile(f"frames cannot be counted: {type(error).__name__}") from error
    if frames > limits.max_pages:
        raise TooLarge(f"{frames} pages, at most {limits.max_pages}")
    return frames


def check_pixels(image: Image.Image, limits: Limits) -> None:
    """Raises `TooLarge` or `EmptyFile` by the size in the header, before anything is decoded."""
    width, height = image.size
    if width * height > limits.max_page_pixels:
        raise TooLarge(f"{width} × {height} pixels, at most {limits.max_page_pixels}")
    if width < 1 or height < 1:
        raise EmptyFile("an image without pixels")
    if image.mode not in _MODES and not image.mode.startswith("I;16"):
        raise NotADocument(f"images of mode {image.mode} are not read")


_MODES = {
    "1",
    "L",
    "LA",
    "La",
    "P",
    "PA",
    "RGB",
    "RGBA",
    "RGBa",
    "RGBX",
    "CMYK",
    "YCbCr",
    "LAB",
    "HSV",
    "I",
    "F",
}


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION_TAG, 1))
    except _FOREIGN:
        return 1


def decode_jpeg(stream: bytes, *, is_grey: bool, turn: bool) -> Pixels | None:
    """A JPEG stream as grey `(H, W)` or RGB `(H, W, 3)`; `None` when OpenCV cannot read it.

    `turn` applies the EXIF orientation, which counts for a file but not for a stream inside a PDF.
    """
    flags = cv2.IMREAD_GRAYSCALE if is_grey else cv2.IMREAD_COLOR_RGB
    if not turn:
        flags |= cv2.IMREAD_IGNORE_ORIENTATION
    if not stream.rstrip(b"\x00\r\n ").endswith(b"\xff\xd9"):
        return None  # cut short: OpenCV would fill the rest with grey and say nothing
    try:
        pixels = cv2.imdecode(np.frombuffer(stream, np.uint8), flags)
    except cv2.error:
        return None
    return None if pixels is None else np.asarray(pixels, np.uint8)


def pixels_of(image: Image.Image) -> Pixels:
    """Any Pillow image as grey or RGB on white: alpha, palettes, CMYK, 1 and 16 bits included."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(np.asarray(image))
    if "transparency" in image.info or image.mode in {"LA", "La", "RGBA", "RGBa", "PA"}:
        over = image.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        white.alpha_composite(over)
        return np.asarray(white.convert("RGB"))
    if image.mode in {"1", "L"}:
        return np.asarray(image.convert("L"))
    return np.asarray(image.convert("RGB"))


def _eight_bits(values: npt.NDArray[Any]) -> Pixels:  # 16 or 32 bits, integer or floating
    numbers = values.astype(np.float32)
    top = 65535.0 if numbers.size and numbers.max() > 255 else 255.0
    eight: Pixels = np.clip(numbers * (255.0 / top), 0, 255).astype(np.uint8)
    return eight


def _at_reading_size(
    pixels: Pixels, resolution: Resolution, dpi: float | None, limits: Limits, notes: list[str]
) -> PagePicture:
    """The pixels with square dots, at `dpi` when given, else reduced only where a limit asks for it."""
    height, width = pixels.shape[:2]
    own = max(resolution.x, resolution.y) if not resolution.is_square else (resolution.x + resolution.y) / 2
    wide, high = (1.0, 1.0) if resolution.is_square else (own / resolution.x, own / resolution.y)
    target = dpi or min(own, limits.max_dpi)
    room = (limits.max_rendered_pixels / (width * wide * height * high)) ** 0.5 * own
    target = min(target, room)
    if dpi is None and target < own * 0.99:
        notes.append(REDUCED_VI.format(dpi=own, reading=target))
    wide, high = wide * target / own, high * target / own
    size = max(1, round(width * wide)), max(1, round(height * high))
    if size != (width, height):
        shrinks = size[0] <= width and size[1] <= height
        way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)
    return PagePicture(pixels, target, tuple(notes))
