"""Pictures in all formats become pages of bounded size; broken and huge ones are refused."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from service.documents.scan import images
from service.documents.scan.images import PageImage, decode
from service.errors import DamagedDocument, DocumentTooComplex


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    data = io.BytesIO()
    image.save(data, format_, **options)
    return data.getvalue()


def page(width: int = 827, height: int = 1169, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (width, height), "white")


def only(data: bytes) -> PageImage:
    (found,) = decode(data)
    return found


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_every_format_is_read(format_: str) -> None:
    found = only(saved(page(), format_))
    assert found.pixels.shape == (1169, 827, 3)
    assert found.pixels.min() > 250


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "I;16"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    image = Image.new(mode, (100, 140), 0) if mode != "CMYK" else Image.new(mode, (100, 140), (0, 0, 0, 255))
    assert only(saved(image, "TIFF")).pixels.max() == 0


@pytest.mark.parametrize("mode", ["1", "L"])
def test_grey_pictures_stay_grey(mode: str) -> None:
    assert only(saved(Image.new(mode, (100, 140), 1), "PNG")).pixels.shape == (140, 100)


def test_pixels_stand_where_they_stood() -> None:
    drawn = np.random.default_rng(5).integers(0, 256, (1300, 90, 3), dtype=np.uint8)
    assert (only(saved(Image.fromarray(drawn), "PNG")).pixels == drawn[..., ::-1]).all()


def test_what_is_transparent_is_white() -> None:
    assert only(saved(Image.new("RGBA", (100, 140), (0, 0, 0, 0)), "PNG")).pixels.min() == 255


def test_colours_are_in_the_order_blue_green_red() -> None:
    assert only(saved(Image.new("RGB", (100, 140), (255, 0, 0)), "PNG")).pixels[0, 0].tolist() == [0, 0, 255]


def test_a_photograph_is_turned_as_the_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    assert only(saved(page(200, 100), "JPEG", exif=exif)).pixels.shape[:2] == (200, 100)


@pytest.mark.parametrize(
    ("declared", "dpi"), [(90, 90), (5, 100), (72000, 100)], ids=["of paper", "of a poster", "of a stamp"]
)
def test_a_resolution_counts_where_it_makes_a_sheet_of_paper(declared: int, dpi: float) -> None:
    assert only(saved(page(), "PNG", dpi=(declared, declared))).dpi == pytest.approx(dpi, rel=0.01)


def test_all_pages_of_a_tiff_are_read() -> None:
    data = saved(page(), "TIFF", save_all=True, append_images=[page(400, 500), page(300, 400)])
    assert [found.pixels.shape[:2] for found in decode(data)] == [(1169, 827), (500, 400), (400, 300)]


def test_of_an_animation_the_first_picture_is_read() -> None:
    frames = [Image.new("L", (50, 70), shade) for shade in (0, 100, 200)]
    assert only(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])).pixels.max() == 0


def test_a_picture_larger_than_is_of_use_is_made_smaller() -> None:
    found = only(saved(page(8000, 9000, "L"), "PNG", dpi=(900, 900)))
    assert max(found.pixels.shape) <= 2 * images.WIDEST
    assert found.dpi == pytest.approx(900 * found.pixels.shape[1] / 8000, rel=0.01)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", saved(page(), "PNG")[:200], saved(page(), "TIFF")[:100]])
def test_broken_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedDocument):
        list(decode(data))


def test_pictures_of_too_many_pixels_are_refused() -> None:
    with pytest.raises(DocumentTooComplex, match="百万像素"):
        list(decode(saved(Image.new("1", (10_000, 8_001)), "PNG")))


def test_tiffs_of_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PAGES", 2)
    with pytest.raises(DocumentTooComplex, match="超过上限 2 页"):
        list(decode(saved(page(20, 30), "TIFF", save_all=True, append_images=[page(20, 30)] * 2)))


def test_pixels_are_laid_out_for_opencv() -> None:
    assert only(saved(page(), "PNG")).pixels.flags["C_CONTIGUOUS"]
    assert only(saved(page(), "PNG")).pixels.dtype == np.uint8
