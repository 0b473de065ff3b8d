"""Masked language modelling: which characters the encoder must restore.

Whole stretches are hidden rather than single characters (SpanBERT, Joshi et al. 2020, arXiv:1907.10529): words
of Chinese are one to four characters long, and a single hidden character is too easily guessed from its
neighbours. With the little text and time that we have, 30 % of the characters are hidden rather than 15 %
(Wettig et al. 2023, arXiv:2202.08005).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STRETCH_LENGTHS = np.array([1, 2, 3, 4, 5])
STRETCH_WEIGHTS = np.array([0.30, 0.34, 0.16, 0.15, 0.05])


def hidden_stretches(maskable: NDArray[np.bool_], rate: float, random: np.random.Generator) -> NDArray[np.bool_]:
    """Choose stretches of characters to hide.

    ``maskable``: (rows, length), true where a character may be hidden. Returns an array of the same shape with
    about ``rate`` of the characters chosen, in stretches of one to five.
    """
    rows, length = maskable.shape
    mean = float((STRETCH_LENGTHS * STRETCH_WEIGHTS).sum())
    # Stretches overlap: starts are drawn so that the covered share, not the sum of lengths, is about `rate`.
    starts = random.random((rows, length)) < -np.log1p(-rate) / mean
    lengths = random.choice(STRETCH_LENGTHS, size=(rows, length), p=STRETCH_WEIGHTS)
    hidden = np.zeros((rows, length), dtype=bool)
    for step in range(int(STRETCH_LENGTHS.max())):
        if step < length:
            reach = starts & (lengths > step)
            hidden[:, step:] |= reach[:, : length - step]
    chosen: NDArray[np.bool_] = hidden & maskable
    return chosen


def corrupt(
    ids: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    *,
    mask_id: int,
    n_specials: int,
    n_symbols: int,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    """Hide the chosen characters: 80 % become the mask, 10 % another character, 10 % stay (BERT's recipe)."""
    draw = random.random(ids.shape)
    corrupted = ids.copy()
    corrupted[hidden & (draw < 0.8)] = mask_id
    replaced = hidden & (draw >= 0.8) & (draw < 0.9)
    corrupted[replaced] = random.integers(n_specials, n_symbols, size=int(replaced.sum()))
    return corrupted
