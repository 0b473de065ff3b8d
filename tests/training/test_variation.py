"""A sample with other marks is the same sample: its spans stand where they stood."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from annotations.samples import Sample, read_samples
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
    assert exchanged > 10


def test_separator_of_thousands_stays() -> None:
    sample = Sample("s", "s", "县局", 2023, (), "", "公开1,234条,其中5,678条", (), ())
    texts = {varied(sample, np.random.default_rng(seed)).text for seed in range(50)}
    assert len(texts) > 1
    assert all("1,234条" in text and "5,678条" in text for text in texts)
