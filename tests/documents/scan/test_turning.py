"""Crooked pages are set straight, and every place on them is told as it was on the paper."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.scan.turning import level, tilt_of, turn_of
from tests.documents.scan.drawing import DPI, Ruled, blank, tilted, with_table

TABLE = Ruled((100, 500, 1060), (200, 300, 400, 500, 900))


@pytest.mark.parametrize("degrees", [-3.0, -1.5, -0.4, 0.0, 0.3, 1.0, 2.5])
def test_the_tilt_of_a_page_is_measured(degrees: float) -> None:
    ink = (tilted(with_table(blank(), TABLE), degrees) < 128).astype(np.uint8)
    assert tilt_of(ink) == pytest.approx(-degrees, abs=0.1)


def test_an_empty_page_is_not_tilted() -> None:
    assert tilt_of(np.zeros((400, 300), np.uint8)) == 0


@given(quarters=st.integers(0, 3), tilt=st.floats(-4, 4), x=st.integers(60, 140), y=st.integers(60, 240))
def test_a_place_on_the_straightened_page_is_told_as_on_the_paper(quarters: int, tilt: float, x: int, y: int) -> None:
    page = np.full((300, 200), 255, np.uint8)
    page[y - 3 : y + 4, x - 3 : x + 4] = 0
    straight = level(np.ascontiguousarray(np.rot90(page, -quarters)), tilt=tilt)
    turn = turn_of(200, 300, DPI, tilt=tilt, quarters=quarters)
    ys, xs = np.nonzero(straight < 128)
    left, top, right, bottom = turn.box(xs.mean(), ys.mean(), xs.mean(), ys.mean())
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((x * 72 / DPI, y * 72 / DPI), abs=1)
