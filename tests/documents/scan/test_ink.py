"""What is printed in black stays, under a seal too; the seal, shadows and grain go."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from service.documents.scan.images import Pixels
from service.documents.scan.ink import cleared, even_grey, is_ink
from tests.documents.scan.drawing import DPI, blank, grainy

RED, BLACK = (36, 32, 205), (0, 0, 0)  # blue, green, red


def coloured(page: Pixels) -> Pixels:
    return np.repeat(page[..., None], 3, axis=2)


def test_a_seal_goes_and_what_stands_under_it_stays() -> None:
    page = coloured(blank((600, 600)))
    cv2.circle(page, (300, 300), 150, RED, 12)
    cv2.circle(page, (300, 300), 50, RED, -1)
    cv2.line(page, (100, 300), (500, 300), BLACK, 6)
    ink = is_ink(even_grey(page, DPI))
    assert ink[300, 110:490].all()
    assert not ink[140:165, 290:310].any()
    assert not ink[265:285, 290:310].any()


@pytest.mark.parametrize("size", [(20, 40), (700, 30)])
def test_red_writing_is_no_seal(size: tuple[int, int]) -> None:
    page = coloured(blank((900, 300)))
    cv2.rectangle(page, (60, 60), (60 + size[0], 60 + size[1]), RED, 4)
    assert is_ink(even_grey(page, DPI))[60 : 62 + size[1], 58:64].any()


def test_a_shadow_is_no_ink() -> None:
    page = blank((600, 400))
    page[100:110, 50:550] = 0
    shade = np.linspace(1, 0.6, 600)[None, :]
    ink = is_ink(even_grey((page * shade).astype(np.uint8), DPI))
    assert ink[105, 60:540].all()
    assert not ink[200:300].any()


def test_for_recognition_grain_is_smoothed_and_strokes_are_dark() -> None:
    page = blank((400, 300))
    page[100:120, 50:350] = 40
    clear = cleared(even_grey(grainy(page, 12), DPI), DPI)
    assert np.median(clear[105:115, 60:340]) == 0
    assert np.mean(clear[200:280] > 230) > 0.99
