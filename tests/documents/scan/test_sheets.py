"""Pictures of several pages, one below the other, are cut where the pages meet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.scan.sheets import cut


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_stacked_sheets_of_paper_are_cut_apart(n: int) -> None:
    stacked = np.vstack([np.full((283, 200), shade, np.uint8) for shade in range(n)])
    sheets = cut(stacked)
    assert [top for top, _ in sheets] == [283 * at for at in range(n)]
    assert [set(sheet.ravel()) for _, sheet in sheets] == [{shade} for shade in range(n)]


def test_a_long_picture_of_no_whole_sheets_is_cut_where_nothing_is_printed() -> None:
    page = np.full((660, 200), 255, np.uint8)
    page[20:310, 20:180:2] = 0
    page[350:640, 20:180:2] = 0
    (_, first), (top, _) = cut(page)
    assert 310 <= top <= 350
    assert first.shape[0] == top


@given(height=st.integers(1, 3000), width=st.integers(20, 300), colours=st.sampled_from([(), (3,)]))
def test_no_row_of_pixels_is_lost_or_doubled(height: int, width: int, colours: tuple[int, ...]) -> None:
    page = np.zeros((height, width, *colours), np.uint8)
    sheets = cut(page)
    assert sum(sheet.shape[0] for _, sheet in sheets) == height
    assert [top for top, _ in sheets] == np.cumsum([0, *(sheet.shape[0] for _, sheet in sheets[:-1])]).tolist()
