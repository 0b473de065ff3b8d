"""Which characters are hidden, and by what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from training.masking import STRETCH_LENGTHS, STRETCH_WEIGHTS, corrupt, hidden_stretches

MASK, N_SPECIALS, N_SYMBOLS = 4, 5, 50


def hidden(maskable: NDArray[np.bool_], rate: float = 0.3, seed: int = 0) -> NDArray[np.bool_]:
    return hidden_stretches(maskable, rate, np.random.default_rng(seed))


def test_lengths_of_stretches_are_a_distribution() -> None:
    assert float(STRETCH_WEIGHTS.sum()) == pytest.approx(1)
    assert len(STRETCH_LENGTHS) == len(STRETCH_WEIGHTS)


@pytest.mark.parametrize("rate", [0.15, 0.3])
def test_about_the_rate_of_the_characters_is_hidden(rate: float) -> None:
    assert hidden(np.ones((200, 400), dtype=bool), rate).mean() == pytest.approx(rate, abs=0.02)


def test_characters_are_hidden_in_stretches() -> None:
    chosen = hidden(np.ones((100, 400), dtype=bool))
    neighbours = chosen[:, 1:][chosen[:, :-1]].mean()
    assert neighbours > 0.5


@given(st.integers(0, 2**32 - 1), st.integers(5, 30))
def test_only_what_may_be_hidden_is(seed: int, length: int) -> None:
    random = np.random.default_rng(seed)
    maskable = random.random((3, length)) < 0.5
    chosen = hidden(maskable, seed=seed)
    assert chosen.shape == maskable.shape
    assert not (chosen & ~maskable).any()


def test_the_same_seed_hides_the_same() -> None:
    maskable = np.ones((5, 50), dtype=bool)
    assert (hidden(maskable, seed=3) == hidden(maskable, seed=3)).all()


def test_hidden_characters_become_the_mask_another_or_stay() -> None:
    random = np.random.default_rng(0)
    ids = random.integers(N_SPECIALS, N_SYMBOLS, size=(200, 200))
    chosen = hidden(np.ones(ids.shape, dtype=bool))
    before = ids.copy()
    corrupted = corrupt(ids, chosen, mask_id=MASK, n_specials=N_SPECIALS, n_symbols=N_SYMBOLS, random=random)
    assert (ids == before).all()
    assert (corrupted[~chosen] == ids[~chosen]).all()
    masked = corrupted[chosen] == MASK
    changed = (corrupted[chosen] != ids[chosen]) & ~masked
    assert masked.mean() == pytest.approx(0.8, abs=0.02)
    assert changed.mean() == pytest.approx(0.1, abs=0.02)
    assert (corrupted[chosen][~masked] >= N_SPECIALS).all()
    assert (corrupted < N_SYMBOLS).all()
