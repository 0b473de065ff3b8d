"""PDF files → what a scanner, a copier or a telephone makes of them once printed: pictures without text."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from types import MappingProxyType
from typing import Literal
from zlib import crc32

import numpy as np
import pypdfium2
from PIL import Image

from benchmarks.documents import degrade
from benchmarks.documents.degrade import Page

Container = Literal["png", "jpg", "tiff", "pdf"]

_POINTS_PER_INCH = 72
_SEAL_RADIUS_INCHES = 0.8
_EPOCH = time.gmtime(0)  # the same scan has the same bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """One way to scan. PNG and JPG hold one picture: there the pages stand below each other. A ``seal`` needs colour.

    ``tilt`` is the largest angle in degrees, ``sigma`` and ``salt`` are noise, ``blur`` is a radius at 300 dpi,
    ``shade``, ``bend`` and ``perspective`` are shares of darkness and of the page; ``quality`` is that of JPEG.
    """

    container: Container
    dpi: int = 300
    grey: bool = True
    tilt: float = 0
    sigma: float = 0
    salt: float = 0
    blur: float = 0
    shade: float = 0
    bend: float = 0
    perspective: float = 0
    seal: bool = False
    quality: tuple[int, int] = (90, 95)


def scan(pdf: bytes, seed: int, *, design: Scan) -> bytes:
    """The PDF as a scan of that design, the same for the same seed."""
    random = np.random.default_rng([seed, crc32(repr(design).encode())])
    pages = [_scanned(page, design, random) for page in _printed(pdf, design)]
    images = [Image.fromarray(page) for page in pages]
    return _file(images, design, quality=int(random.integers(design.quality[0], design.quality[1] + 1)))


def _printed(pdf: bytes, design: Scan) -> list[Page]:
    """The pages as they come from the printer, with the seal where the text ends."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        scale = design.dpi / _POINTS_PER_INCH
        mode = "L" if design.grey else "RGB"
        pages = [np.array(page.render(scale=scale).to_pil().convert(mode)) for page in document]
        if design.seal:
            centre = _date_of_signature(document[len(document) - 1], scale)
            pages[-1] = degrade.sealed(pages[-1], centre, radius=_SEAL_RADIUS_INCHES * design.dpi)
        return pages
    finally:
        document.close()


def _date_of_signature(page: pypdfium2.PdfPage, scale: float) -> tuple[float, float]:
    """Where the last date on a page stands in pixels from the upper left corner; its middle if there is none."""
    text = page.get_textpage()
    characters = [text.get_text_range(at, 1) for at in range(text.count_chars())]
    days = [at for at, character in enumerate(characters) if character == "日"]
    if not days:
        return page.get_width() * scale / 2, page.get_height() * scale / 2
    left, bottom, right, top = text.get_charbox(days[-1])
    return (left + right) / 2 * scale, (page.get_height() - (bottom + top) / 2) * scale


def _scanned(page: Page, design: Scan, random: np.random.Generator) -> Page:
    if design.bend:
        page = degrade.bent(page, random, depth=design.bend)
    if design.perspective:
        page = degrade.in_perspective(page, random, depth=design.perspective)
    if design.tilt:
        page = degrade.tilted(page, float(random.uniform(0.3, design.tilt) * random.choice((-1, 1))))
    if design.blur:
        page = degrade.blurred(page, design.blur * design.dpi / 300)
    if design.shade:
        page = degrade.shaded(page, random, depth=design.shade)
    if design.sigma or design.salt:
        page = degrade.noisy(page, random, sigma=design.sigma, salt=design.salt)
    return page


def _file(images: Sequence[Image.Image], design: Scan, *, quality: int) -> bytes:
    buffer = BytesIO()
    first, rest = images[0], list(images[1:])
    dpi = (design.dpi, design.dpi)
    if design.container == "png":
        _stacked(images).save(buffer, "PNG", dpi=dpi)
    elif design.container == "jpg":
        _stacked(images).save(buffer, "JPEG", dpi=dpi, quality=quality)
    elif design.container == "tiff":
        first.save(buffer, "TIFF", save_all=True, append_images=rest, compression="tiff_deflate", dpi=dpi)
    else:
        first.save(
            buffer,
            "PDF",
            save_all=True,
            append_images=rest,
            resolution=design.dpi,
            quality=quality,
            creationDate=_EPOCH,
            modDate=_EPOCH,
        )
    return buffer.getvalue()


def _stacked(images: Sequence[Image.Image]) -> Image.Image:
    """One picture of all pages, one below the other, as chat programs join them."""
    width, height = max(image.width for image in images), sum(image.height for image in images)
    joined = Image.new(images[0].mode, (width, height), "white")
    top = 0
    for image in images:
        joined.paste(image, (0, top))
        top += image.height
    return joined


_OFFICE = Scan("pdf", tilt=0.8, sigma=5, salt=0.0002, shade=0.06, quality=(75, 85))
_DESIGNS: Mapping[str, Scan] = MappingProxyType(
    {
        "clean, 300 dpi, tiff": Scan("tiff"),
        "clean, 200 dpi, pdf": Scan("pdf", dpi=200),
        "clean, 200 dpi, png": Scan("png", dpi=200),
        "tilted, 300 dpi, pdf": Scan("pdf", tilt=1.5),
        "tilted, 200 dpi, tiff": Scan("tiff", dpi=200, tilt=1.0),
        "office scanner, 300 dpi, pdf": _OFFICE,
        "office scanner, 200 dpi, pdf": replace(_OFFICE, dpi=200),
        "noise, 300 dpi, tiff": Scan("tiff", sigma=14, salt=0.002),
        "noise, 200 dpi, jpg": Scan("jpg", dpi=200, sigma=8, salt=0.0005, quality=(75, 85)),
        "blurred copy, 300 dpi, pdf": Scan("pdf", blur=1.4, shade=0.15, quality=(70, 80)),
        "strong jpeg, 200 dpi, pdf": Scan("pdf", dpi=200, quality=(60, 65)),
        "red seal, 300 dpi, pdf": replace(_OFFICE, grey=False, seal=True),
        "red seal, 200 dpi, jpg": Scan("jpg", dpi=200, grey=False, seal=True, tilt=0.5, quality=(70, 85)),
        "bent page, 300 dpi, pdf": Scan("pdf", bend=0.004, shade=0.1, quality=(75, 85)),
        "photographed, 300 dpi, jpg": Scan(
            "jpg", grey=False, perspective=0.008, bend=0.003, blur=0.8, shade=0.2, sigma=6, quality=(75, 85)
        ),
    }
)

VARIANTS: Mapping[str, Callable[[bytes, int], bytes]] = MappingProxyType(
    {name: partial(scan, design=design) for name, design in _DESIGNS.items()}
)
"""Name → (bytes of a PDF file, seed) → bytes of the scan."""
EXTENSIONS: Mapping[str, str] = MappingProxyType({name: f".{design.container}" for name, design in _DESIGNS.items()})
