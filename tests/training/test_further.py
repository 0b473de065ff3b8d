"""Learning from a user's samples: which are held out, and when a model counts as better."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.samples import read_samples
from training.further import FEWEST_TO_HOLD_OUT, Comparison, split
from training.scoring import Score

SAMPLES = read_samples(Path(__file__).parents[2] / "annotations" / "samples" / "b2.jsonl")


def test_a_fifth_is_held_out_and_always_the_same() -> None:
    own = split(SAMPLES[:50])
    assert len(own.heldout) == 10
    assert split(list(reversed(SAMPLES[:50]))).heldout == tuple(reversed(own.heldout))
    assert not {s.id for s in own.train} & {s.id for s in own.heldout}


def test_few_samples_are_all_learnt_from() -> None:
    few = SAMPLES[: FEWEST_TO_HOLD_OUT - 1]
    assert split(few).train == tuple(few)
    assert split(few).heldout == ()


@pytest.mark.parametrize(
    ("own", "common", "better"),
    [((80, 95), (95, 95), True), ((80, 95), (95, 90), False), ((95, 80), (95, 95), False), ((80, 80), (95, 95), True)],
)
def test_a_model_is_better_only_if_nothing_got_worse(
    own: tuple[int, int], common: tuple[int, int], *, better: bool
) -> None:
    scores = [Score(right=right, wrong=100 - right, missed=100 - right) for right in (*own, *common)]
    assert Comparison(*scores).is_better is better
