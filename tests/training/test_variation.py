"""A sample with other marks is the same sample: its spans stand where they stood."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from annotations.samples import read_samples
from training.variation import EXCHANGES, varied

SAMPLES = read_samples(Path(__file__).parents[2] / "annotations" / "samples" / "b15.jsonl")[:40]


def test_varied_sample_differs_only_in_marks() -> None:
    random = np.random.default_rng(0)
    exchanged = 0
    for sample in SAMPLES:
        other = varied(sample, random)
        assert (other.spans, other.facts, len(other.text)) == (sample.spans, sample.facts, len(sample.text))
        for before, after in zip(sample.text, other.text, strict=True):
            if before != after:
                assert after in EXCHANGES[before][0]
                exchanged += 1
    assert exchanged > len(SAMPLES)


def test_separator_of_thousands_stays() -> None:
    (sample,) = [s for s in SAMPLES if s.facts][:1]
    for seed in range(20):
        other = varied(sample, np.random.default_rng(seed))
        for at in range(1, len(sample.text) - 1):
            if sample.text[at] == "," and sample.text[at - 1].isdigit() and sample.text[at + 1].isdigit():
                assert other.text[at] == ","
