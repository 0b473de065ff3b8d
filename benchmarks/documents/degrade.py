"""What scanners, copiers and phones do to a page: an array of rows and columns, and of colours where it has them."""

from __future__ import annotations

import math
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Page: TypeAlias = NDArray[np.uint8]

_WHITE = (255, 255, 255)
_RED = (205, 32, 36)
_STAR_POINTS = 10


def tilted(page: Page, degrees: float) -> Page:
    """The page turned by so many degrees, as it lay on the glass."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=_WHITE)
    return np.asarray(turned, dtype=np.uint8)


def noisy(page: Page, random: np.random.Generator, *, sigma: float, salt: float) -> Page:
    """Grain of a standard deviation ``sigma``, and a share ``salt`` of dots that are black or white."""
    shape = page.shape[:2]
    out = page + _for_each_colour(random.standard_normal(shape, dtype=np.float32) * np.float32(sigma), page)
    n_dots = int(salt * shape[0] * shape[1])
    rows, columns = random.integers(0, shape[0], n_dots), random.integers(0, shape[1], n_dots)
    out[rows, columns] = 255
    out[rows[::2], columns[::2]] = 0
    return _clipped(out)


def blurred(page: Page, radius: float) -> Page:
    """Out of focus by so many pixels."""
    return np.asarray(cv2.GaussianBlur(page, (0, 0), radius), dtype=np.uint8)


def shaded(page: Page, random: np.random.Generator, *, depth: float) -> Page:
    """A grey background that darkens by up to ``depth`` towards one side."""
    height, width = page.shape[:2]
    angle = random.uniform(0, 2 * math.pi)
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32) * np.float32(math.cos(angle))
    down = np.linspace(-0.5, 0.5, height, dtype=np.float32) * np.float32(math.sin(angle))
    slope = across[None, :] + down[:, None]
    light = 1 - np.float32(depth) * (slope - slope.min()) / (slope.max() - slope.min())
    return _clipped(page * _for_each_colour(light, page))


def bent(page: Page, random: np.random.Generator, *, depth: float) -> Page:
    """Lines that bow as on a page that does not lie flat, by a share ``depth`` of its width at most."""
    height, width = page.shape[:2]
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bow = random.uniform(0.4, 1) * depth * width * random.choice((-1, 1))
    lift = (bow * np.sin(math.pi * across / width)).astype(np.float32)
    return _remapped(page, across, down + lift)


def in_perspective(page: Page, random: np.random.Generator, *, depth: float) -> Page:
    """As photographed not quite from above: corners moved by a share ``depth`` of the page at most."""
    height, width = page.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    moved = corners + random.uniform(-depth, depth, (4, 2)) * (width, height)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    warped = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=_WHITE)
    return np.asarray(warped, dtype=np.uint8)


def sealed(page: Page, centre: tuple[float, float], *, radius: float) -> Page:
    """A red seal with a star, through which the writing below is seen."""
    seal = Image.new("RGB", (page.shape[1], page.shape[0]), _WHITE)
    draw = ImageDraw.Draw(seal)
    x, y = centre
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_RED, width=max(2, round(radius * 0.07)))
    draw.polygon(_star(x, y, radius * 0.35), fill=_RED)
    for step in range(14):
        _stamp_character(draw, x, y, radius * 0.78, math.radians(-200 + step * 17), radius * 0.09)
    return np.asarray(np.minimum(page, np.asarray(seal)), dtype=np.uint8)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    sizes = (radius, radius * 0.382)
    angles = (math.pi * (2 * at / _STAR_POINTS - 0.5) for at in range(_STAR_POINTS))
    return [(x + sizes[at % 2] * math.cos(a), y + sizes[at % 2] * math.sin(a)) for at, a in enumerate(angles)]


def _stamp_character(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, angle: float, size: float) -> None:
    """Strokes that stand for a character of the seal's ring."""
    cx, cy = x + radius * math.cos(angle), y + radius * math.sin(angle)
    width = max(1, round(size * 0.3))
    for offset in (-size, 0, size):
        draw.line((cx - size, cy + offset, cx + size, cy + offset), fill=_RED, width=width)
    draw.line((cx, cy - size, cx, cy + size), fill=_RED, width=width)


def _remapped(page: Page, across: NDArray[np.float32], down: NDArray[np.float32]) -> Page:
    out = cv2.remap(page, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=_WHITE)
    return np.asarray(out, dtype=np.uint8)


def _for_each_colour(values: NDArray[np.float32], page: Page) -> NDArray[np.float32]:
    return values if page.ndim == 2 else values[..., None]


def _clipped(page: NDArray[np.floating]) -> Page:
    return np.asarray(np.clip(page, 0, 255), dtype=np.uint8)
