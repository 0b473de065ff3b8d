"""Running text for pretraining: lines → windows of character numbers."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.alphabet import END, START, Alphabet
from models.characters import canonical_characters


def canonical_lines(path: Path) -> Iterator[str]:
    """Lines of a text file (``.xz`` or plain) in canonical characters."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            symbols = canonical_characters(line.rstrip("\n")).symbols
            if symbols:
                yield symbols


def pack(lines: list[str], alphabet: Alphabet) -> NDArray[np.uint16]:
    """All lines as one stream of character numbers, a newline after each."""
    if len(alphabet) > np.iinfo(np.uint16).max:
        raise ValueError(f"an alphabet of {len(alphabet)} symbols does not fit into 16 bits")
    newline = alphabet.id_of("\n")
    stream: list[int] = []
    for line in lines:
        stream.extend(alphabet.encode(line))
        stream.append(newline)
    return np.array(stream, dtype=np.uint16)


def windows(
    stream: NDArray[np.uint16], *, n_rows: int, length: int, alphabet: Alphabet, random: np.random.Generator
) -> NDArray[np.int64]:
    """Draw ``n_rows`` windows of ``length`` numbers (start and end included) from anywhere in ``stream``."""
    inner = length - 2
    if len(stream) <= inner:
        raise ValueError(f"the stream has {len(stream)} characters, a window needs more than {inner}")
    starts = random.integers(0, len(stream) - inner, size=n_rows)
    rows = stream[starts[:, None] + np.arange(inner)[None, :]].astype(np.int64)
    edge = np.ones((n_rows, 1), dtype=np.int64)
    return np.concatenate([edge * alphabet.id_of(START), rows, edge * alphabet.id_of(END)], axis=1)
