"""Running text for pretraining."""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np
import pytest

from models.alphabet import END, SPECIALS, START, UNKNOWN, Alphabet
from training.corpus import canonical_lines, pack, windows

ALPHABET = Alphabet.learn(["公开信息0条，"], min_count=1)


@pytest.mark.parametrize("name", ["corpus.txt", "corpus.txt.xz"])
def test_canonical_lines_of_plain_and_packed_files(tmp_path: Path, name: str) -> None:
    text = "公开 12 条,\n\n \u3000\n（一）ＡＢ\n"
    path = tmp_path / name
    path.write_bytes(lzma.compress(text.encode()) if name.endswith("xz") else text.encode())
    assert list(canonical_lines(path)) == ["公开00条，", "（一）ab"]


def test_pack_puts_a_newline_after_each_line() -> None:
    stream = pack(["公开", "", "某条"], ALPHABET)
    symbols = [ALPHABET.symbols[number] for number in stream.tolist()]
    assert symbols == ["公", "开", "\n", "\n", UNKNOWN, "条", "\n"]
    assert stream.dtype == np.uint16


def test_pack_refuses_an_alphabet_beyond_its_numbers() -> None:
    alphabet = Alphabet(SPECIALS + tuple(chr(0x4E00 + k) for k in range(70_000)))
    with pytest.raises(ValueError, match="16 bits"):
        pack(["公开"], alphabet)


def test_windows_are_stretches_of_the_stream_between_start_and_end() -> None:
    stream = np.arange(100, 200).astype(np.uint16)
    rows = windows(stream, n_rows=50, length=12, alphabet=ALPHABET, random=np.random.default_rng(0))
    assert rows.shape == (50, 12)
    assert set(rows[:, 0]) == {ALPHABET.id_of(START)}
    assert set(rows[:, -1]) == {ALPHABET.id_of(END)}
    assert (np.diff(rows[:, 1:-1], axis=1) == 1).all()
    assert rows[:, 1:-1].min() >= 100
    assert rows[:, 1:-1].max() < 200
    assert len(set(rows[:, 1])) > 20


@pytest.mark.parametrize("length", [12, 13])
def test_windows_need_a_stream_longer_than_themselves(length: int) -> None:
    with pytest.raises(ValueError, match="needs more than"):
        windows(
            np.zeros(10, dtype=np.uint16), n_rows=1, length=length, alphabet=ALPHABET, random=np.random.default_rng(0)
        )
