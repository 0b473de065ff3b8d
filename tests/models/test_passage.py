"""Texts cut into windows: nothing is lost, and positions and ranges agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.alphabet import END, START, Alphabet
from models.characters import canonical, canonical_characters
from models.fact_reader.passage import MarkedText, Window, windows_of
from service.facts.quantities import find_numbers

ALPHABET = Alphabet.learn(["全年公开信息条件月，。0其中a"], min_count=1)
TEXTS = st.lists(
    st.sampled_from(["公开", "12条", "1.8万余条", " ", "。", "，", "；", "\n", "2023年", "全年信息", "\u3000", "（"]),
    max_size=60,
).map("".join)
SIZES = st.integers(min_value=24, max_value=60)


def marked(text: str) -> MarkedText:
    numbers = find_numbers(text)
    ranges = {kind: tuple((n.start, n.end) for n in numbers if n.kind == kind) for kind in ("quantity", "other")}
    return MarkedText(text, ranges["quantity"], ranges["other"])


def only_window(text: str) -> Window:
    (window,) = windows_of(marked(text), ALPHABET, max_window=100)
    return window


def test_a_short_text_is_one_window_with_its_marks() -> None:
    text = "2023年公开 12 条，其中1件。"
    window = only_window(text)
    assert window.ids[0] == ALPHABET.id_of(START)
    assert window.ids[-1] == ALPHABET.id_of(END)
    assert len(window.ids) == len(window.marks) == len(window.offsets) + 2
    assert "".join(text[at] for at in window.offsets) == "2023年公开12条，其中1件。"
    assert window.marks.tolist() == [0, 3, 3, 3, 3, 3, 0, 0, 1, 2, 2, 0, 0, 0, 1, 2, 0, 0]
    assert [text[slice(*window.range_of(*place))] for place in window.quantities] == ["12 条", "1件"]


def test_a_window_counts_the_ends_and_figures_before_each_position() -> None:
    window = only_window("公开2条，1件。3条")
    assert window.clauses.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert window.sentences.tolist() == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert window.figures.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_windows_are_cut_at_sentence_ends() -> None:
    text = "全年公开信息。" * 10
    for window in windows_of(marked(text), ALPHABET, max_window=30):
        assert text[window.offsets[-1]] == "。"
        assert window.offsets[0] == 0 or text[window.offsets[0] - 1] == "。"


@pytest.mark.parametrize("text", ["", " \u3000\t"])
def test_a_text_without_characters_has_no_windows(text: str) -> None:
    assert windows_of(marked(text), ALPHABET, max_window=30) == []


@settings(deadline=None)
@given(TEXTS, SIZES)
def test_windows_cover_every_character_and_are_never_too_long(text: str, size: int) -> None:
    windows = windows_of(marked(text), ALPHABET, max_window=size)
    covered = {int(at) for window in windows for at in window.offsets}
    assert covered == set(canonical_characters(text).offsets)
    assert all(0 < len(window.offsets) <= size for window in windows)
    starts = [int(window.offsets[0]) for window in windows]
    assert starts == sorted(set(starts))


@settings(deadline=None)
@given(TEXTS, SIZES)
def test_every_quantity_is_whole_in_some_window(text: str, size: int) -> None:
    source = marked(text)
    windows = windows_of(source, ALPHABET, max_window=size)
    whole = {window.range_of(*place) for window in windows for place in window.quantities}
    short = {(a, b) for a, b in source.quantities if len(canonical_characters(text[a:b]).symbols) <= size // 3}
    assert short <= whole <= set(source.quantities)


@settings(deadline=None)
@given(TEXTS, SIZES, st.data())
def test_positions_and_ranges_are_inverse(text: str, size: int, data: st.DataObject) -> None:
    for window in windows_of(marked(text), ALPHABET, max_window=size):
        first = data.draw(st.integers(1, len(window.offsets)))
        last = data.draw(st.integers(first, len(window.offsets)))
        start, end = window.range_of(first, last)
        assert window.positions_of(start, end) == (first, last)


@settings(deadline=None)
@given(TEXTS, SIZES, st.data())
def test_positions_of_a_range_hold_all_of_it_or_there_are_none(text: str, size: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    kept = [at for at in range(start, end) if canonical(text[at])]
    for window in windows_of(marked(text), ALPHABET, max_window=size):
        places = window.positions_of(start, end)
        if places is not None:
            assert window.range_of(*places) == (kept[0], kept[-1] + 1)
        elif kept and kept[0] == start and kept[-1] == end - 1:
            assert start < window.offsets[0] or end - 1 > window.offsets[-1]
