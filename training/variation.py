"""The same sample as another clerk would have typed it: marks that clerks use loosely are exchanged.

``，其中`` is as often ``。其中``, a list goes on after ``；`` as after ``，``. Every exchange is one character
for one, so that no span of the sample moves.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from annotations.samples import Sample

# Mark → what it may become, and how often.
EXCHANGES = {
    "，": ("。；、,", 0.06),
    ",": ("，。；", 0.10),
    "；": ("，。;", 0.20),
    "。": ("；，", 0.08),
    "、": ("，", 0.08),
}
# 公开240条，其中… is the place where full stops are put most freely.
_BEFORE_PARTS, _PARTS_RATE = "其中", 0.4


def varied(sample: Sample, random: np.random.Generator) -> Sample:
    """A sample with some of its marks exchanged."""
    characters = list(sample.text)
    for at, character in enumerate(characters):
        if character not in EXCHANGES or _between_digits(sample.text, at):
            continue
        others, rate = EXCHANGES[character]
        if sample.text.startswith(_BEFORE_PARTS, at + 1):
            rate = _PARTS_RATE
        if random.random() < rate:
            characters[at] = others[int(random.integers(len(others)))]
    return replace(sample, text="".join(characters))


def _between_digits(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
