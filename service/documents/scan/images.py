"""Bytes of a picture → the pages in it as arrays of bounded size, with their resolution."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from service.errors import DamagedDocument, DocumentTooComplex

Pixels = NDArray[np.uint8]
"""One page. *Shape:* (height, width, 3) in the order blue, green, red; or (height, width) where it is grey."""

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
MAX_PAGES = 100
MAX_PIXELS = 80_000_000  # A3 at 600 dpi
# The short side of A3 at 300 dpi; beyond that nothing is read better, only slower.
WIDEST = 3_600
_STRIP = 512  # rows of pixels
_A4_WIDTH = 8.27  # inches
_SHORT_SIDES = (3.9, 17.0)  # inches; what the short side of a sheet of paper may measure
# What Pillow raises for files that are broken in one way or another.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, struct.error, OverflowError)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels, and how many of them make an inch of paper."""

    pixels: Pixels
    dpi: float


def decode(data: bytes) -> Iterator[PageImage]:
    """The pages of the picture ``data``, one after the other; of an animated one only the first."""
    image = _open(data)
    n_pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    if n_pages > MAX_PAGES:
        raise DocumentTooComplex(f"图片有 {n_pages} 页，超过上限 {MAX_PAGES} 页。")
    for index in range(n_pages):
        page = _page(image, index)
        if index == n_pages - 1:
            image.close()  # its memory is needed to read the page
        yield page


def _open(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # Pillow warns of large pictures; their size is bounded here.
        warnings.simplefilter("ignore")
        try:
            return Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        except _BROKEN as error:
            raise DamagedDocument("图片已损坏，无法打开。") from error


def _page(image: Image.Image, index: int) -> PageImage:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if image.format == "TIFF":
                image.seek(index)
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise _too_large()
            declared = _declared_dpi(image)
            pixels = _pixels(image)
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        except _BROKEN as error:
            raise DamagedDocument("图片已损坏，无法读出。") from error
    shrunk = max(pixels.shape[:2]) / max(width, height)
    return PageImage(pixels, _dpi(declared * shrunk, pixels))


def _pixels(image: Image.Image) -> Pixels:
    """Upright as the camera noted it, on white where the picture is transparent, not larger than is of use."""
    image.draft("RGB", (WIDEST, WIDEST))
    shrink = -(-min(image.size) // WIDEST)
    sheet = image.reduce(shrink) if shrink > 1 and image.mode in {"L", "RGB", "RGBA"} else image
    if sheet.mode in {"RGBA", "LA", "PA"} or "transparency" in sheet.info:
        opaque = sheet.convert("RGBA")
        sheet = Image.new("RGBA", opaque.size, "white")
        sheet.alpha_composite(opaque)
    mode = "L" if sheet.mode in {"1", "L"} else "RGB"
    sheet = sheet if sheet.mode == mode else sheet.convert(mode)
    sheet.load()
    ImageOps.exif_transpose(sheet, in_place=True)
    return _copied(sheet)


def _copied(sheet: Image.Image) -> Pixels:
    """The pixels of a picture in grey or in colours, copied in strips: as a whole it would be held three times."""
    width, height = sheet.size
    pixels = np.empty((height, width) if sheet.mode == "L" else (height, width, 3), np.uint8)
    for top in range(0, height, _STRIP):
        bottom = min(height, top + _STRIP)
        strip = np.asarray(sheet.crop((0, top, width, bottom)))
        pixels[top:bottom] = strip if strip.ndim == 2 else strip[..., ::-1]
    return pixels


def _declared_dpi(image: Image.Image) -> float:
    declared = image.info.get("dpi", (0.0, 0.0))
    try:
        return float(declared[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0


def _dpi(declared: float, pixels: Pixels) -> float:
    """The declared resolution where it makes a sheet of paper, else what the page would have as A4."""
    short = min(pixels.shape[:2])
    if declared > 0 and _SHORT_SIDES[0] <= short / declared <= _SHORT_SIDES[1]:
        return declared
    return max(short / _A4_WIDTH, 1.0)


def _too_large() -> DocumentTooComplex:
    return DocumentTooComplex(f"图片过大，超过上限 {MAX_PIXELS // 1_000_000} 百万像素。")
