"""Pages drawn as scanners see them: ruled tables with texts in their cells, crooked, grainy or stamped."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from service.documents.scan.images import Pixels
from service.draw.pictures.fonts import fonts
from tests.draw.pictures.fonts import need_font

DPI = 200
A5 = (1165, 1653)  # pixels at 200 dpi
_THICK = 2

Span = tuple[int, int, int, int]
"""Row, column, rows and columns that a cell covers."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table: where its rules run, from the left and the top of the page, and the cells that are merged."""

    xs: Sequence[int]
    ys: Sequence[int]
    merged: Sequence[Span] = ()

    def spans(self) -> list[Span]:
        """All cells, row by row."""
        covered = {
            (row + down, column + right)
            for row, column, rows, columns in self.merged
            for down in range(rows)
            for right in range(columns)
        }
        single = [
            (row, column, 1, 1)
            for row in range(len(self.ys) - 1)
            for column in range(len(self.xs) - 1)
            if (row, column) not in covered
        ]
        return sorted([*single, *self.merged])


def need_tesseract() -> None:
    """Skip the test where Tesseract is missing; fail where CI is set."""
    if shutil.which("tesseract") is None:
        if os.environ.get("CI"):
            pytest.fail("tesseract must be installed where CI is set")
        pytest.skip("tesseract is not installed")


def blank(size: tuple[int, int] = A5) -> Pixels:
    """An empty page in grey."""
    return np.full((size[1], size[0]), 255, np.uint8)


def with_table(page: Pixels, table: Ruled) -> Pixels:
    """The page with the rules of a table."""
    ruled = page.copy()
    for row, column, rows, columns in table.spans():
        corner = (table.xs[column], table.ys[row])
        opposite = (table.xs[column + columns], table.ys[row + rows])
        cv2.rectangle(ruled, corner, opposite, 0, _THICK)
    return ruled


def with_texts(page: Pixels, table: Ruled, texts: Mapping[tuple[int, int], str], size: int = 32) -> Pixels:
    """The page with texts in the middle of cells, named by their first row and column."""
    need_font()
    image = Image.fromarray(page)
    draw = ImageDraw.Draw(image)
    for row, column, rows, columns in table.spans():
        middle_x = (table.xs[column] + table.xs[column + columns]) / 2
        middle_y = (table.ys[row] + table.ys[row + rows]) / 2
        text = texts.get((row, column), "")
        draw.text((middle_x, middle_y), text, fill=0, font=fonts().sized(size), anchor="mm", align="center")
    return np.array(image)


def with_line(page: Pixels, text: str, at: tuple[int, int], size: int = 36) -> Pixels:
    """The page with a line of text that begins at ``at``."""
    need_font()
    image = Image.fromarray(page)
    ImageDraw.Draw(image).text(at, text, fill=0, font=fonts().sized(size))
    return np.array(image)


def tilted(page: Pixels, degrees: float) -> Pixels:
    """The page turned counter-clockwise."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255))
    return np.asarray(turned, np.uint8)


def grainy(page: Pixels, sigma: float, seed: int = 1) -> Pixels:
    """The page with noise of that standard deviation."""
    noise = np.random.default_rng(seed).normal(0, sigma, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def png(page: Pixels) -> bytes:
    """The page as a PNG file."""
    data = io.BytesIO()
    Image.fromarray(page).save(data, "PNG", dpi=(DPI, DPI))
    return data.getvalue()
