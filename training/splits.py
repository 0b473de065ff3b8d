"""Which samples are for what: batches to train on, to choose by, and the blind ones that are only ever measured on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from annotations.samples import Sample, read_samples

Split = Literal["train", "heldout", "blind"]
SAMPLES = Path(__file__).parent.parent / "annotations" / "samples"


def samples_of(split: Split, folder: Path = SAMPLES) -> list[Sample]:
    """The samples of a split, by the ``splits.toml`` beside the folder."""
    batches = tomllib.loads((folder.parent / "splits.toml").read_text("utf-8"))[split]
    return [sample for sample in read_samples(folder) if sample.batch in batches]
