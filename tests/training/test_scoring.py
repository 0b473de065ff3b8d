"""Scores of facts against gold facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.scoring import Score, plain_qualifier, score

BAGS = st.lists(st.integers(0, 4), max_size=12)


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ([], [], Score()),
        ("ab", "ab", Score(right=2)),
        ("ab", "ac", Score(right=1, wrong=1, missed=1)),
        ("aaa", "a", Score(right=1, wrong=2)),
        ("a", "aaa", Score(right=1, missed=2)),
        ("", "ab", Score(missed=2)),
        ("ab", "", Score(wrong=2)),
    ],
)
def test_score_compares_multisets(found: str, gold: str, expected: Score) -> None:
    assert score(found, gold) == expected


@pytest.mark.parametrize(
    ("result", "precision", "recall", "f1"),
    [
        (Score(), None, None, None),
        (Score(right=3), 1.0, 1.0, 1.0),
        (Score(right=3, wrong=1), 0.75, 1.0, 6 / 7),
        (Score(right=1, wrong=1, missed=3), 0.5, 0.25, 1 / 3),
        (Score(wrong=2), 0.0, None, 0.0),
        (Score(missed=2), None, 0.0, 0.0),
    ],
)
def test_nothing_to_score_is_none_and_not_zero(
    result: Score, precision: float | None, recall: float | None, f1: float | None
) -> None:
    assert (result.precision, result.recall) == (precision, recall)
    assert result.f1 == (None if f1 is None else pytest.approx(f1))


@given(BAGS, BAGS)
def test_every_fact_is_counted_once(found: list[int], gold: list[int]) -> None:
    result = score(found, gold)
    assert result.right + result.wrong == len(found)
    assert result.right + result.missed == len(gold)
    assert score(gold, found) == Score(result.right, result.missed, result.wrong)


@given(BAGS, BAGS)
def test_scores_of_parts_add_up_to_that_of_the_whole(found: list[int], gold: list[int]) -> None:
    parts = [score((f for f in found if f % 2 == k), (g for g in gold if g % 2 == k)) for k in (0, 1)]
    assert parts[0] + parts[1] == score(found, gold)


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (None, None),
        ("门户 网站", "门户网站"),
        ("“主办”件", "主办件"),
        ("规范性文件类", "规范性文件"),
        ("会议等方面情况", "会议"),
        ("", ""),
    ],
)
def test_plain_qualifier_leaves_out_what_means_nothing(words: str | None, plain: str | None) -> None:
    assert plain_qualifier(words) == plain
