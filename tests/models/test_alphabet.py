"""Alphabets: symbols and their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.alphabet import SPECIALS, UNKNOWN, Alphabet
from models.characters import canonical_characters


def test_learn_keeps_what_is_frequent_most_frequent_first() -> None:
    alphabet = Alphabet.learn(["公公公开开息", "开"], min_count=2, always="无")
    assert alphabet.symbols == (*SPECIALS, "公", "开", "\n", "无")


def test_encode_gives_every_symbol_its_number() -> None:
    alphabet = Alphabet.learn(["公公开"], min_count=1)
    assert alphabet.encode("公开某") == [5, 6, alphabet.id_of(UNKNOWN)]
    assert alphabet.id_of("某") == alphabet.id_of(UNKNOWN) == 1
    assert len(alphabet) == len(alphabet.symbols)


@pytest.mark.parametrize(
    ("symbols", "reason"),
    [(("公", *SPECIALS), "begins with"), ((*SPECIALS, "公", "公"), "every symbol once"), ((), "begins")],
)
def test_an_alphabet_refuses_symbols_in_disorder(symbols: tuple[str, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Alphabet(symbols)


def test_an_alphabet_survives_the_disk(tmp_path: Path) -> None:
    alphabet = Alphabet.learn(["公开\\信息", '"”'], min_count=1)
    alphabet.save(tmp_path / "alphabet.txt")
    assert Alphabet.load(tmp_path / "alphabet.txt") == alphabet
    assert "\n" in Alphabet.load(tmp_path / "alphabet.txt").symbols


@settings(deadline=None)
@given(lines=st.lists(st.text(max_size=20).map(lambda text: canonical_characters(text).symbols), max_size=4))
def test_an_alphabet_of_any_canonical_text_survives_the_disk(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    alphabet = Alphabet.learn(lines, min_count=1)
    path = tmp_path_factory.getbasetemp() / "any.txt"
    alphabet.save(path)
    loaded = Alphabet.load(path)
    assert loaded == alphabet
    assert all(loaded.symbols[loaded.id_of(symbol)] == symbol for line in lines for symbol in line)
